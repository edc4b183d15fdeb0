"""Which paragraphs of a reviewed document are which passage of what went out.

A passage is where its bookmark starts. Paragraphs whose end somebody inserted belong to the passage
in which they were made. Where bookmarks are gone, text that is the same, and then text that is most
alike, takes over; order is kept.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from bpa_agenda.anchors import Base, Passage
from bpa_agenda.reviewed import Paragraph, ReviewedDocument

_WORDS = re.compile(r"\w+|\s|[^\w\s]")
_ONLY_WORDS = re.compile(r"\w+")
_ALIKE = 0.4
# How far texts are looked for that share a word, and how many are compared word by word.
_NEAR, _FEW = 50, 5
# How many pairs of words are compared in paragraphs of usual and of unusual length.
_EXACT, _ROUGH = 1_000_000, 25_000_000
_CONTENTS = re.compile(r"(?:toc|contents|inhopg) \d")


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs of the reviewed document that came from one passage, or from none (-1).

    A group without paragraphs is a passage that is gone. `is_spurious` says that the end of the
    group is marked as inserted although it went out, `is_contents` that it is a line of the table
    of contents, `is_moved` that it went out elsewhere.
    """

    story: str
    paragraphs: tuple[int, ...]
    passage: int = -1
    is_spurious: bool = False
    by_text: bool = False
    is_contents: bool = False
    is_moved: bool = False


def story_of(part: str) -> str:
    """Body, header, footer, footnotes: programs number headers anew."""
    return part.rstrip("0123456789")


def groups_of(base: Base, document: ReviewedDocument) -> list[Group]:
    """The paragraphs in groups, with the passage of each that still has its bookmark."""
    places = {p.bookmark: n for n, p in enumerate(base.passages) if p.bookmark}
    fixed = {p.text for p in base.passages if not p.bookmark}
    groups: list[Group] = []
    claimed: set[int] = set()
    indexes = range(len(document.paragraphs))
    for part, members in groupby(indexes, key=lambda n: document.paragraphs[n].part):
        open_group = Group(story_of(part), ())
        for place in members:
            paragraph = document.paragraphs[place]
            own = _own(paragraph, places, claimed)
            before = (
                document.paragraphs[open_group.paragraphs[-1]] if open_group.paragraphs else None
            )
            if before is not None and _ends(before, paragraph, open_group, own, fixed):
                is_spurious = _is_spurious(before, paragraph)
                groups.append(replace(open_group, is_spurious=is_spurious))
                open_group = Group(story_of(part), ())
            passage = open_group.passage if own < 0 else own
            open_group = replace(
                open_group, paragraphs=(*open_group.paragraphs, place), passage=passage
            )
            claimed |= {own} - {-1}
        groups.append(open_group)
    return groups


def _own(paragraph: Paragraph, places: dict[str, int], claimed: set[int]) -> int:
    """The passage whose bookmark starts in a paragraph."""
    found = (places[name] for name in paragraph.bookmarks if name in places)
    return next((place for place in found if place not in claimed), -1)


def _ends(before: Paragraph, paragraph: Paragraph, group: Group, own: int, fixed: set[str]) -> bool:
    """Whether a group ends before a paragraph."""
    if before.mark_inserted is None or before.cell != paragraph.cell:
        return True
    if before.note != paragraph.note:
        return True
    # LibreOffice marks an end as inserted that was there, next to changed text.
    return group.passage >= 0 and (own >= 0 or rejected(paragraph) in fixed)


def _is_spurious(last: Paragraph, following: Paragraph) -> bool:
    """Whether the end of a group went out; that of a footnote can be as new as the footnote."""
    is_inserted = last.mark_inserted is not None and last.row_inserted is None
    return is_inserted and last.note == following.note


def rejected(paragraph: Paragraph) -> str:
    """What a paragraph says without what was inserted."""
    return "".join(piece.text for piece in paragraph.pieces if piece.inserted is None)


def matched(base: Base, document: ReviewedDocument, groups: Sequence[Group]) -> list[Group]:
    """The groups with their passages, those found by text too, and the passages that are gone.

    Paragraphs of the table of contents are left out unless somebody edited them.
    """
    found: list[Group] = []
    known = (story_of(passage.story) for passage in base.passages)
    for story in dict.fromkeys([*(group.story for group in groups), *known]):
        own = [n for n, p in enumerate(base.passages) if story_of(p.story) == story]
        of_story = [_in_contents(g, document) for g in groups if g.story == story]
        kept = [g for g in of_story if not g.is_contents or _is_edited(g, document)]
        found += _of_story(base, document, _in_order(kept), own)
    return found


def _in_contents(group: Group, document: ReviewedDocument) -> Group:
    """A group, marked when it is of the table of contents."""
    styles = (document.paragraphs[place].style for place in group.paragraphs)
    is_contents = group.passage < 0 and all(_CONTENTS.match(style) for style in styles)
    return replace(group, is_contents=is_contents)


def _is_edited(group: Group, document: ReviewedDocument) -> bool:
    return any(
        not (piece.inserted is None and piece.deleted is None)
        for place in group.paragraphs
        for piece in document.paragraphs[place].pieces
    )


