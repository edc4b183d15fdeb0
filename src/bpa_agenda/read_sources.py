"""The registers in `sources/` to the model."""

from pathlib import Path

from bpa_agenda.decode import decode
from bpa_agenda.problems import Problem
from bpa_agenda.project import Project
from bpa_agenda.register import Register
from bpa_agenda.yaml_source import Source, read_source


def read_registers(project: Project) -> tuple[list[tuple[Source, Register]], list[Problem]]:
    """Every register that could be read, with its YAML, in the order of their file names."""
    found: list[tuple[Source, Register]] = []
    problems: list[Problem] = []
    for path in sorted(project.sources.glob("*.yaml")):
        source, wrong = _read_register(path, project.name(path), found)
        problems += wrong
    return found, problems


def _read_register(
    path: Path, file: str, found: list[tuple[Source, Register]]
) -> tuple[Source, list[Problem]]:
    source, problems = read_source(path, file)
    register, wrong = decode(source, Register)
    if register is not None:
        found.append((source, register))
    return source, [*problems, *wrong]
