"""Characters with looks to Markdown within a paragraph; what is as it was keeps its source.

Several ways to write the same are tried, the plainest first; the parser says which one reads back
as the same characters with the same looks.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from bpa_agenda.bits import Bit, LinkSource
from bpa_agenda.reviewed import PLAIN, Look


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
    pieces = list(_delimited(bits, _sources(bits, manner, room), manner))
    pieces = _flanked(pieces, manner)
    lines = _wrapped(pieces, room)
    return _guarded(lines, manner) if room.guarded else lines


class _Piece(NamedTuple):
    """A stretch of Markdown; `kind` is text, atom, space (where a line may end), open or close.

    Of text, `bit` is the character. `link` marks a delimiter of a link.
    """

    source: str
    kind: str = "text"
    bit: str = ""
    link: bool = False


# What stands for itself and what may mean something


_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_LINK_AHEAD = re.compile(r"\][(\[:]")
_SPECIAL = frozenset("\\`*_[]<>&")


def _sources(bits: Sequence[Bit], manner: Manner, room: Room) -> Iterator[str]:
    """The source of each bit."""
    seen = "".join("￼" if bit.atom else bit.text for bit in bits)
    for at, bit in enumerate(bits):
        if bit.atom:
            yield _SPACES.sub(" ", bit.raw) if room.one_line else bit.raw
        elif bit.text == "\n":
            yield bit.raw if "\n" in bit.raw else "\\\n"
        elif bit.text == " ":
            yield _space(bits, at, room)
        elif bit.raw and not (manner.careful and bit.raw in _SPECIAL):
            yield bit.raw
        else:
            yield _escaped(seen, at, bits, manner)


_SPACES = re.compile(r"\s+")


def _space(bits: Sequence[Bit], at: int, room: Room) -> str:
    """A space, or the end of a line that it is in the source."""
    raw = bits[at].raw
    if "\n" not in raw:
        return raw or " "
    beside = (*bits[max(at - 1, 0) : at], *bits[at + 1 : at + 2])
    is_alone = len(beside) == 2 and not any(bit.text.isspace() for bit in beside)
    return "\n" if is_alone and not room.one_line else " "


def _escaped(seen: str, at: int, bits: Sequence[Bit], manner: Manner) -> str:
    """A typed character, escaped where it could be taken for syntax."""
    character = seen[at]
    if character in "<&":
        return _entity_for(seen, at, manner)
    rule = _RULES.get(character)
    if rule is None:
        is_edge = at in (0, len(seen) - 1) or "\n" in seen[at - 1] + seen[at + 1]
        # The parser takes every kind of space away from the ends of lines.
        return f"&#{ord(character)};" if is_edge and _is_space(character) else character
    needs = manner.careful or bool(bits[at].look.link and character in "[]")
    return f"\\{character}" if needs or rule(seen, at) else character


def _entity_for(seen: str, at: int, manner: Manner) -> str:
    if seen[at] == "<":
        after = seen[at + 1 : at + 2]
        is_tag = manner.careful or after.isalpha() or after in tuple("/!?")
        return "&lt;" if is_tag else "<"
    return "&amp;" if manner.careful or _ENTITY.match(seen, at) else "&"


def _is_space(character: str) -> bool:
    return character.isspace()


def _beside(seen: str, at: int) -> tuple[str, str]:
    return seen[at - 1 : at] or " ", seen[at + 1 : at + 2] or " "


def _star(seen: str, at: int) -> bool:
    before, after = _beside(seen, at)
    return not (_is_space(before) and _is_space(after))


def _underscore(seen: str, at: int) -> bool:
    before, after = _beside(seen, at)
    return not (before.isalnum() and after.isalnum()) and _star(seen, at)


def _backslash(seen: str, at: int) -> bool:
    after = seen[at + 1 : at + 2]
    return not (after.isalnum() or after == " ")


def _bracket(seen: str, at: int) -> bool:
    return seen.startswith("^", at + 1) or _LINK_AHEAD.search(seen, at) is not None


def _always(_seen: str, _at: int) -> bool:
    return True


def _never(_seen: str, _at: int) -> bool:
    return False


# When a typed character must be escaped; those with “never” only where care is asked for.
_RULES: dict[str, Callable[[str, int], bool]] = {
    "*": _star,
    "_": _underscore,
    "\\": _backslash,
    "`": _always,
    "[": _bracket,
    "]": _never,
    ">": _never,
}


# Emphasis and links


_LOOKS = ("link", "bold", "italic")


def _delimited(bits: Sequence[Bit], sources: Iterator[str], manner: Manner) -> Iterator[_Piece]:
    """The sources between delimiters; stretches that last longer go around those that end first."""
    runs = [(look, list(run)) for look, run in groupby(bits, lambda bit: bit.look)]
    stack: list[tuple[str, str]] = []
    for number, (look, run) in enumerate(runs):
        wanted = {name: _worth(look, name) for name in _LOOKS if _worth(look, name)}
        while any(wanted.get(name) != worth for name, worth in stack):
            yield _closing(*stack.pop(), manner)
        missing = [item for item in wanted.items() if item not in stack]
        lasts = {item: _lasts(runs[number:], *item) for item in missing}
        for item in sorted(missing, key=lambda i: (i[0] != manner.outer, -lasts[i])):
            stack.append(item)
            yield _opening(*item, manner)
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


def _opening(name: str, worth: str, manner: Manner) -> _Piece:
    if name == "link":
        return _Piece("[", "open", link=True)
    return _Piece(manner.strong if name == "bold" else manner.emphasis, "open")


def _closing(name: str, worth: str, manner: Manner) -> _Piece:
    if name == "link":
        known = manner.links.get(worth)
        as_before = known is not None and known.opening == "["
        return _Piece(
            known.closing if known and as_before else f"]({_address(worth)})", "close", link=True
        )
    return _Piece(manner.strong if name == "bold" else manner.emphasis, "close")


_ODD_ADDRESS = re.compile(r"[\s()<>\\\x00-\x1f]")


def _address(address: str) -> str:
    """An address as it stands in a link."""
    address = _ENTITY.sub(lambda match: f"&amp;{match[0][1:]}", address)
    if address and not _ODD_ADDRESS.search(address):
        return address
    return "<" + re.sub(r"[<>\\]", r"\\\g<0>", address) + ">"


def _piece(bit: Bit, source: str) -> _Piece:
    if bit.atom:
        return _Piece(source, "atom")
    return _Piece(source, "space" if source == " " else "text", bit.text)


def _flanked(pieces: list[_Piece], manner: Manner) -> list[_Piece]:
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


def _autolinks(pieces: Sequence[_Piece], links: Mapping[str, LinkSource]) -> list[_Piece]:
    """Links between < and > stay so as long as their text is their address."""
    done: list[_Piece] = []
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
                done[start:] = [_Piece(f"<{text}>", "atom")]
    return done


def _part_brackets(pieces: list[_Piece], at: int) -> None:
    """Keeps a typed ! or ( from making a picture or a link of what stands beside it."""
    piece, after = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else _Piece("")
    if piece.source == "!" and after.source.startswith("["):
        pieces[at] = piece._replace(source="\\!")
    if piece.source.endswith("]") and after.source == "(":
        pieces[at + 1] = after._replace(source="\\(")


def _part(pieces: list[_Piece], start: int, end: int, manner: Manner) -> None:
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


def _spell(pieces: list[_Piece], at: int) -> None:
    """Writes a letter as an entity, which is a sign for the rules of emphasis."""
    if pieces[at].kind == "text" and len(pieces[at].bit) == 1:
        pieces[at] = pieces[at]._replace(source=f"&#{ord(pieces[at].bit)};")


# Lines


def _wrapped(pieces: Sequence[_Piece], room: Room) -> str:
    """The pieces joined; lines that became too long end earlier and run on into the next."""
    text = "".join(piece.source for piece in pieces)
    if not room.width or room.one_line:
        return text
    breaks = _breaks(pieces)
    soft = {at for at in breaks if text[at] == "\n"}
    begin, width = 0, room.width - room.first
    while len(text) - begin > width:
        end = text.find("\n", begin)
        if 0 <= end <= begin + width:
            begin, width = end + 1, room.width - room.rest
            continue
        here = [at for at in breaks if begin < at and (end < 0 or at < end)]
        if not here:
            if end < 0:
                break
            begin, width = end + 1, room.width - room.rest
            continue
        at = max((b for b in here if b <= begin + width), default=here[0])
        text = f"{text[:at]}\n{text[at + 1 :]}"
        rest = (end if end >= 0 else len(text)) - at
        following = text.find("\n", end + 1) if end >= 0 else -1
        following = following if following >= 0 else len(text)
        if end in soft and rest + following - end <= room.width - room.rest:
            text = f"{text[:end]} {text[end + 1 :]}"
        begin, width = at + 1, room.width - room.rest
    return text


def _breaks(pieces: Sequence[_Piece]) -> list[int]:
    """Where a line may end: at a single space after which nothing has a meaning of its own."""
    found, done = [], 0
    text = "".join(piece.source for piece in pieces)
    for piece in pieces:
        if piece.source in (" ", "\n") and piece.bit == " ":
            around = text[max(done - 1, 0) : done] + text[done + 1 : done + 2]
            if not any(c.isspace() for c in around) and not _STARTS.match(text, done + 1):
                found.append(done)
        done += len(piece.source)
    return found


_STARTS = re.compile(
    r"[#>|:~`=]|[-+*](?:[-\s]|$)|\d{1,9}[.)](?:\s|$)|(?:([-*_])[ \t]*)(?:\1[ \t]*){2,}(?:\s|$)"
)

# What means something at the start of a line, and the character before which a backslash goes.
_FIRST = re.compile(
    r"#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$"
    r"|~{3}|[|:-][-:| \t]*$|\d{1,9}(?=[.)](?:\s|$))|Tabel(?=:)|\[[^\]]*\](?=:)"
)
_LATER = re.compile(
    r"#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|-+[ \t]*$|=+[ \t]*$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$"
    r"|~{3}|[|:-][-:| \t]*$|0*1(?=[.)](?:\s|$))|\[\^[^\]]*\](?=:)"
)
_BEHIND = re.compile(r"\d|T|\[")


def _guarded(text: str, manner: Manner) -> str:
    """The text with what would begin a block at the start of a line escaped."""
    lines = text.split("\n")
    done = []
    for number, line in enumerate(lines):
        pattern = _FIRST if number == 0 or manner.careful else _LATER
        start = len(line) - len(line.lstrip(" \t"))
        match = pattern.match(line, start)
        if match is None or (number and lines[number - 1].endswith("\\") and not match[0]):
            done.append(line)
            continue
        at = match.end() if _BEHIND.match(match[0]) else start
        done.append(f"{line[:at]}\\{line[at:]}")
    return "\n".join(done)


def plainly(bits: Sequence[Bit]) -> bool:
    """Whether no bit has a look of its own."""
    return all(bit.look == PLAIN for bit in bits)
