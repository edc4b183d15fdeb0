"""Each link from the agenda to a statement remembers what the statement said.

When the register changes, the link is suspect until an editor accepts it; so is the entry of a
statement that was set aside. The memory is a JSON file, `agenda/links.json`: owner
("question:leren-inclusief") to statement to fingerprint.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from json.encoder import encode_basestring as _json
from pathlib import Path

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.register import Statement
from bpa_agenda.trace import Trace
from bpa_agenda.values import StatementId

VERSION = 1
FILE = "agenda/links.json"

Links = Mapping[str, Mapping[str, str]]


def fingerprint(statement: Statement) -> str:
    """What a statement says, as 16 hexadecimal digits of SHA-256 over canonical JSON.

    Kind, mark and text count; id, parent and line do not, since they say nothing new. The version
    is part of what is hashed, so another recipe never gives an equal fingerprint.
    """
    kind, mark, text = _json(statement.kind), _json(statement.mark), _json(statement.text)
    canonical = f'{{"kind":{kind},"mark":{mark},"text":{text},"version":{VERSION}}}'
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def suspect_links(trace: Trace, recorded: Links) -> Iterator[Problem]:
    """The links whose statement says something else than when it was last looked at."""
    if not recorded:
        return
    said: dict[str, str] = {}
    for memory in recorded.values():
        for name, known in memory.items():
            if said.setdefault(name, known) != known:
                said[name] = "not the same everywhere"
    statements = (statement for group in trace.groups for statement in group.statements)
    changed = {each.id for each in statements if said.get(each.id) != fingerprint(each)}
    for statement, links in _links(trace, changed):
        now = fingerprint(statement)
        for owner, link in links:
            if recorded.get(owner, {}).get(statement.id) not in (None, now):
                yield problem("suspect-link", link.at, id=statement.id, text=statement.text)


def accepted(trace: Trace, recorded: Links, statements: Collection[str]) -> Links:
    """The memory after an editor has looked: at the named statements, or at all when none is named.

    Links that are not there any more are forgotten.
    """
    remembered: dict[str, dict[str, str]] = {}
    for statement, links in _links(trace, {*trace.supports, *trace.set_aside}):
        looked_at = not statements or statement.id in statements
        for owner, _ in links:
            before = recorded.get(owner, {}).get(statement.id)
            now = fingerprint(statement) if looked_at else before
            if now is not None:
                remembered.setdefault(owner, {})[str(statement.id)] = now
    return remembered


def _links(
    trace: Trace, names: Collection[str]
) -> Iterator[tuple[Statement, list[tuple[str, StatementId]]]]:
    """Each of these statements that is linked to, and the links: of what, and where it stands."""
    every = (statement for group in trace.groups for statement in group.statements)
    for statement in every if names else ():
        if (name := statement.id) in names:
            links = [
                (f"{support.kind.replace(' ', '-')}:{support.owner}", support.link)
                for support in trace.supports.get(name, ())
            ]
            if name in trace.set_aside:
                links.append(("set-aside", trace.set_aside[name].statement))
            if links:
                yield statement, links


def links_text(links: Links) -> str:
    """The memory as JSON, a link a line, in a fixed order."""
    data = {"version": VERSION, "links": links}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_links(path: Path) -> tuple[Links, list[Problem]]:
    """The memory from its file; empty when there is none yet."""
    if not path.exists():
        return {}, []
    try:
        data = json.loads(path.read_text("utf-8"))
        links = data["links"] if data["version"] == VERSION else {}
        return {owner: dict(found) for owner, found in links.items()}, []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        at = Location(FILE, getattr(error, "lineno", 0), getattr(error, "colno", 0))
        return {}, [problem("links-unreadable", at, detail=str(error))]
