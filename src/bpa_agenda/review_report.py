"""`agenda review report`: a Word table of what became of each comment and each change."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from pathlib import Path

from bpa_agenda import dutch
from bpa_agenda.make_review_views import Found, Reactions
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Location, Problem, did_you_mean, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.read_agenda import read_agenda
from bpa_agenda.review import held_back, returned_files
from bpa_agenda.review_rounds import Returned, read_rounds
from bpa_agenda.review_texts import line
from bpa_agenda.review_views import ReviewReport, RoundView
from bpa_agenda.reviews import FOLDER, Decision, Round
from bpa_agenda.templates import REPORT, checked_template
from bpa_agenda.word_files import Properties
from bpa_agenda.write_docx import References, render
from bpa_agenda.write_yaml import write_all


@dataclass(frozen=True, slots=True)
class Reported:
    """The table that was written, how many readers and reactions it holds, how many still open.

    Without a file it was not made, and the problems say why.
    """

    file: Path | None
    readers: int
    total: int
    open: int
    problems: tuple[Problem, ...]


def report(project: Project, name: str | None, day: str) -> Reported:
    """Makes build/reactietabel-ROUND.docx of a round, the newest when none is named.

    `day` is the date that it bears, in ISO 8601. A kept file that cannot be read any more is a
    problem, and its reactions are shown from what was noted of them.
    """
    rounds, problems = read_rounds(project)
    if errors(problems):
        return _refused(problems)
    one, wrong = _chosen(rounds, name)
    if one is None:
        return _refused([*problems, *wrong])
    one = _reopened(one, held_back(project, rounds))
    files, unread = returned_files(project, [one])
    content, _ = read_agenda(project)
    shown = _shown(one, files, content, day)
    data, mistakes = _document(project, shown)
    if data is None:
        return _refused([*problems, *unread, *mistakes])
    file = project.build / f"reactietabel-{one.name}.docx"
    write_all({file: data})
    open_count = sum(1 for entry in one.entries if entry.decision == "open")
    found = in_order([*problems, *unread, *mistakes])
    return Reported(file, len(shown.readers), len(one.entries), open_count, found)


def _refused(problems: Sequence[Problem]) -> Reported:
    return Reported(None, 0, 0, 0, in_order(problems))


def _chosen(rounds: Sequence[Round], name: str | None) -> tuple[Round | None, list[Problem]]:
    """The round with this name, or the newest; it must have something that came back."""
    at = Location(FOLDER)
    if not rounds:
        return None, [problem("review-nothing-sent", at)]
    names = {one.name: one for one in rounds}
    if name is not None and name not in names:
        hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
        return None, [problem("review-no-round", at, name=name, hint=hint)]
    one = names[name] if name is not None else rounds[-1]
    if not (one.entries or one.received):
        return None, [problem("review-nothing-back", at, round=one.name)]
    return one, []


def _reopened(one: Round, held: Collection[str]) -> Round:
    """The round with what is held still open: no reader is promised what cannot be done."""
    entries = (
        replace(entry, decision=Decision("open")) if entry.is_undecided(held) else entry
        for entry in one.entries
    )
    return replace(one, entries=tuple(entries))


def _shown(
    one: Round, files: Sequence[tuple[Round, Returned]], content: Content, day: str
) -> ReviewReport:
    found: dict[str, Found] = {}
    for _, returned in files:
        for item in returned.items:
            found.setdefault(item.id, Found(returned.aligned, item))
    reactions = Reactions(one, found, _titles(content))
    readers, received = tuple(reactions.readers()), tuple(reactions.files())
    return ReviewReport(_round(one, content, day), reactions.counts(), readers, received)


def _titles(content: Content) -> Mapping[str, str]:
    """The titles of the documents by the names of their files."""
    agenda = str(content.front.title) if content.front is not None else ""
    proposals = {str(p.id): f"Voorstel: {p.title}" for p in content.proposals}
    titles = {
        str(document.output): proposals.get(str(document.proposal), "")
        if document.proposal is not None
        else agenda
        for document in content.documents
    }
    return {name: title for name, title in titles.items() if title}


def _round(one: Round, content: Content, day: str) -> RoundView:
    publisher = str(content.front.publisher) if content.front is not None else ""
    agenda = str(content.front.title) if content.front is not None else ""
    sent, today = _day(str(one.sent.sent)), _day(day)
    return RoundView(*map(line, (one.name, sent, today, publisher, agenda)))


def _day(text: str) -> str:
    try:
        return dutch.date(datetime.date.fromisoformat(text))
    except ValueError:
        return text


def _document(project: Project, shown: ReviewReport) -> tuple[bytes | None, list[Problem]]:
    """The Word file; None when its template cannot be used."""
    path = project.templates / REPORT
    template, problems = checked_template(path, project.name(path), "report")
    if template is None:
        return None, problems
    variables = {field.name: getattr(shown, field.name) for field in fields_of(shown)}
    name = f"Reactietabel {shown.round.name}"
    properties = Properties(name, shown.round.publisher, shown.round.agenda)
    # Nothing in it comes from the YAML of the agenda, so it carries no anchors.
    rendered, wrong = render(
        template, variables, properties, References({}, {}, {}), has_anchors=False
    )
    return (None if rendered is None else rendered.draft(None).finished()), [*problems, *wrong]
