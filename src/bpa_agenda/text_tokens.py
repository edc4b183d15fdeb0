"""Running text in Markdown as tokens that can be compared: words and marks with the space before.

A line break within a paragraph counts as a space, so that a paragraph with other line breaks has
the same tokens. A break that means something in Markdown is a token of its own: an empty line, one
before an item of a list or a row of a table, one after two spaces.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PIECE = re.compile(r"[ \t\n]+|\w+|[^\w \t\n]")
_SPACE = " \t\n"
_BLOCK = re.compile(
    r"[-*+](?:[ \t]|$)|1[.)](?:[ \t]|$)|[#>|]|```|~~~|(?:=+|-+)[ \t]*$|\[\^[^\]\n]+\]:",
    re.MULTILINE,
)
_NUMBER = re.compile(r"\d{1,9}[.)](?:[ \t]|$)", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*\d{1,9}[.)][ \t]", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_CLOSED = re.compile(r"[ \t]*[#|]")


class Token(NamedTuple):
    """A word, a mark or a break; tokens with the same `key` say the same, `text` is as written."""

    key: str
    text: str

    @property
    def is_break(self) -> bool:
        """Whether it ends a paragraph, an item of a list, a row or a line."""
        return self.key.startswith("\n")

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or a digit."""
        return self.key[-1:].isalnum()


def has_code(text: str) -> bool:
    """Whether the text has a block of code, in which every line break means something."""
    return bool(_FENCE.search(text))


def tokens(text: str, *, code: bool = False) -> list[Token]:
    """The tokens of a text without white space at its ends; with `code` no line break is a space.

    Their texts are the text again.
    """
    return list(_tokens(text, code))


def _tokens(text: str, code: bool) -> Iterator[Token]:
    key = space = ""
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece[0] not in _SPACE:
            yield Token(key + piece, space + piece)
            key = space = ""
        elif means_something(text, match.start(), match.end()) or (code and "\n" in piece):
            yield Token(_break_key(piece), piece)
        else:
            key, space = (" " if "\n" in piece else piece), piece
    if space:
        yield Token(key, space)


def means_something(text: str, start: int, end: int) -> bool:
    """Whether this white space is more than the space between two words of a paragraph."""
    before, newline, after = text[start:end].partition("\n")
    if not newline:
        return False
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(
        "\n" in after
        or before.endswith("  ")
        or line.endswith("\\")
        or _CLOSED.match(line)
        or _BLOCK.match(text, end)
        or (_NUMBER.match(text, end) and _NUMBERED.search(_paragraph(text, start)))
    )


def _paragraph(text: str, end: int) -> str:
    """The paragraph or list so far; a number other than 1 can go on with a list, not begin one."""
    return text[text.rfind("\n\n", 0, end) + 1 : end]


def _break_key(piece: str) -> str:
    """Empty lines are equal, however many; the indentation of what follows is part of the break."""
    lines = piece.split("\n")
    hard = "  " if len(lines) == 2 and lines[0].endswith("  ") else ""
    return "\n" * min(len(lines) - 1, 2) + hard + lines[-1].replace("\t", "    ")
