"""Merges two edits of the same running text word by word, and says where they clash.

Edits of both sides are merged when a word that neither touched, or the end of a paragraph, item or
row, stands between them. Edits of the same words, of words next to each other and two insertions
at one place are a conflict, unless both sides say the same. A side that changed words before and
after a few that it left alone is taken to have rewritten them all.

Line breaks that only wrap are no edits. Where nothing else changed they are as in `ours`, and as in
`theirs` in a paragraph that `ours` did not wrap anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from bpa_agenda.text_tokens import Token, has_code, tokens

_SPACE = " \t\n"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stretch of text that both sides changed: as it was, and as each has it now."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, or None when there are conflicts, which are in the order of the text."""

    text: str | None
    conflicts: tuple[Conflict, ...] = ()


class _Hunk(NamedTuple):
    """Tokens `start` to `end` of the base are tokens `new_start` to `new_end` of a side."""

    start: int
    end: int
    new_start: int
    new_end: int
    new: tuple[Token, ...]
    side: int


class _Stretch(NamedTuple):
    """Tokens that belong together: of the base, of ours and of theirs."""

    base: Sequence[Token]
    ours: Sequence[Token]
    theirs: Sequence[Token]
    changed: bool

    def chosen(self) -> Sequence[Token] | None:
        """The tokens of the side that changed something; None when both did, and differently."""
        base, ours, theirs = (_keys(side) for side in self[:3])
        if ours == base:
            return self.theirs
        return self.ours if theirs in (base, ours) else None


def merge(base: str, ours: str, theirs: str) -> Merged:
    """What `base` becomes by both edits; see above."""
    if ours in (base, theirs):
        return Merged(theirs)
    if theirs == base:
        return Merged(ours)
    code = any(map(has_code, (base, ours, theirs)))
    sides = [tokens(text.strip(_SPACE), code=code) for text in (base, ours, theirs)]
    stretches = list(_stretches(*sides))
    clashes = [stretch for stretch in stretches if stretch.chosen() is None]
    if clashes:
        return Merged(None, tuple(Conflict(*map(_text, clash[:3])) for clash in clashes))
    merged = list(_merged(stretches))
    text = _text(merged)
    if _keys(tokens(text, code=code)) != _keys(merged):
        # Each edit is right by itself and together they mean something else, such as a new list.
        return Merged(None, (Conflict(base, ours, theirs),))
    before, after = (
        mine if mine != old else yours
        for old, mine, yours in zip(_ends(base), _ends(ours), _ends(theirs), strict=True)
    )
    return Merged(before + text + after)


def _ends(text: str) -> tuple[str, str]:
    """The white space before and after a text."""
    return text[: len(text) - len(text.lstrip(_SPACE))], text[len(text.rstrip(_SPACE)) :]


def _keys(some: Iterable[Token]) -> list[str]:
    return [token.key for token in some]


def _text(some: Iterable[Token]) -> str:
    return "".join(token.text for token in some)


def _words(some: Iterable[Token]) -> int:
    return sum(token.is_word for token in some)


def _merged(stretches: Iterable[_Stretch]) -> Iterator[Token]:
    """The tokens of the merged text; a paragraph has the line breaks of one side where it can."""
    paragraph: list[_Stretch] = []
    for stretch in stretches:
        paragraph.append(stretch)
        if any(token.is_break for token in stretch.base):
            yield from _one_paragraph(paragraph)
            paragraph = []
    yield from _one_paragraph(paragraph)


def _one_paragraph(stretches: Sequence[_Stretch]) -> Iterator[Token]:
    same = [stretch for stretch in stretches if not stretch.changed]
    anew = any(list(stretch.ours) != list(stretch.base) for stretch in same)
    for stretch in stretches:
        side = stretch.ours if anew else stretch.theirs
        yield from (stretch.chosen() or ()) if stretch.changed else side


def _stretches(
    base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]
) -> Iterator[_Stretch]:
    """The three texts in stretches that somebody changed, and between them what nobody did."""
    sides = (ours, theirs)
    hunks = [hunk for number, side in enumerate(sides) for hunk in _hunks(base, side, number)]
    done, at = 0, [0, 0]
    for region in _regions(base, sorted(hunks, key=_order)):
        start, end = min(h.start for h in region), max(h.end for h in region)
        yield from _unchanged(base[done:start], [s[a:] for s, a in zip(sides, at, strict=True)])
        at = [a + start - done for a in at]
        grown = [sum(_growth(h) for h in region if h.side == side) for side in (0, 1)]
        upto = [a + end - start + more for a, more in zip(at, grown, strict=True)]
        yield _Stretch(base[start:end], ours[at[0] : upto[0]], theirs[at[1] : upto[1]], True)
        done, at = end, upto
    yield from _unchanged(base[done:], [s[a:] for s, a in zip(sides, at, strict=True)])


