"""What a change would take along from beside it: text of the template or of another value."""

from collections.abc import Collection, Sequence

from bpa_agenda.align_review import Aligned, Region, Token


def runs_into_other(aligned: Aligned, region: Region, place: int) -> bool:
    """Whether without this end of a paragraph what is left of it goes on in text of elsewhere.

    Text of elsewhere is text without a source or of another value; it would come along.
    """
    before = range(place - 1, -1, -1)
    start = next((n for n in before if _is_kept_end(region.tokens[n])), -1)
    is_left = any(token.deleted is None for token in region.tokens[start + 1 : place])
    after = next((t for t in region.tokens[place + 1 :] if t.passage >= 0), None)
    if not is_left or after is None:
        return False
    here = _values(aligned, region.tokens[place].passage)
    return _values(aligned, after.passage) != here


def _is_kept_end(token: Token) -> bool:
    return token.is_end and token.deleted is None


def _values(aligned: Aligned, passage: int) -> set[int]:
    return {part.value for part in aligned.base.passages[passage].parts}


def takes_up_other(
    aligned: Aligned, region: Region, places: Sequence[int], changes: Collection[int]
) -> bool:
    """Whether what was typed ends as the next paragraph, which went, and is of elsewhere.

    So a join looks that nobody tracked.
    """
    typed = "".join(t.text for t in _typed(region, places, changes) if not t.is_end).strip()
    after = next((t for t in region.tokens[places[-1] + 1 :] if _is_lost(t)), None)
    if after is None:
        return False
    before = max((t.passage for t in region.tokens[: places[0]]), default=-1)
    text = aligned.base.passages[after.passage].text.strip()
    is_same = before >= 0 and _values(aligned, after.passage) == _values(aligned, before)
    return bool(text) and typed.endswith(text) and not is_same


def _typed(region: Region, places: Sequence[int], changes: Collection[int]) -> Sequence[Token]:
    return [t for n in places if (t := region.tokens[n]).inserted in changes]


def _is_lost(token: Token) -> bool:
    """Whether it is of a passage that is not in the document any more."""
    return token.passage >= 0 and token.paragraph < 0


def is_in_new_table(aligned: Aligned, token: Token) -> bool:
    """Whether a new paragraph stands in a table of which nothing went out."""
    if token.passage >= 0 or token.paragraph < 0:
        return False
    paragraphs = aligned.document.paragraphs
    here = paragraphs[token.paragraph]
    if here.cell is None:
        return False
    return not any(
        passage >= 0 and p.part == here.part and p.cell and p.cell.table == here.cell.table
        for p, passage in zip(paragraphs, aligned.passages, strict=True)
    )
