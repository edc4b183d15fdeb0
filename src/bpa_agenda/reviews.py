"""Rounds of review: what went out, what came back, and what editors decided, as YAML text.

A round is a folder in `agenda/reviews/`: `round.yaml` says what went out, `base/` keeps the map of
each document, `received/` the files as they came back, and `decisions.yaml` what was proposed and
decided.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from bpa_agenda.anchors import Base, print_of
from bpa_agenda.problems import Location
from bpa_agenda.review_items import KINDS, Item
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.values import NOWHERE, Choice, Line, Verbatim
from bpa_agenda.write_yaml import list_item, mapping

FOLDER = "agenda/reviews"
# Of Word documents without and with macros.
ENDINGS = (".docx", ".docm")
# Where something stands that was done to the table of contents, which is made.
CONTENTS = "the table of contents"
_EMPTY = "Raakt de tekst niet."
# As LibreOffice dates what has no date.
_UNDATED = ("0-00-00", "0000-00-00")
# What has no characters, as a footnote mark or a picture.
_NO_CHARACTERS = "[*]"


class ItemKind(Choice):
    """What somebody did or said."""

    __slots__ = ()
    choices = KINDS


class State(Choice):
    """How a reader left an item: a comment that was done with, an edit that Word did not track."""

    __slots__ = ()
    choices = ("resolved", "untracked")


class Decision(Choice):
    """What the editors decided."""

    __slots__ = ()
    choices = ("open", "accepted", "rejected", "answered")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as `decisions.yaml` keeps it.

    `passage` shows a change between the words around it, as in `de [-oude-]{+nieuwe+} zin`, or the
    words that a comment is about; `says` is a comment; `state` is how an item was left
    when it was first read. `where` is empty when it was not placed, `applied` until an accepted
    change is in the YAML, and then the day on which it came there.
    """

    id: Line
    decision: Decision
    kind: ItemKind
    who: Verbatim
    document: Line
    files: tuple[Line, ...]
    passage: Verbatim
    date: Verbatim = field(default=Verbatim(""))
    where: Verbatim = field(default=Verbatim(""))
    says: Verbatim = field(default=Verbatim(""))
    state: State | None = None
    reply_to: Verbatim = field(default=Verbatim(""))
    refused: Verbatim = field(default=Verbatim(""))
    why: Verbatim = field(default=Verbatim(""))
    applied: Verbatim = field(default=Verbatim(""))
    at: Location = NOWHERE

    @property
    def day(self) -> str:
        """The date of what was said, as it was written; empty when it has none."""
        return "" if self.date.startswith(_UNDATED) else self.date[:10]

    @property
    def needs_no_decision(self) -> bool:
        """Whether the program answered it, as it touches no text."""
        return self.kind == "other" and self.decision == "answered" and self.why == _EMPTY

    @property
    def is_remark(self) -> bool:
        """Whether it says something and changes nothing."""
        return self.kind in ("comment", "reply")

    @property
    def is_waiting(self) -> bool:
        """Whether it is an accepted change that is not in the text yet."""
        return self.decision == "accepted" and not self.applied and not self.is_remark

    def is_undecided(self, held: Container[str]) -> bool:
        """Whether editors are to decide about it, as they are again when it is one of the held.

        A change that editors carry out by hand was accepted as such.
        """
        return self.decision == "open" or (self.id in held and not self.refused)


@dataclass(frozen=True, slots=True)
class Entries:
    """A whole `decisions.yaml`."""

    items: tuple[Entry, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A document that went out; `input` is the fingerprint of what it was made from.

    `map` is the fingerprint of its map in `base/`.
    """

    file: Line
    version: Line
    input: Line
    map: Verbatim = field(default=Verbatim(""))
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class SentRound:
    """A whole `round.yaml`."""

    round: Line
    sent: Line
    documents: tuple[SentDocument, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it is kept; `received` are the names of the files that came back, sorted."""

    name: str
    sent: SentRound
    bases: tuple[Base, ...]
    received: tuple[str, ...]
    entries: tuple[Entry, ...]


def round_text(name: str, day: str, bases: Iterable[Base]) -> str:
    """The text of `round.yaml`."""
    head = "# Wat er in deze ronde is verstuurd; gemaakt door “agenda review send”.\n"
    documents = (
        {
            "file": base.document,
            "version": base.version,
            "input": base.fingerprint,
            "map": print_of(base),
        }
        for base in bases
    )
    items = "".join(list_item(mapping(document), "") for document in documents)
    return f"{head}{mapping({'round': name, 'sent': day})}documents:\n{items}"


def base_name(base: Base) -> str:
    """The name of the file in which a map is kept."""
    return f"{base.document}.{base.fingerprint[:8]}.json"


def next_round(names: Iterable[str]) -> str:
    """The first free name: ronde-1, ronde-2 and so on."""
    taken = set(names)
    return next(f"ronde-{n}" for n in range(1, len(taken) + 2) if f"ronde-{n}" not in taken)


def free_name(name: str, taken: Collection[str]) -> str:
    """A file name that is not taken yet: with -2, -3 and so on before its ending."""
    path = PurePath(name)
    # Some file systems take names that differ in capitals for the same.
    used = {other.casefold() for other in taken}
    names = (f"{path.stem}-{n}{path.suffix}" for n in range(2, len(taken) + 3))
    return next(n for n in (name, *names) if n.casefold() not in used)


def entries_of(
    base: Base, file: str, items: Iterable[Item], refused: Mapping[str, str]
) -> Iterator[dict[str, str | int | tuple[str, ...]]]:
    """The items of a file as entries are written, all still to be decided that touch a text."""
    for item in items:
        is_empty = item.kind == "other"
        yield {
            "id": item.id,
            "decision": "answered" if is_empty else "open",
            "why": _EMPTY if is_empty else "",
            "kind": item.kind,
            "who": item.who or "?",
            "date": item.date,
            "where": _where(base, item),
            "passage": passage_of(item) or "-",
            "says": item.new if item.comment else "",
            "state": _state(item),
            "reply_to": item.parent,
            "refused": refused.get(item.id, ""),
            "document": base.document,
            "files": (file,),
        }


def _where(base: Base, item: Item) -> str:
    if item.is_contents:
        return CONTENTS
    value = base.values[item.value] if item.value >= 0 else None
    return f"{value.file} {value.path}" if value is not None else ""


def _state(item: Item) -> str:
    if item.comment:
        return "resolved" if item.is_resolved else ""
    return "" if item.is_tracked else "untracked"


def passage_of(item: Item) -> str:
    """The words of an item between those around it."""
    return _changed_words(item).replace(OBJECT, _NO_CHARACTERS)


def _changed_words(item: Item) -> str:
    if item.comment:
        return item.before
    old = f"[-{item.old}-]" if item.old else ""
    if item.kind == "formatting":
        old, new = "", f"{{~{item.old}~}}{f'({item.new})' if item.new else ''}"
    else:
        new = f"{{+{item.new}+}}" if item.new else ""
    return f"{item.before}{old}{new}{item.after}"
