"""The register: every statement of a workshop report, word for word, with its place."""

from collections.abc import Iterator

from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass
from bpa_agenda.values import (
    NOWHERE,
    Choice,
    Date,
    Identifier,
    Line,
    Number,
    RegisterId,
    StatementId,
    Verbatim,
)

KINDS = {
    "title": "title of a report or workshop",
    "front": "front matter of the report",
    "plenary": "running text about the plenary part",
    "caption": "caption of a picture",
    "name": "name of a person under a picture",
    "picture": "a picture that the text version has lost",
    "group": "heading that opens the report of a group",
    "heading": "heading inside the report of a group",
    "prose": "running text of a group",
    "question": "something that a group asks",
    "topic": "a subject, theme or cluster without a question",
    "point": "a remark, wish, opinion or solution on a sticky note or in a list",
    "diagram": "a drawing in characters",
    "empty": "a list mark without text",
}


class Kind(Choice):
    """What a statement is; `KINDS` explains each."""

    __slots__ = ()
    choices = tuple(KINDS)


_NO_MARK = Verbatim("")


class Guess(Choice):
    """What the importer guessed: the kind, the parent, or that this is the statement it was."""

    __slots__ = ()
    choices = ("kind", "parent", "match")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was said or printed.

    `text` is verbatim, typos included, one line of it for each line of the report from `line` on;
    `mark` is the bullet, number or residue that stands before the text. `guess` names what the
    importer could not decide (`kind`, `parent`) or matched by likeness (`match`).
    """

    id: StatementId
    kind: Kind
    line: Number
    text: Verbatim
    mark: Verbatim = _NO_MARK
    parent: StatementId | None = None
    guess: tuple[Guess, ...] = ()
    at: Location = NOWHERE

    def lines(self) -> list[tuple[int, tuple[str, ...]]]:
        """The report's lines that this statement covers: number, and what must stand there."""
        number, mark, (first, *others) = int(self.line), self.mark, self.text.split("\n")
        before = (mark,) if mark else ()
        lines = [(number, (*before, first) if first else before)]
        if others:
            below = enumerate(others, start=number + 1)
            lines += [(at, (text,) if text else ()) for at, text in below]
        return lines


@dataclass(frozen=True, slots=True)
class Group:
    """A discussion group, the plenary part, or the front matter."""

    id: Identifier
    title: Line
    statements: tuple[Statement, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Register:
    """All statements of one workshop, or of the front matter of a report (then without a date)."""

    id: RegisterId
    title: Line
    report: Line
    groups: tuple[Group, ...] = ()
    date: Date | None = None
    at: Location = NOWHERE

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements in the order of the report."""
        return (statement for group in self.groups for statement in group.statements)
