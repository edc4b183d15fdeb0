"""Decisions to what the table of reactions shows: per reader, per document, in its order."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bpa_agenda import dutch
from bpa_agenda.align_review import Aligned
from bpa_agenda.review_items import Item
from bpa_agenda.review_places import Places
from bpa_agenda.review_texts import (
    about,
    change_in,
    changed,
    line,
    looks,
    said,
    sentences,
    verbatim,
)
from bpa_agenda.review_views import (
    AnswerView,
    CountsView,
    ParagraphView,
    ReactedDocumentView,
    ReactionView,
    ReaderView,
    ReceivedFileView,
    SentenceView,
)
from bpa_agenda.reviews import CONTENTS, Entry, Round
from bpa_agenda.values import Line, Open
from bpa_agenda.views import Cross, Target

_KINDS = {
    "insertion": "Toegevoegd",
    "deletion": "Weggehaald",
    "replacement": "Vervangen",
    "new-paragraph": "Nieuwe alinea",
    "removed-paragraph": "Alinea weggehaald",
    "split": "Alinea gesplitst",
    "join": "Alinea’s samengevoegd",
    "move": "Verplaatst",
    "formatting": "Opmaak",
    "row-insertion": "Tabelrij toegevoegd",
    "row-deletion": "Tabelrij weggehaald",
    "paragraph-formatting": "Opmaak van de alinea",
    "other": "Andere wijziging",
    "comment": "Opmerking",
    "reply": "Antwoord",
}
_LOOKS = ("formatting", "paragraph-formatting")
_NAMELESS = "(zonder naam)"
_NOWHERE = "Niet geplaatst"
_CONTENTS = "Inhoudsopgave"
_LAYOUT = "Opmaak van het document"
_RESOLVED = "In Word als opgelost gemarkeerd."
_UNTRACKED = "Gewijzigd zonder ‘Wijzigingen bijhouden’"
_SAVED = "; de naam is van wie het bestand het laatst bewaarde"
_LATE = 1 << 30


@dataclass(frozen=True, slots=True)
class Found:
    """An item of a kept file, with what it was laid beside."""

    aligned: Aligned
    item: Item


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry with its place in words and its place in the order of the round."""

    entry: Entry
    found: Found | None
    place: str
    order: tuple[int, int, int, int]


