"""The account in Dutch: each statement with its places, each question with its groups.

It lays out what the trace knows for a reader who took part in a workshop; `write_html` makes the
page of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter

from bpa_agenda import dutch
from bpa_agenda.model import Content, Publication, Question, Section, Subsection, Theme
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.records import dataclass
from bpa_agenda.register import Register, Statement
from bpa_agenda.trace import Support, Trace, groups_behind, parts_behind

QUESTION, SECTION, PROPOSAL, LIST, ASIDE, NOTHING = (
    "vraag", "hoofdstuk", "voorstel", "lijst", "terzijde", "geen",
)  # fmt: skip

OUTCOMES = {
    QUESTION: "in een vraag of thema",
    SECTION: "in een hoofdstuk",
    PROPOSAL: "in een onderzoeksvoorstel",
    LIST: "in een lijst",
    ASIDE: "terzijde gelegd",
    NOTHING: "nog zonder plaats",
}

PLACES = {
    "question": (QUESTION, "Kernvraag"),
    "sub-question": (QUESTION, "Kernvraag"),
    "theme": (QUESTION, "Thema"),
    "theme link": (QUESTION, "Thema"),
    "section": (SECTION, "Hoofdstuk"),
    "proposal": (PROPOSAL, "Onderzoeksvoorstel"),
    "person": (LIST, "Genoemde personen"),
    "organisation": (LIST, "Genoemde organisaties"),
    "literature": (LIST, "Literatuur"),
}

# The order of a place, and the id of what the reader finds there.
Where = tuple[tuple[int, int], str]

_PARTS = {"theme": ("inleiding",), "theme link": ("samenhang met andere thema’s",)}
_KINDS = tuple(dict.fromkeys(kind for _, kind in PLACES.values()))

KINDS = {
    "title": "titel",
    "front": "voorwerk",
    "plenary": "plenair verslag",
    "caption": "bijschrift",
    "name": "naam bij een beeld",
    "picture": "plaats van een afbeelding",
    "group": "kop van de groep",
    "heading": "tussenkop",
    "prose": "lopende tekst",
    "question": "vraag",
    "topic": "onderwerp",
    "point": "punt",
    "diagram": "tekening",
    "empty": "opsommingsteken zonder tekst",
}

REASONS = {
    "process": "opmerking over het proces",
    "repeats": "herhaling van een andere uitspraak",
    "outside-research": "vraag of wens buiten praktijkgericht onderzoek",
    "taken-up-elsewhere": "elders verwerkt",
    "empty": "leeg",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement came back: kind "Kernvraag", number "1.2", its title.

    `parts` are the sub-questions ("1.2.a") or headings within it; `question` is the id of the core
    question, empty for everything else. A reader can filter by the theme (its number) and levels.
    """

    outcome: str
    kind: str
    number: str
    title: str
    parts: tuple[str, ...] = ()
    question: str = ""
    theme: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as printed on `lines` lines from `line` on, and what became of it.

    `places` are indexes in the places of the account. Themes (numbers), levels and outcomes are
    what a reader can filter by; a statement may have several of each.
    """

    id: str
    kind: str
    line: int
    lines: int
    mark: str
    text: str
    parent: str
    places: tuple[int, ...]
    reason: str
    explanation: str
    themes: tuple[str, ...]
    levels: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupAccount:
    """What a group said; `key` is the start of the ids of its statements."""

    key: str
    title: str
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop, or the front matter of a report (then `name` and `date` are empty)."""

    key: str
    name: str
    title: str
    date: str
    report: str
    groups: tuple[GroupAccount, ...]

    @property
    def heading(self) -> str:
        """The name and title: Werkatelier 1: een leven lang leren."""
        return f"{self.name}: {self.title}" if self.name else self.title


@dataclass(frozen=True, slots=True)
class Asked:
    """A core question or sub-question; `groups` are the keys of the groups that it rests on.

    `behind` are these with plenary parts and front matter, `origin` is how many those are in words.
    """

    id: str
    number: str
    title: str
    question: str
    levels: tuple[str, ...] = ()
    parts: "tuple[Asked, ...]" = ()
    statements: int = 0
    groups: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    origin: str = ""
    one_group: bool = False


