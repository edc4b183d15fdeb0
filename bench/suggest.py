"""How well `agenda trace suggest` finds back the links that editors made: python bench/suggest.py.

The links of statements are hidden, and the suggestions for those statements are compared with what
was hidden. `docs/trace-suggest.md` explains the rows, and which of them is the fair one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb
from pathlib import Path

import click

from bpa_agenda.model import Content, Question, Theme
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.register import Register, Statement
from bpa_agenda.suggest import GUESS, LIKELY, PERHAPS, Suggestions, suggest
from bpa_agenda.trace import build_trace
from bpa_agenda.values import Line, Markdown, RegisterId

KINDS = ("question", "topic", "point", "prose")
WAYS = {"statement": 3, "group": 2, "workshop": 1}  # how many parts of an id name what is left out
AT = (1, 3)

Truth = Mapping[str, frozenset[str]]
Change = Callable[[Question], Question]


@dataclass(frozen=True)
class Fold:
    """Statements to be placed, and the ids of all statements whose links are hidden meanwhile."""

    judged: tuple[Statement, ...]
    hidden: frozenset[str]


def true_links(content: Content) -> Truth:
    """The core questions that each statement supports, itself or through a sub-question."""
    found: dict[str, set[str]] = {}
    for question in questions(content):
        subs = (link for sub in question.sub_questions for link in sub.sources)
        for link in (*question.sources, *subs):
            found.setdefault(link, set()).add(question.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def questions(content: Content) -> Iterator[Question]:
    """All core questions."""
    return (question for theme in content.themes for question in theme.questions)


def folds(content: Content, truth: Truth, parts: int) -> Iterator[Fold]:
    """The judged statements by statement, group or workshop."""
    names: dict[str, list[Statement]] = {}
    for register in content.registers:
        for statement in register.statements:
            names.setdefault(".".join(statement.id.split(".")[:parts]), []).append(statement)
    for statements in names.values():
        judged = tuple(s for s in statements if s.kind in KINDS and s.id in truth)
        if judged:
            yield Fold(judged, frozenset(s.id for s in statements))


def hide(content: Content, hidden: frozenset[str], change: Change) -> Content:
    """The content before the hidden statements were placed; `change` alters questions further."""

    def without(question: Question) -> Question:
        sources = tuple(link for link in question.sources if link not in hidden)
        subs = tuple(sub for sub in question.sub_questions if not hidden & {*sub.sources})
        return change(replace(question, sources=sources, sub_questions=subs))

    return with_themes(
        content, lambda theme: replace(theme, questions=tuple(map(without, theme.questions)))
    )


def with_themes(content: Content, change: Callable[[Theme], Theme]) -> Content:
    """The content with every theme changed."""
    return replace(content, themes=tuple(map(change, content.themes)))


def no_explanation(question: Question) -> Question:
    """Explanations were written from the very statements that are hidden."""
    return replace(question, explanation=Markdown(""))


def only_statements(question: Question) -> Question:
    """Leaves no text that could have been written from what is hidden."""
    bare = no_explanation(question)
    return replace(bare, title=Line(""), question=Line(""), sub_questions=())


def no_theme(theme: Theme) -> Theme:
    """As if it were not known which workshop was about the theme."""
    return replace(theme, register=RegisterId("-"))


def no_context(register: Register) -> Register:
    """As if the statements did not stand under or beside others."""
    groups = (
        replace(group, statements=tuple(replace(s, parent=None) for s in group.statements))
        for group in register.groups
    )
    return replace(register, groups=tuple(groups))


def suggested(content: Content, way: Sequence[Fold], change: Change) -> list[Suggestions]:
    """The suggestions for all judged statements, each with its fold hidden."""
    found = []
    for fold in way:
        seen = hide(content, fold.hidden, change)
        found += suggest(build_trace(seen), seen, fold.judged, max(AT))
    return found


def one_by_one(content: Content, way: Sequence[Fold], change: Change) -> list[Suggestions]:
    """The same for one statement a fold, at once: no statement speaks for itself in `suggest`."""
    seen = hide(content, frozenset(), change)
    judged = [statement for fold in way for statement in fold.judged]
    return suggest(build_trace(seen), seen, judged, max(AT))


def right(found: Suggestions, truth: Truth, most: int) -> bool:
    """Whether a true core question is among the first."""
    names = {candidate.question for candidate in found.candidates[:most]}
    return bool(names & truth[found.statement.id])


def shares(found: Sequence[Suggestions], truth: Truth) -> list[float]:
    """How often a true core question is among the first 1 and the first 3."""
    return [sum(right(one, truth, most) for one in found) / len(found) for most in AT]


def by_chance(choices: Sequence[tuple[int, int]]) -> list[float]:
    """The same for a blind choice; each statement has so many right among so many questions."""
    return [
        sum(1 - comb(among - right, most) / comb(among, most) for right, among in choices)
        / len(choices)
        for most in AT
    ]


def chances(content: Content, truth: Truth, way: Sequence[Fold], *, theme: bool) -> list[float]:
    """A blind choice from all questions, or from those of the workshop's theme."""
    choices = []
    for fold in way:
        for statement in fold.judged:
            names = _of_theme(content, statement) if theme else [q.id for q in questions(content)]
            choices.append((len(truth[statement.id] & {*names}), len(names)))
    return by_chance(choices)


