"""The registers and schemes in `sources/` to the model."""

from bpa_agenda.decode import decode
from bpa_agenda.problems import Problem
from bpa_agenda.project import Project
from bpa_agenda.register import Register
from bpa_agenda.scheme import Scheme
from bpa_agenda.yaml_source import Source, read_source


def read_schemes(project: Project) -> tuple[list[Scheme], list[Problem]]:
    """Every funding scheme that could be read, in the order of their file names."""
    found: list[Scheme] = []
    problems: list[Problem] = []
    for path in sorted((project.sources / "schemes").glob("*.yaml")):
        source, unread = read_source(path, project.name(path))
        scheme, wrong = decode(source, Scheme)
        problems += [*unread, *wrong]
        if scheme is not None:
            found.append(scheme)
    return found, problems


def read_registers(project: Project) -> tuple[list[tuple[Source, Register]], list[Problem]]:
    """Every register that could be read, with its YAML, in the order of their file names."""
    found: list[tuple[Source, Register]] = []
    problems: list[Problem] = []
    for path in sorted(project.sources.glob("*.yaml")):
        source, unread = read_source(path, project.name(path))
        register, wrong = decode(source, Register)
        problems += [*unread, *wrong]
        if register is not None:
            found.append((source, register))
    return found, problems
