"""The registers and schemes in `sources/` to the model."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from bpa_agenda.decode import decode
from bpa_agenda.problems import Problem
from bpa_agenda.project import Project
from bpa_agenda.register import Register
from bpa_agenda.scheme import Scheme
from bpa_agenda.yaml_source import Source, read_source

Record = TypeVar("Record")


def read_schemes(project: Project) -> tuple[list[Scheme], list[Problem]]:
    """Every funding scheme that could be read, in the order of their file names."""
    problems: list[Problem] = []
    files = (project.sources / "schemes").glob("*.yaml")
    return [found for _, found in _read(project, files, Scheme, problems)], problems


def read_registers(project: Project) -> tuple[list[Register], list[Problem]]:
    """Every register that could be read, in the order of their file names."""
    problems: list[Problem] = []
    files = project.sources.glob("*.yaml")
    return [found for _, found in _read(project, files, Register, problems)], problems


def read_registers_with_yaml(
    project: Project,
) -> tuple[list[tuple[Source, Register]], list[Problem]]:
    """The same, each with its YAML, which takes ten times the memory."""
    problems: list[Problem] = []
    return [*_read(project, project.sources.glob("*.yaml"), Register, problems)], problems


def _read(
    project: Project, files: Iterable[Path], record: type[Record], problems: list[Problem]
) -> Iterator[tuple[Source, Record]]:
    """The records that could be read; what is wrong is added to `problems`."""
    for path in sorted(files):
        source, unread = read_source(path, project.name(path))
        found, wrong = decode(source, record)
        problems += [*unread, *wrong]
        if found is not None:
            yield source, found