class Reactions:
    """All reactions of a round; `titles` gives the title of a document by its file name."""

    def __init__(self, one: Round, found: Mapping[str, Found], titles: Mapping[str, str]) -> None:
        self.round = one
        self.found = found
        self.titles = titles
        self._places = {base.fingerprint: Places(base) for base in one.bases}
        documents = [str(base.document) for base in one.bases]
        self._documents = list(
            dict.fromkeys([*documents, *(str(entry.document) for entry in one.entries)])
        )
        self.entries = {str(entry.id): entry for entry in one.entries}
        placed = [self._placed(n, entry) for n, entry in enumerate(one.entries)]
        roots = [p for p in placed if self._root(p.entry) is p.entry]
        self.roots = sorted(roots, key=lambda p: (_name_key(p.entry), p.order))
        self.numbers = {str(p.entry.id): n for n, p in enumerate(self.roots, start=1)}
        self._answers: dict[str, list[_Placed]] = defaultdict(list)
        for answer in placed:
            root = self._root(answer.entry)
            if root is not answer.entry:
                self._answers[root.id].append(answer)

    def counts(self) -> CountsView:
        """The counts of all reactions."""
        return _counts(self.entries.values())

    def readers(self) -> Iterator[ReaderView]:
        """The readers by name, those without a name last."""
        by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(self.entries.values(), key=_name_key):
            by_name[name_of(entry)].append(entry)
        for number, (name, entries) in enumerate(by_name.items(), start=1):
            bookmark = f"_Reflezer{number}"
            elsewhere = [str(other) for other in self._elsewhere(entries)]
            yield ReaderView(
                Target(name, bookmark),
                Cross(name, bookmark),
                _counts(entries),
                Line(dutch.row(elsewhere)),
                tuple(self._by_document(entries)),
            )

    def _elsewhere(self, entries: Iterable[Entry]) -> list[int]:
        """The numbers of the comments of others that somebody answered."""
        roots = ((entry, self._root(entry)) for entry in entries)
        return sorted({self.numbers[r.id] for e, r in roots if name_of(e) != name_of(r)})

    def _by_document(self, entries: Iterable[Entry]) -> Iterator[ReactedDocumentView]:
        own = {str(entry.id) for entry in entries}
        for document in self._documents:
            here = [p for p in self.roots if p.entry.id in own and p.entry.document == document]
            if here:
                title = line(self.titles.get(document, document))
                yield ReactedDocumentView(title, tuple(map(self._reaction, here)))

    def files(self) -> Iterator[ReceivedFileView]:
        """The files that came back, with what was in each."""
        of_file: dict[str, list[Entry]] = {name: [] for name in self.round.received}
        for entry in self.entries.values():
            for name in entry.files:
                of_file.setdefault(str(name), []).append(entry)
        for file, entries in sorted(of_file.items()):
            documents = dict.fromkeys(str(entry.document) for entry in entries)
            titles = [str(self.titles.get(document, document)) for document in documents]
            readers = dict.fromkeys(map(name_of, sorted(entries, key=_name_key)))
            yield ReceivedFileView(
                line(file),
                line(dutch.row(titles) or "geen wijzigingen of opmerkingen"),
                verbatim(dutch.row(list(readers))),
                Line(str(len(entries))),
            )

    def _root(self, entry: Entry) -> Entry:
        """The comment that an answer is about in the end; the entry itself when it is no answer."""
        seen = {str(entry.id)}
        while (parent := self.entries.get(str(entry.reply_to))) and parent.id not in seen:
            seen.add(str(parent.id))
            entry = parent
        return entry

    def _placed(self, number: int, entry: Entry) -> _Placed:
        found = self.found.get(str(entry.id))
        document = self._documents.index(str(entry.document))
        if found is not None:
            base, item = found.aligned.base, found.item
            places = self._places.setdefault(base.fingerprint, Places(base))
            words = _CONTENTS if item.is_contents else places.words(item.passage, item.value)
            passage, offset = item.passage, _offset(found.aligned, item)
        else:
            words, passage, offset = *self._by_where(entry), 0
        passage = passage if words else _LATE
        words = words or (_LAYOUT if entry.kind == "other" else _NOWHERE)
        return _Placed(entry, found, words, (document, passage, offset, number))

    def _by_where(self, entry: Entry) -> tuple[str, int]:
        """The place of an entry whose file is not there any more."""
        if entry.where == CONTENTS:
            return _CONTENTS, -1
        file, _, path = str(entry.where).partition(" ")
        for places in self._places.values():
            passage = places.passage_of(file, path)
            if places.base.document == entry.document and passage >= 0:
                parts = places.base.passages[passage].parts
                values = [part.value for part in parts]
                here = [v for v in values if places.base.values[v].path == path]
                return places.words(passage, here[0]), passage
        return "", -1

    def _reaction(self, placed: _Placed) -> ReactionView:
        entry = placed.entry
        is_remark = entry.is_remark
        answers = sorted(self._answers[str(entry.id)], key=_by_date)
        return ReactionView(
            number=Line(str(self.numbers[str(entry.id)])),
            kind=verbatim(_kind(entry, placed.found)),
            date=verbatim(_date(entry.day)),
            place=line(placed.place),
            about=_about(entry, placed.found) if is_remark else None,
            paragraphs=_said(entry, placed.found),
            answers=tuple(_answer(answer.entry, entry) for answer in answers),
            notes=tuple(_notes(placed)),
            decision=decision_of(entry)[1],
            why=sentences(entry.why),
        )


def name_of(entry: Entry) -> str:
    """How a reader is called."""
    name = str(line(entry.who))
    return _NAMELESS if name in ("", "?") else name


def _name_key(entry: Entry) -> tuple[bool, str, str]:
    name = name_of(entry)
    return name == _NAMELESS, name.casefold(), name


def _by_date(placed: _Placed) -> tuple[str, tuple[int, int, int, int]]:
    return str(placed.entry.date), placed.order


