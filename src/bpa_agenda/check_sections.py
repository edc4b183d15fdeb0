"""Parts of a proposal that are not there, or that say nothing.

A part that is not known yet is written `!open`: that is an open point, listed as such and refused
only in a final build. What this module tells are holes that nobody has marked.
"""

import re
from collections.abc import Iterator
from itertools import islice

from bpa_agenda.criteria import CRITERIA
from bpa_agenda.markdown import plain
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Problem
from bpa_agenda.proposal import Proposal
from bpa_agenda.scheme import Scheme
from bpa_agenda.values import Choice, Identifier, Line, Markdown, Open
from bpa_agenda.walk import walk

_NEEDED = ("sub_questions", "consortium", "work_packages")
_SAYS_NOTHING = frozenset(
    (
        "in te vullen", "lorem ipsum", "nader te bepalen", "nnb", "nntb", "nog in te vullen",
        "nog invullen", "nog te bepalen", "pm", "tbd", "todo", "volgt", "volgt nog",
        "wordt aangevuld", "xxx",
    )
)  # fmt: skip
_MOST_WORDS = max(len(words.split()) for words in _SAYS_NOTHING)
_WORD = re.compile(r"[^\W_]+")


def check_sections(content: Content) -> Iterator[Problem]:
    """Everything in the proposals that is missing without being marked as open."""
    schemes = {scheme.id: scheme for scheme in content.schemes}
    for proposal in content.proposals:
        scheme = schemes.get(proposal.scheme)
        yield from sub_questions_without(proposal)
        yield from impact_without(proposal, scheme)
        yield from empty_sections(proposal, scheme)
        yield from budget_without_lines(proposal)
        yield from placeholders(proposal)


def sub_questions_without(proposal: Proposal) -> Iterator[Problem]:
    """Sub-questions without a method, data or a product."""
    for question in proposal.sub_questions:
        for key in ("method", "data", "product"):
            if getattr(question, key) is None:
                yield problem("sub-question-without", question.id.at, id=question.id, key=key)


def impact_without(proposal: Proposal, scheme: Scheme | None) -> Iterator[Problem]:
    """No doorwerking for one of practice, education and research."""
    rules = scheme.of_kind("required", "doorwerking") if scheme else ()
    cited = "".join(f"; {scheme.cite(rule)}" for rule in rules if scheme)
    for key in ("practice", "education", "research"):
        if getattr(proposal.impact, key) is None:
            yield problem("impact-without", proposal.impact.at, key=key, rule=cited)


def empty_sections(proposal: Proposal, scheme: Scheme | None) -> Iterator[Problem]:
    """Lists that a criterion is judged by and that hold nothing."""
    for criterion, keys in CRITERIA.items():
        rules = scheme.of_kind("criterion", criterion) if scheme else ()
        cited = "".join(f"; {scheme.cite(rule)}" for rule in rules if scheme)
        for key in keys:
            if key in _NEEDED and not getattr(proposal, key):
                values = {"key": key, "criterion": criterion, "rule": cited}
                yield problem("empty-section", proposal.at, **values)


def budget_without_lines(proposal: Proposal) -> Iterator[Problem]:
    """A budget that is written as text only, as if it were ready."""
    if isinstance(proposal.budget, Open):
        return
    if not (proposal.hours or proposal.materials):
        values = {"what": "lines of costs", "keys": "hours” and “materials"}
        yield problem("no-budget", proposal.budget.at, **values)
    if proposal.funding is None:
        yield problem("no-budget", proposal.budget.at, what="funding", keys="funding")


def placeholders(proposal: Proposal) -> Iterator[Problem]:
    """Text that only holds the place of text: dots, a question mark, “nog in te vullen”."""
    for value in walk(proposal):
        is_text = isinstance(value, Line) and not isinstance(value, Identifier | Choice)
        if is_text and _says_nothing(value):
            yield problem("placeholder", value.at, text=" ".join(value.split()))


def _says_nothing(value: Line) -> bool:
    text = plain(value) if isinstance(value, Markdown) else value
    first = islice(_WORD.finditer(text.replace(".", "")), _MOST_WORDS + 1)
    words = " ".join([word[0] for word in first]).casefold()
    return not words or words in _SAYS_NOTHING
