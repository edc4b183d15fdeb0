"""Marks where values begin and end in XML that is being made, turned into bookmarks and passages.

While a template is rendered each value stands between control characters, which no text of an
editor can hold and no XML may: one that is forgotten makes the document fail its check. `anchored`
takes them out of a finished part, puts a bookmark into each paragraph that holds a value and notes
what the paragraph says.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bpa_agenda.anchors import Atom, Part, Passage, PathOf, Value
from bpa_agenda.problems import Location
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.values import NOWHERE, Line, Markdown, Open, Repeated
from bpa_agenda.xml_escape import unescape

_VALUE, _PARAGRAPH, _END, ATOM, ATOM_END = "\x01", "\x02", "\x03", "\x04", "\x05"
_FIRST_ID = 100_000
_START_OF_PARAGRAPH = re.compile(
    r"<w:p>(?:<w:pPr>.*?</w:pPr>)?"
    # The number of a footnote and the space after it belong to no text.
    r"(?:<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:footnoteRef/></w:r>"
    r"<w:r><w:t[^>]*> </w:t></w:r>)?"
)
_OPENING = re.compile(r"<w:p(?: [^>]*)?>(?:\s*<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_CONTROL = re.compile("\x01[0-9]+\x02[0-9]+\x02|[\x03\x04\x05]")
_PIECE = re.compile(
    r"<w:t(?: [^>]*)?>(?P<text>[^<]*)</w:t>|<w:(?P<space>tab|ptab|br|cr|noBreakHyphen)(?: [^>]*)?/>"
    r"|<w:(?P<object>drawing|pict|footnoteReference|endnoteReference)\b"
    "|\x01(?P<value>[0-9]+)\x02(?P<paragraph>[0-9]+)\x02|(?P<mark>[\x03\x04\x05])"
)
_SPACES = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}


@dataclass(slots=True)
class Marks:
    """The values that a document shows, in order, each once; filled while it is being made.

    A document that nobody reviews has none: what goes to a funder says nothing of our files.
    """

    wanted: bool = True
    values: list[tuple[Location, str, str]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    places: dict[tuple[Location, str], int] = field(default_factory=dict)

    def around_runs(self, value: Any, xml: str) -> str:
        """Runs within a paragraph, between the marks of their value."""
        number = self._number(value, "inline")
        return xml if number is None else f"{_VALUE}{number}\x020\x02{xml}{_END}"

    def in_blocks(self, value: Any, xml: str, first: int = 0) -> str:
        """Whole paragraphs, each with its runs between the marks of their value.

        `first` is the number of the first of these paragraphs within the value.
        """
        number = self._number(value, "blocks")
        if number is None:
            return xml
        count = first - 1

        def begun(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            return f"{match[0]}{_VALUE}{number}\x02{count}\x02"

        return _START_OF_PARAGRAPH.sub(begun, xml).replace("</w:p>", f"{_END}</w:p>")

    def _number(self, value: Any, shown: str) -> int | None:
        at = getattr(value, "at", NOWHERE)
        if not self.wanted or at == NOWHERE or not at.line:
            return None
        kind = _kind(value, shown)
        if (at, kind) not in self.places:
            self.places[at, kind] = len(self.values)
            text = value.what if isinstance(value, Open) else str(value)
            self.values.append((at, kind, text))
        return self.places[at, kind]

    def anchored(self, xml: str, story: str) -> str:
        """A part with a bookmark in each paragraph that holds a value, and without any marks."""
        return anchored(xml, story, self.passages)

    def named(self, path_of: PathOf) -> tuple[Value, ...]:
        """The values by their paths of keys."""
        return tuple(
            Value(at.file, path_of(at.file, at.line, at.column), kind, text)
            for at, kind, text in self.values
        )


def _kind(value: Any, shown: str) -> str:
    if isinstance(value, Markdown):
        return shown
    if isinstance(value, Open):
        return "open"
    is_line = isinstance(value, Line) and not isinstance(value, Repeated)
    return "line" if is_line else "other"


def count_paragraphs(xml: str) -> int:
    """How many paragraphs there are in XML of our own making."""
    return xml.count("<w:p>")


def anchored(xml: str, story: str, passages: list[Passage]) -> str:
    """A part with a bookmark in each paragraph that holds a value, and without any marks.

    The paragraphs that have text are added to `passages`, those without a value too.
    """
    pieces = xml.split("</w:p>")
    done = [_paragraph(piece, story, passages) for piece in pieces[:-1]]
    return "</w:p>".join([*done, _CONTROL.sub("", pieces[-1])])


def _paragraph(piece: str, story: str, passages: list[Passage]) -> str:
    """What stands before the end of a paragraph, from the end of the one before it."""
    start = max(piece.rfind("<w:p>"), piece.rfind("<w:p "))
    opening = _OPENING.match(piece, start) if start >= 0 else None
    if opening is None:
        return _CONTROL.sub("", piece)
    text, parts = _read(piece, opening.end())
    if not text:
        return _CONTROL.sub("", piece)
    name = f"_a{len(passages):05d}" if parts else ""
    passages.append(Passage(story, name, text, parts))
    inside = _CONTROL.sub("", piece[opening.end() :])
    if parts:
        number = _FIRST_ID + len(passages)
        start_mark = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        inside = f'{start_mark}{inside}<w:bookmarkEnd w:id="{number}"/>'
    return _CONTROL.sub("", piece[: opening.end()]) + inside


def _read(piece: str, begin: int) -> tuple[str, tuple[Part, ...]]:
    """The text of a paragraph, and which of it comes from which value."""
    text, length = [], 0
    parts: list[Part] = []
    value, paragraph, start, atom_start = -1, 0, 0, 0
    atoms: list[Atom] = []
    for found in _PIECE.finditer(piece, begin):
        kind = found.lastgroup
        if kind in ("text", "space", "object"):
            said = _said(found)
            text.append(said)
            length += len(said)
        elif kind == "paragraph":
            value, paragraph, start = int(found["value"]), int(found["paragraph"]), length
            atoms = []
        elif found["mark"] == ATOM:
            atom_start = length
        elif found["mark"] == ATOM_END:
            atoms.append(Atom(atom_start, length))
        elif value >= 0:
            parts.append(Part(value, paragraph, start, length, tuple(atoms)))
    return "".join(text), tuple(parts)


def _said(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return unescape(found["text"])
    return _SPACES[found["space"]] if found["space"] else OBJECT
