"""Dutch words for what the YAML holds, and Markdown as plain text; see `plain_content.py`."""

import re
from typing import Any

Record = dict[str, Any]

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
    "acronym": "korte naam", "activities": "activiteiten", "applicant": "penvoerder",
    "budget": "begroting", "contribution": "bijdrage in uren en in geld", "data": "gegevens",
    "data_management": "datamanagement en privacy", "date": "datum",
    "education": "onderwijs", "end": "laatste maand", "how": "hoe",
    "initiatives": "relevante initiatieven", "knowledge": "inbreng van kennis", "lead": "trekker",
    "lector": "lector", "long": "betekenis", "method": "methode", "months": "looptijd",
    "name": "naam", "organisation": "organisatie", "planning": "planning", "practice": "praktijk",
    "product": "product", "products": "producten", "research": "onderzoek", "risks": "risico’s",
    "role": "rol", "round": "ronde", "start": "eerste maand",
    "state_of_the_art": "stand van kennis", "summary": "samenvatting", "title": "titel",
    "who": "wie", "year": "jaar",
}  # fmt: skip
NUMBERED = {
    "sub_questions": "Deelvraag",
    "consortium": "Consortium, partner",
    "work_packages": "Werkpakket",
}


class Open(str):
    """What is still to be filled in; documents show it between square brackets."""

    __slots__ = ()


def lines(paragraph: str) -> list[str]:
    """A paragraph as one line, a list or table as a line for each item or row."""
    parts = paragraph.split("\n")
    if parts[0].startswith("|"):
        rows = [line for line in parts if not line.startswith("| ---")]
        return [" ".join(cell.strip() for cell in row.split("|") if cell) for row in rows]
    item = r"\n(?=- |\d+\. )" if re.match(r"- |\d+\. ", paragraph) else r"\Z"
    return [re.sub(r"^(?:- |\d+\. )", "", " ".join(p.split())) for p in re.split(item, paragraph)]


def open_points(record: Record, name: str) -> Any:
    """What is open in a record and in the records in it, and where that is in words."""
    for key, value in record.items():
        if isinstance(value, Open):
            where = name
            if key != "text":
                where = f"{name}, {FIELDS[key]}" if name else capital(FIELDS[key])
            yield {"where": where, "what": str(value)}
        elif isinstance(value, dict):
            yield from open_points(value, under(name, "Doorwerking" if key == "impact" else ""))
        elif isinstance(value, list):
            for place, item in enumerate(value, start=1):
                if isinstance(item, dict):
                    own = f"{NUMBERED[key]} {place}" if key in NUMBERED else item.get("title", "")
                    yield from open_points(item, under(name, own))


def under(name: str, inner: str) -> str:
    """Names, one within the other."""
    return ": ".join(part for part in (name, inner) if part)


def sources(value: Any) -> set[str]:
    """The statements that a record and all that is in it rest on."""
    if isinstance(value, list):
        return set().union(*map(sources, value))
    if not isinstance(value, dict):
        return set()
    inner = (sources(v) for key, v in value.items() if key != "sources")
    return set(value.get("sources", ())).union(*inner)


def value(held: Any) -> str:
    """A text, a date in words, or what is open between square brackets."""
    if isinstance(held, Open):
        return f"[{held}]"
    return date(held) if hasattr(held, "month") else str(held)


def shown(record: Record, *names: str) -> Record:
    """Some values of a record as texts."""
    return {name: value(record.get(name, "")) for name in names}


def date(day: Any) -> str:
    """A date in words."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def authors(entry: Record) -> str:
    """The authors of a publication in a row."""
    names = [name.split(",", 1)[0] for name in entry["authors"] if name != "et al."]
    return f"{', '.join(names)} et al." if "et al." in entry["authors"] else row(names)


def publication(entry: Record) -> str:
    """A publication as an entry of the list of literature."""
    names = authors(entry)
    stop = "" if names.endswith(".") else "."
    return f"{names}{stop} ({value(entry['year'])}). {value(entry['title'])}."


def group_names(ids: list[str]) -> str:
    """The groups of a workshop in a row."""
    names = [name.removeprefix("groep-").replace("-", " ") for name in ids if name != "plenair"]
    plenary = ["het plenaire deel"] if "plenair" in ids else []
    group = "groep\N{NO-BREAK SPACE}"
    double = [name for name in names if " en " in name] if len(names) > 1 else []
    others = [name for name in names if name not in double]
    together = [f"{'groepen ' if len(others) > 1 else group}{row(others)}"] if others else []
    if not double:
        return " en ".join([*plenary, *together])
    apart = [f"{group}{name}" for name in double]
    return row([*plenary, *(f"de {found}" for found in (*apart, *together))])


def row(words: list[str]) -> str:
    """Words in a row: a, b en c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]
