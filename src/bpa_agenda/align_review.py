"""A reviewed document laid beside what went out: each character is of the base, or somebody's.

Paragraphs find their passage by its bookmark, and by their text where the bookmark is gone. What
differs without being tracked becomes a change too, of whoever saved the file last.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bpa_agenda.anchors import Base
from bpa_agenda.match_passages import Group, differences, groups_of, matched
from bpa_agenda.reviewed import PLAIN, Change, Look, Paragraph, ReviewedDocument


class Token(NamedTuple):
    """A character, or the end of a paragraph.

    `passage` and `offset` say which character of the base it is; `passage` is -1 when it is new.
    `paragraph` is its paragraph in the reviewed document, -1 when it is no longer in there. `note`
    is the footnote or endnote to which a mark refers.
    """

    text: str
    passage: int
    offset: int
    paragraph: int
    look: Look = PLAIN
    inserted: int | None = None
    deleted: int | None = None
    formatted: int | None = None
    before: Look | None = None
    shaped: int | None = None
    is_end: bool = False
    kind: str = "text"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """Neighbouring passages of which at least one was edited, from `first` to `last`, as tokens.

    A region in which only new paragraphs stand has a `last` before its `first`. `is_contents` says
    that it is a line of the table of contents, which stands alone.
    """

    story: str
    first: int
    last: int
    tokens: tuple[Token, ...]
    is_contents: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """What a reviewed document changed in its base.

    `changes` are those of the document and after them the untracked ones. `strays` are changes
    without consequence for the text: around nothing, or the end of a paragraph that was there
    already. `by_text` are the passages that were found although their bookmark was gone.
    `passages` gives the passage of each paragraph of the document, -1 for none. `notes` are the
    paragraphs of each footnote or endnote whose mark is new: they are said where the mark stands.
    """

    base: Base
    document: ReviewedDocument
    changes: tuple[Change, ...]
    regions: tuple[Region, ...]
    strays: tuple[tuple[int, int], ...]
    by_text: tuple[int, ...]
    passages: tuple[int, ...]
    notes: Mapping[str, tuple[int, ...]]


def align(base: Base, document: ReviewedDocument) -> Aligned:
    """Lays the document beside its base."""
    aligner = _Aligner(base, document)
    groups = matched(base, document, groups_of(base, document))
    regions = tuple(aligner.regions(groups))
    return Aligned(
        base,
        document,
        (*document.changes, *aligner.untracked),
        regions,
        tuple(aligner.strays),
        tuple(group.passage for group in groups if group.by_text),
        _passages_of(document, groups),
        aligner.notes,
    )


def _passages_of(document: ReviewedDocument, groups: Iterable[Group]) -> tuple[int, ...]:
    found = [-1] * len(document.paragraphs)
    for group in groups:
        for place in group.paragraphs:
            found[place] = group.passage
    return tuple(found)


class _Aligner:
    """Makes the tokens of groups and gathers the changes that nobody tracked."""

    def __init__(self, base: Base, document: ReviewedDocument) -> None:
        self.base = base
        self.document = document
        self.untracked: list[Change] = []
        self.strays: list[tuple[int, int]] = []
        self.notes: dict[str, tuple[int, ...]] = {}
        self._new_marks: set[str] = set()

    def regions(self, groups: Sequence[Group]) -> Iterator[Region]:
        """The edited stretches of all stories; `groups` are in the order of the document."""
        run: list[tuple[Group, tuple[Token, ...]]] = []
        last = -1
        kept = {self._note_of(group) for group in groups if group.passage >= 0}
        for group in groups:
            # Footnotes come after the text in which their marks stand.
            note = self._note_of(group)
            if note in self._new_marks - kept:
                self.notes[note] = (*self.notes.get(note, ()), *group.paragraphs)
                continue
            same_story = bool(run) and run[-1][0].story == group.story
            runs_on = same_story and run[-1][1][-1].deleted is not None
            tokens = self._tokens(group, wanted=runs_on and not group.is_contents)
            self._new_marks |= {t.note for t in tokens if t.note and t.passage < 0}
            if run and (not tokens or not same_story or group.is_contents):
                yield _region(run, last)
                run = []
            if group.is_contents:
                yield Region(group.story, last + 1, last, tokens, is_contents=True)
            elif tokens:
                run.append((group, tokens))
            elif group.passage >= 0:
                last = group.passage
        if run:
            yield _region(run, last)

    def _note_of(self, group: Group) -> str:
        places = group.paragraphs
        return self.document.paragraphs[places[0]].note if places else ""

    def _tokens(self, group: Group, *, wanted: bool) -> tuple[Token, ...]:
        """The tokens of a group; none when it is what went out and they are not wanted."""
        paragraphs = [self.document.paragraphs[place] for place in group.paragraphs]
        if not paragraphs:
            return tuple(self._missing(group.passage))
        text = self.base.passages[group.passage].text if group.passage >= 0 else ""
        if not wanted and _is_untouched(paragraphs, text):
            return ()
        tokens = list(_raw_tokens(group.paragraphs, paragraphs))
        if group.is_spurious and tokens[-1].inserted is not None:
            self.strays.append((tokens[-1].inserted, group.paragraphs[-1]))
            tokens[-1] = tokens[-1]._replace(inserted=None)
        if group.is_contents:
            return tuple(tokens)
        if group.passage < 0:
            return self._stranger(tokens)
        placed = tuple(self._placed(tokens, group.passage, text))
        return placed if wanted or any(map(_is_changed, placed)) else ()

    def _missing(self, passage: int) -> Iterator[Token]:
        """A passage that is not in the document any more, and nobody tracked it."""
        change = self._note("untracked-deletion")
        text = self.base.passages[passage].text
        for offset, character in enumerate(text):
            yield Token(character, passage, offset, -1, deleted=change)
        yield Token("¶", passage, len(text), -1, deleted=change, is_end=True)

    def _stranger(self, tokens: list[Token]) -> tuple[Token, ...]:
        """A paragraph that did not go out; what of it is not tracked is an untracked insertion."""
        if all(token.is_end for token in tokens) and not any(map(_is_changed, tokens)):
            return ()
        if all(token.inserted is not None for token in tokens):
            return tuple(tokens)
        change = self._note("untracked-insertion")
        return tuple(t if t.inserted is not None else t._replace(inserted=change) for t in tokens)

    def _placed(self, tokens: Sequence[Token], passage: int, text: str) -> Iterator[Token]:
        """The tokens of a passage with their places in it, and what differs from it."""
        kept = [t for t in tokens if t.inserted is None and not t.is_end]
        compared = iter(self._compared(kept, passage, text))
        for token in tokens:
            if token.inserted is not None:
                yield token
            elif token.is_end:
                yield from next(compared)
                yield token._replace(passage=passage, offset=len(text))
            else:
                yield from next(compared)

    def _compared(self, kept: Sequence[Token], passage: int, text: str) -> list[list[Token]]:
        """For each token that is no tracked insertion, and for their end, what stands there.

        That is the token with its place in the base, after what was lost before it.
        """
        found: list[list[Token]] = [[] for _ in range(len(kept) + 1)]
        for tag, start, end, first, last in differences(text, "".join(t.text for t in kept)):
            if tag == "equal":
                for offset, place in zip(range(start, end), range(first, last), strict=True):
                    found[place].append(kept[place]._replace(passage=passage, offset=offset))
                continue
            # Nobody wrote what programs compute for a field, or a space that was a tab.
            is_field = last > first and all(t.kind == "field" for t in kept[first:last])
            is_nobodys = is_field or _is_blank(text[start:end], kept[first:last])
            paragraph = kept[min(first, len(kept) - 1)].paragraph if kept else -1
            lost = None if is_nobodys or end == start else self._note("untracked-deletion")
            for offset in range(start, end):
                token = Token(text[offset], passage, offset, paragraph, deleted=lost)
                found[first].append(token)
            if last > first and not is_nobodys:
                new = self._note("untracked-insertion")
                for place in range(first, last):
                    found[place].append(kept[place]._replace(inserted=new))
        return found

    def _note(self, kind: str) -> int:
        number = len(self.document.changes) + len(self.untracked)
        author, date = self.document.author, self.document.modified
        self.untracked.append(Change(number, kind, author, date, ""))
        return number


def _is_blank(text: str, tokens: Sequence[Token]) -> bool:
    """Whether blanks stand where other blanks stood."""
    new = "".join(token.text for token in tokens)
    return bool(text and new) and not f"{text}{new}".strip(" \t")


def _is_changed(token: Token) -> bool:
    changes = (token.inserted, token.deleted, token.formatted, token.shaped)
    return any(change is not None for change in changes)


def _region(run: Sequence[tuple[Group, tuple[Token, ...]]], before: int) -> Region:
    passages = [group.passage for group, _ in run if group.passage >= 0]
    first, last = (passages[0], passages[-1]) if passages else (before + 1, before)
    return Region(run[0][0].story, first, last, tuple(t for _, tokens in run for t in tokens))


def _is_untouched(paragraphs: Sequence[Paragraph], text: str) -> bool:
    """Whether nobody did anything; formatting is looked at where it is known what it was."""
    if len(paragraphs) != 1:
        return False
    paragraph = paragraphs[0]
    marks = (
        paragraph.mark_inserted,
        paragraph.mark_deleted,
        paragraph.row_inserted,
        paragraph.row_deleted,
        paragraph.reshaped,
    )
    if any(mark is not None for mark in marks):
        return False
    changed = any(
        not (p.inserted is None and p.deleted is None and p.formatted is None)
        for p in paragraph.pieces
    )
    return not changed and "".join(piece.text for piece in paragraph.pieces) == text


def _raw_tokens(places: Sequence[int], paragraphs: Sequence[Paragraph]) -> Iterator[Token]:
    for place, paragraph in zip(places, paragraphs, strict=True):
        row = (paragraph.row_inserted, paragraph.row_deleted)
        for piece in paragraph.pieces:
            whole = Token(
                "",
                -1,
                0,
                place,
                piece.look,
                piece.inserted if piece.inserted is not None else row[0],
                piece.deleted if piece.deleted is not None else row[1],
                piece.formatted,
                piece.before,
                kind=piece.kind,
                note=piece.note,
            )
            yield from (whole._replace(text=character) for character in piece.text)
        ends = (paragraph.mark_inserted, paragraph.mark_deleted)
        inserted, deleted = (a if a is not None else b for a, b in zip(ends, row, strict=True))
        shaped = paragraph.reshaped
        yield Token(
            "¶", -1, 0, place, inserted=inserted, deleted=deleted, shaped=shaped, is_end=True
        )
