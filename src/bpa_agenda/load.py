"""Everything that a project holds, read into one content, with what could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bpa_agenda.links import FILE as LINKS
from bpa_agenda.links import Links, read_links
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Problem, did_you_mean, errors
from bpa_agenda.project import Project
from bpa_agenda.read_agenda import ids_in_text, read_agenda
from bpa_agenda.read_pictures import read_pictures
from bpa_agenda.read_report import ENDINGS, read_report
from bpa_agenda.read_sources import read_registers, read_schemes
from bpa_agenda.records import dataclass
from bpa_agenda.register import Register
from bpa_agenda.report_lines import ReportLine

Reports = Mapping[str, Sequence[ReportLine]]
Registers = tuple[Sequence[Register], list[Problem]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project as read: `reports` are lines by the name that registers use, as reports/x.txt.

    Reports and links are empty until they are read too.
    """

    content: Content
    reports: Reports
    links: Links
    all_registers_read: bool
    problems: tuple[Problem, ...]


def load(project: Project, read: Callable[[Project], Registers] = read_registers) -> Loaded:
    """Reads agenda, registers, schemes and pictures; `with_reports` reads the rest.

    `read` gives the registers, and is called last.
    """
    content, problems = read_agenda(project)
    schemes, of_schemes = read_schemes(project)
    pictures, of_pictures = read_pictures(project)
    registers, of_registers = read(project)
    unread = _unread(project, {register.at.file for register in registers}, of_registers)
    names = {Path(broken.at.file).name for broken in of_pictures}
    content = replace(
        content,
        registers=tuple(registers),
        schemes=tuple(schemes),
        pictures=pictures,
        mentioned=content.mentioned.union(names, *map(_ids_in, unread)),
    )
    problems += [*of_registers, *of_schemes, *of_pictures]
    problems += _missing_templates(project, content)
    return Loaded(content, {}, {}, not unread, tuple(problems))


def with_reports(project: Project, loaded: Loaded) -> Loaded:
    """What was loaded, with the reports and the memory of links, which only rules need."""
    reports, of_reports = _read_reports(project, loaded.content.registers)
    links, of_links = read_links(project.root / LINKS)
    problems = (*loaded.problems, *of_reports, *of_links)
    return replace(loaded, reports=reports, links=links, problems=problems)


def _missing_templates(project: Project, content: Content) -> list[Problem]:
    """The templates that documents name and that are not there."""
    there = sorted(path.name for path in project.templates.glob("*.docx"))
    return [
        problem("missing-template", name.at, name=name, hint=did_you_mean(name, there))
        for name in dict.fromkeys(document.template for document in content.documents)
        if not (project.templates / name).is_file()
    ]


def _unread(project: Project, read: set[str], problems: Sequence[Problem]) -> list[Path]:
    """The files of registers that could not be read."""
    return [project.root / file for file in {p.at.file for p in problems} - read]


def _ids_in(file: Path) -> set[str]:
    """The ids in a broken register: one slip must not make every reference a problem."""
    return ids_in_text(file.read_text("utf-8", errors="replace")) if file.is_file() else set()


def _read_reports(
    project: Project, registers: Sequence[Register]
) -> tuple[dict[str, list[ReportLine]], list[Problem]]:
    """The lines of every report in `sources/reports/`, also of those without a register."""
    names = {str(register.report) for register in registers}
    folder = project.sources / "reports"
    names |= {f"reports/{path.name}" for path in folder.glob("*") if path.suffix in ENDINGS}
    reports: dict[str, list[ReportLine]] = {}
    problems: list[Problem] = []
    for name in sorted(names):
        lines, wrong = read_report(project.sources / name, f"sources/{name}")
        problems += wrong
        if not errors(wrong):
            reports[name] = lines
    return reports, problems
