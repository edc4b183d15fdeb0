"""A funding scheme as data: its rules, each with value, year, source and how sure it is."""

from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass
from bpa_agenda.values import NOWHERE, Amount, Choice, Identifier, Line, SchemeId


class RuleKind(Choice):
    """What a rule is about; a check belongs to most kinds, the others are for people to read."""

    __slots__ = ()
    choices = (
        "maximum-subsidy",
        "minimum-duration",
        "maximum-duration",
        "minimum-partners",
        "minimum-co-financing",
        "criterion",
        "criterion-question",
        "applicant",
        "responsible",
        "overhead",
        "maximum-length",
        "excluded",
        "required",
        "rate",
        "productive-hours",
        "other",
    )


class RuleStatus(Choice):
    """Whether a rule was found for the year of the drafts, for another year only, or not at all."""

    __slots__ = ()
    choices = ("confirmed", "other-year", "unknown")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a scheme.

    `value` is an amount in euro, a number of months, partners or hours a year, or a percentage, as
    the kind says;
    `of` says of what: a kind of partner, a criterion, or the base of co-financing (`total-costs` or
    `requested-subsidy`). `year` and `source` say where the rule was found; an unknown rule has
    neither, and then no value.
    """

    id: Identifier
    kind: RuleKind
    text: Line
    status: RuleStatus
    value: Amount | None = None
    of: Line | None = None
    year: Line | None = None
    source: Line | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Scheme:
    """A funding scheme, as far as its rules are known; a new round is a new file."""

    id: SchemeId
    title: Line
    year: Line
    rules: tuple[Rule, ...]
    note: Line | None = None
    at: Location = NOWHERE

    def of_kind(self, kind: str, of: str | None = None) -> tuple[Rule, ...]:
        """The rules of a kind, all or those about one thing."""
        return tuple(r for r in self.rules if r.kind == kind and of in (None, r.of))

    def cite(self, rule: Rule) -> str:
        """The scheme, the year and the source of a rule, for a message."""
        year = f", rule of {rule.year}" if rule.year else ""
        other = " (not the year of this draft)" if rule.status == "other-year" else ""
        return f"{self.title}{year}{other}: {rule.source or self.at.file}"
