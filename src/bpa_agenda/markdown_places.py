"""Where the parts of a Markdown value stand in its lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.helpers import parseLinkTitle


@dataclass(eq=False, slots=True)
class ItemList:
    """A list: `tight` when no empty lines stand between its items, `numbers` as they stand."""

    ordered: bool
    tight: bool = True
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class Container:
    """A quotation, an item of a list or a footnote, around paragraphs.

    `opener` is what stands on its first line before the text, `filler` on the other lines. On line
    `line` of the value the opener ends at `column`.
    """

    kind: str
    opener: str
    filler: str
    line: int = -1
    column: int = 0
    items: ItemList | None = None
    number: int = 0


Path = tuple[Container, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line, where in that line it starts, and the source of each cell."""

    line: int
    start: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines of a value, from `start` up to `end`, that are written as one.

    `kind`: paragraph, table, figure, note (a footnote with all its paragraphs) or other (what
    shows nothing). `count` paragraphs from `first` on are its; the units of a footnote count from
    the first paragraph of that footnote, and `calls` are the places of the footnote itself, one for
    each mark. `content` is the source without openers and fillers, of which `head` characters stand
    before a caption and `tail` after. The first `shared` containers of `path` are open already.
    """

    kind: str
    start: int
    end: int
    path: Path
    first: int = 0
    count: int = 0
    content: str = ""
    head: int = 0
    tail: int = 0
    title: bool = False
    rows: tuple[Row, ...] = ()
    shared: int = 0
    label: str = ""
    units: "tuple[Unit, ...]" = ()
    calls: tuple[int, ...] = ()


_OPENERS = {
    "quote": re.compile(r"[ \t]*> ?"),
    "item": re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)"),
    "note": re.compile(r"[ \t]*\[\^[^\]]+\]:[ \t]*"),
}
_QUOTE_AGAIN = re.compile(r"(?:[ \t]*> ?)?")
_DEFAULT_OPENERS = {"quote": "> ", "item": "- ", "note": "[^]: "}


def entered(kind: str, text: str, line: int, start: int) -> Container:
    """The container that begins at a place in a line of the value."""
    match = _OPENERS[kind].match(text, start)
    opener = match[0] if match else _DEFAULT_OPENERS[kind]
    column = match.end() if match else len(text)
    if kind == "item" and not opener.endswith((" ", "\t")):
        opener += " "
    filler = {"quote": opener, "note": " " * 4}.get(kind, " " * len(opener))
    return Container(kind, opener, filler, line, column)


def inside(container: Container, line: str, start: int) -> int:
    """Where the text inside a container begins on a line that is not its first."""
    if container.kind == "quote":
        match = _QUOTE_AGAIN.match(line, start)
        return match.end() if match else start
    end = start + len(container.filler)
    while start < min(end, len(line)) and line[start] in " \t":
        start += 1
    return start


def title_in(content: str, title: str) -> tuple[int, int]:
    """How many characters of a picture stand before and after the text of its caption."""
    for at, character in enumerate(content):
        if character in "\"'(" and title:
            found = parseLinkTitle(content, at, len(content))
            if found.ok and found.str == title and content[found.pos :].strip() == ")":
                return at + 1, len(content) - found.pos + 1
    return 0, 0


def cells_in(line: str, start: int) -> Iterator[tuple[int, int]]:
    """Where in the line of a row the source of each cell stands, spaces and escapes included."""
    text = line.rstrip()
    start += len(text[start:]) - len(text[start:].lstrip())
    bars = [at for at in range(start, len(text)) if text[at] == "|" and text[at - 1 : at] != "\\"]
    edges = [start - 1, *bars, len(text)]
    found = [(left + 1, right) for left, right in pairwise(edges)]
    if found and found[0][0] == found[0][1]:
        found.pop(0)
    if found and found[-1][0] == found[-1][1]:
        found.pop()
    yield from found
