"""All of Markdown, to blocks and spans, by a parser that takes a while to load."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from html import unescape
from itertools import groupby, pairwise, zip_longest
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from bpa_agenda.markdown_blocks import (
    CAPTION_OF_TABLE,
    CAPTION_START,
    Block,
    Figure,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Spans,
    Table,
    plain_spans,
)
from bpa_agenda.messages import problem
from bpa_agenda.problems import Problem
from bpa_agenda.values import ID, Markdown

# What stands for something: words, and signs that have no meaning in Markdown.
_WORD = re.compile(r"\w+|[^\w\s\x00-\x7f]")
_NAMED_SIGN = re.compile(r"(?<!\\)&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z0-9]+);")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_WITHIN_WORDS = re.compile(r"[*_\\]")
_MARKS = re.compile(r"\[\^[^\]]+\]:?|^[ >]*(?:[-*+] +)*\d+[.)](?= )|%[0-9A-F]{2}", re.MULTILINE)

_WHAT = {
    "heading": ("a heading", "headings come from the keys; use a subsection or bold text"),
    "fence": ("a code block", "write it as running text"),
    "code_block": ("a code block", "text that is indented by four spaces is code; indent less"),
    "code_inline": ("code between back quotes", "leave the back quotes out, or use *italics*"),
    "html_block": ("HTML", "write it in Markdown"),
    "html_inline": ("HTML", "write it in Markdown; a < that stands for itself is written &lt;"),
    "hr": ("a horizontal rule", "leave it out"),
}


def new_parser(*, notes_at_end: bool) -> MarkdownIt:
    """A parser of what editors may write; footnotes stay in place, or go to the end."""
    made = MarkdownIt("commonmark").enable("table")
    return made.use(footnote_plugin, inline=False, move_to_end=notes_at_end)


@cache
def _parser() -> MarkdownIt:
    return new_parser(notes_at_end=True)


@cache
def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, footnotes at the place where they are called."""
    return _Reader(_tree(text)).blocks


def spans_of(text: str) -> Spans:
    """The spans of one line: emphasis and links, no blocks."""
    tokens = _parser().parseInline(text)
    return tuple(_merged(_Reader(None).spans(SyntaxTreeNode(tokens).children, Span(""))))


def problems_in(value: Markdown) -> Iterator[Problem]:
    """What the Word writer cannot show, with its place."""
    tree = _tree(value)
    found = [
        *_picture_problems(value, tree),
        *_caption_problems(value, tree),
        *_note_problems(value, tree),
    ]
    yield from found
    unknown = [n.type for n in tree.walk(include_self=False) if n.type in _WHAT]
    for what, hint in (_WHAT[name] for name in unknown):
        yield problem("unsupported-markdown", value.at, what=what, hint=hint)
    if not (unknown or found) and (lost := _lost_words(value)):
        what = f"the words “{' '.join(lost)}” would disappear"
        hint = "a footnote without a mark, a row with a cell too many, or a [name]: address?"
        yield problem("unsupported-markdown", value.at, what=what, hint=hint)


def _picture_problems(value: Markdown, tree: SyntaxTreeNode) -> Iterator[Problem]:
    """Pictures that stand where they cannot, and pictures of which too little is said."""
    alone = [image for node in tree.children if (image := _picture_in(node)) is not None]
    for node in tree.walk(include_self=False):
        if node.type == "image" and not any(node is other for other in alone):
            yield problem("picture-in-text", value.at, source=_source_of(node))
        elif node.type == "text" and "![" in node.content:
            yield problem("picture-syntax", value.at, text=_start_of(node.content))
    for image in alone:
        if not image.content.strip():
            yield problem("no-alt-text", value.at, source=_source_of(image))
        if not str(image.attrs.get("title", "")).strip():
            yield problem("no-caption", value.at, source=_source_of(image))


