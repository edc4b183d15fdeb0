"""The rules of the schemes and of sound planning, applied to each proposal.

A rule is judged only when both its value and the proposal's are known: what is still open is listed
elsewhere, and a rule that nobody found is said to be untested. Each message names the scheme, the
year and the source of its rule.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, Decimal

from bpa_agenda.budget import budget, share
from bpa_agenda.markdown import plain
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Problem, did_you_mean
from bpa_agenda.proposal import HoursLine, MaterialLine, Proposal
from bpa_agenda.scheme import Scheme
from bpa_agenda.values import Identifier, Line, Markdown, Open
from bpa_agenda.walk import walk

TESTED = (
    "maximum-subsidy",
    "minimum-duration",
    "maximum-duration",
    "minimum-partners",
    "minimum-co-financing",
    "maximum-length",
    "criterion",
)
_SPEAKING = ("question", "topic", "point", "prose")
_HALF = Decimal("0.5")


def check_proposals(content: Content) -> Iterator[Problem]:
    """Everything that is wrong with the proposals, by their schemes and by themselves."""
    schemes = {scheme.id: scheme for scheme in content.schemes}
    for proposal in content.proposals:
        for rule in OWN_RULES:
            yield from rule(proposal)
        yield from unheard_question(proposal, content)
        if proposal.scheme in schemes:
            for scheme_rule in SCHEME_RULES:
                yield from scheme_rule(proposal, schemes[proposal.scheme])


def subsidy_too_high(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """A subsidy above the maximum of the scheme."""
    if proposal.funding is None or isinstance(proposal.funding.subsidy, Open):
        return
    asked = proposal.funding.subsidy
    for rule in scheme.of_kind("maximum-subsidy"):
        if rule.value is not None and asked > rule.value:
            values = {"asked": asked, "most": rule.value, "rule": scheme.cite(rule)}
            yield problem("subsidy-too-high", asked.at, **values)


def duration_outside(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """A project that is shorter or longer than the scheme allows."""
    if isinstance(proposal.months, Open):
        return
    months = proposal.months
    for rule in scheme.of_kind("minimum-duration"):
        if rule.value is not None and months < rule.value:
            values = {"months": months, "bound": rule.value, "rule": scheme.cite(rule)}
            yield problem("too-short", months.at, **values)
    for rule in scheme.of_kind("maximum-duration"):
        if rule.value is not None and months > rule.value:
            values = {"months": months, "bound": rule.value, "rule": scheme.cite(rule)}
            yield problem("too-long", months.at, **values)


def too_few_partners(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """Fewer places in the consortium than the scheme asks, of a kind; open places count."""
    places = Counter(str(partner.kind) for partner in proposal.consortium)
    for rule in scheme.of_kind("minimum-partners"):
        if rule.value is not None and rule.of is not None and places[rule.of] < rule.value:
            values = {"kind": rule.of, "found": places[rule.of], "least": rule.value}
            at = proposal.consortium[0].at if proposal.consortium else proposal.at
            yield problem("too-few-partners", at, rule=scheme.cite(rule), **values)


def co_financing_too_low(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """Less co-financing than asked, on the base of the scheme: total costs or the subsidy."""
    money = budget(proposal)
    for rule in scheme.of_kind("minimum-co-financing") if proposal.funding else ():
        base = money.subsidy if rule.of == "requested-subsidy" else money.costs
        if rule.value is None or share(money.co_financing, base) is None:
            continue
        found = 100 * money.co_financing.known / base.known
        if found < rule.value:
            assert proposal.funding is not None, "a share is known"
            of = "the requested subsidy" if rule.of == "requested-subsidy" else "the total costs"
            # Rounded down: 49.96 % is too little and must not read as 50.0 %.
            shown = found.quantize(Decimal("0.1"), ROUND_DOWN)
            values = {"found": shown, "least": rule.value, "of": of}
            at = proposal.funding.at
            yield problem("co-financing-too-low", at, rule=scheme.cite(rule), **values)


def overhead_twice(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """Overhead on top of a rate that already includes it."""
    for rule in scheme.of_kind("overhead"):
        for line in proposal.hours:
            if line.overhead:
                yield problem("overhead-twice", line.overhead.at, rule=scheme.cite(rule))


def too_long_sections(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """A section with more words than the scheme sets; `of` is the key of the section."""
    for rule in scheme.of_kind("maximum-length"):
        text = getattr(proposal, rule.of or "", None)
        if rule.value is not None and isinstance(text, Markdown):
            words = len(plain(text).split())
            if words > rule.value:
                values = {"key": rule.of, "words": words, "most": rule.value}
                yield problem("section-too-long", text.at, rule=scheme.cite(rule), **values)


def space_against_weight(proposal: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """A criterion that gets less than half of the space that its weight would give it."""
    weights = {r.of: r for r in scheme.of_kind("criterion") if r.value is not None and r.of}
    words = {criterion: _words_for(proposal, criterion) for criterion in weights}
    total = sum(words.values())
    for criterion, rule in weights.items():
        assert rule.value is not None, "only rules with a weight"
        got = 100 * Decimal(words[criterion]) / total if total else Decimal(0)
        if total and got < rule.value * _HALF:
            values = {"criterion": criterion, "got": round(got), "weight": rule.value}
            yield problem("little-space", proposal.at, rule=scheme.cite(rule), **values)


def _words_for(proposal: Proposal, criterion: str) -> int:
    """How many words a proposal spends on a criterion."""
    asked, impact = proposal.practice_question, proposal.impact
    parts: dict[str, tuple[object, ...]] = {
        "vraagarticulatie": (asked,),
        "netwerkvorming": (proposal.consortium, proposal.initiatives),
        "onderzoeksplan": (
            proposal.research_question, proposal.state_of_the_art, proposal.sub_questions,
            proposal.work_packages, proposal.planning, impact, proposal.organisation,
            proposal.risks, proposal.data_management,
        ),
    }  # fmt: skip
    return sum(
        len(value.split())
        for value in walk(parts.get(criterion, ()))
        if isinstance(value, Line) and not isinstance(value, Identifier)
    )


def untested_rules(_: Proposal, scheme: Scheme) -> Iterator[Problem]:
    """Rules that nobody found, so that the draft cannot be held against them."""
    for rule in scheme.rules:
        if rule.kind in TESTED and rule.value is None:
            yield problem("rule-unknown", rule.at, text=rule.text, scheme=scheme.title)


def strangers_in_lines(proposal: Proposal) -> Iterator[Problem]:
    """Partners, work packages and sub-questions that lines name and the proposal does not have."""
    known: dict[str, list[str]] = {
        "partner": [partner.id for partner in proposal.consortium],
        "work package": [package.id for package in proposal.work_packages],
        "sub-question": [question.id for question in proposal.sub_questions],
    }
    for kind, name in _named_in_lines(proposal):
        if name not in known[kind]:
            hint = did_you_mean(name, known[kind])
            yield problem("unknown-reference", name.at, kind=kind, id=name, hint=hint)


def _named_in_lines(proposal: Proposal) -> Iterator[tuple[str, Identifier]]:
    for line in _lines(proposal):
        yield "partner", line.partner
        yield "work package", line.work_package
    for entry in proposal.funding.contributions if proposal.funding else ():
        yield "partner", entry.partner
    for package in proposal.work_packages:
        if not isinstance(package.lead, Open):
            yield "partner", package.lead
        for partner in package.partners:
            yield "partner", partner
        for name in package.sub_questions:
            yield "sub-question", name


def _lines(proposal: Proposal) -> tuple[HoursLine | MaterialLine, ...]:
    return (*proposal.hours, *proposal.materials)


def months_outside(proposal: Proposal) -> Iterator[Problem]:
    """Work packages that begin before the project or end after it, or end before they begin."""
    for package in proposal.work_packages:
        start, end, last = package.start, package.end, proposal.months
        if not isinstance(start, Open) and not isinstance(end, Open) and start > end:
            yield problem("ends-before-it-begins", end.at, id=package.id, start=start, end=end)
        if not isinstance(start, Open) and start < 1:
            yield problem("outside-project", start.at, id=package.id, month=start, last=last)
        if not isinstance(end, Open) and not isinstance(last, Open) and end > last:
            yield problem("outside-project", end.at, id=package.id, month=end, last=last)


def what_serves_nothing(proposal: Proposal) -> Iterator[Problem]:
    """Sub-questions in no work package, packages without one, partners without a task."""
    served = {name for package in proposal.work_packages for name in package.sub_questions}
    for question in proposal.sub_questions:
        if question.id not in served:
            yield problem("serves-nothing", question.id.at, what="sub-question", id=question.id)
    for package in proposal.work_packages:
        if not package.sub_questions:
            yield problem("serves-nothing", package.id.at, what="work package", id=package.id)
    if proposal.hours:
        yield from _idle(proposal)


def _idle(proposal: Proposal) -> Iterator[Problem]:
    """Partners and work packages without hours, once hours are filled in at all."""
    busy = {str(line.partner) for line in _lines(proposal)}
    for package in proposal.work_packages:
        busy |= {str(package.lead), *package.partners}
    for partner in proposal.consortium:
        if partner.id not in busy:
            yield problem("serves-nothing", partner.id.at, what="partner", id=partner.id)
    worked = {line.work_package for line in proposal.hours}
    for package in proposal.work_packages:
        if package.id not in worked:
            yield problem("no-hours", package.id.at, id=package.id)


def unheard_question(proposal: Proposal, content: Content) -> Iterator[Problem]:
    """A practice question that no statement of a discussion group carries."""
    asked = proposal.practice_question
    sources = frozenset(asked.sources)
    if not sources or not sources.isdisjoint(content.mentioned):
        return
    from_groups = (
        statement
        for register in content.registers
        for group in register.groups
        if register.date is not None and group.id != "plenair"
        for statement in group.statements
    )
    if not any(said.id in sources and said.kind in _SPEAKING for said in from_groups):
        yield problem("not-from-the-field", asked.question.at, id=proposal.id)


OWN_RULES: tuple[Callable[[Proposal], Iterator[Problem]], ...] = (
    strangers_in_lines,
    months_outside,
    what_serves_nothing,
)
SCHEME_RULES: tuple[Callable[[Proposal, Scheme], Iterator[Problem]], ...] = (
    subsidy_too_high,
    duration_outside,
    too_few_partners,
    co_financing_too_low,
    overhead_twice,
    too_long_sections,
    space_against_weight,
    untested_rules,
)
