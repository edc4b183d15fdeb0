"""The rounds of a project, read from `agenda/reviews/`, and which round a returned file is of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yaml import MappingNode, Node

from bpa_agenda.align_review import Aligned, align
from bpa_agenda.anchors import FINGERPRINT, Base, print_of, read_base
from bpa_agenda.decode import decode
from bpa_agenda.match_passages import rejected
from bpa_agenda.messages import problem
from bpa_agenda.own_map import OwnMap, own_map
from bpa_agenda.problems import Location, Problem
from bpa_agenda.project import Project
from bpa_agenda.review_items import Item, items_of
from bpa_agenda.reviewed import ReviewedDocument
from bpa_agenda.reviews import ENDINGS, Entries, Entry, Round, SentDocument, SentRound
from bpa_agenda.word_base import base_of
from bpa_agenda.word_oddities import oddities
from bpa_agenda.word_package import open_package
from bpa_agenda.word_revisions import read_reviewed
from bpa_agenda.yaml_source import kind_of, read_source

_KNOWN = 0.3
_SHOWN = 8


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
    for folder in sorted(_folders(project), key=lambda path: (len(path.name), path.name)):
        sent, wrong = _sent(project, folder)
        entries, of_entries = _entries(project, folder)
        bases, of_bases = _bases(project, folder, sent.documents if sent is not None else ())
        problems += [*wrong, *of_entries, *of_bases]
        names = (path for ending in ENDINGS for path in (folder / "received").glob(f"*{ending}"))
        received = tuple(sorted(path.name for path in names))
        if sent is not None:
            rounds.append(Round(folder.name, sent, tuple(bases), received, entries))
    return rounds, [*problems, *_twice(entry for one in rounds for entry in one.entries)]


def _folders(project: Project) -> Iterator[Path]:
    """The folders of rounds, those from which `round.yaml` is gone too."""
    there = rounds_folder(project)
    for path in there.iterdir() if there.is_dir() else ():
        if path.is_dir() and not path.name.startswith(".") and any(path.iterdir()):
            yield path


def _twice(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Entries for something about which there is an entry already."""
    first: dict[str, Location] = {}
    for entry in entries:
        if entry.id in first:
            yield problem("review-twice", entry.id.at, id=entry.id, first=first[entry.id])
        first.setdefault(entry.id, entry.id.at)


def _sent(project: Project, folder: Path) -> tuple[SentRound | None, list[Problem]]:
    path = folder / "round.yaml"
    if not path.exists():
        return None, [problem("review-round-gone", Location(project.name(path)))]
    source, problems = read_source(path, project.name(path))
    sent, wrong = decode(source, SentRound)
    return sent, [*problems, *wrong]


def _entries(project: Project, folder: Path) -> tuple[tuple[Entry, ...], list[Problem]]:
    path = folder / "decisions.yaml"
    if not path.exists():
        return (), []
    source, problems = read_source(path, project.name(path))
    if source.root is not None and _is_without_entries(source.root):
        return (), problems
    entries, wrong = decode(source, Entries)
    return entries.items if entries is not None else (), [*problems, *wrong]


def _is_without_entries(root: Node) -> bool:
    """Whether the list is there and nothing in it: somebody deleted them all."""
    pairs = root.value if isinstance(root, MappingNode) else []
    return len(pairs) == 1 and pairs[0][0].value == "items" and kind_of(pairs[0][1]) == "null"


def _bases(
    project: Project, folder: Path, sent: Iterable[SentDocument]
) -> tuple[list[Base], list[Problem]]:
    """The maps that are kept, and which are missing or not as they were written."""
    found: dict[str, tuple[Path, Base]] = {}
    problems: list[Problem] = []
    broken = False
    for path in sorted((folder / "base").glob("*.json")):
        base = read_base(path.read_text("utf-8", errors="replace"))
        if base is None:
            broken = True
            problems.append(problem("review-base-broken", Location(project.name(path))))
        else:
            found[base.fingerprint] = path, base
    for document in sent:
        if document.input in found:
            path, base = found[document.input]
            if document.map and document.map != print_of(base):
                problems.append(problem("review-base-broken", Location(project.name(path))))
        elif not broken:
            problems.append(problem("review-base-gone", document.at, file=document.file))
    return [base for _, base in found.values()], problems


def read_returned(
    project: Project, path: Path, file: str, bases: Sequence[Base]
) -> tuple[Returned | None, list[Problem]]:
    """A returned file laid beside the base that it was made from, of those or of its own."""
    package, problems = open_package(path, file)
    if package is None:
        return None, problems
    document = read_reviewed(package)
    problems += oddities(package, document, file)
    base, found_by, wrong = find_base(project, document, bases, file)
    problems += wrong
    if base is None:
        return None, [*problems, problem("review-stranger", Location(file))]
    aligned = align(base, document)
    items = items_of(aligned)
    if uncounted := list(_uncounted(file, aligned, items)):
        return None, [*problems, *uncounted]
    if aligned.by_text:
        problems.append(problem("review-by-text", Location(file), count=len(aligned.by_text)))
    return Returned(path.name, aligned, items, found_by), problems


def find_base(
    project: Project, document: ReviewedDocument, bases: Sequence[Base], file: str
) -> tuple[Base | None, str, list[Problem]]:
    """What a document was made from, and how that was found; the newest base is the last.

    What was kept when it went out goes before what it says itself.
    """
    own = base_of(document)
    wanted = (document.properties.get(FINGERPRINT, ""), own.fingerprint if own is not None else "")
    for fingerprint in filter(None, wanted):
        for base in reversed(bases):
            if base.fingerprint == fingerprint:
                return base, "identity", []
    problems: list[Problem] = []
    if own is not None:
        checked = own_map(project, own)
        problems += _of_own_map(checked, file)
        if checked.base is not None:
            return checked.base, "map", problems
    return *_by_text(document, bases), problems


def _of_own_map(checked: OwnMap, file: str) -> Iterator[Problem]:
    at = Location(file)
    if checked.base is None:
        yield problem("review-foreign-map", at, detail=checked.detail)
    if checked.lost:
        shown = ", ".join(checked.lost[:_SHOWN])
        places = f"{shown} …" if len(checked.lost) > _SHOWN else shown
        yield problem("review-lost-places", at, places=places)


def _by_text(document: ReviewedDocument, bases: Sequence[Base]) -> tuple[Base | None, str]:
    texts = {rejected(paragraph) for paragraph in document.paragraphs} - {""}
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
    comments = sum(1 for item in items if item.kind in ("comment", "reply"))
    if len(in_items) + comments != counted or len(set(in_items)) != len(in_items):
        yield problem(
            "review-uncounted", Location(file), read=len(in_items) + comments, counted=counted
        )
