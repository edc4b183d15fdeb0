"""A build: all documents and the account, or none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.messages import problem
from bpa_agenda.model import Document
from bpa_agenda.pipeline import Checked, check
from bpa_agenda.problems import Location, Problem, Severity, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.records import dataclass
from bpa_agenda.timings import TIMINGS
from bpa_agenda.write_yaml import write_all

if TYPE_CHECKING:
    from bpa_agenda.anchors import Base
    from bpa_agenda.kept import Kept
    from bpa_agenda.make_views import Views
    from bpa_agenda.office import Office
    from bpa_agenda.template_parts import Template
    from bpa_agenda.write_docx import Draft

KEPT = ".cache/kept"


@dataclass(frozen=True, slots=True)
class Built:
    """The files that a build wrote, none when there were errors, and its documents."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    drafts: "tuple[Draft, ...]" = ()

    @property
    def bases(self) -> "tuple[Base, ...]":
        """The maps of the documents to the YAML."""
        bases = (draft.base for draft in self.drafts)
        return tuple(base for base in bases if base is not None)


@dataclass(frozen=True, slots=True)
class Made:
    """Documents without page numbers, the bytes of all files, and what is wrong with templates."""

    drafts: "Mapping[Path, Draft]"
    files: Mapping[Path, bytes]
    problems: tuple[Problem, ...]


def build(
    project: Project,
    *,
    layout: bool = True,
    pdf: bool = False,
    final: bool = False,
    office: "Office | None" = None,
) -> Built:
    """Makes all documents and the account, or none when content or templates are wrong.

    The documents are there without page numbers before LibreOffice finds those; without `layout`
    it is not asked. A `final` build refuses open points too. An `office` that is at work already
    is used.
    """
    from bpa_agenda.kept import Kept

    checked = check(project)
    problems = [_as_error(p) if final else p for p in checked.problems]
    if errors(problems):
        return Built((), in_order(problems))
    kept = Kept(project.build / KEPT)
    made = _made(project, checked, kept)
    problems += made.problems
    if errors(problems):
        return Built((), in_order(problems))
    with TIMINGS.step("write"):
        write_all(made.files)
        kept.save()
    drafts = made.drafts
    files, unlaid = _lay_out(project, drafts, office, pdf=pdf) if layout or pdf else ((), [])
    return Built((*made.files, *files), in_order([*problems, *unlaid]), tuple(drafts.values()))


def _made(project: Project, checked: Checked, kept: "Kept") -> Made:
    """All documents and the account; the first document while a second process does the rest."""
    # Here and not where it is used, as both processes use it.
    from bpa_agenda.make_document import make_document  # noqa: F401
    from bpa_agenda.make_views import Views
    from bpa_agenda.second_process import meanwhile
    from bpa_agenda.write_html import account_page

    documents = checked.content.documents
    views = Views(checked.content, checked.trace)

    def rest() -> tuple[Made, bytes, Mapping[Path, bytes]]:
        made = _documents(project, views, documents[1:], kept)
        with TIMINGS.step("account"):
            page = b"".join(account_page(checked.trace, checked.content, checked.reports))
        return made, page, kept.new

    waiting = rest if TIMINGS.on else meanwhile(rest)
    made = _documents(project, views, documents[:1], kept)
    more, page, new = waiting()
    kept.add(new)
    account = {project.build / "verantwoording.html": page}
    return Made(
        {**made.drafts, **more.drafts},
        {**made.files, **more.files, **account},
        (*made.problems, *more.problems),
    )


def _as_error(found: Problem) -> Problem:
    """An open point as what it is on the day of submission."""
    return replace(found, severity=Severity.ERROR) if found.code == "open" else found


def _documents(
    project: Project, views: "Views", documents: Sequence[Document], kept: "Kept"
) -> Made:
    """Documents without page numbers, and what is wrong with their templates."""
    from bpa_agenda.kept_templates import kept_template
    from bpa_agenda.make_document import make_document
    from bpa_agenda.places import path_finder

    path_of = path_finder(views.content)
    drafts: dict[Path, Draft] = {}
    problems: list[Problem] = []
    templates: dict[tuple[str, str], Template | None] = {}
    for document in documents:
        wanted = (document.template, document.kind)
        if wanted not in templates:
            path = project.templates / document.template
            with TIMINGS.step("templates"):
                found = kept_template(path, project.name(path), wanted[1], kept)
            templates[wanted], wrong = found
            problems += wrong
        if template := templates[wanted]:
            draft, wrong = make_document(views, document, template, path_of, kept)
            problems += wrong
            if draft is not None:
                drafts[project.build / document.output] = draft
    with TIMINGS.step("zip"):
        files = {path: draft.finished() for path, draft in drafts.items()}
    return Made(drafts, files, tuple(problems))


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
            laid = lay_out_new(memory, documents, with_pdf=pdf, at_work=office)
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
