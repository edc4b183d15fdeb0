"""Registers as one process tells them to another, which then need not read their files.

Told is what a document can show of them, which takes a fifth of the time of reading. Of statements
those are ids and texts; to ask one that was told for anything else is an AttributeError.
"""

import marshal
from collections.abc import Sequence
from typing import Any, TypeVar

from bpa_agenda.problems import Location
from bpa_agenda.register import Group, Register, Statement
from bpa_agenda.values import Date, Identifier, Line, RegisterId, StatementId, Verbatim

Text = TypeVar("Text", bound=Line)


def carried(registers: Sequence[Register]) -> bytes:
    """The registers as bytes for a process of the same Python."""
    return marshal.dumps([_row(register) for register in registers])


def delivered(data: bytes) -> tuple[Register, ...]:
    """What was told of the registers that `carried` made these bytes of."""
    return tuple(_register(*row) for row in marshal.loads(data))  # noqa: S302  # of our own making


def _row(register: Register) -> tuple[Any, ...]:
    date = register.date
    return (
        _placed(register.id),
        _placed(register.title),
        _placed(register.report),
        [_row_of_group(group) for group in register.groups],
        None if date is None else (date.isoformat(), tuple(date.at)),
        tuple(register.at),
    )


def _register(name: Any, title: Any, report: Any, groups: Any, date: Any, at: Any) -> Register:
    return Register(
        _text(RegisterId, name),
        _text(Line, title),
        _text(Line, report),
        tuple(_group(*group) for group in groups),
        None if date is None else Date.read(date[0], Location(*date[1])),
        Location(*at),
    )


def _row_of_group(group: Group) -> tuple[Any, ...]:
    ids = [str(said.id) for said in group.statements]
    texts = [str(said.text) for said in group.statements]
    return _placed(group.id), _placed(group.title), ids, texts, tuple(group.at)


def _group(name: Any, title: Any, ids: list[str], texts: list[str], at: Any) -> Group:
    said = tuple(map(_statement, ids, texts))
    return Group(_text(Identifier, name), _text(Line, title), said, Location(*at))


def _statement(name: str, text: str) -> Statement:
    said = object.__new__(Statement)
    # A record is frozen once it is made, which this one is not yet.
    object.__setattr__(said, "id", StatementId(name))
    object.__setattr__(said, "text", Verbatim(text))
    return said


def _placed(text: Line) -> tuple[str, tuple[Any, ...]]:
    return str(text), tuple(text.at)


def _text(kind: type[Text], placed: tuple[str, tuple[Any, ...]]) -> Text:
    text, at = placed
    return kind(text, Location(*at))