def _caption_problems(value: Markdown, tree: SyntaxTreeNode) -> Iterator[Problem]:
    """Captions without a table, without an id, or with one that cannot be an id."""
    before_tables = [a for a, b in pairwise(tree.children) if b.type == "table"]
    for node in tree.walk(include_self=False):
        text = _raw(node)
        if not text.startswith(CAPTION_START):
            continue
        match = CAPTION_OF_TABLE.fullmatch(text)
        has_table = any(node is other for other in before_tables)
        if match and not has_table:
            yield problem("caption-without-table", value.at, text=_start_of(text))
        elif match and not ID.fullmatch(match[2]):
            yield problem("bad-id", value.at, value=match[2])
        elif has_table and not match:
            yield problem("caption-without-id", value.at, text=_start_of(text))


def _note_problems(value: Markdown, tree: SyntaxTreeNode) -> Iterator[Problem]:
    """Marks of footnotes that are not there, and footnotes within footnotes, which Word has not."""
    for node in tree.walk(include_self=False):
        for mark in _NOTE_MARK.findall(node.content) if node.type == "text" else ():
            if re.search(rf"(?<!\\){re.escape(mark)}", value):
                what, hint = f"{mark} without its footnote", f"add a line: {mark}: The footnote"
                yield problem("unsupported-markdown", value.at, what=what, hint=hint)
    notes = [node for node in tree.children if node.type == "footnote_block"]
    if any(node.type == "footnote_ref" for note in notes for node in note.walk()):
        what, hint = "a footnote within a footnote", "put it in brackets, or in the text"
        yield problem("unsupported-markdown", value.at, what=what, hint=hint)


def _start_of(text: str) -> str:
    """Enough of a text to find it by."""
    line = " ".join(text.split())
    return line if len(line) <= _ENOUGH else f"{line[:_ENOUGH].rstrip()}…"


_ENOUGH = 60


def _raw(node: SyntaxTreeNode) -> str:
    """The source of a paragraph as the editor wrote it; empty for anything else."""
    return node.children[0].content if node.type == "paragraph" else ""


