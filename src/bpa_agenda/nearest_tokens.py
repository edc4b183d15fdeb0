"""What stands nearest to each token of a region, found for all of them in one go."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bpa_agenda.align_review import Region, Token


class Nearest:
    """The nearest other tokens of each token of a region, as indexes; -1 for none.

    `before` and `after` are of the base; `stop_before` and `stop_after` are of the base or the end
    of a paragraph.
    """

    def __init__(self, region: Region) -> None:
        self.tokens = region.tokens
        places = range(len(region.tokens))
        self.before = _nearest(region.tokens, places, _is_of_base)
        self.after = _nearest(region.tokens, places[::-1], _is_of_base)
        self.stop_before = _nearest(region.tokens, places, _is_stop)
        self.stop_after = _nearest(region.tokens, places[::-1], _is_stop)
        self._first = region.first

    def passage_before(self, place: int) -> int:
        """The passage of a token or of the last of the base before it, or before the region."""
        if self.tokens[place].passage >= 0:
            return self.tokens[place].passage
        before = self.before[place]
        return self.tokens[before].passage if before >= 0 else self._first - 1

    def passage_at(self, place: int) -> int:
        """The passage in which a token stands: its own, or that of what stands around it."""
        token = self.tokens[place]
        if token.passage >= 0:
            return token.passage
        for beside in (self.after[place], self.before[place]):
            if beside >= 0 and self.tokens[beside].paragraph == token.paragraph:
                return self.tokens[beside].passage
        return self.passage_before(place)

    def offset_at(self, place: int) -> int:
        """The offset of a token in its passage, or of the next of the base; 0 for none."""
        found = place if self.tokens[place].passage >= 0 else self.after[place]
        return self.tokens[found].offset if found >= 0 else 0

    def beside(self, place: int) -> Iterator[Token]:
        """The nearest characters of the base on both sides, within the paragraph as it went out.

        The end of a paragraph has only what stands before it.
        """
        before, after = self.stop_before[place], self.stop_after[place]
        if before >= 0 and not self.tokens[before].is_end:
            yield self.tokens[before]
        if after >= 0 and not self.tokens[place].is_end and _is_of_base(self.tokens[after]):
            yield self.tokens[after]

    def around(self, first: int, last: int) -> Iterator[Token]:
        """The tokens from the nearest of the base before a place to the nearest after another."""
        for place in (self.before[first], *range(first, last + 1), self.after[last]):
            if place >= 0:
                yield self.tokens[place]


def _is_of_base(token: Token) -> bool:
    return token.passage >= 0


def _is_stop(token: Token) -> bool:
    return token.is_end or token.passage >= 0


def _nearest(
    tokens: Sequence[Token], places: Iterable[int], is_wanted: Callable[[Token], bool]
) -> list[int]:
    """For each place the last of those before it, in the order of `places`, that is wanted."""
    nearest = [-1] * len(tokens)
    found = -1
    for place in places:
        nearest[place] = found
        if is_wanted(tokens[place]):
            found = place
    return nearest
