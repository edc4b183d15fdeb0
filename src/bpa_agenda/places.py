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
from bpa_agenda.read_agenda import LISTS
from bpa_agenda.values import Open
from bpa_agenda.yaml_places import NAMES, steps

_Places = Iterator[tuple[tuple[int, int], str]]


def path_finder(content: Content) -> PathOf:
    """Gives the path of keys of a value from its file, line and column."""
    holders = dict(_holders(content))

    @cache
    def of_file(file: str) -> dict[tuple[int, int], str]:
        value, key = holders[file]
        return dict(_in_list(value, f"{key}/") if key else _in_record(value, ""))

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


def _in_record(record: Any, before: str) -> _Places:
    """The places of the values in a record, each with its path, which begins with `before`."""
    for name in _keys(record):
        value, path = getattr(record, name), f"{before}{name}"
        if isinstance(value, tuple):
            yield from _in_list(value, f"{path}/")
        else:
            yield from _of(value, path)


def _in_list(values: Sequence[Any], before: str) -> _Places:
    for step, value in zip(steps([_name(value) for value in values]), values, strict=True):
        yield from _of(value, f"{before}{step}")


def _of(value: Any, path: str) -> _Places:
    if _keys(value):
        yield from _in_record(value, f"{path}/")
    elif value is not None and value.at.line:
        yield (value.at.line, value.at.column), path


def _name(value: Any) -> str:
    """The name by which an item of a list is known; empty when it has none."""
    if not _keys(value):
        return ""
    names = (getattr(value, name, None) for name in NAMES)
    name = next((name for name in names if name is not None), "")
    return name.what if isinstance(name, Open) else str(name)


def _keys(value: Any) -> tuple[str, ...]:
    """The keys of a record; none of what is a value by itself."""
    kind: Any = type(value)
    return _keys_of(kind)


@cache
def _keys_of(kind: Any) -> tuple[str, ...]:
    if issubclass(kind, Open) or not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name != "at")
