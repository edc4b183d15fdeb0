"""The money of a proposal as tables that add up: every total is computed, in Dutch notation."""

from collections.abc import Iterator

from bpa_agenda import dutch
from bpa_agenda.budget import (
    Budget,
    Total,
    budget,
    contribution_of,
    cost_of_hours,
    cost_of_material,
    of_partner,
    of_work_package,
    share,
)
from bpa_agenda.proposal import Proposal
from bpa_agenda.scheme import Scheme
from bpa_agenda.values import Line, Open
from bpa_agenda.views import CostView, MoneyView, TotalView


def money_view(proposal: Proposal, scheme: Scheme) -> MoneyView | None:
    """The tables of a proposal, or None while no line of costs and no funding is there."""
    if not (proposal.hours or proposal.materials or proposal.funding):
        return None
    money = budget(proposal)
    return MoneyView(
        costs=tuple(_costs(proposal)),
        totals=tuple(_totals(proposal, money)),
        sources=tuple(_sources(proposal, money)),
        co_financing=_co_financing(money, scheme),
    )


def _costs(proposal: Proposal) -> Iterator[CostView]:
    """A row per line: hours first, then other costs."""
    names = _names(proposal)
    for line in proposal.hours:
        rate = line.rate if isinstance(line.rate, Open) else Line(dutch.euro(line.rate))
        hours = line.hours if isinstance(line.hours, Open) else Line(dutch.number(line.hours))
        amount = _shown(cost_of_hours(line))
        package = names[line.work_package]
        yield CostView(package, names[line.partner], line.function, hours, rate, amount)
        if line.overhead:
            overhead, nothing = Line(dutch.euro(line.overhead)), Line("")
            what = Line(f"Overhead op {line.function}")
            yield CostView(package, names[line.partner], what, nothing, nothing, overhead)
    for entry in proposal.materials:
        package, partner = names[entry.work_package], names[entry.partner]
        amount, nothing = _shown(cost_of_material(entry)), Line("")
        yield CostView(package, partner, entry.what, nothing, nothing, amount)


def _names(proposal: Proposal) -> dict[str, Line]:
    """What partners and work packages are called in a table; an open name says so."""
    names = {
        str(package.id): Line(f"Werkpakket {place}")
        for place, package in enumerate(proposal.work_packages, start=1)
    }
    for place, partner in enumerate(proposal.consortium, start=1):
        known = not isinstance(partner.name, Open)
        names[str(partner.id)] = Line(f"{partner.name}" if known else f"Partner {place}")
    return names


def _totals(proposal: Proposal, money: Budget) -> Iterator[TotalView]:
    """Totals per partner, per work package and per kind, each with its share of all costs."""
    names = _names(proposal)
    for partner in proposal.consortium:
        yield _total(names[partner.id], of_partner(proposal, partner.id), money.costs)
    for package in proposal.work_packages:
        yield _total(names[package.id], of_work_package(proposal, package.id), money.costs)
    yield _total(Line("Personeel"), money.personnel, money.costs)
    if money.overhead.known:
        yield _total(Line("Overhead"), money.overhead, money.costs)
    yield _total(Line("Materieel"), money.materials, money.costs)
    yield _total(Line("Totale projectkosten"), money.costs, money.costs)


def _sources(proposal: Proposal, money: Budget) -> Iterator[TotalView]:
    """Where the money comes from, with the share of each in all funding."""
    names = _names(proposal)
    yield _total(Line("Gevraagde subsidie"), money.subsidy, money.funding)
    for entry in proposal.funding.contributions if proposal.funding else ():
        name = Line(f"Bijdrage van {names[entry.partner]}")
        yield _total(name, contribution_of(entry), money.funding)
    yield _total(Line("Waarvan in geld"), money.cash, money.funding)
    yield _total(Line("Waarvan in natura"), money.in_kind, money.funding)
    yield _total(Line("Totale financiering"), money.funding, money.funding)


def _total(name: Line, part: Total, whole: Total) -> TotalView:
    of_whole = share(part, whole)
    percentage = "" if of_whole is None else f"{dutch.number(of_whole, 1)} %"
    return TotalView(name, _shown(part), Line(percentage))


def _shown(total: Total) -> Line:
    """An amount, or its known part and how much of it is still open."""
    if total.is_whole:
        return Line(dutch.euro(total.known))
    still_open = "1 bedrag open" if total.open == 1 else f"{total.open} bedragen open"
    return Line(f"{dutch.euro(total.known)} en {still_open}" if total.known else still_open)


def _co_financing(money: Budget, scheme: Scheme) -> Line:
    """The co-financing on the base of the scheme, in a sentence."""
    rules = scheme.of_kind("minimum-co-financing")
    on_subsidy = any(rule.of == "requested-subsidy" for rule in rules)
    base, name = (
        (money.subsidy, "de gevraagde subsidie")
        if on_subsidy
        else (money.costs, "de totale projectkosten")
    )
    found = share(money.co_financing, base)
    if found is None:
        return Line("De cofinanciering is te berekenen als alle bedragen bekend zijn.")
    return Line(f"De cofinanciering is {dutch.number(found, 1)} % van {name}.")
