"""Figures that are drawn from the data: sharp in print, and readable without colour."""

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bpa_agenda.indexed_png import MOST_COLOURS, Colour, Palette, png
from bpa_agenda.kept import FORGETFUL, Kept
from bpa_agenda.model import Content, Picture
from bpa_agenda.numbering import themes_in_order
from bpa_agenda.trace import Trace, matrix

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "assets" / "fonts"
DPI = 400
_INK, _FAINT, _PAPER, _LINE = (0, 0, 0), (89, 89, 89), (255, 255, 255), (200, 206, 210)
_LIGHT, _DARK = (237, 242, 245), (27, 79, 107)
_LETTERS, _LEAST = 9.5, 1.0
_LEGIBLE = 6.5
_FIGURE_HEIGHT = round(0.63 * _LETTERS / 72 * DPI)
# Nobody tells more tones apart, or sees more steps from the colour of a letter to its paper.
_MOST_TONES, _MOST_STEPS = 60, 15
# The fonts lack these; what stands for them looks the same.
_REPLACED = str.maketrans({"\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-"})


def _mm(length: float) -> int:
    return round(length / 25.4 * DPI)


_WIDTH, _LABELS = _mm(126), _mm(36)
_ROW, _HEADING, _LINE_HEIGHT, _AIR, _GAP = _mm(5.5), _mm(7), _mm(4), _mm(1.5), _mm(0.4)
_TALLEST = _mm(60)


class Row(NamedTuple):
    """A group and how many of its statements support each theme."""

    label: str
    counts: tuple[int, ...]


class Workshop(NamedTuple):
    """The rows of the groups of a workshop, under its heading."""

    heading: str
    rows: tuple[Row, ...]


def draw(name: str, content: Content, trace: Trace, kept: Kept = FORGETFUL) -> Picture:
    """The figure with this name, by which Markdown calls it as it does a file."""
    return {"matrix": draw_matrix}[name](content, trace, kept)


def draw_matrix(content: Content, trace: Trace, kept: Kept) -> Picture:
    """How many statements of each group support each theme."""
    themes = [(f"Thema {n}", _clean(t.title)) for n, t in enumerate(themes_in_order(content), 1)]
    workshops = tuple(_workshops(content, trace))
    data, width, height = kept.once(
        ("matrix", themes, workshops), lambda: Matrix(themes, workshops).drawn()
    )
    return Picture("matrix.png", data, width, height, DPI)


def _workshops(content: Content, trace: Trace) -> Iterator[Workshop]:
    counts = {group.key: found for group, found in matrix(trace)}
    dated = (register for register in content.registers if register.date is not None)
    for number, register in enumerate(dated, start=1):
        rows = (
            Row(_clean(group.title).capitalize(), counts[f"{register.id}.{group.id}"])
            for group in register.groups
        )
        yield Workshop(f"Werkatelier {number}: {_clean(register.title)}", tuple(rows))


def _clean(text: str) -> str:
    return " ".join(text.translate(_REPLACED).split())


