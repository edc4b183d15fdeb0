"""Markdown as editors write it, to blocks and spans; what Word cannot show is a problem."""

from collections.abc import Iterator

from bpa_agenda.markdown_blocks import (
    Block,
    Figure,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Spans,
    Table,
    plain_block,
)
from bpa_agenda.markdown_simple import simple_blocks, simple_line
from bpa_agenda.problems import Problem
from bpa_agenda.values import Markdown

__all__ = [
    "Block",
    "Figure",
    "ListBlock",
    "Paragraph",
    "Quote",
    "Span",
    "Spans",
    "Table",
    "parse",
    "parse_line",
    "plain",
    "problems_in",
]


def parse(text: str, *, once: bool = False) -> tuple[Block, ...]:
    """The blocks of a Markdown text, footnotes at the place where they are called.

    They are remembered, but for those of a text that is asked for `once` and no more.
    """
    blocks = _KNOWN[text] if text in _KNOWN or not once else simple_blocks(text)
    if blocks is None:
        # What only few projects need is loaded only for them.
        from bpa_agenda.markdown_full import blocks_of

        blocks = blocks_of(text)
    return blocks


class _Known(dict[str, tuple[Block, ...] | None]):
    """The blocks of texts; None when only the whole parser can tell."""

    def __missing__(self, text: str) -> tuple[Block, ...] | None:
        self[text] = blocks = simple_blocks(text)
        return blocks


_KNOWN = _Known()


def parse_line(text: str) -> Spans:
    """The spans of one line: emphasis and links, no blocks."""
    spans = simple_line(text)
    if spans is None:
        from bpa_agenda.markdown_full import spans_of

        spans = spans_of(text)
    return spans


def plain(text: str) -> str:
    """The words of a Markdown text without its marks; paragraphs become lines."""
    return "\n".join(map(plain_block, parse(text)))


def problems_in(value: Markdown) -> Iterator[Problem]:
    """What the Word writer cannot show, with its place."""
    if _KNOWN[value] is None:
        from bpa_agenda.markdown_full import problems_in as problems_found

        yield from problems_found(value)
