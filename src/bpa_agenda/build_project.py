"""A build: all documents and the account, or none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.check import documents_that_clash
from bpa_agenda.load import Loaded
from bpa_agenda.messages import problem
from bpa_agenda.model import Content, Document
from bpa_agenda.pipeline import Checked, apply_rules, read, read_rest
from bpa_agenda.problems import Location, Problem, Severity, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.records import dataclass
from bpa_agenda.timings import TIMINGS
from bpa_agenda.trace import Trace
from bpa_agenda.write_yaml import Writing, write_all

if TYPE_CHECKING:
    from bpa_agenda.anchors import Base
    from bpa_agenda.kept import Kept
    from bpa_agenda.make_views import Views
    from bpa_agenda.office import Office
    from bpa_agenda.second_process import Meanwhile
    from bpa_agenda.template_parts import Template
    from bpa_agenda.write_docx import Draft, Rendered

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


@dataclass(frozen=True, slots=True)
class Made:
    """Documents without page numbers, and what was made for the next time.

    `files` were written beside their places. `drafts` is empty when nobody asks for page numbers or
    maps; `problems` are of templates.
    """

    files: tuple[Path, ...]
    drafts: "Mapping[Path, Draft]"
    problems: tuple[Problem, ...]
    kept: Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class _Job:
    """What is made where, and whether somebody asks for page numbers or maps afterwards."""

    project: Project
    kept: "Kept"
    writing: Writing
    drafts: bool


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
    from bpa_agenda.kept import Kept

    loaded = read(project)
    kept = Kept(project.build / KEPT)
    wanted = layout or pdf or maps
    with Writing() as writing:
        job = _Job(project, kept, writing, drafts=wanted)
        # The longest document, before it is known that the content is right: so there is work for
        # a second processor.
        with _begun(job, loaded) as longest:
            checked = apply_rules(read_rest(project, loaded))
            problems = [_as_error(p) if final else p for p in checked.problems]
            if errors(problems):
                return Built((), in_order(problems), checked)
            made = _made(job, checked, longest)
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


def _begun(job: _Job, loaded: Loaded) -> "Meanwhile[Made]":
    """The first document; in content with mistakes it may fail, and is then not asked for."""
    # Here and not where it is used, as both processes use it.
    from bpa_agenda.kept_templates import load_for_all
    from bpa_agenda.make_document import make_document  # noqa: F401
    from bpa_agenda.make_views import Views  # noqa: F401
    from bpa_agenda.second_process import Meanwhile

    longest = loaded.content.documents[:1]
    wrong = [*errors(loaded.problems), *documents_that_clash(loaded.content)]
    for document in longest if not wrong else ():
        job.writing.announce(job.project.build / document.output)
    load_for_all(job.kept)

    def first() -> Made:
        return _documents(job, loaded.content, None, longest)

    return Meanwhile(first, at_once=not (wrong or TIMINGS.on))


def _made(job: _Job, checked: Checked, first: "Meanwhile[Made]") -> Made:
    """All documents and the account."""
    from bpa_agenda.write_html import account_page

    content, trace = checked.content, checked.trace
    others = _documents(job, content, trace, content.documents[1:])
    page = job.project.build / "verantwoording.html"
    with TIMINGS.step("account"), job.writing.open(page) as stream:
        stream.writelines(account_page(trace, content, checked.reports))
    longest = first.made()
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


def _documents(
    job: _Job, content: Content, trace: Trace | None, documents: Sequence[Document]
) -> Made:
    """Documents without page numbers, and what is wrong with their templates."""
    from bpa_agenda.make_views import Views
    from bpa_agenda.places import path_finder
    from bpa_agenda.write_docx import Identity

    assert content.front is not None, "content without errors has a front"
    rendered, problems = _rendered(job, Views(content, trace), documents)
    # By now what they show is forgotten, which makes room for their maps.
    paths_of = path_finder(content)
    made: dict[Path, Draft] = {}
    for document, one in rendered:
        path = job.project.build / document.output
        made[path] = one.draft(Identity(document.output, content.front.version, paths_of))
        with TIMINGS.step("zip"), job.writing.open(path) as stream:
            made[path].write(stream)
    return Made(tuple(made), made if job.drafts else {}, tuple(problems), job.kept.new)


def _rendered(
    job: _Job, views: "Views", documents: Sequence[Document]
) -> "tuple[list[tuple[Document, Rendered]], list[Problem]]":
    """Documents that lack their tables of contents and maps, and what is wrong with templates."""
    from bpa_agenda.kept_templates import kept_template
    from bpa_agenda.make_document import make_document

    made: list[tuple[Document, Rendered]] = []
    problems: list[Problem] = []
    templates: dict[tuple[str, str], Template | None] = {}
    for document in documents:
        wanted = (document.template, document.kind)
        if wanted not in templates:
            path = job.project.templates / document.template
            with TIMINGS.step("templates"):
                found = kept_template(path, job.project.name(path), wanted[1], job.kept)
            templates[wanted], wrong = found
            problems += wrong
        if template := templates[wanted]:
            rendered, wrong = make_document(views, document, template, job.kept, has_anchors=True)
            problems += wrong
            if rendered is not None:
                made.append((document, rendered))
    return made, problems


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
