"""A research proposal as frozen data: questions, consortium, work packages, money.

Amounts are never typed twice: totals, shares and percentages are computed from these lines.
"""

from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass
from bpa_agenda.values import (
    NOWHERE,
    Amount,
    Choice,
    Date,
    Identifier,
    Line,
    LiteratureId,
    Markdown,
    Number,
    Open,
    PartnerId,
    ProposalId,
    QuestionId,
    SchemeId,
    StatementId,
)


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


class Payer(Choice):
    """Who pays a line of costs: the project's money, or the partner itself, as a gift in kind."""

    __slots__ = ()
    choices = ("project", "partner")


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """The question of the field and where it comes from (SIA: vraagarticulatie)."""

    question: Line
    origin: Markdown
    sources: tuple[StatementId, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class ResearchSubQuestion:
    """A sub-question of a proposal with how, with which data and to what product it is answered.

    One of these that is not there is a mistake that `check_sections` tells, so that the rest of the
    proposal can still be checked.
    """

    id: Identifier
    question: Line
    method: Markdown | Open | None = None
    data: Markdown | Open | None = None
    product: Markdown | Open | None = None
    sources: tuple[StatementId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Promise:
    """What a partner says it brings in: hours that it pays itself, and money in euro."""

    hours: Amount
    cash: Amount
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Partner:
    """A member of the consortium, known or still to be found."""

    id: PartnerId
    name: Line | Open
    kind: PartnerKind
    role: Markdown | Open
    knowledge: Markdown | Open
    contribution: Promise | Open
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A work package from month `start` to the end of month `end` of the project, from 1.

    `sub_questions` are the ids of the sub-questions that it serves, `partners` those of the
    partners that work in it beside the lead; without any it is not said who does.
    """

    id: Identifier
    title: Line
    lead: PartnerId | Open
    start: Number | Open
    end: Number | Open
    activities: Markdown | Open
    products: Markdown | Open
    sub_questions: tuple[Identifier, ...] = ()
    partners: tuple[PartnerId, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Hours of somebody of a partner in a work package; `rate` is in euro an hour.

    `overhead` is what is budgeted for overhead on top of the rate, in euro for the whole line.
    """

    work_package: Identifier
    partner: PartnerId
    function: Line
    hours: Amount | Open
    rate: Amount | Open
    overhead: Amount | None = None
    paid_by: Payer | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """Other costs in a work package, in euro."""

    work_package: Identifier
    partner: PartnerId
    what: Line
    amount: Amount | Open
    paid_by: Payer | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a partner brings in besides the subsidy: money and hours or goods, both in euro."""

    partner: PartnerId
    cash: Amount | Open
    in_kind: Amount | Open
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Funding:
    """Where the money comes from, in euro."""

    subsidy: Amount | Open
    contributions: tuple[Contribution, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Impact:
    """What the project leaves behind in practice, education and research (SIA: doorwerking).

    All three must be there; `check_sections` tells which is not.
    """

    practice: Markdown | Open | None = None
    education: Markdown | Open | None = None
    research: Markdown | Open | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft research proposal; one file in `agenda/proposals/`."""

    id: ProposalId
    title: Line
    acronym: Line | Open
    scheme: SchemeId
    round: Line | Open
    date: Date | Open
    applicant: Line | Open
    lector: Line | Open
    months: Number | Open
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
    hours: tuple[HoursLine, ...] = ()
    materials: tuple[MaterialLine, ...] = ()
    funding: Funding | None = None
    at: Location = NOWHERE
