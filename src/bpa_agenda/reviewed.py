"""What a reviewed Word document holds: paragraphs in pieces, who changed what, and comments.

Nothing is accepted or rejected here. A piece that was inserted and then deleted by somebody else
names both changes; whoever decides gets the text from `Paragraph.pieces` and the decisions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

# What stands in the text for what has no characters of its own: a footnote mark, a picture.
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"


class Look(NamedTuple):
    """How text looks, as far as Markdown can say it; `link` is an address."""

    bold: bool = False
    italic: bool = False
    link: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change as the file holds it; `id` counts them in document order, from 0.

    `kind`: insertion, deletion, move-from, move-to, format, paragraph-format, paragraph-insertion,
    paragraph-deletion (both of a paragraph mark), row-insertion, row-deletion, or other.
    `element` is its name in the file, as `w:ins`; `date` is as it stands there, or empty.
    """

    id: int
    kind: str
    author: str
    date: str
    element: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with one look and one history; a tab is a tab, a line break within it a newline.

    `inserted`, `deleted` and `formatted` are ids of changes; `before` is the look that `formatted`
    changed. `kind`: text, field (the result of a field), note (a footnote mark) or picture; the
    text of the last two is `OBJECT`.
    """

    text: str
    look: Look = PLAIN
    inserted: int | None = None
    deleted: int | None = None
    formatted: int | None = None
    before: Look | None = None
    kind: str = "text"


class Cell(NamedTuple):
    """A place in a table: tables and rows of a part and columns of a row count from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a part: body, header1, footer1, footnotes, endnotes; `number` is from 1.

    `bookmarks` are the names of those that start in it, `style` the name of its style in lower
    case. `marker` is "bullet" or "number" for an item of a list at depth `level`, from 0. An id in
    `mark_inserted` or `mark_deleted` is a change to its end, `row_inserted` and `row_deleted` one
    to the row of the table in which it stands, `reshaped` one to its formatting.
    """

    part: str
    number: int
    pieces: tuple[Piece, ...]
    bookmarks: tuple[str, ...] = ()
    style: str = ""
    marker: str = ""
    level: int = 0
    mark_inserted: int | None = None
    mark_deleted: int | None = None
    reshaped: int | None = None
    cell: Cell | None = None
    row_inserted: int | None = None
    row_deleted: int | None = None


class Range(NamedTuple):
    """From a character of a paragraph to one of the same or a later paragraph, end excluded.

    `first` and `last` are indexes in `ReviewedDocument.paragraphs`; characters count all pieces.
    """

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, or a reply to the one with id `parent`; `place` is None when nothing bears it."""

    id: str
    author: str
    date: str
    text: str
    place: Range | None
    parent: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document as it came back.

    `counted` is how many elements of each kind of change and how many comments its parts hold,
    counted without reading them: the number against which the reading is proved. `properties` are
    the custom document properties, `custom` the custom XML parts, as text. `author` saved last.
    """

    paragraphs: tuple[Paragraph, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    counted: Mapping[str, int]
    properties: Mapping[str, str]
    custom: tuple[str, ...]
    author: str = ""
    modified: str = ""