def _order(hunk: _Hunk) -> tuple[int, int, int]:
    """At one place a whole paragraph comes before what begins there, and after what ends there."""
    if hunk.new and hunk.new[0].is_break:
        return hunk.start, hunk.end, 2
    return hunk.start, hunk.end, int(not (hunk.new and hunk.new[-1].is_break))


def _growth(hunk: _Hunk) -> int:
    return hunk.new_end - hunk.new_start - (hunk.end - hunk.start)


def _unchanged(base: Sequence[Token], sides: Sequence[Sequence[Token]]) -> Iterator[_Stretch]:
    """What nobody changed, up to and with each break, because wrapping goes by paragraph."""
    ends = [number + 1 for number, token in enumerate(base) if token.is_break]
    for start, end in zip([0, *ends], [*ends, len(base)], strict=True):
        yield _Stretch(base[start:end], sides[0][start:end], sides[1][start:end], False)


def _regions(base: Sequence[Token], hunks: Sequence[_Hunk]) -> Iterator[list[_Hunk]]:
    """Hunks of both sides, in order, in groups that cannot be seen apart."""
    region: list[_Hunk] = []
    for hunk in hunks:
        apart = all(
            hunk.start >= other.end and (other.side == hunk.side or _apart(base, other, hunk))
            for other in region
        )
        if region and apart:
            yield region
            region = []
        region.append(hunk)
    if region:
        yield region


def _apart(base: Sequence[Token], before: _Hunk, after: _Hunk) -> bool:
    """Whether something stands between two hunks of different sides, so that both can be had."""
    between = base[before.end : after.start]
    if _words(between):
        return True
    inserted = all(hunk.start == hunk.end for hunk in (before, after))
    if inserted and all(any(token.is_break for token in hunk.new) for hunk in (before, after)):
        return False
    return (
        any(token.is_break for token in between)
        or _only_breaks(base, before, -1)
        or _only_breaks(base, after, 0)
    )


def _only_breaks(base: Sequence[Token], hunk: _Hunk, place: int) -> bool:
    """Whether a hunk begins (`place` 0) or ends (-1) with a break that came or went as a whole."""
    parts = [part for part in (base[hunk.start : hunk.end], hunk.new) if part]
    return all(part[place].is_break for part in parts)


def _hunks(base: Sequence[Token], side: Sequence[Token], number: int) -> list[_Hunk]:
    """What a side changed; an insertion stands where it would for the other side too."""
    old, new = _keys(base), _keys(side)
    joined: list[_Hunk] = []
    for start, end, new_start, new_end in _differences(old, new):
        least = joined[-1].end if joined else 0
        back = _back(old, new, (start, end, new_start, new_end), least)
        start, end, new_start, new_end = (
            place - back for place in (start, end, new_start, new_end)
        )
        hunk = _Hunk(start, end, new_start, new_end, tuple(side[new_start:new_end]), number)
        while joined and _belong_together(base, joined[-1], hunk):
            first = joined.pop()
            new_range = tuple(side[first.new_start : hunk.new_end])
            hunk = _Hunk(first.start, hunk.end, first.new_start, hunk.new_end, new_range, number)
        joined.append(hunk)
    return joined


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts differ; what they have in common at both ends is left out of the search."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = range(shorter - head)
    tail = next((n for n in rest if old[-1 - n] != new[-1 - n]), len(rest))
    inner = (old[head : len(old) - tail], new[head : len(new) - tail])
    for tag, *places in SequenceMatcher(None, *inner, autojunk=False).get_opcodes():
        if tag != "equal":
            start, end, new_start, new_end = (place + head for place in places)
            yield start, end, new_start, new_end


def _back(
    old: Sequence[str], new: Sequence[str], places: tuple[int, int, int, int], least: int
) -> int:
    """How many tokens an insertion or deletion moves to the front, with the same outcome.

    It begins with a break if it can, so that a paragraph stays whole; else it moves all the way.
    """
    start, end, new_start, new_end = places
    if start != end and new_start != new_end:
        return 0
    moved, last = (new, new_end) if start == end else (old, end)
    most = min(start - least, new_start)
    far = next((n for n in range(most) if old[start - 1 - n] != moved[last - 1 - n]), most)
    first = last - (end - start or new_end - new_start)
    return next((n for n in range(far, -1, -1) if moved[first - n].startswith("\n")), far)


def _belong_together(base: Sequence[Token], first: _Hunk, second: _Hunk) -> bool:
    """Whether what a side left alone between two of its edits is less than it changed."""
    between = base[first.end : second.start]
    if any(token.is_break for token in between):
        return False
    sizes = [max(_words(base[h.start : h.end]), _words(h.new)) for h in (first, second)]
    return _words(between) <= min(sizes)
