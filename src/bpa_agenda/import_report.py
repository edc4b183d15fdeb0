"""From the lines of a report, and the registers that there are, to the registers as they must be.

A statement that stays in the report keeps all that a person or an earlier import made of it: id,
kind, parent, the way lines were split or joined. Only its line number follows the report.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain, count
from pathlib import PurePosixPath

from bpa_agenda.problems import Location
from bpa_agenda.register import Group, Guess, Kind, Register, Statement
from bpa_agenda.report_lines import ReportLine, take_apart
from bpa_agenda.statements import Draft, DraftGroup, DraftRegister, draft_lines, read_statements
from bpa_agenda.values import (
    Date,
    Identifier,
    Line,
    Number,
    RegisterId,
    StatementId,
    Verbatim,
)

_STOP_WORDS = frozenset(
    "de het een en of van in op te aan om dat die dit deze is zijn er je we hij zij ze men met voor"
    " door bij naar als dan ook niet hoe wat welke wie waar worden wordt kan kun kunnen zou zouden"
    " moet moeten nu nog al zo uit over tot onze ons hun".split()
)
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Imported:
    """The registers after an import, and the statements that the report no longer holds."""

    registers: tuple[Register, ...]
    vanished: tuple[Statement, ...]


def import_report(report: str, lines: Sequence[ReportLine], known: Sequence[Register]) -> Imported:
    """Brings the registers in line with a report.

    `report` is the report's path under `sources/`, `known` are all registers of the project; those
    of other reports are not in the answer, only their ids are taken.
    """
    old = [register for register in known if register.report == report]
    moves = _Moves.between(old, lines)
    kept = [moves.follow(s) for register in old for s in register.statements]
    vanished = tuple(now for now in kept if isinstance(now, _Vanished))
    merge = _Merge(report, known, lines, [now for now in kept if isinstance(now, Statement)])
    registers = tuple(merge.register(draft) for draft in read_statements(lines))
    return Imported(registers, tuple(gone.statement for gone in vanished))


def slug(text: str) -> str:
    """A text as an id: lower case, no accents, hyphens."""
    return "-".join(_words(text))


def free_name(wish: str, taken: Collection[str]) -> str:
    """The name that is wished for, with a number behind it when it is taken."""
    names = chain([wish], (f"{wish}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def telling_words(text: str, most: int = 4) -> str:
    """The first few words of a text that say something, as an id."""
    words = _words(text)
    telling = [word for word in words if word not in _STOP_WORDS] or words
    return "-".join(telling[:most])


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("‘", ""))
    return re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())


@dataclass(frozen=True, slots=True)
class _Vanished:
    statement: Statement


@dataclass(frozen=True, slots=True)
class _Moves:
    """Where each line of the old registers is now; `changed` lines were recognised by likeness."""

    where: Mapping[int, int]
    changed: Mapping[int, ReportLine]

    @classmethod
    def between(cls, old: Sequence[Register], lines: Sequence[ReportLine]) -> "_Moves":
        """Aligns what the registers say with what the report says now."""
        before = _printed_lines(old)
        now = [line for line in lines if not line.is_blank]
        old_texts = [_without_space(text) for _, text in before]
        new_texts = [_without_space(line.content) for line in now]
        where: dict[int, int] = {}
        changed: dict[int, ReportLine] = {}
        matcher = SequenceMatcher(None, old_texts, new_texts, autojunk=False)
        for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
            if tag == "equal":
                pairs = zip(before[old_start:old_end], now[new_start:new_end], strict=True)
                where |= {number: line.number for (number, _), line in pairs}
            elif tag == "replace":
                changed |= _alike(before[old_start:old_end], now[new_start:new_end])
        return cls(where, changed)

    def follow(self, statement: Statement) -> Statement | _Vanished:
        """The statement at its present place, or what is left of it."""
        numbers = [number for number, _ in statement.lines()]
        places = [self.where.get(number) for number in numbers]
        first = places[0]
        if first is not None and places == list(range(first, first + len(numbers))):
            return replace(statement, line=Number(first))
        line = self.changed.get(statement.line)
        if len(numbers) > 1 or line is None:
            return _Vanished(statement)
        marked = take_apart(line)
        return replace(
            statement,
            line=Number(line.number),
            mark=Verbatim(marked.mark),
            text=Verbatim(marked.text),
            guess=(*statement.guess, Guess("match")),
        )


def _printed_lines(registers: Sequence[Register]) -> list[tuple[int, str]]:
    """Number and text of each line that the registers cover, in the order of the report."""
    printed: dict[int, str] = {}
    for register in registers:
        for statement in register.statements:
            for number, pieces in statement.lines():
                printed[number] = " ".join([printed.get(number, ""), *pieces])
    return sorted(printed.items())


def _without_space(text: str) -> str:
    return "".join(text.split())


def _alike(before: Sequence[tuple[int, str]], now: Sequence[ReportLine]) -> dict[int, ReportLine]:
    """Pairs lines that were changed but are still recognisable, in order."""
    pairs: dict[int, ReportLine] = {}
    start = 0
    for number, text in before:
        for at in range(start, len(now)):
            matcher = SequenceMatcher(None, text, now[at].content, autojunk=False)
            if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                pairs[number] = now[at]
                start = at + 1
                break
    return pairs


class _Merge:
    """Puts kept statements and new ones together, register by register."""

    def __init__(
        self,
        report: str,
        known: Sequence[Register],
        lines: Sequence[ReportLine],
        kept: Sequence[Statement],
    ) -> None:
        self.report = report
        self.known = known
        self.lines = {line.number: line for line in lines}
        self.kept = kept
        self.owner = {number: statement for statement in kept for number, _ in statement.lines()}
        self.taken = {s.id for register in known for s in register.statements}
        self.registers = {str(register.id) for register in known}
        self.workshops = sum(1 for register in known if register.date is not None)

    def register(self, draft: DraftRegister) -> Register:
        """The register of a workshop, or of the front matter."""
        date = Date.fromisoformat(str(draft.date)) if draft.date else None
        old = next((r for r in self.known if r.report == self.report and r.date == date), None)
        if old is None:
            name = RegisterId(self._workshop() if date else self._front_matter())
            self.registers.add(name)
            old = Register(name, Line(draft.title), Line(self.report), (), date)
        return replace(old, groups=tuple(self._groups(draft, old)))

    def _workshop(self) -> str:
        """A free id for the register of a workshop."""
        self.workshops += 1
        return next(n for at in count(self.workshops) if (n := f"w{at}") not in self.registers)

    def _front_matter(self) -> str:
        """A free id for the register of what stands before the workshops."""
        return free_name(slug(PurePosixPath(self.report).stem) or "verslag", self.registers)

    def _groups(self, draft: DraftRegister, old: Register) -> Iterator[Group]:
        for number, group in enumerate(draft.groups):
            lines = {line for d in group.drafts for line in draft_lines(d)}
            kept = [s for s in self.kept if s.line in lines]
            before = _group_before(old, kept, group, number)
            fresh = self._fresh(group, f"{old.id}.{before.id}")
            statements = sorted([*kept, *fresh], key=lambda s: s.line)
            yield replace(before, statements=tuple(statements))

    def _fresh(self, group: DraftGroup, prefix: str) -> Iterator[Statement]:
        for draft in group.drafts:
            numbers = [number for number in draft_lines(draft) if number not in self.owner]
            if len(numbers) == len(list(draft_lines(draft))):
                yield self._statement(draft, prefix)
            else:
                yield from (self._statement(self._one_line(draft, n), prefix) for n in numbers)

    def _one_line(self, draft: Draft, number: int) -> Draft:
        return replace(draft, line=number, text=self.lines[number].content, mark="")

    def _statement(self, draft: Draft, prefix: str) -> Statement:
        parent = self.owner[draft.parent.line].id if draft.parent else None
        statement = Statement(
            id=self._free_id(f"{prefix}.{telling_words(draft.text) or draft.kind}"),
            kind=Kind(draft.kind),
            line=Number(draft.line),
            text=Verbatim(draft.text),
            mark=Verbatim(draft.mark),
            parent=parent,
            guess=tuple(Guess(word) for word in sorted(draft.guess)),
            at=Location(self.report, draft.line, 1),
        )
        self.owner |= {number: statement for number, _ in statement.lines()}
        return statement

    def _free_id(self, wish: str) -> StatementId:
        name = free_name(wish, self.taken)
        self.taken.add(StatementId(name))
        return StatementId(name)


def _group_before(
    old: Register, kept: Sequence[Statement], draft: DraftGroup, number: int
) -> Group:
    """The group as a person knows it: that of its kept statements, else a new one."""
    ids = {statement.id for statement in kept}
    for group in old.groups:
        if any(statement.id in ids for statement in group.statements):
            return group
    return Group(Identifier(slug(draft.name) or f"groep-{number}"), Line(draft.title))
