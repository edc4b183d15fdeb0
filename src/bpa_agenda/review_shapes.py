"""How text and paragraphs of a reviewed document look, in terms of what Markdown can say."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bpa_agenda.align_review import Token
from bpa_agenda.bits import Bit
from bpa_agenda.reviewed import Look, Paragraph
from bpa_agenda.rich_text import RichParagraph

_QUOTES = ("quote", "intense quote", "citaat", "quotations")
_CONTINUED = "list continue"
_DEEPEST = 2
_FREE = ("plain", "bullet", "number", "continued", "quote")


def changed_look(look: Look, token: Token) -> Look:
    """A look with what a reviewer changed of it, and nothing else."""
    assert token.before is not None
    changes = zip(look, token.before, token.look, strict=True)
    bold, italic, link = (own if was == now else now for own, was, now in changes)
    return Look(bool(bold), bool(italic), str(link))


def shaped(paragraph: Paragraph | None) -> RichParagraph:
    """The kind of a paragraph that a reviewer made, from how it looks in Word."""
    if paragraph is None:
        return RichParagraph("plain")
    if paragraph.marker:
        return RichParagraph(paragraph.marker, min(paragraph.level, _DEEPEST))
    if paragraph.style in _QUOTES:
        return RichParagraph("quote")
    if paragraph.style.startswith(_CONTINUED):
        last = paragraph.style[-1]
        return RichParagraph("continued", int(last) - 1 if last.isdigit() else 0)
    return RichParagraph("plain")


def note_of(paragraphs: Iterable[Paragraph], number: int) -> Iterator[RichParagraph]:
    """A new footnote, without the space between its number and its text."""
    is_first = True
    for paragraph in paragraphs:
        kept = [piece for piece in paragraph.pieces if piece.deleted is None]
        bits = [Bit(text, "", piece.look) for piece in kept for text in piece.text]
        start = next((n for n, bit in enumerate(bits) if not bit.text.isspace()), len(bits))
        bits = bits[start:] if is_first else bits
        if bits:
            yield replace(shaped(paragraph), bits=tuple(bits), note=number)
            is_first = False


def reshaped(
    source: RichParagraph, paragraph: Paragraph | None, *, is_new: bool, is_told: bool
) -> RichParagraph:
    """The kind of a paragraph of the base; a second half and what somebody reshaped is new."""
    is_free = source.kind in _FREE and source.note is None
    if paragraph is None or not is_free or not (is_new or is_told):
        return source
    new = shaped(paragraph)
    return replace(source, kind=new.kind, level=new.level)
