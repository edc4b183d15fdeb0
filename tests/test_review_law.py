"""For any edits that a client makes in reviewable passages: what is built says what they say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bpa_agenda.project import Project
from law import Plan, copy_of, outcome, plan, sent_project, texts
from reviewer_libreoffice import Review, as_lines, can_do, review, skip_without
from reviewer_word import review as write_as_word

PROPOSAL = "voorstel-formeel-en-informeel-werk.docx"
AGENDA = "onderzoeksagenda.docx"
EACH = 30


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return sent_project(tmp_path_factory.mktemp("sent") / "project")


@pytest.mark.parametrize(
    ("document", "seed"), [(PROPOSAL, 1), (PROPOSAL, 2), (PROPOSAL, 3), (AGENDA, 22), (AGENDA, 23)]
)
def test_what_was_edited_in_the_manner_of_word_comes_back(
    sent: Project, tmp_path: Path, document: str, seed: int
) -> None:
    planned = plan(sent, document, seed, EACH)
    file = tmp_path / "terug.docx"
    source = sent.build / document
    seen = write_as_word(source, file, planned.passages, planned.edits, seed)
    _assert_law(copy_of(sent, tmp_path / "project"), file, planned, seen.accepted)


LIBREOFFICE = ((PROPOSAL, 41), (PROPOSAL, 42), (AGENDA, 43))


@pytest.fixture(scope="module")
def edited(
    sent: Project, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, Plan, tuple[str, ...]]]:
    """Documents that one LibreOffice edited, and what it shows when all is accepted."""
    skip_without()
    folder = tmp_path_factory.mktemp("edited")
    done = []
    for document, seed in LIBREOFFICE:
        drawn = plan(sent, document, seed, EACH)
        edits = tuple(edit for edit in drawn.edits if can_do(edit, drawn.passages))
        done.append((folder / f"{seed}.docx", Plan(document, drawn.passages, edits)))
    shown = review(
        Review(sent.build / one.document, file, one.edits, one.passages) for file, one in done
    )
    return [(file, one, seen.accepted) for (file, one), seen in zip(done, shown, strict=True)]


@pytest.mark.parametrize("place", range(len(LIBREOFFICE)))
def test_what_was_edited_in_libreoffice_comes_back(
    sent: Project,
    edited: list[tuple[Path, Plan, tuple[str, ...]]],
    tmp_path: Path,
    place: int,
) -> None:
    file, planned, seen = edited[place]
    _assert_law(copy_of(sent, tmp_path / "project"), file, planned, seen, as_lines)


def _assert_law(
    project: Project,
    file: Path,
    planned: Plan,
    seen: tuple[str, ...],
    lines: Callable[[tuple[str, ...]], tuple[str, ...]] = tuple,
) -> None:
    assert len(planned.edits) > EACH // 2
    found = outcome(project, file, planned.document)
    assert (found.problems, found.refused, found.unplaced) == ((), (), ())
    assert texts(lines(found.built)) == texts(seen)
