"""The lines of tables; a row in which one cell changed keeps the others as they were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bpa_agenda.lay_markdown import Block
from bpa_agenda.markdown_places import Row
from bpa_agenda.rich_text import RichParagraph
from bpa_agenda.write_inline import CannotWrite, bit_key

Cells = Sequence[RichParagraph]


def table_lines(
    block: Block, lines: Sequence[str], write: Callable[[RichParagraph], str]
) -> list[str]:
    """The lines of a table without its caption and without what stands around it.

    `lines` are those of the value; `write` gives the Markdown of a cell.
    """
    rows, base = _rows(block.paragraphs), _rows(block.base)
    columns = len(rows[0])
    if any([p.cell and p.cell.column for p in row] != list(range(columns)) for row in rows):
        raise CannotWrite("all rows of a table need as many cells as the first")
    if block.unit is None or len(base[0]) != columns:
        return _new_table(rows, write)
    places = {p.origin: at for at, row in enumerate(base) for p in row}
    table = _Table(block.unit.rows, base, lines, write)
    found = [_place(row, places) for row in rows]
    if found[0] != 0:
        raise CannotWrite("the first row of a table names its columns and stays where it is")
    made = [table.line(row, at) for row, at in zip(rows, found, strict=True)]
    header = block.unit.rows[0]
    return [made[0], lines[header.line + 1][header.start :], *made[1:]]


def _rows(paragraphs: Cells) -> list[list[RichParagraph]]:
    cells = [p for p in paragraphs if p.kind == "cell"]
    return [list(row) for _, row in groupby(cells, lambda p: p.cell and p.cell.row)]


def _place(row: Cells, places: dict[int | None, int]) -> int | None:
    """Which row of the source this is; None for a new one."""
    found = {places[p.origin] for p in row if p.origin is not None and p.origin in places}
    return found.pop() if len(found) == 1 else None


def _new_table(rows: Sequence[Cells], write: Callable[[RichParagraph], str]) -> list[str]:
    """A table written from scratch."""
    made = [_line([write(p) for p in row]) for row in rows]
    return [made[0], _line(["---"] * len(rows[0])), *made[1:]]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table as they stand in the source."""

    rows: Sequence[Row]
    base: Sequence[Cells]
    lines: Sequence[str]
    write: Callable[[RichParagraph], str]

    @property
    def widths(self) -> list[int]:
        """The widths of the columns, when the source has its bars one under another."""
        first, *others = (row.cells for row in self.rows)
        is_even = others and all(cells == first for cells in others)
        return [end - start for start, end in first] if is_even else []

    def line(self, row: Cells, at: int | None) -> str:
        """The line of a row: as it was but for the cells that changed, or new."""
        widths = self.widths or [0] * len(row)
        if at is None:
            padded = [self.write(p).ljust(w - 2) for p, w in zip(row, widths, strict=True)]
            return _line(padded)
        old = self.rows[at]
        line = self.lines[old.line][old.start :].rstrip()
        changed = [
            column
            for column, (one, other) in enumerate(zip(row, self.base[at], strict=True))
            if [bit_key(bit) for bit in one.bits] != [bit_key(bit) for bit in other.bits]
        ]
        if changed and (len(old.cells) != len(row) or not line.startswith("|")):
            return _line([self.write(p) for p in row])
        for column in reversed(changed):
            start, end = (place - old.start for place in old.cells[column])
            text = self.write(row[column])
            cell = f" {text} " if text else "  "
            line = f"{line[:start]}{cell.ljust(widths[column])}{line[end:]}"
        return line
