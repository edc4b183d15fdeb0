"""The costs of a proposal as sheets: every line, and totals per kind, work package and partner.

Lines go by the numbers of work packages and partners and not by their names: two may have one
name, and SUMIFS takes a name with * or ? for a pattern.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bpa_agenda import dutch
from bpa_agenda.budget import (
    Total,
    budget,
    cost_of_hours,
    hours_in,
    of_partner,
    of_work_package,
    own_costs_of,
    own_hours_of,
    person_months_of,
)
from bpa_agenda.money_views import partner_names
from bpa_agenda.proposal import HoursLine, MaterialLine, Partner, Proposal
from bpa_agenda.sheets import (
    FIRST,
    NOTHING,
    OPEN,
    Cell,
    Row,
    Sheet,
    computed,
    count,
    given,
    heads,
    open_lines,
    over_lines,
    share_of,
    still_open,
    sum_below,
    summed,
)
from bpa_agenda.values import Amount, Open

_COLUMNS = {
    "werkpakket": "A", "partner": "B", "soort": "D", "uren": "F", "bedrag": "H", "betaald": "I",
    "maanden": "J",
}  # fmt: skip
_OWN = {"betaald": '"partner"'}
_WORK = ("uren", "bedrag")


class CostSheets:
    """Makes the sheets about the costs of a proposal without errors.

    `yearly` is how many productive hours a year has, None when nobody knows; each sheet gets the
    rows above its heads.
    """

    def __init__(self, proposal: Proposal, yearly: Decimal | None) -> None:
        self.proposal, self.yearly = proposal, yearly
        self.money = budget(proposal)
        self.partner_names = partner_names(proposal)
        self.partners = {str(p.id): n for n, p in enumerate(proposal.consortium, start=1)}
        self.packages = {str(p.id): n for n, p in enumerate(proposal.work_packages, start=1)}
        self.lines = tuple(self._lines()) or ((NOTHING,),)
        self.last = FIRST + len(self.lines) - 1

    def names(self) -> dict[str, str]:
        """The names that formulas have for the columns of lines and for the costs in all."""
        names = {
            f"regel_{name}": f"=Begroting!${column}${FIRST}:${column}${self.last}"
            for name, column in _COLUMNS.items()
        }
        costs = self.last + 3 + len(self._kinds())
        names["totale_kosten"] = f"=Begroting!$H${costs}"
        return names | {"kosten_open": f"=Begroting!$J${costs}"}

    # Every line, and totals per kind

    def of_lines(self, top: tuple[Row, ...]) -> Sheet:
        """A row per line, as in the document, and below them the totals per kind."""
        months = () if self.yearly is None else ("Persoonsmaanden",)
        names = heads(
            "Werkpakket", "Partner", "Naam van de partner", "Soort", "Functie of post", "Uren",
            "Uurtarief", "Bedrag", "Betaald door", *months,
        )  # fmt: skip
        widths = (12, 9, 30, 12, 34, 12, 14, 20, 14, 18)
        return Sheet("Begroting", widths, (*top, names, *self.lines, (), *self._totals()))

    def _lines(self) -> Iterator[Row]:
        row = FIRST
        for line in self.proposal.hours:
            yield self._hours(line, row)
            row += 1
            if line.overhead:
                yield self._other(line, "Overhead", f"Overhead op {line.function}", line.overhead)
                row += 1
        for entry in self.proposal.materials:
            yield self._other(entry, "Materieel", entry.what, entry.amount)

    def _hours(self, line: HoursLine, row: int) -> Row:
        formula = f'IF(COUNT(F{row}:G{row})=2,ROUND(F{row}*G{row},2),"{OPEN}")'
        amount = computed(cost_of_hours(line), "money", formula)
        filled = given(line.hours, "hours"), given(line.rate, "money")
        cells = *self._start(line, "Personeel", line.function), *filled, amount, _payer(line)
        if self.yearly is None:
            return cells
        formula = f'IF(ISNUMBER(F{row}),ROUND(F{row}*12/productieve_uren,2),"{OPEN}")'
        return *cells, computed(person_months_of(line, self.yearly), "hours", formula)

    def _other(
        self, line: HoursLine | MaterialLine, kind: str, what: str, amount: Amount | Open
    ) -> Row:
        start = self._start(line, kind, what)
        return *start, NOTHING, NOTHING, given(amount, "money"), _payer(line)

    def _start(self, line: HoursLine | MaterialLine, kind: str, what: str) -> Row:
        """What each line begins with: which package and partner, what kind, what for."""
        package, partner = self.packages[line.work_package], self.partners[line.partner]
        name = self.partner_names[line.partner]
        return count(package), count(partner), Cell(name), Cell(kind), Cell(what)

    def _kinds(self) -> dict[str, Total]:
        overhead = {"Overhead": self.money.overhead} if self.money.overhead.known else {}
        return {"Personeel": self.money.personnel, **overhead, "Materieel": self.money.materials}

    def _totals(self) -> Iterator[Row]:
        before, kinds = (NOTHING,) * 4, self._kinds()
        yield *before, *heads("Totaal per soort", "", "", "Bedrag", "Aandeel", "Nog open")
        first = self.last + 3
        for row, (kind, total) in enumerate(kinds.items(), start=first):
            where = {"soort": f"E{row}"}
            known = over_lines(total, "money", "bedrag", where)
            left = still_open(total, open_lines("bedrag", where))
            part = self._share(total, f"H{row}", f"J{row}")
            yield *before, Cell(kind), NOTHING, NOTHING, known, part, left
        row, total = first + len(kinds), self.money.costs
        name, gap = Cell("Totale projectkosten", "total-text"), Cell("", "total-text")
        known = summed(total, "total-money", f"SUM(H{first}:H{row - 1})", f"J{row}>0")
        left = still_open(total, f"SUM(J{first}:J{row - 1})", "total-open-count")
        part = self._share(total, f"H{row}", f"J{row}", "total-percent")
        yield *before, name, gap, gap, known, part, left

    def _share(self, part: Total, cell: str, still: str, look: str = "percent") -> Cell:
        """A share in all costs."""
        cells = cell, "totale_kosten", f"{still}+kosten_open"
        return share_of(part, self.money.costs, cells, look)

    # Totals per work package and per partner

    def of_packages(self, top: tuple[Row, ...]) -> Sheet:
        """A row per work package."""
        names = heads("Werkpakket", "Titel", "Uren", "Kosten", "Aandeel", "Nog open")
        rows = []
        for row, package in enumerate(self.proposal.work_packages, start=FIRST):
            hours = hours_in(ln for ln in self.proposal.hours if ln.work_package == package.id)
            costs = of_work_package(self.proposal, package.id)
            where = {"werkpakket": f"A{row}"}
            start = count(self.packages[package.id]), Cell(package.title)
            rows.append((*start, *self._work(hours, costs, where, f"D{row}", f"F{row}")))
        last = self._last(rows, ("B", "C", "D", "F"))
        return Sheet("Werkpakketten", (12, 50, 20, 24, 10, 18), (*top, names, *rows, last))

    def of_partners(self, top: tuple[Row, ...]) -> Sheet:
        """A row per partner, with what it pays itself and what it promises."""
        names = heads(
            "Partner", "Naam", "Soort", "Uren", "Kosten", "Aandeel", "Nog open", "Eigen uren",
            "Eigen kosten (in natura)", "Toegezegde uren", "Toegezegd in geld",
        )  # fmt: skip
        partners = enumerate(self.proposal.consortium, start=FIRST)
        rows = [self._of_partner(row, partner) for row, partner in partners]
        own = {column: f"{open_lines(of, _OWN)}>0" for column, of in zip("HI", _WORK, strict=True)}
        last = (
            *self._last(rows, ("C", "D", "E", "G")),
            sum_below(rows, "H", "hours", own["H"]), sum_below(rows, "I", "money", own["I"]),
            sum_below(rows, "J", "hours"), sum_below(rows, "K", "money"),
        )  # fmt: skip
        widths = (9, 30, 22, 20, 24, 10, 18, 20, 24, 20, 24)
        return Sheet("Partners", widths, (*top, names, *rows, last))

    def _of_partner(self, row: int, partner: Partner) -> Row:
        name, where = partner.id, {"partner": f"A{row}"}
        hours = hours_in(line for line in self.proposal.hours if line.partner == name)
        costs = of_partner(self.proposal, name)
        own_hours, own_costs = own_hours_of(self.proposal, name), own_costs_of(self.proposal, name)
        promise = partner.contribution
        said = (promise, promise) if isinstance(promise, Open) else (promise.hours, promise.cash)
        return (
            count(self.partners[name]),
            Cell(self.partner_names[name]),
            Cell(dutch.PARTNER_KINDS[partner.kind]),
            *self._work(hours, costs, where, f"E{row}", f"G{row}"),
            over_lines(own_hours, "hours", "uren", {**where, **_OWN}),
            over_lines(own_costs, "money", "bedrag", {**where, **_OWN}),
            given(said[0], "hours"),
            given(said[1], "money"),
        )

    def _work(
        self, hours: Total, costs: Total, where: Mapping[str, str], here: str, still: str
    ) -> Row:
        """Hours, costs, the share of the costs, and how much of them is open.

        `here` is the cell of the costs and `still` the one that counts what is open.
        """
        return (
            over_lines(hours, "hours", "uren", where),
            over_lines(costs, "money", "bedrag", where),
            self._share(costs, here, still),
            still_open(costs, open_lines("bedrag", where)),
        )

    def _last(self, rows: list[Row], columns: tuple[str, str, str, str]) -> Row:
        """The last row; the columns are the last one of words, hours, costs, and what is open."""
        words, hours, costs, still = columns
        row, all_costs = FIRST + len(rows), self.money.costs
        gap = (Cell("", "total-text"),) * (ord(words) - ord("A"))
        return (
            Cell("Totaal", "total-text"), *gap,
            sum_below(rows, hours, "hours", f"{open_lines('uren', {})}>0"),
            sum_below(rows, costs, "money", f"{still}{row}>0"),
            self._share(all_costs, f"{costs}{row}", f"{still}{row}", "total-percent"),
            sum_below(rows, still, "open-count"),
        )  # fmt: skip


def _payer(line: HoursLine | MaterialLine) -> Cell:
    return Cell("partner" if line.paid_by == "partner" else "project")