def most_frequent(content: Content, truth: Truth, way: Sequence[Fold]) -> list[float]:
    """The questions of the workshop's theme that most statements support.

    Nothing is hidden here: taking a statement out of the counts would make its own question rarer
    and the baseline worse than it is.
    """
    links = Counter(name for names in truth.values() for name in names)
    judged = [statement for fold in way for statement in fold.judged]
    hits: Counter[int] = Counter()
    for statement in judged:
        names = sorted(_of_theme(content, statement), key=lambda name: -links[name])
        hits.update(most for most in AT if truth[statement.id] & {*names[:most]})
    return [hits[most] / len(judged) for most in AT]


def _of_theme(content: Content, statement: Statement) -> list[str]:
    workshop = statement.id.split(".")[0]
    return [q.id for t in content.themes if t.register == workshop for q in t.questions]


def show(name: str, figures: Sequence[Sequence[float]]) -> None:
    """One row of the first table."""
    row(name, ["  ".join(f"{share:4.0%}" for share in pair) for pair in figures])


def show_sureness(name: str, found: Sequence[Suggestions], truth: Truth) -> None:
    """One row of the second: how often the first candidate was right, by how sure it was."""
    cells = []
    for word in (LIKELY, PERHAPS, GUESS):
        alike = [right(one, truth, 1) for one in found if one.sureness == word]
        share = f"{sum(alike) / len(alike):.0%}" if alike else "-"
        cells.append(f"{share} of {len(alike):3}")
    row(name, cells)


def row(name: str, cells: Iterable[str]) -> None:
    """A name and what belongs to it, in columns."""
    click.echo(f"{name:44}" + "".join(cell.rjust(15) for cell in cells))


def variants(content: Content) -> dict[str, tuple[Content, Change]]:
    """What `suggest` is measured with, by the name of the row."""
    bare = replace(content, registers=tuple(map(no_context, content.registers)))
    return {
        "suggest, without context": (bare, no_explanation),
        "suggest, theme not known": (with_themes(content, no_theme), no_explanation),
        "suggest, from statements only": (content, only_statements),
        "suggest (fair)": (content, no_explanation),
        "suggest, with explanations (flatters)": (content, lambda question: question),
    }


def main() -> None:
    """Prints the two tables."""
    content = check(Project(Path(__file__).parents[1])).content
    truth = true_links(content)
    ways = {name: list(folds(content, truth, parts)) for name, parts in WAYS.items()}
    every = list(ways.values())
    number = sum(len(fold.judged) for fold in ways["statement"])
    click.echo(f"{number} statements, {sum(1 for _ in questions(content))} core questions\n")
    row("left out at a time: a", ways)
    row("a true question among the first", ["1     3"] * len(ways))
    show("any question, blindly", [chances(content, truth, way, theme=False) for way in every])
    show("any of the theme, blindly", [chances(content, truth, way, theme=True) for way in every])
    show("most frequent of the theme", [most_frequent(content, truth, way) for way in every])
    measured: dict[str, list[Suggestions]] = {}
    for name, (given, change) in variants(content).items():
        found = {
            way: (one_by_one if way == "statement" else suggested)(given, parts, change)
            for way, parts in ways.items()
        }
        show(name, [shares(one, truth) for one in found.values()])
        measured |= {f"{name}, {way}": one for way, one in found.items()}
    row("\nthe first was right, of those called", [LIKELY, PERHAPS, GUESS])
    for name, one in measured.items():
        if "fair" in name or "not known" in name:
            show_sureness(name, one, truth)


if __name__ == "__main__":
    main()
