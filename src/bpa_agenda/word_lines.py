"""A paragraph of a Word document in pieces, with its changes, bookmarks and ends of comments.

Everything that is not known to be left out is looked into, so that an element that nobody thought
of cannot swallow text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from bpa_agenda import word_fields
from bpa_agenda.reviewed import OBJECT, Look, Piece
from bpa_agenda.word_changes import INSERTIONS, MARKS, RUN_FORMAT, branch_of
from bpa_agenda.word_fields import FieldMark, OpenFields
from bpa_agenda.word_looks import Looks, run_style
from bpa_agenda.word_text import TEXT_BOX, legible, reach, symbol
from bpa_agenda.word_xml import Element, child, name, names

ALTERNATE = name("mc:AlternateContent")
BOOKMARK = name("w:bookmarkStart")
ENDS = {
    name("w:commentRangeStart"): "start",
    name("w:commentRangeEnd"): "end",
    name("w:commentReference"): "reference",
}
LEFT_OUT = names(
    "w:pPr w:rPr m:rPr w:tblPr w:tblPrEx w:tblGrid w:trPr w:tcPr w:sectPr w:sdtPr w:sdtEndPr"
    " w:instrText w:delInstrText"
)
NOTES = {name("w:footnoteReference"): "footnotes", name("w:endnoteReference"): "endnotes"}

_ID, _NAME, _TYPE = name("w:id"), name("w:name"), name("w:type")
_LINE_ENDS = re.compile("[\r\n\x85\u2028\u2029]+")
_CHARACTERS = {
    name("w:tab"): "\t",
    name("w:ptab"): "\t",
    name("w:br"): "\n",
    name("w:cr"): "\n",
    name("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}",
    name("w:softHyphen"): "\N{SOFT HYPHEN}",
}
# A break of these types says where the next page or column begins, and nothing else.
_LAYOUT_BREAKS = ("page", "column")


class End(NamedTuple):
    """An end of the range of a comment, or the reference to it, before a character."""

    kind: str
    id: str
    at: int


class History(NamedTuple):
    """The changes around an element, and how it looks."""

    inserted: int | None = None
    deleted: int | None = None
    formatted: int | None = None
    before: tuple[bool, bool] | None = None
    was_link: bool = True
    look: tuple[bool, bool] = (False, False)
    link: str = ""
    field: int | None = None


NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class Part:
    """What a part says about all its paragraphs; `label` is what they are said to be of."""

    label: str
    changes: Mapping[Element, int]
    looks: Looks
    fields: Mapping[Element, FieldMark]
    addresses: Mapping[str, str]

    def after(self, element: Element, history: History) -> History:
        """A history with one insertion or deletion more."""
        if element.tag in INSERTIONS:
            return history._replace(inserted=self.changes.get(element))
        return history._replace(deleted=self.changes.get(element))


class _Found(NamedTuple):
    """What a piece has besides its text; `number` tells neighbouring fields and pictures apart."""

    look: Look
    inserted: int | None
    deleted: int | None
    formatted: int | None
    before: Look | None
    kind: str
    note: str
    number: int | None


@dataclass(slots=True)
class Line:
    """What was found in a paragraph so far; `boxes` are the contents of its text boxes.

    `ignored` is what is not text when it is all that a run says.
    """

    part: Part
    fields: OpenFields
    style: str
    ignored: str = ""
    found: list[tuple[str, _Found]] = field(default_factory=list)
    length: int = 0
    bookmarks: list[str] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    boxes: list[tuple[Element, History]] = field(default_factory=list)

    def read(self, parent: Element, history: History) -> None:
        """Reads what is in an element."""
        for element in parent:
            self.read_one(element, history)

    def read_one(self, element: Element, history: History) -> None:
        """Reads an element that may stand in a paragraph."""
        reading = _READING.get(element.tag)
        if reading is not None:
            reading(self, element, history)
        elif element.tag not in LEFT_OUT:
            self.read(element, history)

    def pieces(self) -> tuple[Piece, ...]:
        """The pieces, each as long as it can be."""
        groups = groupby(self.found, itemgetter(1))
        return tuple(Piece("".join(t for t, _ in group), *key[:-1]) for key, group in groups)

    def _text(self, element: Element, history: History) -> None:
        text = "".join(map(str, element.itertext()))
        if text != self.ignored:
            self._add(_LINE_ENDS.sub(" ", legible(text)), history)

    def _character(self, element: Element, history: History) -> None:
        if element.get(_TYPE) not in _LAYOUT_BREAKS:
            self._add(_CHARACTERS[element.tag], history)

    def _symbol(self, element: Element, history: History) -> None:
        self._add(symbol(element), history)

    def _note(self, element: Element, history: History) -> None:
        self._add(OBJECT, history, "note", f"{NOTES[element.tag]} {element.get(_ID, '')}")

    def _picture(self, element: Element, history: History) -> None:
        self._add(OBJECT, history, "picture")
        for box in reach(element, {TEXT_BOX}):
            self._box(box, history)

    def _box(self, element: Element, history: History) -> None:
        # What is in a box that was inserted or deleted was so too, whether it says so or not.
        around = History(inserted=history.inserted, deleted=history.deleted)
        self.boxes.append((element, around))

    def _field_mark(self, element: Element, _: History) -> None:
        self.fields.meet(element)

    def _simple_field(self, element: Element, history: History) -> None:
        number = -len(self.found) - 1
        found = word_fields.field_of(element.get(name("w:instr"), ""), number)
        if found.is_link:
            self.read(element, history._replace(link=found.link or history.link))
        elif history.field is None:
            self.read(element, history._replace(field=number))
        else:
            self.read(element, history)

    def _hyperlink(self, element: Element, history: History) -> None:
        address = self.part.addresses.get(element.get(name("r:id"), ""), "")
        address = word_fields.link(address, element.get(name("w:anchor"), ""))
        self.read(element, history._replace(link=address))

    def _changed(self, element: Element, history: History) -> None:
        self.read(element, self.part.after(element, history))

    def _run(self, element: Element, history: History) -> None:
        properties = child(element, "w:rPr")
        styled = run_style(properties)
        history = history._replace(look=self.part.looks.of(self.style, styled))
        for found in properties if properties is not None else ():
            if found.tag in MARKS:
                history = self.part.after(found, history)
            elif found.tag == RUN_FORMAT:
                before = run_style(child(found, "w:rPr"))
                history = history._replace(
                    formatted=self.part.changes.get(found),
                    before=self.part.looks.of(self.style, before),
                    was_link=not self.part.looks.made_link(before, styled),
                )
        self.read(element, history)

    def _alternate(self, element: Element, history: History) -> None:
        branch = branch_of(element)
        if branch is not None:
            self.read(branch, history)

    def _bookmark(self, element: Element, history: History) -> None:
        self.bookmarks.append(element.get(_NAME, ""))
        self.read(element, history)

    def _end(self, element: Element, history: History) -> None:
        self.ends.append(End(ENDS[element.tag], element.get(_ID, ""), self.length))
        self.read(element, history)

    def _add(self, text: str, history: History, kind: str = "text", note: str = "") -> None:
        within = self.fields.within
        if not text or within.hidden:
            return
        link = history.link or within.link
        number = within.number if history.field is None else history.field
        if kind != "text":
            number = self.length
        elif number is not None:
            kind = "field"
        before = None
        if history.before is not None:
            before = Look(*history.before, link if history.was_link else "")
        changes = history.inserted, history.deleted, history.formatted
        found = _Found(Look(*history.look, link), *changes, before, kind, note, number)
        self.found.append((text, found))
        self.length += len(text)


_Reading: TypeAlias = Callable[[Line, Element, History], None]
_READING: Mapping[str, _Reading] = {
    **dict.fromkeys(names("w:t m:t w:delText"), Line._text),
    **dict.fromkeys(_CHARACTERS, Line._character),
    **dict.fromkeys(names("w:sym w16se:symEx"), Line._symbol),
    **dict.fromkeys(NOTES, Line._note),
    **dict.fromkeys(names("w:drawing w:pict w:object"), Line._picture),
    **dict.fromkeys(MARKS, Line._changed),
    **dict.fromkeys(names("w:r m:r"), Line._run),
    **dict.fromkeys(ENDS, Line._end),
    TEXT_BOX: Line._box,
    word_fields.MARK: Line._field_mark,
    name("w:fldSimple"): Line._simple_field,
    name("w:hyperlink"): Line._hyperlink,
    ALTERNATE: Line._alternate,
    BOOKMARK: Line._bookmark,
}
