"""The agenda and the proposals as frozen data, as the editors' YAML holds them.

A field that may hold `Open` may be left open in YAML with `!open What is to be filled in`. Fields
of type Markdown hold paragraphs, lists, emphasis, links, footnotes and small tables.
"""

from bpa_agenda.problems import Location
from bpa_agenda.proposal import Proposal
from bpa_agenda.records import dataclass
from bpa_agenda.register import Register
from bpa_agenda.scheme import Scheme
from bpa_agenda.values import (
    NOWHERE,
    Choice,
    Date,
    Identifier,
    Line,
    LiteratureId,
    Markdown,
    Numeral,
    Open,
    OrganisationId,
    PersonId,
    ProposalId,
    QuestionId,
    RegisterId,
    SectionId,
    StatementId,
    ThemeId,
)


class Level(Choice):
    """Whom a question is about: the person, the organisation or society as a whole."""

    __slots__ = ()
    choices = ("person", "organisation", "society")


class PublicationType(Choice):
    """What a publication is; an article stands in a journal, a paper in proceedings."""

    __slots__ = ()
    choices = (
        "article", "book", "chapter", "newspaper", "paper", "report", "thesis", "webpage",
    )  # fmt: skip


# The last of a list of authors when there are more whose names are not known.
OTHERS = "et al."


class Reason(Choice):
    """Why a statement supports no question and no section."""

    __slots__ = ()
    choices = ("process", "repeats", "outside-research", "taken-up-elsewhere", "empty")


@dataclass(frozen=True, slots=True)
class Subsection:
    """A part of a section with a heading of its own."""

    title: Line
    text: Markdown | Open
    sources: tuple[StatementId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the agenda before or after the themes; one file in `agenda/sections/`."""

    id: SectionId
    title: Line
    text: Markdown | Open
    sources: tuple[StatementId, ...] = ()
    subsections: tuple[Subsection, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """A question within a core question."""

    id: QuestionId
    question: Line
    sources: tuple[StatementId, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Question:
    """A core question for research; `sources` are the statements that it rests on."""

    id: QuestionId
    title: Line
    question: Line
    levels: tuple[Level, ...]
    explanation: Markdown
    sub_questions: tuple[SubQuestion, ...]
    sources: tuple[StatementId, ...]
    who: Markdown | Open | None = None
    how: Markdown | Open | None = None
    related: tuple[QuestionId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """How a theme hangs together with another."""

    theme: ThemeId
    text: Markdown
    sources: tuple[StatementId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the themes; `register` is the workshop that was held about it."""

    id: ThemeId
    title: Line
    register: RegisterId
    stake: Markdown
    sources: tuple[StatementId, ...]
    questions: tuple[Question, ...]
    links: tuple[ThemeLink, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that a report names, as printed there."""

    id: OrganisationId
    name: Line
    sources: tuple[StatementId, ...]
    note: Line | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a report names, with the role as printed there."""

    id: PersonId
    name: Line
    sources: tuple[StatementId, ...]
    role: Line | Open | None = None
    organisation: OrganisationId | Open | None = None
    note: Line | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and what it stands for."""

    short: Line
    long: Line | Open
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that is cited or that a report names; what nobody knows yet is open.

    An author is “Family name, Given name”, or an institution, which has no comma; the last may be
    “et al.”. `container` is the journal or book that it stands in, `note` ends its entry.
    """

    id: LiteratureId
    authors: tuple[Line, ...] | Open
    year: Numeral | Open
    title: Line | Open
    type: PublicationType | Open | None = None
    container: Line | Open | None = None
    publisher: Line | Open | None = None
    volume: Numeral | Open | None = None
    issue: Numeral | Open | None = None
    pages: Numeral | Open | None = None
    url: Line | Open | None = None
    doi: Line | Open | None = None
    note: Line | Open | None = None
    sources: tuple[StatementId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class SetAside:
    """A statement that supports nothing in the agenda, and why not."""

    statement: StatementId
    reason: Reason
    explanation: Line
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Query:
    """Something in the report that only the editors can settle."""

    query: Line
    sources: tuple[StatementId, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Document:
    """A Word file to make: from which template, under which name, and which proposal if any."""

    id: Identifier
    template: Line
    output: Line
    proposal: ProposalId | None = None
    at: Location = NOWHERE

    @property
    def kind(self) -> str:
        """What it shows: agenda or proposal."""
        return "agenda" if self.proposal is None else "proposal"


@dataclass(frozen=True, slots=True)
class Front:
    """`agenda/agenda.yaml`: what the agenda is called and in which order it stands."""

    title: Line
    subtitle: Line
    publisher: Line
    version: Line
    status: Line
    date: Date | Open
    front: tuple[SectionId, ...]
    themes: tuple[ThemeId, ...]
    back: tuple[SectionId, ...]
    at: Location = NOWHERE


PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG in `agenda/figures/`, or one drawn from the data; its size is in pixels."""

    file: str
    data: bytes
    width: int
    height: int
    dpi: float
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the editors wrote and that a report holds.

    `mentioned` are the ids that stand in files with mistakes, whose records may be missing here.
    """

    front: Front | None = None
    sections: tuple[Section, ...] = ()
    themes: tuple[Theme, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    literature: tuple[Publication, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    queries: tuple[Query, ...] = ()
    documents: tuple[Document, ...] = ()
    registers: tuple[Register, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    pictures: tuple[Picture, ...] = ()
    mentioned: frozenset[str] = frozenset()
