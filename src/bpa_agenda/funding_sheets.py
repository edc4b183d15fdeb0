"""Where the money of a proposal comes from, and how many person-months it has, as sheets."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bpa_agenda.budget import Total, budget, contribution_of, hours_in, person_months_in
from bpa_agenda.money_views import (
    base_of_co_financing,
    cited,
    how_person_months,
    partner_names,
)
from bpa_agenda.proposal import Contribution, HoursLine, Proposal
from bpa_agenda.scheme import Scheme
from bpa_agenda.sheets import (
    FIRST,
    NOTHING,
    OPEN,
    Cell,
    Row,
    Sheet,
    given,
    heads,
    open_lines,
    over_lines,
    share_of,
    still_open,
    sum_below,
    summed,
)
from bpa_agenda.values import Open


class FundingSheets:
    """Makes the sheets about funding and effort of a proposal without errors."""

    def __init__(self, proposal: Proposal, scheme: Scheme, yearly: Decimal | None) -> None:
        self.proposal, self.scheme, self.yearly = proposal, scheme, yearly
        self.money = budget(proposal)
        self.contributions = proposal.funding.contributions if proposal.funding else ()

    # Where the money comes from

    def of_funding(self, top: tuple[Row, ...]) -> Sheet:
        """The subsidy, a row per contribution, the sums, and the co-financing."""
        names = heads("Bron", "In geld", "In natura", "Totaal", "Aandeel", "Nog open")
        called = partner_names(self.proposal)
        rows = [self._subsidy()]
        for row, entry in enumerate(self.contributions, start=FIRST + 1):
            rows.append(self._contribution(f"Bijdrage van {called[entry.partner]}", entry, row))
        below = self._below(rows)
        return Sheet("Financiering", (50, 24, 24, 24, 10, 18), (*top, names, *rows, *below))

    def _subsidy(self) -> Row:
        asked = self.proposal.funding.subsidy if self.proposal.funding else Open("de subsidie")
        left = still_open(self.money.subsidy, f"ISTEXT(D{FIRST})*1")
        part = self._share(self.money.subsidy, FIRST)
        return Cell("Gevraagde subsidie"), NOTHING, NOTHING, given(asked, "money"), part, left

    def _contribution(self, name: str, entry: Contribution, row: int) -> Row:
        total = contribution_of(entry)
        known = summed(total, "money", f"SUM(B{row}:C{row})", f"F{row}>0")
        left = still_open(total, f"SUMPRODUCT(ISTEXT(B{row}:C{row})*1)")
        filled = given(entry.cash, "money"), given(entry.in_kind, "money")
        return Cell(name), *filled, known, self._share(total, row), left

    def _share(self, part: Total, row: int, look: str = "percent") -> Cell:
        whole = FIRST + 1 + len(self.contributions)
        return share_of(part, self.money.funding, (f"D{row}", f"D{whole}", f"F{whole}"), look)

    def _below(self, rows: Sequence[Row]) -> Iterator[Row]:
        """The sum of the sources, the costs that they must meet, and the co-financing."""
        funding, costs, row = self.money.funding, self.money.costs, FIRST + len(rows)
        yield self._total(rows, row)
        known = summed(costs, "money", "totale_kosten", f"F{row + 1}>0")
        left = still_open(costs, "kosten_open")
        yield Cell("Totale projectkosten"), NOTHING, NOTHING, known, NOTHING, left
        whole = funding.is_whole and costs.is_whole
        formula = f'IF(F{row}+F{row + 1}>0,"{OPEN}",ROUND(D{row}-D{row + 1},2))'
        difference = Cell(funding.known - costs.known if whole else OPEN, "difference", formula)
        yield Cell("Verschil tussen financiering en kosten"), NOTHING, NOTHING, difference
        yield ()
        yield from self._co_financing(row)

    def _total(self, rows: Sequence[Row], row: int) -> Row:
        part = self._share(self.money.funding, row, "total-percent")
        return (
            Cell("Totale financiering", "total-text"),
            sum_below(rows, "B", "money"),
            sum_below(rows, "C", "money"),
            sum_below(rows, "D", "money", f"F{row}>0"),
            part,
            sum_below(rows, "F", "open-count"),
        )

    def _co_financing(self, row: int) -> Iterator[Row]:
        """Co-financing on the base of the scheme, and what the scheme asks; `row` is the sum."""
        mine, here = self.money.co_financing, row + 4
        known = summed(mine, "money", f"B{row}+C{row}", f"F{here}>0")
        left = still_open(mine, f"F{row}-F{FIRST}")
        yield Cell("Cofinanciering, in geld en in natura"), NOTHING, NOTHING, known, NOTHING, left
        base, name, on_subsidy = base_of_co_financing(self.money, self.scheme)
        whole, still = (FIRST, FIRST) if on_subsidy else (row + 1, row + 1)
        part = share_of(mine, base, (f"D{here}", f"D{whole}", f"F{here}+F{still}"), no=OPEN)
        yield Cell(f"Als deel van {name}"), NOTHING, NOTHING, part
        rules = [rule for rule in self.scheme.of_kind("minimum-co-financing") if rule.value]
        for rule in rules:
            least = Cell((rule.value or Decimal(0)) / 100, "percent")
            yield Cell("Ten minste volgens de regeling"), NOTHING, NOTHING, least
            yield (Cell(f"Dit minimum is een {cited(rule)}", "note"),)
        if not rules:
            yield (Cell("Hoeveel het ten minste moet zijn: regel niet gevonden.", "note"),)

    # How much work it is

    def of_efforts(self, top: tuple[Row, ...]) -> Sheet:
        """Hours and person-months per partner, per work package and in all."""
        names = heads("Partner of werkpakket", "Uren", "Persoonsmaanden", "Nog open")
        above = Cell("Productieve uren per jaar"), Cell(self.yearly or OPEN, "given-hours")
        how = (Cell(how_person_months(self.scheme), "note"),)
        start = (*top[:3], above if self.yearly else ())
        return Sheet("Persoonsmaanden", (50, 20, 20, 18), (*start, names, *self._rows(), (), how))

    def _rows(self) -> Iterator[Row]:
        called, hours = partner_names(self.proposal), self.proposal.hours
        for number, partner in enumerate(self.proposal.consortium, start=1):
            lines = [line for line in hours if line.partner == partner.id]
            yield self._effort(called[partner.id], lines, {"partner": f"{number}"})
        for number, package in enumerate(self.proposal.work_packages, start=1):
            lines = [line for line in hours if line.work_package == package.id]
            yield self._effort(f"Werkpakket {number}", lines, {"werkpakket": f"{number}"})
        yield self._effort("Alle uren", hours, {}, "total-")

    def _effort(
        self, name: str, lines: Sequence[HoursLine], where: Mapping[str, str], look: str = ""
    ) -> Row:
        """Hours and person-months of some lines, and how many of them are open."""
        total, months = hours_in(lines), Cell("", f"{look}text")
        if self.yearly is not None:
            worked = person_months_in(lines, self.yearly)
            months = over_lines(worked, f"{look}hours", "maanden", where)
        hours = over_lines(total, f"{look}hours", "uren", where)
        left = still_open(total, open_lines("uren", where), f"{look}open-lines")
        return Cell(name, f"{look}text"), hours, months, left
