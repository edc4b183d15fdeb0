"""The proof that nothing of a report is lost: report and registers hold the same, line by line."""

from collections.abc import Iterator, Mapping, Sequence

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.register import Register, Statement
from bpa_agenda.report_lines import ReportLine

_SHOWN = 60

_Claim = tuple[Statement, tuple[str, ...]]


def check_registers(
    registers: Sequence[Register],
    reports: Mapping[str, Sequence[ReportLine]],
    *,
    all_read: bool = True,
) -> Iterator[Problem]:
    """All that is wrong between the registers and the reports.

    `reports` holds the lines of each report by its name in the registers (`reports/x.txt`). When
    not all registers could be read, lines that are in none of the others are not held against them.
    """
    of_report: dict[str, list[Register]] = {}
    for register in registers:
        of_report.setdefault(register.report, []).append(register)
    for report, lines in reports.items():
        found = _proof(report, lines, of_report.get(report, ()))
        yield from (p for p in found if all_read or p.code != "report-not-registered")
    for register in registers:
        yield from _parents(register)
        yield from _guesses(register)


def _proof(
    report: str, lines: Sequence[ReportLine], registers: Sequence[Register]
) -> Iterator[Problem]:
    """Every line that is not blank stands in the registers exactly once, word for word."""
    claims: dict[int, list[_Claim]] = {}
    for register in registers:
        for statement in register.statements:
            for number, pieces in statement.lines():
                claims.setdefault(number, []).append((statement, pieces))
    for line in lines:
        if claim := claims.pop(line.number, None):
            if line.content != _said(claim):
                yield from _compare(line, claim)
        elif not line.is_blank:
            at = Location(f"sources/{report}", line.number, 1)
            yield problem("report-not-registered", at, text=_short(line.content), report=at.file)
    for number, claim in claims.items():
        for statement, pieces in claim:
            yield _not_in_report(statement, number, pieces, "the report has no such line")


def _compare(line: ReportLine, claim: Sequence[_Claim]) -> Iterator[Problem]:
    """The statements on a line, one after the other, must be what the line says."""
    rest = _squeezed(line.content)
    if rest == _squeezed(_said(claim)):
        return
    for statement, pieces in claim:
        for piece in map(_squeezed, pieces):
            if not rest.startswith(piece):
                yield _mismatch(statement, line, pieces, rest)
                return
            rest = rest[len(piece) :].lstrip()
    if rest:
        last, pieces = claim[-1]
        yield _not_in_report(last, line.number, pieces, f"missing at the end: {_short(rest)}")


def _said(claim: Sequence[_Claim]) -> str:
    return " ".join([piece for _, pieces in claim for piece in pieces])


def _mismatch(statement: Statement, line: ReportLine, pieces: Sequence[str], rest: str) -> Problem:
    hint = f"the report says there: {_short(rest or line.content)}"
    if not rest:
        return problem("registered-twice", statement.text.at, line=line.number, hint=hint)
    return _not_in_report(statement, line.number, pieces, hint)


def _not_in_report(statement: Statement, number: int, pieces: Sequence[str], hint: str) -> Problem:
    text = _short(" ".join(pieces))
    place = statement.text.at
    return problem("not-in-report", place, line=number, id=statement.id, text=text, hint=hint)


def _squeezed(text: str) -> str:
    """Tabs and line ends of the report's lay-out are no part of what was said."""
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _parents(register: Register) -> Iterator[Problem]:
    parents = {statement.id: statement.parent for statement in register.statements}
    for statement in register.statements:
        seen, parent = {statement.id}, statement.parent
        while parent is not None and parent not in seen:
            seen.add(parent)
            parent = parents.get(parent)
        if parent == statement.id:
            assert statement.parent is not None
            yield problem("parent-loop", statement.parent.at, id=statement.id)


def _guesses(register: Register) -> Iterator[Problem]:
    for statement in register.statements:
        for guess in statement.guess:
            yield problem("still-a-guess", guess.at, what=guess, id=statement.id)
