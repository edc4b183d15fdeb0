"""What the commands do, each as a table of contents: import, check, build."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.check import check_content
from bpa_agenda.check_registers import check_registers
from bpa_agenda.import_report import Imported, import_report, slug
from bpa_agenda.links import FILE as LINKS
from bpa_agenda.links import Links, accepted, links_text, read_links, suspect_links
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Location, Problem, Severity, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.read_agenda import ids_in_text, read_agenda
from bpa_agenda.read_report import read_report
from bpa_agenda.read_sources import read_registers
from bpa_agenda.register import Register
from bpa_agenda.report_lines import ReportLine
from bpa_agenda.trace import Trace, build_trace
from bpa_agenda.write_register import register_text, updated_text
from bpa_agenda.write_trace import trace_csv, trace_json
from bpa_agenda.write_yaml import write_all
from bpa_agenda.yaml_source import Source

if TYPE_CHECKING:
    from bpa_agenda.write_docx import Draft

Reports = Mapping[str, Sequence[ReportLine]]


@dataclass(frozen=True, slots=True)
class Checked:
    """The content, the reports by name, and everything that is wrong or still open."""

    content: Content
    reports: Reports
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """The content, its trace, the reports, the memory of links, and all that is wrong."""

    content: Content
    trace: Trace
    reports: Reports
    links: Links
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The files that a build wrote, none when there were errors."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """The register files that an import wrote, and how many statements the report has."""

    written: tuple[Path, ...]
    statements: int
    guesses: int
    problems: tuple[Problem, ...]


def check(project: Project) -> Checked:
    """Reads everything and applies every rule; writes nothing."""
    content, problems = read_agenda(project)
    found, wrong = read_registers(project)
    registers = tuple(register for _, register in found)
    content = replace(
        content, registers=registers, mentioned=content.mentioned | _ids_in(found, wrong, project)
    )
    reports, unread = _read_reports(project, registers)
    links, garbled = read_links(project.root / LINKS)
    rules = (
        *check_content(content),
        *check_registers(registers, reports),
        *suspect_links(build_trace(content), links),
    )
    return Checked(content, reports, in_order([*problems, *wrong, *unread, *garbled, *rules]))


def trace(project: Project) -> Traced:
    """What became of every statement, and what everything rests on."""
    checked = check(project)
    links, _ = read_links(project.root / LINKS)
    index = build_trace(checked.content)
    return Traced(checked.content, index, checked.reports, links, checked.problems)


def export_trace(project: Project, traced: Traced) -> tuple[Path, ...]:
    """Writes the trace for other programs: build/trace.json and build/trace.csv."""
    files = {
        project.build / "trace.json": trace_json(traced.trace, traced.content).encode(),
        project.build / "trace.csv": trace_csv(traced.trace, traced.content).encode(),
    }
    write_all(files)
    return tuple(files)


def export_qdpx(project: Project, traced: Traced) -> Path:
    """Writes build/agenda.qdpx for the programs of qualitative researchers."""
    from bpa_agenda.write_qdpx import qdpx

    texts = {name: _text_of(project, name, lines) for name, lines in traced.reports.items()}
    file = project.build / "agenda.qdpx"
    write_all({file: qdpx(traced.trace, traced.content, texts)})
    return file


def _text_of(project: Project, report: str, lines: Sequence[ReportLine]) -> str:
    """A report as running text: a .txt as it is, a Word report line by line."""
    if report.endswith(".txt"):
        return (project.sources / report).read_bytes().decode("utf-8")
    return "\n".join(line.content for line in lines)


def accept_links(project: Project, traced: Traced, statements: Collection[str]) -> int:
    """Remembers what statements say now; gives how many links are remembered."""
    links = accepted(traced.trace, traced.links, statements)
    write_all({project.root / LINKS: links_text(links).encode()})
    return sum(map(len, links.values()))


def build(project: Project, *, layout: bool = True, pdf: bool = False) -> Built:
    """Makes all documents and the account, or none when content or templates are wrong.

    The documents are there without page numbers before LibreOffice finds those; without `layout`
    it is not asked.
    """
    from bpa_agenda.make_document import make_document
    from bpa_agenda.write_html import account_page

    checked = check(project)
    if errors(checked.problems):
        return Built((), checked.problems)
    drafts: dict[Path, Draft] = {}
    problems = list(checked.problems)
    for document in checked.content.documents:
        draft, wrong = make_document(project, checked.content, document)
        problems += wrong
        if draft is not None:
            drafts[project.build / document.output] = draft
    if errors(problems):
        return Built((), in_order(problems))
    account = project.build / "verantwoording.html"
    page = account_page(build_trace(checked.content), checked.content, checked.reports)
    words = {path: draft.finished() for path, draft in drafts.items()}
    write_all({**words, account: page.encode()})
    files, wrong = _lay_out(project, drafts, pdf=pdf) if layout or pdf else ((), [])
    return Built((*drafts, account, *files), in_order([*problems, *wrong]))


def _lay_out(
    project: Project, drafts: Mapping[Path, "Draft"], *, pdf: bool
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Puts page numbers into documents and writes the PDFs, if LibreOffice is there."""
    from bpa_agenda.layout import LayoutError, lay_out_new

    documents = {path.name: draft.for_layout() for path, draft in drafts.items()}
    try:
        laid = lay_out_new(project.build / ".layout", documents, with_pdf=pdf)
    except LayoutError as error:
        at = Location(project.name(project.build))
        severity = Severity.ERROR if pdf else Severity.WARNING
        return (), [replace(problem("layout", at, detail=error), severity=severity)]
    texts: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for path, draft in drafts.items():
        pages = laid[path.name].pages(draft.levels)
        if len(pages) == draft.headings:
            texts[path] = draft.finished(pages)
        else:
            detail = f"LibreOffice found {len(pages)} headings and not {draft.headings}"
            problems.append(problem("layout", Location(project.name(path)), detail=detail))
        if pdf:
            texts[path.with_suffix(".pdf")] = laid[path.name].pdf
    write_all(texts)
    return tuple(path for path in texts if path.suffix == ".pdf"), problems


