"""YAML nodes to the frozen types of the model; all mistakes of a file at once, each with its place.

The types say what is expected: the fields of a dataclass are the keys, a field without a default is
required, `X | Open` may be left open, `tuple[X, ...]` is a list.
"""

import dataclasses
import re
import types
from collections.abc import Iterator
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
from bpa_agenda.yaml_source import OPEN_TAG, Source, kind_of

Record = TypeVar("Record")

_FOUND = {"map": "a group of keys", "seq": "a list", OPEN_TAG: "left open"}
_TYPES = {"int": "number", "float": "number", "bool": "yes or no", "timestamp": "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """What a key may hold."""

    name: str
    type: Any
    many: bool
    may_be_open: bool
    required: bool


@cache
def fields_of(record: type[Any]) -> dict[str, Field]:
    """The keys that a record has, from its type annotations."""
    return {field.name: _field(field) for field in dataclasses.fields(record) if field.name != "at"}


def _field(field: "dataclasses.Field[Any]") -> Field:
    options = get_args(field.type) if isinstance(field.type, types.UnionType) else (field.type,)
    [kind] = [option for option in options if option not in (Open, types.NoneType)]
    many = get_origin(kind) is tuple
    required = field.default is dataclasses.MISSING and (
        field.default_factory is dataclasses.MISSING
    )
    inner = get_args(kind)[0] if many else kind
    return Field(field.name, inner, many, Open in options, required)


def decode(source: Source, record: type[Record]) -> tuple[Record | None, list[Problem]]:
    """The record that a file holds, or None with the reasons why not."""
    decoder = _Decoder(source)
    value = decoder.record(source.root, record, "the file") if source.root else None
    return value, decoder.problems


class _Decoder:
    """Goes through the nodes of one file and gathers its problems."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def _report(self, code: str, node: Node, **values: object) -> None:
        self.problems.append(problem(code, self.source.at(node), **values))

    def record(self, node: Node, record: type[Record], name: str) -> Record | None:
        """A mapping as a record; None when a required key is missing or wrong."""
        if not isinstance(node, MappingNode):
            self._wrong_type(node, name, "a group of keys")
            return None
        fields: dict[str, Field] = fields_of(record)  # type: ignore[arg-type]  # a class is hashable
        values: dict[str, Any] = {"at": self.source.at(node)}
        for key, value in node.value:
            if key.value not in fields:
                hint = did_you_mean(key.value, fields) or f"known here: {', '.join(fields)}"
                self._report("unknown-key", key, key=key.value, hint=hint)
            else:
                values[key.value] = self._value(value, fields[key.value])
        return self._complete(node, record, fields, values)

    def _complete(
        self, node: Node, record: type[Record], fields: dict[str, Field], values: dict[str, Any]
    ) -> Record | None:
        missing = [name for name, field in fields.items() if field.required and name not in values]
        for name in missing:
            self._report("missing-key", node, key=name, hint=_how_to_write(fields[name]))
        wrong = [name for name, value in values.items() if value is None]
        if missing or any(fields[name].required for name in wrong):
            return None
        return record(**{name: value for name, value in values.items() if value is not None})

    def _value(self, node: Node, field: Field) -> Any:
        if node.tag == OPEN_TAG:
            return self._open(node, field)
        if kind_of(node) == "null":
            self._report("empty-value", node, key=field.name)
            return None
        if not field.many:
            return self._one(node, field)
        if not isinstance(node, SequenceNode):
            self._wrong_type(node, field.name, "a list", "put “- ” before each item")
            return None
        values = [self._one(item, field) for item in node.value]
        return tuple(value for value in values if value is not None)

    def _one(self, node: Node, field: Field) -> Any:
        if node.tag == OPEN_TAG:
            self._report("open-not-allowed", node, key=field.name)
            return None
        if dataclasses.is_dataclass(field.type):
            return self.record(node, field.type, field.name)  # type: ignore[arg-type]  # a class
        if not isinstance(node, ScalarNode):
            self._wrong_type(node, field.name, "text")
            return None
        return self._leaf(node, field)

    def _open(self, node: Node, field: Field) -> Open | None:
        if not field.may_be_open:
            self._report("open-not-allowed", node, key=field.name)
        elif not isinstance(node, ScalarNode) or not node.value.strip():
            self._report("empty-open", node)
        else:
            return Open(node.value.strip(), self.source.at(node))
        return None

    def _leaf(self, node: ScalarNode, field: Field) -> Any:
        if issubclass(field.type, Date):
            return self._date(node)
        if issubclass(field.type, Number):
            return self._number(node)
        if issubclass(field.type, Amount):
            return self._amount(node)
        return self._text(node, field)

    def _date(self, node: ScalarNode) -> Date | None:
        try:
            return Date.read(node.value, self.source.at(node))
        except ValueError:
            self._report("not-a-date", node, value=node.value)
            return None

    def _number(self, node: ScalarNode) -> Number | None:
        if not re.fullmatch(r"[0-9]+", node.value):
            self._report("not-a-number", node, value=node.value)
            return None
        return Number(node.value, self.source.at(node))

    def _amount(self, node: ScalarNode) -> Amount | None:
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]{1,2})?", node.value):
            self._report("not-an-amount", node, value=node.value)
            return None
        return Amount(node.value, self.source.at(node))

    def _text(self, node: ScalarNode, field: Field) -> Line | None:
        kind = kind_of(node)
        if kind == "null":
            self._report("empty-value", node, key=field.name)
        elif kind != "str" and not (kind == "int" and issubclass(field.type, Numeral)):
            self._report("yaml-type", node, value=node.value, found=_TYPES.get(kind, kind))
        elif problems := list(_text_problems(node.value, field)):
            for code, values in problems:
                self._report(code, node, **values)
        else:
            value = node.value if issubclass(field.type, Verbatim) else node.value.strip()
            text: Line = field.type(value, self.source.at(node))
            return text
        return None

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
