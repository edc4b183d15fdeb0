"""Sheets to a spreadsheet of Excel; the same sheets give the same bytes."""

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

from bpa_agenda.sheets import FIRST, Cell, Row, Sheet, Workbook

# Dates in the file come from the content or not at all; Word documents have this day too.
_FIRST_DAY = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
# Dutch notation for whoever opens it, whatever the language of their machine.
_DUTCH = "[$-413]"
_EURO = '"€ "#,##0.00'
_AMOUNTS = '[=0]"";[=1]0" bedrag open";0" bedragen open"'
_LINES = '[=0]"";[=1]0" regel open";0" regels open"'
_YELLOW, _BLUE, _DARK, _PALE = "#FFF2B3", "#1F4E9E", "#1B4F6B", "#E8EEF2"
_NUMBERS = {
    "money": _EURO,
    "hours": "#,##0.00",
    "percent": "0.0%",
    "count": "0",
    "open-count": _AMOUNTS,
    "open-lines": _LINES,
    "difference": _EURO,
}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 16, "font_color": _DARK},
    "note": {"italic": True, "font_color": "#555C63"},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _DARK,
        "text_wrap": True,
        "align": "left",
        "indent": 1,
    },
    "open": {"bg_color": _YELLOW, "text_wrap": True},
}
# Excel takes a text that somebody edits for a formula when it begins like one.
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "'")


def xlsx(workbook: Workbook) -> bytes:
    """The file, with formulas and the value that each of them has now."""
    import xlsxwriter

    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_urls": False})
    writer = _Writer(book)
    properties = {"title": workbook.title, "author": workbook.author, "created": _FIRST_DAY}
    book.set_properties(properties)
    for name, where in workbook.names.items():
        book.define_name(name, where)
    for sheet in workbook.sheets:
        writer.sheet(sheet)
    book.close()
    return memory.getvalue()


class _Writer:
    """Writes sheets into a book, each look made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats: dict[tuple[object, ...], Any] = {}

    def sheet(self, sheet: Sheet) -> None:
        """One sheet, ready to be read and printed."""
        page = self.book.add_worksheet(sheet.name)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        for row, cells in enumerate(sheet.rows):
            page.set_row(row, _height(cells, sheet.widths))
            below = sheet.rows[row + 1 : row + 3]
            for column, cell in enumerate(cells):
                right = any(_is_number(other, column) for other in below)
                self._cell(page, row, column, cell, self._look(cell, head_of_number=right))
        _set_up(page)

    def _cell(self, page: Any, row: int, column: int, cell: Cell, look: Any) -> None:
        value = cell.value if isinstance(cell.value, str) else float(cell.value)
        if cell.formula:
            page.write_formula(row, column, f"={cell.formula}", look, value)
        elif isinstance(value, float):
            page.write_number(row, column, value, look)
        elif value:
            page.write_string(row, column, value, look)
        elif cell.look != "text":
            page.write_blank(row, column, None, look)
        if cell.formula and _kind(cell.look) in ("money", "hours"):
            wrong = cell.incomplete or f"ISTEXT({chr(ord('A') + column)}{row + 1})"
            rule = {"type": "formula", "criteria": f"={wrong}", "format": self._marked(cell)}
            page.conditional_format(row, column, row, column, rule)

    def _look(self, cell: Cell, *, head_of_number: bool) -> Any:
        quoted = isinstance(cell.value, str) and cell.value.startswith(_LIKE_FORMULAS)
        right = _kind(cell.look) == "head" and head_of_number
        return self._format((cell.look, quoted, right), _looks(cell.look, quoted, right))

    def _marked(self, cell: Cell) -> Any:
        """How a cell looks that is open, or that is only the known part of a sum."""
        kind = _kind(cell.look)
        number = f'{_DUTCH}"onvolledig: "{_NUMBERS[kind]}'
        return self._format((f"marked-{kind}",), {"bg_color": _YELLOW, "num_format": number})

    def _format(self, key: tuple[object, ...], looks: Mapping[str, Any]) -> Any:
        if key not in self.formats:
            self.formats[key] = self.book.add_format(looks)
        return self.formats[key]


def _is_number(cells: Row, column: int) -> bool:
    return column < len(cells) and _kind(cells[column].look) in (*_NUMBERS, "open")


def _kind(look: str) -> str:
    return look.removeprefix("total-").removeprefix("given-")


def _looks(look: str, quoted: bool, right: bool) -> Mapping[str, Any]:
    """What a word for a look means to Excel."""
    kind = _kind(look)
    looks: dict[str, Any] = {"valign": "top", **_LOOKS.get(kind, {}), "quote_prefix": quoted}
    if kind in _NUMBERS:
        number = _NUMBERS[kind]
        looks |= {"num_format": number if "[" in number else _DUTCH + number, "align": "right"}
    if kind == "count":
        looks |= {"align": "center"}
    if right:
        looks |= {"align": "right", "indent": 0}
    if look.startswith("total-"):
        looks |= {"bold": True, "top": 1, "bg_color": _PALE}
    if look.startswith("given-"):
        looks |= {"font_color": _BLUE}
    return looks


def _height(cells: Row, widths: Sequence[int]) -> float:
    """How high a row must be, in points, for its longest text to fit in its column."""
    if any(cell.look == "title" for cell in cells):
        return 24.0
    lines = [
        -(-len(cell.value) // width)
        for cell, width in zip(cells, widths, strict=False)
        if isinstance(cell.value, str) and cell.look != "note"
    ]
    return 16.0 * max([1, *lines])


def _set_up(page: Any) -> None:
    """Heads that stay in sight, and a page that fits on paper."""
    page.freeze_panes(FIRST - 1, 0)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(FIRST - 2)
    page.set_footer("&L&A&Rblad &P van &N")
