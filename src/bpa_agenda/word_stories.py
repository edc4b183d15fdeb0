"""The text of a part of a Word document in paragraphs, with what tracked changes say of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from bpa_agenda.reviewed import Cell, Paragraph
from bpa_agenda.word_changes import MARKS, PARAGRAPH_FORMATS, RUN_FORMAT, branch_of
from bpa_agenda.word_fields import OpenFields
from bpa_agenda.word_lines import (
    ALTERNATE,
    BOOKMARK,
    ENDS,
    LEFT_OUT,
    NO_HISTORY,
    End,
    History,
    Line,
    Part,
)
from bpa_agenda.word_numbering import Numbering
from bpa_agenda.word_styles import Styles
from bpa_agenda.word_text import CELL, PARAGRAPH, ROW, TABLE
from bpa_agenda.word_xml import Element, child, name, names, value

_STRAY = names("w:r w:hyperlink w:fldSimple w:t w:delText m:oMath m:oMathPara")
_NUMBERING = name("w:numPr")
# LibreOffice puts this into an empty row that was inserted or deleted, to have what to track.
_DUMMY = "\N{ZERO WIDTH JOINER}"


class Spot(NamedTuple):
    """A place before a character of a paragraph; `paragraph` is its index in the document."""

    paragraph: int
    character: int


@dataclass(slots=True)
class Text:
    """The paragraphs of a document so far, and the spots of its comments by kind of end and id."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)


class Definitions(NamedTuple):
    """What a document defines for its paragraphs."""

    styles: Styles
    numbering: Numbering


@dataclass(slots=True)
class _Table:
    index: int
    row: int = -1
    cell: int = -1


@dataclass(frozen=True, slots=True)
class _Where:
    """In what a paragraph stands."""

    history: History = NO_HISTORY
    note: str = ""
    box: int | None = None
    table: _Table | None = None
    cell: Cell | None = None
    row_inserted: int | None = None
    row_deleted: int | None = None


