"""The Word files of a build, written beside their places."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.model import Content, Document
from bpa_agenda.problems import Problem
from bpa_agenda.project import Project
from bpa_agenda.records import dataclass
from bpa_agenda.timings import TIMINGS
from bpa_agenda.trace import Trace
from bpa_agenda.write_yaml import Writing

if TYPE_CHECKING:
    from bpa_agenda.kept import Kept
    from bpa_agenda.make_views import Views
    from bpa_agenda.template_parts import Template
    from bpa_agenda.write_docx import Draft, Rendered


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
class Job:
    """What is made where, and whether somebody asks for page numbers or maps afterwards."""

    project: Project
    kept: "Kept"
    writing: Writing
    drafts: bool


def make_files(
    job: Job, content: Content, trace: Trace | None, documents: Sequence[Document]
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
    job: Job, views: "Views", documents: Sequence[Document]
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
