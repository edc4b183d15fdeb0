"""The open points of a document, each with where it is in words: Werkpakket 2, trekker."""

from dataclasses import fields, is_dataclass
from typing import Any

from bpa_agenda import dutch
from bpa_agenda.model import Publication, Question, Section, Subsection
from bpa_agenda.proposal import (
    Contribution,
    Funding,
    HoursLine,
    Impact,
    MaterialLine,
    Partner,
    Proposal,
    ResearchSubQuestion,
    WorkPackage,
)
from bpa_agenda.values import Line, Open, Repeated
from bpa_agenda.views import OpenPointView

# A record, and the how many-th it is in the row in which it stands.
_Placed = tuple[Any, int]


def open_points(records: tuple[Any, ...]) -> list[OpenPointView]:
    """All open points in records, in their order; `records` may hold tuples of records."""
    found: list[OpenPointView] = []
    for record in records:
        if isinstance(record, tuple):
            found += open_points(record)
        else:
            _add(found, ((record, 0),))
    return found


def _add(found: list[OpenPointView], path: tuple[_Placed, ...]) -> None:
    """Adds the open points in the last record of a path of records."""
    record = path[-1][0]
    for field in _FIELDS[type(record)]:
        value = getattr(record, field)
        kind = type(value)
        if kind is Open:
            what = Repeated(value.what, value.at)
            found.append(OpenPointView(Line(_where(path, field)), what))
        elif kind is tuple:
            # What is in a row is all of one kind, and mostly no record.
            if value and _FIELDS[type(value[0])]:
                for place, item in enumerate(value, start=1):
                    _add(found, (*path, (item, place)))
        elif _FIELDS[kind]:
            _add(found, (*path, (value, 0)))


class _Fields(dict[type, tuple[str, ...]]):
    """The fields of a kind of record; none of what is no record, or holds nothing open."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        has_values = is_dataclass(kind) and not issubclass(kind, Open)
        names = [field.name for field in fields(kind)] if has_values else []
        self[kind] = found = tuple(name for name in names if name != "at")
        return found


_FIELDS = _Fields()


def _where(path: tuple[_Placed, ...], field: str) -> str:
    """The record and, where the record is more than one text, the field."""
    record, label = path[-1][0], dutch.FIELDS[field]
    if isinstance(record, HoursLine | MaterialLine | Funding | Contribution):
        return f"Begroting, {', '.join(_in_budget(path[0][0], record))}: {label}"
    name = ""
    for outer, place in path:
        name = _under(name, _name(outer, place))
    if isinstance(record, Section | Subsection):
        return name
    return f"{name}, {label}" if name else dutch.capital(label)


def _in_budget(
    proposal: Proposal, record: HoursLine | MaterialLine | Funding | Contribution
) -> tuple[str, ...]:
    """The words by which a line is found in the tables of the budget."""
    if isinstance(record, Funding):
        return ("financiering",)
    partner = _partner(proposal, record.partner)
    if isinstance(record, Contribution):
        return "financiering", partner
    packages = [package.id for package in proposal.work_packages]
    package = record.work_package
    where = f"werkpakket {packages.index(package) + 1}" if package in packages else str(package)
    return where, partner, record.function if isinstance(record, HoursLine) else record.what


def _partner(proposal: Proposal, name: str) -> str:
    """A partner's name, or its place while that is open; an id that nobody has stays as it is."""
    for place, partner in enumerate(proposal.consortium, start=1):
        if partner.id == name:
            return f"partner {place}" if isinstance(partner.name, Open) else partner.name
    return name


def _under(name: str, inner: str) -> str:
    return ": ".join(part for part in (name, inner) if part)


def _name(record: Any, place: int) -> str:
    """What a record is called; a proposal is the whole document and needs no name."""
    names = {
        ResearchSubQuestion: f"Deelvraag {place}",
        Partner: f"Consortium, partner {place}",
        WorkPackage: f"Werkpakket {place}",
        Impact: "Doorwerking",
        Proposal: "",
    }
    if type(record) in names:
        return names[type(record)]
    if isinstance(record, Question):
        return f"Kernvraag ‘{record.title}’"
    if isinstance(record, Publication):
        return dutch.authors(record) or "Literatuur"
    for key in ("title", "name", "short"):
        value = getattr(record, key, None)
        if isinstance(value, Line):
            return str(value)
    return ""
