"""What became of every statement, and what the agenda rests on: one index, both ways."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from bpa_agenda import dutch
from bpa_agenda.model import Content, Question, SetAside
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.records import dataclass
from bpa_agenda.register import Register, Statement
from bpa_agenda.values import StatementId

# More themes than this have no room beside each other, and would leave most cells empty.
MOST_THEMES = 8
QUESTION_KINDS = ("question", "sub-question")


class Support(NamedTuple):
    """Something that rests on a statement: a question, a section, an entry of a list.

    `number` is that of a theme or question ("1.2"), empty for everything else; `link` is the place
    of the statement's id in the list of sources.
    """

    kind: str
    owner: str
    number: str
    title: str
    link: StatementId


@dataclass(frozen=True, slots=True)
class GroupTrace:
    """A group and its statements; `key` is the start of their ids (`w1.geel`)."""

    key: str
    workshop: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The index: what each statement supports, what was set aside, what each group said.

    `owned` is the other way round: what rests on which statements, in the order of the reports.
    """

    supports: Mapping[str, Sequence[Support]]
    set_aside: Mapping[str, SetAside]
    groups: tuple[GroupTrace, ...]
    themes: tuple[str, ...]
    owned: Mapping[str, Sequence[Support]]

    def outcome(self, statement: str) -> str:
        """What became of a statement: question, section, list, set-aside or nothing."""
        kinds = {support.kind for support in self.supports.get(statement, ())}
        if kinds & {*QUESTION_KINDS, "theme", "theme link"}:
            return "question"
        if kinds & {"section", "proposal"}:
            return "section"
        if kinds:
            return "list"
        return "set-aside" if statement in self.set_aside else "nothing"

    def group_of(self, statement: str) -> str:
        """The key of the group that a statement comes from."""
        return statement.rsplit(".", 1)[0]

    def of_owner(self, owner: str) -> list[tuple[str, Support]]:
        """The statements that something rests on, in the order of the reports."""
        return [(support.link, support) for support in self.owned.get(owner, ())]


def build_trace(content: Content) -> Trace:
    """The index of a content."""
    supports: defaultdict[str, list[Support]] = defaultdict(list)
    for kind, owner, number, title, links in _owners(content):
        for link in links:
            supports[link].append(Support(kind, owner, number, title, link))
    groups = tuple(_groups(content.registers))
    owned: defaultdict[str, list[Support]] = defaultdict(list)
    for group in groups:
        for statement in group.statements:
            for support in supports.get(statement.id, ()):
                owned[support.owner].append(support)
    return Trace(
        dict(supports),
        {str(entry.statement): entry for entry in content.set_aside},
        groups,
        tuple(f"{theme.title}" for theme in themes_in_order(content)),
        dict(owned),
    )


def _groups(registers: Sequence[Register]) -> Iterator[GroupTrace]:
    for register in registers:
        for group in register.groups:
            key = f"{register.id}.{group.id}"
            yield GroupTrace(key, register.title, group.title, group.statements)


# The kind, id, number and title of something, and the statements that it rests on.
_Owner = tuple[str, str, str, str, Iterable[StatementId]]


def _owners(content: Content) -> Iterator[_Owner]:
    number = numbers(themes_in_order(content))
    for section in content.sections:
        lists = [section.sources, *(part.sources for part in section.subsections)]
        yield "section", section.id, "", section.title, _each_once(lists)
    for theme in content.themes:
        at = number.get(theme.id, "")
        yield "theme", theme.id, at, theme.title, theme.sources
        for question in theme.questions:
            yield from _of_question(question, number)
        for other in theme.links:
            yield "theme link", theme.id, at, theme.title, other.sources
    yield from _of_lists(content)


def _of_question(question: Question, number: Mapping[str, str]) -> Iterator[_Owner]:
    subs = question.sub_questions
    links = _each_once([question.sources, *(sub.sources for sub in subs)])
    yield "question", question.id, number.get(question.id, ""), question.title, links
    for sub in subs:
        yield "sub-question", sub.id, number.get(sub.id, ""), sub.question, sub.sources


def _of_lists(content: Content) -> Iterator[_Owner]:
    for proposal in content.proposals:
        asked = proposal.practice_question.sources
        links = _each_once([asked, *(question.sources for question in proposal.sub_questions)])
        yield "proposal", proposal.id, "", proposal.title, links
    for person in content.people:
        yield "person", person.id, "", person.name, person.sources
    for entry in content.organisations:
        yield "organisation", entry.id, "", entry.name, entry.sources
    for publication in content.literature:
        title = dutch.authors(publication) or str(publication.id)
        yield "literature", publication.id, "", title, publication.sources


def _each_once(lists: Iterable[Iterable[StatementId]]) -> Iterable[StatementId]:
    return dict.fromkeys(chain.from_iterable(lists))


def themes_of(trace: Trace, group: GroupTrace) -> Counter[int]:
    """How many statements of a group support each theme, question or sub-question of it."""
    counts: Counter[int] = Counter()
    for statement in group.statements:
        found = trace.supports.get(statement.id, ())
        counts.update({int(support.number.split(".")[0]) for support in found if support.number})
    return counts


def matrix(trace: Trace) -> list[tuple[GroupTrace, tuple[int, ...]]]:
    """The counts of all themes for each group; with many of both nearly all of them are 0."""
    numbers_ = range(1, len(trace.themes) + 1)
    counts = ((group, themes_of(trace, group)) for group in trace.groups)
    return [(group, tuple([found[number] for number in numbers_])) for group, found in counts]


def core_questions_of(trace: Trace, group: GroupTrace) -> list[str]:
    """The numbers of the core questions that rest on a group, in the order of the agenda."""
    numbers_ = {
        support.number
        for statement in group.statements
        for support in trace.supports.get(statement.id, ())
        if support.kind == "question"
    }
    return sorted(numbers_, key=lambda number: [int(part) for part in number.split(".")])


def groups_behind(trace: Trace, owner: str) -> list[str]:
    """The groups whose statements something rests on, without the plenary part and front matter."""
    keys = parts_behind(trace, owner)
    return [key for key in keys if not key.endswith((".plenair", ".voorwerk"))]


def parts_behind(trace: Trace, owner: str) -> list[str]:
    """The groups, plenary parts and front matter whose statements something rests on."""
    return list(dict.fromkeys(trace.group_of(name) for name, _ in trace.of_owner(owner)))


def resting_on_one_group(trace: Trace, content: Content) -> list[tuple[Question, str]]:
    """The core questions that rest on the statements of one group only, with that group."""
    found = []
    for theme in themes_in_order(content):
        for question in theme.questions:
            groups = groups_behind(trace, question.id)
            if len(groups) == 1:
                found.append((question, groups[0]))
    return found
