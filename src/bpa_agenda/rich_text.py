"""A Markdown value as the paragraphs that a reader sees, each with its place in the source.

A value gives one paragraph for each paragraph that `word_markup` writes for it, in that order:
tables are their caption, then cells row by row; figures are a picture, then a caption. After the
text come the paragraphs of footnotes, in the order of their marks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bpa_agenda.bits import Bit, Inline, LinkSource, bits_of, bits_of_line, parser, unplaced
from bpa_agenda.markdown_blocks import CAPTION_OF_TABLE
from bpa_agenda.markdown_places import (
    Container,
    ItemList,
    Path,
    Row,
    Unit,
    cells_in,
    entered,
    inside,
    title_in,
)
from bpa_agenda.reviewed import OBJECT, PLAIN, Cell

MARKED = ("bullet", "number")
DEEPEST = 2
"""Lists that lie deeper look as those at this level: `word_markup` has styles for three."""


@dataclass(frozen=True, slots=True)
class RichParagraph:
    """A paragraph as a reader sees it.

    `kind`: plain, bullet or number (the first paragraph of an item of a list), continued (a later
    one of an item), quote, cell, caption, figure (the picture itself), or note (running text of a
    footnote). `level` is the depth of the list, from 0. `origin` is the index in the paragraphs of
    the value as first read, None for a paragraph that somebody made. `cell` counts tables, rows
    and columns of the value from 0; `note` counts footnotes by their marks, from 0, and is None in
    the text itself. The source of a `fixed` one is not understood: it can only stay as it is.
    """

    kind: str
    level: int = 0
    bits: tuple[Bit, ...] = ()
    origin: int | None = None
    cell: Cell | None = None
    note: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A value, taken apart: `units` are all its lines but the empty ones between them."""

    value: str
    lines: tuple[str, ...]
    units: tuple[Unit, ...]
    paragraphs: tuple[RichParagraph, ...]
    links: Mapping[str, LinkSource]
    delimiters: frozenset[str]
    references: Mapping[str, Any]


def rich_paragraphs(
    value: str, *, is_line: bool = False, is_inline: bool = False
) -> tuple[RichParagraph, ...]:
    """The paragraphs of a value, each with its index as `origin`.

    `is_line`: the value is plain text of one line. `is_inline`: it is Markdown that stands within
    a paragraph, where lists and footnotes are text.
    """
    if is_line:
        return (RichParagraph("plain", 0, tuple(Bit(c, c) for c in value), 0),)
    if is_inline:
        inline = bits_of_line(value)
        return (RichParagraph("plain", 0, inline.bits, 0, fixed=inline.fixed),)
    return read_source(value).paragraphs


def read_source(value: str) -> Source:
    """A value with Markdown, taken apart."""
    return _Reader(value).source()


_BLANK = re.compile(r"[ \t>]*")


@dataclass(slots=True)
class _Region:
    """What is read of the text itself, or of one footnote."""

    kind: str
    paragraphs: list[RichParagraph] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    opened: set[Container] = field(default_factory=set)


