"""What returned files make of values together, with what was decided; what touches is held back.

Each file gives for each value one text with all its accepted items. Where two of those cannot be
merged, the items that do it are found one by one and held; everything else goes on.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

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
# Items of a conflict, each with the others that it touches.
_Touching: TypeAlias = dict[str, tuple[str, ...]]


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

    `refused` gives reasons by the ids of items, `by_place` the items that changed a value. `held`
    says of items in conflicts which others they touch: none when it is the agenda as it is now.
    """

    merged: Merged
    items: frozenset[str]
    refused: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    by_place: Mapping[Place, tuple[str, ...]]
    held: Mapping[str, tuple[str, ...]]


def settle(
    sources: Sequence[Source],
    accepted: Collection[str],
    applied: Collection[str],
    current_of: CurrentValues,
) -> Settled:
    """Merges all accepted items that are not applied yet, and holds those that touch others."""
    held: _Touching = {}
    conflicts: list[Conflict] = []
    while True:
        going = frozenset(accepted) - held.keys()
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
        conflicts += (replace(one, items=tuple(touching[one.place])) for one in merged.conflicts)
        for names in touching.values():
            held |= names
    refused = dict(_refused(sources, going, applied))
    items = frozenset(item for c in contributions for item in c.items)
    by_place: dict[Place, tuple[str, ...]] = {}
    for one in contributions:
        by_place[one.place] = (*by_place.get(one.place, ()), *one.items)
    return Settled(merged, items, refused, tuple(conflicts), by_place, held)


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
) -> dict[Place, _Touching]:
    """The items that make conflicts; all of a value when none does so by itself."""
    held: dict[Place, _Touching] = {}
    for place in {conflict.place for conflict in conflicts}:
        here = [
            _Here(contribution, _alone(source, contribution, applied))
            for source, contribution in found
            if contribution.place == place
        ]
        names = list(dict.fromkeys(name for one in here for name in one.whole.items))
        now = current.get(place)
        touched = {name: _touched(name, here, now) for name in names}
        alone = {name: others for name, others in touched.items() if others is not None}
        held[place] = alone or {name: _others(name, names) for name in names}
    return held


@dataclass(frozen=True, slots=True)
class _Here:
    """What a file makes of a value, and what each of its items by itself does."""

    whole: Contribution
    alone: Mapping[str, Contribution]


def _alone(
    source: Source, contribution: Contribution, applied: Collection[str]
) -> dict[str, Contribution]:
    own = {item.id for item in source.items} & set(applied)
    return {
        name: one
        for name in contribution.items
        for one in _of_file(source, {*own, name}, own)
        if one.place == contribution.place
    }


def _touched(name: str, here: Sequence[_Here], now: Current | None) -> tuple[str, ...] | None:
    """The items that one touches by itself; none when it is the value as it is now.

    None when it can be merged with that and with all other files.
    """
    if now is None:
        return ()
    others: list[str] = []
    for one in (one for one in here if name in one.alone):
        if not merges(one.alone[name], now):
            return ()
        for other in (other for other in here if other is not one):
            others += _clashing(one.alone[name], other)
    return _others(name, others) if others else None


def _clashing(alone: Contribution, other: _Here) -> Iterator[str]:
    """The items of another file that an item touches; all when none does so by itself."""
    if _merge(alone, other.whole):
        return
    names = [name for name, one in other.alone.items() if not _merge(alone, one)]
    yield from names or other.whole.items


def _merge(one: Contribution, other: Contribution) -> bool:
    return merges(one, Current(other.after, other.is_open[1]))


def _others(name: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(other for other in dict.fromkeys(names) if other != name)
