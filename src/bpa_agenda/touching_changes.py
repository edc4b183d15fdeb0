"""Changes of a document that belong together: what one author did where nothing lies between."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from bpa_agenda.align_review import Aligned, Region, Token
from bpa_agenda.note_texts import changes_in_note
from bpa_agenda.reviewed import Change

# The changes of an item, with the number of their region.
Found: TypeAlias = tuple[int, set[int]]


def places_of(region: Region) -> dict[int, list[int]]:
    """The tokens of each change."""
    places: dict[int, list[int]] = defaultdict(list)
    for number, token in enumerate(region.tokens):
        for change in changes_of(token):
            places[change].append(number)
    return places


def homes(
    aligned: Aligned, found: Sequence[Found], places: Sequence[Mapping[int, Sequence[int]]]
) -> Callable[[Change], set[int] | None]:
    """To which changes others belong: those in a note, of a move, or beside what was typed."""
    moves: dict[tuple[str, str], set[int]] = {}
    beside: dict[tuple[str, int], set[int]] = {}
    noted: dict[int, set[int]] = {}
    for number, changes in found:
        author = aligned.changes[next(iter(changes))].author
        for change in changes:
            moves.setdefault((author, aligned.changes[change].move), changes)
            for place in places[number][change]:
                token = aligned.regions[number].tokens[place]
                beside.setdefault((author, token.paragraph), changes)
                if token.inserted == change:
                    of_note = changes_in_note(aligned, token.note)
                    noted |= dict.fromkeys(of_note, changes)
    around = _paragraphs_around(aligned)

    def home_of(change: Change) -> set[int] | None:
        if change.id in noted:
            return noted[change.id]
        if change.move:
            return moves.get((change.author, change.move))
        there = (beside.get((change.author, n)) for n in around.get(change.id, ()))
        return next((changes for changes in there if changes is not None), None)

    return home_of


def _paragraphs_around(aligned: Aligned) -> dict[int, list[int]]:
    """The paragraphs beside changes without text, and in their rows of tables, by their ids."""
    around: dict[int, list[int]] = defaultdict(list)
    for stray, place in aligned.strays:
        around[stray].append(place)
    for place, paragraph in enumerate(aligned.document.paragraphs):
        for change in (paragraph.row_inserted, paragraph.row_deleted):
            if change is not None:
                around[change].append(place)
    return around


def touching(aligned: Aligned, region: Region) -> list[set[int]]:
    """The changes of a region, together with those of the same author that they touch."""
    groups = _Groups()
    before: Token | None = None
    for token in (next(alike) for _, alike in groupby(region.tokens, _history)):
        for change in changes_of(token):
            groups.add(change)
        if before is not None:
            for one in _text_changes(before):
                for other in _text_changes(token):
                    if _belong(aligned, before, token, one, other):
                        groups.unite(one, other)
            if _same_author(aligned, before.formatted, token.formatted):
                groups.unite(before.formatted, token.formatted)
        before = token
    moves: dict[tuple[str, str], int] = {}
    for change in groups.members():
        found = aligned.changes[change]
        if found.move:
            groups.unite(moves.setdefault((found.author, found.move), change), change)
    return groups.sets()


def _history(token: Token) -> tuple[int | None, ...]:
    return token.inserted, token.deleted, token.formatted, token.shaped


def changes_of(token: Token) -> Iterator[int]:
    """The changes that a token bears."""
    return (change for change in _history(token) if change is not None)


def _text_changes(token: Token) -> Iterator[int]:
    return (change for change in (token.inserted, token.deleted) if change is not None)


def _belong(aligned: Aligned, before: Token, token: Token, one: int, other: int) -> bool:
    """Whether neighbouring changes are one item; who deletes what another wrote does one more."""
    nested = [t.inserted is not None and t.deleted is not None for t in (before, token)]
    if any(nested) and (one == before.inserted) != (other == token.inserted):
        return False
    rows = [aligned.changes[n].kind.startswith("row") for n in (one, other)]
    return rows[0] == rows[1] and _same_author(aligned, one, other)


def _same_author(aligned: Aligned, one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return False
    first, second = aligned.changes[one], aligned.changes[other]
    return first.author == second.author and bool(first.element) == bool(second.element)


class _Groups:
    """Numbers in sets that grow together."""

    def __init__(self) -> None:
        self._of: dict[int, set[int]] = {}

    def add(self, number: int) -> None:
        self._of.setdefault(number, {number})

    def unite(self, one: int | None, other: int | None) -> None:
        assert one is not None
        assert other is not None
        self.add(one)
        self.add(other)
        if self._of[one] is not self._of[other]:
            self._of[one] |= self._of[other]
            for number in self._of[other]:
                self._of[number] = self._of[one]

    def members(self) -> list[int]:
        return list(self._of)

    def sets(self) -> list[set[int]]:
        """Each set once, in the order in which their first numbers were added."""
        return list({id(group): group for group in self._of.values()}.values())
