"""The budget of a proposal as a workbook that computes.

The values in its cells are those of `budget`, which the documents show too; a program that
recomputes the formulas must find the same.
"""

from bpa_agenda.cost_sheets import CostSheets
from bpa_agenda.funding_sheets import FundingSheets
from bpa_agenda.money_views import hours_a_year
from bpa_agenda.proposal import Proposal
from bpa_agenda.scheme import Scheme
from bpa_agenda.sheets import Cell, Row, Workbook

_LEGEND = "Blauw is ingevuld, zwart is berekend. Geel is nog open; een som daarvan is onvolledig."


def budget_sheets(proposal: Proposal, scheme: Scheme, author: str, status: str) -> Workbook:
    """The whole budget of a proposal without errors; `status` says whether it is a draft."""

    def top(name: str) -> tuple[Row, ...]:
        about = f"{proposal.title}. Regeling {scheme.title}. {status}"
        return (Cell(name, "title"),), (Cell(about, "note"),), (Cell(_LEGEND, "note"),), ()

    yearly = hours_a_year(scheme)
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
    return Workbook(f"Begroting {proposal.title}", author, sheets, names)
