"""What comes of applying what was accepted: new texts, and why nothing comes of the rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bpa_agenda.contributions import Settled, Source, settle
from bpa_agenda.current_texts import CurrentTexts
from bpa_agenda.merge import Conflict
from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.project import Project
from bpa_agenda.review_rounds import Returned
from bpa_agenda.review_words import (
    NOT_OURS,
    NOTHING_CHANGES,
    OTHER_WORDS,
    TEXT_GONE,
    UNREAD,
    reason_text,
    touching_text,
)
from bpa_agenda.reviews import Entry, Round
from bpa_agenda.trial import new_errors
from bpa_agenda.yaml_places import paths
from bpa_agenda.yaml_source import parse

Files: TypeAlias = Sequence[tuple[Round, Returned]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The files with their new text, the items in them, and in words why others are held.

    `problems` says of those what can be done.
    """

    changed: Mapping[Path, bytes]
    items: frozenset[str]
    held: Mapping[str, str]
    problems: tuple[Problem, ...]


def outcome(project: Project, rounds: Iterable[Round], files: Files) -> Outcome:
    """What can be merged without making an error in the content, and what is held."""
    entries = {str(entry.id): entry for one in rounds for entry in one.entries}
    texts = CurrentTexts(project)
    settled, changed, unfit = _tried(project, files, entries, texts)
    held = {**left_out(files, entries.values(), settled, texts), **unfit}
    told = {name for conflict in settled.conflicts for name in conflict.items}
    by_hand = {n: why for n, why in held.items() if n not in told and why != UNREAD}
    problems = [
        *texts.problems,
        *_gone(files, entries.values()),
        *_refused(by_hand, entries),
        *(_conflict(found, texts) for found in settled.conflicts),
    ]
    return Outcome(changed, settled.items, held, tuple(problems))


def settled_of(files: Files, entries: Iterable[Entry], texts: CurrentTexts) -> Settled:
    """What was accepted, merged into the texts as they are now."""
    return _settled(_sources(files), entries, texts)


def left_out(
    files: Files, entries: Iterable[Entry], settled: Settled, texts: CurrentTexts
) -> dict[str, str]:
    """Why accepted changes are not in what was merged, in words, by their ids."""
    there = {item.id for _, returned in files for item in returned.items}
    found = {
        str(entry.id): NOTHING_CHANGES if entry.id in there else UNREAD
        for entry in entries
        if entry.is_waiting and entry.id not in settled.items
    }
    found |= {name: reason_text(reason) for name, reason in settled.refused.items()}
    for conflict in settled.conflicts:
        found |= {n: _clash(conflict, settled.held[n], texts) for n in conflict.items}
    return found


def _clash(conflict: Conflict, others: Sequence[str], texts: CurrentTexts) -> str:
    """Why an item of a conflict is held; `others` are the items that it touches."""
    if not texts.is_ours(conflict.place[0]):
        return NOT_OURS
    if conflict.is_gone:
        return TEXT_GONE
    return touching_text(others) if others else OTHER_WORDS


def _tried(
    project: Project,
    files: Files,
    entries: Mapping[str, Entry],
    texts: CurrentTexts,
) -> tuple[Settled, dict[Path, bytes], dict[str, str]]:
    """What can be merged without making an error in the content, and what would and why."""
    unfit: dict[str, str] = {}
    sources = _sources(files)
    while True:
        going = [entry for name, entry in entries.items() if name not in unfit]
        settled = _settled(sources, going, texts)
        changed = texts.changed(settled.merged.values)
        found = new_errors(project, changed) if changed else []
        if not found:
            return settled, changed, unfit
        unfit |= _unfit(project, found, changed, settled)


def _unfit(
    project: Project, found: Iterable[Problem], changed: Mapping[Path, bytes], settled: Settled
) -> dict[str, str]:
    """The items that edit the values in which errors are; all when it is not known which."""
    unfit: dict[str, str] = {}
    names = {project.name(path): data for path, data in changed.items()}
    for error in found:
        root = parse(names.get(error.at.file, b"").decode(), error.at.file)[0].root
        path = paths(root).get((error.at.line, error.at.column), "") if root is not None else ""
        items = settled.by_place.get((error.at.file, path), ())
        unfit |= dict.fromkeys(items or sorted(settled.items), error.message)
    return unfit


def _sources(files: Files) -> list[Source]:
    return [Source(returned.aligned, returned.items) for _, returned in files]


def _settled(sources: Sequence[Source], entries: Iterable[Entry], texts: CurrentTexts) -> Settled:
    accepted = {str(entry.id): entry for entry in entries if entry.decision == "accepted"}
    applied = {name for name, entry in accepted.items() if entry.applied}
    return settle(sources, accepted, applied, texts.current)


def _refused(reasons: Mapping[str, str], entries: Mapping[str, Entry]) -> Iterator[Problem]:
    for name, reason in reasons.items():
        entry = entries[name]
        where = entry.where or "the text"
        yield problem("review-refused", entry.at, id=name, reason=reason, where=where)


def _conflict(found: Conflict, texts: CurrentTexts) -> Problem:
    file, path = found.place
    items = ", ".join(found.items)
    if not texts.is_ours(file):
        return problem("review-not-ours", Location(file), items=items)
    code = "review-conflict" if not found.is_gone else "review-place-gone"
    versions = "; ".join(f"{v.who or 'the agenda now'}: “{v.text.strip()}”" for v in found.versions)
    values = {"path": path, "was": found.base.strip(), "versions": versions, "items": items}
    return problem(code, Location(file), **values)


def _gone(files: Files, entries: Iterable[Entry]) -> Iterator[Problem]:
    """What was accepted and is in no file any more, so that nothing can come of it."""
    there = {item.id for _, returned in files for item in returned.items}
    for entry in entries:
        if entry.decision == "accepted" and not entry.applied and entry.id not in there:
            names = ", ".join(entry.files)
            yield problem("review-file-gone", entry.at, id=entry.id, files=names)
