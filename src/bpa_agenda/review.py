"""What the review commands do: send, read, decide, apply. Each reads as a table of contents."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bpa_agenda.anchors import base_text
from bpa_agenda.build_project import Built, build
from bpa_agenda.current_texts import CurrentTexts
from bpa_agenda.decisions_text import decided_text
from bpa_agenda.keep_returned import Read, keep_returned
from bpa_agenda.messages import problem
from bpa_agenda.one_at_a_time import alone
from bpa_agenda.problems import Location, Problem, did_you_mean, errors, in_order
from bpa_agenda.project import Project
from bpa_agenda.review_outcome import left_out, outcome, settled_of
from bpa_agenda.review_rounds import Returned, read_returned, read_rounds, rounds_folder
from bpa_agenda.reviews import (
    FOLDER,
    Decision,
    Entry,
    Round,
    base_name,
    next_round,
    round_text,
)
from bpa_agenda.values import ID
from bpa_agenda.write_yaml import scalar, write_all

_ON_THE_WAY = "the file lost its marks on the way, and a program may have made this; look at it"


@dataclass(frozen=True, slots=True)
class Sent:
    """The name of a round and the documents that go out; empty when they could not be made."""

    round: str
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """All files that were read, and what is wrong."""

    files: tuple[Read, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The entries on which a decision came."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What came into the YAML: the files, a diff of each, the entries, and what did not fit."""

    files: tuple[Path, ...]
    diff: tuple[str, ...]
    entries: tuple[str, ...]
    problems: tuple[Problem, ...]


def send(project: Project, name: str | None, day: str, *, layout: bool = True) -> Sent:
    """Builds the documents and keeps what they say, so that they find their way back."""
    if name is not None and not ID.fullmatch(name):
        return Sent("", (), (problem("bad-id", Location(FOLDER), value=name),))
    rounds, problems = read_rounds(project)
    with alone(project):
        built: Built = build(project, layout=layout, maps=True)
    wrong = in_order([*problems, *built.problems])
    if errors(wrong):
        return Sent("", (), wrong)
    chosen = name or next_round(one.name for one in rounds)
    folder = rounds_folder(project) / chosen
    sent = built.bases
    texts = {folder / "base" / base_name(base): base_text(base).encode() for base in sent}
    bases = [*(b for one in rounds if one.name == chosen for b in one.bases), *sent]
    once = {base.fingerprint: base for base in bases}.values()
    texts[folder / "round.yaml"] = round_text(chosen, day, once).encode()
    write_all(texts)
    documents = {base.document for base in sent}
    return Sent(chosen, tuple(f for f in built.files if f.name in documents), wrong)


def read(project: Project, files: Sequence[Path], day: str) -> ReadFiles:
    """Reads returned files, keeps them, and adds what is new in them to the decisions."""
    rounds, problems = read_rounds(project)
    if errors(problems):
        return ReadFiles((), in_order(problems))
    found: list[Read] = []
    for path in files:
        done, wrong = keep_returned(project, rounds, path, day)
        problems += wrong
        if done is not None:
            found.append(done)
            rounds, _ = read_rounds(project)
    return ReadFiles(tuple(found), in_order(problems))


def decide(
    project: Project, chosen: Callable[[Entry], bool], decision: str, why: str | None
) -> Decided:
    """Notes a decision on the entries that are chosen; with an empty choice nothing happens."""
    rounds, problems = read_rounds(project)
    if errors(problems):
        return Decided((), in_order(problems))
    texts: dict[Path, bytes] = {}
    done: list[Entry] = []
    for one in rounds:
        picked = [entry for entry in one.entries if chosen(entry) and not entry.applied]
        keys = {"decision": decision, **({"why": scalar(why)} if why else {})}
        if picked:
            path = rounds_folder(project) / one.name / "decisions.yaml"
            text = path.read_bytes().decode()
            texts[path] = decided_text(text, {entry.id: keys for entry in picked}).encode()
            done += picked
    write_all(texts)
    return Decided(tuple(done), in_order(problems))


