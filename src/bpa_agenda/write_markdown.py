"""Changed paragraphs back to Markdown, with everything that did not change as it was.

What comes out is proved: read again it gives the paragraphs that went in, or nothing comes out.
"""

from collections.abc import Sequence

from bpa_agenda.group_blocks import blocks_of, notes_in_order
from bpa_agenda.lay_markdown import openers_of, place
from bpa_agenda.markdown import problems_in
from bpa_agenda.markdown_limits import as_markdown_can, tidy
from bpa_agenda.reviewed import OBJECT, PLAIN
from bpa_agenda.rich_text import RichParagraph, Source, marks_of, read_source, rich_paragraphs
from bpa_agenda.values import Markdown
from bpa_agenda.write_bits import Room
from bpa_agenda.write_blocks import Writing
from bpa_agenda.write_inline import CannotWrite, Habits, bit_key, cut, inline_of

__all__ = ["CannotWrite", "as_markdown_can", "markdown_of"]


def markdown_of(
    value: str,
    base: Sequence[RichParagraph],
    new: Sequence[RichParagraph],
    *,
    is_line: bool = False,
    is_inline: bool = False,
) -> str:
    """The value that gives the paragraphs `new`; `base` are those that it gives now.

    What did not change keeps its source. `new` comes back as `as_markdown_can` gives it, with
    footnotes in the order of their marks; one whose mark is gone goes too, and a mark without `raw`
    is that of the next footnote of which no paragraph has an `origin`. Raises CannotWrite, with
    the reason, when Markdown cannot hold that.
    """
    if _seen(base) == _seen(new):
        return value
    if is_line:
        return _line(new)
    if is_inline:
        return _within(value, base, new)
    source = read_source(value)
    wanted = notes_in_order(source, as_markdown_can(new))
    for careful, spaced in ((False, False), (True, False), (True, True)):
        made = _text(source, wanted, careful=careful, spaced=spaced)
        got = as_markdown_can(rich_paragraphs(made))
        if _seen(got) == _seen(wanted) and not _new_problems(value, made):
            return made
    raise CannotWrite(_why(value, made, wanted, got))


def _line(new: Sequence[RichParagraph]) -> str:
    """A line of plain text."""
    shown = [paragraph for paragraph in new if paragraph.bits]
    bits = [bit for paragraph in shown for bit in paragraph.bits]
    if len(shown) != 1 or any(bit.text == "\n" for bit in bits):
        raise CannotWrite("this text is one line and cannot be more or less")
    if any(bit.look != PLAIN for bit in bits):
        raise CannotWrite("this text is plain: no bold or italic text and no links")
    if any(bit.atom or bit.text == OBJECT for bit in bits):
        raise CannotWrite("this text cannot hold notes, references or pictures")
    return "".join(bit.text for bit in bits).strip()


def _within(value: str, base: Sequence[RichParagraph], new: Sequence[RichParagraph]) -> str:
    """Markdown within a paragraph."""
    shown = [paragraph for paragraph in map(tidy, new) if paragraph.bits]
    if len(shown) != 1:
        raise CannotWrite("this text is one paragraph and cannot be more or less")
    if any(paragraph.fixed for paragraph in base):
        raise CannotWrite(f"the Markdown of “{cut(base[0].bits)}” is not understood well")
    of = read_source(value)
    habits = Habits(of.links, of.delimiters, of.references)
    for guarded in (False, True):
        made = inline_of(shown[0].bits, habits, Room(guarded=guarded), is_line=True)
        if not _new_problems(value, made):
            return made
    raise CannotWrite(_why(value, made, shown, shown))


def _seen(paragraphs: Sequence[RichParagraph]) -> list[object]:
    """What must be the same for paragraphs to be the same to a reader."""
    return [(p.kind, p.level, p.cell, p.note, [bit_key(bit) for bit in p.bits]) for p in paragraphs]


def _text(source: Source, wanted: Sequence[RichParagraph], *, careful: bool, spaced: bool) -> str:
    """The value with the wanted paragraphs."""
    labels = frozenset(label for paragraph in wanted for label in marks_of(paragraph))
    writing = Writing(source, labels, careful=careful, spaced=spaced)
    lines = writing.joined(place(blocks_of(source, wanted), openers_of(source)))
    if not source.units:
        return "\n".join(lines)
    above = source.lines[: source.units[0].start]
    below = source.lines[max(unit.end for unit in source.units) :]
    return "\n".join((*above, *lines, *below))


def _new_problems(value: str, made: str) -> list[str]:
    """What Word cannot show now, and could before."""
    after = list(problems_in(Markdown(made)))
    before = {problem.code for problem in problems_in(Markdown(value))} if after else set()
    return [problem.message for problem in after if problem.code not in before]


def _why(
    value: str, made: str, wanted: Sequence[RichParagraph], got: Sequence[RichParagraph]
) -> str:
    """Where what was written reads otherwise, in words for a person."""
    for message in _new_problems(value, made):
        return message
    pairs = zip(_seen(wanted), _seen(got), strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), len(got))
    if at < len(wanted):
        return f"Markdown cannot hold “{cut(wanted[at].bits)}” at this place"
    return "Markdown cannot hold these paragraphs in this order"
