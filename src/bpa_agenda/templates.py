"""The templates of a project: which there are, what each shows, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bpa_agenda.check_template import check_template
from bpa_agenda.messages import problem
from bpa_agenda.model import Document
from bpa_agenda.problems import Location, Problem, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.review_views import ReviewReport
from bpa_agenda.template_jinja import Trees, compiled
from bpa_agenda.template_parts import Template
from bpa_agenda.views import AgendaDocument, ProposalDocument
from bpa_agenda.word_template import read_template

KINDS: Mapping[str, type] = {
    "agenda": AgendaDocument,
    "proposal": ProposalDocument,
    "report": ReviewReport,
}
# No document of the agenda: its template has a name of its own.
REPORT = "reactietabel.docx"

_BY_GUESS = ("template-syntax", "template-block", "template-shown")


def checked_template(path: Path, file: str, kind: str) -> tuple[Template | None, list[Problem]]:
    """A template, ready to be rendered, and all that is wrong with it; None when it is unusable."""
    template, trees, problems = _looked_at(path, file, kind)
    return (compiled(template, trees) if template and not errors(problems) else None), problems


def _looked_at(path: Path, file: str, kind: str) -> tuple[Template | None, Trees, list[Problem]]:
    """A template with the trees of its parts, and everything that is wrong with it."""
    template, problems = read_template(path, file)
    if template is None:
        return None, {}, problems
    slips = {found.at for found in problems if found.code == "template-tag"}
    # A tag that is mended by guess may not be what was meant; one report is enough.
    found, trees = check_template(template, KINDS[kind])
    problems += [p for p in found if p.at not in slips or p.code not in _BY_GUESS]
    return template, trees, problems


def problems_of(
    project: Project, documents: Iterable[Document], chosen: Iterable[Path] = ()
) -> dict[Path, tuple[Problem, ...]]:
    """What is wrong with templates: those that were chosen, or all that are used."""
    known: dict[Path, set[str]] = {}
    for document in documents:
        path = project.templates / document.template
        known.setdefault(path.resolve(), set()).add(document.kind)
    if (path := project.templates / REPORT).exists():
        known.setdefault(path.resolve(), set()).add("report")
    return {
        path: _problems(path, project.name(path), known.get(path.resolve(), set()))
        for path in tuple(chosen) or known
    }


def _problems(path: Path, file: str, kinds: Iterable[str]) -> tuple[Problem, ...]:
    """A template that no document names is taken for what it has the fewest mistakes as."""
    known = sorted(kinds)
    found = [in_order(_looked_at(path, file, kind)[2]) for kind in known or KINDS]
    if not known:
        return min(found, key=len)
    return in_order(p for problems in found for p in problems)


def copies_of(
    project: Project, found: Mapping[Path, tuple[Problem, ...]], folder: Path
) -> tuple[dict[Path, bytes], list[Problem]]:
    """A copy with comments in a folder of each template that can be opened; those are only read."""
    from bpa_agenda.write_comments import commented

    copies: dict[Path, bytes] = {}
    wrong: list[Problem] = []
    for path, problems in found.items():
        copy = folder / path.name
        if copy.resolve() == path.resolve() or copy in copies:
            wrong.append(problem("copy-in-place", Location(project.name(copy))))
        elif not any(p.code in ("missing-file", "template-unreadable") for p in problems):
            copies[copy] = commented(path.read_bytes(), problems)
    return ({}, wrong) if wrong else (copies, [])
