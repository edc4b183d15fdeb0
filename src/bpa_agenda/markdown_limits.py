"""Paragraphs as Markdown can hold them: what a reader does not see may differ.

- Spaces, tabs and line breaks at the ends of a paragraph, and spaces beside a line break, go.
- A paragraph without text goes, but a cell of a table stays.
- Space and footnote marks have a look only where the text on both sides has it.
- In the caption of a figure, spaces in a row are one.
- A continued paragraph goes on with an item that is open and begins with text, or is plain.
- Levels of lists end at `DEEPEST`; rows of tables and footnotes count from 0 without gaps.
- Addresses of links are written as the parser writes them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from bpa_agenda.bits import Bit, parser
from bpa_agenda.reviewed import OBJECT, PLAIN, Cell, Look
from bpa_agenda.rich_text import DEEPEST, MARKED, RichParagraph


def as_markdown_can(paragraphs: Iterable[RichParagraph]) -> tuple[RichParagraph, ...]:
    """The paragraphs as they read back when they are written as Markdown."""
    shown = [p for p in map(tidy, paragraphs) if p.bits or p.fixed or p.kind == "cell"]
    return tuple(_counted(_levelled(shown)))


def tidy(paragraph: RichParagraph) -> RichParagraph:
    """A paragraph with the bits that Markdown can hold, whatever stands beside it."""
    if paragraph.fixed or paragraph.kind == "figure":
        return paragraph
    bits = list(paragraph.bits)
    if paragraph.kind == "caption" and bits:
        bits = list(_single_spaces(bits))
    bits = _looks_of_space([*map(_known_link, _stripped(bits))])
    return replace(paragraph, bits=tuple(bits))


def is_number(bit: Bit) -> bool:
    """Whether a bit is the start of a caption: its label and number, which are generated."""
    return bit.atom and bit.raw.startswith("{#")


def _single_spaces(bits: Sequence[Bit]) -> Iterator[Bit]:
    """Every kind of space as one space; a line break stays what it is."""
    was_space = False
    for bit in bits:
        is_space = bit.text.isspace() and bit.text != "\n"
        if is_space and not was_space:
            yield bit if bit.text == " " else bit._replace(text=" ", raw="")
        elif not is_space:
            yield bit
        was_space = is_space


def _stripped(bits: Sequence[Bit]) -> list[Bit]:
    """Without spaces at the ends and beside line breaks."""
    done: list[Bit] = []
    for bit in bits:
        if bit.text == "\n" or bit.text not in _EDGES:
            if bit.text == "\n":
                _strip_end(done, _SPACES)
            done.append(bit)
        elif done and done[-1].text != "\n":
            done.append(bit)
    _strip_end(done, _EDGES)
    first = next((at for at, bit in enumerate(done) if not _is_edge(bit)), len(done))
    # A caption begins with what is generated, which ends in a space of its own.
    if done and is_number(done[0]):
        after = next((a for a in range(1, len(done)) if not _is_edge(done[a])), len(done))
        return [done[0], *done[after:]]
    return done[first:]


_SPACES = (" ", "\t")
_EDGES = (" ", "\t", "\n")


def _is_edge(bit: Bit) -> bool:
    return bit.text in _EDGES and not bit.atom


def _strip_end(bits: list[Bit], what: tuple[str, ...]) -> None:
    while bits and bits[-1].text in what and not bits[-1].atom:
        bits.pop()


def _known_link(bit: Bit) -> Bit:
    link = bit.look.link
    if not link:
        return bit
    return bit._replace(look=bit.look._replace(link="" if bit.atom else _normal(link)))


@lru_cache(maxsize=1024)
def _normal(address: str) -> str:
    return parser().normalizeLink(address)


def _looks_of_space(bits: Sequence[Bit]) -> list[Bit]:
    """Stretches without a look of their own get what the text before and after has in common."""
    done: list[Bit] = []
    before = PLAIN
    runs = [(bare, list(run)) for bare, run in groupby(bits, _is_bare)]
    for number, (bare, run) in enumerate(runs):
        if bare:
            after = runs[number + 1][1][0].look if number + 1 < len(runs) else PLAIN
            look = _common(before, after)
            done += [bit._replace(look=look._replace(link="") if bit.atom else look) for bit in run]
        else:
            before = run[-1].look
            done += run
    return done


def _is_bare(bit: Bit) -> bool:
    """Whether a bit has no look of its own: space, a footnote mark, the start of a caption."""
    return bit.text == OBJECT or is_number(bit) if bit.atom else bit.text.isspace()


def _common(one: Look, other: Look) -> Look:
    link = one.link if one.link == other.link else ""
    return Look(one.bold and other.bold, one.italic and other.italic, link)


def _levelled(paragraphs: Sequence[RichParagraph]) -> Iterator[RichParagraph]:
    """With levels that a list can have there."""
    open_items: set[int] = set()
    note = None
    for paragraph in paragraphs:
        if paragraph.note != note or paragraph.kind in _ENDING:
            open_items, note = set(), paragraph.note
        level = min(max(paragraph.level, 0), DEEPEST)
        if paragraph.kind in MARKED:
            open_items = {*(other for other in open_items if other < level), level}
            yield replace(paragraph, level=level)
        elif paragraph.kind == "continued" and open_items:
            level = max((at for at in open_items if at <= level), default=min(open_items))
            open_items = {other for other in open_items if other <= level}
            yield replace(paragraph, level=level)
        elif paragraph.kind in ("continued", "plain", "note"):
            yield replace(paragraph, kind="plain" if note is None else "note", level=0)
        else:
            yield replace(paragraph, level=0)


# After these no list goes on; quotations and tables can stand within an item.
_ENDING = ("plain", "note", "figure", "caption")


def _counted(paragraphs: Iterable[RichParagraph]) -> Iterator[RichParagraph]:
    """With tables, rows and footnotes that count from 0."""
    tables: dict[int, int] = {}
    notes: dict[int, int] = {}
    rows: dict[int, dict[int, int]] = {}
    for paragraph in paragraphs:
        cell, note = paragraph.cell, paragraph.note
        if note is not None:
            note = notes.setdefault(note, len(notes))
        if cell is not None:
            table = tables.setdefault(cell.table, len(tables))
            known = rows.setdefault(table, {})
            cell = Cell(table, known.setdefault(cell.row, len(known)), cell.column)
        yield replace(paragraph, cell=cell, note=note)