def _in_order(groups: Sequence[Group]) -> list[Group]:
    """Only what kept its order keeps its passage: what moved is new where it stands."""
    places = [group.passage for group in groups if group.passage >= 0]
    kept = set(_longest_rising(places))
    return [
        g if g.passage in kept else replace(g, passage=-1, is_moved=g.passage >= 0) for g in groups
    ]


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        spot = bisect_left(tails, number)
        before.append(ends[spot - 1] if spot else -1)
        tails[spot : spot + 1] = [number]
        ends[spot : spot + 1] = [place]
    rising = []
    place = ends[-1] if ends else -1
    while place >= 0:
        rising.append(numbers[place])
        place = before[place]
    return rising[::-1]


def _of_story(
    base: Base, document: ReviewedDocument, groups: Sequence[Group], own: Sequence[int]
) -> Iterator[Group]:
    """The groups of a story; what lies between two that are known is compared by its text."""
    waiting: list[Group] = []
    done = 0
    for group in groups:
        if group.is_contents:
            yield group
            continue
        if group.passage < 0:
            waiting.append(group)
            continue
        until = own.index(group.passage, done)
        yield from _by_text(base, document, waiting, own[done:until])
        yield group
        waiting, done = [], until + 1
    yield from _by_text(base, document, waiting, own[done:])


def _by_text(
    base: Base, document: ReviewedDocument, groups: Sequence[Group], own: Sequence[int]
) -> Iterator[Group]:
    """Groups without a known passage between two that have one, and the passages that lie there."""
    texts = [_text_of(group, document) for group in groups]
    passages = [base.passages[place] for place in own]
    moved = frozenset(place for place, group in enumerate(groups) if group.is_moved)
    pairs = dict(_pairs([p.text for p in passages], texts, moved))
    next_passage = 0
    for place, group in enumerate(groups):
        if place not in pairs:
            yield group
            continue
        yield from _gone(base.passages, own[next_passage : pairs[place]])
        passage = passages[pairs[place]]
        yield replace(group, passage=own[pairs[place]], by_text=bool(passage.bookmark))
        next_passage = pairs[place] + 1
    yield from _gone(base.passages, own[next_passage:])


def _gone(passages: Sequence[Passage], own: Sequence[int]) -> Iterator[Group]:
    yield from (Group(story_of(passages[n].story), (), n) for n in own if passages[n].text)


def _text_of(group: Group, document: ReviewedDocument) -> str:
    return "".join(rejected(document.paragraphs[place]) for place in group.paragraphs)


def _pairs(
    texts: Sequence[str], found: Sequence[str], moved: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Which found text is which text, both in order: the same, and between those the most alike.

    What is known to have moved is not taken for another text that is only like it.
    """
    matcher = SequenceMatcher(None, texts, found, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(first, last), range(start, end), strict=True)
        elif tag == "replace":
            given = (place for place in range(first, last) if place not in moved)
            yield from _alike(texts, found, range(start, end), given)


def _alike(
    texts: Sequence[str], found: Sequence[str], wanted: range, given: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Which of the given found texts is which of the wanted ones: the most alike, in order."""
    where: dict[str, list[int]] = defaultdict(list)
    for number in wanted:
        for word in set(_words(texts[number])):
            where[word].append(number)
    first = wanted.start
    for place in given:
        words = _words(found[place])
        likely = (
            (_likeness(_words(texts[n]), words), -n) for n in _candidates(where, words, first)
        )
        best, number = max(likely, default=(0.0, 0))
        if best >= _ALIKE:
            yield place, -number
            first = -number + 1


def _candidates(where: Mapping[str, Sequence[int]], words: Iterable[str], first: int) -> list[int]:
    """The few texts, from the first on, that share most words; not all of a long document."""
    shared: Counter[int] = Counter()
    for word in dict.fromkeys(words):
        numbers = where.get(word, ())
        start = bisect_left(numbers, first)
        shared.update(numbers[start : start + _NEAR])
    return sorted(shared, key=lambda n: (-shared[n], n))[:_FEW]


def _words(text: str) -> list[str]:
    return _ONLY_WORDS.findall(text)


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike texts are by their words; the spaces between them are always alike."""
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def differences(text: str, found: str) -> Iterator[tuple[str, int, int, int, int]]:
    """What was done to a text, word by word: opcodes as difflib has them, counted in characters."""
    if text == found:
        yield "equal", 0, len(text), 0, len(found)
        return
    words, other = _WORDS.findall(text), _WORDS.findall(found)
    starts, others = _starts(words), _starts(other)
    for tag, start, end, first, last in _opcodes(words, other):
        yield tag, starts[start], starts[end], others[first], others[last]


def _opcodes(
    words: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Opcodes that are found in the time that there is: the longer the text, the coarser."""
    if len(words) * len(other) <= _EXACT:
        yield from SequenceMatcher(None, words, other, autojunk=False).get_opcodes()
        return
    head = _alike_until(words, other)
    tail = _alike_until(words[head:][::-1], other[head:][::-1])
    end, last = len(words) - tail, len(other) - tail
    if head:
        yield "equal", 0, head, 0, head
    if head in (end, last) or (end - head) * (last - head) > _ROUGH:
        tag = "insert" if head == end else "delete" if head == last else "replace"
        yield tag, head, end, head, last
    else:
        matcher = SequenceMatcher(None, words[head:end], other[head:last])
        for tag, a, b, c, d in matcher.get_opcodes():
            yield tag, a + head, b + head, c + head, d + head
    if tail:
        yield "equal", end, len(words), last, len(other)


def _alike_until(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words are the same from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _starts(words: Sequence[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts
