"""Where a scalar stands in a YAML text: its tag, its style, its lines and what is around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node, ScalarNode

from bpa_agenda.yaml_styles import BREAK, lines_of

BOM = "\ufeff"
BLOCKS = ("|", ">")
_TEXT, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_TAG = r"!<[^>]*>|![^\s,\[\]{}]*"
_PROPERTY = re.compile(rf"{_TAG}|&[^\s,\[\]{{}}]+")
_TAGGED = re.compile(rf"(?:&\S+\s+)?(?:{_TAG})")
_GAP = re.compile(r"(?:[ \t\r\n]+(?:#[^\r\n]*)?)*")
_TAG_AND_GAP = re.compile(rf"(?:{_TAG})(?:[ \t\r\n]+(?!#)|[ \t]*)")
_COMMENT = re.compile(r"[ \t]*(?:#[^\r\n]*)?\Z")
_HEADER = re.compile(r"[|>][-+0-9]*")


class Around(NamedTuple):
    """The indentation of the keys or hyphens around a scalar, -1 for none; whether in brackets."""

    indent: int = -1
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A scalar in a text: from `begin` to `start` its tag and anchor, and up to `end` itself.

    `properties` is what is to stay of tag and anchor. `kinds` are the tags as which it may be read
    without quotes, or none when its own tag says it. `column` counts from 0. `fresh` means that no
    style is to be kept.
    """

    text: str
    begin: int
    start: int
    end: int
    properties: str
    style: str
    value: str
    kinds: frozenset[str]
    around: Around
    fresh: bool
    column: int

    @property
    def raw(self) -> str:
        """The scalar as it is written, without tag and anchor."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a block scalar has or would have around its lines, up to `end` in the text.

    `header` is as `>-`, or empty if the scalar is no block; `rest` is what follows on that line,
    a comment; `indent` is that of its lines; `lines` pair what YAML reads with the line as it
    stands; `tail` are the empty lines at the end, `tail_at` is where they begin.
    """

    header: str
    rest: str
    newline: str
    indent: int
    lines: tuple[tuple[str, str], ...]
    tail: tuple[str, ...]
    tail_at: int
    end: int


def surroundings(root: Node) -> Iterator[tuple[ScalarNode, Around]]:
    """Every scalar value with what is around it."""
    waiting: list[tuple[Node, Around]] = [(root, Around())]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, ScalarNode):
            yield node, around
        elif isinstance(node, CollectionNode) and node.value:
            flow = around.flow or bool(node.flow_style)
            inside = Around(around.indent if flow else _column(node), flow)
            waiting += [(child, inside) for child in _values(node)]


def _values(node: CollectionNode) -> Sequence[Node]:
    return [pair[1] for pair in node.value] if isinstance(node, MappingNode) else node.value


def _column(node: CollectionNode) -> int:
    """The column of the keys or hyphens of a block; a tag may stand before the first key."""
    first = node.value[0][0] if isinstance(node, MappingNode) else node
    return int(first.start_mark.column)


def site_of(text: str, node: ScalarNode, around: Around, *, keep_tag: bool) -> Site:
    """The site of a node, which is of this text without its byte order mark."""
    shift = len(text) - len(text.removeprefix(BOM))
    begin, end = node.start_mark.index + shift, node.end_mark.index + shift
    start = _without_properties(text, begin, end)
    properties = text[begin:start]
    tagged = bool(_TAGGED.match(properties))
    if tagged and not keep_tag:
        properties = _TAG_AND_GAP.sub("", properties, count=1)
    return Site(
        text,
        begin,
        start,
        end,
        properties,
        style=node.style or "",
        value=node.value,
        kinds=frozenset() if tagged and keep_tag else frozenset({_TEXT, node.tag}) - {_NULL},
        around=around,
        fresh=start == end or (tagged and not keep_tag),
        column=node.start_mark.column + len(properties),
    )


def _without_properties(text: str, begin: int, end: int) -> int:
    """Where a scalar begins when its tag and anchor are passed over."""
    start = begin
    while start < end and (match := _PROPERTY.match(text, start)):
        gap = _GAP.match(text, match.end())
        start = gap.end() if gap and gap.end() < end else min(match.end(), end)
    return start


def frame_of(site: Site) -> Frame:
    """The frame that a block scalar has, or that it gets if it becomes one."""
    if site.style not in BLOCKS or site.start == site.end:
        return _new_frame(site)
    header = _HEADER.match(site.raw)
    first, *raws = lines_of(site.raw)
    assert header
    rest, newline = _cut(first[header.end() :])
    newline = newline or _newline(site)
    indent = _block_indent(site.around.indent, header[0], raws)
    lines = [(_read(raw, indent), raw) for raw in raws]
    seen = any(raw.strip(" \t\r\n") for raw in raws)
    count = next((n for n in range(len(lines), 0, -1) if seen and lines[n - 1][0]), 0)
    tail = tuple(raw for _, raw in lines[count:])
    tail_at = site.end - sum(map(len, tail))
    kept = [(read, raw if _cut(raw)[1] else raw + newline) for read, raw in lines[:count]]
    return Frame(header[0], rest, newline, indent, tuple(kept), tail, tail_at, site.end)


def _new_frame(site: Site) -> Frame:
    match = BREAK.search(site.text, site.end)
    line_end, end = match.span() if match else (len(site.text), len(site.text))
    rest = site.text[site.end : line_end]
    return Frame("", rest, _newline(site), max(site.around.indent, 0) + 2, (), (), end, end)


def _newline(site: Site) -> str:
    """The line end of the line that it begins on, or the first of the file."""
    match = BREAK.search(site.text, site.start) or BREAK.search(site.text)
    return match[0] if match else "\n"


def _block_indent(around: int, header: str, raws: Sequence[str]) -> int:
    digits = "".join(filter(str.isdigit, header))
    if digits:
        return max(around, 0) + int(digits)
    first = next((raw for raw in raws if raw.strip(" \t\r\n")), "")
    return len(first) - len(first.lstrip(" ")) or max(around, 0) + 2


def _read(raw: str, indent: int) -> str:
    """What YAML reads of a line of a block."""
    return _cut(raw)[0][indent:]


def _cut(raw: str) -> tuple[str, str]:
    """A line and its line end."""
    match = BREAK.search(raw)
    return (raw[: match.start()], match[0]) if match else (raw, "")


def can_be_block(site: Site, frame: Frame) -> bool:
    """Whether a block can stand here without taking in what follows, or being taken for a comment.

    Empty lines and comments that are indented as far as the block would become part of it.
    """
    if site.around.flow or (not frame.header and not _COMMENT.match(frame.rest)):
        return False
    if frame.lines:
        return True
    for line in (*frame.tail, *lines_of(site.text[frame.end :])):
        blank = not line.strip(" \t\r\n")
        indent = len(line) - len(line.lstrip(" "))
        if not blank or indent > frame.indent:
            return indent < frame.indent
    return True
