"""What a text with Markdown is made of: blocks, and spans of one look within them."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bpa_agenda.records import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with one look; `note` is a footnote that hangs on its end."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    line_break: bool = False
    note: "tuple[Block, ...]" = ()


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a row of blocks."""

    ordered: bool
    start: int
    items: "tuple[tuple[Block, ...], ...]"


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; its first row is the header. `aligned`: left, center or right a column.

    A table with a caption has an id, by which text refers to it.
    """

    rows: tuple[tuple[Spans, ...], ...]
    aligned: tuple[str, ...]
    caption: Spans = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption; `source` is its file name, `alt` says what one sees in it."""

    source: str
    alt: str
    caption: Spans

    @property
    def id(self) -> str:
        """The name by which text refers to it: that of the file without its ending."""
        return self.source.rsplit(".", 1)[0]


Block: TypeAlias = Paragraph | ListBlock | Quote | Table | Figure

CAPTION_START = "Tabel:"
CAPTION_OF_TABLE = re.compile(r"Tabel:\s*(\S.*?)\s*\{#([^{}]*)\}", re.DOTALL)


def plain_block(block: Block) -> str:
    """The words of a block; paragraphs become lines."""
    return "\n".join(_lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield plain_spans(block.spans)
    elif isinstance(block, ListBlock):
        yield from (plain_block(inner) for item in block.items for inner in item)
    elif isinstance(block, Quote):
        yield from map(plain_block, block.blocks)
    elif isinstance(block, Figure):
        yield plain_spans(block.caption)
    else:
        if block.caption:
            yield plain_spans(block.caption)
        yield from ("\t".join(plain_spans(cell) for cell in row) for row in block.rows)


def plain_spans(spans: Sequence[Span]) -> str:
    """The words of spans."""
    return "".join("\n" if span.line_break else span.text for span in spans)
