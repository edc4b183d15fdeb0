"""What a user did wrong, and where: values that are collected, sorted and printed, never raised."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any, NamedTuple

from bpa_agenda.records import dataclass


class Severity(IntEnum):
    """How bad a problem is; only an error makes the exit status 1."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


class Location(NamedTuple):
    """A place that a person can find: a file relative to the project, line and column from 1.

    Line 0 means the file as a whole. In a Word file `line` is the paragraph, counted from 1 within
    the part that `part` names ("body", "header1").
    """

    file: str
    line: int = 0
    column: int = 0
    part: str = ""

    def __str__(self) -> str:
        if self.part:
            return f"{self.file}: {self.part}, paragraph {self.line}"
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or still to be done, for the person who can mend it."""

    at: Location
    code: str
    message: str
    severity: Severity = Severity.ERROR
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.at}: {self.severity.name.lower()}: {self.message} [{self.code}]"
        return f"{line}\n    {self.hint}" if self.hint else line


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems sorted by place, each once."""
    return tuple(sorted(set(problems), key=_order))


def _order(found: Problem) -> tuple[Any, ...]:
    return found.at, -found.severity, found.code, found.message, found.hint


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that stop a build."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or nothing when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else ""
