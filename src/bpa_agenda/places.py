"""What the places in the YAML files of a content are called, found out when somebody asks.

The paths are those of `yaml_places`. They are told from the records, since those are in memory
and reading the files once more would take longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

from bpa_agenda.anchors import PathsOf
from bpa_agenda.model import Content
from bpa_agenda.path_steps import NAMES, steps
from bpa_agenda.problems import Location
from bpa_agenda.read_agenda import LISTS
from bpa_agenda.values import Open


def path_finder(content: Content) -> PathsOf:
    """Gives the paths of keys of the values at some places."""
    return partial(_paths, content)


def _paths(content: Content, places: Sequence[Location]) -> list[str]:
    wanted: dict[str, _Paths] = {}
    for file, line, column, _ in places:
        wanted.setdefault(file, _Paths()).wanted[line, column] = ""
    for file, (value, key) in _holders(content):
        if file in wanted:
            wanted[file].find(value, key)
    return [wanted[file].wanted[line, column] for file, line, column, _ in places]


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


class _Paths:
    """The paths of those values of a file that are `wanted`, by line and column."""

    def __init__(self) -> None:
        self.wanted: dict[tuple[int, int], str] = {}
        self._lines: set[int] = set()

    def find(self, value: Any, key: str) -> None:
        """Finds them in a record, or in a list under a key."""
        self._lines = {line for line, _ in self.wanted}
        if key:
            self._list(value, f"{key}/")
        else:
            self._record(value, "")
        assert all(self.wanted.values()), "a value is where it was read"

    def _record(self, record: Any, before: str) -> None:
        """Finds values in a record; their paths begin with `before`."""
        for name in _KEYS[type(record)]:
            value = getattr(record, name)
            if isinstance(value, tuple):
                self._list(value, f"{before}{name}/")
            elif value is not None:
                self._one(value, f"{before}{name}")

    def _list(self, values: Sequence[Any], before: str) -> None:
        if not values or self._is_passed_by(values):
            return
        for step, value in zip(steps([_name(value) for value in values]), values, strict=True):
            self._one(value, f"{before}{step}")

    def _is_passed_by(self, values: Sequence[Any]) -> bool:
        """Whether these are plain values, as ids, of which none is wanted; most lists are such."""
        first, last = values[0], values[-1]
        lines = range(first.at.line, last.at.line + 1)
        return not _KEYS[type(first)] and self._lines.isdisjoint(lines)

    def _one(self, value: Any, path: str) -> None:
        if _KEYS[type(value)]:
            self._record(value, f"{path}/")
        elif (place := value.at[1:3]) in self.wanted:
            self.wanted[place] = path


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