@dataclass(frozen=True, slots=True)
class ThemeAccount:
    """A theme and its core questions."""

    number: str
    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account of one agenda; many statements stand in the same of the places."""

    agenda: str
    edition: str
    workshops: tuple[Workshop, ...]
    themes: tuple[ThemeAccount, ...]
    places: tuple[Place, ...]

    @property
    def groups(self) -> Iterator[GroupAccount]:
        """All groups, the plenary parts and front matter too."""
        return (group for workshop in self.workshops for group in workshop.groups)

    @property
    def statements(self) -> Iterator[Said]:
        """All statements in the order of the reports."""
        return (said for group in self.groups for said in group.statements)


def make_account(trace: Trace, content: Content) -> Account:
    """The account of a content."""
    front, known = content.front, _Known(content)
    return Account(
        front.title if front else "",
        f"versie {front.version}, {front.status}" if front else "",
        tuple(_workshops(trace, content, known)),
        tuple(_themes(trace, content, known)),
        tuple(known.places),
    )


class _Known:
    """What the account needs to know of the agenda, and the places that were found so far."""

    def __init__(self, content: Content) -> None:
        themes = themes_in_order(content)
        self.numbers = numbers(themes)
        self.core: Mapping[str, Question] = dict(_core_questions(themes))
        self.order = {name: place for place, name in enumerate(self.numbers)}
        self.headings: dict[tuple[str, str], list[str]] = {}
        for section, part, link in _links_of_parts(content):
            self.headings.setdefault((section.id, link), []).append(part.title)
        self.publications: Mapping[str, Publication] = {
            entry.id: entry for entry in content.literature
        }
        self.places: list[Place] = []
        self._themes: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._where: dict[tuple[str, str], Where] = {}
        self._indexes: dict[tuple[Where, tuple[str, ...]], int] = {}

    def shared(self, themes: tuple[str, ...]) -> tuple[str, ...]:
        """The same themes, as one tuple for all statements that have them."""
        return self._themes.setdefault(themes, themes)

    def where(self, support: Support) -> Where:
        """Where a support stands: in which core question, section or other entry."""
        key = support.kind, support.owner
        if key not in self._where:
            core = self.core.get(support.owner)
            owner = core.id if core else support.owner
            kind = _KINDS.index(PLACES[support.kind][1])
            self._where[key] = (kind, self.order.get(owner, 0)), owner
        return self._where[key]

    def index(self, where: Where, supports: Sequence[Support]) -> int:
        """The index of the place where these supports stand, which is added if it is new."""
        parts = tuple([part for support in supports for part in _parts(support, self)])
        key = where, parts
        if key not in self._indexes:
            self._indexes[key] = len(self.places)
            self.places.append(_place(where[1], supports[0], parts, self))
        return self._indexes[key]


def _core_questions(themes: Sequence[Theme]) -> Iterator[tuple[str, Question]]:
    for theme in themes:
        for question in theme.questions:
            yield question.id, question
            yield from ((sub.id, question) for sub in question.sub_questions)


def _links_of_parts(content: Content) -> Iterator[tuple[Section, Subsection, str]]:
    for section in content.sections:
        for part in section.subsections:
            for link in dict.fromkeys(part.sources):
                yield section, part, link


def _workshops(trace: Trace, content: Content, known: _Known) -> Iterator[Workshop]:
    dated = sorted(register.date for register in content.registers if register.date)
    place = {date: number for number, date in reversed([*enumerate(dated, start=1)])}
    for register in content.registers:
        yield Workshop(
            register.id,
            f"Werkatelier {place[register.date]}" if register.date else "",
            register.title,
            dutch.date(register.date) if register.date else "",
            register.report,
            tuple(_groups(trace, register, known)),
        )


def _groups(trace: Trace, register: Register, known: _Known) -> Iterator[GroupAccount]:
    for group in register.groups:
        found = tuple(_said(trace, statement, known) for statement in group.statements)
        yield GroupAccount(f"{register.id}.{group.id}", group.title, found)


def _said(trace: Trace, statement: Statement, known: _Known) -> Said:
    indexes = _places(trace.supports.get(statement.id, ()), known)
    places = [known.places[index] for index in indexes]
    entry = trace.set_aside.get(statement.id)
    return Said(
        statement.id,
        KINDS[statement.kind],
        int(statement.line),
        statement.text.count("\n") + 1,
        statement.mark,
        statement.text,
        statement.parent or "",
        indexes,
        REASONS[entry.reason] if entry else "",
        entry.explanation if entry else "",
        known.shared(tuple(dict.fromkeys([place.theme for place in places if place.theme]))),
        _levels_of(frozenset([place.levels for place in places])),
        _outcomes(frozenset([place.outcome for place in places]), entry is not None),
    )


# Thousands of statements have the same few of these.
@cache
def _levels_of(several: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """All levels of several places."""
    levels = {level for levels in several for level in levels}
    return tuple([level for level in dutch.LEVELS.values() if level in levels])


@cache
def _outcomes(of_places: frozenset[str], is_aside: bool) -> tuple[str, ...]:
    found = of_places | ({ASIDE} if is_aside else set())
    return tuple([name for name in OUTCOMES if name in found]) or (NOTHING,)


def _places(supports: Sequence[Support], known: _Known) -> tuple[int, ...]:
    """The supports that stand in the same place as one: questions first, in the agenda's order."""
    found: dict[Where, list[Support]] = {}
    for support in supports:
        found.setdefault(known.where(support), []).append(support)
    ordered = sorted(found, key=itemgetter(0))
    return tuple([known.index(where, found[where]) for where in ordered])


