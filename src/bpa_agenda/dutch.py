"""Dutch words and forms that the documents use for what the model holds."""

import datetime
from collections.abc import Sequence

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

LEVELS = {"person": "persoon", "organisation": "organisatie", "society": "maatschappij"}

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
    "duration": "looptijd",
    "education": "onderwijs",
    "how": "hoe",
    "initiatives": "relevante initiatieven",
    "knowledge": "inbreng van kennis",
    "lead": "trekker",
    "lector": "lector",
    "long": "betekenis",
    "method": "methode",
    "months": "maanden",
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
    "who": "wie",
    "year": "jaar",
}


def date(value: datetime.date) -> str:
    """A date in words: 28 maart 2018."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def row(words: Sequence[str]) -> str:
    """Words in a row: a, b en c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]
