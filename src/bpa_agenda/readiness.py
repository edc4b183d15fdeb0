"""How far a proposal is, per assessment criterion: what is there, what is missing, what fails."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bpa_agenda import dutch
from bpa_agenda.criteria import CRITERIA
from bpa_agenda.model import Content
from bpa_agenda.name_open_points import open_points
from bpa_agenda.problems import Location, Problem, Severity, errors
from bpa_agenda.proposal import Proposal
from bpa_agenda.records import dataclass
from bpa_agenda.scheme import Scheme
from bpa_agenda.values import Markdown, Open
from bpa_agenda.views import OpenPointView
from bpa_agenda.walk import walk

_WHO = re.compile(r"\(([^()]+)\)\.?$")


@dataclass(frozen=True, slots=True)
class Missing:
    """An open point: where, what, and who could answer it if the text says so."""

    where: str
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a proposal: what it is called, and whether it is filled, half filled or empty."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the scheme with what the proposal has for it.

    `weight` is a percentage, None when nobody found it; `questions` is what the assessors ask,
    `words` how much text there is, `failing` the errors and warnings in its part of the proposal.
    """

    name: str
    weight: Decimal | None
    weight_year: str
    questions: tuple[str, ...]
    words: int
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...]
    failing: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """A proposal's whole state; `untested` are rules that nobody found."""

    title: str
    scheme: str
    criteria: tuple[Criterion, ...]
    untested: tuple[str, ...]

    @property
    def open(self) -> int:
        """How many open points there are in all."""
        return sum(len(criterion.missing) for criterion in self.criteria)

    @property
    def failing(self) -> int:
        """How many errors there are in all."""
        return len(errors(p for criterion in self.criteria for p in criterion.failing))

    @property
    def doubtful(self) -> int:
        """How many warnings there are in all."""
        return sum(len(criterion.failing) for criterion in self.criteria) - self.failing


def readiness(content: Content, proposal: Proposal, problems: Sequence[Problem]) -> Readiness:
    """The state of a proposal; `problems` are those of the whole check."""
    [scheme] = [s for s in content.schemes if s.id == proposal.scheme]
    own = [p for p in problems if p.at.file == proposal.at.file and p.severity > Severity.NOTE]
    criteria = tuple(_criterion(name, proposal, scheme, own) for name in CRITERIA)
    untested = tuple(rule.text for rule in scheme.rules if rule.status == "unknown")
    return Readiness(proposal.title, scheme.title, criteria, untested)


def _criterion(
    name: str, proposal: Proposal, scheme: Scheme, problems: Sequence[Problem]
) -> Criterion:
    keys = CRITERIA[name]
    weights = [rule for rule in scheme.of_kind("criterion", name) if rule.value is not None]
    values = [value for key in keys for value in walk(getattr(proposal, key))]
    return Criterion(
        name=name,
        weight=weights[0].value if weights else None,
        weight_year=str(weights[0].year or "") if weights else "",
        questions=tuple(rule.text for rule in scheme.of_kind("criterion-question", name)),
        words=sum(len(value.split()) for value in values if isinstance(value, Markdown)),
        parts=tuple(Part(_label(key), _state(getattr(proposal, key))) for key in keys),
        missing=tuple(_missing(proposal, {v.at for v in values if isinstance(v, Open)})),
        failing=tuple(p for p in problems if _criterion_at(proposal, p.at.line) == name),
    )


def _label(key: str) -> str:
    return dutch.capital(dutch.FIELDS.get(key) or dutch.PARTS[key])


def _state(value: Any) -> str:
    """filled, partly or open; a part without any value is empty."""
    leaves = [leaf for leaf in walk(value) if isinstance(leaf, str | int | Decimal | date | Open)]
    still_open = sum(isinstance(leaf, Open) for leaf in leaves)
    if not leaves:
        return "empty"
    if not still_open:
        return "filled"
    return "open" if still_open == len(leaves) else "partly"


def _missing(proposal: Proposal, places: Collection[Location]) -> Iterator[Missing]:
    """The open points at these places, in words."""
    values = [value for value in walk(proposal) if isinstance(value, Open)]
    for value, point in zip(values, open_points((proposal,)), strict=True):
        if value.at in places:
            yield _told(point)


def _told(point: OpenPointView) -> Missing:
    who = _WHO.search(point.what)
    what = point.what[: who.start()].strip() if who else point.what
    return Missing(point.where, what, who[1] if who else "")


def _criterion_at(proposal: Proposal, line: int) -> str:
    """The criterion whose part of the file a line stands in: the last key that begins before it."""
    starts = sorted(
        (_line_of(getattr(proposal, key)), name) for name, keys in CRITERIA.items() for key in keys
    )
    before = [name for start, name in starts if 0 < start <= line]
    return before[-1] if before else "overig"


def _line_of(value: Any) -> int:
    """The first line that a value stands on, 0 for one that is not there."""
    places = [v.at.line for v in walk(value) if getattr(v, "at", None) is not None]
    return min(places, default=0)
