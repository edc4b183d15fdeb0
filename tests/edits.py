"""Edits that reviewers make in a document, and what comes of them.

What comes of them is reckoned on strings only: no reviewer and no reader of Word files is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
# Ends every paragraph while edits are applied, so that a split or a join is an edit as any other.
END = "\N{PARAGRAPH SEPARATOR}"

ADDED_ROW, BEFORE, WITHIN, AFTER = range(4)  # the order of what is inserted at one place


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the body, in cells too: `number` counts from 0, `bookmark` may be empty.

    `kind`: heading, plain, bullet, number or cell. `followed`: another paragraph comes right
    after it. `row`: table and row, from 0, when the row can be added to and removed. `fields` and
    `links` are where results of fields and hyperlinks stand; `target`: text elsewhere refers to it.
    """

    number: int
    bookmark: str
    text: str
    kind: str = "plain"
    followed: bool = False
    row: tuple[int, int] | None = None
    fields: tuple[Span, ...] = ()
    links: tuple[Span, ...] = ()
    target: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit; characters count in the text of the passage as it was before any edit.

    kind         what it does
    insert       `text` at `start`
    delete       `start` to `end`
    replace      `start` to `end` becomes `text`
    move         `start` to `end` goes to `at` in passage `target`
    nested       `text` at `start`, of which `other` deletes `cut` and inserts `texts[0]` after that
    field        `start` to `end` within the result of a field becomes `text`
    format       `start` to `end` becomes bold or italic, as `text` says
    comment      `text` on `start` to `end`, answered by `other` with `texts`; `resolved`
    split        a new paragraph begins at `start`
    join         the next paragraph is joined to this one
    add-after    new paragraphs `texts` after this one
    add-before   new paragraphs `texts` before this one
    remove       the whole paragraph
    carry        the whole paragraph goes to before passage `target`
    restyle      the paragraph becomes plain, heading, bullet, deeper or number, as `text` says
    add-row      a row with cells `texts` below the row of this cell
    remove-row   the row of this cell
    """

    kind: str
    bookmark: str
    start: int = 0
    end: int = 0
    text: str = ""
    texts: tuple[str, ...] = ()
    author: str = "Anna Bakker"
    tracked: bool = True
    target: str = ""
    at: int = 0
    other: str = ""
    cut: Span = (0, 0)
    resolved: bool = False


class Expected(NamedTuple):
    """The paragraphs of the body after all changes are accepted, and after all are rejected."""

    accepted: tuple[str, ...]
    rejected: tuple[str, ...]


class Step(NamedTuple):
    """From `start` to `end` of a passage, its end counted as a character, comes `text`."""

    number: int
    start: int
    rank: int
    end: int
    text: str


def expected(passages: Sequence[Passage], edits: Iterable[Edit]) -> Expected:
    done = list(edits)
    silent = [edit for edit in done if not edit.tracked]
    return Expected(_applied(passages, done), _applied(passages, silent))


def _applied(passages: Sequence[Passage], edits: Iterable[Edit]) -> tuple[str, ...]:
    steps: dict[int, list[Step]] = defaultdict(list)
    for edit in edits:
        for step in steps_of(edit, passages):
            steps[step.number].append(step)
    whole = "".join(_rewritten(p.text + END, sorted(steps[p.number])) for p in passages)
    return tuple(whole.split(END)[:-1])


def _rewritten(text: str, steps: Iterable[Step]) -> str:
    pieces = []
    at = 0
    for step in steps:
        pieces += [text[at : step.start], step.text]
        at = max(at, step.end)
    return "".join([*pieces, text[at:]])


def steps_of(edit: Edit, passages: Sequence[Passage]) -> list[Step]:
    """What an edit does to the text: nothing, or one or more replacements."""
    here = find(passages, edit.bookmark)
    if edit.kind in ("format", "comment", "restyle"):
        return []
    if edit.kind in _ROWS:
        return _ROWS[edit.kind](edit, [p for p in passages if p.row == here.row])
    if edit.kind in ("move", "carry"):
        return _moved(edit, here, find(passages, edit.target))
    if edit.kind in _PARAGRAPHS:
        return [_PARAGRAPHS[edit.kind](edit, here)]
    return [Step(here.number, edit.start, WITHIN, edit.end, inserted_text(edit))]


def inserted_text(edit: Edit) -> str:
    if edit.kind != "nested":
        return edit.text
    start, end = edit.cut
    return edit.text[:start] + edit.texts[0] + edit.text[end:]


def _moved(edit: Edit, here: Passage, there: Passage) -> list[Step]:
    if edit.kind == "move":
        moved = here.text[edit.start : edit.end]
        to = Step(there.number, edit.at, WITHIN, edit.at, moved)
        return [Step(here.number, edit.start, WITHIN, edit.end, ""), to]
    to = Step(there.number, 0, BEFORE, 0, here.text + END)
    return [Step(here.number, 0, WITHIN, len(here.text) + 1, ""), to]


def _added_row(edit: Edit, cells: Sequence[Passage]) -> list[Step]:
    at = len(cells[-1].text) + 1
    return [Step(cells[-1].number, at, ADDED_ROW, at, "".join(t + END for t in edit.texts))]


_ROWS: dict[str, Callable[[Edit, Sequence[Passage]], list[Step]]] = {
    "add-row": _added_row,
    "remove-row": lambda _, cells: [Step(c.number, 0, WITHIN, len(c.text) + 1, "") for c in cells],
}
_PARAGRAPHS: dict[str, Callable[[Edit, Passage], Step]] = {
    "split": lambda e, p: Step(p.number, e.start, WITHIN, e.start, END),
    "join": lambda _, p: Step(p.number, len(p.text), AFTER, len(p.text) + 1, ""),
    "add-after": lambda e, p: Step(
        p.number, len(p.text), AFTER, len(p.text), "".join(END + text for text in e.texts)
    ),
    "add-before": lambda e, p: Step(
        p.number, 0, BEFORE, 0, "".join(text + END for text in e.texts)
    ),
    "remove": lambda _, p: Step(p.number, 0, WITHIN, len(p.text) + 1, ""),
}


def find(passages: Iterable[Passage], bookmark: str) -> Passage:
    return next(p for p in passages if p.bookmark == bookmark)


def back_to_front(passages: Sequence[Passage], edits: Iterable[Edit]) -> list[Edit]:
    """The order in which edits can be made one by one without moving what is still to come.

    What does not change the text comes first: formatting, styles and comments.
    """

    def place(edit: Edit) -> tuple[bool, int, int, int]:
        steps = steps_of(edit, passages)
        here = find(passages, edit.bookmark).number
        first = min((s for s in steps if s.number == here), default=None)
        start, rank = (edit.start, WITHIN) if first is None else (first.start, first.rank)
        return not steps, here, start, rank

    return sorted(edits, key=place, reverse=True)


def halves(edits: Iterable[Edit], passages: Sequence[Passage]) -> Iterator[Edit]:
    """The same edits, with each move of words as a `move-from` and a `move-to` with the words.

    The two may stand far apart when edits are made back to front.
    """
    for edit in edits:
        if edit.kind == "move":
            moved = find(passages, edit.bookmark).text[edit.start : edit.end]
            yield replace(edit, kind="move-from")
            yield replace(
                edit, kind="move-to", bookmark=edit.target, start=edit.at, end=edit.at, text=moved
            )
        else:
            yield edit
