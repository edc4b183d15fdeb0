"""What the types of the model say about the YAML: which keys there are and what they may hold.

The fields of a record are its keys, a field without a default is required, `X | Open` may be left
open, `tuple[X, ...]` is a list.
"""

import dataclasses
import re
import types
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass
from bpa_agenda.values import (
    ID,
    Amount,
    Choice,
    Date,
    Identifier,
    Line,
    Markdown,
    Number,
    Numeral,
    Open,
    Verbatim,
)

Text = TypeVar("Text", bound=Line)
_Make = Callable[[str, Location], Any]

_NUMBER = re.compile(r"[0-9]+")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Field:
    """What a key may hold: `type`, or a list of it when there may be `many`.

    `make` gives the value that a text at a place means, or None when it cannot be one; it is None
    itself for a record.
    """

    name: str
    type: Any
    many: bool
    may_be_open: bool
    required: bool
    make: _Make | None

    @property
    def holds_text(self) -> bool:
        """Whether it holds words: no id, choice, number or date, and no record."""
        is_text = self.make is not None and issubclass(self.type, Line)
        return is_text and not issubclass(self.type, (Choice, Identifier, Numeral))


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys that a record has, and which of them it must have."""

    fields: dict[str, Field]
    required: frozenset[str]


@cache
def shape_of(record: type[Any]) -> Shape:
    """The keys of a record, from its type annotations."""
    fields = {f.name: _field(f) for f in dataclasses.fields(record) if f.name != "at"}
    return Shape(fields, frozenset(name for name, field in fields.items() if field.required))


def _field(field: "dataclasses.Field[Any]") -> Field:
    options = get_args(field.type) if isinstance(field.type, types.UnionType) else (field.type,)
    [kind] = [option for option in options if option not in (Open, types.NoneType)]
    many = get_origin(kind) is tuple
    required = field.default is dataclasses.MISSING and (
        field.default_factory is dataclasses.MISSING
    )
    inner = get_args(kind)[0] if many else kind
    make = None if dataclasses.is_dataclass(inner) else _maker(inner)
    return Field(field.name, inner, many, Open in options, required, make)


@cache
def _maker(kind: type) -> _Make:
    """How a text becomes a value of a kind."""
    if issubclass(kind, Line):
        return _line_maker(kind)
    return next(make for of, make in _OTHERS.items() if issubclass(kind, of))


def _line_maker(kind: type[Text]) -> Callable[[str, Location], Text | None]:
    fits, new = _test_of(kind), str.__new__
    strip = str if issubclass(kind, Verbatim) else str.strip

    def make(text: str, at: Location) -> Text | None:
        if not fits(text):
            return None
        # Most of what is read is made here, and to call the class takes twice the time.
        line = new(kind, strip(text))
        line.at = at
        return line

    return make


def _test_of(kind: type[Line]) -> Callable[[str], object]:
    """What tells of a text whether it can be a value of this kind."""
    if issubclass(kind, Choice):
        return frozenset(kind.choices).__contains__
    if issubclass(kind, Identifier):
        return ID.fullmatch
    if issubclass(kind, Verbatim):
        return _anything
    return str.strip if issubclass(kind, Markdown) else _is_line


def _anything(_: str) -> bool:
    return True


def _is_line(value: str) -> bool:
    return "\n" not in (text := value.strip()) and bool(text)


def _date(text: str, at: Location) -> Date | None:
    try:
        return Date.read(text, at)
    except ValueError:
        return None


def _number(text: str, at: Location) -> Number | None:
    return Number(text, at) if _NUMBER.fullmatch(text) else None


def _amount(text: str, at: Location) -> Amount | None:
    return Amount(text, at) if _AMOUNT.fullmatch(text) else None


_OTHERS: dict[type, _Make] = {Date: _date, Number: _number, Amount: _amount}
