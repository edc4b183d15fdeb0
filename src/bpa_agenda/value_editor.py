"""What becomes of the values of a document when regions are cut anew into paragraphs."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bpa_agenda.align_review import Aligned, Token
from bpa_agenda.anchors import Part
from bpa_agenda.bits import Bit
from bpa_agenda.note_texts import note_paragraphs
from bpa_agenda.review_items import Item, home_of
from bpa_agenda.review_reasons import NOTHING_LEFT, TWICE, Reasons
from bpa_agenda.review_results import Result, of_part, passages_in, results_of
from bpa_agenda.review_shapes import changed_look, note_of, reshaped, shaped
from bpa_agenda.reviewed import OBJECT, Cell, Paragraph
from bpa_agenda.rich_text import RichParagraph
from bpa_agenda.write_markdown import CannotWrite, markdown_of

_SPACES = re.compile(r"[ \t\n]+")
# Within a passage: first the paragraph that stayed, then what was made after it, then what has no
# passage of its own because it is empty.
_STAYED, _EMPTY = -1, 1_000_000
_NEW_ROW = 1_000
# New footnotes are counted from here on.
_NEW_NOTE = 1_000_000


@dataclass(frozen=True, slots=True)
class EditedValue:
    """What a value of the base becomes; `is_open` says that it is still to be filled in."""

    value: int
    text: str
    is_open: bool


class ValueEditor:
    """The values of a base as rich text, and what results make of them."""

    def __init__(self, aligned: Aligned) -> None:
        self.aligned = aligned
        self.base = aligned.base
        self.reasons = Reasons(aligned)
        self._first: dict[tuple[int, int], int] = {}
        for number, passage in enumerate(self.base.passages):
            for part in passage.parts:
                self._first.setdefault((part.value, part.paragraph), number)

    def touched(self, item: Item) -> frozenset[int]:
        """The values that an item edits."""
        regions = self.aligned.regions
        own = [regions[spot.region].tokens[n] for spot in item.spots for n in spot.tokens]
        found = {item.value} - {-1}
        for token in own:
            if token.passage >= 0:
                passage = self.base.passages[token.passage]
                found |= {p.value for p in passage.parts if p.start <= token.offset <= p.end}
        if any(token.is_end and token.passage < 0 for token in own):
            home = home_of(self.base, item.passage)
            found |= set() if home is None else {home}
        return frozenset(found)

    def edited(self, items: Sequence[Item]) -> tuple[tuple[EditedValue, ...], dict[int, str]]:
        """The values that change, and for those that cannot be written the reason."""
        accepted = frozenset(change for item in items for change in item.changes)
        regions = sorted({spot.region for item in items for spot in item.spots})
        results = [
            result
            for number in regions
            for result in results_of(self.aligned.regions[number], accepted)
        ]
        touched = {
            part.value
            for number in regions
            for passage in passages_in(self.aligned.regions[number])
            for part in self.base.passages[passage].parts
        }
        owned: dict[int, list[Result]] = defaultdict(list)
        for result in results:
            for value in self._owners(result):
                owned[value].append(result)
        found, reasons = [], {}
        for value in sorted(touched | set(owned)):
            try:
                edited = self._value(value, owned[value], regions, accepted)
            except CannotWrite as error:
                reasons[value] = str(error)
                continue
            if edited.text != self.base.values[value].text or edited.is_open != self._is_open(
                value
            ):
                found.append(edited)
        return tuple(found), reasons

    def _is_open(self, value: int) -> bool:
        return self.base.values[value].kind == "open"

    def _owners(self, result: Result) -> list[int]:
        """The values that get a paragraph, or a stretch of it."""
        if result.own >= 0:
            return [part.value for part in self.base.passages[result.own].parts]
        beside = home_of(self.base, result.order[0])
        return [] if beside is None else [beside]

    def _value(
        self,
        value: int,
        results: Sequence[Result],
        regions: Sequence[int],
        accepted: frozenset[int],
    ) -> EditedValue:
        if self.base.values[value].kind != "blocks":
            return self._stretch(value, results, accepted)
        base = self.reasons.rich(value)
        rows = self._rows(value, results, regions, accepted)
        if not rows:
            raise CannotWrite(NOTHING_LEFT)
        text = markdown_of(self.base.values[value].text, base, rows)
        return EditedValue(value, text.strip(), is_open=False)

    def _rows(
        self,
        value: int,
        results: Sequence[Result],
        regions: Sequence[int],
        accepted: frozenset[int],
    ) -> list[RichParagraph]:
        """The paragraphs of a value in the order of the document, edited ones among the others."""
        edited = {p for n in regions for p in passages_in(self.aligned.regions[n])}
        rich = self.reasons.rich(value)
        firsts = [self._first.get((value, number), -1) for number in range(len(rich))]
        placed = list(self._placed(value, results, edited, firsts))
        redone = edited | {first for first, _, result in placed if result.own >= 0}
        rows = [
            (place, paragraph)
            for place, paragraph in zip(_places(firsts), rich, strict=True)
            if place[1] == _EMPTY or place[0] not in redone
        ]
        used: set[int] = set()
        for first, number, result in placed:
            if made := self._paragraph(value, result, used, accepted):
                rows.append(((first, number), made))
        ordered = [made for _, made in sorted(rows, key=lambda row: row[0])]
        return [*_whole_rows(ordered), *self._new_notes(placed)]

    def _new_notes(self, placed: Iterable[tuple[int, int, Result]]) -> Iterator[RichParagraph]:
        """The paragraphs of new footnotes, in the order of their marks."""
        marks = (
            token.note
            for _, _, result in sorted(placed, key=lambda row: row[:2])
            for token in result.tokens
            if token.passage < 0 and token.note
        )
        for number, note in enumerate(marks, start=_NEW_NOTE):
            yield from note_of(note_paragraphs(self.aligned, note), number)

    def _placed(
        self, value: int, results: Sequence[Result], edited: Collection[int], firsts: Sequence[int]
    ) -> Iterator[tuple[int, int, Result]]:
        """Results with the passage that they stand for.

        Where a document repeats a value that is the first; somebody may edit either, but not both.
        """
        for result in results:
            passage, number = result.order
            parts = self.base.passages[passage].parts if passage >= 0 else ()
            part = next((p for p in parts if p.value == value), None)
            first = passage if part is None else firsts[part.paragraph]
            if first == passage:
                yield passage, number, result
            elif first not in edited:
                yield first, number, result
            elif result.text != self.base.passages[passage].text:
                raise CannotWrite(TWICE)

    def _paragraph(
        self, value: int, result: Result, used: set[int], accepted: frozenset[int]
    ) -> RichParagraph | None:
        """A paragraph of a value from a result; None when nothing is left of it."""
        bits = tuple(self._bits(result.tokens, accepted))
        parts = [self._part_of(token, value) for token in (*result.tokens, result.end)]
        origin = next((part.paragraph for part in parts if part is not None), None)
        reviewed = self._reviewed(result)
        if origin is None:
            cell = self._new_cell(value, result, reviewed)
            made = shaped(reviewed) if cell is None else RichParagraph("cell", cell=cell)
            return replace(made, bits=bits) if bits or cell is not None else None
        source = self.reasons.rich(value)[origin]
        if not bits and source.cell is None:
            return None
        is_new = origin in used
        used.add(origin)
        made = reshaped(source, reviewed, is_new=is_new, is_told=result.end.shaped in accepted)
        return replace(made, bits=bits, origin=None if is_new else origin)

    def _new_cell(self, value: int, result: Result, reviewed: Paragraph | None) -> Cell | None:
        """The place of a cell of a row that a reviewer made in a table of a value."""
        passage = result.order[0]
        parts = self.base.passages[passage].parts if passage >= 0 else ()
        part = next((p for p in parts if p.value == value), None)
        if reviewed is None or reviewed.cell is None or part is None:
            return None
        beside = self.reasons.rich(value)[part.paragraph].cell
        own = reviewed.cell
        return None if beside is None else Cell(beside.table, _NEW_ROW + own.row, own.column)

    def _reviewed(self, result: Result) -> Paragraph | None:
        place = result.end.paragraph
        return self.aligned.document.paragraphs[place] if place >= 0 else None

    def _stretch(
        self, value: int, results: Sequence[Result], accepted: frozenset[int]
    ) -> EditedValue:
        """A value that stands within a paragraph, as all or a part of it."""
        was = self.base.values[value]
        texts = {
            text
            for result in results
            if (text := self._stretched(value, result, accepted)) is not None
        }
        if len(texts) > 1:
            raise CannotWrite(TWICE)
        if not texts:
            return EditedValue(value, was.text, is_open=was.kind == "open")
        return _filled_in(value, was.kind, texts.pop())

    def _stretched(self, value: int, result: Result, accepted: frozenset[int]) -> str | None:
        """What a stretch of a paragraph says now; None when it says what it did."""
        was, parts = self.base.values[value], self.base.passages[result.own].parts
        part = next(p for p in parts if p.value == value)
        mine = tuple(of_part(result.tokens, part, parts))
        formatted = any(token.formatted in accepted for token in mine)
        text = "".join(token.text for token in mine)
        if text == self.base.passages[result.own].text[part.start : part.end] and not formatted:
            return None
        if was.kind == "inline":
            source = self.reasons.rich(value)
            made = [replace(source[0], bits=tuple(self._bits(mine, accepted)))]
            text = markdown_of(was.text, source, made, is_inline=True)
        text = _SPACES.sub(" ", text).strip(" ")
        if not text:
            raise CannotWrite(NOTHING_LEFT)
        return text

    def _part_of(self, token: Token, value: int) -> Part | None:
        if token.passage < 0:
            return None
        return next((p for p in self.base.passages[token.passage].parts if p.value == value), None)

    def _refuse_mark(self, token: Token) -> None:
        """Refuses a sign in the text for something that is not known to be in the YAML."""
        if token.text != OBJECT:
            return
        if token.kind == "note" and token.note not in self.aligned.notes:
            raise CannotWrite("a footnote mark has no footnote with text")
        if token.kind != "note":
            raise CannotWrite("a new picture is added by an editor: the file and its description")

    def _bits(self, tokens: Iterable[Token], accepted: frozenset[int]) -> Iterator[Bit]:
        """Characters as bits: those of the base with the Markdown from which they came."""
        shown: set[tuple[int, int]] = set()
        for token in tokens:
            if token.passage < 0:
                self._refuse_mark(token)
                yield Bit(token.text, "", token.look, atom=token.text == OBJECT)
                continue
            place, bit = self.reasons.bit_at(token.passage, token.offset)
            if (token.passage, place) not in shown:
                shown.add((token.passage, place))
                is_told = token.formatted in accepted and token.before is not None
                look = changed_look(bit.look, token) if is_told else bit.look
                yield bit._replace(look=look)


def _filled_in(value: int, kind: str, text: str) -> EditedValue:
    """An open point is filled in as soon as its square brackets are gone."""
    if kind == "open" and text.startswith("[") and text.endswith("]"):
        return EditedValue(value, text[1:-1].strip(), is_open=True)
    return EditedValue(value, text, is_open=False)


def _places(firsts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where paragraphs stand; one without a passage comes after the one before it."""
    before = -1
    for first in firsts:
        before = first if first >= 0 else before
        yield before, _STAYED if first >= 0 else _EMPTY


def _whole_rows(paragraphs: Sequence[RichParagraph]) -> list[RichParagraph]:
    """Without the empty cells of rows of which all cells with text were deleted."""
    said = {(p.cell.table, p.cell.row) for p in paragraphs if p.cell is not None and p.bits}
    is_new = {p.cell for p in paragraphs if p.cell is not None and p.cell.row >= _NEW_ROW}
    return [
        p
        for p in paragraphs
        if p.cell is None or p.cell in is_new or (p.cell.table, p.cell.row) in said
    ]
