"""A build: all documents and the account, or none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.load import Loaded
from bpa_agenda.messages import problem
from bpa_agenda.model import Document
from bpa_agenda.pipeline import Checked, apply_rules, read, read_rest
from bpa_agenda.problems import Location, Problem, Severity, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.records import dataclass
from bpa_agenda.timings import TIMINGS
from bpa_agenda.write_yaml import Writing, write_all

if TYPE_CHECKING:
    from bpa_agenda.anchors import Base
    from bpa_agenda.kept import Kept
    from bpa_agenda.make_views import Views
    from bpa_agenda.office import Office
    from bpa_agenda.second_process import Meanwhile
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
    """Documents without page numbers, and what was made for the next time.

    `files` were written beside their places. `drafts` is empty when nobody asks for page numbers or
    maps; `problems` are of templates.
    """

    files: tuple[Path, ...]
    drafts: "Mapping[Path, Draft]"
    problems: tuple[Problem, ...]
    kept: Mapping[Path, bytes]


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

    The first document, which is the longest, is begun before it is known that the content is right,
    so that there is work for a second processor.
    """
    from bpa_agenda.kept import Kept

    loaded = read(project)
    kept = Kept(project.build / KEPT)
    wanted = layout or pdf or maps
    with Writing() as writing:
        with _begun(project, loaded, kept, writing, drafts=wanted) as longest:
            checked = apply_rules(read_rest(project, loaded))
            problems = [_as_error(p) if final else p for p in checked.problems]
            if errors(problems):
                return Built((), in_order(problems))
            made = _made(project, checked, longest, kept, writing, drafts=wanted)
        problems += made.problems
        if errors(problems):
            return Built((), in_order(problems))
        writing.put(made.files)
    with TIMINGS.step("write"):
        kept.save()
    drafts = made.drafts
    files, unlaid = _lay_out(project, drafts, office, pdf=pdf) if layout or pdf else ((), [])
    return Built((*made.files, *files), in_order([*problems, *unlaid]), tuple(drafts.values()))


def _begun(
    project: Project, loaded: Loaded, kept: "Kept", writing: Writing, *, drafts: bool
) -> "Meanwhile[Made]":
    """The first document; in content with mistakes it may fail, and is then not asked for."""
    # Here and not where it is used, as both processes use it.
    from bpa_agenda.make_document import make_document  # noqa: F401
    from bpa_agenda.make_views import Views
    from bpa_agenda.second_process import Meanwhile

    longest = loaded.content.documents[:1]
    for document in longest:
        writing.announce(project.build / document.output)

    def first() -> Made:
        return _documents(project, Views(loaded.content), longest, kept, writing, drafts=drafts)

    return Meanwhile(first, at_once=not (errors(loaded.problems) or TIMINGS.on))


def _made(
    project: Project,
    checked: Checked,
    first: "Meanwhile[Made]",
    kept: "Kept",
    writing: Writing,
    *,
    drafts: bool,
) -> Made:
    """All documents and the account."""
    from bpa_agenda.make_views import Views
    from bpa_agenda.write_html import account_page

    views = Views(checked.content, checked.trace)
    others = _documents(project, views, checked.content.documents[1:], kept, writing, drafts=drafts)
    page = project.build / "verantwoording.html"
    with TIMINGS.step("account"), writing.open(page) as stream:
        stream.writelines(account_page(checked.trace, checked.content, checked.reports))
    longest = first.made()
    kept.add(longest.kept)
    return Made(
        (*longest.files, *others.files, page),
        {**longest.drafts, **others.drafts},
        (*longest.problems, *others.problems),
        kept.new,
    )


def _as_error(found: Problem) -> Problem:
    """An open point as what it is on the day of submission."""
    return replace(found, severity=Severity.ERROR) if found.code == "open" else found


def _documents(
    project: Project,
    views: "Views",
    documents: Sequence[Document],
    kept: "Kept",
    writing: Writing,
    *,
    drafts: bool,
) -> Made:
    """Documents without page numbers, and what is wrong with their templates."""
    from bpa_agenda.kept_templates import kept_template
    from bpa_agenda.make_document import make_document
    from bpa_agenda.places import path_finder

    path_of = path_finder(views.content)
    files: list[Path] = []
    made: dict[Path, Draft] = {}
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
                path = project.build / document.output
                with TIMINGS.step("zip"), writing.open(path) as stream:
                    draft.write(stream)
                files.append(path)
                if drafts:
                    made[path] = draft
    return Made(tuple(files), made, tuple(problems), kept.new)


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
