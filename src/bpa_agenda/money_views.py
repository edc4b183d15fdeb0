"""The money of a proposal as tables that add up: every total is computed, in Dutch notation."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bpa_agenda import dutch
from bpa_agenda.budget import (
    Budget,
    Total,
    budget,
    contribution_of,
    cost_of_hours,
    cost_of_material,
    hours_in,
    of_partner,
    of_work_package,
    person_months_in,
    share,
)
from bpa_agenda.proposal import HoursLine, MaterialLine, Partner, Proposal
from bpa_agenda.scheme import Rule, Scheme
from bpa_agenda.values import Line, Open
from bpa_agenda.views import CostView, EffortView, MoneyView, TotalView


def money_view(proposal: Proposal, scheme: Scheme) -> MoneyView | None:
    """The tables of a proposal, or None while no line of costs and no funding is there."""
    if not (proposal.hours or proposal.materials or proposal.funding):
        return None
    money = budget(proposal)
    return MoneyView(
        costs=tuple(_costs(proposal)),
        totals=tuple(_totals(proposal, money)),
        efforts=tuple(_efforts(proposal, scheme)),
        person_months=how_person_months(scheme),
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
        what = _paid(line, line.function)
        yield CostView(package, names[line.partner], what, hours, rate, amount)
        if line.overhead:
            overhead, nothing = Line(dutch.euro(line.overhead)), Line("")
            what = _paid(line, f"Overhead op {line.function}")
            yield CostView(package, names[line.partner], what, nothing, nothing, overhead)
    for entry in proposal.materials:
        package, partner = names[entry.work_package], names[entry.partner]
        nothing, needed = Line(""), entry.amount
        cost = needed if isinstance(needed, Open) else _shown(cost_of_material(entry))
        yield CostView(package, partner, _paid(entry, entry.what), nothing, nothing, cost)


def _paid(line: HoursLine | MaterialLine, what: str) -> Line:
    """What a line is for; costs that the partner pays itself say so."""
    return Line(f"{what} (in\N{NO-BREAK SPACE}natura)" if line.paid_by == "partner" else what)


def _names(proposal: Proposal) -> dict[str, Line]:
    """What partners and work packages are called in a table."""
    packages = enumerate(proposal.work_packages, start=1)
    names = {str(package.id): Line(f"Werkpakket {place}") for place, package in packages}
    return names | partner_names(proposal)


def partner_names(proposal: Proposal) -> dict[str, Line]:
    """What each partner is called by its id; one whose name is open is called by its place."""
    return {
        str(partner.id): Line(
            f"Partner {place}" if isinstance(partner.name, Open) else partner.name
        )
        for place, partner in enumerate(proposal.consortium, start=1)
    }


def promised(partner: Partner) -> Line | Open:
    """What a partner brings in: 40 uur en € 500,00; only what there is."""
    promise = partner.contribution
    if isinstance(promise, Open):
        return promise
    parts = [f"{dutch.number(promise.hours)} uur"] if promise.hours else []
    parts += [dutch.euro(promise.cash)] if promise.cash else []
    return Line(dutch.row(parts) or "geen")


def _efforts(proposal: Proposal, scheme: Scheme) -> Iterator[EffortView]:
    """The hours and person-months of each partner, each work package and all together."""
    names, yearly = _names(proposal), hours_a_year(scheme)
    for partner in proposal.consortium:
        lines = [line for line in proposal.hours if line.partner == partner.id]
        yield _effort(names[partner.id], lines, yearly)
    for package in proposal.work_packages:
        lines = [line for line in proposal.hours if line.work_package == package.id]
        yield _effort(names[package.id], lines, yearly)
    yield _effort(Line("Alle uren"), proposal.hours, yearly)


def _effort(name: Line, lines: Sequence[HoursLine], yearly: Decimal | None) -> EffortView:
    hours, months = hours_in(lines), ""
    if yearly is not None:
        months = _counted(person_months_in(lines, yearly), 2)
    return EffortView(name, Line(_counted(hours)), Line(months))


def _counted(total: Total, decimals: int | None = None) -> str:
    """A number of hours or months, or its known part and how much of it is still open."""
    known = dutch.number(total.known, decimals)
    if total.is_whole:
        return known
    still_open = "1 regel open" if total.open == 1 else f"{total.open} regels open"
    return f"{known} en {still_open}" if total.known else still_open


def hours_a_year(scheme: Scheme) -> Decimal | None:
    """The productive hours a year by the rule of a scheme, None when nobody found one."""
    rules = (rule.value for rule in scheme.of_kind("productive-hours") if rule.value)
    return next(rules, None)


def how_person_months(scheme: Scheme) -> Line:
    """How person-months are computed, with year and source of the rule, or that they are not."""
    rules = [rule for rule in scheme.of_kind("productive-hours") if rule.value]
    if not rules:
        return Line("Persoonsmaanden zijn niet berekend: regel niet gevonden.")
    yearly = dutch.number(rules[0].value or Decimal(0))
    return Line(
        f"Een persoonsmaand is een twaalfde van {yearly} productieve uren per jaar, voor alle "
        f"partners ({cited(rules[0])})."
    )


def cited(rule: Rule) -> str:
    """The year and the source of a rule in words."""
    other = ", niet die van het jaar van dit voorstel" if rule.status == "other-year" else ""
    return f"regel van {rule.year}{other}: {rule.source}"


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
    base, name, _ = base_of_co_financing(money, scheme)
    found = share(money.co_financing, base)
    if found is None:
        return Line("De cofinanciering is te berekenen als alle bedragen bekend zijn.")
    return Line(f"De cofinanciering is {dutch.number(found, 1)} % van {name}.")


def base_of_co_financing(money: Budget, scheme: Scheme) -> tuple[Total, str, bool]:
    """Of what co-financing is a percentage: the amount, its name, and whether it is the subsidy."""
    rules = scheme.of_kind("minimum-co-financing")
    if any(rule.of == "requested-subsidy" for rule in rules):
        return money.subsidy, "de gevraagde subsidie", True
    return money.costs, "de totale projectkosten", False
