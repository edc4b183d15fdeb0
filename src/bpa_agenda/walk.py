"""Goes through a record of the model and gives every value in it, in the order of its fields."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from bpa_agenda.values import Open


def walk(value: Any) -> Iterator[Any]:
    """Every value in a record, the record itself first; an open value is one value."""
    # A list is made in a quarter of the time that generators within generators take.
    found = [value]
    _collect(value, found)
    return iter(found)


def _collect(value: Any, found: list[Any]) -> None:
    """Adds what is in a value, but not itself: most values hold nothing and need no call."""
    for child in _INSIDE[type(value)](value):
        found.append(child)
        if _INSIDE[type(child)] is not _nothing:
            _collect(child, found)


class _Inside(dict[type, Callable[[Any], Iterable[Any]]]):
    """What gives the values that stand directly in a value, by its type."""

    def __missing__(self, kind: type) -> Callable[[Any], Iterable[Any]]:
        self[kind] = inside = _inside(kind)
        return inside


_INSIDE = _Inside()


def _inside(kind: type) -> Callable[[Any], Iterable[Any]]:
    if issubclass(kind, tuple):
        return iter
    if issubclass(kind, Open) or not dataclasses.is_dataclass(kind):
        return _nothing
    names = [field.name for field in dataclasses.fields(kind) if field.name != "at"]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: [getattr(value, name) for name in names]


def _nothing(_: Any) -> tuple[()]:
    return ()
