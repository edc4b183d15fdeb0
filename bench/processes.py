"""Whole processes measured from outside, in turns, so that a noisy machine slows all alike."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeAlias


def _nothing() -> None:
    """Nothing has to be done before a run."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to measure; `before` makes the ground ready and is not measured."""

    name: str
    words: Sequence[str]
    folder: Path
    before: Callable[[], None] = _nothing


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds by the clock and of a processor, and at most so many kilobytes."""

    seconds: float
    processor: float
    memory: int


ENOUGH = 300.0  # seconds
Runs: TypeAlias = Mapping[str, Sequence[Run]]


@dataclass(slots=True)
class Ratios:
    """How one command compares with another, round by round."""

    of_time: list[float] = field(default_factory=list)
    least: float = 0.0
    of_processor: float = 0.0
    of_memory: float = 0.0

    @property
    def median(self) -> float:
        """The ratio to quote: the median of the rounds."""
        return median(self.of_time)


def in_turns(commands: Sequence[Command], rounds: int, environment: Mapping[str, str]) -> Runs:
    """Runs the commands one after the other, round by round; no round begins after ENOUGH."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    begin = time.perf_counter()
    for _ in range(rounds):
        for command in commands:
            runs[command.name].append(_run(command, environment))
        if time.perf_counter() - begin > ENOUGH:
            break
    return runs


def _run(command: Command, environment: Mapping[str, str]) -> Run:
    command.before()
    with (command.folder / "printed.txt").open("w+b") as printed:
        begin = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  # our own commands
            command.words,
            cwd=command.folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            detail = printed.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{command.name}: exit status {process.returncode}\n{detail}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)


def ratios(runs: Runs, name: str, against: str) -> Ratios:
    """One command against another of the same rounds."""
    pairs = list(zip(runs[name], runs[against], strict=True))
    return Ratios(
        [ours.seconds / theirs.seconds for ours, theirs in pairs],
        min(ours.seconds for ours, _ in pairs) / min(theirs.seconds for _, theirs in pairs),
        min(ours.processor for ours, _ in pairs) / min(theirs.processor for _, theirs in pairs),
        max(ours.memory for ours, _ in pairs) / max(theirs.memory for _, theirs in pairs),
    )


def least(runs: Runs, name: str) -> float:
    """The fastest run, in seconds."""
    return min(run.seconds for run in runs[name])