class _Inks:
    """The numbers of the colours of a matrix; `cells` has for each count those of fill and ink."""

    def __init__(self, counts: Collection[int]) -> None:
        most = max(counts, default=0)
        tones = {count: tone(count, most) for count in sorted(counts) if count}
        fills = dict.fromkeys(tones.values())
        self.palette = Palette(min(_MOST_STEPS, MOST_COLOURS // (len(fills) + 2) - 1))
        self.ink, self.paper, self.faint = self.palette.row(_INK, _PAPER, _FAINT)
        self.line = self.palette.row(_LINE)[0]
        rows = {fill: self.palette.row(fill, ink_on(fill)) for fill in fills}
        self.cells = {0: [self.paper, self.faint]}
        self.cells |= {count: rows[fill] for count, fill in tones.items()}


class _Level:
    """Titles above their columns, each over as many lines as it asks for."""

    def __init__(self, themes: Sequence[tuple[str, str]], column: int) -> None:
        self.count = len(themes)
        self._width = column - _AIR
        words = [word for _, title in themes for word in title.split()]
        self._font = _fitting(words, self._width, "bold")
        self._over_font = _fitting((over for over, _ in themes), self._width)
        self._themes = [(over, self._lines(title)) for over, title in themes]
        self.height = _LINE_HEIGHT * (1 + max((len(lines) for _, lines in self._themes), default=0))
        self.is_legible = min(self._font.size, self._over_font.size) * 72 / DPI >= _LEGIBLE

    def _lines(self, title: str) -> list[str]:
        lines: list[str] = []
        for word in title.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._font.getlength(longer) <= self._width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def draw(self, image: "Image", inks: _Inks, place: int, foot: tuple[int, int]) -> None:
        """Draws a title so that the middle of its foot is at a point."""
        from PIL import ImageDraw

        on = ImageDraw.Draw(image)
        middle, bottom = foot
        over, lines = self._themes[place]
        base = bottom - len(lines) * _LINE_HEIGHT
        on.text((middle, base), over, inks.faint, self._over_font, anchor="ms")
        for number, line in enumerate(lines, start=1):
            at = (middle, base + number * _LINE_HEIGHT)
            on.text(at, line, inks.ink, self._font, anchor="ms")


class _Upright:
    """Titles that read from bottom to top, for columns that are too narrow for level ones."""

    def __init__(self, themes: Sequence[tuple[str, str]], column: int) -> None:
        self.count = len(themes)
        self._themes = themes
        over = max((font(_LETTERS).getlength(f"{over}  ") for over, _ in themes), default=0.0)
        title = _fitting((title for _, title in themes), round(_TALLEST - over), "bold")
        points = min(title.size * 72 / DPI, _LETTERS * min(1, column / _LINE_HEIGHT))
        self._fonts = font(points), font(points, "bold")
        self.height = max(round(sum(self._lengths(place))) for place in range(self.count))

    def _lengths(self, place: int) -> tuple[float, float]:
        over, title = self._themes[place]
        plain, bold = self._fonts
        return plain.getlength(f"{over}  "), bold.getlength(title)

    def draw(self, image: "Image", inks: _Inks, place: int, foot: tuple[int, int]) -> None:
        """Draws a title so that the middle of its foot is at a point."""
        from PIL import Image, ImageDraw

        line = Image.new("L", (self.height, _LINE_HEIGHT), inks.paper)
        on = ImageDraw.Draw(line)
        over, title = self._themes[place]
        for text, ink, face, left in (
            (over, inks.faint, self._fonts[0], 0.0),
            (title, inks.ink, self._fonts[1], self._lengths(place)[0]),
        ):
            on.text((left, _LINE_HEIGHT // 2), text, ink, face, anchor="lm")
        middle, bottom = foot
        turned = line.transpose(Image.Transpose.ROTATE_90)
        image.paste(turned, (middle - _LINE_HEIGHT // 2, bottom - self.height))


def _titles(themes: Sequence[tuple[str, str]], column: int) -> _Level | _Upright:
    level = _Level(themes, column)
    return level if level.is_legible else _Upright(themes, column)


class Matrix:
    """A drawing of the matrix, from top to bottom."""

    def __init__(self, themes: list[tuple[str, str]], workshops: tuple[Workshop, ...]) -> None:
        self.column = (_WIDTH - _LABELS) // max(len(themes), 1)
        rows = [row for workshop in workshops for row in workshop.rows]
        self.label_font = _fitting((row.label for row in rows), _LABELS - _AIR)
        self.titles = _titles(themes, self.column)
        self.workshops = workshops
        counts = {count for row in rows for count in row.counts}
        self.count_font = _fitting(map(str, counts), self.column - _AIR // 2)
        self.inks = _Inks(counts)

    def drawn(self) -> tuple[bytes, int, int]:
        """The drawing as a PNG, its width and its height."""
        # Pillow takes a while to load, and most documents draw nothing.
        from PIL import Image, ImageDraw

        top = self.titles.height + 2 * _AIR
        height = top + sum(_HEADING + len(w.rows) * _ROW for w in self.workshops)
        # Numbers of colours in place of greys: Pillow smooths letters only in what has no palette.
        image = Image.new("L", (_WIDTH, height), self.inks.paper)
        on = ImageDraw.Draw(image)
        for place in range(self.titles.count):
            middle = _LABELS + place * self.column + (self.column - _GAP) // 2
            self.titles.draw(image, self.inks, place, (middle, top - _AIR))
        for workshop in self.workshops:
            self._draw_workshop(on, workshop, top)
            top += _HEADING + len(workshop.rows) * _ROW
        return png(image, self.inks.palette, DPI), _WIDTH, height

    def _draw_workshop(self, on: "ImageDraw", workshop: Workshop, top: int) -> None:
        on.line((0, top + _GAP, _WIDTH, top + _GAP), self.inks.line, width=_mm(0.15))
        base = top + _HEADING - _AIR
        on.text((0, base), workshop.heading, self.inks.ink, font(_LETTERS, "bold"), anchor="ls")
        for number, row in enumerate(workshop.rows):
            self._draw_row(on, row, top + _HEADING + number * _ROW)

    def _draw_row(self, on: "ImageDraw", row: Row, top: int) -> None:
        base = top + (_ROW - _GAP + _FIGURE_HEIGHT) // 2
        on.text((0, base), row.label, self.inks.ink, self.label_font, anchor="ls")
        for place, count in enumerate(row.counts):
            left = _LABELS + place * self.column
            right = max(left, left + self.column - _GAP)
            box = (left, top, right, top + _ROW - _GAP)
            fill, ink = self.inks.cells[count]
            on.rectangle(box, fill, self.inks.line)
            at = (left + (self.column - _GAP) // 2, base)
            on.text(at, str(count), ink, self.count_font, anchor="ms")


def tone(count: int, most: int) -> Colour:
    """Darker for more, of at least one."""
    steps = min(most, _MOST_TONES)
    share = round(count / most * steps) / steps
    red, green, blue = (
        round(light + (dark - light) * share) for light, dark in zip(_LIGHT, _DARK, strict=True)
    )
    return red, green, blue


def ink_on(fill: Colour) -> Colour:
    """The colour of a number that shows best on a tone."""
    return max((_INK, _PAPER), key=lambda ink: contrast(ink, fill))


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours as the guidelines for accessibility count it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """How light a colour is to the eye, from 0 to 1."""
    shares = (value / 255 for value in colour)
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _fitting(texts: Iterable[str], width: int, weight: str = "regular") -> "FreeTypeFont":
    """A font in which each text fits in a width if it can, of the usual size when that will do."""
    longest = max((font(_LETTERS, weight).getlength(text) for text in texts), default=0.0)
    return font(max(_LEAST, _LETTERS * min(1, width / max(longest, 1))), weight)


@cache
def font(points: float, weight: str = "regular") -> "FreeTypeFont":
    """The font of all drawn figures; it comes with the program, so that it is the same anywhere."""
    from PIL import ImageFont

    data = (FONTS / f"figures-{weight}.ttf").read_bytes()
    # The other layout engine is not on every machine, and would put letters elsewhere.
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(data), points / 72 * DPI, layout_engine=basic)