def _place(owner: str, support: Support, parts: tuple[str, ...], known: _Known) -> Place:
    outcome, kind = PLACES[support.kind]
    core, publication = known.core.get(owner), known.publications.get(owner)
    title = dutch.named(publication) if publication else support.title
    number = known.numbers.get(owner, "")
    return Place(
        outcome,
        kind,
        number,
        core.title if core else title,
        parts,
        owner if core else "",
        number.split(".")[0],
        _levels(core) if core else (),
    )


def _levels(question: Question) -> tuple[str, ...]:
    return tuple(word for level, word in dutch.LEVELS.items() if level in question.levels)


def _parts(support: Support, known: _Known) -> Sequence[str]:
    """What within a question, theme or section rests on a statement."""
    if support.kind == "section":
        return known.headings.get((support.owner, support.link), ())
    if support.kind == "sub-question":
        return (f"deelvraag {support.number}",)
    return _PARTS.get(support.kind, ())


def _themes(trace: Trace, content: Content, known: _Known) -> Iterator[ThemeAccount]:
    for theme in themes_in_order(content):
        questions = tuple(_asked(trace, question, known.numbers) for question in theme.questions)
        yield ThemeAccount(known.numbers[theme.id], theme.title, questions)


def _asked(trace: Trace, question: Question, number: Mapping[str, str]) -> Asked:
    groups, behind = groups_behind(trace, question.id), parts_behind(trace, question.id)
    return Asked(
        question.id,
        number[question.id],
        question.title,
        question.question,
        _levels(question),
        tuple(Asked(s.id, number[s.id], "", s.question) for s in question.sub_questions),
        len(trace.of_owner(question.id)),
        tuple(groups),
        tuple(behind),
        _origin(len(groups), behind),
        len(groups) == 1,
    )


def _origin(groups: int, behind: Sequence[str]) -> str:
    """What a question rests on: 4 groepen en het plenaire deel."""
    plenary = sum(key.endswith(".plenair") for key in behind)
    words = [dutch.counted(groups, "groep", "groepen")] if groups else []
    if plenary:
        words.append("het plenaire deel" if plenary == 1 else f"{plenary} plenaire delen")
    if any(key.endswith(".voorwerk") for key in behind):
        words.append("het voorwerk van het verslag")
    return dutch.row(words)
