"""Drawings in numbered colours, and their PNG: small, and made in a fraction of the time."""

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PIL.Image import Image

Colour: TypeAlias = tuple[int, int, int]

MOST_COLOURS = 256
_INCH = 0.0254
_INDEXED = 3
# So many that what is packed at a time takes hardly any memory.
_LINES = 32


class Palette:
    """Colours by number, in rows that go in steps from one colour to another.

    The numbers in between stand for the colours in between. So what is drawn smoothly in numbers,
    as the edges of letters are, is smooth in colours too.
    """

    def __init__(self, steps: int) -> None:
        self.colours: list[Colour] = []
        self._steps = steps

    def row(self, *colours: Colour) -> list[int]:
        """Adds a row through some colours, and gives their numbers."""
        first = len(self.colours)
        for one, other in pairwise(colours):
            self.colours += (
                _between(one, other, step / self._steps) for step in range(self._steps)
            )
        self.colours.append(colours[-1])
        return [*range(first, len(self.colours), self._steps)]


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def png(image: "Image", palette: Palette, dpi: float) -> bytes:
    """The PNG of a drawing in greys, each of which is the number of a colour."""
    # Pillow would first load what it needs for other kinds of files, which takes longer.
    per_metre = round(dpi / _INCH)
    chunks = (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", *image.size, 8, _INDEXED, 0, 0, 0)),
        _chunk(b"PLTE", bytes(part for colour in palette.colours for part in colour)),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        _chunk(b"IDAT", b"".join(_packed(image))),
        _chunk(b"IEND", b""),
    )
    return b"".join((b"\x89PNG\r\n\x1a\n", *chunks))


def _packed(image: "Image") -> Iterator[bytes]:
    # Most of a drawing is areas of one colour; to look for other repetition takes twice as long.
    pack = zlib.compressobj(1, strategy=zlib.Z_RLE)
    width, height = image.size
    for top in range(0, height, _LINES):
        # Left of an image there are zeros, and a line of a PNG that is as it is begins with one.
        lines = image.crop((-1, top, width, min(top + _LINES, height)))
        yield pack.compress(lines.tobytes())
    yield pack.flush()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