@dataclass(slots=True)
class Story:
    """Reads a part, or some of its elements one after the other, into the text of a document."""

    part: Part
    definitions: Definitions
    text: Text
    _fields: OpenFields = field(init=False)
    _bookmarks: list[str] = field(default_factory=list)
    _ends: list[End] = field(default_factory=list)
    _last: Spot | None = None
    _first: int = field(init=False)
    _tables: int = 0
    _boxes: int = 0

    def __post_init__(self) -> None:
        self._fields = OpenFields(self.part.fields)
        self._first = len(self.text.paragraphs)

    def read(self, root: Element, note: str = "") -> None:
        """Reads all that is in an element; `note` is the footnote that it is."""
        self._last = None
        self._blocks(root, _Where(note=note))
        self._leftover()

    def _leftover(self) -> None:
        """Gives what no paragraph follows to the last one."""
        if self._last is None:
            return
        for end in self._ends:
            self.text.spots.setdefault((end.kind, end.id), self._last)
        if self._bookmarks:
            last = self.text.paragraphs[self._last.paragraph]
            bookmarks = (*last.bookmarks, *self._bookmarks)
            self.text.paragraphs[self._last.paragraph] = replace(last, bookmarks=bookmarks)
        self._ends, self._bookmarks = [], []

    def _blocks(self, parent: Element, where: _Where) -> None:
        for element in parent:
            reading = _READING.get(element.tag)
            if reading is not None:
                reading(self, element, where)
            elif element.tag not in LEFT_OUT:
                self._blocks(element, where)

    def _alternate(self, element: Element, where: _Where) -> None:
        branch = branch_of(element)
        if branch is not None:
            self._blocks(branch, where)

    def _changed(self, element: Element, where: _Where) -> None:
        """Reads what stands in a change that is around whole paragraphs."""
        self._blocks(element, replace(where, history=self.part.after(element, where.history)))

    def _bookmark(self, element: Element, where: _Where) -> None:
        self._bookmarks.append(element.get(name("w:name"), ""))
        self._blocks(element, where)

    def _end(self, element: Element, where: _Where) -> None:
        end = End(ENDS[element.tag], element.get(name("w:id"), ""), 0)
        if end.kind == "start" or self._last is None:
            self._ends.append(end)
        else:
            self.text.spots.setdefault((end.kind, end.id), self._last)
        self._blocks(element, where)

    def _table(self, element: Element, where: _Where) -> None:
        self._tables += 1
        self._blocks(element, replace(where, table=_Table(self._tables - 1)))

    def _row(self, element: Element, where: _Where) -> None:
        table = where.table or _Table(self._tables)
        self._tables = max(self._tables, table.index + 1)
        table.row, table.cell = table.row + 1, -1
        history = where.history
        for change in self._changes(child(element, "w:trPr")):
            history = self.part.after(change, history)
        row = replace(
            where,
            table=table,
            row_inserted=where.row_inserted if history.inserted is None else history.inserted,
            row_deleted=where.row_deleted if history.deleted is None else history.deleted,
        )
        self._blocks(element, row)

    def _cell(self, element: Element, where: _Where) -> None:
        table = where.table or _Table(self._tables, row=0)
        self._tables = max(self._tables, table.index + 1)
        table.cell += 1
        place = Cell(table.index, max(table.row, 0), table.cell)
        self._blocks(element, replace(where, cell=place))

    @staticmethod
    def _changes(properties: Element | None) -> list[Element]:
        return [e for e in properties if e.tag in MARKS] if properties is not None else []

    def _stray(self, element: Element, where: _Where) -> None:
        """Reads text that stands in no paragraph as one of its own."""
        line = Line(self.part, self._fields, "")
        line.read_one(element, where.history)
        self._add(Paragraph(self.part.label, 0, ()), line, where)

    def _paragraph(self, element: Element, where: _Where) -> None:
        properties = child(element, "w:pPr")
        styles = self.definitions.styles.of(element)
        is_tracked = where.row_inserted is not None or where.row_deleted is not None
        ignored = _DUMMY if is_tracked else ""
        line = Line(self.part, self._fields, styles[0].id if styles else "", ignored)
        line.read(element, where.history)
        mark = where.history
        for change in self._changes(child(properties, "w:rPr")):
            mark = self.part.after(change, mark)
        marker, level = self._marker(element)
        said = (value(properties, "w:pStyle") or "").lower()
        paragraph = Paragraph(
            self.part.label,
            0,
            (),
            style=styles[0].name if styles else said,
            marker=marker,
            level=level,
            mark_inserted=mark.inserted,
            mark_deleted=mark.deleted,
            reshaped=self._reshaped(properties),
        )
        self._add(paragraph, line, where)

    def _add(self, paragraph: Paragraph, line: Line, where: _Where) -> None:
        """Adds a paragraph to the text, and after it those of the text boxes that hang in it."""
        index = len(self.text.paragraphs)
        for end in (*self._ends, *line.ends):
            self.text.spots.setdefault((end.kind, end.id), Spot(index, end.at))
        added = replace(
            paragraph,
            number=index - self._first + 1,
            pieces=line.pieces(),
            bookmarks=(*self._bookmarks, *line.bookmarks),
            cell=where.cell,
            row_inserted=where.row_inserted,
            row_deleted=where.row_deleted,
            note=where.note,
            box=where.box,
        )
        self.text.paragraphs.append(added)
        self._bookmarks, self._ends, self._last = [], [], Spot(index, line.length)
        for box, history in line.boxes:
            self._box(box, replace(where, history=history))
        self._last = Spot(index, line.length)

    def _box(self, box: Element, where: _Where) -> None:
        # A field around the paragraph in which a box hangs is not around the box.
        outside, self._fields = self._fields, OpenFields(self.part.fields)
        self._boxes += 1
        inside = replace(where, box=self._boxes - 1, table=None, cell=None)
        self._blocks(box, inside)
        self._leftover()
        self._fields = outside

    def _marker(self, paragraph: Element) -> tuple[str, int]:
        place = self.definitions.numbering.place(paragraph, self.definitions.styles.of(paragraph))
        level = place.list.levels[place.level] if place else None
        if place is None or level is None or not level.text.strip() or level.format == "none":
            return "", 0
        return "bullet" if level.format == "bullet" else "number", place.level

    def _reshaped(self, properties: Element | None) -> int | None:
        """The change of the formatting of a paragraph, else that of its numbering or its end."""
        if properties is None:
            return None
        found = [e for e in properties if e.tag in PARAGRAPH_FORMATS]
        numbering = properties.find(_NUMBERING)
        found += [e for e in numbering if e in self.part.changes] if numbering is not None else []
        end = child(properties, "w:rPr")
        found += end.findall(RUN_FORMAT) if end is not None else []
        return next((self.part.changes[e] for e in found if e in self.part.changes), None)


_Reading: TypeAlias = Callable[[Story, Element, _Where], None]
_READING: Mapping[str, _Reading] = {
    PARAGRAPH: Story._paragraph,
    TABLE: Story._table,
    ROW: Story._row,
    CELL: Story._cell,
    ALTERNATE: Story._alternate,
    BOOKMARK: Story._bookmark,
    **dict.fromkeys(_STRAY, Story._stray),
    **dict.fromkeys(MARKS, Story._changed),
    **dict.fromkeys(ENDS, Story._end),
}
