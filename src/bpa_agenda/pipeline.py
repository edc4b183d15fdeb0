"""What the commands do, each as a table of contents: import, check, export."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.links import FILE as LINKS
from bpa_agenda.links import accepted, links_text, read_links, suspect_links
from bpa_agenda.load import Loaded, Registers, Reports, load, with_reports
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Location, Problem, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.read_agenda import read_agenda
from bpa_agenda.read_report import read_new_report
from bpa_agenda.read_sources import read_registers, read_registers_with_yaml
from bpa_agenda.records import dataclass
from bpa_agenda.register import Register
from bpa_agenda.report_lines import ReportLine
from bpa_agenda.timings import TIMINGS
from bpa_agenda.trace import Trace, build_trace
from bpa_agenda.write_yaml import write_all

if TYPE_CHECKING:
    from bpa_agenda.import_report import Imported
    from bpa_agenda.readiness import Readiness
    from bpa_agenda.template_fields import Group
    from bpa_agenda.yaml_source import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """The content, its trace, reports by name, and all that is wrong."""

    content: Content
    trace: Trace
    reports: Reports
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CheckedTemplates:
    """The templates that were looked at, the copies with comments, and all that is wrong."""

    templates: tuple[Path, ...]
    copies: tuple[Path, ...]
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
    return apply_rules(read_rest(project, read(project)))


def read(project: Project, registers: Callable[[Project], Registers] = read_registers) -> Loaded:
    """Reads all content, the registers with what is given."""
    with TIMINGS.step("read"):
        return load(project, registers)


def read_rest(project: Project, loaded: Loaded) -> Loaded:
    """What was read, with what only rules need."""
    with TIMINGS.step("read"):
        return with_reports(project, loaded)


def apply_rules(loaded: Loaded) -> Checked:
    """What was read, with every rule applied."""
    with TIMINGS.step("check"):
        index = build_trace(loaded.content)
        rules = tuple(_rules(loaded, index))
    problems = in_order([*loaded.problems, *rules])
    return Checked(loaded.content, index, loaded.reports, problems)


def _rules(loaded: Loaded, index: Trace) -> Iterator[Problem]:
    """What the rules find in a content."""
    # Here, as of the two processes of a build only one applies them.
    from bpa_agenda.check import check_content
    from bpa_agenda.check_budget import check_budget
    from bpa_agenda.check_captions import check_captions
    from bpa_agenda.check_citations import check_citations
    from bpa_agenda.check_proposals import check_proposals
    from bpa_agenda.check_registers import check_registers
    from bpa_agenda.check_sections import check_sections
    from bpa_agenda.content_values import content_values

    content = loaded.content
    whole = _with_whole_proposals(loaded)
    values = content_values(content)
    yield from check_content(content, values, index)
    yield from check_proposals(whole)
    yield from check_budget(whole)
    yield from check_sections(whole)
    yield from check_captions(content, values)
    yield from check_citations(content, values)
    all_read = loaded.all_registers_read
    yield from check_registers(content.registers, loaded.reports, all_read=all_read)
    yield from suspect_links(index, loaded.links)


def _with_whole_proposals(loaded: Loaded) -> Content:
    """The content without proposals of which a part could not be read: it is not missing."""
    broken = {found.at.file for found in errors(loaded.problems)}
    if not broken:
        return loaded.content
    proposals = loaded.content.proposals
    whole = tuple(proposal for proposal in proposals if proposal.at.file not in broken)
    return replace(loaded.content, proposals=whole)


def export_trace(project: Project, checked: Checked) -> tuple[Path, ...]:
    """Writes the trace for other programs: build/trace.json and build/trace.csv."""
    from bpa_agenda.write_trace import trace_csv, trace_json

    files = {
        project.build / "trace.json": trace_json(checked.trace, checked.content).encode(),
        project.build / "trace.csv": trace_csv(checked.trace, checked.content).encode(),
    }
    write_all(files)
    return tuple(files)


def ready(project: Project, name: str) -> tuple["Readiness | None", Checked]:
    """How far a proposal is; None when there is no such proposal or its scheme is not known."""
    from bpa_agenda.readiness import readiness

    checked = check(project)
    schemes = {scheme.id for scheme in checked.content.schemes}
    for proposal in checked.content.proposals:
        if proposal.id == name and proposal.scheme in schemes:
            return readiness(checked.content, proposal, checked.problems), checked
    return None, checked


def write_readiness(project: Project, name: str, found: "Readiness") -> Path:
    """Writes the page for the consortium: build/gereed-NAME.html."""
    from bpa_agenda.show_readiness import readiness_page

    file = project.build / f"gereed-{name}.html"
    write_all({file: readiness_page(found).encode()})
    return file


def export_qdpx(project: Project, checked: Checked) -> Path:
    """Writes build/agenda.qdpx for the programs of qualitative researchers."""
    from bpa_agenda.write_qdpx import qdpx

    texts = {name: _text_of(project, name, lines) for name, lines in checked.reports.items()}
    file = project.build / "agenda.qdpx"
    write_all({file: qdpx(checked.trace, checked.content, texts)})
    return file


def _text_of(project: Project, report: str, lines: Sequence[ReportLine]) -> str:
    """A report as running text: a .txt as it is, a Word report line by line."""
    if report.endswith(".txt"):
        return (project.sources / report).read_bytes().decode("utf-8")
    return "\n".join(line.content for line in lines)


def accept_links(project: Project, checked: Checked, statements: Collection[str]) -> int:
    """Remembers what statements say now; gives how many links are remembered."""
    before, _ = read_links(project.root / LINKS)
    links = accepted(checked.trace, before, statements)
    write_all({project.root / LINKS: links_text(links).encode()})
    return sum(map(len, links.values()))


def check_templates(
    project: Project, chosen: Sequence[Path] = (), copies: Path | None = None
) -> CheckedTemplates:
    """What is wrong with templates, all that documents name or those that are chosen.

    With a folder for copies it gets a copy of each, with a comment at each mistake.
    """
    from bpa_agenda.templates import copies_of, problems_of

    content, problems = read_agenda(project)
    unknown = [p for p in problems if p.at.file == project.name(project.agenda / "documents.yaml")]
    found = problems_of(project, content.documents, chosen)
    texts, wrong = copies_of(project, found, copies) if copies else ({}, [])
    write_all(texts)
    every = (*unknown, *wrong, *(problem for of_one in found.values() for problem in of_one))
    return CheckedTemplates(tuple(found), tuple(texts), in_order(every))


def template_fields(project: Project, kinds: Sequence[str]) -> "list[tuple[str, list[Group]]]":
    """What the templates of each kind can show, with examples when the content has no errors."""
    from bpa_agenda.make_document import view_of
    from bpa_agenda.template_fields import groups_of
    from bpa_agenda.templates import KINDS

    checked = check(project)
    documents = () if errors(checked.problems) else checked.content.documents
    firsts = {document.kind: document for document in reversed(documents)}
    shown = {kind: view_of(checked.content, firsts[kind]) for kind in kinds if kind in firsts}
    return [(kind, list(groups_of(KINDS[kind], shown.get(kind)))) for kind in kinds]


def import_statements(project: Project, report: Path, *, drop_vanished: bool) -> Registered:
    """Brings the registers in line with a report; the report is copied into the project first."""
    from bpa_agenda.import_report import import_report

    file = project.name(report)
    lines, problems = read_new_report(report, file)
    known, wrong = read_registers_with_yaml(project)
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


def _vanished(imported: "Imported") -> Iterator[Problem]:
    for statement in imported.vanished:
        text = statement.text or statement.mark
        yield problem("vanished", statement.at, id=statement.id, text=text)


def _register_files(
    project: Project, known: list[tuple["Source", Register]], imported: "Imported"
) -> Iterator[tuple[Path, bytes]]:
    """The register files that change, with their new text."""
    from bpa_agenda.import_report import free_name, slug
    from bpa_agenda.write_register import register_text, updated_text

    before = {register.id: (source, register) for source, register in known}
    taken = {path.stem for path in project.sources.glob("*.yaml")}
    for register in imported.registers:
        if register.id in before:
            source, old = before[register.id]
            assert source.root is not None, "a register that was read has nodes"
            text = updated_text(source.text, source.root, old, register)
            if text != source.text:
                yield project.root / source.file, text.encode()
        else:
            name = f"{register.id}-{slug(register.title)}" if register.date else register.id
            free = free_name(name, taken)
            taken.add(free)
            yield project.sources / f"{free}.yaml", register_text(register).encode()
