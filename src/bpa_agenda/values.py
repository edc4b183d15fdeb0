"""Values that remember where an editor wrote them.

A value behaves as the plain Python value that it is and has one attribute more: `at`, its place.
"""

import datetime
import re
from decimal import Decimal
from typing import ClassVar, NamedTuple, Self

from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass

NOWHERE = Location("")

ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


class Line(str):
    """Text of one line, without Markdown: a title, a name."""

    __slots__ = ("at",)
    at: Location

    def __new__(cls, value: str, at: Location = NOWHERE) -> Self:
        """The text and its place."""
        line = str.__new__(cls, value)
        line.at = at
        return line


class Markdown(Line):
    """Text with Markdown: paragraphs, lists, emphasis, links, footnotes, small tables."""

    __slots__ = ()


class Numeral(Line):
    """Text that is often a number, kept as it is printed: a year, a volume, pages."""

    __slots__ = ()


class Piece(NamedTuple):
    """A stretch of text; look: italic, open (still to be filled in) or empty.

    `link` is an address, or # and the name of a bookmark in the same document.
    """

    text: str
    look: str = ""
    link: str = ""


class Formatted(Line):
    """Text of one line with looks of its own, and the name of its place if it can be pointed at."""

    __slots__ = ("bookmark", "pieces")
    pieces: tuple[Piece, ...]
    bookmark: str

    def __new__(cls, pieces: tuple[Piece, ...], bookmark: str = "") -> Self:
        """The text in pieces; as plain text, what is open stands in square brackets."""
        text = "".join(f"[{p.text}]" if p.look == "open" else p.text for p in pieces)
        formatted = super().__new__(cls, text)
        formatted.pieces, formatted.bookmark = pieces, bookmark
        return formatted


class Repeated(Line):
    """Text of another place that a list repeats; it is edited there and not in the list."""

    __slots__ = ()


class Verbatim(Line):
    """Text exactly as printed in a report; may be empty, may hold several lines."""

    __slots__ = ()


class Choice(Line):
    """One of a few words."""

    __slots__ = ()
    choices: ClassVar[tuple[str, ...]] = ()


class Identifier(Line):
    """The name by which something is referred to; `names` says what kind of thing."""

    __slots__ = ()
    names: ClassVar[str] = ""


class StatementId(Identifier):
    """workshop.group.words, as in `w1.geel.inclusief-leven-lang-leren`."""

    __slots__ = ()
    names = "statement"


class SectionId(Identifier):
    """A section of the agenda."""

    __slots__ = ()
    names = "section"


class ThemeId(Identifier):
    """A theme of the agenda."""

    __slots__ = ()
    names = "theme"


class QuestionId(Identifier):
    """A core question of a theme."""

    __slots__ = ()
    names = "question"


class ProposalId(Identifier):
    """A research proposal."""

    __slots__ = ()
    names = "proposal"


class PersonId(Identifier):
    """Somebody whom a report names."""

    __slots__ = ()
    names = "person"


class OrganisationId(Identifier):
    """An organisation that a report names."""

    __slots__ = ()
    names = "organisation"


class LiteratureId(Identifier):
    """A publication."""

    __slots__ = ()
    names = "literature"


class PartnerId(Identifier):
    """A member of the consortium of one proposal."""

    __slots__ = ()


class SchemeId(Identifier):
    """A funding scheme, or a round of one."""

    __slots__ = ()
    names = "scheme"


class RegisterId(Identifier):
    """A register of statements: one workshop, or the front matter of a report."""

    __slots__ = ()
    names = "register"


class Number(int):
    """A whole number."""

    at: Location

    def __new__(cls, value: int | str, at: Location = NOWHERE) -> Self:
        """The number, also from its digits, and its place."""
        number = super().__new__(cls, value)
        number.at = at
        return number


class Amount(Decimal):
    """An amount of money, hours or per cent, exact to the last digit."""

    __slots__ = ("at",)
    at: Location

    def __new__(cls, value: str | Decimal, at: Location = NOWHERE) -> Self:
        """The amount, also from its digits, and its place."""
        amount = super().__new__(cls, value)
        amount.at = at
        return amount


class Date(datetime.date):
    """A calendar date."""

    at: Location = NOWHERE

    @classmethod
    def read(cls, value: str, at: Location) -> Self:
        """The date in ISO 8601 (`2018-03-28`); ValueError for anything else."""
        date = cls.fromisoformat(value)
        date.at = at
        return date


@dataclass(frozen=True, slots=True)
class Open:
    """Something that the editors must still fill in: `!open What is to be filled in`."""

    what: str
    at: Location = NOWHERE
