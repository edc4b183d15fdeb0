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


def of_part(tokens: Sequence[Token], part: Part | None) -> Iterator[Token]:
    """The tokens of a stretch of a passage, with what was typed in it or against it."""
    assert part is not None
    inside = False
    waiting: list[Token] = []
    for token in tokens:
        if token.passage < 0:
            waiting.append(token)
            continue
        was, inside = inside, part.start <= token.offset < part.end
        if waiting and (was or inside):
            yield from waiting
        waiting = []
        if inside:
            yield token
    if waiting and (inside or part.start == part.end or not any(t.passage >= 0 for t in tokens)):
        yield from waiting
