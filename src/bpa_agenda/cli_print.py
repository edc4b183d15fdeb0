"""What the commands print: problems, lines and counts."""

import sys
from collections.abc import Iterable

from bpa_agenda.problems import Problem, Severity


def say(text: str = "", *, err: bool = False) -> None:
    """Prints a line, as `click.echo` does."""
    stream = sys.stderr if err else sys.stdout
    if "\033" in text or getattr(stream, "encoding", None) != "utf-8":
        # It knows what to do for other terminals, and takes a while to load.
        import click

        click.echo(text, err=err)
    else:
        stream.write(f"{text}\n")
        stream.flush()


def show(lines: Iterable[str]) -> None:
    """Prints lines."""
    for line in lines:
        say(line)


def print_problems(problems: Iterable[Problem]) -> None:
    """Prints problems to the error output."""
    for problem in problems:
        say(str(problem), err=True)


def refused(error: OSError) -> str:
    """What the machine refused, and of which file if that is known."""
    file = f": {error.filename}" if error.filename is not None else ""
    return f"agenda: {error.strerror}{file}"


def summary(problems: Iterable[Problem]) -> str:
    """How much there is of each severity, in one sentence; notes on other things count apart."""
    found = list(problems)
    notes = [p.code == "open" for p in found if p.severity is Severity.NOTE]
    counts = [
        count(sum(1 for p in found if p.severity is Severity.ERROR), "error"),
        count(sum(1 for p in found if p.severity is Severity.WARNING), "warning"),
        count(notes.count(True), "open point"),
    ]
    others = [count(notes.count(False), "other note")] if False in notes else []
    return f"{', '.join([*counts, *others])}."


def count(number: int, name: str) -> str:
    """A number of things: 1 error, 2 errors."""
    return f"{number} {name}{'' if number == 1 else 's'}"