class _Reader:
    """Reads the blocks of a value and remembers on which lines they stand."""

    def __init__(self, value: str) -> None:
        env: dict[str, Any] = {}
        self.value = value
        self.lines = value.split("\n")
        self.root = SyntaxTreeNode(parser().parse(value, env))
        self.references = env.get("references", {})
        self.text = self.region = _Region("plain")
        self.notes: dict[str, tuple[Unit, _Region]] = {}
        self.links: dict[str, LinkSource] = {}
        self.delimiters: set[str] = set()
        self.tables = 0
        nodes = [n for n in self.root.walk(include_self=False) if n.type == _NOTE]
        self.empty = frozenset(str(n.meta["label"]) for n in nodes if not n.children)

    def source(self) -> Source:
        """All of it."""
        self._top(self.root.children)
        paragraphs = [*self.text.paragraphs]
        calls = self._calls(paragraphs)
        placed = [replace(p, origin=at) for at, p in enumerate(paragraphs)]
        units = sorted(
            (*self.text.units, *(self._note_unit(label, calls) for label in self.notes)),
            key=lambda unit: unit.start,
        )
        units = sorted((*units, *self._others(units)), key=lambda unit: unit.start)
        return Source(
            self.value,
            tuple(self.lines),
            tuple(units),
            tuple(placed),
            self.links,
            frozenset(self.delimiters),
            self.references,
        )

    def _calls(self, paragraphs: list[RichParagraph]) -> dict[str, list[int]]:
        """Adds the paragraphs of footnotes in the order of their marks; where each begins."""
        calls: dict[str, list[int]] = {}
        count = 0
        at = 0
        while at < len(paragraphs):
            for label in marks_of(paragraphs[at]):
                if label in self.notes and count <= _MOST_NOTES:
                    calls.setdefault(label, []).append(len(paragraphs))
                    here = self.notes[label][1].paragraphs
                    paragraphs += [replace(p, note=count) for p in here]
                    count += 1
            at += 1
        return calls

    def _note_unit(self, label: str, calls: Mapping[str, list[int]]) -> Unit:
        unit, region = self.notes[label]
        end = max((inner.end for inner in region.units), default=unit.end)
        found = tuple(calls.get(label, ()))
        return replace(unit, end=end, units=tuple(region.units), calls=found)

    def _others(self, units: Sequence[Unit]) -> Iterator[Unit]:
        """Lines with text that no block claims, such as the addresses of links by name."""
        claimed = {line for unit in units for line in range(unit.start, unit.end)}
        start: int | None = None
        for at, line in enumerate([*self.lines, ""]):
            is_other = at not in claimed and _BLANK.fullmatch(line) is None
            if is_other and start is None:
                start = at
            elif not is_other and start is not None:
                yield Unit("other", start, at, ())
                start = None

    def _top(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        """The blocks of the text itself: only there stand pictures and captions of tables."""
        shown = [node for node in nodes if node.type != _NOTE]
        captions = {
            id(table): node
            for node, table in pairwise(shown)
            if table.type == "table" and _caption(node)
        }
        for node in nodes:
            if any(node is caption for caption in captions.values()):
                continue
            if _is_picture(node):
                self._figure(node)
            elif node.type == "table":
                self._table(node, (), captions.get(id(node)))
            else:
                self._block(node, (), "plain")

    def _block(self, node: SyntaxTreeNode, path: Path, kind: str, level: int = 0) -> None:
        if node.type == "paragraph":
            self._paragraph(node, path, kind, level)
        elif node.type in _LISTS:
            self._list(node, path, 0)
        elif node.type == "blockquote":
            within = (*path, self._enter(node, path, "quote"))
            for child in node.children:
                self._block(child, within, "quote")
        elif node.type == "table":
            self._table(node, path, None)
        elif node.type == _NOTE:
            self._note(node, path)
        else:
            self._unsupported(node, path, kind, level)

    def _paragraph(self, node: SyntaxTreeNode, path: Path, kind: str, level: int) -> None:
        start, end = _lines_of(node)
        content, inline = self._inline(node)
        self._add(Unit("paragraph", start, end, path, content=content), (kind, level, inline))

    def _unsupported(self, node: SyntaxTreeNode, path: Path, kind: str, level: int) -> None:
        start, end = _lines_of(node)
        text = node.content.strip() if node.type not in ("heading", "lheading") else ""
        inline = unplaced([Bit(c, "") for c in text])
        self._add(Unit("paragraph", start, end, path), (kind, level, inline))

    def _add(self, unit: Unit, *paragraphs: tuple[str, int, Inline]) -> None:
        """Adds a unit with its paragraphs: kind, level and bits."""
        region = self.region
        found = [RichParagraph(k, lv, i.bits, fixed=i.fixed) for k, lv, i in paragraphs]
        opened = [container for container in unit.path if container not in region.opened]
        region.opened.update(opened)
        placed = replace(
            unit,
            # The marker of an item may stand on a line of its own.
            start=min(unit.start, *(container.line for container in opened), unit.start),
            first=len(region.paragraphs),
            count=len(found),
            shared=len(unit.path) - len(opened),
        )
        region.units.append(placed)
        region.paragraphs += found

    def _inline(self, node: SyntaxTreeNode) -> tuple[str, Inline]:
        """The source within a paragraph or cell, and its bits."""
        content, tokens = _content_of(node)
        inline = bits_of(content, tokens, self.empty)
        self._remember(inline)
        return content, inline

    def _remember(self, inline: Inline) -> None:
        for address, written in inline.links.items():
            self.links.setdefault(address, written)
        self.delimiters |= inline.delimiters

    def _list(self, node: SyntaxTreeNode, path: Path, depth: int) -> None:
        items = ItemList(node.type == "ordered_list")
        kind = "number" if items.ordered else "bullet"
        level = min(depth, DEEPEST)
        end = -1
        for item in node.children:
            container = self._item(item, path, items)
            items.tight &= end < 0 or end == container.line
            marked = kind
            for inner in item.children:
                if inner.type in _LISTS:
                    self._list(inner, (*path, container), depth + 1)
                else:
                    self._block(inner, (*path, container), marked, level)
                    marked = "continued"
            end = max((unit.end for unit in self.region.units), default=-1)

    def _item(self, node: SyntaxTreeNode, path: Path, items: ItemList) -> Container:
        container = self._enter(node, path, "item")
        number = int(digits[0]) if (digits := re.search(r"\d+", container.opener)) else 0
        items.numbers.append(number)
        return replace(container, items=items, number=number)

    def _enter(self, node: SyntaxTreeNode, path: Path, kind: str) -> Container:
        """The container that a node opens."""
        line = _lines_of(node)[0]
        return entered(kind, self.lines[line], line, self._start(path, line))

    def _note(self, node: SyntaxTreeNode, path: Path) -> None:
        start, end = _lines_of(node)
        within = (*path, self._enter(node, path, "note"))
        outer, self.region = self.region, _Region("note")
        for child in node.children:
            self._block(child, within, "note")
        label = str(node.meta["label"])
        self.notes[label] = Unit("note", start, end, within, label=label), self.region
        self.region = outer

    def _figure(self, node: SyntaxTreeNode) -> None:
        start, end = _lines_of(node)
        content, tokens = _content_of(node)
        image = tokens[0]
        head, tail = title_in(content, str(image.attrs.get("title", "")))
        caption = " ".join(str(image.attrs.get("title", "")).split())
        inline = bits_of_line(caption)
        self._remember(inline)
        raw = content[: head - 1].rstrip() if head else content
        picture = Inline((Bit(OBJECT, raw, atom=True),))
        name = str(image.attrs["src"]).rsplit(".", 1)[0]
        unit = Unit("figure", start, end, (), content=content, head=head, tail=tail, title=True)
        inline = Inline(_numbered(name, inline.bits), fixed=inline.fixed or not head)
        self._add(unit, ("figure", 0, picture), ("caption", 0, inline))

    def _table(self, node: SyntaxTreeNode, path: Path, caption: SyntaxTreeNode | None) -> None:
        rows = [row for part in node.children for row in part.children]
        unit = Unit("table", *_lines_of(node), path, rows=tuple(self._row(r, path) for r in rows))
        paragraphs: list[tuple[str, int, Inline]] = []
        if caption is not None and (match := _caption(caption)):
            content = _content_of(caption)[0]
            inline = bits_of_line(match[1])
            self._remember(inline)
            bits = _numbered(match[2], inline.bits)
            paragraphs.append(("caption", 0, Inline(bits, fixed=inline.fixed)))
            head, tail = match.start(1), len(content) - match.end(1)
            start = _lines_of(caption)[0]
            unit = replace(unit, start=start, content=content, head=head, tail=tail)
        count = len(self.region.paragraphs) + len(paragraphs)
        cells = [self._inline(cell)[1] for row in rows for cell in row.children]
        self._add(unit, *paragraphs, *(("cell", 0, inline) for inline in cells))
        columns = len(rows[0].children)
        for number in range(len(cells)):
            at = Cell(self.tables, number // columns, number % columns)
            here = self.region.paragraphs[count + number]
            self.region.paragraphs[count + number] = replace(here, cell=at)
        self.tables += 1

    def _row(self, node: SyntaxTreeNode, path: Path) -> Row:
        line = _lines_of(node.children[0].children[0])[0]
        start = self._start(path, line)
        return Row(line, start, tuple(cells_in(self.lines[line], start)))

    def _start(self, path: Path, line: int) -> int:
        """Where on a line the text within containers begins."""
        start = 0
        for container in path:
            is_first = container.line == line
            start = container.column if is_first else inside(container, self.lines[line], start)
        return start


_NOTE = "footnote_reference"
_LISTS = ("bullet_list", "ordered_list")
# Notes that call each other would have no end.
_MOST_NOTES = 1000


def marks_of(paragraph: RichParagraph) -> Iterator[str]:
    """The labels of the footnotes whose marks stand in a paragraph, in order."""
    if paragraph.kind == "figure":
        return
    for bit in paragraph.bits:
        if bit.atom and bit.text == OBJECT:
            yield bit.raw[2:-1]


def _numbered(name: str, bits: Sequence[Bit]) -> tuple[Bit, ...]:
    """A caption with its generated start: label and number, of which only the id is known here."""
    return (Bit("", f"{{#{name}}}", PLAIN, atom=True), *bits)


def _lines_of(node: SyntaxTreeNode) -> tuple[int, int]:
    assert node.map is not None  # the parser says on which lines a block stands
    return node.map


def _content_of(node: SyntaxTreeNode) -> tuple[str, Sequence[Token]]:
    token = node.children[0].token
    assert token is not None  # a paragraph or cell has one inline node
    return token.content, token.children or []


def _caption(node: SyntaxTreeNode) -> re.Match[str] | None:
    return CAPTION_OF_TABLE.fullmatch(_content_of(node)[0]) if node.type == "paragraph" else None


def _is_picture(node: SyntaxTreeNode) -> bool:
    tokens = _content_of(node)[1] if node.type == "paragraph" else []
    return len(tokens) == 1 and tokens[0].type == "image"
