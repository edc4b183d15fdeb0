"""Edits to paragraphs as a reviewer makes them, by name and at random."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bpa_agenda.bits import Bit
from bpa_agenda.reviewed import OBJECT, PLAIN, Cell, Look
from bpa_agenda.rich_text import RichParagraph

Paragraphs = list[RichParagraph]
Edit = Callable[[Paragraphs], None]


def typed(text: str, look: Look = PLAIN) -> tuple[Bit, ...]:
    """What a reviewer typed."""
    return tuple(Bit(character, "", look) for character in text)


def text_of(paragraph: RichParagraph) -> str:
    return "".join(bit.text for bit in paragraph.bits)


def _find(paragraphs: Paragraphs, words: str) -> tuple[int, int]:
    """The paragraph in which words stand, and the bit with which they begin."""
    for number, paragraph in enumerate(paragraphs):
        starts, done = {}, 0
        for at, bit in enumerate(paragraph.bits):
            starts[done] = at
            done += len(bit.text)
        place = text_of(paragraph).find(words)
        if place >= 0:
            return number, starts.get(place, 0)
    raise AssertionError(f"{words!r} stands nowhere")


def _set(paragraphs: Paragraphs, number: int, bits: Iterable[Bit]) -> None:
    paragraphs[number] = replace(paragraphs[number], bits=tuple(bits))


def change(old: str, new: str) -> Edit:
    """Types other words over words; they get the look of the first character."""

    def edit(paragraphs: Paragraphs) -> None:
        number, at = _find(paragraphs, old)
        bits = paragraphs[number].bits
        look = bits[at].look if bits else PLAIN
        _set(paragraphs, number, (*bits[:at], *typed(new, look), *bits[at + len(old) :]))

    return edit


def append(words: str, new: str, look: Look = PLAIN) -> Edit:
    """Types at the end of the paragraph in which words stand."""

    def edit(paragraphs: Paragraphs) -> None:
        number, _ = _find(paragraphs, words)
        _set(paragraphs, number, (*paragraphs[number].bits, *typed(new, look)))

    return edit


def make(words: str, **looks: bool | str) -> Edit:
    """Gives words another look: bold=True, italic=False, link="https://…"."""

    def edit(paragraphs: Paragraphs) -> None:
        number, at = _find(paragraphs, words)
        bits = list(paragraphs[number].bits)
        for place in range(at, at + len(words)):
            bits[place] = bits[place]._replace(look=bits[place].look._replace(**looks))
        _set(paragraphs, number, bits)

    return edit


def split(words: str) -> Edit:
    """Presses Enter before words."""

    def edit(paragraphs: Paragraphs) -> None:
        number, at = _find(paragraphs, words)
        whole = paragraphs[number]
        first = replace(whole, bits=whole.bits[:at])
        paragraphs[number : number + 1] = [first, replace(whole, bits=whole.bits[at:], origin=None)]

    return edit


def join(words: str, between: str = " ") -> Edit:
    """Deletes the end of the paragraph in which words stand."""

    def edit(paragraphs: Paragraphs) -> None:
        number, _ = _find(paragraphs, words)
        one, other = paragraphs[number : number + 2]
        paragraphs[number : number + 2] = [
            replace(one, bits=(*one.bits, *typed(between), *other.bits))
        ]

    return edit


def delete(words: str) -> Edit:
    """Deletes the paragraph in which words stand; of a table its row."""

    def edit(paragraphs: Paragraphs) -> None:
        number, _ = _find(paragraphs, words)
        cell = paragraphs[number].cell
        gone = [
            at
            for at, p in enumerate(paragraphs)
            if at == number or (cell and p.cell and p.cell[:2] == cell[:2])
        ]
        for at in reversed(gone):
            del paragraphs[at]

    return edit


def delete_mark(words: str) -> Edit:
    """Deletes the first footnote mark after words, and the footnote with it."""

    def edit(paragraphs: Paragraphs) -> None:
        number, at = _find(paragraphs, words)
        bits = list(paragraphs[number].bits)
        place = next(n for n in range(at, len(bits)) if bits[n].text == OBJECT)
        del bits[place]
        _set(paragraphs, number, bits)

    return edit


def insert(words: str, kind: str, level: int, *texts: str) -> Edit:
    """Makes new paragraphs after the one in which words stand."""

    def edit(paragraphs: Paragraphs) -> None:
        number, _ = _find(paragraphs, words)
        note = paragraphs[number].note
        new = [RichParagraph(kind, level, typed(text), note=note) for text in texts]
        paragraphs[number + 1 : number + 1] = new

    return edit


def become(words: str, kind: str, level: int = 0) -> Edit:
    """Makes the paragraph in which words stand another kind of paragraph."""

    def edit(paragraphs: Paragraphs) -> None:
        number, _ = _find(paragraphs, words)
        paragraphs[number] = replace(paragraphs[number], kind=kind, level=level)

    return edit


def insert_row(words: str, *cells: str) -> Edit:
    """Makes a row under the one in which words stand."""

    def edit(paragraphs: Paragraphs) -> None:
        number, _ = _find(paragraphs, words)
        cell = paragraphs[number].cell
        assert cell is not None
        last = max(at for at, p in enumerate(paragraphs) if p.cell and p.cell[:2] == cell[:2])
        new = [
            RichParagraph("cell", 0, typed(text), cell=Cell(cell.table, 900, column))
            for column, text in enumerate(cells)
        ]
        paragraphs[last + 1 : last + 1] = new

    return edit


def insert_note(words: str, *texts: str) -> Edit:
    """Makes a footnote behind words."""

    def edit(paragraphs: Paragraphs) -> None:
        number, at = _find(paragraphs, words)
        bits, place = paragraphs[number].bits, at + len(words)
        mark = Bit(OBJECT, "", PLAIN, atom=True)
        _set(paragraphs, number, (*bits[:place], mark, *bits[place:]))
        paragraphs += [RichParagraph("note", 0, typed(text), note=900) for text in texts]

    return edit


def move_atom(source: str, words: str) -> Edit:
    """Moves the reference with this source behind words of another paragraph."""

    def edit(paragraphs: Paragraphs) -> None:
        for number, paragraph in enumerate(paragraphs):
            atoms = [bit for bit in paragraph.bits if bit.atom and bit.raw == source]
            if atoms:
                _set(paragraphs, number, (bit for bit in paragraph.bits if bit is not atoms[0]))
                break
        number, at = _find(paragraphs, words)
        bits, place = paragraphs[number].bits, at + len(words)
        _set(paragraphs, number, (*bits[:place], *typed(" "), atoms[0], *bits[place:]))

    return edit
