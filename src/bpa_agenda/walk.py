"""Goes through a record of the model and gives every value in it, in the order of its fields."""

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any

from bpa_agenda.values import Open


def walk(value: Any) -> Iterator[Any]:
    """Every value in a record, the record itself first; an open value is one value."""
    # A list is made in a quarter of the time that generators within generators take.
    found: list[Any] = []
    _collect(value, found)
    return iter(found)


def _collect(value: Any, found: list[Any]) -> None:
    found.append(value)
    if isinstance(value, tuple):
        for item in value:
            _collect(item, found)
    else:
        kind: Any = type(value)
        for name in _names(kind):
            _collect(getattr(value, name), found)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields that are gone through; none of what is no record."""
    if issubclass(kind, Open) or not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in dataclasses.fields(kind) if field.name != "at")
