"""The overview of the account page as HTML: a picture of where the words of each group went."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import sqrt

from bpa_agenda.account import (
    ASIDE,
    LIST,
    NOTHING,
    PROPOSAL,
    SECTION,
    Account,
    GroupAccount,
)
from bpa_agenda.trace import MOST_THEMES
from bpa_agenda.xml_escape import escape_html as escape

RADIUS = 19
_OUTCOMES = {
    SECTION: "Hoofdstuk",
    PROPOSAL: "Voorstel",
    LIST: "Lijst",
    ASIDE: "Terzijde",
    NOTHING: "Geen plaats",
}
_NOTHING = '<td class="none"><span>0</span></td>\n'

# A value of a filter of the page, as ("thema", "2").
Filter = tuple[str, str]
Counts = Counter[Filter]


def overview(account: Account, outcomes: Collection[str]) -> Iterator[str]:
    """The themes in words and the table, a piece for each row; `outcomes` are those that occur."""
    picture = _Picture(account, outcomes)
    yield picture.themes_in_words()
    yield picture.head()
    for workshop in account.workshops:
        heading = f'<th scope="rowgroup" colspan="{picture.width}">{escape(workshop.heading)}</th>'
        yield f'<tbody>\n<tr class="head">{heading}</tr>\n'
        yield from map(picture.row, workshop.groups)
        yield "</tbody>\n"
    yield picture.foot()


def disc(ring: str, share: str) -> str:
    """A ring for the whole with a disc in it for a part; both are radii."""
    return (
        '<svg viewBox="-20 -20 40 40" aria-hidden="true" focusable="false">'
        f'<circle class="ring" r="{ring}"/><circle class="share" r="{share}"/></svg>'
    )


class _Picture:
    """The table, and what its rows add up to.

    A column stands for a filter of the page, which shows the statements that it counts. Many
    themes are lists in one column.
    """

    def __init__(self, account: Account, outcomes: Collection[str]) -> None:
        self.themes = account.themes
        self.lists = len(self.themes) > MOST_THEMES
        shown = {name: title for name, title in _OUTCOMES.items() if name != NOTHING}
        if NOTHING in outcomes:
            shown = _OUTCOMES
        themes = () if self.lists else self.themes
        self.columns: Mapping[Filter, str] = {
            **{("thema", theme.number): f"Thema {theme.number}" for theme in themes},
            **{("uitkomst", name): title for name, title in shown.items()},
        }
        self.width = len(self.columns) + self.lists + 2
        self.largest = max((len(group.statements) for group in account.groups), default=0)
        self.said = 0
        self.totals: Counts = Counter()

    def themes_in_words(self) -> str:
        """What the themes are about; `key` is for where there is no room in the columns."""
        words = "; ".join(f"Thema {theme.number}: {theme.title}" for theme in self.themes)
        return f'<p class="about{"" if self.lists else " key"}">{escape(words)}.</p>\n'

    def head(self) -> str:
        """The start of the table with its heads."""
        titles = {("thema", theme.number): theme.title for theme in self.themes}
        heads = "".join(
            _column_head(title, titles.get(column, "")) for column, title in self.columns.items()
        )
        if self.lists:
            heads = f'<th scope="col" class="themes"><span>Thema’s</span></th>\n{heads}'
        return (
            '<table class="picture">\n'
            "<caption>Aantal uitspraken van elke groep, en hoeveel daarvan in elk thema, in een "
            "hoofdstuk, in een\nonderzoeksvoorstel of in een lijst staan of terzijde zijn gelegd"
            "</caption>\n<thead>\n<tr>\n"
            '<th scope="col">Groep</th>\n<th scope="col"><span>Gezegd</span></th>\n'
            f"{heads}</tr>\n</thead>\n"
        )

    def row(self, group: GroupAccount) -> str:
        """What became of the words of a group."""
        counts = _counts(group)
        self.totals.update(counts)
        self.said += len(group.statements)
        themes = _themes_of(group, counts) if self.lists else ""
        cells = "".join(self._cell(group, column, counts[column]) for column in self.columns)
        head = f'<a href="#groep={escape(group.key)}">{escape(group.title)}</a>'
        return (
            f'<tr>\n<th scope="row">{head}</th>\n<td>{len(group.statements)}</td>\n'
            f"{themes}{cells}</tr>\n"
        )

    def _cell(self, group: GroupAccount, column: Filter, count: int) -> str:
        """How much of what a group said is in a column, as a disc with that area."""
        if not count:
            return _NOTHING
        name = escape(f"{count}, {group.title}, {self.columns[column]}")
        picture = disc(self._radius(len(group.statements)), self._radius(count))
        return f'<td{_link(group, column)} data-name="{name}">{picture}<span>{count}</span></td>\n'

    def _radius(self, count: int) -> str:
        return f"{RADIUS * sqrt(count / self.largest):.1f}"

    def foot(self) -> str:
        """The sums of the rows, and the end of the table."""
        cells = "".join(f"<td>{self.totals[column]}</td>\n" for column in self.columns)
        if self.lists:
            counted = [f"<li>{theme}: {n}</li>" for theme, _, n in _themes_in(self.totals)]
            cells = f"{_list_cell(counted)}{cells}"
        foot = f'<tr>\n<th scope="row">Samen</th>\n<td>{self.said}</td>\n{cells}</tr>'
        return f"<tfoot>\n{foot}\n</tfoot>\n</table>\n"


def _column_head(title: str, explanation: str) -> str:
    more = f" <small>{escape(explanation)}</small>" if explanation else ""
    return f'<th scope="col"><span>{title}</span>{more}</th>\n'


def _counts(group: GroupAccount) -> Counts:
    """How many statements of a group each filter shows."""
    every = group.statements
    counts = Counter(("thema", theme) for said in every for theme in said.themes)
    counts.update(("uitkomst", outcome) for said in every for outcome in said.outcomes)
    return counts


def _link(group: GroupAccount, column: Filter) -> str:
    """The filters that show what a group said in a column; the script makes a link of it."""
    key, value = column
    return f' data-link="{escape(f"groep={group.key}&{key}={value}")}"'


def _themes_of(group: GroupAccount, counts: Counts) -> str:
    """The themes in which something is of what a group said."""
    return _list_cell(
        f'<li{_link(group, column)} data-name="{theme}: {count}, {escape(group.title)}">'
        f"{theme}: {count}</li>"
        for theme, column, count in _themes_in(counts)
    )


def _themes_in(counts: Counts) -> Iterator[tuple[str, Filter, int]]:
    """The themes that are counted, in order, with their filters and counts."""
    numbers = sorted(int(value) for key, value in counts if key == "thema")
    for number in numbers:
        column = "thema", str(number)
        yield f"Thema {number}", column, counts[column]


def _list_cell(items: Iterable[str]) -> str:
    found = "\n".join(items)
    return f'<td class="themes"><ul>\n{found}\n</ul></td>\n' if found else _NOTHING
