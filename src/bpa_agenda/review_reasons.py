"""Why a change cannot become one of a value: the text is no editor's, or not one value's."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bpa_agenda.align_review import Aligned, Region, Token
from bpa_agenda.anchors import Part, Value
from bpa_agenda.bits import Bit
from bpa_agenda.nearest_tokens import Nearest
from bpa_agenda.note_texts import is_for_editor, is_lost
from bpa_agenda.review_items import Item, Spot, home_of, part_at
from bpa_agenda.review_neighbours import is_in_new_table, runs_into_other, takes_up_other
from bpa_agenda.review_shapes import reshaped
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.rich_text import RichParagraph, rich_paragraphs

NO_SOURCE = "no-source"
GENERATED = "generated"
COMPUTED = "computed"
ONE_LINE = "one-line"
NO_HOME = "no-home"
NOT_PLACED = "not-placed"
NO_TEXT = "no-text"
ROWS = "rows"
FIXED = "fixed"
NOTHING_LEFT = "nothing-left"
TWICE = "twice"
RUNS_ON = "runs-on"
NEW_TABLE = "new-table"
NEW_NOTE = "new-note"
REASONS = (
    NO_SOURCE,
    GENERATED,
    COMPUTED,
    ONE_LINE,
    NO_HOME,
    NOT_PLACED,
    NO_TEXT,
    ROWS,
    FIXED,
    NOTHING_LEFT,
    TWICE,
    RUNS_ON,
    NEW_TABLE,
    NEW_NOTE,
)

# A bit and the offset in its passage at which it begins.
PlacedBit: TypeAlias = tuple[int, Bit]


class Reasons:
    """What is known of the places of a base while items are judged and carried out."""

    def __init__(self, aligned: Aligned) -> None:
        self.base = aligned.base
        self._rich: dict[int, tuple[RichParagraph, ...]] = {}
        self._bits: dict[int, list[PlacedBit]] = {}
        self._nearest: dict[int, Nearest] = {}

    def rich(self, value: int) -> tuple[RichParagraph, ...]:
        """The paragraphs of a value as it went out."""
        if value not in self._rich:
            self._rich[value] = _rich(self.base.values[value])
        return self._rich[value]

    def nearest(self, region: Region) -> Nearest:
        """What of the base stands nearest to the tokens of a region."""
        # By identity: to compare regions means comparing all their characters.
        if id(region) not in self._nearest:
            self._nearest[id(region)] = Nearest(region)
        return self._nearest[id(region)]

    def bit_at(self, passage: int, offset: int) -> PlacedBit:
        """The place and bit of a character of the base; an atom is one bit for all of it."""
        if passage not in self._bits:
            self._bits[passage] = list(self._bits_of(passage))
        return self._bits[passage][offset]

    def _bits_of(self, number: int) -> Iterator[PlacedBit]:
        """For each character of a passage its bit; text without a source stands for itself."""
        passage, done = self.base.passages[number], 0
        for part in passage.parts:
            yield from _plain(passage.text, done, part.start)
            rich = self.rich(part.value)
            bits = rich[part.paragraph].bits if part.paragraph < len(rich) else ()
            yield from _bits_of_part(passage.text, part, bits)
            done = part.end
        yield from _plain(passage.text, done, len(passage.text))


def _rich(value: Value) -> tuple[RichParagraph, ...]:
    if value.kind == "blocks":
        return rich_paragraphs(value.text)
    is_inline = value.kind == "inline"
    return rich_paragraphs(value.text, is_inline=is_inline, is_line=not is_inline)


def _plain(text: str, start: int, end: int) -> Iterator[PlacedBit]:
    return ((n, Bit(text[n], text[n])) for n in range(start, end))


def _bits_of_part(text: str, part: Part, bits: Sequence[Bit]) -> Iterator[PlacedBit]:
    atoms = iter(part.atoms)
    place = part.start
    for bit in bits:
        length = 1
        if bit.atom and bit.text != OBJECT:
            atom = next(atoms, None)
            length = atom.end - atom.start if atom is not None else 0
        for _ in range(place, min(place + length, part.end)):
            yield place, bit
        place += length
    yield from _plain(text, min(place, part.end), part.end)


def refusal(aligned: Aligned, item: Item, reasons: Reasons) -> str:
    """Why an item cannot be carried out, one of `REASONS`; empty when it can."""
    if not item.spots:
        return NO_TEXT if item.changes else ""
    found = (_of_spot(aligned, item, spot, reasons) for spot in item.spots)
    return next((reason for reason in found if reason), "")


def _of_spot(aligned: Aligned, item: Item, spot: Spot, reasons: Reasons) -> str:
    region = aligned.regions[spot.region]
    tokens = [region.tokens[place] for place in spot.tokens]
    nearest = reasons.nearest(region)
    mine = set(item.changes)
    if region.is_contents:
        return NO_SOURCE
    if _only_layout(aligned, item.kind, tokens, reasons):
        return NO_TEXT
    if any(is_in_new_table(aligned, token) for token in tokens):
        return NEW_TABLE
    if takes_up_other(aligned, region, spot.tokens, mine):
        return RUNS_ON
    if item.kind.startswith("row") and not _in_markdown(aligned, region, item):
        return ROWS
    for place, token in zip(spot.tokens, tokens, strict=True):
        if token.inserted in mine or token.passage < 0:
            reason = _of_new(aligned, region, place, nearest)
        else:
            reason = _of_old(aligned, token, item, mine)
            if token.is_end and token.deleted in mine and not reason:
                reason = RUNS_ON if runs_into_other(aligned, region, place) else ""
        if reason:
            return reason
    return _of_atoms(aligned, nearest, spot, mine)


def _of_old(aligned: Aligned, token: Token, item: Item, mine: set[int]) -> str:
    """Why a character that went out cannot be deleted or formatted."""
    passage = aligned.base.passages[token.passage]
    if token.is_end:
        blocks = [aligned.base.values[part.value].kind == "blocks" for part in passage.parts]
        if not blocks:
            return NO_SOURCE
        return "" if all(blocks) and len(blocks) == 1 else _emptied(token, mine)
    part = part_at(passage, token.offset)
    if part is None:
        return NO_SOURCE
    kind = aligned.base.values[part.value].kind
    if kind == "other":
        return COMPUTED
    return ONE_LINE if item.kind.endswith("formatting") and kind in ("line", "open") else ""


def _emptied(token: Token, mine: set[int]) -> str:
    """A title or another value of one line cannot go or run on into the next."""
    return "" if token.deleted not in mine and token.shaped not in mine else ONE_LINE


def _of_new(aligned: Aligned, region: Region, place: int, nearest: Nearest) -> str:
    """Why text cannot come where it was typed."""
    token = region.tokens[place]
    around = list(nearest.beside(place))
    if is_for_editor(aligned, token):
        return NEW_NOTE
    if not around:
        before = nearest.passage_before(place)
        if is_lost(aligned, token, before):
            return NEW_NOTE
        return "" if home_of(aligned.base, before) is not None else NO_HOME
    parts = [p for t in around if (p := _part_beside(aligned, t)) is not None]
    if not parts:
        return NO_SOURCE
    kinds = {aligned.base.values[part.value].kind for part in parts}
    if kinds == {"other"}:
        return COMPUTED
    if token.note and kinds != {"blocks"}:
        return NEW_NOTE
    return ONE_LINE if token.is_end and kinds.isdisjoint({"blocks"}) else ""


def _part_beside(aligned: Aligned, token: Token) -> Part | None:
    passage = aligned.base.passages[token.passage]
    if token.is_end:
        return next((part for part in passage.parts if part.end == token.offset), None)
    return part_at(passage, token.offset)


def _of_atoms(aligned: Aligned, nearest: Nearest, spot: Spot, mine: set[int]) -> str:
    """Generated text can go as a whole and not change in part."""
    own = [nearest.tokens[place] for place in spot.tokens]
    deleted = {(t.passage, t.offset) for t in own if t.passage >= 0 and t.deleted in mine}
    for passage in {passage for passage, _ in deleted}:
        for part in aligned.base.passages[passage].parts:
            for atom in part.atoms:
                places = {(passage, n) for n in range(atom.start, atom.end)}
                if places & deleted and not places <= deleted:
                    return GENERATED
    return GENERATED if _is_within_atom(aligned, nearest, spot, mine) else ""


def _is_within_atom(aligned: Aligned, nearest: Nearest, spot: Spot, mine: set[int]) -> bool:
    """Whether something was typed within generated text of which some remains."""
    before: Token | None = None
    typed = False
    for token in nearest.around(spot.tokens[0], spot.tokens[-1]):
        if token.passage < 0:
            typed = typed or token.inserted in mine
            continue
        stays = before is not None and before.passage == token.passage
        if typed and stays and token.deleted not in mine and _in_one_atom(aligned, before, token):
            return True
        typed, before = False, token
    return False


def _in_one_atom(aligned: Aligned, before: Token | None, token: Token) -> bool:
    assert before is not None, "there is a character on both sides"
    return any(
        atom.start <= before.offset and token.offset < atom.end
        for part in aligned.base.passages[token.passage].parts
        for atom in part.atoms
    )


def _in_markdown(aligned: Aligned, region: Region, item: Item) -> bool:
    """Whether a row is of a table that an editor wrote, and not one made of entries."""
    before = max(item.passage, region.first - 1)
    parts = aligned.base.passages[before].parts if before >= 0 else ()
    return any(aligned.base.values[part.value].kind == "blocks" for part in parts)


def _only_layout(aligned: Aligned, kind: str, tokens: Sequence[Token], reasons: Reasons) -> bool:
    """Whether formatting changes nothing that Markdown can say."""
    if kind == "formatting":
        return all(token.before is None or token.look == token.before for token in tokens)
    if kind != "paragraph-formatting":
        return False
    return all(_keeps_shape(aligned, token, reasons) for token in tokens)


def _keeps_shape(aligned: Aligned, token: Token, reasons: Reasons) -> bool:
    if token.passage < 0 or token.paragraph < 0:
        return False
    part = next(iter(aligned.base.passages[token.passage].parts), None)
    if part is None or aligned.base.values[part.value].kind != "blocks":
        return True
    source = reasons.rich(part.value)[part.paragraph]
    paragraph = aligned.document.paragraphs[token.paragraph]
    made = reshaped(source, paragraph, is_new=False, is_told=True)
    return (made.kind, made.level) == (source.kind, source.level)
