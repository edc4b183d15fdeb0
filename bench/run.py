"""`agenda build` against what somebody would use instead: python bench/run.py, or make bench.

Every figure is a ratio to a plain docxtpl script that renders the same documents with the same
words and checks nothing: whole processes, in turns. `docs/performance.md` explains the rows and
gets the tables. With --quick each row is run once at N=1, and nothing is written.
"""

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeAlias

import click
import yaml
from commands import (
    AFTER_A_BUILD,
    CARBONE,
    CHECK,
    FIRST,
    LAYOUT,
    LAYOUT_NOTHING,
    MAKE,
    NOTHING,
    REBUILD,
    ROOT,
    SCRIPT,
    Bench,
)
from processes import Ratios, Runs, in_turns, least, ratios

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
LARGE = 100

Measured: TypeAlias = Mapping[int, Runs]


class Row(NamedTuple):
    """A line of a table: what was measured, and how much it may be at most."""

    label: str
    median: str
    fastest: str
    processor: str
    target: str


def rows(measured: Measured) -> Iterator[Row]:
    """The rows that have a target, and those of the layout pass."""
    yield from _rows_of_one(measured[1])
    for times, runs in sorted(measured.items())[1:]:
        found = ratios(runs, FIRST, SCRIPT)
        target = "0.2" if times >= LARGE else ""
        yield _row(f"first build, nothing cached, N={times}", found, target)
        if times >= LARGE:
            yield from _rows_of_large(times, runs)
    if len(measured) > 1:
        yield _row_of_growth(measured)


def _rows_of_one(runs: Runs) -> Iterator[Row]:
    targets = (
        (FIRST, "first build, nothing cached, N=1", "0.9"),
        (REBUILD, "rebuild after an edit in one theme file", "0.6"),
        (NOTHING, "nothing changed: `agenda build` again", "0.3"),
        (MAKE, "nothing changed: `make agenda` again", "0.05"),
        (CHECK, "`agenda check`, nothing cached", "0.6"),
        (LAYOUT, "first build and layout of three documents in LibreOffice", ""),
        (LAYOUT_NOTHING, "nothing changed: `agenda build` again, with layout", ""),
    )
    for name, label, target in targets:
        if name in runs:
            yield _row(label, ratios(runs, name, SCRIPT), target)


def _rows_of_large(times: int, runs: Runs) -> Iterator[Row]:
    memory = f"{ratios(runs, FIRST, SCRIPT).of_memory:.2f}"
    yield Row(f"peak memory of it, N={times}", memory, "", "", "0.5")
    if CARBONE in runs:
        yield _row(f"the same against Carbone = 1, N={times}", ratios(runs, FIRST, CARBONE), "1")


def _row_of_growth(measured: Measured) -> Row:
    few, many = sorted(measured)[-2:]
    ours, theirs = (least(measured[many], n) - least(measured[few], n) for n in (FIRST, SCRIPT))
    growth = _shown(ours / theirs)
    return Row(f"cost of each further N, from N={few} to N={many}", "", growth, "", "0.2")


def _row(label: str, found: Ratios, target: str) -> Row:
    fastest, processor = _shown(found.least), _shown(found.of_processor)
    return Row(label, _shown(found.median), fastest, processor, target)


def _shown(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.3f}"


def table(lines: Sequence[Row]) -> list[str]:
    """Rows as Markdown."""
    return [
        "| docxtpl script = 1 | median | of the fastest | processor | at most |",
        "| --- | --: | --: | --: | --: |",
        *(f"| {' | '.join(line)} |" for line in lines),
    ]


def table_of_engines(measured: Measured) -> list[str]:
    """Ours and other engines at each size, as Markdown; the medians."""
    sizes = sorted(measured)
    names = [name for name in measured[sizes[-1]] if name != SCRIPT]
    return [
        f"| docxtpl script = 1 | {' | '.join(f'N={times}' for times in sizes)} |",
        f"| --- |{' --: |' * len(sizes)}",
        *(
            f"| {'`agenda build`' if name == FIRST else name} | "
            + " | ".join(_shown(ratios(measured[n], name, SCRIPT).median) for n in sizes)
            + " |"
            for name in names
        ),
    ]


def machine() -> str:
    """What it was measured on and with."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("docxtpl", "lxml", "PyYAML"))
    libyaml = "with" if yaml.__with_libyaml__ else "without"
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {packages} ({libyaml} libyaml)."
    )


def in_seconds(measured: Measured) -> str:
    """What a ratio of 1 is on that machine."""
    each = (
        f"{least(runs, SCRIPT):.2f} s and {max(r.memory for r in runs[SCRIPT]) // 1024} MB"
        f" at N={times}"
        for times, runs in sorted(measured.items())
    )
    return f"The docxtpl script took {', '.join(each)}."


def write(text: str) -> None:
    """Puts the tables between the marks of the document."""
    head, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", "utf-8")


def measure(bench: Bench, sizes: Sequence[int], rounds: int, *, quick: bool) -> Measured:
    """All runs, by size.

    One round comes before that is not counted: it warms the disk, lets Python keep its compiled
    modules, and builds where a row measures what comes after a build.
    """
    environment = bench.environment()
    layout = not quick and shutil.which("soffice") is not None
    commands = [*bench.of_one(layout=layout), *(() if quick else bench.others(1))]
    in_turns([c for c in commands if not quick or c.name in AFTER_A_BUILD], 1, environment)
    found = {1: in_turns(commands, rounds, environment)}
    for times in sizes:
        of_size = [bench.script(times), bench.first(times), *bench.others(times)]
        found[times] = in_turns(of_size, max(3, 3 * rounds // times), environment)
    return found


@click.command()
@click.option("--quick", is_flag=True, help="Each row once at N=1; writes nothing.")
@click.option("--rounds", default=15, show_default=True, help="At N=1; larger sizes get fewer.")
@click.option("--size", "sizes", type=int, multiple=True, default=(10, LARGE), show_default=True)
def main(quick: bool, rounds: int, sizes: tuple[int, ...]) -> None:
    """Measures and prints; writes docs/performance.md unless --quick."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(
            Bench(Path(folder)), () if quick else sizes, 1 if quick else rounds, quick=quick
        )
    engines = [] if quick else [*table_of_engines(found), ""]
    text = "\n".join([*table([*rows(found)]), "", *engines, in_seconds(found), "", machine()])
    click.echo(text)
    if not quick:
        write(text)


if __name__ == "__main__":
    main()
