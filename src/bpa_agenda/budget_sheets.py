"""The budget of a proposal as a workbook that computes.

The values in its cells are those of `budget`, which the documents show too; a program that
recomputes the formulas must find the same.
"""

from bpa_agenda.cost_sheets import CostSheets
from bpa_agenda.funding_sheets import FundingSheets
from bpa_agenda.money_views import hours_a_year
from bpa_agenda.proposal import Proposal
from bpa_agenda.scheme import Scheme
from bpa_agenda.sheets import OPEN, Cell, Row, Sheet, Workbook, heads
from bpa_agenda.values import Open

_LEGEND = "Blauw is ingevuld, zwart is berekend. Geel is nog open; een som daarvan is onvolledig."


def budget_sheets(proposal: Proposal, scheme: Scheme, author: str, status: str) -> Workbook:
    """The whole budget of a proposal without errors; `status` says whether it is a draft."""

    def top(name: str) -> tuple[Row, ...]:
        about = f"{proposal.title}. Regeling {scheme.title}. {status}"
        return (Cell(name, "title"),), (Cell(about, "note"),), (Cell(_LEGEND, "note"),), ()

    title, yearly = f"Begroting {proposal.title}", hours_a_year(scheme)
    if not (proposal.hours or proposal.materials or proposal.funding):
        return Workbook(title, author, (_nothing_yet(proposal, top("Begroting")),), {})
    costs, funding = CostSheets(proposal, yearly), FundingSheets(proposal, scheme, yearly)
    sheets = (
        costs.of_lines(top("Begroting")),
        costs.of_packages(top("Werkpakketten")),
        costs.of_partners(top("Partners")),
        funding.of_funding(top("Financiering")),
        funding.of_efforts(top("Persoonsmaanden")),
    )
    names = costs.names()
    if yearly is not None:
        names["productieve_uren"] = "=Persoonsmaanden!$B$4"
    return Workbook(title, author, sheets, names)


def _nothing_yet(proposal: Proposal, top: tuple[Row, ...]) -> Sheet:
    """What there is before anything is filled in; sums of nothing would read as sums of zero."""
    missing = proposal.budget.what if isinstance(proposal.budget, Open) else "alle bedragen"
    row = (Cell(f"{OPEN}: {missing}", "open"),)
    return Sheet("Begroting", (100,), (*top, heads("Wat nodig is"), row))
