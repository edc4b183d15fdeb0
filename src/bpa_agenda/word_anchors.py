"""Marks where values begin and end in XML that is being made, turned into bookmarks and passages.

While a template is rendered each value stands between control characters, which no text of an
editor can hold and no XML may: one that is forgotten makes the document fail its check. `anchored`
takes them out of a finished part, puts a bookmark into each paragraph that holds a value and notes
what the paragraph says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bpa_agenda.anchors import PathsOf, passage_row, value_row
from bpa_agenda.problems import Location
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.values import NOWHERE, Line, Markdown, Open, Repeated
from bpa_agenda.xml_escape import escape, unescape

_VALUE, _PARAGRAPH, _END, ATOM, ATOM_END = "\x01", "\x02", "\x03", "\x04", "\x05"
_FIRST_ID = 100_000
_MOST = 1000
_OF_RUN = '<w:t xml:space="preserve">'
_START_OF_PARAGRAPH = re.compile(
    r"<w:p>(?:<w:pPr>.*?</w:pPr>)?"
    # The number of a footnote and the space after it belong to no text.
    r"(?:<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:footnoteRef/></w:r>"
    r"<w:r><w:t[^>]*> </w:t></w:r>)?"
)
_OPENING = re.compile(r"<w:p(?: [^>]*)?>(?:\s*<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_CONTROL = re.compile("\x01[0-9]+\x02[0-9]+\x02|[\x03\x04\x05]")
# What all of its forms begin with comes first, which makes it four times as fast.
_PIECE = re.compile(
    r"<w:(?:t(?: [^>]*)?>([^<]*)</w:t>"
    # A break of a page or a column is no text.
    r"|(tab|ptab|br(?! [^>]*w:type=\"(?:page|column)\")|cr|noBreakHyphen)(?: [^>]*)?/>"
    r"|(drawing|pict|footnoteReference|endnoteReference)\b)"
)
_SPACES = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}


class Marks:
    """The values that a document shows, in order, each once; filled while it is being made.

    A document that nobody reviews has none: what goes to a funder says nothing of our files.
    `passages` are the rows of the map of the paragraphs that have text, as XML text in UTF-8.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self.passages: list[bytes] = []
        self._wanted = wanted
        self._values: list[Any] = []
        self._numbers: dict[tuple[str, int, int, str], int] = {}
        self._count = 0

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
        at: Location = getattr(value, "at", NOWHERE)
        if not (self._wanted and at.line):
            return None
        kind = "line" if type(value) is Line else _kind(value, shown)
        place = (at.file, at.line, at.column, kind)
        number = self._numbers.setdefault(place, len(self._values))
        if number == len(self._values):
            self._values.append(value)
        return number

    def anchored(self, xml: str, story: str) -> str:
        """Paragraphs, each with a bookmark if it holds a value, without any marks.

        `xml` is a part, or a stretch of one up to the end of a paragraph.
        """
        *pieces, rest = xml.split("</w:p>")
        rows: list[str] = []
        done = [self._paragraph(piece, story, rows) for piece in pieces]
        if rows:
            self.passages.append(escape(",\n".join(rows)).encode())
        return "</w:p>".join([*done, _bare(rest)])

    def _paragraph(self, piece: str, story: str, rows: list[str]) -> str:
        """What stands before the end of a paragraph, from the end of the one before it."""
        head, value, inside = piece.partition(_VALUE)
        if not value:
            bare, row = _without_values(piece, story)
            if row:
                rows.append(row)
                self._count += 1
            return bare
        if "<w:p>" in inside or "<w:p " in inside:  # as in a text box, which is a paragraph's
            start = max(inside.rfind("<w:p>"), inside.rfind("<w:p "))
            outer = _bare(f"{head}{_VALUE}{inside[:start]}")
            return outer + self._paragraph(inside[start:], story, rows)
        opened = _opened(head)
        if opened is None:
            return _bare(piece)
        before, text, bare = opened
        text, parts, inside = _read(text, inside)
        if not text:
            return f"{before}{bare}{inside}"
        name, number = f"_a{self._count:05d}", _FIRST_ID + self._count + 1
        rows.append(passage_row(story, name, text, parts))
        self._count += 1
        begin = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{before}{begin}{bare}{inside}<w:bookmarkEnd w:id="{number}"/>'

    def named(self, paths_of: PathsOf) -> Iterator[bytes]:
        """The rows of the map of the values, by their paths of keys, as XML text in UTF-8."""
        paths = paths_of([value.at for value in self._values])
        for place, path, value in zip(self._numbers, paths, self._values, strict=True):
            text = value.what if isinstance(value, Open) else str(value)
            row = value_row(place[0], path, place[3], text)
            yield escape(row).encode()


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


def _bare(xml: str) -> str:
    """XML without marks."""
    return _CONTROL.sub("", xml) if _END in xml or ATOM in xml else xml


# Much of a template is repeated: what stands before and between its values is read once.
@lru_cache(_MOST)
def _opened(head: str) -> tuple[str, str, str] | None:
    """The begin of a paragraph, and the text and the bare XML of what follows it in there."""
    start = max(head.rfind("<w:p>"), head.rfind("<w:p "))
    opening = _OPENING.match(head, start) if start >= 0 else None
    if opening is None:
        return None
    inside = head[opening.end() :]
    return _bare(head[: opening.end()]), _text(inside), _bare(inside)


@lru_cache(_MOST)
def _without_values(piece: str, story: str) -> tuple[str, str]:
    """A paragraph without values as bare XML, and its row; that of one without text is empty."""
    opened = _opened(piece)
    text = opened[1] if opened is not None else ""
    return _bare(piece), passage_row(story, "", text, ()) if text else ""


def _read(text: str, inside: str) -> tuple[str, list[str], str]:
    """The text of a paragraph, which of it comes from which value, and its XML without marks.

    `text` is what stands before the first value; `inside` begins behind the mark of that. What
    comes from a value is a list of numbers in JSON, as in the rows of a map.
    """
    parts: list[str] = []
    bare: list[str] = []
    for stretch in inside.split(_VALUE):
        value, paragraph, xml = stretch.split(_PARAGRAPH, 2)
        own, _, after = xml.partition(_END)
        start = len(text)
        text, atoms = _with_atoms(text, own) if ATOM in own else (text + _text(own), "")
        parts.append(f"[{value},{paragraph},{start},{len(text)}{atoms}]")
        text += _literal(after)
        bare += (own, after)
    return text, parts, _bare("".join(bare))


def _with_atoms(text: str, xml: str) -> tuple[str, str]:
    """A text with that of runs after it, and in JSON where the atoms in those are."""
    before, *marked = xml.split(ATOM)
    text, atoms = text + _text(before), ""
    for stretch in marked:
        own, _, after = stretch.partition(ATOM_END)
        start = len(text)
        text += _text(own)
        atoms += f",[{start},{len(text)}]"
        text += _text(after)
    return text, atoms


def _text(xml: str) -> str:
    """The text of runs."""
    before, *runs = xml.split(_OF_RUN)
    text = _literal(before)
    for run in runs:
        own, _, after = run.partition("</w:t>")
        text += (unescape(own) if "&" in own else own) + _literal(after)
    return text


@lru_cache(_MOST)
def _literal(xml: str) -> str:
    """The text of runs, and of pieces of runs, that stand in many places."""
    pieces = (
        text or (_SPACES[space] if space else OBJECT if thing else "")
        for text, space, thing in _PIECE.findall(xml)
    )
    return unescape("".join(pieces))
