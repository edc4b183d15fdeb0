"""The agenda and the proposals as frozen data, as the editors' YAML holds them.

A field that may hold `Open` may be left open in YAML with `!open What is to be filled in`. Fields
of type Markdown hold paragraphs, lists, emphasis, links, footnotes and small tables.
"""

from dataclasses import dataclass

from bpa_agenda.problems import Location
from bpa_agenda.register import Register
from bpa_agenda.values import (
    NOWHERE,
    Choice,
    Date,
    Identifier,
    Line,
    LiteratureId,
    Markdown,
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


class PartnerKind(Choice):
    """What a partner in a consortium is, in the words of the schemes."""

    __slots__ = ()
    choices = (
        "university-of-applied-sciences",
        "public",
        "sme",
        "branch-organisation",
        "knowledge-institution",
        "education",
        "other",
    )


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
class PracticeQuestion:
    """The question of the field and where it comes from (SIA: vraagarticulatie)."""

    question: Line
    origin: Markdown
    sources: tuple[StatementId, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class ResearchSubQuestion:
    """A sub-question of a proposal with how, with which data and to what product it is answered."""

    id: Identifier
    question: Line
    method: Markdown | Open
    data: Markdown | Open
    product: Markdown | Open
    sources: tuple[StatementId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Partner:
    """A member of the consortium, known or still to be found."""

    name: Line | Open
    kind: PartnerKind
    role: Markdown | Open
    knowledge: Markdown | Open
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A work package; `months` says from which to which month of the project."""

    id: Identifier
    title: Line
    lead: Line | Open
    months: Line | Open
    activities: Markdown | Open
    products: Markdown | Open
    sub_questions: tuple[Identifier, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Impact:
    """What the project leaves behind in practice, education and research (SIA: doorwerking)."""

    practice: Markdown | Open
    education: Markdown | Open
    research: Markdown | Open
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft research proposal; one file in `agenda/proposals/`."""

    id: ProposalId
    title: Line
    acronym: Line | Open
    scheme: Line
    round: Line | Open
    date: Date | Open
    applicant: Line | Open
    lector: Line | Open
    duration: Line | Open
    summary: Markdown | Open
    questions: tuple[QuestionId, ...]
    practice_question: PracticeQuestion
    research_question: Line
    sub_questions: tuple[ResearchSubQuestion, ...]
    state_of_the_art: Markdown | Open
    consortium: tuple[Partner, ...]
    initiatives: Markdown | Open
    work_packages: tuple[WorkPackage, ...]
    planning: Markdown | Open
    impact: Impact
    organisation: Markdown | Open
    risks: Markdown | Open
    data_management: Markdown | Open
    budget: Markdown | Open
    literature: tuple[LiteratureId, ...] = ()
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
    """A publication that a report names; what the report does not say is open."""

    id: LiteratureId
    authors: Line | Open
    year: Line | Open
    title: Line | Open
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
    mentioned: frozenset[str] = frozenset()
