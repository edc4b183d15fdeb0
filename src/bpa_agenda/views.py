"""What a Word template can show: all its variables.

The names and types here are the vocabulary of whoever changes a template; a template that uses
another name is refused before anything is written.
"""

from typing import Self

from bpa_agenda.records import dataclass
from bpa_agenda.values import NOWHERE, Formatted, Line, Markdown, Open


class Target(Line):
    """A number or title that running text can refer to; its first appearance is the place."""

    __slots__ = ("bookmark",)
    bookmark: str

    def __new__(cls, value: str, bookmark: str) -> Self:
        """The text and the name of its place."""
        target = super().__new__(cls, value, getattr(value, "at", NOWHERE))
        target.bookmark = bookmark
        return target


class Cross(Target):
    """A number or title that repeats, and links to, a target in the same document."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ContentsView:
    """The table of contents down to a level of headings; show it with {{p contents }}."""

    levels: int = 2


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The agenda itself: what stands on the cover and in the margins."""

    title: Line
    subtitle: Line
    publisher: Line
    version: Line
    status: Line
    date: Line | Open


@dataclass(frozen=True, slots=True)
class SubsectionView:
    """A part of a section with a heading."""

    title: Line
    text: Markdown | Open
    origin: Line


@dataclass(frozen=True, slots=True)
class SectionView:
    """A chapter before or after the themes."""

    title: Line
    text: Markdown | Open
    origin: Line
    subsections: tuple[SubsectionView, ...]


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """The workshop about a theme."""

    number: Line
    title: Line
    date: Line


@dataclass(frozen=True, slots=True)
class SubQuestionView:
    """A sub-question with its letter."""

    letter: Line
    question: Line


@dataclass(frozen=True, slots=True)
class QuestionReferenceView:
    """A question that is referred to."""

    number: Line
    title: Line
    question: Line


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A core question; `origin` says in words which workshops and groups it comes from."""

    number: Line
    title: Line
    question: Line
    levels: Line
    explanation: Markdown
    sub_questions: tuple[SubQuestionView, ...]
    who: Markdown | Open | None
    how: Markdown | Open | None
    related: tuple[QuestionReferenceView, ...]
    origin: Line


@dataclass(frozen=True, slots=True)
class ThemeLinkView:
    """How a theme hangs together with another one."""

    number: Line
    title: Line
    text: Markdown


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with its number."""

    number: Line
    title: Line
    workshop: WorkshopView
    stake: Markdown
    questions: tuple[QuestionView, ...]
    links: tuple[ThemeLinkView, ...]


@dataclass(frozen=True, slots=True)
class AbbreviationView:
    """A row of the list of abbreviations."""

    short: Line
    long: Line | Open


@dataclass(frozen=True, slots=True)
class PersonView:
    """A row of the list of people."""

    name: Line
    role: Line | Open | None
    organisation: Line | Open | None
    note: Line | None


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """A row of the list of organisations."""

    name: Line
    note: Line | None


@dataclass(frozen=True, slots=True)
class PublicationView:
    """A publication in the list of literature; `entry` is all of it, in APA."""

    entry: Formatted


@dataclass(frozen=True, slots=True)
class OpenPointView:
    """Something that is still to be filled in, and where."""

    where: Line
    what: Line


@dataclass(frozen=True, slots=True)
class GroupAccountView:
    """What became of what a group said; the counts are numbers of statements.

    `questions` are the numbers of the core questions that rest on the group.
    """

    workshop: Line
    group: Line
    statements: Line
    in_questions: Line
    elsewhere: Line
    set_aside: Line
    questions: Line


