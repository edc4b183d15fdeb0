"""What the values of a document become when some of its items are accepted.

Each region is cut anew into paragraphs from the characters that remain; each paragraph belongs to
the value of its first character of the base, or to the text beside it. What cannot be
carried into a value is refused with its reason and left for the editor; nothing half happens.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bpa_agenda.align_review import Aligned, Token
from bpa_agenda.anchors import Part
from bpa_agenda.bits import Bit
from bpa_agenda.review_items import Item
from bpa_agenda.review_reasons import NOTHING_LEFT, TWICE, Reasons, refusal
from bpa_agenda.review_results import Result, of_part, passages_in, results_of
from bpa_agenda.reviewed import OBJECT, Look, Paragraph
from bpa_agenda.rich_text import RichParagraph, rich_paragraphs
from bpa_agenda.write_markdown import CannotWrite, markdown_of

_QUOTES = ("quote", "intense quote", "citaat", "quotations")
_CONTINUED = "list continue"
# Paragraphs that were made after one that stayed as it was come after it.
_BEFORE_NEW = -1


@dataclass(frozen=True, slots=True)
class EditedValue:
    """What a value of the base becomes; `is_open` says that it is still to be filled in."""

    value: int
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Edits:
    """The values that change; by the ids of items why they were refused and what they touch."""

    values: tuple[EditedValue, ...]
    refused: Mapping[str, str]
    touched: Mapping[str, frozenset[int]]

    def values_of(self, item: str) -> frozenset[int]:
        """The values that an item that was not refused edits."""
        return self.touched.get(item, frozenset())


def refusals(aligned: Aligned, items: Iterable[Item]) -> dict[str, str]:
    """Why items cannot be carried out, by their ids; what can is not in it."""
    reasons = Reasons(aligned)
    found = ((item.id, refusal(aligned, item, reasons)) for item in items)
    return {name: reason for name, reason in found if reason}


def edit_values(aligned: Aligned, items: Sequence[Item], accepted: Collection[str]) -> Edits:
    """The values when the items with these ids are accepted and all others rejected."""
    editor = _Editor(aligned)
    refused: dict[str, str] = {}
    for item in items:
        if item.id in accepted and (reason := refusal(aligned, item, editor.reasons)):
            refused[item.id] = reason
    touched = {item.id: editor.touched(item) for item in items if item.id in accepted}
    while True:
        taken = [item for item in items if item.id in accepted and item.id not in refused]
        edited, unwritten = editor.edited(taken)
        if not unwritten:
            return Edits(edited, refused, touched)
        # What cannot be done in one value is not half done in another.
        refused |= _unwritten(editor, taken, touched, unwritten)


class _Editor:
    """The values of a base as rich text, and what results make of them."""

    def __init__(self, aligned: Aligned) -> None:
        self.aligned = aligned
        self.base = aligned.base
        self.reasons = Reasons(aligned)
        self._rich: dict[int, tuple[RichParagraph, ...]] = {}
        self._first: dict[tuple[int, int], int] = {}
        for number, passage in enumerate(self.base.passages):
            for part in passage.parts:
                self._first.setdefault((part.value, part.paragraph), number)

    def rich(self, value: int) -> tuple[RichParagraph, ...]:
        """The paragraphs of a value as it went out."""
        if value not in self._rich:
            self._rich[value] = _rich(self.base.values[value].kind, self.base.values[value].text)
        return self._rich[value]

    def touched(self, item: Item) -> frozenset[int]:
        """The values that an item edits."""
        tokens = self.aligned.regions[item.region].tokens if item.region >= 0 else ()
        own = [tokens[place] for place in item.tokens]
        found = {item.value} - {-1}
        for token in own:
            if token.passage >= 0:
                passage = self.base.passages[token.passage]
                found |= {p.value for p in passage.parts if p.start <= token.offset <= p.end}
        if any(token.is_end and token.passage < 0 for token in own):
            home = self.reasons.home(item.passage)
            found |= set() if home is None else {home}
        return frozenset(found)

    def edited(self, items: Sequence[Item]) -> tuple[tuple[EditedValue, ...], dict[int, str]]:
        """The values that change, and for those that cannot be written the reason."""
        accepted = frozenset(change for item in items for change in item.changes)
        regions = sorted({item.region for item in items if item.region >= 0})
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
        beside = self.reasons.home(result.order[0])
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
        base = self.rich(value)
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
        firsts = [self._first.get((value, n), -1) for n in range(len(self.rich(value)))]
        placed = list(self._placed(value, results, edited, firsts))
        redone = edited | {first for first, _, result in placed if result.own >= 0}
        rows = [
            ((first, _BEFORE_NEW), paragraph)
            for first, paragraph in zip(firsts, self.rich(value), strict=True)
            if first not in redone
        ]
        used: set[int] = set()
        for first, number, result in placed:
            if made := self._paragraph(value, result, used, accepted):
                rows.append(((first, number), made))
        return [made for _, made in sorted(rows, key=lambda row: row[0])]

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
        if not bits:
            return None
        parts = [self._part_of(token, value) for token in result.tokens]
        if result.end.passage >= 0:
            parts += [p for p in self.base.passages[result.end.passage].parts if p.value == value]
        origin = next((part.paragraph for part in parts if part is not None), None)
        reviewed = self._reviewed(result)
        if origin is None:
            return replace(_shaped(reviewed), bits=bits)
        source = self.rich(value)[origin]
        is_new = origin in used
        used.add(origin)
        shaped = _reshaped(source, reviewed, is_new=is_new, is_told=result.end.shaped in accepted)
        return replace(shaped, bits=bits, origin=None if is_new else origin)

    def _reviewed(self, result: Result) -> Paragraph | None:
        place = result.end.paragraph
        return self.aligned.document.paragraphs[place] if place >= 0 else None

    def _stretch(
        self, value: int, results: Sequence[Result], accepted: frozenset[int]
    ) -> EditedValue:
        """A value that stands within a paragraph, as all or a part of it."""
        was = self.base.values[value]
        shown = f"[{was.text}]" if was.kind == "open" else was.text
        texts = {self._stretched(value, result, accepted) for result in results} - {shown}
        if len(texts) > 1:
            raise CannotWrite(TWICE)
        if not texts:
            return EditedValue(value, was.text, is_open=was.kind == "open")
        return _filled_in(value, was.kind, texts.pop())

    def _stretched(self, value: int, result: Result, accepted: frozenset[int]) -> str:
        was = self.base.values[value]
        mine = tuple(of_part(result.tokens, self._stretch_of(value, result)))
        if was.kind == "inline":
            source = self.rich(value)
            made = [replace(source[0], bits=tuple(self._bits(mine, accepted)))]
            text = markdown_of(was.text, source, made, is_inline=True)
        else:
            text = " ".join("".join(token.text for token in mine).split())
        if not text:
            raise CannotWrite(NOTHING_LEFT)
        return text

    def _stretch_of(self, value: int, result: Result) -> Part | None:
        return next(p for p in self.base.passages[result.own].parts if p.value == value)

    def _part_of(self, token: Token, value: int) -> Part | None:
        if token.passage < 0:
            return None
        return next((p for p in self.base.passages[token.passage].parts if p.value == value), None)

    def _bits(self, tokens: Iterable[Token], accepted: frozenset[int]) -> Iterator[Bit]:
        """Characters as bits: those of the base with the Markdown from which they came."""
        shown: set[tuple[int, int]] = set()
        for token in tokens:
            if token.passage < 0:
                yield Bit(token.text, "", token.look, atom=token.text == OBJECT)
                continue
            place, bit = self.reasons.bit_at(token.passage, token.offset, self.rich)
            if place not in shown:
                shown.add(place)
                is_told = token.formatted in accepted and token.before is not None
                look = _changed(bit.look, token) if is_told else bit.look
                yield bit._replace(look=look)


def _unwritten(
    editor: _Editor,
    items: Sequence[Item],
    touched: Mapping[str, frozenset[int]],
    reasons: Mapping[int, str],
) -> dict[str, str]:
    """The items because of which values cannot be written, and why.

    When no item is to blame by itself, all that touch the value are, or all there are.
    """
    found = [(item, v) for item in items for v in sorted(touched[item.id]) if v in reasons]
    alone = {
        item.id: unwritten[value]
        for item, value in found
        if value in (unwritten := editor.edited([item])[1])
    }
    every = {item.id: reasons[value] for item, value in found}
    return alone or every or {item.id: next(iter(reasons.values())) for item in items}


def _rich(kind: str, text: str) -> tuple[RichParagraph, ...]:
    if kind == "blocks":
        return rich_paragraphs(text)
    return rich_paragraphs(text, is_inline=kind == "inline", is_line=kind != "inline")


def _filled_in(value: int, kind: str, text: str) -> EditedValue:
    """An open point is filled in as soon as its square brackets are gone."""
    if kind == "open" and text.startswith("[") and text.endswith("]"):
        return EditedValue(value, text[1:-1].strip(), is_open=True)
    return EditedValue(value, text, is_open=False)


def _changed(look: Look, token: Token) -> Look:
    """A look with what a reviewer changed of it, and nothing else."""
    assert token.before is not None
    changes = zip(look, token.before, token.look, strict=True)
    bold, italic, link = (own if was == now else now for own, was, now in changes)
    return Look(bool(bold), bool(italic), str(link))


def _shaped(paragraph: Paragraph | None) -> RichParagraph:
    """The kind of a paragraph that a reviewer made, from how it looks in Word."""
    if paragraph is None:
        return RichParagraph("plain")
    if paragraph.marker:
        return RichParagraph(paragraph.marker, min(paragraph.level, 2))
    if paragraph.style in _QUOTES:
        return RichParagraph("quote")
    if paragraph.style.startswith(_CONTINUED):
        last = paragraph.style[-1]
        return RichParagraph("continued", int(last) - 1 if last.isdigit() else 0)
    return RichParagraph("plain")


def _reshaped(
    source: RichParagraph, paragraph: Paragraph | None, *, is_new: bool, is_told: bool
) -> RichParagraph:
    """The kind of a paragraph of the base; a second half and what somebody reshaped is new."""
    free = source.kind in ("plain", "bullet", "number", "continued", "quote")
    if paragraph is None or not free or not (is_new or is_told):
        return source
    shaped = _shaped(paragraph)
    if shaped.kind == "plain" and source.kind == "note":
        return source
    return replace(source, kind=shaped.kind, level=shaped.level)