def import_statements(project: Project, report: Path, *, drop_vanished: bool) -> Registered:
    """Brings the registers in line with a report; the report is copied into the project first."""
    file = project.name(report)
    lines, problems = read_report(report, file)
    known, wrong = read_registers(project)
    problems += wrong
    if errors(problems):
        return Registered((), 0, 0, in_order(problems))
    imported = import_report(f"reports/{report.name}", lines, [register for _, register in known])
    if all(register.date is None for register in imported.registers):
        problems.append(problem("no-workshop", Location(file)))
    if imported.vanished and not drop_vanished:
        problems += _vanished(imported)
        return Registered((), 0, 0, in_order(problems))
    texts = dict(_register_files(project, known, imported))
    copy = project.sources / "reports" / report.name
    if not copy.exists() or copy.read_bytes() != report.read_bytes():
        texts[copy] = report.read_bytes()
    write_all(texts)
    statements = [s for register in imported.registers for s in register.statements]
    guesses = sum(1 for statement in statements if statement.guess)
    return Registered(tuple(texts), len(statements), guesses, in_order(problems))


def _ids_in(
    found: list[tuple[Source, Register]], wrong: list[Problem], project: Project
) -> frozenset[str]:
    """The ids in registers with mistakes: one slip must not make every reference a problem."""
    read = {source.file for source, _ in found}
    broken = {p.at.file for p in wrong} - read
    return frozenset(
        name
        for file in broken
        if (project.root / file).is_file()
        for name in ids_in_text((project.root / file).read_text("utf-8", errors="replace"))
    )


def _read_reports(
    project: Project, registers: tuple[Register, ...]
) -> tuple[dict[str, list[ReportLine]], list[Problem]]:
    """The lines of every report in `sources/reports/`, also of those without a register."""
    names = {str(register.report) for register in registers}
    folder = project.sources / "reports"
    names |= {f"reports/{path.name}" for path in folder.glob("*") if path.suffix in _REPORTS}
    reports: dict[str, list[ReportLine]] = {}
    problems: list[Problem] = []
    for name in sorted(names):
        lines, wrong = read_report(project.sources / name, f"sources/{name}")
        problems += wrong
        if not errors(wrong):
            reports[name] = lines
    return reports, problems


_REPORTS = (".txt", ".docx")


def _vanished(imported: Imported) -> Iterator[Problem]:
    for statement in imported.vanished:
        text = statement.text or statement.mark
        yield problem("vanished", statement.at, id=statement.id, text=text)


def _register_files(
    project: Project, known: list[tuple[Source, Register]], imported: Imported
) -> Iterator[tuple[Path, bytes]]:
    """The register files that change, with their new text."""
    before = {register.id: (source, register) for source, register in known}
    for register in imported.registers:
        if register.id in before:
            source, old = before[register.id]
            assert source.root is not None, "a register that was read has nodes"
            text = updated_text(source.text, source.root, old, register)
            if text != source.text:
                yield project.root / source.file, text.encode()
        else:
            name = f"{register.id}-{slug(register.title)}" if register.date else register.id
            yield project.sources / f"{name}.yaml", register_text(register).encode()
