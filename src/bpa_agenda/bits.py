"""Markdown within a paragraph to characters that know the source from which they come."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, link
from markdown_it.token import Token

from bpa_agenda.citations import marks_in
from bpa_agenda.markdown_full import new_parser
from bpa_agenda.reviewed import OBJECT, PLAIN, Look


class Bit(NamedTuple):
    """One character as a reader sees it, or one atom: what is one thing and is not typed.

    `text` is the character, a line break a newline. Of a reference or citation it is the source
    until the generated text is known, of a footnote mark or a picture `OBJECT`. `raw` is the
    Markdown from which it comes, without delimiters of emphasis and links; empty when it was typed.
    """

    text: str
    raw: str
    look: Look = PLAIN
    atom: bool = False


class LinkSource(NamedTuple):
    """How a link is written around its text: `[` and `](address "title")`, or `<` and `>`."""

    opening: str
    closing: str


@dataclass(slots=True)
class Inline:
    """The bits of one stretch of Markdown, and how its links and emphasis are written.

    `fixed` says that the bits could not be followed back to their source: it can be kept, not
    written anew.
    """

    bits: tuple[Bit, ...]
    links: Mapping[str, LinkSource] = field(default_factory=dict)
    delimiters: frozenset[str] = frozenset()
    fixed: bool = False


@cache
def parser() -> MarkdownIt:
    """The parser of the project, which leaves footnotes in place and escapes apart."""
    made = new_parser(notes_at_end=False).disable("text_join")
    for name, rule in (("link", link), ("autolink", autolink)):
        made.inline.ruler.at(name, _with_end(rule))
    return made


def _with_end(rule: Any) -> Any:
    """The rule, which also says where in the source its last token ends."""

    def placed(state: StateInline, silent: bool) -> bool:
        found = bool(rule(state, silent))
        if found and not silent:
            state.tokens[-1].meta["end"] = state.pos
        return found

    return placed


def bits_of_line(text: str) -> Inline:
    """The bits of Markdown without blocks and footnotes, as `markdown.parse_line` reads it."""
    [inline] = parser().parseInline(text)
    return bits_of(text, inline.children or [])


def bits_of(
    source: str, tokens: Sequence[Token], empty_notes: frozenset[str] = frozenset()
) -> Inline:
    """The bits of the tokens into which a source was parsed; `empty_notes` have no text."""
    walk = _Walk(source, empty_notes)
    try:
        walk.through(tokens)
        found = walk.found()
    except _CannotFollow:
        return unplaced([bit for bit in _seen(tokens) if bit.raw[2:-1] not in empty_notes])
    return found


def unplaced(bits: Sequence[Bit]) -> Inline:
    """Bits as a reader sees them that cannot be followed back to their source."""
    return Inline(tuple(_with_marks(bits)[0]), fixed=True)


class _CannotFollow(Exception):  # noqa: N818  # not an error: the caller has another way
    """The source is not where the parser's tokens say, or holds what has no bits."""


# The parser takes spaces around the end of a line away.
_SOFT = re.compile(r" *\n[ \t]*")
_HARD = re.compile(r"(?:\\| +)\n[ \t]*")
_CHANGES = {"strong_open": 1, "strong_close": -1, "em_open": 1, "em_close": -1}


