"""The open points of a document, each with where it is in words: Werkpakket 2, trekker."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from bpa_agenda import dutch
from bpa_agenda.model import Publication, Question, Section, Subsection
from bpa_agenda.proposal import Impact, Partner, Proposal, ResearchSubQuestion, WorkPackage
from bpa_agenda.values import Line, Open, Repeated
from bpa_agenda.views import OpenPointView

# A record, and the how many-th it is in the row in which it stands.
_Placed = tuple[Any, int]


def open_points(records: tuple[Any, ...]) -> Iterator[OpenPointView]:
    """All open points in records, in their order; `records` may hold tuples of records."""
    for record in records:
        if isinstance(record, tuple):
            yield from open_points(record)
        else:
            yield from _in_record(((record, 0),))


def _in_record(path: tuple[_Placed, ...]) -> Iterator[OpenPointView]:
    """The open points in the last record of a path of records."""
    record = path[-1][0]
    for field in _fields(record.__class__):
        value = getattr(record, field)
        if isinstance(value, Open):
            what = Repeated(value.what, value.at)
            yield OpenPointView(Line(_where(path, field)), what)
        elif isinstance(value, tuple):
            for place, item in enumerate(value, start=1):
                if _fields(item.__class__):
                    yield from _in_record((*path, (item, place)))
        elif _fields(value.__class__):
            yield from _in_record((*path, (value, 0)))


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of record; none of what is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _where(path: tuple[_Placed, ...], field: str) -> str:
    """The record and, where the record is more than one text, the field."""
    name = ""
    for record, place in path:
        name = _under(name, _name(record, place))
    if isinstance(path[-1][0], Section | Subsection):
        return name
    label = dutch.FIELDS[field]
    return f"{name}, {label}" if name else dutch.capital(label)


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
