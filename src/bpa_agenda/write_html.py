"""The account as one HTML page that works from disk: data, style and script are inside it."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bpa_agenda.account import NOTHING, OUTCOMES, Account, make_account
from bpa_agenda.dutch import LEVELS
from bpa_agenda.html_lists import question_list, statement_list
from bpa_agenda.html_overview import disc, overview
from bpa_agenda.model import Content
from bpa_agenda.report_lines import ReportLine
from bpa_agenda.trace import Trace
from bpa_agenda.xml_escape import escape_html as escape

PAGE = "verantwoording.html"
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
STARTS = 'document.documentElement.classList.add("js");'
ASSETS = Path(__file__).parent / "assets"
_BATCH = 1000
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&"}


def account_page(
    trace: Trace, content: Content, reports: Mapping[str, Sequence[ReportLine]]
) -> Iterator[bytes]:
    """The page in pieces, each made when it is asked for: a page may be large.

    `reports` are the lines of each report by the name that the registers give it.
    """
    account = make_account(trace, content)
    return (piece.encode() for piece in _filled(_asset(PAGE), _slots(account, reports)))


def _filled(page: str, slots: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """A page with something else where it says {{ name }}."""
    for place, piece in enumerate(re.split(r"{{ (\w+) }}", page)):
        if place % 2:
            yield from slots[piece]
        else:
            yield piece


def _slots(
    account: Account, reports: Mapping[str, Sequence[ReportLine]]
) -> dict[str, Iterable[str]]:
    """What stands in each slot of the page, in pieces."""
    style, script = _assets(STYLES), _assets(SCRIPTS)
    outcomes = {outcome for said in account.statements for outcome in said.outcomes}
    edition = f"{account.agenda}, {account.edition}" if account.edition else account.agenda
    return {
        "policy": [policy(style, STARTS, script)],
        "agenda": [escape(account.agenda)],
        "edition": [escape(edition)],
        "style": [style],
        "starts": [STARTS],
        "script": [script],
        "contents": _contents(account),
        **_choices(account, outcomes),
        "statements": statement_list(account),
        "questions": question_list(account),
        "disc": [disc("19.0", "11.0")],
        "overview": overview(account, outcomes),
        "data": page_data(account, reports),
    }


def _contents(account: Account) -> Iterator[str]:
    """Links to the groups, under their workshops."""
    for workshop in account.workshops:
        yield f"<li>{escape(workshop.heading)}\n<ul>\n"
        for group in workshop.groups:
            yield f'<li><a href="#groep={escape(group.key)}">{escape(group.title)}</a></li>\n'
        yield "</ul>\n</li>\n"


def _choices(account: Account, outcomes: Collection[str]) -> dict[str, Iterable[str]]:
    """What each filter lets a reader choose from."""
    shown = {name: words for name, words in OUTCOMES.items() if name != NOTHING or name in outcomes}
    return {
        "workshops": _options(
            (workshop.key, f"{workshop.name or 'Verslag'}: {workshop.title}")
            for workshop in account.workshops
        ),
        "groups": _group_options(account),
        "themes": _options(
            (theme.number, f"{theme.number} {theme.title}") for theme in account.themes
        ),
        "outcomes": _options(shown.items()),
        "levels": _options((level, level) for level in LEVELS.values()),
    }


def _group_options(account: Account) -> Iterator[str]:
    for workshop in account.workshops:
        yield f'<optgroup label="{escape(workshop.name or workshop.title)}">\n'
        yield from _options((group.key, group.title) for group in workshop.groups)
        yield "</optgroup>\n"


def _options(choices: Iterable[tuple[str, str]]) -> Iterator[str]:
    for value, words in choices:
        yield f'<option value="{escape(value)}">{escape(words)}</option>\n'


def page_data(account: Account, reports: Mapping[str, Sequence[ReportLine]]) -> Iterator[str]:
    """What the script reads, as JSON: the account, and the reports as their lines."""
    used = dict.fromkeys(workshop.report for workshop in account.workshops)
    lines = (f"{safe_json(name)}:{safe_json(_lines(reports.get(name, ())))}" for name in used)
    yield f'{{"agenda":{safe_json(account.agenda)},"edition":{safe_json(account.edition)},'
    yield '"workshops":['
    yield from _in_a_row(map(safe_json, account.workshops))
    yield '],"themes":['
    yield from _in_a_row(map(safe_json, account.themes))
    yield '],"places":['
    yield from _in_a_row(_many(account.places))
    yield '],"reports":{'
    yield from _in_a_row(lines)
    yield "}}"


def _in_a_row(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces with commas between them."""
    for place, piece in enumerate(pieces):
        yield f",{piece}" if place else piece


def _many(records: Sequence[Any]) -> Iterator[str]:
    """Items of a list, some at a time."""
    for start in range(0, len(records), _BATCH):
        yield safe_json(records[start : start + _BATCH])[1:-1]


def _lines(lines: Sequence[ReportLine]) -> list[tuple[int, str]]:
    return [(line.number, _text(line)) for line in lines]


def _text(line: ReportLine) -> str:
    return f"{line.label} {line.text}" if line.label else line.text.rstrip()


def safe_json(data: Any) -> str:
    """JSON that can stand in a script element: no text in it can end the element."""
    text = _JSON.encode(data)
    for character, escaped in _ESCAPES.items():
        if character in text:  # which is rare, and quicker to see than to replace nothing
            text = text.replace(character, escaped)
    return text


def _fields(record: Any) -> dict[str, Any]:
    """A record of the account by its keys, which are its slots."""
    return {name: getattr(record, name) for name in record.__slots__}


_JSON = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=_fields)


def policy(style: str, *scripts: str) -> str:
    """A content security policy: our own style and scripts run, and nothing is ever fetched."""
    runs = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {runs}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _assets(names: Sequence[str]) -> str:
    """Our own files in a row, for inside a style or script element."""
    return "\n" + "\n".join(map(_asset, names))


def _asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")
