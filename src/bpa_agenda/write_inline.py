"""The Markdown of one paragraph, cell or caption, proved by reading it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from bpa_agenda.bits import Bit, Inline, LinkSource, bits_of, bits_of_line, parser
from bpa_agenda.citations import marks_in
from bpa_agenda.markdown_limits import tidy
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.rich_text import RichParagraph
from bpa_agenda.write_bits import Room, manners, written


class CannotWrite(Exception):  # noqa: N818  # not an error: the caller tells a person why
    """Markdown cannot say what was asked; the text of the exception says what and why."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a value is written, and what can be pointed at in it: footnotes and link addresses."""

    links: Mapping[str, LinkSource]
    delimiters: frozenset[str]
    references: Mapping[str, Any]
    labels: frozenset[str] = frozenset()
    careful: bool = False


def bit_key(bit: Bit) -> object:
    """What must be the same for a bit to be the same to a reader."""
    return (" ".join(bit.raw.split()) if bit.atom else bit.text, bit.look, bit.atom)


def inline_of(bits: Sequence[Bit], habits: Habits, room: Room, *, is_line: bool = False) -> str:
    """The Markdown of bits; on a line by itself nothing can point at a footnote."""
    _refuse(bits)
    wanted = _seen(bits)
    for manner in manners(habits.links, habits.delimiters, careful=habits.careful):
        text = written(bits, manner, room)
        if _seen(_read(text, habits, is_line=is_line).bits) == wanted:
            return text
    raise CannotWrite(f"Markdown cannot write this with its bold, italic and links: “{cut(bits)}”")


def _seen(bits: Sequence[Bit]) -> list[object]:
    return [bit_key(bit) for bit in tidy(RichParagraph("plain", bits=tuple(bits))).bits]


def _read(text: str, habits: Habits, *, is_line: bool) -> Inline:
    if is_line:
        return bits_of_line(text)
    refs = {f":{label}": -1 for label in habits.labels}
    env: dict[str, Any] = {"footnotes": {"refs": refs, "list": {}}}
    if habits.references:
        env["references"] = habits.references
    tokens: list[Token] = []
    parser().inline.parse(text, parser(), env, tokens)
    return bits_of(text, tokens)


def _refuse(bits: Sequence[Bit]) -> None:
    """Refuses what no way of writing can hold."""
    seen = "".join(OBJECT if bit.atom else bit.text for bit in bits)
    if any(bit.text == OBJECT and not bit.raw.startswith("[^") for bit in bits):
        raise CannotWrite("a picture within text cannot be written; an editor adds it as a figure")
    if any(mark.means for mark in marks_in(seen)):
        [first, *_] = (mark.text for mark in marks_in(seen) if mark.means)
        raise CannotWrite(f"“{first}” would become a reference; an editor adds it in the text")
    if "![" in seen or any(
        one.text == "!" and other.atom and other.raw.startswith("[@")
        for one, other in pairwise(bits)
    ):
        raise CannotWrite("“![” begins a picture; put a space between the two")


def cut(bits: Sequence[Bit]) -> str:
    """Enough of the text to find it by."""
    text = " ".join("".join(bit.text for bit in bits).split())
    return text if len(text) <= _ENOUGH else f"{text[:_ENOUGH].rstrip()}…"


_ENOUGH = 60