def answer(project: Project, name: str, text: str) -> Decided:
    """Answers an item, and with a comment the open replies to it; what comes later stays open."""
    rounds, _ = read_rounds(project)
    replies = [entry for one in rounds for entry in _replies(one.entries, name)]
    done = decide(project, lambda entry: entry.id == name, "answered", text)
    if not done.entries:
        return done
    ids = {entry.id for entry in replies if entry.decision == "open"}
    also = decide(project, lambda entry: entry.id in ids, "answered", None)
    return Decided((*done.entries, *also.entries), done.problems)


def _replies(entries: Sequence[Entry], name: str) -> Iterator[Entry]:
    """The replies to an item, and those to them."""
    seen = {name}
    for entry in entries:
        if entry.reply_to in seen:
            seen.add(str(entry.id))
            yield entry


def returned_files(
    project: Project, rounds: Sequence[Round]
) -> tuple[list[tuple[Round, Returned]], list[Problem]]:
    """The files that are kept, read again, and which of them cannot be read any more."""
    found: list[tuple[Round, Returned]] = []
    problems: list[Problem] = []
    bases = [base for one in rounds for base in one.bases]
    for one in rounds:
        for name in one.received:
            path = rounds_folder(project) / one.name / "received" / name
            returned, wrong = read_returned(project, path, project.name(path), bases)
            # What it warned of was said when it came in.
            problems += errors(wrong)
            if returned is not None:
                found.append((one, returned))
    return found, problems


def apply(project: Project, day: str, *, dry_run: bool = False) -> Applied:
    """Merges what was accepted into the YAML: all that can be written, or nothing at all."""
    rounds, problems = read_rounds(project)
    files, wrong = returned_files(project, rounds)
    problems += wrong
    if errors(problems):
        return Applied((), (), (), in_order(problems))
    found = outcome(project, rounds, files)
    done = sorted(found.items)
    diff = tuple(line for path, new in found.changed.items() for line in _diff(project, path, new))
    if not dry_run:
        write_all({**found.changed, **_applied_texts(project, rounds, done, day)})
    problems += found.problems
    return Applied(tuple(found.changed), diff, tuple(done), in_order(problems))


def held_back(project: Project, rounds: Sequence[Round]) -> Mapping[str, str]:
    """Why accepted changes cannot come into the text as things are, by their ids.

    Files are read for it only when something that was accepted still waits.
    """
    if not any(entry.is_waiting for one in rounds for entry in one.entries):
        return {}
    files, _ = returned_files(project, rounds)
    return outcome(project, rounds, files).held


def _applied_texts(
    project: Project, rounds: Iterable[Round], done: Iterable[str], day: str
) -> dict[Path, bytes]:
    ids = {name: {"applied": scalar(day)} for name in done}
    texts: dict[Path, bytes] = {}
    for one in rounds:
        if any(entry.id in ids for entry in one.entries):
            path = rounds_folder(project) / one.name / "decisions.yaml"
            texts[path] = decided_text(path.read_bytes().decode(), ids).encode()
    return texts


def _diff(project: Project, path: Path, new: bytes) -> Iterator[str]:
    name = project.name(path)
    old = path.read_bytes().decode().splitlines()
    return difflib.unified_diff(old, new.decode().splitlines(), name, name, lineterm="")


def unknown(entries: Iterable[Entry], wanted: Iterable[str]) -> Iterator[Problem]:
    """The ids that no entry has."""
    known = {str(entry.id) for entry in entries}
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known)
            yield problem("review-unknown-item", Location(FOLDER), id=name, hint=hint)


def not_together(project: Project) -> dict[str, str]:
    """Why open changes cannot be applied with all that is accepted or open, by their ids."""
    rounds, _ = read_rounds(project)
    files, _ = returned_files(project, rounds)
    every = [entry for one in rounds for entry in one.entries]
    hopeful = [
        replace(e, decision=Decision("accepted")) if e.decision == "open" else e for e in every
    ]
    texts = CurrentTexts(project)
    found = left_out(files, hopeful, settled_of(files, hopeful, texts), texts)
    return {**found, **dict.fromkeys(_made_on_the_way(files), _ON_THE_WAY)}


def _made_on_the_way(files: Iterable[tuple[Round, Returned]]) -> Iterator[str]:
    """Edits without tracking in files that another program wrote: perhaps nobody's."""
    for _, returned in files:
        if returned.found_by == "text":
            yield from (i.id for i in returned.items if i.changes and not i.is_tracked)
