"""What a reviewed Word document holds: paragraphs in pieces, who changed what, and comments.

Nothing is accepted or rejected here. A piece that was inserted and then deleted by somebody else
names both changes; whoever decides gets the text from `Paragraph.pieces` and the decisions.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bpa_agenda.records import dataclass

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
    paragraph-deletion (both of a paragraph mark), row-insertion, row-deletion, range (says where a
    move begins, and is no change by itself), copy (one that stands in what a file says twice, for
    older programs, and that was read where it stands first) or other.
    `element` is its name in the file, as `w:ins`; `date` is as it stands there, or empty. `move` is
    a name that the two ends of a move share; where it is empty, the other end is not known.
    """

    id: int
    kind: str
    author: str
    date: str
    element: str
    move: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with one look and one history; a tab is a tab, a line break within it a newline.

    `inserted`, `deleted` and `formatted` are ids of changes, the innermost of several alike;
    `before` is the look that `formatted` changed. `kind`: text, field (the result of a field, but
    not of one that is a link), note (a footnote mark) or picture; the text of the last two is
    `OBJECT`. Neighbouring fields are pieces of their own. `note` is that of the paragraphs to which
    a footnote mark refers.
    """

    text: str
    look: Look = PLAIN
    inserted: int | None = None
    deleted: int | None = None
    formatted: int | None = None
    before: Look | None = None
    kind: str = "text"
    note: str = ""


class Cell(NamedTuple):
    """A place in a table: tables of a part, rows of a table and cells of a row count from 0.

    Tables count in the order in which they begin; a table within a cell is one of its own.
    """

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a part: body, header1, footer1, footnotes, endnotes; `number` is from 1.

    `bookmarks` are the names of those that start in it, `style` the name of its style in lower
    case. `marker` is "bullet" or "number" for an item of a list at depth `level`, from 0. An id in
    `mark_inserted` or `mark_deleted` is a change to its end, `row_inserted` and `row_deleted` one
    to the row of the table in which it stands, `reshaped` one to its formatting. `note` is the part
    and id of the footnote to which it belongs, as `footnotes 2`. `box` counts the text boxes of a
    part, from 0; their paragraphs come after the one in which they hang.
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
    note: str = ""
    box: int | None = None


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
    """A comment, or a reply to the one with id `parent`; `place` is None when nothing bears it.

    A reply that stands on no text of its own has the place of its parent, and is resolved with it.
    """

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

    `counted` is how many elements of each name, as `w:ins`, that record a change or hold a comment
    its parts have, counted without reading them: what `changes` and `comments` must come to.
    `properties` are the custom document properties, `custom` the custom XML parts, as text.
    `author` saved last, at `modified`.
    """

    paragraphs: tuple[Paragraph, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    counted: Mapping[str, int]
    properties: Mapping[str, str]
    custom: tuple[str, ...]
    author: str = ""
    modified: str = ""
