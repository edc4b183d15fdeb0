"""What a proposal costs and who pays: all totals, computed from its lines and never typed.

Amounts are decimals in euro. Each line is rounded to cents, half up; sums add rounded lines, so the
totals of a table are the sums of what the table shows. An amount that is still open makes every
total above it open too: the known part is shown as such and never as the whole.
"""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from bpa_agenda.proposal import Contribution, HoursLine, MaterialLine, Proposal
from bpa_agenda.records import dataclass
from bpa_agenda.values import Open

CENT = Decimal("0.01")
_NOTHING = Decimal(0)
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Total:
    """A sum: the part that is known, and how many of its parts are still open."""

    known: Decimal = _NOTHING
    open: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(self.known + other.known, self.open + other.open)

    @property
    def is_whole(self) -> bool:
        """Nothing of it is open."""
        return not self.open


@dataclass(frozen=True, slots=True)
class Budget:
    """All totals of a proposal."""

    hours: Total
    personnel: Total
    overhead: Total
    materials: Total
    subsidy: Total
    cash: Total
    in_kind: Total

    @property
    def costs(self) -> Total:
        """Everything that the project costs."""
        return self.personnel + self.overhead + self.materials

    @property
    def co_financing(self) -> Total:
        """What the partners bring in, in money and in kind."""
        return self.cash + self.in_kind

    @property
    def funding(self) -> Total:
        """Where all the money comes from."""
        return self.subsidy + self.co_financing


def budget(proposal: Proposal) -> Budget:
    """The totals of a whole proposal."""
    funding = proposal.funding
    contributions = funding.contributions if funding else ()
    return Budget(
        hours=_sum(proposal.hours, hours_of),
        personnel=_sum(proposal.hours, cost_of_hours),
        overhead=_sum(proposal.hours, lambda line: Total(_cents(line.overhead or _NOTHING))),
        materials=_sum(proposal.materials, cost_of_material),
        subsidy=_amount(funding.subsidy) if funding else Total(open=1),
        cash=_sum(contributions, lambda entry: _amount(entry.cash)),
        in_kind=_sum(contributions, lambda entry: _amount(entry.in_kind)),
    )


def hours_of(line: HoursLine) -> Total:
    """The hours of a line."""
    return _amount(line.hours)


def cost_of_hours(line: HoursLine) -> Total:
    """Hours times rate, to the cent."""
    if isinstance(line.hours, Open) or isinstance(line.rate, Open):
        return Total(open=1)
    return Total(_cents(line.hours * line.rate))


def cost_of_material(line: MaterialLine) -> Total:
    """The amount of a line of other costs."""
    return _amount(line.amount)


def of_partner(proposal: Proposal, partner: str) -> Total:
    """What a partner costs."""
    hours = [line for line in proposal.hours if line.partner == partner]
    materials = [line for line in proposal.materials if line.partner == partner]
    return _costs(hours, materials)


def of_work_package(proposal: Proposal, package: str) -> Total:
    """What a work package costs."""
    hours = [line for line in proposal.hours if line.work_package == package]
    materials = [line for line in proposal.materials if line.work_package == package]
    return _costs(hours, materials)


def hours_in(lines: Iterable[HoursLine]) -> Total:
    """The hours of lines together."""
    return _sum(lines, hours_of)


def person_months_of(line: HoursLine, hours_a_year: Decimal) -> Total:
    """The hours of a line in twelfths of the productive hours a year, to a hundredth, half up.

    Lines are rounded and sums add rounded lines, as with money, so that tables add up.
    """
    if isinstance(line.hours, Open):
        return Total(open=1)
    return Total(_cents(line.hours * 12 / hours_a_year))


def person_months_in(lines: Iterable[HoursLine], hours_a_year: Decimal) -> Total:
    """The person-months of lines together."""
    return _sum(lines, lambda line: person_months_of(line, hours_a_year))


def own_hours_of(proposal: Proposal, partner: str) -> Total:
    """The hours that a partner pays itself."""
    lines = [line for line in proposal.hours if line.partner == partner]
    return hours_in(line for line in lines if line.paid_by == "partner")


def own_costs_of(proposal: Proposal, partner: str) -> Total:
    """What a partner pays itself of its costs: its contribution in kind."""
    hours = [line for line in proposal.hours if line.partner == partner]
    materials = [line for line in proposal.materials if line.partner == partner]
    return _costs(
        [line for line in hours if line.paid_by == "partner"],
        [line for line in materials if line.paid_by == "partner"],
    )


def contribution_of(entry: Contribution) -> Total:
    """What a partner brings in, in money and in kind."""
    return _amount(entry.cash) + _amount(entry.in_kind)


def share(part: Total, whole: Total) -> Decimal | None:
    """A percentage with one decimal; None when anything is open or there is no whole."""
    if not (part.is_whole and whole.is_whole) or not whole.known:
        return None
    return (100 * part.known / whole.known).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _costs(hours: Iterable[HoursLine], materials: Iterable[MaterialLine]) -> Total:
    hours = list(hours)
    overhead = sum((_cents(line.overhead) for line in hours if line.overhead), _NOTHING)
    return _sum(hours, cost_of_hours) + Total(overhead) + _sum(materials, cost_of_material)


def _sum(lines: Iterable[Line], amount: Callable[[Line], Total]) -> Total:
    return sum((amount(line) for line in lines), Total())


def _amount(value: Decimal | Open) -> Total:
    return Total(open=1) if isinstance(value, Open) else Total(_cents(value))


def _cents(value: Decimal) -> Decimal:
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)
