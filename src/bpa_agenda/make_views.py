"""From the model to what the templates show: numbers, Dutch words, where things come from."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from bpa_agenda import dutch
from bpa_agenda.captions import Captioned, caption_names, captions_in
from bpa_agenda.document_names import DocumentNames
from bpa_agenda.model import Content, Front, Question, Section, Theme
from bpa_agenda.money_views import money_view, partner_names, promised
from bpa_agenda.name_open_points import open_points
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.planning_chart import planning_chart
from bpa_agenda.proposal import Partner, Proposal, ResearchSubQuestion, WorkPackage
from bpa_agenda.references import Names, NamesOnDemand, bookmark_of
from bpa_agenda.register import Register
from bpa_agenda.trace import Trace, build_trace, core_questions_of
from bpa_agenda.values import Line, Markdown, Number, Open
from bpa_agenda.views import (
    AbbreviationView,
    AgendaDocument,
    AgendaView,
    ContentsView,
    Cross,
    GroupAccountView,
    ImpactView,
    OrganisationView,
    PartnerView,
    PersonView,
    PracticeQuestionView,
    ProposalDocument,
    ProposalView,
    QuestionReferenceView,
    QuestionView,
    ResearchSubQuestionView,
    SectionView,
    SubQuestionView,
    SubsectionView,
    Target,
    ThemeLinkView,
    ThemeView,
    WorkPackageView,
    WorkshopView,
)

_NO_ORIGIN = Line("")
_GROUP = "groep\N{NO-BREAK SPACE}"


class Views:
    """Makes the views of one content, whose trace may be known; it must be without errors."""

    def __init__(self, content: Content, trace: Trace | None = None) -> None:
        assert content.front is not None, "content without errors has a front"
        self.content = content
        self._trace = trace
        self._captions: dict[str | None, tuple[Captioned, ...]] = {}
        self.front: Front = content.front
        self.themes = themes_in_order(content)
        self.numbers = numbers(self.themes)
        self._names = DocumentNames(content, self.numbers)
        self.titles = {theme.id: theme.title for theme in self.themes}
        self.questions = {q.id: q for theme in self.themes for q in theme.questions}
        self.places = {name: place for place, name in enumerate(self.questions)}
        self.schemes = {scheme.id: scheme for scheme in content.schemes}
        self.registers = {register.id: register for register in content.registers}
        # For each statement of a workshop the numbers of that and of its group, and the group.
        self.groups: dict[str, tuple[int, int, str]] = {
            statement.id: found
            for number, register in enumerate(self._workshops(), start=1)
            for place, group in enumerate(register.groups)
            for found in [(number, place, str(group.id))]
            for statement in group.statements
        }

    @cached_property
    def trace(self) -> Trace:
        """What became of every statement."""
        return build_trace(self.content) if self._trace is None else self._trace

    def forget_trace(self) -> None:
        """Lets go of a trace that was made here: it is large, and so is a document."""
        self.__dict__.pop("trace", None)

    def captions(self, proposal: Proposal | None) -> tuple[Captioned, ...]:
        """The captions of a proposal, or of the agenda, in the order of the model."""
        name = None if proposal is None else str(proposal.id)
        if name not in self._captions:
            self._captions[name] = captions_in(self.content, proposal)
        return self._captions[name]

    def agenda_document(self) -> AgendaDocument:
        """All variables of the agenda but its literature, which hangs on what these cite."""
        content = self.content
        sections = {section.id: section for section in content.sections}
        shown = (
            self.front,
            content.sections,
            content.themes,
            content.abbreviations,
            content.people,
            content.organisations,
        )
        return AgendaDocument(
            agenda=self._agenda(),
            contents=ContentsView(),
            sections_before=tuple(self._section(sections[name]) for name in self.front.front),
            themes=tuple(self._theme(theme) for theme in self.themes),
            sections_after=tuple(self._section(sections[name]) for name in self.front.back),
            abbreviations=tuple(
                AbbreviationView(entry.short, entry.long) for entry in content.abbreviations
            ),
            people=tuple(self._people()),
            organisations=tuple(
                OrganisationView(entry.name, entry.note) for entry in content.organisations
            ),
            literature=(),
            open_points=tuple(open_points(shown)),
            account=tuple(_account(self._workshops(), self.trace)),
        )

    def proposal_document(self, proposal: Proposal) -> ProposalDocument:
        """All variables of a proposal draft but its literature."""
        return ProposalDocument(
            agenda=self._agenda(),
            contents=ContentsView(),
            proposal=self._proposal(proposal),
            open_points=tuple(open_points((proposal,))),
        )

    def names(self, proposal: Proposal | None) -> Names:
        """How references read in the agenda, or in a proposal, which lies outside it.

        What stands in a proposal can be named in that proposal only.
        """
        captions = caption_names(self.captions(proposal))
        if proposal is None:
            return NamesOnDemand(self._names.in_agenda, captions)
        of_agenda = caption_names(self.captions(None), f" van de {self.front.title}")
        return NamesOnDemand(self._names.elsewhere, {**of_agenda, **captions})

    def _agenda(self) -> AgendaView:
        front = self.front
        return AgendaView(
            front.title, front.subtitle, front.publisher, front.version, front.status,
            _date(front.date),
        )  # fmt: skip

    def _section(self, section: Section) -> SectionView:
        subsections = tuple(
            SubsectionView(part.title, part.text, self._origin(part.sources))
            for part in section.subsections
        )
        title = Target(section.title, bookmark_of("section", section.id))
        return SectionView(title, section.text, self._origin(section.sources), subsections)

    def _theme(self, theme: Theme) -> ThemeView:
        return ThemeView(
            number=Target(self.numbers[theme.id], bookmark_of("theme", theme.id)),
            title=theme.title,
            workshop=_workshop(self.registers[theme.register]),
            stake=theme.stake,
            questions=tuple(self._question(question) for question in theme.questions),
            links=tuple(
                ThemeLinkView(
                    Cross(self.numbers[link.theme], bookmark_of("theme", link.theme)),
                    self.titles[link.theme],
                    link.text,
                )
                for link in theme.links
            ),
        )

    def _question(self, question: Question) -> QuestionView:
        return QuestionView(
            number=Target(self.numbers[question.id], bookmark_of("question", question.id)),
            title=question.title,
            question=question.question,
            levels=Line(dutch.row([dutch.LEVELS[level] for level in question.levels])),
            explanation=question.explanation,
            sub_questions=tuple(
                SubQuestionView(Line(self.numbers[sub.id].rsplit(".", 1)[-1]), sub.question)
                for sub in question.sub_questions
            ),
            who=question.who,
            how=question.how,
            related=self._references(question.related, Cross),
            origin=self._origin(
                [*question.sources, *(s for sub in question.sub_questions for s in sub.sources)]
            ),
        )

    def _references(
        self, names: Sequence[str], kind: type[Line]
    ) -> tuple[QuestionReferenceView, ...]:
        """The core questions with these ids, in the order of the agenda."""
        if not names:
            return ()
        wanted = sorted(self.places.keys() & set(names), key=self.places.__getitem__)
        found = (self.questions[name] for name in wanted)
        return tuple(
            QuestionReferenceView(
                self._number(question.id, kind), question.title, question.question
            )
            for question in found
        )

    def _number(self, question: str, kind: type[Line]) -> Line:
        """The number of a question, as a link within the agenda or as text outside it."""
        number = self.numbers[question]
        return Cross(number, bookmark_of("question", question)) if kind is Cross else Line(number)

    def _origin(self, sources: Sequence[str]) -> Line:
        """Where statements come from: Werkatelier 1, groepen groen en geel; werkatelier 3."""
        if not sources:
            return _NO_ORIGIN
        groups = sorted({found for found in map(self.groups.get, sources) if found is not None})
        parts = (
            f"werkatelier\N{NO-BREAK SPACE}{number}, {_group_names([name for _, _, name in own])}"
            for number, own in groupby(groups, key=lambda group: group[0])
        )
        return Line(dutch.capital("; ".join(parts)))

    def _workshops(self) -> list[Register]:
        return [register for register in self.content.registers if register.date is not None]

    def _people(self) -> Iterator[PersonView]:
        organisations = {entry.id: entry.name for entry in self.content.organisations}
        for person in self.content.people:
            of = person.organisation
            where = organisations[of] if isinstance(of, str) else of
            yield PersonView(person.name, person.role, where, person.note)

    def _proposal(self, proposal: Proposal) -> ProposalView:
        same = {
            name: getattr(proposal, name)
            for name in (
                "title", "acronym", "round", "applicant", "lector",
                "summary", "research_question", "state_of_the_art", "initiatives", "planning",
                "organisation", "risks", "data_management", "budget",
            )
        }  # fmt: skip
        asked = proposal.practice_question
        impact = proposal.impact
        return ProposalView(
            **same,
            scheme=self.schemes[proposal.scheme].title,
            planning_chart=planning_chart(proposal),
            money=money_view(proposal, self.schemes[proposal.scheme]),
            duration=_duration(proposal.months),
            date=_date(proposal.date),
            questions=self._references(proposal.questions, Line),
            practice_question=PracticeQuestionView(
                asked.question, asked.origin, self._origin(asked.sources)
            ),
            sub_questions=tuple(
                _sub_question(n, q) for n, q in enumerate(proposal.sub_questions, start=1)
            ),
            consortium=tuple(_partner(partner) for partner in proposal.consortium),
            work_packages=tuple(
                _work_package(n, package, proposal)
                for n, package in enumerate(proposal.work_packages, start=1)
            ),
            impact=ImpactView(
                _there(impact.practice), _there(impact.education), _there(impact.research)
            ),
            literature=(),
        )


def _there(value: Markdown | Open | None) -> Markdown | Open:
    assert value is not None, "content without errors has it"
    return value


def _sub_question(number: int, question: ResearchSubQuestion) -> ResearchSubQuestionView:
    return ResearchSubQuestionView(
        Line(str(number)),
        question.question,
        _there(question.method),
        _there(question.data),
        _there(question.product),
    )


def _partner(partner: Partner) -> PartnerView:
    kind = Line(dutch.PARTNER_KINDS[partner.kind])
    return PartnerView(partner.name, kind, partner.role, partner.knowledge, promised(partner))


def _work_package(number: int, package: WorkPackage, proposal: Proposal) -> WorkPackageView:
    places = {q.id: str(place) for place, q in enumerate(proposal.sub_questions, start=1)}
    first_month, last_month = _months(package)
    return WorkPackageView(
        number=Line(str(number)),
        title=package.title,
        lead=_lead(package, proposal),
        partners=_partners(package, proposal),
        first_month=first_month,
        last_month=last_month,
        activities=package.activities,
        products=package.products,
        sub_questions=Line(dutch.row([places[name] for name in package.sub_questions])),
    )


def _account(workshops: Sequence[Register], trace: Trace) -> Iterator[GroupAccountView]:
    """A row per group of each workshop, the plenary part first."""
    groups = {group.key: group for group in trace.groups}
    for number, register in enumerate(workshops, start=1):
        for group in register.groups:
            found = groups[f"{register.id}.{group.id}"]
            became = Counter(trace.outcome(statement.id) for statement in found.statements)
            elsewhere = became["section"] + became["list"]
            yield GroupAccountView(
                Line(f"Werkatelier\N{NO-BREAK SPACE}{number}"),
                Line(_group_names([group.id])),
                Line(str(len(found.statements))),
                Line(str(became["question"])),
                Line(str(elsewhere)),
                Line(str(became["set-aside"])),
                Line(", ".join(core_questions_of(trace, found))),
            )


def _lead(package: WorkPackage, proposal: Proposal) -> Line | Open:
    """The name of the partner that leads a work package."""
    if isinstance(package.lead, Open):
        return package.lead
    return next(partner.name for partner in proposal.consortium if partner.id == package.lead)


def _partners(package: WorkPackage, proposal: Proposal) -> Line:
    """The names of the partners that work in a package beside its lead, in their own order."""
    names = partner_names(proposal)
    return Line(dutch.row([names[partner] for partner in package.partners]))


def _months(package: WorkPackage) -> tuple[Line | Open, Line | Open | None]:
    """The first month of a work package and the last one, None when it runs for a single month."""
    return _month(package.start), None if package.start == package.end else _month(package.end)


def _month(month: Number | Open) -> Line | Open:
    return month if isinstance(month, Open) else Line(str(month))


def _duration(months: Number | Open) -> Line | Open:
    return months if isinstance(months, Open) else Line(f"{months} maanden")


def _workshop(register: Register) -> WorkshopView:
    date = dutch.date(register.date) if register.date else ""
    return WorkshopView(Line(register.id.removeprefix("w")), register.title, Line(date))


def _group_names(ids: Sequence[str]) -> str:
    """Groep geel; groepen rood, geel en groen; the plenary part is called plenair deel.

    A name that holds “en” itself stands apart: de groep roze en blauw en de groepen geel en groen.
    """
    names = [name.removeprefix("groep-").replace("-", " ") for name in ids if name != "plenair"]
    plenary = ["het plenaire deel"] if "plenair" in ids else []
    double = [name for name in names if " en " in name] if len(names) > 1 else []
    others = [name for name in names if name not in double]
    together = [f"{'groepen ' if len(others) > 1 else _GROUP}{dutch.row(others)}"] if others else []
    if not double:
        return " en ".join([*plenary, *together])
    apart = [f"{_GROUP}{name}" for name in double]
    return dutch.row([*plenary, *(f"de {words}" for words in (*apart, *together))])


def _date(value: datetime.date | Open) -> Line | Open:
    return value if isinstance(value, Open) else Line(dutch.date(value))
