"""The account in Dutch: each statement with its places, each question with its groups.

It lays out what the trace knows for a reader who took part in a workshop; `write_html` makes the
page of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from bpa_agenda import dutch
from bpa_agenda.model import Content, Question, Theme
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.records import dataclass
from bpa_agenda.register import Register, Statement
from bpa_agenda.trace import Support, Trace, groups_behind, resting_on_one_group

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
    question, empty for everything else.
    """

    outcome: str
    kind: str
    number: str
    title: str
    parts: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as printed on `lines` lines from `line` on, and what became of it.

    Themes (numbers), levels and outcomes are what a reader can filter by; a statement may have
    several of each.
    """

    id: str
    kind: str
    line: int
    lines: int
    mark: str
    text: str
    parent: str
    places: tuple[Place, ...]
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A core question or sub-question; `groups` are the keys of the groups that it rests on."""

    id: str
    number: str
    title: str
    question: str
    levels: tuple[str, ...] = ()
    parts: "tuple[Asked, ...]" = ()
    statements: int = 0
    groups: tuple[str, ...] = ()
    one_group: bool = False


@dataclass(frozen=True, slots=True)
class ThemeAccount:
    """A theme and its core questions."""

    number: str
    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account of one agenda."""

    agenda: str
    edition: str
    workshops: tuple[Workshop, ...]
    themes: tuple[ThemeAccount, ...]

    @property
    def groups(self) -> Iterator[GroupAccount]:
        """All groups, the plenary parts and front matter too."""
        return (group for workshop in self.workshops for group in workshop.groups)

    @property
    def statements(self) -> Iterator[Said]:
        """All statements in the order of the reports."""
        return (said for group in self.groups for said in group.statements)

    def sorted_out(self, keys: Sequence[str]) -> Iterator[tuple[Workshop, list[GroupAccount]]]:
        """Groups by their key, under their workshops."""
        for workshop in self.workshops:
            groups = [group for group in workshop.groups if group.key in keys]
            if groups:
                yield workshop, groups


def make_account(trace: Trace, content: Content) -> Account:
    """The account of a content."""
    front, known = content.front, _Known(content)
    return Account(
        front.title if front else "",
        f"versie {front.version}, {front.status}" if front else "",
        tuple(_workshops(trace, content, known)),
        tuple(_themes(trace, content)),
    )


class _Known:
    """What places need to know of the agenda: numbers, core questions and headings."""

    def __init__(self, content: Content) -> None:
        themes = themes_in_order(content)
        self.numbers = numbers(themes)
        self.core: Mapping[str, Question] = dict(_core_questions(themes))
        self.order = {name: place for place, name in enumerate(self.numbers)}
        self.headings: Mapping[tuple[str, str], tuple[str, ...]] = {
            (section.id, link): tuple(
                part.title for part in section.subsections if link in part.sources
            )
            for section in content.sections
            for part in section.subsections
            for link in part.sources
        }
        self.publications: Mapping[str, str] = {
            entry.id: dutch.named(entry) for entry in content.literature
        }


def _core_questions(themes: Sequence[Theme]) -> Iterator[tuple[str, Question]]:
    for theme in themes:
        for question in theme.questions:
            yield question.id, question
            yield from ((sub.id, question) for sub in question.sub_questions)


def _workshops(trace: Trace, content: Content, known: _Known) -> Iterator[Workshop]:
    dated = sorted(register.date for register in content.registers if register.date)
    for register in content.registers:
        yield Workshop(
            register.id,
            f"Werkatelier {dated.index(register.date) + 1}" if register.date else "",
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
    places = _places(trace.supports.get(statement.id, ()), known)
    entry = trace.set_aside.get(statement.id)
    levels = {level for p in places if p.question for level in known.core[p.question].levels}
    return Said(
        statement.id,
        KINDS[statement.kind],
        int(statement.line),
        len(statement.text.split("\n")),
        statement.mark,
        statement.text,
        statement.parent or "",
        places,
        REASONS[entry.reason] if entry else "",
        entry.explanation if entry else "",
        tuple(dict.fromkeys(place.number.split(".")[0] for place in places if place.number)),
        tuple(word for level, word in dutch.LEVELS.items() if level in levels),
        _outcomes(places, is_aside=entry is not None),
    )


def _outcomes(places: Sequence[Place], *, is_aside: bool) -> tuple[str, ...]:
    found = {place.outcome for place in places} | ({ASIDE} if is_aside else set())
    return tuple(name for name in OUTCOMES if name in (found or {NOTHING}))


def _places(supports: Sequence[Support], known: _Known) -> tuple[Place, ...]:
    """The supports that stand in the same place as one, questions first, in the agenda's order."""
    found: dict[tuple[str, str], list[Support]] = {}
    for support in supports:
        core = known.core.get(support.owner)
        kind = PLACES[support.kind][1]
        found.setdefault((kind, core.id if core else support.owner), []).append(support)
    kinds = [kind for _, kind in PLACES.values()]
    ordered = sorted(found, key=lambda key: (kinds.index(key[0]), known.order.get(key[1], 0)))
    return tuple(_place(owner, found[kind, owner], known) for kind, owner in ordered)


def _place(owner: str, supports: Sequence[Support], known: _Known) -> Place:
    outcome, kind = PLACES[supports[0].kind]
    core = known.core.get(owner)
    return Place(
        outcome,
        kind,
        known.numbers.get(owner, ""),
        core.title if core else known.publications.get(owner, supports[0].title),
        tuple(part for support in supports for part in _parts(support, known)),
        owner if core else "",
    )


def _parts(support: Support, known: _Known) -> tuple[str, ...]:
    """What within a question, theme or section rests on a statement."""
    if support.kind == "section":
        return known.headings.get((support.owner, support.link), ())
    words = {
        "sub-question": f"deelvraag {support.number}",
        "theme": "inleiding",
        "theme link": "samenhang met andere thema’s",
    }
    return (words[support.kind],) if support.kind in words else ()


def _themes(trace: Trace, content: Content) -> Iterator[ThemeAccount]:
    themes = themes_in_order(content)
    number = numbers(themes)
    alone = {str(question.id) for question, _ in resting_on_one_group(trace, content)}
    for theme in themes:
        questions = tuple(_asked(trace, question, number, alone) for question in theme.questions)
        yield ThemeAccount(number[theme.id], theme.title, questions)


def _asked(trace: Trace, question: Question, number: Mapping[str, str], alone: set[str]) -> Asked:
    return Asked(
        question.id,
        number[question.id],
        question.title,
        question.question,
        tuple(word for level, word in dutch.LEVELS.items() if level in question.levels),
        tuple(Asked(s.id, number[s.id], "", s.question) for s in question.sub_questions),
        len(trace.of_owner(question.id)),
        tuple(groups_behind(trace, question.id)),
        question.id in alone,
    )
