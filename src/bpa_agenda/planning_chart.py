"""The planning as a chart that a person sees at a glance: work packages by periods."""

from bpa_agenda.proposal import Proposal, WorkPackage
from bpa_agenda.values import Markdown, Open

_LENGTHS = (1, 2, 3, 4, 6, 12)
_MOST_COLUMNS = 8
_BUSY = "■"
_JOINED = "\N{WORD JOINER}"


def planning_chart(proposal: Proposal) -> Markdown | None:
    """A Markdown table with a mark for each period in which a work package runs.

    None while the length of the project is open, or no work package has its months.
    """
    packages = proposal.work_packages
    if isinstance(proposal.months, Open) or not any(map(_is_planned, packages)):
        return None
    periods = _periods(int(proposal.months))
    heads = ["Werkpakket", *(_name(first, last) for first, last in periods)]
    rows = [heads, ["---", *(":-:" for _ in periods)]]
    rows += [_row(place, package, periods) for place, package in enumerate(packages, start=1)]
    return Markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _periods(months: int) -> list[tuple[int, int]]:
    """First and last month of each period; as short as fits in the columns there are."""
    fitting = (length for length in _LENGTHS if months <= length * _MOST_COLUMNS)
    length = next(fitting, _LENGTHS[-1])
    return [(first, min(first + length - 1, months)) for first in range(1, months + 1, length)]


def _name(first: int, last: int) -> str:
    # A line would end behind the dash of a narrow column.
    return f"{first}" if first == last else f"{first}{_JOINED}–{_JOINED}{last}"


def _row(place: int, package: WorkPackage, periods: list[tuple[int, int]]) -> list[str]:
    title = package.title.replace("|", "\\|")
    return [f"{place}. {title}", *(_mark(package, first, last) for first, last in periods)]


def _mark(package: WorkPackage, first: int, last: int) -> str:
    """Whether a work package runs in a period; a question mark while its months are open."""
    if isinstance(package.start, Open) or isinstance(package.end, Open):
        return "?"
    return _BUSY if package.start <= last and package.end >= first else ""


def _is_planned(package: WorkPackage) -> bool:
    return not isinstance(package.start, Open) and not isinstance(package.end, Open)
