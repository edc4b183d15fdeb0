"""Edits to paragraphs as a reviewer makes them, by name and at random."""

import random
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


# At random. The words hold what means something in Markdown at some place.

WORDS = (
    "*ster* a*b _lijn_ snake_case <b> &amp; [x] [x](y) `code` 1. - # > + = --- C:\\map \\* | x ~~~"
    " ! (zie) 2*3*4 ** *** __ Tabel: é’ [^1] [x]: 1986. & gewoon woord nieuw https://x.nl/a_b_c"
    " 10) • |---| <https://x.nl> x@y.nl {#x} :: \N{NO-BREAK SPACE} 😀 $x$ ^x^ ~x~ ''' \"x\""
).split(" ")
TEXT = ("plain", "bullet", "number", "continued", "quote", "note")


def _words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def _some(
    chance: random.Random, paragraphs: Paragraphs, kinds: tuple[str, ...] = (*TEXT, "cell")
) -> int | None:
    found = [at for at, p in enumerate(paragraphs) if p.kind in kinds and not p.fixed]
    return chance.choice(found) if found else None


def _range(chance: random.Random, paragraph: RichParagraph) -> tuple[int, int]:
    start = chance.randint(0, len(paragraph.bits))
    return start, min(start + chance.choice((1, 3, 20, 100)), len(paragraph.bits))


def type_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    if (number := _some(chance, paragraphs)) is not None:
        bits = paragraphs[number].bits
        at, _ = _range(chance, paragraphs[number])
        look = bits[at - 1].look if at and not bits[at - 1].atom else PLAIN
        text = chance.choice(("{}", " {} ", "{} ")).format(_words(chance, 3))
        _set(paragraphs, number, (*bits[:at], *typed(text, look), *bits[at:]))


def delete_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    if (number := _some(chance, paragraphs)) is not None:
        bits = paragraphs[number].bits
        start, end = _range(chance, paragraphs[number])
        rest = (*bits[:start], *bits[end:])
        # Word does not leave a footnote without text.
        if paragraphs[number].note is None or any(not bit.text.isspace() for bit in rest):
            _set(paragraphs, number, rest)


def format_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    if (number := _some(chance, paragraphs)) is not None:
        start, end = _range(chance, paragraphs[number])
        looks = [{"bold": True}, {"bold": False}, {"italic": True}, {"italic": False}]
        addresses = ["https://x.nl", "https://x.nl/a_(b)", "https://x.nl/?a=1&copy=2", ""]
        new = chance.choice([*looks, *looks, {"link": chance.choice(addresses)}])
        bits = [
            bit._replace(look=bit.look._replace(**new))  # type: ignore[arg-type]
            if start <= at < end and not (bit.atom and (bit.text == OBJECT or "link" in new))
            else bit
            for at, bit in enumerate(paragraphs[number].bits)
        ]
        _set(paragraphs, number, bits)


def split_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    if (number := _some(chance, paragraphs, TEXT)) is not None:
        whole = paragraphs[number]
        at, _ = _range(chance, whole)
        paragraphs[number : number + 1] = [
            replace(whole, bits=whole.bits[:at]),
            replace(whole, bits=whole.bits[at:], origin=None),
        ]


def break_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    if (number := _some(chance, paragraphs, TEXT)) is not None:
        bits = paragraphs[number].bits
        at, _ = _range(chance, paragraphs[number])
        _set(paragraphs, number, (*bits[:at], *typed("\n"), *bits[at:]))


def join_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    number = _some(chance, paragraphs[:-1], TEXT)
    if number is not None:
        one, other = paragraphs[number : number + 2]
        if other.kind in TEXT and one.note == other.note:
            bits = (*one.bits, *typed(chance.choice((" ", ""))), *other.bits)
            paragraphs[number : number + 2] = [replace(one, bits=bits)]


def delete_one(chance: random.Random, paragraphs: Paragraphs) -> None:
    number = _some(chance, paragraphs, TEXT[:-1])
    if number is not None and paragraphs[number].note is None and len(paragraphs) > 1:
        del paragraphs[number]


def insert_one(chance: random.Random, paragraphs: Paragraphs) -> None:
    if (number := _some(chance, paragraphs, TEXT)) is not None:
        before = paragraphs[number]
        kind = chance.choice((before.kind, before.kind, before.kind, *TEXT[:-1]))
        kind = "note" if kind == "plain" and before.note is not None else kind
        level = chance.choice((before.level, before.level + 1, 0))
        new = RichParagraph(kind, level, typed(_words(chance, 4)), note=before.note)
        paragraphs.insert(number + 1, new)


def change_kind(chance: random.Random, paragraphs: Paragraphs) -> None:
    number = _some(chance, paragraphs, TEXT[:-1])
    if number is not None and paragraphs[number].note is None:
        kind, level = chance.choice(TEXT[:-1]), chance.choice((0, 0, 1, 2))
        paragraphs[number] = replace(paragraphs[number], kind=kind, level=level)


def change_rows(chance: random.Random, paragraphs: Paragraphs) -> None:
    number = _some(chance, paragraphs, ("cell",))
    if number is not None and (cell := paragraphs[number].cell) is not None:
        row = [at for at, p in enumerate(paragraphs) if p.cell and p.cell[:2] == cell[:2]]
        if cell.row and chance.random() < 0.5:
            del paragraphs[row[0] : row[-1] + 1]
            return
        new = [RichParagraph("cell", 0, typed(_words(chance, 2))) for _ in row]
        place = Cell(cell.table, 900 + chance.randrange(10**6), 0)
        paragraphs[row[-1] + 1 : row[-1] + 1] = [
            replace(p, cell=place._replace(column=column)) for column, p in enumerate(new)
        ]


def move_one_atom(chance: random.Random, paragraphs: Paragraphs) -> None:
    """Moves a reference, or a footnote mark, to another place."""
    places = [
        (number, at)
        for number, p in enumerate(paragraphs)
        for at, bit in enumerate(p.bits)
        if bit.atom and p.kind in TEXT and p.note is None and not p.fixed
    ]
    to = _some(chance, paragraphs, TEXT[:-1])
    if places and to is not None:
        number, at = chance.choice(places)
        bits = list(paragraphs[number].bits)
        atom = bits.pop(at)
        _set(paragraphs, number, bits)
        start, _ = _range(chance, paragraphs[to])
        bits = list(paragraphs[to].bits)
        _set(paragraphs, to, (*bits[:start], atom, *bits[start:]))


def note_somewhere(chance: random.Random, paragraphs: Paragraphs) -> None:
    number = _some(chance, paragraphs, TEXT[:-1])
    if number is not None and paragraphs[number].note is None and paragraphs[-1].note != _NEW:
        bits = paragraphs[number].bits
        at, _ = _range(chance, paragraphs[number])
        mark = Bit(OBJECT, "", PLAIN, atom=True)
        _set(paragraphs, number, (*bits[:at], mark, *bits[at:]))
        paragraphs.append(RichParagraph("note", 0, typed(f"Noot {_words(chance, 2)}"), note=_NEW))


_NEW = 900

OF_TEXT = (type_somewhere, delete_somewhere, format_somewhere)
OF_PARAGRAPHS = (
    *(split_somewhere, break_somewhere, join_somewhere, delete_one, insert_one, insert_one),
    *(change_kind, change_rows, move_one_atom, note_somewhere),
)
