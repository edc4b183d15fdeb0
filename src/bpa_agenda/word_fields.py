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


class OpenFields:
    """The fields in which a reader is, while it goes through a part."""

    def __init__(self, marks: Mapping[Element, FieldMark]) -> None:
        self._marks = marks
        self._open: list[tuple[Field, bool]] = []
        self.hides = False
        self.link = ""
        self.number: int | None = None

    def meet(self, element: Element) -> None:
        """Takes notice of a w:fldChar."""
        mark = self._marks.get(element)
        if mark is None:
            return
        at = next((i for i, (open_, _) in enumerate(self._open) if open_ == mark.field), None)
        if mark.kind == "begin":
            self._open.append((mark.field, False))
        elif mark.kind == "separate" and at is not None:
            self._open[at] = (mark.field, True)
        elif at is not None:
            del self._open[at:]
        self._look()

    def _look(self) -> None:
        self.hides = any(not in_result for _, in_result in self._open)
        links = (field.link for field, _ in reversed(self._open) if field.link)
        self.link = next(links, "")
        numbers = (field.number for field, _ in self._open if not field.is_link)
        self.number = next(numbers, None)
