"""One document of the content: its template, what it shows, and the Word file in memory."""

from dataclasses import fields
from typing import Any

from bpa_agenda.check_template import check_template
from bpa_agenda.make_views import Views
from bpa_agenda.model import Content, Document
from bpa_agenda.problems import Problem, errors
from bpa_agenda.project import Project
from bpa_agenda.values import Open
from bpa_agenda.views import AgendaDocument, ProposalDocument
from bpa_agenda.word_template import read_template
from bpa_agenda.write_docx import Draft, Properties, render


def make_document(
    project: Project, content: Content, document: Document
) -> tuple[Draft | None, list[Problem]]:
    """The document without its page numbers; None when the template has a mistake."""
    path = project.templates / document.template
    template, problems = read_template(path, project.name(path))
    if template is None:
        return None, problems
    kind = AgendaDocument if document.proposal is None else ProposalDocument
    problems += check_template(template, kind)
    if errors(problems):
        return None, problems
    views = Views(content)
    shown = _view(views, document)
    variables = {field.name: getattr(shown, field.name) for field in fields(shown)}
    names = views.names(of_proposal=document.proposal is not None)
    draft, wrong = render(template, variables, names, _properties(views, shown))
    return draft, [*problems, *wrong]


def _view(views: Views, document: Document) -> AgendaDocument | ProposalDocument:
    if document.proposal is None:
        return views.agenda_document()
    proposals = {proposal.id: proposal for proposal in views.content.proposals}
    return views.proposal_document(proposals[document.proposal])


def _properties(views: Views, shown: Any) -> Properties:
    front = views.front
    is_agenda = isinstance(shown, AgendaDocument)
    title = front.title if is_agenda else shown.proposal.title
    subject = front.subtitle if is_agenda else f"Onderzoeksvoorstel {shown.proposal.scheme}"
    date = "" if isinstance(front.date, Open) else front.date.isoformat()
    return Properties(title, front.publisher, subject, date)
