"""The comments in a Word document, with their places, replies and whether they are resolved."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from bpa_agenda.reviewed import Comment, Paragraph, Range
from bpa_agenda.word_stories import Spot
from bpa_agenda.word_text import PARAGRAPH, attribute_line
from bpa_agenda.word_xml import Element, name

COMMENT = name("w:comment")
_ID, _AUTHOR, _DATE = name("w:id"), name("w:author"), name("w:date")
_PARAGRAPH_ID = name("w14:paraId")
_EXTENDED, _OF, _PARENT = name("w15:commentEx"), name("w15:paraId"), name("w15:paraIdParent")
_DONE = name("w15:done")
_ON = ("1", "true", "on")

TextOf: TypeAlias = Callable[[Element], str]


class _Thread(NamedTuple):
    """What is said of a comment beside it; `parent` is the id of a paragraph in another one."""

    parent: str
    is_resolved: bool


def read_comments(
    elements: Sequence[Element],
    extended: Iterable[Element],
    spots: Mapping[tuple[str, str], Spot],
    paragraphs: Sequence[Paragraph],
    text_of: TextOf,
) -> list[Comment]:
    """The comments in elements; `extended` are the parts that know of replies.

    `spots` are where in the paragraphs of the document comments begin, end and are referred to.
    """
    threads = {of: thread for root in extended for of, thread in _threads(root)}
    owners = {p: e.get(_ID, "") for e in elements for p in _paragraph_ids(e)}
    followed = dict(_followed(spots))
    found = []
    for element in elements:
        id_ = element.get(_ID, "")
        own = (threads[p] for p in reversed(_paragraph_ids(element)) if p in threads)
        thread = next(own, None)
        parent = owners.get(thread.parent, "") if thread else followed.get(id_, "")
        found.append(
            Comment(
                id_,
                attribute_line(element, _AUTHOR),
                attribute_line(element, _DATE),
                text_of(element),
                _place(id_, spots, paragraphs),
                parent,
                resolved=thread is not None and thread.is_resolved,
            )
        )
    return _with_parents(found)


def _threads(root: Element) -> Iterator[tuple[str, _Thread]]:
    for element in root.iter(_EXTENDED):
        parent = element.get(_PARENT, "").upper()
        yield element.get(_OF, "").upper(), _Thread(parent, element.get(_DONE) in _ON)


def _paragraph_ids(comment: Element) -> list[str]:
    ids = (paragraph.get(_PARAGRAPH_ID) for paragraph in comment.iter(PARAGRAPH))
    return [id_.upper() for id_ in ids if id_]


def _followed(spots: Mapping[tuple[str, str], Spot]) -> Iterator[tuple[str, str]]:
    """The comments that only a reference right after that to another one refers to, with that one.

    So LibreOffice writes a reply, and no program a comment of its own.
    """
    references = [(id_, spot) for (kind, id_), spot in spots.items() if kind == "reference"]
    for (before, there), (id_, here) in pairwise(references):
        has_range = ("start", id_) in spots or ("end", id_) in spots
        if here == there and not has_range:
            yield id_, before


def _place(
    id_: str, spots: Mapping[tuple[str, str], Spot], paragraphs: Sequence[Paragraph]
) -> Range | None:
    """From the start to the end of a comment; where one is missing, to what there is."""
    start, end, reference = (spots.get((kind, id_)) for kind in ("start", "end", "reference"))
    first = start or end or reference
    if first is None:
        return None
    last = end or reference or first
    if last < first or paragraphs[first.paragraph].part != paragraphs[last.paragraph].part:
        last = first
    return Range(*first, *last)


def _with_parents(comments: Sequence[Comment]) -> list[Comment]:
    """The comments, with what a reply has from that to which it replies."""
    by_id = {comment.id: comment for comment in reversed(comments)}
    return [_with_parent(comment, by_id) for comment in comments]


def _with_parent(comment: Comment, by_id: Mapping[str, Comment]) -> Comment:
    seen, place, resolved = {comment.id}, comment.place, comment.resolved
    parent = by_id.get(comment.parent)
    while parent is not None and parent.id not in seen:
        seen.add(parent.id)
        place = parent.place or place if place is None or _is_empty(place) else place
        resolved = resolved or parent.resolved
        parent = by_id.get(parent.parent)
    of_another = "" if comment.parent == comment.id else comment.parent
    return replace(comment, place=place, resolved=resolved, parent=of_another)


def _is_empty(place: Range) -> bool:
    return (place.first, place.start) == (place.last, place.end)