class _Walk:
    """Goes through tokens and their source side by side."""

    def __init__(self, source: str, empty_notes: frozenset[str]) -> None:
        self.source = source
        self.empty_notes = empty_notes
        self.pos = 0
        self.bits: list[Bit] = []
        self.depths = {"strong": 0, "em": 0}
        self.opened: list[tuple[str, str, int]] = []
        self.links: dict[str, LinkSource] = {}
        self.delimiters: set[str] = set()
        self.look = PLAIN

    def found(self) -> Inline:
        """What was found, when all of the source was gone through."""
        if self.pos != len(self.source):
            raise _CannotFollow
        bits, lost_links = _with_marks(self.bits)
        if lost_links:
            raise _CannotFollow
        return Inline(tuple(bits), self.links, frozenset(self.delimiters))

    def through(self, tokens: Sequence[Token]) -> None:
        """Takes the bits of all tokens."""
        for token in tokens:
            if token.type == "text":
                self._literal(token.content)
            elif token.type == "text_special":
                self._special(token)
            elif token.type in _CHANGES:
                self._emphasis(token)
            else:
                self._other(token)

    def _other(self, token: Token) -> None:
        if token.type == "softbreak":
            self.bits.append(Bit(" ", self._match(_SOFT), self.look))
        elif token.type == "hardbreak":
            self.bits.append(Bit("\n", self._match(_HARD), self.look))
        elif token.type == "link_open":
            self._open_link(token)
        elif token.type == "link_close":
            self._close_link(token.meta["end"])
        elif token.type == "footnote_ref" and token.meta["label"] not in self.empty_notes:
            raw = self._take(f"[^{token.meta['label']}]")
            self.bits.append(Bit(OBJECT, raw, self.look, atom=True))
        else:
            raise _CannotFollow

    def _take(self, raw: str) -> str:
        if not self.source.startswith(raw, self.pos):
            raise _CannotFollow
        self.pos += len(raw)
        return raw

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.pos)
        if match is None:
            raise _CannotFollow
        return self._take(match[0])

    def _literal(self, text: str) -> None:
        look = self.look
        self.bits += [Bit(c, c, look) for c in self._take(text)]

    def _special(self, token: Token) -> None:
        """An escape or an entity."""
        if token.content == token.markup:
            self._literal(token.content)
        elif len(token.content) == 1:
            self.bits.append(Bit(token.content, self._take(token.markup), self.look))
        else:
            raise _CannotFollow

    def _emphasis(self, token: Token) -> None:
        self.delimiters.add(self._take(token.markup))
        self.depths[token.type.partition("_")[0]] += _CHANGES[token.type]
        self._set_look()

    def _set_look(self) -> None:
        address = self.opened[-1][0] if self.opened else ""
        self.look = Look(self.depths["strong"] > 0, self.depths["em"] > 0, address)

    def _open_link(self, token: Token) -> None:
        opening = self._take("<" if token.markup == "autolink" else "[")
        self.opened.append((str(token.attrs["href"]), opening, len(self.bits)))
        self._set_look()

    def _close_link(self, end: int) -> None:
        address, opening, start = self.opened.pop()
        written = LinkSource(opening, self._take(self.source[self.pos : end]))
        # An empty link shows nothing, and two ways to write one address cannot be told apart.
        if start == len(self.bits) or self.links.setdefault(address, written) != written:
            raise _CannotFollow
        self._set_look()


def _with_marks(bits: Sequence[Bit]) -> tuple[list[Bit], bool]:
    """The bits with each reference and citation as one; whether such a mark undid a link."""
    if not any(bit.text == "@" for bit in bits):
        return list(bits), False
    done: list[Bit] = []
    lost_links = False
    for (look, is_one), run in groupby(bits, lambda bit: (bit.look, bit.atom or bit.text == "\n")):
        here = list(run)
        marks = () if is_one else tuple(marks_in("".join(bit.text for bit in here)))
        lost_links |= bool(marks) and bool(look.link)
        start = 0
        for mark in (mark for mark in marks if mark.means is not None):
            raw = "".join(bit.raw for bit in here[mark.start : mark.end])
            atom = Bit(mark.text, raw or mark.text, look, atom=True)
            done += [*here[start : mark.start], atom]
            start = mark.end
        done += here[start:]
    return done, lost_links


def _seen(tokens: Sequence[Token]) -> Iterator[Bit]:
    """The bits of tokens without their source, but for footnote marks."""
    depths = {"strong": 0, "em": 0}
    link = ""
    for token in tokens:
        if token.type in _CHANGES:
            depths[token.type.partition("_")[0]] += _CHANGES[token.type]
        elif token.type in ("link_open", "link_close"):
            link = str(token.attrs.get("href", ""))
        look = Look(depths["strong"] > 0, depths["em"] > 0, link)
        if token.type == "footnote_ref":
            yield Bit(OBJECT, f"[^{token.meta['label']}]", look, atom=True)
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            yield from (Bit(c, "", look) for c in text)
