"""A proposal of the small project whose money is known and adds up, and one that is complete."""

from conftest import SmallProject

PROPOSAL = "agenda/proposals/leuk.yaml"
OTHER = "agenda/proposals/ander.yaml"
SCHEME = "sources/schemes/raak-publiek.yaml"

RULES = """\
id: raak-publiek
title: RAAK-publiek
year: '2018'
rules:
  - {id: subsidie, kind: maximum-subsidy, text: Ten hoogste € 1.000., status: other-year,
     value: 1000, year: '2024', source: https://example.org/a}
  - {id: kort, kind: minimum-duration, text: Ten minste 18 maanden., status: other-year,
     value: 18, year: '2023', source: https://example.org/b}
  - {id: lang, kind: maximum-duration, text: Ten hoogste 24 maanden., status: other-year,
     value: 24, year: '2023', source: https://example.org/b}
  - {id: publiek, kind: minimum-partners, of: public, text: Twee publieke partijen.,
     status: confirmed, value: 2, year: '2018', source: https://example.org/c}
  - {id: helft, kind: minimum-co-financing, of: total-costs, text: Ten minste de helft.,
     status: confirmed, value: 50, year: '2018', source: https://example.org/c}
  - {id: overhead, kind: overhead, text: Het tarief bevat overhead., status: confirmed,
     year: '2018', source: https://example.org/d}
  - {id: omvang, kind: maximum-length, text: De omvang is niet gevonden., status: unknown}
  - {id: uren, kind: productive-hours, text: Het jaar heeft 1363 uren., status: other-year,
     value: 1363, year: '2023', source: https://example.org/e}
  - {id: doorwerking, kind: required, of: doorwerking, text: Het werkt door., status: confirmed,
     year: '2018', source: https://example.org/f}
  - {id: gewicht, kind: criterion, of: netwerkvorming, text: Netwerkvorming., status: confirmed,
     year: '2018', source: https://example.org/g}
"""

LINES = """\
hours:
  - {work_package: wp1, partner: hogeschool, function: Onderzoeker, hours: 10, rate: 66.67}
  - {work_package: wp1, partner: zorg, function: Verpleegkundige, hours: 3.5, rate: 40,
     paid_by: partner}
materials:
  - {work_package: wp1, partner: zorg, what: Zaalhuur, amount: 193.30, paid_by: partner}
funding:
  subsidy: 500
  contributions:
    - {partner: zorg, cash: 100, in_kind: 333.30}
    - {partner: hogeschool, cash: 66.70, in_kind: 0}
"""

CONSORTIUM = """\
consortium:
  - {id: hogeschool, name: !open Hogeschool, kind: university-of-applied-sciences,
     role: !open Rol, knowledge: !open Kennis, contribution: {hours: 0, cash: 66.70}}
  - {id: zorg, name: !open Zorginstelling, kind: public, role: !open Rol, knowledge: !open Kennis,
     contribution: {hours: 3.5, cash: 100}}
  - {id: stad, name: !open Gemeente, kind: public, role: !open Rol, knowledge: !open Kennis,
     contribution: {hours: 0, cash: 0}}
"""


def fill_in_money(small: SmallProject) -> None:
    """Gives the small project a proposal whose money is known and adds up to 1,000 euro."""
    small.write(SCHEME, RULES)
    text = small.read(PROPOSAL).replace("months: !open Looptijd\n", "months: 24\n")
    start, end = text.index("consortium:"), text.index("initiatives:")
    text = text[:start] + CONSORTIUM + text[end:]
    text = text.replace("lead: !open Trekker", "lead: stad")
    text = text.replace("start: !open Eerste maand", "start: 1")
    text = text.replace("end: !open Laatste maand", "end: 24")
    small.write(PROPOSAL, text + LINES)


def fill_in_all(small: SmallProject) -> None:
    """Leaves nothing of the proposal open; what was to be filled in is what is filled in."""
    fill_in_money(small)
    text = small.read(PROPOSAL)
    small.write(PROPOSAL, text.replace("literature: [boek]\n", "").replace("!open ", ""))


def add_another(small: SmallProject) -> None:
    """Adds a second proposal, the same as the first, and its document."""
    small.write(OTHER, small.read(PROPOSAL).replace("id: leuk\n", "id: ander\n", 1))
    documents = small.read("agenda/documents.yaml")
    start = documents.index("  - id: leuk\n")
    another = documents[start:].replace("leuk", "ander")
    small.write("agenda/documents.yaml", documents + another)
