"""The law of the review, tried: what comes back from Word is what is built from it.

A round goes out, a reviewer edits a document, everything is accepted and applied, and the document
is built again. Its paragraphs must say what the reviewer's say with all changes accepted.
"""

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bpa_agenda.anchors import Base
from bpa_agenda.build_project import build
from bpa_agenda.problems import errors
from bpa_agenda.project import Project
from bpa_agenda.review import apply, decide, read, send
from bpa_agenda.review_rounds import read_rounds
from conftest import ROOT
from edit_plans import plans
from edits import OBJECT, Edit, Passage
from marked_documents import passages

DAY = "2026-11-23"
KINDS = (
    *("insert", "delete", "replace", "move", "nested", "format", "comment", "split", "join"),
    *("add-after", "add-before", "remove", "carry", "add-row", "remove-row"),
)
_SPACE = re.compile(r"[ \n]+")
_COMMENTS = ("comment", "reply")


@dataclass(frozen=True)
class Plan:
    """Edits in reviewable passages of a document that was sent."""

    document: str
    passages: tuple[Passage, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a returned file: items, what could not be placed or carried out, and why.

    `built` are the paragraphs of the document that is built from what came back.
    """

    items: int
    unplaced: tuple[str, ...]
    refused: tuple[str, ...]
    problems: tuple[str, ...]
    built: tuple[str, ...]


def sent_project(folder: Path) -> Project:
    """A copy of the real project of which a round was sent."""
    for name in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("reviews"))
    project = Project(folder)
    assert send(project, None, DAY, layout=False).files
    return project


def copy_of(project: Project, folder: Path) -> Project:
    shutil.copytree(project.root, folder)
    return Project(folder)


def plan(project: Project, document: str, seed: int, count: int, *, anywhere: bool = False) -> Plan:
    """Edits by chance, in paragraphs that editors wrote as Markdown; none empties a text.

    `anywhere`: also in titles, cells, numbers and what the program makes, whatever comes of it.
    """
    base = next(b for b in read_rounds(project)[0][0].bases if b.document == document)
    free = _free(base)
    found = [
        p if p.bookmark in free else replace(p, bookmark="")
        for p in passages(project.build / document)
    ]
    if anywhere:
        found = list(passages(project.build / document))
        return Plan(document, tuple(found), tuple(plans(seed, found, count, KINDS)))
    drawn = plans(seed, found, count, KINDS)
    return Plan(document, tuple(found), tuple(_reviewable(drawn, found, base)))


def _free(base: Base) -> set[str]:
    """The bookmarks of whole paragraphs of Markdown in the body, where a text stands first."""
    seen: set[tuple[int, int]] = set()
    free = set()
    for passage in base.passages:
        here = {(part.value, part.paragraph) for part in passage.parts}
        kinds = [base.values[part.value].kind for part in passage.parts]
        is_whole = kinds == ["blocks"] and passage.parts[0].start == 0
        is_figure = OBJECT in passage.text or passage.text.startswith(("Figuur ", "Tabel "))
        if is_whole and passage.story == "body" and not is_figure and not here & seen:
            free.add(passage.bookmark)
        seen |= here
    return free


def _reviewable(edits: Sequence[Edit], found: Sequence[Passage], base: Base) -> list[Edit]:
    """Without edits that no Markdown can say: an empty text, two paragraphs in one cell."""
    values = {p.bookmark: p.parts[0].value for p in base.passages if p.parts}
    left: dict[int, int] = {}
    for passage in base.passages:
        for part in passage.parts[:1]:
            left[part.value] = left.get(part.value, 0) + 1
    kept = []
    for edit in edits:
        value = values[edit.bookmark]
        here = next(n for n, p in enumerate(found) if p.bookmark == edit.bookmark)
        if edit.kind in ("remove", "join", "carry"):
            follower = found[here + 1].bookmark if edit.kind == "join" else edit.bookmark
            if left[value] < 3 or values.get(follower) != value:
                continue
            left[value] -= 1
        empties = edit.start == 0 and edit.end == len(found[here].text)
        if edit.kind in ("delete", "replace", "move") and empties:
            continue
        row = [p.bookmark for p in found if p.row is not None and p.row == found[here].row]
        if edit.kind.endswith("row") and {values.get(name) for name in row} != {value}:
            continue
        typed = "".join((edit.text, *edit.texts))
        in_cell = found[here].kind == "cell"
        if in_cell and ("\n" in typed or edit.kind in ("split", "add-after", "add-before")):
            continue
        if "[@" not in typed:
            kept.append(edit)
    return kept


def outcome(project: Project, file: Path, document: str) -> Outcome:
    """Reads a returned file, accepts all that can be, applies it and builds again."""
    read(project, [file], DAY)
    decide(project, lambda e: e.kind not in _COMMENTS and not e.refused, "accepted", None)
    [one] = read_rounds(project)[0]
    done = apply(project, DAY)
    built = build(project, layout=False)
    changes = [entry for entry in one.entries if entry.kind != "other"]
    return Outcome(
        items=len(one.entries),
        unplaced=tuple(f"{e.kind}: {e.passage}{e.says}" for e in changes if not e.where),
        refused=tuple(f"{e.kind}, {e.refused}: {e.passage}" for e in changes if e.refused),
        problems=tuple(
            p.message for p in (*done.problems, *errors(built.problems)) if p.code != "open"
        ),
        built=tuple(p.text for p in passages(project.build / document)),
    )


def texts(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs that say something; Markdown knows one kind of space and no empty paragraphs."""
    found = (_SPACE.sub(" ", text).strip() for text in paragraphs)
    return tuple(text for text in found if text)
