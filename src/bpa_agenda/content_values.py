"""What stands in a content, by kind: gone through once, for all rules that look at every value."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from bpa_agenda.model import Content
from bpa_agenda.records import dataclass
from bpa_agenda.values import Choice, Identifier, Line
from bpa_agenda.walk import Inside, fields_of, getter_of

Kind = TypeVar("Kind")

# No rule asks for these among all values.
_LEFT_OUT = (Choice, int, float, Decimal, date, bytes)


@dataclass(frozen=True, slots=True)
class Values:
    """The values in records, the records too, by their types, each in the order of the fields.

    `with_at` are the texts with an @ in them. What only says a choice, number or date is left out.
    """

    by_type: dict[type, list[Any]]
    with_at: Sequence[Line]

    def of(self, kind: type[Kind]) -> Iterator[Kind]:
        """All values of a kind, and of those that are derived from it."""
        found = [values for own, values in self.by_type.items() if issubclass(own, kind)]
        return chain.from_iterable(found)

    @property
    def texts(self) -> Iterator[Line]:
        """All texts that are no ids."""
        found = [values for own, values in self.by_type.items() if _is_text(own)]
        return chain.from_iterable(found)


@dataclass(frozen=True, slots=True)
class ContentValues:
    """The values of a content: in sections and themes, in each proposal, and in all else."""

    agenda: Values
    proposals: tuple[Values, ...]
    others: Values

    @property
    def parts(self) -> tuple[Values, ...]:
        """All together."""
        return self.agenda, *self.proposals, self.others

    def of(self, kind: type[Kind]) -> Iterator[Kind]:
        """All values of a kind, and of those that are derived from it."""
        return chain.from_iterable([values.of(kind) for values in self.parts])


def content_values(content: Content) -> ContentValues:
    """The values of a content."""
    agenda = values_in((content.sections, content.themes))
    proposals = tuple([values_in(proposal) for proposal in content.proposals])
    others = {*fields_of(Content)} - {"sections", "themes", "proposals"}
    return ContentValues(agenda, proposals, values_in(attrgetter(*sorted(others))(content)))


def values_in(record: Any) -> Values:
    """The values in a record or a row of records."""
    kept = _Kept()
    _collect((record,), iter, kept)
    by_type = {kind: values for kind, (values, _, _) in kept.items()}
    texts = [values for kind, values in by_type.items() if _is_text(kind)]
    return Values(by_type, [text for text in chain.from_iterable(texts) if "@" in text])


def _is_text(kind: type) -> bool:
    return issubclass(kind, Line) and not issubclass(kind, Identifier)


class _Kept(dict[type, tuple[list[Any], Callable[[Any], None], Inside | None]]):
    """For each type the values so far, what adds one, and what gives the values in one."""

    def __missing__(self, kind: type) -> tuple[list[Any], Callable[[Any], None], Inside | None]:
        values: list[Any] = []
        self[kind] = kept = values, values.append, _inside(kind)
        return kept


@cache
def _inside(kind: type) -> Inside | None:
    if issubclass(kind, tuple):
        return iter
    return getter_of([name for name in fields_of(kind) if not _is_left_out(kind, name)])


def _is_left_out(record: type, field: str) -> bool:
    kind = record.__annotations__[field]
    return isinstance(kind, type) and issubclass(kind, _LEFT_OUT)


def _collect(value: Any, inside: Inside, kept: _Kept) -> None:
    """Adds what is in a value, but not itself; ids in a row need not be looked at one by one."""
    for child in inside(value):
        _, add, inner = kept[type(child)]
        add(child)
        if inner is iter and child and isinstance(child[0], Identifier):
            kept[type(child[0])][0].extend(child)
        elif inner is not None:
            _collect(child, inner, kept)
