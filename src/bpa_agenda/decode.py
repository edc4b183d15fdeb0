"""YAML nodes to the types of the model; all mistakes of a file at once, each with its place."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem, did_you_mean
from bpa_agenda.shapes import Field, Shape, shape_of
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

_REMARK = re.compile(r"[ \t]+(#.*)")

_FOUND = {"map": "a group of keys", "seq": "a list", OPEN_TAG: "left open"}
_NOT_A = {Date: "not-a-date", Number: "not-a-number", Amount: "not-an-amount"}
_TYPES = {"int": "number", "float": "number", "bool": "yes or no", "timestamp": "date"}


def decode(source: Source, record: type[Record]) -> tuple[Record | None, list[Problem]]:
    """The record that a file holds, or None with the reasons why not."""
    decoder = _Decoder(source)
    value = decoder.record(source.root, record, "the file") if source.root else None
    return value, decoder.problems


class _Decoder:
    """Goes through the nodes of one file and gathers its problems."""

    def __init__(self, source: Source) -> None:
        self.file = source.file
        self.text = source.text
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
            return self._read(node, field)
        if not isinstance(node, SequenceNode):
            self._wrong_type(node, field.name, "a list", "put “- ” before each item")
            return None
        values = [self._item(item, field) for item in node.value]
        return tuple([value for value in values if value is not None])

    def _item(self, node: Node, field: Field) -> Any:
        if node.tag == OPEN_TAG:
            self._report("open-not-allowed", node, key=field.name)
            return None
        return self._read(node, field)

    def _read(self, node: Node, field: Field) -> Any:
        """A record, or the value of a text."""
        if field.make is None:
            return self.record(node, field.type, field.name)
        if field.holds_text:
            self._look_behind(node)
        if not isinstance(node, ScalarNode):
            self._wrong_type(node, field.name, "text")
            return None
        if node.tag == TEXT_TAG or not issubclass(field.type, Line):
            made = field.make(node.value, at(self.file, node))
            if made is not None:
                return made
        return self._doubtful(node, field)

    def _open(self, node: Node, field: Field) -> Open | None:
        if not field.may_be_open:
            self._report("open-not-allowed", node, key=field.name)
        elif not isinstance(node, ScalarNode) or not node.value.strip():
            self._report("empty-open", node)
        else:
            self._look_behind(node)
            return Open(node.value.strip(), at(self.file, node))
        return None

    def _look_behind(self, node: Node) -> None:
        """Reports what stands behind a text without quotes and is a remark for YAML."""
        if node.end_mark is None or getattr(node, "style", None):
            return
        remark = _REMARK.match(self.text, node.end_mark.index)
        if remark:
            line = node.end_mark.line + 1
            column = node.end_mark.column + 1 + remark.start(1) - remark.start()
            place = Location(self.file, line, column)
            self.problems.append(problem("remark-behind-text", place, text=remark[1].strip()))

    def _doubtful(self, node: ScalarNode, field: Field) -> Any:
        """A text that is not what is wanted, or that YAML takes for something else."""
        if (code := _NOT_A.get(field.type)) is not None:
            self._report(code, node, value=node.value)
            return None
        kind = kind_of(node)
        if kind == "null":
            self._report("empty-value", node, key=field.name)
        elif kind != "str" and not (kind == "int" and issubclass(field.type, Numeral)):
            self._report("yaml-type", node, value=node.value, found=_TYPES.get(kind, kind))
        elif problems := list(_text_problems(node.value, field)):
            for code, values in problems:
                self._report(code, node, **values)
        else:
            return field.make(node.value, at(self.file, node)) if field.make is not None else None
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
