"""What reviewers propose, in the pieces in which editors decide: an item is one thing that one did.

Changes of one author that touch are one item: a deletion with the insertion beside it replaces. A
change or a comment of a file is in exactly one item, so what is placed and what is not adds up to
what is in the file.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bpa_agenda.align_review import Aligned, Token
from bpa_agenda.anchors import Base, Part, Passage
from bpa_agenda.nearest_tokens import Nearest
from bpa_agenda.note_texts import said_with_notes
from bpa_agenda.reviewed import Change, Comment, Look
from bpa_agenda.touching_changes import Found, homes, places_of, touching

KINDS = (
    "insertion",
    "deletion",
    "replacement",
    "new-paragraph",
    "removed-paragraph",
    "split",
    "join",
    "move",
    "formatting",
    "row-insertion",
    "row-deletion",
    "paragraph-formatting",
    "other",
    "comment",
    "reply",
)
_CONTEXT = 60
_ENOUGH = 4


class Spot(NamedTuple):
    """Characters of a region, as indexes in its tokens."""

    region: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a reviewer did or said.

    `id` is the same whenever the same thing is read again, also from a later copy of the file.
    `changes` are ids of `Aligned.changes`, `comment` the id of a comment. `passage` and `value` are
    indexes in the base, -1 when it could not be placed. `before` and `after` are the words around
    it. `spots` are where its characters stand; a move has two, first the one to which it goes.
    What is done to a line of the table of contents is of no value.
    """

    id: str
    kind: str
    who: str
    date: str
    changes: tuple[int, ...] = ()
    comment: str = ""
    passage: int = -1
    value: int = -1
    before: str = ""
    old: str = ""
    new: str = ""
    after: str = ""
    is_tracked: bool = True
    is_resolved: bool = False
    parent: str = ""
    spots: tuple[Spot, ...] = ()
    is_contents: bool = False


def items_of(aligned: Aligned) -> tuple[Item, ...]:
    """All items of a document in its order: changes first, then comments with their replies."""
    made = [*_changes(aligned), *_comments(aligned)]
    counts: Counter[str] = Counter()
    named = []
    for item in made:
        key = _key(aligned, item)
        counts[key] += 1
        named.append(replace(item, id=_digest(key, counts[key])))
    by_comment = {item.comment: item.id for item in named if item.comment}
    return tuple(
        replace(item, parent=by_comment.get(item.parent, "")) if item.parent else item
        for item in named
    )


def _key(aligned: Aligned, item: Item) -> str:
    """What an item is, without where it stands in a file that may have gone on."""
    passages = aligned.base.passages
    where = passages[item.passage].text if item.passage >= 0 else ""
    of = aligned.base.document
    # Who saved the file last made the edits that nobody tracked, at the time of that: each later
    # copy says something else.
    by = [item.who, item.date] if item.is_tracked else ["", ""]
    what = [of, where, *by, item.kind, item.old, item.new]
    return json.dumps(what, ensure_ascii=False)


def _digest(key: str, count: int) -> str:
    return hashlib.sha256(f"{count}:{key}".encode()).hexdigest()[:8]


def _changes(aligned: Aligned) -> Iterator[Item]:
    places = [places_of(region) for region in aligned.regions]
    found = [
        (number, changes)
        for number, region in enumerate(aligned.regions)
        for changes in touching(aligned, region)
    ]
    seen = {change for _, changes in found for change in changes}
    home_of = homes(aligned, found, places)
    for change in aligned.changes:
        if change.id not in seen and (home := home_of(change)) is not None:
            home.add(change.id)
            seen.add(change.id)
    nearest = [Nearest(region) for region in aligned.regions]
    for parts in _moved_together(aligned, found):
        changes = frozenset(change for _, part in parts for change in part)
        spots = [
            Spot(number, tuple(sorted({n for c in part for n in places[number].get(c, ())})))
            for number, part in parts
        ]
        yield _item(aligned, spots, changes, nearest[spots[0].region])
    others = [change for change in aligned.changes if change.id not in seen]
    for author in dict.fromkeys(change.author for change in others):
        yield _without_text([change for change in others if change.author == author])


def _moved_together(aligned: Aligned, found: Sequence[Found]) -> list[list[Found]]:
    """The changes in items: both ends of a move are one, and the end to which it goes is first."""
    items: list[list[Found]] = []
    moves: dict[tuple[str, str], list[Found]] = {}
    for number, changes in found:
        own = [aligned.changes[change] for change in changes]
        names = {(change.author, change.move) for change in own if change.move}
        known = next((moves[name] for name in names if name in moves), None)
        if known is None:
            known = []
            items.append(known)
        is_end = any(change.kind == "move-to" for change in own)
        known.insert(0 if is_end else len(known), (number, changes))
        moves |= dict.fromkeys(names, known)
    return items


