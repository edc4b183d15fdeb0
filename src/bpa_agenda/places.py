"""What the places in the YAML files of a content are called, found out when somebody asks.

The paths are those of `yaml_places`. They are told from the records, since those are in memory
and reading the files once more would take longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from bpa_agenda.anchors import PathOf
from bpa_agenda.model import Content
from bpa_agenda.path_steps import NAMES, steps
from bpa_agenda.read_agenda import LISTS
from bpa_agenda.values import Open

# The path of each value by its line and column.
_Places = dict[tuple[int, int], str]


def path_finder(content: Content) -> PathOf:
    """Gives the path of keys of a value from its file, line and column."""
    holders = dict(_holders(content))

    @cache
    def of_file(file: str) -> _Places:
        places: _Places = {}
        value, key = holders[file]
        (_add_list if key else _add_record)(places, value, f"{key}/" if key else "")
        return places

    return lambda file, line, column: of_file(file)[line, column]


def _holders(content: Content) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Each file with what it holds: a record, or a list under a key."""
    for key in LISTS:
        if values := getattr(content, key):
            yield values[0].at.file, (values, key)
    in_agenda: tuple[Any, ...] = (*content.sections, *content.themes, *content.proposals)
    for record in (*in_agenda, *content.registers, *content.schemes):
        yield record.at.file, (record, "")
    if content.front is not None:
        yield content.front.at.file, (content.front, "")


def _add_record(places: _Places, record: Any, before: str) -> None:
    """Adds the values in a record; their paths begin with `before`."""
    for name in _KEYS[type(record)]:
        value = getattr(record, name)
        if isinstance(value, tuple):
            _add_list(places, value, f"{before}{name}/")
        elif value is not None:
            _add(places, value, f"{before}{name}")


def _add_list(places: _Places, values: Sequence[Any], before: str) -> None:
    for step, value in zip(steps([_name(value) for value in values]), values, strict=True):
        _add(places, value, f"{before}{step}")


def _add(places: _Places, value: Any, path: str) -> None:
    if _KEYS[type(value)]:
        _add_record(places, value, f"{path}/")
    elif value.at.line:
        places[value.at.line, value.at.column] = path


def _name(value: Any) -> str:
    """The name by which an item of a list is known; empty when it has none."""
    if not _KEYS[type(value)]:
        return ""
    names = (getattr(value, name, None) for name in NAMES)
    name = next((name for name in names if name is not None), "")
    return name.what if isinstance(name, Open) else str(name)


class _Keys(dict[type, tuple[str, ...]]):
    """The keys of a record, by its type; none of what is a value by itself."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        is_record = is_dataclass(kind) and not issubclass(kind, Open)
        names = [field.name for field in fields(kind)] if is_record else []
        self[kind] = keys = tuple(name for name in names if name != "at")
        return keys


_KEYS = _Keys()
