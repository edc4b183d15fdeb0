"""The registers and schemes in `sources/` to the model."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bpa_agenda.problems import Problem
from bpa_agenda.project import Project
from bpa_agenda.read_record import read_record, yaml_files
from bpa_agenda.register import Register
from bpa_agenda.scheme import Scheme

if TYPE_CHECKING:
    from bpa_agenda.yaml_source import Source

Record = TypeVar("Record")


def read_schemes(project: Project) -> tuple[list[Scheme], list[Problem]]:
    """Every funding scheme that could be read, in the order of their file names."""
    problems: list[Problem] = []
    files = yaml_files(project.sources / "schemes")
    return [*_read(project, files, Scheme, problems)], problems


def read_registers(project: Project) -> tuple[list[Register], list[Problem]]:
    """Every register that could be read, in the order of their file names."""
    problems: list[Problem] = []
    return [*_read(project, yaml_files(project.sources), Register, problems)], problems


def read_registers_with_yaml(
    project: Project,
) -> tuple[list[tuple["Source", Register]], list[Problem]]:
    """The same, each with its YAML, which takes ten times the memory."""
    from bpa_agenda.decode import decode
    from bpa_agenda.yaml_source import read_source

    known: list[tuple[Source, Register]] = []
    problems: list[Problem] = []
    for path in yaml_files(project.sources):
        source, unread = read_source(path, project.name(path))
        found, wrong = decode(source, Register)
        problems += [*unread, *wrong]
        if found is not None:
            known.append((source, found))
    return known, problems


def _read(
    project: Project, files: Iterable[Path], record: type[Record], problems: list[Problem]
) -> Iterator[Record]:
    """The records that could be read; what is wrong is added to `problems`."""
    for path in files:
        found, wrong = read_record(path, project.name(path), record)
        problems += wrong
        if found is not None:
            yield found
