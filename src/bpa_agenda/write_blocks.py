"""The lines of blocks: those of the source where nothing changed, and new ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bpa_agenda.bits import Bit
from bpa_agenda.lay_markdown import Placed, between, openers_of, place
from bpa_agenda.markdown_places import Container
from bpa_agenda.rich_text import RichParagraph, Source
from bpa_agenda.write_bits import Room
from bpa_agenda.write_inline import CannotWrite, Habits, bit_key, inline_of
from bpa_agenda.write_tables import table_lines

_WIDTH = 100


@dataclass(frozen=True)
class Writing:
    """One attempt to write a value: `careful` escapes more, `spaced` parts all blocks anew."""

    source: Source
    labels: frozenset[str] = frozenset()
    careful: bool = False
    spaced: bool = False

    @cached_property
    def habits(self) -> Habits:
        """How this value is written."""
        of = self.source
        return Habits(of.links, of.delimiters, of.references, self.labels, self.careful)

    @cached_property
    def width(self) -> int:
        """Up to where lines go; 0 in a value whose paragraphs are one line each."""
        units = [unit for unit in self.source.units for unit in (unit, *unit.units)]
        lines = [
            len(line)
            for unit in units
            if unit.kind == "paragraph"
            for line in self.source.lines[unit.start : unit.end]
        ]
        longest = max(lines, default=0)
        is_wrapped = len(self.source.lines) > 1 and longest <= _WIDTH
        return max(longest, _NARROWEST) if is_wrapped else 0

    def joined(self, placed: Sequence[Placed]) -> Iterator[str]:
        """The lines of blocks and what stands between them."""
        before: Placed | None = None
        for one in placed:
            if before is not None:
                yield from between(before, one, None if self.spaced else self.source.lines)
            yield from self.lines(one)
            before = one

    def lines(self, placed: Placed) -> Sequence[str]:
        """The lines of one block."""
        block, unit = placed.block, placed.block.unit
        if unit is not None and placed.as_it_was:
            return self.source.lines[unit.start : unit.end]
        if block.label:
            openers = openers_of(self.source)
            path = (*placed.path[:-1], _with_own_line(placed.path[-1], block.group[0].kind))
            inner = place(block.group, openers, path, path[: placed.shared])
            return list(self.joined(inner))
        if block.kind == "figure":
            body = self._figure(placed)
        elif block.kind in ("caption", "cell"):
            body = self._table(placed)
        else:
            body = self._paragraph(placed).split("\n")
        first, rest = placed.first, placed.rest
        lines = [f"{first if at == 0 else rest}{line}" for at, line in enumerate(body)]
        return [line if line.strip() else line.rstrip() for line in lines]

    def _paragraph(self, placed: Placed) -> str:
        block = placed.block
        if block.unit is not None and block.same:
            if block.unit.content:
                return block.unit.content
            raise CannotWrite("Markdown that is not supported cannot be moved")
        room = Room(self.width, first=len(placed.first), rest=len(placed.rest))
        return inline_of(block.paragraphs[0].bits, self.habits, room)

    def _figure(self, placed: Placed) -> list[str]:
        """A picture, with another caption when that changed."""
        unit, caption = placed.block.unit, placed.block.paragraphs[1]
        assert unit is not None  # a figure without source was refused
        if placed.block.same:
            return unit.content.split("\n")
        title = _as_title(self._caption(caption.bits[1:], one_line=True), unit.content, unit.head)
        return _around(unit.content, unit.head, unit.tail, title).split("\n")

    def _caption(self, bits: Sequence[Bit], *, one_line: bool) -> str:
        if not bits:
            raise CannotWrite("a caption cannot be empty")
        if one_line and any(bit.text == "\n" for bit in bits):
            raise CannotWrite("the caption of a figure is one line")
        room = Room(0 if one_line else self.width, one_line=one_line, guarded=False)
        return inline_of(bits, self.habits, room, is_line=True)

    def _table(self, placed: Placed) -> list[str]:
        block, unit = placed.block, placed.block.unit
        if block.kind != "caption" or unit is None:
            return table_lines(block, self.source.lines, self._cell)
        above = list(self.source.lines[unit.start : unit.rows[0].line])
        if _seen(block.base[0]) != _seen(block.paragraphs[0]):
            text = self._caption(block.paragraphs[0].bits[1:], one_line=False)
            end = unit.content.count("\n") + 1
            above[:end] = _around(unit.content, unit.head, unit.tail, text).split("\n")
        return above + table_lines(block, self.source.lines, self._cell)

    def _cell(self, paragraph: RichParagraph) -> str:
        if any(bit.text == "\n" for bit in paragraph.bits):
            raise CannotWrite("a cell of a table is one line")
        if not paragraph.bits:
            return ""
        text = inline_of(paragraph.bits, self.habits, Room(one_line=True, guarded=False))
        return text.replace("|", "\\|")


# Lines shorter than this are no sign that somebody wants them so short.
_NARROWEST = 88
_BEFORE_SIGN = re.compile(r"""\\(?=[!-/:-@\[-`{-~])|&(?=#?\w+;)""")


def _with_own_line(note: Container, kind: str) -> Container:
    """A footnote that begins with a list or quotation has its name on a line of its own."""
    if kind == "note" or note.opener.endswith(f"\n{note.filler}"):
        return note
    return replace(note, opener=f"{note.opener.rstrip()}\n{note.filler}")


def _seen(paragraph: RichParagraph) -> list[object]:
    return [bit_key(bit) for bit in paragraph.bits]


def _around(content: str, head: int, tail: int, text: str) -> str:
    return f"{content[:head]}{text}{content[len(content) - tail :]}"


def _as_title(text: str, content: str, head: int) -> str:
    """The text of a caption as it stands between quotation marks, where escapes count once more."""
    text = _BEFORE_SIGN.sub(lambda m: "\\\\" if m[0] == "\\" else "&amp;", text)
    quote = content[head - 1]
    return re.sub(r"[()]" if quote == "(" else quote, r"\\\g<0>", text)
