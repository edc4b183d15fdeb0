"""What reviewers made of values, merged into the values as they are now.

The source may have gone on since a document went out, and several people may have edited the same
value. Changes that do not touch merge; where they do, nobody wins: the value stays as it is and the
conflict names everybody with their text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bpa_agenda.three_way import merge

Place: TypeAlias = tuple[str, str]

# Who changed the source since: the editors.
SOURCE = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one returned file makes of a value.

    `place` is its file and path of keys. `before` is the value as the file had it, with what was
    applied earlier; `after` with all that is accepted now. `items` are the ids of the items that
    make the difference, `who` the people who proposed them. `is_open` says whether the value is
    still to be filled in, before and after.
    """

    place: Place
    before: str
    after: str
    who: str
    items: tuple[str, ...]
    is_open: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Current:
    """A value as it is now."""

    text: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody wants a stretch of text to say."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changes of one value that touch; `base` is what the stretch said.

    With one version the value itself is gone, and that is what it said.
    """

    place: Place
    base: str
    versions: tuple[Version, ...]
    items: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Whether the value is not there any more."""
        return len(self.versions) == 1


@dataclass(frozen=True, slots=True)
class Merged:
    """The values that change, and the conflicts of those that stay as they are."""

    values: Mapping[Place, Current]
    conflicts: tuple[Conflict, ...]


def merge_contributions(
    contributions: Iterable[Contribution], current: Mapping[Place, Current | None]
) -> Merged:
    """All contributions to each value merged with it; a value with a conflict stays as it is."""
    by_place: dict[Place, list[Contribution]] = {}
    for contribution in contributions:
        by_place.setdefault(contribution.place, []).append(contribution)
    values: dict[Place, Current] = {}
    conflicts: list[Conflict] = []
    for place, of_place in by_place.items():
        now = current.get(place)
        merged = now
        for done, contribution in enumerate(of_place):
            merged = _merged(contribution, merged)
            if merged is None:
                conflicts += _conflicts(contribution, of_place[:done], now)
                break
        if merged is not None and merged != now:
            values[place] = merged
    return Merged(values, tuple(conflicts))


def merges(contribution: Contribution, now: Current) -> bool:
    """Whether a contribution can be merged with a value."""
    return _merged(contribution, now) is not None


def _merged(contribution: Contribution, now: Current | None) -> Current | None:
    """The value with a contribution; None when they touch, or when it is not there any more."""
    if now is None:
        return None
    text = merge(contribution.before, now.text, contribution.after).text
    was, becomes = contribution.is_open
    if text is None or now.is_open not in (was, becomes):
        return None
    return Current(text, becomes)


def _conflicts(
    contribution: Contribution, earlier: Sequence[Contribution], now: Current | None
) -> list[Conflict]:
    """A conflict for each stretch that a contribution and another version both change."""
    if now is None:
        only = Version(contribution.who, contribution.after)
        return [Conflict(contribution.place, contribution.before, (only,), contribution.items)]
    others = [Version(SOURCE, now.text), *(Version(other.who, other.after) for other in earlier)]
    found = [
        _conflict(contribution, stretch.base, Version(other.who, stretch.ours), stretch.theirs)
        for other in others
        for stretch in merge(contribution.before, other.text, contribution.after).conflicts
    ]
    return found or [_conflict(contribution, contribution.before, others[0], contribution.after)]


def _conflict(contribution: Contribution, base: str, other: Version, text: str) -> Conflict:
    versions = (other, Version(contribution.who, text))
    return Conflict(contribution.place, base, versions, contribution.items)