def _item(
    aligned: Aligned, spots: Sequence[Spot], changes: frozenset[int], nearest: Nearest
) -> Item:
    tokens = [aligned.regions[spot.region].tokens[n] for spot in spots for n in spot.tokens]
    region, places = aligned.regions[spots[0].region], spots[0].tokens
    first = aligned.changes[min(changes)]
    old = [t for t in tokens if t.deleted in changes or _is_formatted(t, changes)]
    new = [t for t in tokens if t.inserted in changes]
    passage = nearest.passage_at(places[0])
    kind = _kind(aligned, changes, old, new)
    value = value_at(aligned, passage, nearest.offset_at(places[0]))
    homeless = value < 0 or kind == "new-paragraph"
    home = home_of(aligned.base, passage) if homeless else None
    return Item(
        "",
        kind,
        first.author,
        first.date,
        tuple(sorted(changes)),
        passage=passage,
        value=-1 if region.is_contents else value if home is None else home,
        before=_context(region.tokens, range(places[0] - 1, -1, -1))[::-1],
        old=_said(old),
        new=said_with_notes(aligned, new) or _looks(old, changes),
        after=_context(region.tokens, range(places[-1] + 1, len(region.tokens))),
        is_tracked=bool(first.element),
        spots=tuple(spots),
        is_contents=region.is_contents,
    )


def _is_formatted(token: Token, changes: frozenset[int]) -> bool:
    return token.formatted in changes or token.shaped in changes


def _kind(
    aligned: Aligned, changes: Iterable[int], old: Sequence[Token], new: Sequence[Token]
) -> str:
    kinds = {aligned.changes[change].kind for change in changes}
    for kind in ("row-insertion", "row-deletion"):
        if kind in kinds:
            return kind
    if any(kind.startswith("move") for kind in kinds):
        return "move"
    if kinds <= {"format"}:
        return "formatting"
    if kinds <= {"paragraph-format"}:
        return "paragraph-formatting"
    says = [any(not t.is_end for t in tokens) for tokens in (old, new)]
    ends = [any(t.is_end for t in tokens) for tokens in (old, new)]
    if all(says):
        return "replacement"
    if says[1] or (ends[1] and not says[0]):
        return "insertion" if not ends[1] else "new-paragraph" if says[1] else "split"
    return "deletion" if not ends[0] else "removed-paragraph" if says[0] else "join"


def _said(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens)


def _looks(tokens: Sequence[Token], changes: frozenset[int]) -> str:
    """What a change of formatting does, as “+bold -italic”."""
    found: dict[str, None] = {}
    for token in tokens:
        if token.formatted in changes and token.before is not None:
            for name, was, now in zip(Look._fields, token.before, token.look, strict=True):
                if was != now:
                    found[f"{'+' if now else '-'}{name}"] = None
    return " ".join(found)


def _context(tokens: Sequence[Token], places: Iterable[int]) -> str:
    """The words on one side of an item within its paragraph, as they are when all is accepted."""
    words: list[str] = []
    for token in (tokens[place] for place in places):
        if token.is_end or len(words) == _CONTEXT:
            break
        if token.deleted is None:
            words.append(token.text)
    return "".join(words)


def part_at(passage: Passage, offset: int) -> Part | None:
    """The part of a passage in which a character stands."""
    return next((p for p in passage.parts if p.start <= offset < p.end), None)


def value_at(aligned: Aligned, passage: int, offset: int) -> int:
    """The value from which a place comes, the nearest in its passage; -1 when there is none."""
    if passage < 0:
        return -1
    parts = aligned.base.passages[passage].parts
    nearest = min(parts, key=lambda p: max(p.start - offset, offset - p.end, 0), default=None)
    return -1 if nearest is None else nearest.value


def home_of(base: Base, passage: int) -> int | None:
    """The value in which a new paragraph comes that stands after a passage."""
    for place in (passage, passage + 1):
        if 0 <= place < len(base.passages):
            parts = base.passages[place].parts
            if len(parts) == 1 and base.values[parts[0].value].kind == "blocks":
                return parts[0].value
    return None


def _without_text(changes: Sequence[Change]) -> Item:
    """The changes of somebody that touch no text: around nothing, or of the layout of a table."""
    first = changes[0]
    return Item("", "other", first.author, first.date, tuple(change.id for change in changes))


def _comments(aligned: Aligned) -> Iterator[Item]:
    for comment in aligned.document.comments:
        passage = aligned.passages[comment.place.first] if comment.place is not None else -1
        yield Item(
            "",
            "reply" if comment.parent else "comment",
            comment.author,
            comment.date,
            comment=comment.id,
            passage=passage,
            value=value_at(aligned, passage, comment.place.start if comment.place else 0),
            before=_commented(aligned, comment),
            new=comment.text,
            is_resolved=comment.resolved,
            parent=comment.parent,
        )


def _commented(aligned: Aligned, comment: Comment) -> str:
    """The words that a comment is about."""
    if comment.place is None:
        return ""
    place = comment.place
    texts = []
    for number in range(place.first, place.last + 1):
        text = "".join(piece.text for piece in aligned.document.paragraphs[number].pieces)
        start = place.start if number == place.first else 0
        texts.append(text[start : place.end if number == place.last else None])
    about = "¶".join(texts)
    if len(about) >= _ENOUGH or place.first != place.last:
        return about
    # A comment on a spot: the words around it say where.
    return text[max(place.start - _CONTEXT // 2, 0) : place.end + _CONTEXT // 2]
