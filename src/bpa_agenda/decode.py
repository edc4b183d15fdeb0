"""YAML nodes to the frozen types of the model; all mistakes of a file at once, each with its place.

The types say what is expected: the fields of a dataclass are the keys, a field without a default is
required, `X | Open` may be left open, `tuple[X, ...]` is a list.
"""

import dataclasses
import re
import types
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bpa_agenda.messages import problem
from bpa_agenda.problems import Problem, did_you_mean
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
from bpa_agenda.yaml_source import NULL_TAG, OPEN_TAG, TEXT_TAG, Source, at, kind_of

Record = TypeVar("Record")

_FOUND = {"map": "a group of keys", "seq": "a list", OPEN_TAG: "left open"}
_TYPES = {"int": "number", "float": "number", "bool": "yes or no", "timestamp": "date"}
_NUMBER = re.compile(r"[0-9]+")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Field:
    """What a key may hold: `type`, or a list of it when there may be `many`.

    `read` turns a node into a value; `fits` says of a text whether it can be the value.
    """

    name: str
    type: Any
    many: bool
    may_be_open: bool
    required: bool
    read: "Callable[[_Decoder, Node, Field], Any]"
    fits: Callable[[str], object]


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
    return Field(
        field.name, inner, many, Open in options, required, _reader_of(inner), _test_of(inner)
    )


def _reader_of(kind: type) -> "Callable[[_Decoder, Node, Field], Any]":
    if dataclasses.is_dataclass(kind):
        return _Decoder.inner
    readers = {Date: _Decoder.date, Number: _Decoder.number, Amount: _Decoder.amount}
    return next((read for of, read in readers.items() if issubclass(kind, of)), _Decoder.text)


def _test_of(kind: type) -> Callable[[str], object]:
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
    text = value.strip()
    return bool(text) and "\n" not in text


def decode(source: Source, record: type[Record]) -> tuple[Record | None, list[Problem]]:
    """The record that a file holds, or None with the reasons why not."""
    decoder = _Decoder(source)
    value = decoder.record(source.root, record, "the file") if source.root else None
    return value, decoder.problems


class _Decoder:
    """Goes through the nodes of one file and gathers its problems."""

    def __init__(self, source: Source) -> None:
        self.file = source.file
        self.problems: list[Problem] = []

    def _report(self, code: str, node: Node, **values: object) -> None:
        self.problems.append(problem(code, at(self.file, node), **values))

    def record(self, node: Node, record: type[Record], name: str) -> Record | None:
        """A mapping as a record; None when a required key is missing or wrong."""
        if not isinstance(node, MappingNode):
            self._wrong_type(node, name, "a group of keys")
            return None
        shape: Shape = shape_of(record)  # type: ignore[arg-type]  # a class is hashable
        fields = shape.fields
        values: dict[str, Any] = {"at": at(self.file, node)}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._wrong_type(key, "a key", "text")
            elif key.value in fields:
                values[key.value] = self._value(value, fields[key.value])
            else:
                self._unknown_key(key, fields)
        return self._complete(node, record, shape, values)

    def _unknown_key(self, key: ScalarNode, fields: dict[str, Field]) -> None:
        hint = did_you_mean(key.value, fields) or f"known here: {', '.join(fields)}"
        self._report("unknown-key", key, key=key.value, hint=hint)

    def _complete(
        self, node: Node, record: type[Record], shape: Shape, values: dict[str, Any]
    ) -> Record | None:
        wrong = {name for name, value in values.items() if value is None}
        if not wrong and shape.required <= values.keys():
            return record(**values)
        missing = [name for name in shape.fields if name in shape.required - values.keys()]
        for name in missing:
            self._report("missing-key", node, key=name, hint=_how_to_write(shape.fields[name]))
        if missing or wrong & shape.required:
            return None
        return record(**{name: value for name, value in values.items() if value is not None})

    def _value(self, node: Node, field: Field) -> Any:
        if node.tag == OPEN_TAG:
            return self._open(node, field)
        if node.tag == NULL_TAG:
            self._report("empty-value", node, key=field.name)
            return None
        if not field.many:
            return field.read(self, node, field)
        if not isinstance(node, SequenceNode):
            self._wrong_type(node, field.name, "a list", "put “- ” before each item")
            return None
        values = [self._item(item, field) for item in node.value]
        return tuple([value for value in values if value is not None])

    def _item(self, node: Node, field: Field) -> Any:
        if node.tag == OPEN_TAG:
            self._report("open-not-allowed", node, key=field.name)
            return None
        return field.read(self, node, field)

    def _open(self, node: Node, field: Field) -> Open | None:
        if not field.may_be_open:
            self._report("open-not-allowed", node, key=field.name)
        elif not isinstance(node, ScalarNode) or not node.value.strip():
            self._report("empty-open", node)
        else:
            return Open(node.value.strip(), at(self.file, node))
        return None

    def inner(self, node: Node, field: Field) -> Any:
        """A record within a record."""
        return self.record(node, field.type, field.name)

    def text(self, node: Node, field: Field) -> Line | None:
        """A text, an id, a choice."""
        if not isinstance(node, ScalarNode):
            self._wrong_type(node, field.name, "text")
            return None
        if node.tag == TEXT_TAG and field.fits(node.value):
            return self._line(node, field)
        return self._doubtful_text(node, field)

    def _line(self, node: Node, field: Field) -> Line:
        kind: type[Line] = field.type
        value = node.value if kind is Verbatim else node.value.strip()
        return kind(value, at(self.file, node))

    def _doubtful_text(self, node: ScalarNode, field: Field) -> Line | None:
        kind = kind_of(node)
        if kind == "null":
            self._report("empty-value", node, key=field.name)
        elif kind != "str" and not (kind == "int" and issubclass(field.type, Numeral)):
            self._report("yaml-type", node, value=node.value, found=_TYPES.get(kind, kind))
        elif problems := list(_text_problems(node.value, field)):
            for code, values in problems:
                self._report(code, node, **values)
        else:
            return self._line(node, field)
        return None

    def date(self, node: Node, field: Field) -> Date | None:
        """A date in ISO 8601."""
        if not self._is_scalar(node, field):
            return None
        try:
            return Date.read(node.value, at(self.file, node))
        except ValueError:
            self._report("not-a-date", node, value=node.value)
            return None

    def number(self, node: Node, field: Field) -> Number | None:
        """A whole number in digits."""
        if not self._is_scalar(node, field):
            return None
        if not _NUMBER.fullmatch(node.value):
            self._report("not-a-number", node, value=node.value)
            return None
        return Number(node.value, at(self.file, node))

    def amount(self, node: Node, field: Field) -> Amount | None:
        """An amount in digits, with at most two decimals."""
        if not self._is_scalar(node, field):
            return None
        if not _AMOUNT.fullmatch(node.value):
            self._report("not-an-amount", node, value=node.value)
            return None
        return Amount(node.value, at(self.file, node))

    def _is_scalar(self, node: Node, field: Field) -> bool:
        if not isinstance(node, ScalarNode):
            self._wrong_type(node, field.name, "text")
            return False
        return True

    def _wrong_type(self, node: Node, key: str, expected: str, hint: str = "") -> None:
        found = _FOUND.get(kind_of(node), "text")
        self._report("wrong-type", node, key=key, expected=expected, found=found, hint=hint)


def _text_problems(value: str, field: Field) -> Iterator[tuple[str, dict[str, object]]]:
    kind: type[Line] = field.type
    if issubclass(kind, Verbatim):
        return
    if not value.strip():
        yield "empty-value", {"key": field.name}
    elif issubclass(kind, Choice) and value not in kind.choices:
        hint = did_you_mean(value, kind.choices)
        yield "not-a-choice", {"value": value, "choices": ", ".join(kind.choices), "hint": hint}
    elif issubclass(kind, Identifier) and not ID.fullmatch(value):
        yield "bad-id", {"value": value}
    elif not issubclass(kind, Markdown) and "\n" in value.strip():
        yield "not-one-line", {"key": field.name}


def _how_to_write(field: Field) -> str:
    if field.may_be_open:
        return f"write “{field.name}: !open …” if it is not known yet"
    return ""
