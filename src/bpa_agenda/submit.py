"""`agenda submit`: all that goes with a proposal in one zip, or nothing at all."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bpa_agenda import __version__
from bpa_agenda.budget_sheets import budget_sheets
from bpa_agenda.layout import lay_out_new
from bpa_agenda.make_document import make_document, open_places
from bpa_agenda.make_views import Views
from bpa_agenda.messages import problem
from bpa_agenda.model import Content, Document
from bpa_agenda.office import OfficeError
from bpa_agenda.pieces import in_pieces
from bpa_agenda.pipeline import Checked, check
from bpa_agenda.problems import Location, Problem, Severity, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.proposal import Proposal
from bpa_agenda.readiness import readiness
from bpa_agenda.scheme import Scheme
from bpa_agenda.show_readiness import readiness_page
from bpa_agenda.templates import checked_template
from bpa_agenda.values import Open
from bpa_agenda.word_files import zipped
from bpa_agenda.write_docx import Draft
from bpa_agenda.write_xlsx import xlsx
from bpa_agenda.write_yaml import write_all


@dataclass(frozen=True, slots=True)
class Submitted:
    """The zip that was written and what is in it; without a file it says why not.

    `open` is how many points were still open in the proposal.
    """

    file: Path | None
    contents: tuple[str, ...]
    open: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Submission:
    """A proposal without errors, the document that shows it, and the problems of the project."""

    project: Project
    content: Content
    proposal: Proposal
    scheme: Scheme
    document: Document
    problems: tuple[Problem, ...]
    draft: bool
    open: int

    @property
    def file(self) -> Path:
        """Where the zip comes to stand; a draft says so in its name."""
        kind = "concept" if self.draft else "indiening"
        return self.project.build / f"{kind}-{self.proposal.id}.zip"


def submit(project: Project, name: str, *, draft: bool) -> tuple[Submitted | None, Checked]:
    """Makes build/indiening-NAME.zip; None when there is no such proposal.

    Refused while there are errors or while the proposal has open points; with `draft` these are
    allowed and the file is build/concept-NAME.zip. Mistakes in other proposals do not count.
    """
    whole = check(project)
    checked = replace(whole, problems=_without_others(whole, name))
    named = [proposal for proposal in checked.content.proposals if proposal.id == name]
    if errors(checked.problems):
        is_known = bool(named) or name in checked.content.mentioned
        return (Submitted(None, (), 0, checked.problems) if is_known else None), checked
    if not named:
        return None, checked
    return _submit_one(project, checked, named[0], draft=draft), checked


def _without_others(checked: Checked, name: str) -> tuple[Problem, ...]:
    """The problems but those of other proposals, of which a submission shows nothing."""
    content = checked.content
    own = {proposal.at.file for proposal in content.proposals if proposal.id == name}
    # A file that could not be read in full makes checks of all others milder, so it counts.
    others = {p.at.file for p in content.proposals if p.id not in content.mentioned} - own
    return tuple(found for found in checked.problems if found.at.file not in others)


def _submit_one(
    project: Project, checked: Checked, proposal: Proposal, *, draft: bool
) -> Submitted:
    content, problems = checked.content, checked.problems
    shown = [document for document in content.documents if document.proposal == proposal.id]
    if not shown:
        at = Location(project.name(project.agenda / "documents.yaml"))
        return Submitted(None, (), 0, (problem("no-document", at, id=proposal.id),))
    places = open_places(content, shown[0])
    found = [p for p in problems if p.code == "open" and p.at in places]
    if found and not draft:
        refused = [replace(p, severity=Severity.ERROR) for p in found]
        rest = [p for p in problems if p not in found]
        return Submitted(None, (), len(found), in_order([*rest, *refused]))
    [scheme] = [scheme for scheme in content.schemes if scheme.id == proposal.scheme]
    submission = _Submission(
        project, content, proposal, scheme, shown[0], problems, draft, len(found)
    )
    return _write(submission)


def _write(submission: _Submission) -> Submitted:
    """Makes every file in memory, and only then the zip."""
    files, wrong = _documents(submission)
    problems = in_order([*submission.problems, *wrong])
    if errors(wrong):
        return Submitted(None, (), submission.open, problems)
    content, proposal = submission.content, submission.proposal
    files["begroting.xlsx"] = xlsx(
        budget_sheets(proposal, submission.scheme, _author(content), _status(submission))
    )
    page = readiness_page(readiness(content, proposal, submission.problems))
    files["gereed.html"] = page.encode()
    files["manifest.json"] = _manifest(submission, files)
    write_all({submission.file: zipped(in_pieces(files))})
    return Submitted(submission.file, tuple(sorted(files)), submission.open, problems)


def _documents(submission: _Submission) -> tuple[dict[str, bytes], Sequence[Problem]]:
    """The Word document with its page numbers, and the PDF of it."""
    project, document = submission.project, submission.document
    path = project.templates / document.template
    template, wrong = checked_template(path, project.name(path), document.kind)
    if template is None:
        return {}, wrong
    views = Views(submission.content)
    rendered, more = make_document(views, document, template, has_anchors=False)
    if rendered is None:
        return {}, [*wrong, *more]
    files, unlaid = _laid_out(submission, rendered.draft(None))
    return files, [*wrong, *more, *unlaid]


def _laid_out(submission: _Submission, draft: Draft) -> tuple[dict[str, bytes], Sequence[Problem]]:
    name, at = submission.document.output, Location(submission.project.name(submission.file))
    memory = submission.project.build / ".layout"
    try:
        laid = lay_out_new(memory, {name: draft.for_layout()})[name]
    except OfficeError as error:
        return {}, [problem("no-pdf", at, detail=error)]
    pages = laid.pages(draft.levels)
    if len(pages) != draft.headings:
        detail = f"LibreOffice found {len(pages)} headings and not {draft.headings}"
        return {}, [problem("no-pdf", at, detail=detail)]
    return {name: draft.finished(pages), str(Path(name).with_suffix(".pdf")): laid.pdf}, []


def _author(content: Content) -> str:
    assert content.front is not None, "content without errors has a front"
    return content.front.publisher


def _status(submission: _Submission) -> str:
    """Whether this is a draft, in words for who opens the spreadsheet."""
    if not submission.open:
        return "Concept." if submission.draft else "Er zijn geen open punten."
    points = "1 open punt" if submission.open == 1 else f"{submission.open} open punten"
    return f"Concept met {points}."


def _manifest(submission: _Submission, files: Mapping[str, bytes]) -> bytes:
    """What is in the zip, in Dutch like all of it, with the checksum of each file."""
    content, proposal, scheme = submission.content, submission.proposal, submission.scheme
    assert content.front is not None, "content without errors has a front"
    told = {
        "titel": proposal.title,
        "voorstel": proposal.id,
        "status": "concept" if submission.draft else "indiening",
        "open punten": submission.open,
        "regeling": scheme.title,
        "ronde": None if isinstance(proposal.round, Open) else proposal.round,
        "regels van de regeling": {"bestand": scheme.at.file, "jaar": scheme.year},
        "agenda": {"titel": content.front.title, "versie": content.front.version},
        "gemaakt met": f"bpa-agenda {__version__}",
        "bestanden": [
            {"naam": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
