"""Characters with looks to Markdown within a paragraph; what is as it was keeps its source.

Several ways to write the same are tried, the plainest first; the parser says which one reads back
as the same characters with the same looks.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bpa_agenda.bits import Bit, LinkSource
from bpa_agenda.delimit_bits import Manner, Piece, pieces_of
from bpa_agenda.escape_bits import STARTS, guarded, sources


@dataclass(frozen=True, slots=True)
class Room:
    """Where the text is to stand: `width` is that of a line, 0 for no end to it.

    `one_line` text cannot hold line ends. `first` and `rest` say how much stands on the first and
    the other lines already. `guarded` text begins lines, where some characters mean something.
    """

    width: int = 0
    one_line: bool = False
    first: int = 0
    rest: int = 0
    guarded: bool = True


def manners(
    links: Mapping[str, LinkSource], delimiters: Collection[str], *, careful: bool
) -> Iterator[Manner]:
    """Ways to write, those of the source first."""
    strong = "__" if "__" in delimiters and "**" not in delimiters else "**"
    emphasis = "_" if "_" in delimiters and "*" not in delimiters else "*"
    pairs = dict.fromkeys([(strong, emphasis), ("**", "*"), ("**", "_"), ("__", "*")])
    for is_careful in (True,) if careful else (False, True):
        for one, two in pairs:
            for apart in (False, True):
                for outer in ("", "bold", "italic"):
                    yield Manner(one, two, is_careful, apart, outer, links)


def written(bits: Sequence[Bit], manner: Manner, room: Room) -> str:
    """The Markdown of bits in one manner."""
    characters = sources(bits, careful=manner.careful, one_line=room.one_line)
    text = _wrapped(pieces_of(bits, characters, manner), room)
    return guarded(text, careful=manner.careful) if room.guarded else text


def _wrapped(pieces: Sequence[Piece], room: Room) -> str:
    """The pieces joined; lines that became too long end earlier and run on into the next."""
    characters = list("".join(piece.source for piece in pieces))
    if not room.width or room.one_line:
        return "".join(characters)
    breaks = _breaks(pieces)
    soft = {at for at in breaks if characters[at] == "\n"}
    start, limit = 0, room.width - room.first
    while start < len(characters):
        end = _end_of_line(characters, start)
        at = _where_to_break(breaks, start, limit, end) if end - start > limit else None
        limit = room.width - room.rest
        start = (end if at is None else at) + 1
        if at is not None:
            characters[at] = "\n"
            if end in soft and _end_of_line(characters, end + 1) - start <= limit:
                characters[end] = " "
    return "".join(characters)


def _end_of_line(characters: Sequence[str], start: int) -> int:
    try:
        return characters.index("\n", start)
    except ValueError:
        return len(characters)


def _where_to_break(breaks: Sequence[int], start: int, limit: int, end: int) -> int | None:
    """The last place that keeps a line within its limit, or else the first one after it."""
    here = [at for at in breaks if start < at < end]
    within = [at for at in here if at - start <= limit]
    return within[-1] if within else next(iter(here), None)


def _breaks(pieces: Sequence[Piece]) -> list[int]:
    """Where a line may end: at a single space after which nothing has a meaning of its own."""
    found, done = [], 0
    text = "".join(piece.source for piece in pieces)
    for piece in pieces:
        if piece.bit == " " and piece.source in (" ", "\n"):
            around = text[max(done - 1, 0) : done] + text[done + 1 : done + 2]
            if not any(c.isspace() for c in around) and not STARTS.match(text, done + 1):
                found.append(done)
        done += len(piece.source)
    return found
