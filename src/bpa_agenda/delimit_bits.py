"""Characters with looks to stretches of Markdown between delimiters of emphasis and links."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from bpa_agenda.bits import Bit, LinkSource
from bpa_agenda.escape_bits import ENTITY, entity_of
from bpa_agenda.reviewed import Look


@dataclass(frozen=True, slots=True)
class Manner:
    """How to write: `strong` and `emphasis` are delimiters, `links` how addresses are written.

    `careful` escapes all that could mean something, also where it was not so in the source.
    `apart` keeps delimiters from touching letters outside. `outer` is the look that goes around
    the others where the lengths of stretches do not decide.
    """

    strong: str = "**"
    emphasis: str = "*"
    careful: bool = False
    apart: bool = False
    outer: str = ""
    links: Mapping[str, LinkSource] = field(default_factory=dict)


class Piece(NamedTuple):
    """A stretch of Markdown; `kind` is text, atom, open or close (the last two are delimiters).

    Of text, `bit` is the character. `link` marks a delimiter of a link.
    """

    source: str
    kind: str = "text"
    bit: str = ""
    link: bool = False


def pieces_of(bits: Sequence[Bit], sources: Iterator[str], manner: Manner) -> list[Piece]:
    """The sources of bits between delimiters, in one manner."""
    pieces = list(_delimited(bits, sources, manner))
    return _flanked(_with_space_outside(pieces), manner)


_LOOKS = ("link", "bold", "italic")


def _delimited(bits: Sequence[Bit], sources: Iterator[str], manner: Manner) -> Iterator[Piece]:
    """The sources between delimiters; stretches that last longer go around those that end first."""
    runs = [(look, list(run)) for look, run in groupby(bits, lambda bit: bit.look)]
    stack: list[tuple[str, str]] = []
    for number, (look, run) in enumerate(runs):
        wanted = {name: _worth(look, name) for name in _LOOKS if _worth(look, name)}
        ahead = runs[number:]
        while any(wanted.get(name) != worth for name, worth in stack) or (
            # A link is written once, also where the look of its text changes.
            look.link
            and ("link", look.link) not in stack
            and any(_lasts(ahead, *item) < _lasts(ahead, "link", look.link) for item in stack)
        ):
            yield _closing(*stack.pop(), manner)
        missing = [item for item in wanted.items() if item not in stack]
        lasts = {item: _lasts(ahead, *item) for item in missing}
        for item in sorted(missing, key=lambda i: (i[0] != manner.outer, -lasts[i])):
            stack.append(item)
            yield _opening(item[0], manner)
        for bit in run:
            yield _piece(bit, next(sources))
    while stack:
        yield _closing(*stack.pop(), manner)


def _worth(look: Look, name: str) -> str:
    value = getattr(look, name)
    return value if isinstance(value, str) else name * value


def _lasts(runs: Sequence[tuple[Look, Sequence[Bit]]], name: str, worth: str) -> int:
    """Over how many characters a look lasts from here."""
    count = 0
    for look, run in runs:
        if _worth(look, name) != worth:
            break
        count += len(run)
    return count


def _opening(name: str, manner: Manner) -> Piece:
    if name == "link":
        return Piece("[", "open", link=True)
    return Piece(manner.strong if name == "bold" else manner.emphasis, "open")


def _closing(name: str, worth: str, manner: Manner) -> Piece:
    if name == "link":
        known = manner.links.get(worth)
        as_before = known is not None and known.opening == "["
        return Piece(
            known.closing if known and as_before else f"]({_address(worth)})", "close", link=True
        )
    return Piece(manner.strong if name == "bold" else manner.emphasis, "close")


_ODD_ADDRESS = re.compile(r"[\s()<>\\\x00-\x1f]")


def _address(address: str) -> str:
    """An address as it stands in a link."""
    address = ENTITY.sub(lambda match: f"&amp;{match[0][1:]}", address)
    if address and not _ODD_ADDRESS.search(address):
        return address
    return "<" + re.sub(r"[<>\\]", r"\\\g<0>", address) + ">"


def _piece(bit: Bit, source: str) -> Piece:
    if bit.atom:
        return Piece(source, "atom")
    return Piece(source, "text", bit.text)


def _with_space_outside(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with space moved out of delimiters: beside space these mean nothing."""
    done: list[Piece] = []
    for piece in pieces:
        at = len(done)
        while piece.kind == "close" and at and done[at - 1].bit.isspace():
            at -= 1
        while piece.bit.isspace() and at and done[at - 1].kind == "open":
            at -= 1
        done.insert(at, piece)
    return done


def _flanked(pieces: list[Piece], manner: Manner) -> list[Piece]:
    """The pieces, with letters beside delimiters written so that these mean what they should."""
    done = _autolinks(pieces, manner.links)
    at = 0
    while at < len(done):
        if done[at].kind not in ("open", "close") or done[at].link:
            _part_brackets(done, at)
            at += 1
            continue
        end = at
        while end < len(done) and done[end].kind in ("open", "close") and not done[end].link:
            end += 1
        _part(done, at, end, manner)
        at = end
    return done


def _autolinks(pieces: Sequence[Piece], links: Mapping[str, LinkSource]) -> list[Piece]:
    """Links between < and > stay so as long as their text is their address."""
    done: list[Piece] = []
    closings = {f"]({_address(a)})": a for a, how in links.items() if how.opening == "<"}
    start = -1
    for piece in pieces:
        done.append(piece)
        if piece.link and piece.kind == "open":
            start = len(done) - 1
        elif piece.link and start >= 0 and piece.source in closings:
            address = closings[piece.source]
            text = "".join(one.source for one in done[start + 1 : -1])
            if text == address or f"mailto:{text}" == address:
                done[start:] = [Piece(f"<{text}>", "atom")]
    return done


def _part_brackets(pieces: list[Piece], at: int) -> None:
    """Keeps a typed ! or ( from making a picture or a link of what stands beside it."""
    piece, after = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else Piece("")
    if piece.source == "!" and after.source == "[" and after.link:
        pieces[at] = piece._replace(source="\\!")
    if piece.source.endswith("]") and after.source == "(":
        pieces[at + 1] = after._replace(source="\\(")


def _part(pieces: list[Piece], start: int, end: int, manner: Manner) -> None:
    """Sees to it that delimiters that touch can open and close as they should."""
    kinds = {piece.kind for piece in pieces[start:end]}
    letter = _shape(pieces[start - 1].source[-1:]) if start else " "
    after = _shape(pieces[end].source[:1]) if end < len(pieces) else " "
    careful = manner.apart or any(piece.source[0] == "_" for piece in pieces[start:end])
    if "open" in kinds and letter == "a" and (after == "." or (careful and kinds == {"open"})):
        _spell(pieces, start - 1)
    if "close" in kinds and after == "a" and (letter == "." or (careful and kinds == {"close"})):
        _spell(pieces, end)


def _shape(character: str) -> str:
    """A letter, a space or a sign, as the rules for emphasis tell them apart."""
    if not character or character.isspace():
        return " "
    return "." if unicodedata.category(character)[0] in "PS" else "a"


def _spell(pieces: list[Piece], at: int) -> None:
    """Writes a letter as an entity, which is a sign for the rules of emphasis."""
    if pieces[at].kind == "text" and len(pieces[at].bit) == 1:
        pieces[at] = pieces[at]._replace(source=entity_of(pieces[at].bit))
