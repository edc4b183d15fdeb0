"""Hours and money that must agree: between work packages, partners, the budget and its funding.

What is still open is not compared: it is listed as such, and compared as soon as it is known.
"""

from collections.abc import Callable, Iterable, Iterator

from bpa_agenda.budget import budget, own_costs_of, own_hours_of
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Problem
from bpa_agenda.proposal import Contribution, HoursLine, MaterialLine, Proposal, WorkPackage
from bpa_agenda.values import Amount, Identifier, Open

_NONE = Amount("0")


def check_budget(content: Content) -> Iterator[Problem]:
    """Everything in the proposals that does not add up.

    While a name stands for two things nothing is compared: each comparison would fail by that.
    """
    for proposal in content.proposals:
        twice = tuple(named_twice(proposal))
        yield from twice
        for rule in () if twice else RULES:
            yield from rule(proposal)


def costs_against_funding(proposal: Proposal) -> Iterator[Problem]:
    """Costs and funding that differ, once there are lines of costs at all."""
    if proposal.funding is None or not (proposal.hours or proposal.materials):
        return
    costs, funding = budget(proposal).costs, budget(proposal).funding
    if costs.is_whole and funding.is_whole and costs.known != funding.known:
        difference = abs(costs.known - funding.known)
        values = {"costs": costs.known, "funding": funding.known, "difference": difference}
        yield problem("money-differs", proposal.funding.at, **values)


def promised_hours(proposal: Proposal) -> Iterator[Problem]:
    """Hours that a partner promises, against those that it pays itself in the budget."""
    for partner in proposal.consortium if proposal.hours else ():
        promise, own = partner.contribution, own_hours_of(proposal, partner.id)
        if isinstance(promise, Open) or not own.is_whole or promise.hours == own.known:
            continue
        values = {"promised": promise.hours, "budgeted": own.known}
        yield problem("hours-differ", promise.hours.at, id=partner.id, **values)


def promised_cash(proposal: Proposal) -> Iterator[Problem]:
    """Money that a partner promises, against what the funding counts on."""
    counted = _contributions(proposal)
    for partner in proposal.consortium if proposal.funding else ():
        promise = partner.contribution
        cash = counted[partner.id].cash if partner.id in counted else _NONE
        if isinstance(promise, Open) or isinstance(cash, Open) or promise.cash == cash:
            continue
        values = {"promised": promise.cash, "counted": cash}
        yield problem("cash-differs", promise.cash.at, id=partner.id, **values)


def counted_in_kind(proposal: Proposal) -> Iterator[Problem]:
    """What the funding counts on in kind, against what a partner pays itself in the budget."""
    counted = _contributions(proposal)
    budgeted = proposal.funding and (proposal.hours or proposal.materials)
    for partner in proposal.consortium if budgeted else ():
        own = own_costs_of(proposal, partner.id)
        in_kind = counted[partner.id].in_kind if partner.id in counted else _NONE
        if isinstance(in_kind, Open) or not own.is_whole or in_kind == own.known:
            continue
        at = in_kind.at if partner.id in counted else partner.id.at
        values = {"counted": in_kind, "budgeted": own.known}
        yield problem("in-kind-differs", at, id=partner.id, **values)


def _contributions(proposal: Proposal) -> dict[str, Contribution]:
    entries = proposal.funding.contributions if proposal.funding else ()
    return {entry.partner: entry for entry in entries}


def work_outside_a_package(proposal: Proposal) -> Iterator[Problem]:
    """Costs of a partner in a work package that names who works in it, and does not name it."""
    members = {package.id: _members(package) for package in proposal.work_packages}
    lines: tuple[HoursLine | MaterialLine, ...] = (*proposal.hours, *proposal.materials)
    for line in lines:
        inside = members.get(line.work_package)
        if inside and line.partner not in inside:
            values = {"id": line.partner, "package": line.work_package}
            yield problem("not-in-package", line.partner.at, **values)


def _members(package: WorkPackage) -> set[str]:
    """Who works in a package; nobody when that is not said, or not known in whole."""
    if not package.partners or isinstance(package.lead, Open):
        return set()
    return {package.lead, *package.partners}


def partners_without_hours(proposal: Proposal) -> Iterator[Problem]:
    """Partners that work in a package without hours in it, once hours are filled in at all."""
    known = {partner.id for partner in proposal.consortium}
    worked = {(line.work_package, line.partner) for line in proposal.hours}
    for package in proposal.work_packages if proposal.hours else ():
        for partner in package.partners:
            if partner in known and (package.id, partner) not in worked:
                values = {"id": partner, "package": package.id}
                yield problem("no-hours-in-package", partner.at, **values)


def named_twice(proposal: Proposal) -> Iterator[Problem]:
    """Names that stand for two things, and partners that the funding counts twice."""
    funding = proposal.funding.contributions if proposal.funding else ()
    for repeated in _repeated(entry.partner for entry in funding):
        yield problem("repeated-reference", repeated.at, id=repeated)
    kinds: dict[str, list[Identifier]] = {
        "partner": [partner.id for partner in proposal.consortium],
        "work package": [package.id for package in proposal.work_packages],
        "sub-question": [question.id for question in proposal.sub_questions],
    }
    for kind, names in kinds.items():
        for name in _repeated(names):
            other = next(first.at for first in names if first == name)
            yield problem("duplicate-id", name.at, kind=kind, id=name, other=other)


def _repeated(names: Iterable[Identifier]) -> Iterator[Identifier]:
    """Each name that came before."""
    seen = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


RULES: tuple[Callable[[Proposal], Iterator[Problem]], ...] = (
    costs_against_funding,
    promised_hours,
    promised_cash,
    counted_in_kind,
    work_outside_a_package,
    partners_without_hours,
)
