"""The trace in words, for the terminal: lines of text, one question each."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bpa_agenda.model import Content, Question, SubQuestion
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.register import Statement
from bpa_agenda.suggest import suggest
from bpa_agenda.trace import (
    MOST_THEMES,
    GroupTrace,
    Support,
    Trace,
    groups_behind,
    resting_on_one_group,
    themes_of,
)

SPEAKING = ("question", "topic", "point", "prose")
_OUTCOMES = ("question", "section", "list", "set-aside", "nothing")
_COLUMNS = ("said", *_OUTCOMES)


def overview(trace: Trace) -> Iterator[str]:
    """How much of each group went to each theme, and what became of the statements of the group."""
    width = max((len(group.key) for group in trace.groups), default=0)
    numbers_ = range(1, len(trace.themes) + 1)
    lists = len(numbers_) > MOST_THEMES
    columns = [] if lists else [f"theme {number}" for number in numbers_]
    heads = [*columns, *_COLUMNS, *(["themes"] if lists else [])]
    yield "  ".join(["".ljust(width), *heads])
    for group in trace.groups:
        counts = themes_of(trace, group)
        became = Counter(trace.outcome(statement.id) for statement in group.statements)
        of_themes = [counts[number] for number in numbers_[: len(columns)]]
        values = [*of_themes, len(group.statements), *(became[name] for name in _OUTCOMES)]
        cells = [str(n).rjust(len(head)) for n, head in zip(values, heads, strict=False)]
        rest = [", ".join(f"{n}: {counts[n]}" for n in sorted(counts))] if lists else []
        yield "  ".join([group.key.ljust(width), *cells, *rest]).rstrip()
    for place, title in enumerate(trace.themes, start=1):
        yield f"theme {place}: {title}"


def of_question(trace: Trace, content: Content, name: str) -> Iterator[str] | None:
    """What a core question or sub-question rests on; None when there is no such question."""
    number = numbers(themes_in_order(content))
    found = _question(content, name)
    if found is None:
        return None
    return _of_question(trace, found, number.get(name, ""))


def _question(content: Content, name: str) -> Question | SubQuestion | None:
    for theme in content.themes:
        for question in theme.questions:
            if question.id == name:
                return question
            for sub in question.sub_questions:
                if sub.id == name:
                    return sub
    return None


def _of_question(trace: Trace, question: Question | SubQuestion, number: str) -> Iterator[str]:
    yield f"{number} {question.question}"
    statements = {str(s.id): s for group in trace.groups for s in group.statements}
    for name, _ in trace.of_owner(question.id):
        yield f"  {name}"
        yield f"      {said(statements[name])}"
    groups = groups_behind(trace, question.id)
    yield f"rests on {len(groups)} group{'' if len(groups) == 1 else 's'}: {', '.join(groups)}"


def of_statement(trace: Trace, name: str) -> Iterator[str] | None:
    """What became of a statement; None when there is no such statement."""
    for group in trace.groups:
        for statement in group.statements:
            if statement.id == name:
                return _of_statement(trace, group, statement)
    return None


def _of_statement(trace: Trace, group: GroupTrace, statement: Statement) -> Iterator[str]:
    yield said(statement)
    yield f"{statement.kind} of {group.key}, line {statement.line} of the report"
    for support in trace.supports.get(statement.id, ()):
        yield f"  supports {describe(support)}"
    if statement.id in trace.set_aside:
        entry = trace.set_aside[statement.id]
        yield f"  set aside ({entry.reason}): {entry.explanation}"
    if trace.outcome(statement.id) == "nothing":
        yield "  supports nothing and was not set aside"


def of_group(trace: Trace, key: str) -> Iterator[str] | None:
    """What a group contributed; None when there is no such group."""
    group = next((group for group in trace.groups if group.key == key), None)
    return None if group is None else _of_group(trace, group)


def _of_group(trace: Trace, group: GroupTrace) -> Iterator[str]:
    yield f"{group.title}, {group.workshop}: {len(group.statements)} statements"
    for statement in group.statements:
        yield f"  {said(statement)}"
        numbers_ = [s.number for s in trace.supports.get(statement.id, ()) if s.number]
        others = [s.title for s in trace.supports.get(statement.id, ()) if not s.number]
        if numbers_ or others:
            yield f"      → {', '.join(dict.fromkeys((*numbers_, *others)))}"
        elif statement.id in trace.set_aside:
            yield f"      set aside: {trace.set_aside[statement.id].explanation}"
        else:
            yield "      supports nothing and was not set aside"


def one_group(trace: Trace, content: Content) -> Iterator[str]:
    """The core questions that rest on one group only."""
    number = numbers(themes_in_order(content))
    found = resting_on_one_group(trace, content)
    for question, group in found:
        yield f"{number[question.id]} {question.title} ({question.id}): {group}"
    if not found:
        yield "no core question rests on one group only"


def set_aside(trace: Trace) -> Iterator[str]:
    """The statements that were set aside, and why."""
    for name, entry in trace.set_aside.items():
        yield f"{name} ({entry.reason})"
        yield f"    {entry.explanation}"


def suggestions(trace: Trace, content: Content) -> Iterator[str]:
    """For each statement without a place the likely core questions, best first, and how sure."""
    waiting = [
        statement
        for group in trace.groups
        for statement in group.statements
        if statement.kind in SPEAKING and trace.outcome(statement.id) == "nothing"
    ]
    for found in suggest(trace, content, waiting):
        yield str(found.statement.id)
        yield f"    {said(found.statement)}"
        for candidate in found.candidates:
            words = f" ({', '.join(candidate.words)})" if candidate.words else ""
            yield f"    {candidate.number} {candidate.title} [{candidate.question}]{words}"
        yield f"    {found.sureness}" if found.candidates else "    no suggestion"
    if not waiting:
        yield "every statement has a place"


def describe(support: Support) -> str:
    """A support in a few words: question 1.2: Inclusief leren (leren-inclusief)."""
    number = f" {support.number}" if support.number else ""
    return f"{support.kind}{number}: {support.title} ({support.owner})"


def said(statement: Statement) -> str:
    """A statement as printed, on one line."""
    return " ".join(f"{statement.mark} {statement.text}".split())


def known_names(trace: Trace, content: Content, kind: str) -> Iterable[str]:
    """All names that can be asked for, for a hint."""
    if kind == "group":
        return [group.key for group in trace.groups]
    if kind == "statement":
        return [s.id for group in trace.groups for s in group.statements]
    return numbers(content.themes)
