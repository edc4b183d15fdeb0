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
