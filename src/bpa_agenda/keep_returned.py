"""Keeps a file that came back in its round: the file itself, its map, and what is new in it.

Everything of a file is written, or nothing. An item that any round has already is no new question.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpa_agenda.anchors import Base, base_text
from bpa_agenda.decisions_text import decided_text, with_entries
from bpa_agenda.edit_values import refusals
from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.project import Project
from bpa_agenda.review_rounds import Returned, read_returned, rounds_folder
from bpa_agenda.reviews import (
    ENDINGS,
    Entry,
    Round,
    base_name,
    entries_of,
    free_name,
    next_round,
    round_text,
)
from bpa_agenda.write_yaml import scalar, write_all

_LONGEST = 100
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Read:
    """One returned file: its round, what was in it, and how many of its items are new."""

    round: str
    returned: Returned
    new: int


def keep_returned(
    project: Project, rounds: Sequence[Round], path: Path, day: str
) -> tuple[Read | None, list[Problem]]:
    """Reads a file and writes what is new in it; None with the reasons when it cannot be read."""
    file = project.name(path)
    bases = [base for one in rounds for base in one.bases]
    returned, problems = read_returned(project, path, file, bases)
    if returned is None:
        return None, problems
    base = returned.aligned.base
    name, is_sent = _round_of(rounds, base)
    own = next((one for one in rounds if one.name == name), None)
    folder = rounds_folder(project) / name
    data = path.read_bytes()
    kept = _kept_name(folder / "received", path, data)
    texts = {folder / "received" / kept: data}
    if not is_sent:
        problems.append(problem("review-unsent", Location(file), round=name))
        texts |= _unsent(folder, own, base, day)
    known = {str(entry.id): entry for one in rounds for entry in one.entries}
    problems += _vanished(file, kept, returned, known)
    texts |= _decisions(folder, kept, returned, known, own)
    write_all(texts)
    new = sum(1 for item in returned.items if item.id not in known)
    return Read(name, returned, new), problems


def _round_of(rounds: Sequence[Round], base: Base) -> tuple[str, bool]:
    """The newest round in which a document went out; else the newest, or the first to be."""
    for one in reversed(rounds):
        if any(sent.fingerprint == base.fingerprint for sent in one.bases):
            return one.name, True
    return (rounds[-1].name if rounds else next_round(())), False


def _kept_name(folder: Path, path: Path, data: bytes) -> str:
    """The name under which a file is kept: its own, or a free one when another has that."""
    there = {kept.name: kept for ending in ENDINGS for kept in folder.glob(f"*{ending}")}
    same = (name for name, kept in there.items() if kept.read_bytes() == data)
    return next(same, None) or free_name(_plain_name(path), there)


def _plain_name(path: Path) -> str:
    """A name that every file system and every program takes."""
    legible = path.stem.encode(errors="replace").decode()
    letters = (c if c.isprintable() and c not in '<>:"/\\|?*' else "_" for c in legible)
    stem = "".join(letters).strip(" .") or "verslag"
    stem = stem.encode()[:_LONGEST].decode(errors="ignore")
    ending = path.suffix.lower()
    return stem + (ending if ending in ENDINGS else ENDINGS[0])


def _unsent(folder: Path, own: Round | None, base: Base, day: str) -> dict[Path, bytes]:
    """The map of a document that nobody marked as sent, in a round that knows of it."""
    bases = [*(own.bases if own is not None else ()), base]
    name, sent = folder.name, str(own.sent.sent) if own is not None else day
    there = [path.name for path in (folder / "base").glob("*")]
    return {
        folder / "base" / free_name(base_name(base), there): base_text(base).encode(),
        folder / "round.yaml": round_text(name, sent, bases).encode(),
    }


def _decisions(
    folder: Path, kept: str, returned: Returned, known: Mapping[str, Entry], own: Round | None
) -> dict[Path, bytes]:
    """The decisions of a round with new items, and with the file at those that are in it too."""
    path = folder / "decisions.yaml"
    before = path.read_bytes().decode() if path.exists() else ""
    mine = {str(entry.id) for entry in own.entries} if own is not None else set()
    again = {
        item.id: {"files": f"[{', '.join(map(scalar, (*known[item.id].files, kept)))}]"}
        for item in returned.items
        if item.id in mine and kept not in known[item.id].files
    }
    refused = refusals(returned.aligned, returned.items)
    made = entries_of(returned.aligned.base, kept, returned.items, refused)
    new = [entry for entry in made if entry["id"] not in known]
    after = with_entries(decided_text(before, again) if again else before, new)
    return {path: after.encode()} if after != before else {}


def _vanished(
    file: str, kept: str, returned: Returned, known: Mapping[str, Entry]
) -> Iterator[Problem]:
    """What people did in another copy of this file and not in this one, and is still open."""
    here = {item.id for item in returned.items}
    who = {item.who for item in returned.items}
    copies = {str(f) for name in here & set(known) for f in known[name].files} - {kept}
    gone: dict[str, list[Entry]] = defaultdict(list)
    for name, entry in known.items():
        is_of_copy = not copies.isdisjoint(map(str, entry.files))
        if is_of_copy and name not in here and entry.who in who and entry.decision == "open":
            gone[str(entry.who)].append(entry)
    for person, entries in gone.items():
        ids = [str(entry.id) for entry in entries]
        shown = ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
        files = ", ".join(dict.fromkeys(str(f) for e in entries for f in e.files))
        yield problem("review-vanished", Location(file), who=person, files=files, ids=shown)
