"""Dutch words and forms that the documents use for what the model holds."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from bpa_agenda.model import OTHERS, Publication
from bpa_agenda.values import Open

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

LEVELS = {"person": "persoon", "organisation": "organisatie", "society": "maatschappij"}

CAPTIONS = {"figure": "figuur", "table": "tabel"}

PARTNER_KINDS = {
    "university-of-applied-sciences": "hogeschool",
    "public": "publieke organisatie",
    "sme": "mkb-onderneming",
    "branch-organisation": "brancheorganisatie",
    "knowledge-institution": "kennisinstelling",
    "education": "onderwijsinstelling",
    "other": "andere organisatie",
}

FIELDS = {
    "acronym": "korte naam",
    "activities": "activiteiten",
    "applicant": "penvoerder",
    "authors": "auteurs",
    "budget": "begroting",
    "data": "gegevens",
    "data_management": "datamanagement en privacy",
    "date": "datum",
    "amount": "bedrag",
    "cash": "bijdrage in geld",
    "end": "laatste maand",
    "hours": "uren",
    "in_kind": "bijdrage in natura",
    "rate": "uurtarief",
    "start": "eerste maand",
    "subsidy": "subsidie",
    "education": "onderwijs",
    "how": "hoe",
    "initiatives": "relevante initiatieven",
    "contribution": "bijdrage in uren en in geld",
    "knowledge": "inbreng van kennis",
    "lead": "trekker",
    "lector": "lector",
    "long": "betekenis",
    "method": "methode",
    "months": "looptijd",
    "name": "naam",
    "organisation": "organisatie",
    "planning": "planning",
    "practice": "praktijk",
    "product": "product",
    "products": "producten",
    "research": "onderzoek",
    "risks": "risico’s",
    "role": "rol",
    "round": "ronde",
    "state_of_the_art": "stand van kennis",
    "summary": "samenvatting",
    "text": "tekst",
    "title": "titel",
    "type": "soort publicatie",
    "container": "tijdschrift of boek",
    "publisher": "uitgever",
    "volume": "jaargang",
    "issue": "nummer",
    "pages": "bladzijden",
    "url": "webadres",
    "doi": "DOI",
    "note": "aantekening",
    "who": "wie",
    "year": "jaar",
}

PARTS = {
    "consortium": "consortium",
    "funding": "financiering",
    "hours": "uren",
    "impact": "doorwerking",
    "literature": "literatuur",
    "materials": "materiële kosten",
    "practice_question": "praktijkvraag",
    "questions": "kernvragen uit de agenda",
    "research_question": "onderzoeksvraag",
    "sub_questions": "deelvragen",
    "work_packages": "werkpakketten",
}

STATES = {"filled": "ingevuld", "partly": "deels open", "open": "open", "empty": "leeg"}


def date(value: datetime.date) -> str:
    """A date in words: 28 maart 2018."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: Decimal, decimals: int | None = None) -> str:
    """A number in Dutch notation: 1.250 or 3,5; with as many decimals as asked, else as needed."""
    places = decimals if decimals is not None else max(0, -int(value.normalize().as_tuple()[2]))
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def counted(count: int, one: str, more: str) -> str:
    """A number of things: 1 fout, 2 fouten."""
    return f"{count} {one if count == 1 else more}"


def euro(value: Decimal) -> str:
    """An amount of money: € 1.250,00, with a no-break space."""
    return f"€\N{NO-BREAK SPACE}{number(value, 2)}"


def row(words: Sequence[str]) -> str:
    """Words in a row: a, b en c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def authors(publication: Publication) -> str:
    """The names of authors in a row, without given names: Abma, Brouwer et al.; empty when open."""
    if isinstance(publication.authors, Open):
        return ""
    names = [name.split(",", 1)[0] for name in publication.authors if name != OTHERS]
    return row(names) if OTHERS not in publication.authors else f"{', '.join(names)} {OTHERS}"


def named(publication: Publication) -> str:
    """The authors and the year, as far as they are known: SCP, 2016."""
    year = "" if isinstance(publication.year, Open) else publication.year
    return ", ".join(part for part in (authors(publication), year) if part)


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]
