"""The fields of a Word document: which of their runs are instructions, and which are a result."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpa_agenda.word_xml import Element, name

MARK = name("w:fldChar")
_CODES = (name("w:instrText"), name("w:delInstrText"))
_KIND = name("w:fldCharType")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|(\\\w)(?!\S)|(\S+)')
_ESCAPED = re.compile(r'\\([\\"])')
_WITH_ARGUMENT = (r"\o", r"\t")


class Field(NamedTuple):
    """A field; `link` is the address to which one leads that is a link, `number` tells it apart."""

    number: int
    is_link: bool
    link: str


class FieldMark(NamedTuple):
    """What a w:fldChar does to a field: begin, separate or end it."""

    kind: str
    field: Field


@dataclass(slots=True)
class _Begun:
    mark: Element
    result: Element | None = None
    code: list[str] = field(default_factory=list)


def read_fields(root: Element) -> dict[Element, FieldMark]:
    """What each w:fldChar in a part does; those of a field without an end do nothing."""
    begun: list[_Begun] = []
    marks: dict[Element, FieldMark] = {}
    for element in root.iter(MARK, *_CODES):
        kind = element.get(_KIND)
        if element.tag != MARK:
            if begun and begun[-1].result is None:
                begun[-1].code.append(element.text or "")
        elif kind == "begin":
            begun.append(_Begun(element))
        elif kind == "separate" and begun and begun[-1].result is None:
            begun[-1].result = element
        elif kind == "end" and begun:
            marks |= _marks(begun.pop(), element, len(marks))
    return marks


def _marks(begun: _Begun, end: Element, number: int) -> Mapping[Element, FieldMark]:
    found = field_of("".join(begun.code), number)
    marks = {begun.mark: FieldMark("begin", found), end: FieldMark("end", found)}
    if begun.result is not None:
        marks[begun.result] = FieldMark("separate", found)
    return marks


def field_of(code: str, number: int) -> Field:
    """The field with an instruction."""
    words = [(m[2] or "", _ESCAPED.sub(r"\1", m[1] or m[3] or "")) for m in _WORD.finditer(code)]
    if not words or words[0][1].upper() != "HYPERLINK":
        return Field(number, is_link=False, link="")
    address = place = before = ""
    for switch, word in words[1:]:
        if not switch and before == r"\l":
            place = word
        elif not switch and before not in _WITH_ARGUMENT:
            address = address or word
        before = switch.lower()
    return Field(number, is_link=True, link=link(address, place))


def link(address: str, place: str) -> str:
    """An address with the place in it; empty for a place in the document itself."""
    if not address or address.startswith("#"):
        return ""
    return f"{address}#{place}" if place and "#" not in address else address


class Within(NamedTuple):
    """In what text stands: in an instruction, a link, the result of the field with a number."""

    hidden: bool = False
    link: str = ""
    number: int | None = None


class OpenFields:
    """The fields in which a reader is, while it goes through a part; `within` is what that means.

    The outermost field has the number; the innermost link has the address.
    """

    def __init__(self, marks: Mapping[Element, FieldMark]) -> None:
        self._marks = marks
        self._open: list[tuple[Field, Within]] = []
        self._numbers: set[int] = set()
        self.within = Within()

    def meet(self, element: Element) -> None:
        """Takes notice of a w:fldChar."""
        mark = self._marks.get(element)
        if mark is None:
            return
        if mark.kind == "begin":
            self._open.append((mark.field, self.within))
            self._numbers.add(mark.field.number)
            self.within = self.within._replace(hidden=True)
        elif mark.field.number in self._numbers:
            self._close(mark)

    def _close(self, mark: FieldMark) -> None:
        """Ends the instruction of a field, or the field; with it those that it is around."""
        found, before = None, self.within
        while found != mark.field:
            found, before = self._open.pop()
            self._numbers.discard(found.number)
        self.within = before
        if mark.kind == "separate":
            self._open.append((mark.field, before))
            self._numbers.add(mark.field.number)
            self.within = _result(mark.field, before)


def _result(found: Field, around: Within) -> Within:
    if found.is_link:
        return around._replace(link=found.link or around.link)
    return around._replace(number=found.number if around.number is None else around.number)
