"""Goes through a record of the model and gives every value in it, in the order of its fields."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from bpa_agenda.values import Open


def walk(value: Any) -> Iterator[Any]:
    """Every value in a record, the record itself first; an open value is one value."""
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Open):
        for name in _names(type(value)):
            yield from walk(getattr(value, name))


_cache: dict[type, tuple[str, ...]] = {}


def _names(record: type) -> tuple[str, ...]:
    if record not in _cache:
        fields = dataclasses.fields(record)
        _cache[record] = tuple(field.name for field in fields if field.name != "at")
    return _cache[record]
