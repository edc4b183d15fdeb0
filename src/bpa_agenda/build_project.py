"""A build: all documents and the account, or none of them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.make_files import Job, Made, make_files
from bpa_agenda.messages import problem
from bpa_agenda.pipeline import Checked, apply_rules, read_rest
from bpa_agenda.problems import Location, Problem, Severity, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.records import dataclass
from bpa_agenda.timings import TIMINGS
from bpa_agenda.write_yaml import Writing, write_all

if TYPE_CHECKING:
    from bpa_agenda.anchors import Base
    from bpa_agenda.first_document import FirstDocument
    from bpa_agenda.office import Office
    from bpa_agenda.write_docx import Draft

KEPT = ".cache/kept"


@dataclass(frozen=True, slots=True)
class Built:
    """The files that a build wrote, none when there were errors, of what, and its documents."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    checked: Checked
    drafts: "tuple[Draft, ...]" = ()

    @property
    def bases(self) -> "tuple[Base, ...]":
        """The maps of the documents to the YAML."""
        bases = (draft.base for draft in self.drafts)
        return tuple(base for base in bases if base is not None)


def build(
    project: Project,
    *,
    layout: bool = True,
    pdf: bool = False,
    final: bool = False,
    maps: bool = False,
    office: "Office | None" = None,
) -> Built:
    """Makes all documents and the account, or none when content or templates are wrong.

    The documents are there without page numbers before LibreOffice finds those; without `layout`
    it is not asked. A `final` build refuses open points too. With `maps`, the maps of the documents
    are given back. An `office` that is at work already is used.
    """
    from bpa_agenda.first_document import FirstDocument
    from bpa_agenda.kept import Kept

    kept = Kept(project.build / KEPT)
    wanted = layout or pdf or maps
    with Writing() as writing:
        job = Job(project, kept, writing, drafts=wanted)
        with FirstDocument(job) as first:
            checked = apply_rules(read_rest(project, first.read()))
            problems = [_as_error(p) if final else p for p in checked.problems]
            if errors(problems):
                return Built((), in_order(problems), checked)
            made = _made(job, checked, first)
        problems += made.problems
        if errors(problems):
            return Built((), in_order(problems), checked)
        with TIMINGS.step("write"):
            writing.put(made.files)
            kept.save()
    drafts = made.drafts
    files, unlaid = _lay_out(project, drafts, office, pdf=pdf) if layout or pdf else ((), [])
    every = in_order([*problems, *unlaid])
    return Built((*made.files, *files), every, checked, tuple(drafts.values()))


def _made(job: Job, checked: Checked, first: "FirstDocument") -> Made:
    """All documents and the account."""
    from bpa_agenda.write_html import account_page

    content, trace = checked.content, checked.trace
    others = make_files(job, content, trace, content.documents[1:])
    page = job.project.build / "verantwoording.html"
    with TIMINGS.step("account"), job.writing.open(page) as stream:
        stream.writelines(account_page(trace, content, checked.reports))
    longest = first.made(content, trace)
    job.kept.add(longest.kept)
    return Made(
        (*longest.files, *others.files, page),
        {**longest.drafts, **others.drafts},
        (*longest.problems, *others.problems),
        job.kept.new,
    )


def _as_error(found: Problem) -> Problem:
    """An open point as what it is on the day of submission."""
    return replace(found, severity=Severity.ERROR) if found.code == "open" else found


def _lay_out(
    project: Project, drafts: Mapping[Path, "Draft"], office: "Office | None", *, pdf: bool
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Puts page numbers into documents and writes the PDFs, if LibreOffice is there."""
    from bpa_agenda.layout import lay_out_new
    from bpa_agenda.office import OfficeError

    documents = {path.name: draft.for_layout() for path, draft in drafts.items()}
    try:
        with TIMINGS.step("layout"):
            memory = project.build / ".layout"
            laid = lay_out_new(memory, documents, at_work=office)
    except OfficeError as error:
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