def decision_of(entry: Entry) -> tuple[str, Line | Open]:
    """What was decided: as it is counted, and in words."""
    is_remark = entry.is_remark
    if entry.decision == "open":
        return "open", Open("Nog open")
    if entry.decision == "rejected":
        return "rejected", Line("Niet overgenomen")
    if entry.decision == "answered":
        is_answer = is_remark or entry.kind == "other"
        by_hand = ("by_hand", Line("Door de redactie verwerkt"))
        return ("answered", Line("Beantwoord")) if is_answer else by_hand
    if entry.applied:
        return "accepted", verbatim(f"Overgenomen op {_date(entry.applied)}")
    if is_remark:
        return "accepted", Line("Overgenomen")
    by = " door de redactie" if entry.refused else ""
    return "accepted", Line(f"Wordt overgenomen{by}")


def _counts(entries: Iterable[Entry]) -> CountsView:
    found = Counter(decision_of(entry)[0] for entry in entries)
    named = {key: Line(str(found[key])) for key in CountsView.__slots__ if key != "total"}
    named["decided"] = Line(str(found.total() - found["open"]))
    return CountsView(total=Line(str(found.total())), **named)


def _answer(entry: Entry, root: Entry) -> AnswerView:
    """An answer; its decision is told when it says more than that of the comment."""
    is_same = entry.decision == root.decision and not entry.why
    return AnswerView(
        verbatim(name_of(entry)),
        verbatim(_date(entry.day)),
        said(entry.says),
        None if is_same else decision_of(entry)[1],
        sentences(entry.why),
    )


def _kind(entry: Entry, found: Found | None) -> str:
    """What somebody did, in words."""
    name = _KINDS[entry.kind]
    detail = looks(_change(entry, found)[2]) if entry.kind == "formatting" else ""
    return f"{name}: {detail}" if detail else name


def _about(entry: Entry, found: Found | None) -> Line | None:
    """The words that a comment is about; those of its file say where they have no characters."""
    if found is not None:
        return about(found.item.before)
    return about(entry.passage) if entry.passage != "-" else None


def _said(entry: Entry, found: Found | None) -> tuple[ParagraphView, ...]:
    if entry.is_remark:
        return said(entry.says)
    before, old, new, after = _change(entry, found)
    if entry.kind == "move" and old == new:
        return changed("", old, "", "", is_marked=True)
    if entry.kind == "paragraph-formatting":
        old = old.removesuffix("¶")
    return changed(before, old, new, after, is_marked=entry.kind in _LOOKS)


def _change(entry: Entry, found: Found | None) -> tuple[str, str, str, str]:
    """What stands before a change, the old text, the new text, and what is after it."""
    if found is None:
        return change_in(entry.passage)
    item = found.item
    return item.before, item.old, item.new, item.after


def _notes(placed: _Placed) -> Iterator[SentenceView]:
    item = placed.found.item if placed.found is not None else None
    if placed.entry.state == "resolved" or (item is not None and item.is_resolved):
        yield SentenceView(Line(_RESOLVED))
    if item is not None and item.changes and not item.is_tracked:
        whose = "" if name_of(placed.entry) == _NAMELESS else _SAVED
        yield SentenceView(Line(f"{_UNTRACKED}{whose}."))


def _date(text: str) -> str:
    """A date in words; what is no date as it is."""
    try:
        return dutch.date(datetime.date.fromisoformat(text[:10]))
    except ValueError:
        return str(line(text)) or "zonder datum"


def _offset(aligned: Aligned, item: Item) -> int:
    """How far into its passage an item begins, in characters of what went out."""
    if item.spots:
        spot = item.spots[0]
        tokens = aligned.regions[spot.region].tokens[spot.tokens[0] :]
        return next((t.offset for t in tokens if t.passage == item.passage), _LATE)
    comments = (c for c in aligned.document.comments if c.id == item.comment)
    comment = next(comments, None)
    if comment is None or comment.place is None:
        return 0
    return _sent_before(aligned, item.passage, comment.place.first, comment.place.start)


def _sent_before(aligned: Aligned, passage: int, paragraph: int, start: int) -> int:
    """How many characters of a passage stand before one of a paragraph of the file."""
    count = 0
    first = aligned.passages.index(passage) if passage in aligned.passages else paragraph
    for number in range(min(first, paragraph), paragraph + 1):
        length = 0
        for piece in aligned.document.paragraphs[number].pieces:
            most = len(piece.text) if number < paragraph else max(0, start - length)
            count += min(len(piece.text), most) if piece.inserted is None else 0
            length += len(piece.text)
    return count
