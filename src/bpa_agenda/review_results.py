"""The paragraphs that a region is cut into when some of its changes are accepted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bpa_agenda.align_review import Region, Token
from bpa_agenda.anchors import Part


@dataclass(frozen=True, slots=True)
class Result:
    """A paragraph after all decisions: its characters, its end, and where it stands.

    `order` is the passage at or after which it stands and its number in its region.
    """

    tokens: tuple[Token, ...]
    end: Token
    order: tuple[int, int]

    @property
    def own(self) -> int:
        """The passage of which it is what remains or begins; -1 when all of it is new."""
        return next((t.passage for t in self.tokens if t.passage >= 0), self.end.passage)

    @property
    def text(self) -> str:
        """What the paragraph says."""
        return "".join(token.text for token in self.tokens)


def passages_in(region: Region) -> range:
    """The passages of the base that lie in a region."""
    return range(region.first, region.last + 1)


def results_of(region: Region, accepted: frozenset[int]) -> Iterator[Result]:
    """The paragraphs of a region when these changes are accepted and all others rejected."""
    tokens: list[Token] = []
    passage, number = region.first - 1, 0
    for token in region.tokens:
        if token.passage >= 0:
            passage = token.passage
        is_in = token.inserted is None or token.inserted in accepted
        if not is_in or (token.deleted is not None and token.deleted in accepted):
            continue
        if not token.is_end:
            tokens.append(token)
            continue
        first = next((t.passage for t in tokens if t.passage >= 0), passage)
        yield Result(tuple(tokens), token, (first, number))
        tokens, number = [], number + 1
    if tokens:
        yield Result(tuple(tokens), region.tokens[-1], (passage, number))


def of_part(tokens: Sequence[Token], part: Part, parts: Sequence[Part]) -> Iterator[Token]:
    """The tokens of a stretch of a passage, with what was typed in it, against it or in its place.

    `parts` are all stretches of the passage.
    """
    before = -1
    typed: list[Token] = []
    for token in tokens:
        if token.passage < 0:
            typed.append(token)
            continue
        if _typed_in(parts, before, token.offset) is part:
            yield from typed
        typed, before = [], token.offset
        if part.start <= before < part.end:
            yield token
    if _typed_in(parts, before, max(one.end for one in parts)) is part:
        yield from typed


def _typed_in(parts: Sequence[Part], before: int, after: int) -> Part | None:
    """The stretch to which text belongs that stands between two characters of a passage.

    That is one of which nothing is left, or else the one of what stands beside the text.
    """
    gone = next((p for p in parts if before < p.start and p.end <= after), None)
    beside = (p for place in (before, after) for p in parts if p.start <= place < p.end)
    return gone or next(beside, None)
