"""What returned files make of values together, with what was decided; what touches is held back.

Each file gives for each value one text with all its accepted items. Where two of those cannot be
merged, the items that do it are found one by one and held; everything else goes on.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bpa_agenda.align_review import Aligned
from bpa_agenda.edit_values import Edits, edit_values
from bpa_agenda.merge import (
    Conflict,
    Contribution,
    Current,
    Merged,
    Place,
    merge_contributions,
    merges,
)
from bpa_agenda.review_items import Item
from bpa_agenda.value_editor import ValueEditor

CurrentValues = Callable[[Iterable[Contribution]], Mapping[Place, Current | None]]


class Source:
    """A returned file: what it changed, and its items."""

    def __init__(self, aligned: Aligned, items: tuple[Item, ...]) -> None:
        self.aligned = aligned
        self.items = items
        self._editor = ValueEditor(aligned)
        # The same acceptance is asked for again while conflicts are sought.
        self._known: dict[frozenset[str], Edits] = {}

    def edits(self, accepted: Collection[str]) -> Edits:
        """The values of the file with these items accepted and all others rejected."""
        key = frozenset(accepted)
        if key not in self._known:
            self._known[key] = edit_values(self._editor, self.items, key)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a merge came to: the values, the items that are in them, and what is left out and why.

    `refused` gives reasons by the ids of items, `by_place` the items that changed a value.
    """

    merged: Merged
    items: frozenset[str]
    refused: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    by_place: Mapping[Place, tuple[str, ...]]


def settle(
    sources: Sequence[Source],
    accepted: Collection[str],
    applied: Collection[str],
    current_of: CurrentValues,
) -> Settled:
    """Merges all accepted items that are not applied yet, and holds those that touch others."""
    held: set[str] = set()
    conflicts: list[Conflict] = []
    while True:
        going = frozenset(accepted) - held
        found = [
            (source, contribution)
            for source in sources
            for contribution in _of_file(source, going, applied)
        ]
        contributions = [contribution for _, contribution in found]
        current = current_of(contributions)
        merged = merge_contributions(contributions, current)
        if not merged.conflicts:
            break
        touching = _touching(found, merged.conflicts, current, applied)
        conflicts += (replace(one, items=touching[one.place]) for one in merged.conflicts)
        held |= {name for names in touching.values() for name in names}
    refused = dict(_refused(sources, going, applied))
    items = frozenset(item for c in contributions for item in c.items)
    by_place: dict[Place, tuple[str, ...]] = {}
    for one in contributions:
        by_place[one.place] = (*by_place.get(one.place, ()), *one.items)
    return Settled(merged, items, refused, tuple(conflicts), by_place)


def _of_file(
    source: Source, accepted: Collection[str], applied: Collection[str]
) -> Iterator[Contribution]:
    mine = {item.id for item in source.items if item.changes} & set(accepted)
    done = mine & set(applied)
    if mine == done:
        return
    before, after = source.edits(done), source.edits(mine)
    yield from _differing(source, before, after, mine - done - set(after.refused))


def _differing(
    source: Source, before: Edits, after: Edits, items: Collection[str]
) -> Iterator[Contribution]:
    """The values that the newly accepted items change."""
    was, now = ({v.value: v for v in edits.values} for edits in (before, after))
    for number in sorted({*was, *now}):
        value = source.aligned.base.values[number]
        texts = [
            (v.text, v.is_open) if v is not None else (value.text, value.kind == "open")
            for v in (was.get(number), now.get(number))
        ]
        if texts[0] == texts[1]:
            continue
        own = [i for i in source.items if i.id in items and number in after.values_of(i.id)]
        yield Contribution(
            place=(value.file, value.path),
            before=texts[0][0],
            after=texts[1][0],
            who=", ".join(dict.fromkeys(item.who for item in own)),
            items=tuple(item.id for item in own),
            is_open=(texts[0][1], texts[1][1]),
        )


def _refused(
    sources: Iterable[Source], accepted: Collection[str], applied: Collection[str]
) -> Iterator[tuple[str, str]]:
    for source in sources:
        mine = {item.id for item in source.items if item.changes} & set(accepted)
        if mine - set(applied):
            refused = source.edits(mine).refused
            yield from ((name, why) for name, why in refused.items() if name not in applied)


def _touching(
    found: Sequence[tuple[Source, Contribution]],
    conflicts: Iterable[Conflict],
    current: Mapping[Place, Current | None],
    applied: Collection[str],
) -> dict[Place, tuple[str, ...]]:
    """The items that make conflicts; all of a value when none does so by itself."""
    held: dict[Place, tuple[str, ...]] = {}
    for place in {conflict.place for conflict in conflicts}:
        here = [(source, c) for source, c in found if c.place == place]
        now = current.get(place)
        alone = tuple(
            name
            for source, contribution in here
            for name in contribution.items
            if now is None or _touches(source, contribution, name, here, now, applied)
        )
        every = (name for _, contribution in here for name in contribution.items)
        held[place] = tuple(dict.fromkeys(alone or every))
    return held


def _touches(
    source: Source,
    contribution: Contribution,
    name: str,
    here: Sequence[tuple[Source, Contribution]],
    now: Current,
    applied: Collection[str],
) -> bool:
    """Whether one item alone cannot be merged with the source or with another file."""
    own = {item.id for item in source.items} & set(applied)
    alone = next(
        (c for c in _of_file(source, {*own, name}, own) if c.place == contribution.place), None
    )
    if alone is None:
        return False
    others = [c for _, c in here if c is not contribution]
    return not merges(alone, now) or any(
        not merges(alone, Current(other.after, other.is_open[1])) for other in others
    )