@dataclass(frozen=True, slots=True)
class AgendaDocument:
    """All variables of a template that shows the agenda."""

    agenda: AgendaView
    contents: ContentsView
    sections_before: tuple[SectionView, ...]
    themes: tuple[ThemeView, ...]
    sections_after: tuple[SectionView, ...]
    abbreviations: tuple[AbbreviationView, ...]
    people: tuple[PersonView, ...]
    organisations: tuple[OrganisationView, ...]
    literature: tuple[PublicationView, ...]
    open_points: tuple[OpenPointView, ...]
    account: tuple[GroupAccountView, ...]


@dataclass(frozen=True, slots=True)
class PracticeQuestionView:
    """The question of the field; `origin` tells how it came about, `groups` who asked it."""

    question: Line
    origin: Markdown
    groups: Line


@dataclass(frozen=True, slots=True)
class ResearchSubQuestionView:
    """A sub-question of a proposal."""

    number: Line
    question: Line
    method: Markdown | Open
    data: Markdown | Open
    product: Markdown | Open


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A member of the consortium; `contribution` is what it brings in, in hours and in money."""

    name: Line | Open
    kind: Line
    role: Markdown | Open
    knowledge: Markdown | Open
    contribution: Line | Open


@dataclass(frozen=True, slots=True)
class WorkPackageView:
    """A work package; `sub_questions` are the numbers of the sub-questions that it serves.

    `partners` are the names of those that work in it beside the lead. `last_month` is absent when
    it is the first month too.
    """

    number: Line
    title: Line
    lead: Line | Open
    partners: Line
    first_month: Line | Open
    last_month: Line | Open | None
    activities: Markdown | Open
    products: Markdown | Open
    sub_questions: Line


@dataclass(frozen=True, slots=True)
class ImpactView:
    """Doorwerking to practice, education and research."""

    practice: Markdown | Open
    education: Markdown | Open
    research: Markdown | Open


@dataclass(frozen=True, slots=True)
class CostView:
    """A line of the costs; hours and rate are empty for other costs than hours.

    An amount that is computed is a text while a part of it is open.
    """

    work_package: Line
    partner: Line
    what: Line
    hours: Line | Open
    rate: Line | Open
    amount: Line | Open


@dataclass(frozen=True, slots=True)
class TotalView:
    """A total with its share of the whole, which is empty while an amount is open."""

    name: Line
    amount: Line
    share: Line


@dataclass(frozen=True, slots=True)
class EffortView:
    """Hours of a partner, of a work package or of all; `months` are person-months.

    `months` is empty while nobody knows how many productive hours a year has.
    """

    name: Line
    hours: Line
    months: Line


@dataclass(frozen=True, slots=True)
class MoneyView:
    """Costs, effort and funding, all totals computed.

    `person_months` says how they were computed, or that they were not.
    """

    costs: tuple[CostView, ...]
    totals: tuple[TotalView, ...]
    efforts: tuple[EffortView, ...]
    person_months: Line
    sources: tuple[TotalView, ...]
    co_financing: Line


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal draft."""

    title: Line
    acronym: Line | Open
    scheme: Line
    round: Line | Open
    date: Line | Open
    applicant: Line | Open
    lector: Line | Open
    duration: Line | Open
    summary: Markdown | Open
    questions: tuple[QuestionReferenceView, ...]
    practice_question: PracticeQuestionView
    research_question: Line
    sub_questions: tuple[ResearchSubQuestionView, ...]
    state_of_the_art: Markdown | Open
    consortium: tuple[PartnerView, ...]
    initiatives: Markdown | Open
    work_packages: tuple[WorkPackageView, ...]
    planning: Markdown | Open
    planning_chart: Markdown | None
    impact: ImpactView
    organisation: Markdown | Open
    risks: Markdown | Open
    data_management: Markdown | Open
    budget: Markdown | Open
    money: MoneyView | None
    literature: tuple[PublicationView, ...]


@dataclass(frozen=True, slots=True)
class ProposalDocument:
    """All variables of a template that shows a proposal."""

    agenda: AgendaView
    contents: ContentsView
    proposal: ProposalView
    open_points: tuple[OpenPointView, ...]
