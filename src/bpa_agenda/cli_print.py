"""What the commands print: problems, lines and counts."""

from collections.abc import Iterable

import click

from bpa_agenda.problems import Problem, Severity


def show(lines: Iterable[str]) -> None:
    """Prints lines."""
    for line in lines:
        click.echo(line)


def print_problems(problems: Iterable[Problem]) -> None:
    """Prints problems to the error output."""
    for problem in problems:
        click.echo(str(problem), err=True)


def summary(problems: Iterable[Problem]) -> str:
    """How much there is of each severity, in one sentence."""
    found = list(problems)
    counts = [
        count(sum(1 for p in found if p.severity is severity), name)
        for severity, name in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.NOTE, "open point"),
        )
    ]
    return f"{', '.join(counts)}."


def count(number: int, name: str) -> str:
    """A number of things: 1 error, 2 errors."""
    return f"{number} {name}{'' if number == 1 else 's'}"