def _picture_in(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    """The picture that stands alone in a paragraph."""
    inline = node.children[0].children if node.type == "paragraph" else []
    return inline[0] if len(inline) == 1 and inline[0].type == "image" else None


def _source_of(image: SyntaxTreeNode) -> str:
    return unquote(str(image.attrs["src"]))


def _lost_words(text: str) -> list[str]:
    """Words of the source that are in nothing that is shown, the last ones first sought."""
    signs = _NAMED_SIGN.sub(lambda name: unescape(name[0]), text)
    written = _words(_MARKS.sub(" ", signs))
    lost = Counter(written) - Counter(_words(" ".join(_everything(blocks_of(text), set()))))
    found = []
    for word in reversed(written) if lost else ():
        if lost[word] > 0:
            lost[word] -= 1
            found.append(word)
    return found[::-1]


def _words(text: str) -> list[str]:
    """The words of a text; marks of emphasis and escapes can stand within one."""
    return _WORD.findall(_WITHIN_WORDS.sub("", text))


def _everything(blocks: Sequence[Block], seen: set[int]) -> Iterator[str]:
    """All texts; `seen` are the footnotes that were gone through, as one may have several marks."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _everything_in(block.spans, seen)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from _everything(item, seen)
        elif isinstance(block, Quote):
            yield from _everything(block.blocks, seen)
        elif isinstance(block, Figure):
            yield from (block.source, block.alt, *_everything_in(block.caption, seen))
        else:
            yield from (CAPTION_START, block.id, *_everything_in(block.caption, seen))
            for cell in (cell for row in block.rows for cell in row):
                yield from _everything_in(cell, seen)


def _everything_in(spans: Spans, seen: set[int]) -> Iterator[str]:
    # In the source, the address of a link and the name of a note stand between its words.
    parts = groupby(spans, lambda span: (span.link, bool(span.note)))
    yield " ".join(plain_spans(list(part)) for _, part in parts)
    for span in spans:
        yield unquote(span.link)
        if span.note and id(span.note) not in seen:
            seen.add(id(span.note))
            yield from _everything(span.note, seen)


# Its problems are sought right before it is read; all trees together would fill the memory.
@lru_cache(maxsize=1)
def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser().parse(text))


class _Reader:
    """Turns the parser's nodes into blocks and spans."""

    def __init__(self, root: SyntaxTreeNode | None) -> None:
        self.notes: dict[int, tuple[Block, ...]] = {}
        if root is None:
            return
        for node in root.children:
            if node.type == "footnote_block":
                self._read_notes(node)
        self.blocks = tuple(self._top(root.children))

    def _read_notes(self, node: SyntaxTreeNode) -> None:
        for note in node.children:
            self.notes[int(note.meta["id"])] = self._blocks(note.children)

    def _top(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        """The blocks of the text itself: only there stand pictures and captions of tables."""
        caption: re.Match[str] | None = None
        for node, after in zip_longest(nodes, nodes[1:]):
            before, caption = caption, _caption_in(node, after)
            if before is not None:
                yield replace(self._table(node), caption=spans_of(before[1]), id=before[2])
            elif (picture := _picture_in(node)) is not None:
                yield self._figure(picture)
            elif caption is None:
                yield from self._block(node)

    def _figure(self, image: SyntaxTreeNode) -> Figure:
        alt = "".join(span.text for span in self.spans(image.children, Span("")))
        caption = " ".join(str(image.attrs.get("title", "")).split())
        return Figure(_source_of(image), " ".join(alt.split()), spans_of(caption))

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if node.type == "paragraph":
            yield Paragraph(self._inline(node))
        elif node.type in ("bullet_list", "ordered_list"):
            items = tuple(self._blocks(item.children) for item in node.children)
            yield ListBlock(node.type == "ordered_list", int(node.attrs.get("start", 1)), items)
        elif node.type == "blockquote":
            yield Quote(self._blocks(node.children))
        elif node.type == "table":
            yield self._table(node)
        elif node.type not in ("footnote_block", "footnote_anchor"):
            yield Paragraph((Span(node.content.strip()),))

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        cells = tuple(tuple(self._inline(cell) for cell in row.children) for row in rows)
        aligned = tuple(
            str(cell.attrs.get("style", "text-align:left")).removeprefix("text-align:")
            for cell in rows[0].children
        )
        return Table(cells, aligned)

    def _inline(self, node: SyntaxTreeNode) -> Spans:
        inline = [span for child in node.children for span in self.spans(child.children, Span(""))]
        return tuple(_merged(inline))

    def spans(self, nodes: Sequence[SyntaxTreeNode], look: Span) -> Iterator[Span]:
        """The spans of inline nodes, on top of the look that they inherit."""
        for node in nodes:
            yield from self._span(node, look)

    def _span(self, node: SyntaxTreeNode, look: Span) -> Iterator[Span]:
        if node.type == "strong":
            yield from self.spans(node.children, replace(look, bold=True))
        elif node.type == "em":
            yield from self.spans(node.children, replace(look, italic=True))
        elif node.type == "link":
            yield from self.spans(node.children, replace(look, link=str(node.attrs["href"])))
        elif node.type == "softbreak":
            yield replace(look, text=" ")
        elif node.type == "hardbreak":
            yield replace(look, line_break=True)
        elif node.type == "footnote_ref":
            yield replace(look, note=self.notes.get(int(node.meta["id"]), ()))
        elif node.type == "inline":
            yield from self.spans(node.children, look)
        elif node.type != "footnote_anchor":
            yield replace(look, text=node.content)


def _caption_in(node: SyntaxTreeNode, after: SyntaxTreeNode | None) -> re.Match[str] | None:
    """The text and id of the caption that a paragraph right before a table is."""
    if after is None or after.type != "table":
        return None
    return CAPTION_OF_TABLE.fullmatch(_raw(node))


def _merged(spans: Sequence[Span] | Iterator[Span]) -> Iterator[Span]:
    """Neighbours of the same look as one span."""
    before: Span | None = None
    for span in spans:
        alike = before is not None and _look(span) == _look(before)
        if before is not None and alike and not (span.note or span.line_break):
            before = replace(before, text=before.text + span.text)
            continue
        if before is not None and before != Span(""):
            yield before
        before = span
    if before is not None and before != Span(""):
        yield before


def _look(span: Span) -> tuple[object, ...]:
    """All of a span but its text."""
    return span.bold, span.italic, span.link, span.line_break, span.note
