"""The account as one HTML page that works from disk: data, style and script are inside it."""

import hashlib
import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from bpa_agenda.account import (
    ASIDE,
    LIST,
    NOTHING,
    OUTCOMES,
    PROPOSAL,
    SECTION,
    Account,
    GroupAccount,
    make_account,
)
from bpa_agenda.dutch import LEVELS
from bpa_agenda.model import Content
from bpa_agenda.records import dataclass
from bpa_agenda.report_lines import ReportLine
from bpa_agenda.trace import Trace

TEMPLATE = "verantwoording.html"
STYLES = (
    "verantwoording.css",
    "verantwoording-parts.css",
    "verantwoording-widths.css",
    "verantwoording-print.css",
)
SCRIPTS = (
    "verantwoording-search.js",
    "verantwoording-list.js",
    "verantwoording-panel.js",
    "verantwoording.js",
)
STARTS = Markup('document.documentElement.classList.add("js");')
RADIUS = 19
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the picture: what it counts, and the filter of the page that shows the same."""

    title: str
    explanation: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How much of a group's input is in a column; `radius` is that of a disc with that area."""

    count: int
    radius: str
    link: str


@dataclass(frozen=True, slots=True)
class Row:
    """A group in the picture."""

    group: GroupAccount
    radius: str
    cells: tuple[Cell, ...]


def account_page(
    trace: Trace, content: Content, reports: Mapping[str, Sequence[ReportLine]]
) -> str:
    """The page; `reports` are the lines of each report by the name that the registers give it."""
    account = make_account(trace, content)
    columns = tuple(_columns(account))
    rows = tuple(_rows(account, columns))
    style, script = _assets(STYLES), _assets(SCRIPTS)
    return _template().render(
        account=account,
        columns=columns,
        rows={row.group.key: row for row in rows},
        totals=[sum(row.cells[n].count for row in rows) for n in range(len(columns))],
        options=_options(account),
        style=style,
        starts=STARTS,
        script=script,
        policy=policy(style, STARTS, script),
        data=safe_json(page_data(account, reports)),
    )


def page_data(account: Account, reports: Mapping[str, Sequence[ReportLine]]) -> dict[str, Any]:
    """What the script reads: the account, and the reports as their lines."""
    used = dict.fromkeys(workshop.report for workshop in account.workshops)
    lines = {name: [_line(line) for line in reports.get(name, ())] for name in used}
    return {**_fields(account), "reports": lines}


def safe_json(data: Any) -> Markup:
    """JSON that can stand in a script element: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_fields)
    return Markup(text.translate(_ESCAPES))  # noqa: S704  nothing is left to escape


def _fields(record: Any) -> dict[str, Any]:
    """A record by its keys; dataclasses.asdict would copy every text in it, which takes longer."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def policy(style: str, *scripts: str) -> str:
    """A content security policy: our own style and scripts run, and nothing is ever fetched."""
    runs = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {runs}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _line(line: ReportLine) -> tuple[int, str]:
    return line.number, f"{line.label} {line.text}" if line.label else line.text.rstrip()


def _columns(account: Account) -> Iterator[Column]:
    for theme in account.themes:
        yield Column(f"Thema {theme.number}", theme.title, "thema", theme.number)
    titles = {SECTION: "Hoofdstuk", PROPOSAL: "Voorstel", LIST: "Lijst", ASIDE: "Terzijde"}
    if any(NOTHING in said.outcomes for said in account.statements):
        titles[NOTHING] = "Geen plaats"
    for outcome, title in titles.items():
        yield Column(title, "", "uitkomst", outcome)


def _rows(account: Account, columns: Sequence[Column]) -> Iterator[Row]:
    largest = max((len(group.statements) for group in account.groups), default=0)
    for group in account.groups:
        counts = _counts(group)
        cells = tuple(_cell(group, column, counts, largest) for column in columns)
        yield Row(group, _radius(len(group.statements), largest), cells)


def _counts(group: GroupAccount) -> Counter[tuple[str, str]]:
    """How many statements of a group each column holds, by its key and value."""
    counts: Counter[tuple[str, str]] = Counter()
    for said in group.statements:
        counts.update({("thema", theme) for theme in said.themes})
        counts.update({("uitkomst", outcome) for outcome in said.outcomes})
    return counts


def _cell(
    group: GroupAccount, column: Column, counts: Counter[tuple[str, str]], largest: int
) -> Cell:
    count = counts[column.key, column.value]
    link = f"groep={group.key}&{column.key}={column.value}"
    return Cell(count, _radius(count, largest), link)


def _radius(count: int, largest: int) -> str:
    return f"{RADIUS * sqrt(count / largest):.1f}" if largest else "0"


def _options(account: Account) -> dict[str, list[tuple[str, str]]]:
    """The values and words of the filters, but for workshops and groups."""
    found = {outcome for said in account.statements for outcome in said.outcomes}
    return {
        "thema": [(theme.number, f"{theme.number} {theme.title}") for theme in account.themes],
        "niveau": [(level, level) for level in LEVELS.values()],
        "uitkomst": [
            (name, words) for name, words in OUTCOMES.items() if name != NOTHING or name in found
        ],
    }


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(TEMPLATE)


def _assets(names: Sequence[str]) -> Markup:
    """Our own files in a row, for inside a style or script element."""
    text = "\n" + "\n".join(map(_asset, names))
    assert not re.search(r"</s|<!--", text, re.IGNORECASE), "it could end its own element"
    return Markup(text)  # noqa: S704  files of the package, not what somebody said


@cache
def _asset(name: str) -> str:
    return (files("bpa_agenda") / "assets" / name).read_text("utf-8")
