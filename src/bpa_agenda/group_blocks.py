"""Paragraphs to the blocks in which they are written, each with where it stood in the source."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby

from bpa_agenda.bits import Bit
from bpa_agenda.lay_markdown import Block
from bpa_agenda.markdown_limits import is_number, tidy
from bpa_agenda.markdown_places import Unit
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.rich_text import RichParagraph, Source, marks_of
from bpa_agenda.write_inline import CannotWrite, bit_key, cut


def notes_in_order(
    source: Source, paragraphs: Sequence[RichParagraph]
) -> tuple[RichParagraph, ...]:
    """The paragraphs with footnotes in the order of their marks, new marks with a label.

    Footnotes whose mark is gone are left out.
    """
    groups = _Groups(source, paragraphs)
    done = [p for p in paragraphs if p.note is None]
    number = 0
    at = 0
    while at < len(done):
        done[at] = groups.with_labels(done[at])
        for label in marks_of(done[at]):
            done += [replace(p, note=number) for p in groups.of(label)]
            number += 1
        at += 1
    if groups.new:
        raise CannotWrite(f"a new footnote has no mark in the text: “{cut(groups.new[0][0].bits)}”")
    return tuple(done)


class _Groups:
    """The paragraphs of each footnote, by its label or in the order of new ones."""

    def __init__(self, source: Source, paragraphs: Sequence[RichParagraph]) -> None:
        labels = _labels_by_origin(source)
        self.known: defaultdict[str, list[list[RichParagraph]]] = defaultdict(list)
        self.new: list[list[RichParagraph]] = []
        self.made: dict[str, list[RichParagraph]] = {}
        self.free = (str(n) for n in count(1) if f"[^{n}]" not in source.value)
        for note, group in groupby(paragraphs, lambda p: p.note):
            here = list(group)
            origins = [p.origin for p in here if p.origin is not None]
            label = next((labels[at] for at in origins if at in labels), "")
            if note is not None:
                (self.known[label] if label else self.new).append(here)

    def with_labels(self, paragraph: RichParagraph) -> RichParagraph:
        """The paragraph with a label in each new footnote mark."""
        return replace(paragraph, bits=tuple(self._labelled(bit) for bit in paragraph.bits))

    def _labelled(self, bit: Bit) -> Bit:
        if not (bit.atom and bit.text == OBJECT and not bit.raw):
            return bit
        if not self.new:
            raise CannotWrite("a footnote mark has no footnote with text")
        label = next(self.free)
        self.made[label] = self.new.pop(0)
        return bit._replace(raw=f"[^{label}]")

    def of(self, label: str) -> list[RichParagraph]:
        """The paragraphs of a footnote; of one with several marks those of the next."""
        if label in self.made:
            return self.made[label]
        groups = self.known[label]
        if not groups:
            raise CannotWrite("a footnote mark has no footnote with text")
        return groups.pop(0) if len(groups) > 1 else groups[0]


def _labels_by_origin(source: Source) -> dict[int, str]:
    return {
        call + at: unit.label
        for unit in source.units
        for call in unit.calls
        for at in range(_count(unit))
    }


def _count(note: Unit) -> int:
    return sum(unit.count for unit in note.units)


def blocks_of(source: Source, wanted: Sequence[RichParagraph]) -> list[Block]:
    """The blocks of the wanted paragraphs, footnotes and lines that show nothing in their place."""
    body = [p for p in wanted if p.note is None]
    blocks = list(_Grouper(source, source.units, 0).blocks(body))
    notes = _note_blocks(source, wanted)
    known = {block.label: block for block in notes}
    for number, unit in enumerate(source.units):
        block = known.pop(unit.label, None) if unit.kind == "note" and unit.calls else None
        if unit.kind == "other" or (unit.kind == "note" and not unit.calls):
            block = Block((), unit, same=True, kept=True, label=unit.label)
        if block is not None:
            blocks.insert(_place_before(blocks, source.units[number + 1 :]), block)
    return [*blocks, *known.values()]


def _place_before(blocks: Sequence[Block], later: Sequence[Unit]) -> int:
    """Where what stood before these units stands now."""
    for unit in later:
        for at, block in enumerate(blocks):
            if block.unit is unit:
                return at
    return len(blocks)


def _note_blocks(source: Source, wanted: Sequence[RichParagraph]) -> list[Block]:
    """The blocks of footnotes, each once."""
    units = {unit.label: unit for unit in source.units if unit.kind == "note"}
    labels = [label for p in wanted for label in marks_of(p)]
    groups = groupby((p for p in wanted if p.note is not None), lambda p: p.note)
    blocks: dict[str, Block] = {}
    for label, (_, group) in zip(labels, groups, strict=True):
        block = _note_block(source, label, units.get(label), tuple(group))
        if label in blocks and _seen(blocks[label].paragraphs) != _seen(block.paragraphs):
            raise CannotWrite("a footnote with several marks has one text; this gives it two")
        blocks.setdefault(label, block)
    return list(blocks.values())


def _note_block(
    source: Source, label: str, unit: Unit | None, group: tuple[RichParagraph, ...]
) -> Block:
    if unit is None:
        inner = tuple(_Grouper(source, (), 0).blocks(group))
        return Block(group, label=label, group=inner)
    origins = [p.origin for p in group if p.origin is not None]
    first = max((call for call in unit.calls if origins and call <= origins[0]), default=0)
    inner = tuple(_Grouper(source, unit.units, first).blocks(group))
    same = all(b.same and b.kept for b in inner) and [b.unit for b in inner] == [*unit.units]
    return Block(group, unit, same=same, kept=True, label=label, group=inner)


def _seen(paragraphs: Sequence[RichParagraph]) -> list[object]:
    return [(p.kind, p.level, [bit_key(bit) for bit in p.bits]) for p in paragraphs]


@dataclass(slots=True)
class _Grouper:
    """Groups the paragraphs of the text, or of one footnote whose paragraphs start at `first`."""

    source: Source
    units: Sequence[Unit]
    first: int
    used: set[int] = field(default_factory=set)

    def blocks(self, paragraphs: Sequence[RichParagraph]) -> Iterator[Block]:
        """The blocks, in order."""
        places = self._places()
        at = 0
        while at < len(paragraphs):
            end = _end_of_block(paragraphs, at)
            yield self._block(paragraphs[at:end], places)
            at = end

    def _places(self) -> dict[int, Unit]:
        return {
            self.first + unit.first + at: unit for unit in self.units for at in range(unit.count)
        }

    def _block(self, here: Sequence[RichParagraph], places: Mapping[int, Unit]) -> Block:
        found = [places[p.origin] for p in here if p.origin is not None and p.origin in places]
        unit = found[0] if found and found[0].start not in self.used else None
        kind = _UNIT_KINDS.get(here[0].kind if len(here) == 1 else here[-1].kind, "paragraph")
        if here[0].kind == "figure":
            kind = "figure"
        if unit is None or unit.kind != kind:
            _refuse_new(kind, here)
            _refuse_fixed(here)
            return Block(tuple(here))
        if any(other is not unit for other in found):
            raise CannotWrite("cells of two tables cannot be in one")
        self.used.add(unit.start)
        start = self.first + unit.first
        base = tuple(tidy(p) for p in self.source.paragraphs[start : start + unit.count])
        same = _shape(base) == _shape(here)
        if not same:
            _refuse_captions(base, here)
            _refuse_fixed(here, base)
        kept = kind != "paragraph" or (base[0].kind, base[0].level) == (here[0].kind, here[0].level)
        return Block(tuple(here), unit, base, same=same, kept=kept)


_UNIT_KINDS = {"cell": "table", "figure": "figure", "caption": "figure"}


def _end_of_block(paragraphs: Sequence[RichParagraph], at: int) -> int:
    """Where the block that begins here ends."""
    first = paragraphs[at]
    kinds = [p.kind for p in paragraphs[at : at + 2]]
    if kinds == ["figure", "caption"]:
        return at + 2
    end = at + 1 if first.kind == "caption" else at
    cells = [p.cell for p in paragraphs[end:]]
    if not cells or paragraphs[end].kind != "cell":
        if first.kind in ("figure", "caption", "cell"):
            raise CannotWrite("a caption stands with its figure or table; one of the two is gone")
        return at + 1
    table = cells[0].table if cells[0] else None
    while end < len(paragraphs) and paragraphs[end].kind == "cell":
        cell = paragraphs[end].cell
        if cell is None or cell.table != table:
            break
        end += 1
    return end


def _shape(paragraphs: Sequence[RichParagraph]) -> list[object]:
    """What must be the same for a block to be the same."""
    return [
        (p.kind in ("cell", "caption"), p.cell and p.cell.column, [bit_key(bit) for bit in p.bits])
        for p in paragraphs
    ]


def _refuse_new(kind: str, here: Sequence[RichParagraph]) -> None:
    if kind == "figure":
        raise CannotWrite("a new picture is added by an editor: the file and its description")
    if here[0].kind == "caption":
        raise CannotWrite("a new caption is added by an editor, with a name for references")


def _refuse_captions(base: Sequence[RichParagraph], here: Sequence[RichParagraph]) -> None:
    """A caption keeps its number, and a table its caption: text may refer to it."""
    before = [p.bits[0] for p in base if p.kind == "caption"]
    after = [p.bits[0] for p in here if p.kind == "caption"]
    if [bit.raw for bit in before] != [bit.raw if is_number(bit) else "" for bit in after]:
        raise CannotWrite("a caption keeps its number: text may refer to it")


def _refuse_fixed(here: Sequence[RichParagraph], base: Sequence[RichParagraph] = ()) -> None:
    for paragraph in (*here, *base):
        if paragraph.fixed:
            raise CannotWrite(f"the Markdown of “{cut(paragraph.bits)}” is not understood well")
