"""The rounds of a project, read from `agenda/reviews/`, and which round a returned file is of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpa_agenda.align_review import Aligned, align
from bpa_agenda.anchors import FINGERPRINT, Base, read_base
from bpa_agenda.decode import decode
from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.project import Project
from bpa_agenda.review_items import Item, items_of
from bpa_agenda.reviewed import ReviewedDocument
from bpa_agenda.reviews import Entries, Entry, Round, SentRound
from bpa_agenda.word_base import base_of
from bpa_agenda.word_package import open_package
from bpa_agenda.word_revisions import read_reviewed
from bpa_agenda.yaml_source import read_source

_KNOWN = 0.3


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back, laid beside what went out, and the items in it.

    `found_by` says how its base was found: identity, its own map, or text.
    """

    name: str
    aligned: Aligned
    items: tuple[Item, ...]
    found_by: str


def rounds_folder(project: Project) -> Path:
    """Where the rounds are."""
    return project.agenda / "reviews"


def read_rounds(project: Project) -> tuple[list[Round], list[Problem]]:
    """All rounds in the order of their names, ronde-2 before ronde-10."""
    rounds: list[Round] = []
    problems: list[Problem] = []
    folders = (path.parent for path in rounds_folder(project).glob("*/round.yaml"))
    for folder in sorted(folders, key=lambda path: (len(path.name), path.name)):
        sent, wrong = _sent(project, folder)
        entries, of_entries = _entries(project, folder)
        bases, of_bases = _bases(project, folder)
        problems += [*wrong, *of_entries, *of_bases]
        received = tuple(sorted(path.name for path in (folder / "received").glob("*.docx")))
        if sent is not None:
            rounds.append(Round(folder.name, sent, tuple(bases), received, entries))
    return rounds, problems


def _sent(project: Project, folder: Path) -> tuple[SentRound | None, list[Problem]]:
    path = folder / "round.yaml"
    source, problems = read_source(path, project.name(path))
    sent, wrong = decode(source, SentRound)
    return sent, [*problems, *wrong]


def _entries(project: Project, folder: Path) -> tuple[tuple[Entry, ...], list[Problem]]:
    path = folder / "decisions.yaml"
    if not path.exists():
        return (), []
    source, problems = read_source(path, project.name(path))
    entries, wrong = decode(source, Entries)
    return entries.items if entries is not None else (), [*problems, *wrong]


def _bases(project: Project, folder: Path) -> tuple[list[Base], list[Problem]]:
    bases: list[Base] = []
    problems: list[Problem] = []
    for path in sorted((folder / "base").glob("*.json")):
        base = read_base(path.read_text("utf-8", errors="replace"))
        if base is None:
            problems.append(problem("review-base-broken", Location(project.name(path))))
        else:
            bases.append(base)
    return bases, problems


def read_returned(
    path: Path, file: str, bases: Sequence[Base]
) -> tuple[Returned | None, list[Problem]]:
    """A returned file laid beside the base that it was made from, of those or of its own."""
    package, problems = open_package(path, file)
    if package is None:
        return None, problems
    document = read_reviewed(package)
    base, found_by = find_base(document, bases)
    if base is None:
        return None, [*problems, problem("review-stranger", Location(file))]
    aligned = align(base, document)
    items = items_of(aligned)
    wrong = _uncounted(file, aligned, items)
    return Returned(path.name, aligned, items, found_by), [*problems, *wrong]


def find_base(document: ReviewedDocument, bases: Sequence[Base]) -> tuple[Base | None, str]:
    """What a document was made from, and how that was found; the newest base is the last."""
    wanted = document.properties.get(FINGERPRINT, "")
    for base in reversed(bases):
        if base.fingerprint == wanted:
            return base, "identity"
    if own := base_of(document):
        return own, "map"
    texts = {"".join(piece.text for piece in p.pieces) for p in document.paragraphs} - {""}
    shares = [(_share(base, texts), number) for number, base in enumerate(bases)]
    best, number = max(shares, default=(0.0, 0))
    return (bases[number], "text") if best >= _KNOWN else (None, "")


def _share(base: Base, texts: set[str]) -> float:
    """How much of a base a document still says word for word."""
    own = {passage.text for passage in base.passages if passage.bookmark}
    return len(own & texts) / len(own) if own else 0.0


def _uncounted(file: str, aligned: Aligned, items: Sequence[Item]) -> Iterator[Problem]:
    """Proves that nothing was dropped: the items against a count of the raw file."""
    counted = sum(aligned.document.counted.values())
    tracked = len(aligned.document.changes)
    in_items = [change for item in items for change in item.changes if change < tracked]
    comments = sum(1 for item in items if item.comment)
    if len(in_items) + comments != counted or len(set(in_items)) != len(in_items):
        yield problem(
            "review-uncounted", Location(file), read=len(in_items) + comments, counted=counted
        )
