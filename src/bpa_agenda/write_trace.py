"""The trace as data for other programs: JSON, and CSV for a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from bpa_agenda.model import Content, Question
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.register import Register, Statement
from bpa_agenda.trace import Support, Trace, groups_behind

VERSION = 1
COLUMNS = (
    "statement", "workshop", "date", "group", "line", "kind", "parent", "text", "outcome",
    "supports", "reason", "explanation",
)  # fmt: skip


def trace_data(trace: Trace, content: Content) -> dict[str, Any]:
    """The whole trace as plain data; its shape is described in docs/trace.md."""
    number = numbers(themes_in_order(content))
    return {
        "version": VERSION,
        "title": str(content.front.title) if content.front else "",
        "themes": [
            {
                "id": str(theme.id),
                "number": number[theme.id],
                "title": str(theme.title),
                "questions": [_question(trace, question, number) for question in theme.questions],
            }
            for theme in themes_in_order(content)
        ],
        "groups": [
            _group(register, group_key, title, [s.id for s in statements])
            for register, group_key, title, statements in _groups(content)
        ],
        "statements": [
            _statement(trace, statement)
            for register in content.registers
            for statement in register.statements
        ],
    }


def trace_json(trace: Trace, content: Content) -> str:
    """The trace as JSON, readable."""
    return json.dumps(trace_data(trace, content), ensure_ascii=False, indent=1) + "\n"


def trace_csv(trace: Trace, content: Content) -> str:
    """A row per statement, for a spreadsheet: semicolons, and a BOM so that Excel reads UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for register, key, _, statements in _groups(content):
        for statement in statements:
            writer.writerow(map(_harmless, _row(trace, register, key, statement)))
    return "\ufeff" + out.getvalue()


def _harmless(value: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") else value


def _row(trace: Trace, register: Register, key: str, statement: Statement) -> list[str]:
    supports = trace.supports.get(statement.id, ())
    entry = trace.set_aside.get(statement.id)
    return [
        statement.id,
        register.title,
        register.date.isoformat() if register.date else "",
        key.split(".", 1)[1],
        str(statement.line),
        statement.kind,
        statement.parent or "",
        statement.text,
        trace.outcome(statement.id),
        " | ".join(dict.fromkeys(f"{s.number or s.kind} {s.title}" for s in supports)),
        entry.reason if entry else "",
        entry.explanation if entry else "",
    ]


def _groups(content: Content) -> Iterator[tuple[Register, str, str, tuple[Statement, ...]]]:
    for register in content.registers:
        for group in register.groups:
            yield register, f"{register.id}.{group.id}", group.title, group.statements


def _group(register: Register, key: str, title: str, statements: list[Any]) -> dict[str, Any]:
    return {
        "key": key,
        "title": str(title),
        "register": str(register.id),
        "workshop": str(register.title),
        "date": register.date.isoformat() if register.date else None,
        "report": str(register.report),
        "statements": [str(name) for name in statements],
    }


def _question(trace: Trace, question: Question, number: dict[str, str]) -> dict[str, Any]:
    return {
        "id": str(question.id),
        "number": number[question.id],
        "title": str(question.title),
        "question": str(question.question),
        "levels": [str(level) for level in question.levels],
        "statements": [name for name, _ in trace.of_owner(question.id)],
        "groups": groups_behind(trace, question.id),
        "sub_questions": [
            {
                "id": str(sub.id),
                "number": number[sub.id],
                "question": str(sub.question),
                "statements": [str(name) for name in sub.sources],
            }
            for sub in question.sub_questions
        ],
    }


def _statement(trace: Trace, statement: Statement) -> dict[str, Any]:
    entry = trace.set_aside.get(statement.id)
    return {
        "id": str(statement.id),
        "group": trace.group_of(statement.id),
        "kind": str(statement.kind),
        "parent": str(statement.parent) if statement.parent else None,
        "line": int(statement.line),
        "mark": str(statement.mark),
        "text": str(statement.text),
        "outcome": trace.outcome(statement.id),
        "supports": [_support(support) for support in trace.supports.get(statement.id, ())],
        "set_aside": (
            {"reason": str(entry.reason), "explanation": str(entry.explanation)} if entry else None
        ),
    }


def _support(support: Support) -> dict[str, str]:
    return {
        "kind": support.kind,
        "owner": support.owner,
        "number": support.number,
        "title": support.title,
    }
