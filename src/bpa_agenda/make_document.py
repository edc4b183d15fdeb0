"""One document of the content: what it shows, and the files of its Word file."""

from dataclasses import fields, replace
from typing import Any

# What reads literature is loaded before there are copies of the process.
from bpa_agenda import apa  # noqa: F401
from bpa_agenda.bibliography import Bibliography, make_bibliography
from bpa_agenda.draw_figures import draw
from bpa_agenda.kept import FORGETFUL, Kept
from bpa_agenda.make_views import Views
from bpa_agenda.markdown import Figure
from bpa_agenda.model import Content, Document, Picture
from bpa_agenda.name_open_points import open_points
from bpa_agenda.problems import Location, Problem
from bpa_agenda.proposal import Proposal
from bpa_agenda.template_parts import Template
from bpa_agenda.timings import TIMINGS
from bpa_agenda.values import Open
from bpa_agenda.views import AgendaDocument, ProposalDocument, PublicationView
from bpa_agenda.walk import walk
from bpa_agenda.word_files import Properties
from bpa_agenda.write_docx import References, Rendered, render


def make_document(
    views: Views,
    document: Document,
    template: Template,
    kept: Kept = FORGETFUL,
    *,
    has_anchors: bool,
) -> tuple[Rendered | None, list[Problem]]:
    """The document without its table of contents; None when something was wrong after all.

    What takes long comes from `kept` if it is there.
    """
    with TIMINGS.step("views"):
        shown, bibliography = _shown(views, document)
        variables = {field.name: getattr(shown, field.name) for field in fields(shown)}
        content = views.content
        proposal = next((p for p in content.proposals if p.id == document.proposal), None)
        names = views.names(proposal)
    with TIMINGS.step("figures"):
        pictures = _pictures(views, proposal, kept)
    views.forget_trace()
    references = References(names, bibliography.citations, pictures)
    properties = _properties(views, shown)
    return render(template, variables, properties, references, has_anchors=has_anchors)


def view_of(content: Content, document: Document) -> AgendaDocument | ProposalDocument:
    """What a document can show."""
    return _shown(Views(content), document)[0]


def open_places(content: Content, document: Document) -> set[Location]:
    """Where the proposal that a document shows is open, and the literature that it cites."""
    bibliography = _shown(Views(content), document)[1]
    proposals = tuple(p for p in content.proposals if p.id == document.proposal)
    values = walk((*proposals, *bibliography.publications))
    return {value.at for value in values if isinstance(value, Open)}


def _shown(
    views: Views, document: Document
) -> tuple[AgendaDocument | ProposalDocument, Bibliography]:
    shown = _view(views, document)
    literature = views.content.literature
    bibliography = make_bibliography(shown, literature, _listed(views, document))
    return _with_literature(shown, bibliography), bibliography


def _pictures(views: Views, proposal: Proposal | None, kept: Kept) -> dict[str, Picture]:
    """The pictures that a document shows: those of files, and those that are drawn only now."""
    content = views.content
    files = {picture.file: picture for picture in content.pictures}
    blocks = (caption.block for caption in views.captions(proposal))
    shown = {block.source for block in blocks if isinstance(block, Figure)}
    return {
        name: files[name] if name in files else draw(name, content, views.trace, kept)
        for name in sorted(shown)
    }


def _view(views: Views, document: Document) -> AgendaDocument | ProposalDocument:
    if document.proposal is None:
        return views.agenda_document()
    proposals = {proposal.id: proposal for proposal in views.content.proposals}
    return views.proposal_document(proposals[document.proposal])


def _listed(views: Views, document: Document) -> set[str]:
    """What stands in the literature in any case: what the report names, what a proposal lists."""
    if document.proposal is None:
        return {entry.id for entry in views.content.literature if entry.sources}
    return {n for p in views.content.proposals if p.id == document.proposal for n in p.literature}


def _with_literature(
    shown: AgendaDocument | ProposalDocument, bibliography: Bibliography
) -> AgendaDocument | ProposalDocument:
    entries = tuple(PublicationView(entry) for entry in bibliography.entries)
    points = (*shown.open_points, *open_points(bibliography.publications))
    if isinstance(shown, AgendaDocument):
        return replace(shown, literature=entries, open_points=points)
    proposal = replace(shown.proposal, literature=entries)
    return replace(shown, proposal=proposal, open_points=points)


def _properties(views: Views, shown: Any) -> Properties:
    front = views.front
    is_agenda = isinstance(shown, AgendaDocument)
    title = front.title if is_agenda else shown.proposal.title
    subject = front.subtitle if is_agenda else f"Onderzoeksvoorstel {shown.proposal.scheme}"
    date = "" if isinstance(front.date, Open) else front.date.isoformat()
    return Properties(title, front.publisher, subject, date)
