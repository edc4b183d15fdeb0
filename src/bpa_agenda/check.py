"""The rules of the content: each is a pure function that yields problems."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bpa_agenda.messages import problem
from bpa_agenda.model import Content, Question, SubQuestion, Theme
from bpa_agenda.problems import Location, Problem, did_you_mean
from bpa_agenda.proposal import PracticeQuestion
from bpa_agenda.references import CAPTIONED, KINDS, references_in
from bpa_agenda.values import Identifier, Line, Markdown, Open
from bpa_agenda.walk import walk

_CAPITALS = re.compile(r"(?<![\w@:-])[A-Z][A-Z&]*[A-Z](?![\w])")


def check_content(content: Content) -> Iterator[Problem]:
    """Everything that is wrong with, or still open in, what the editors wrote."""
    for rule in RULES:
        yield from rule(content)


def duplicate_ids(content: Content) -> Iterator[Problem]:
    """Two records of one kind with the same id."""
    for kind, records in _records(content).items():
        first: dict[str, Location] = {}
        for name, at in records:
            if name in first:
                yield problem("duplicate-id", at, kind=kind, id=name, other=first[name])
            first.setdefault(name, at)


def unknown_references(content: Content) -> Iterator[Problem]:
    """References to something that does not exist, in fields and in running text."""
    known = {kind: {name for name, _ in records} for kind, records in _records(content).items()}
    own = {id(name) for records in _records(content).values() for name, _ in records}
    for value in walk(content):
        if isinstance(value, Identifier) and value.names and id(value) not in own:
            yield from _unknown(content, known, value.names, value, value.at)
        elif isinstance(value, Line) and "[@" in value:
            yield from _unknown_in_text(content, known, value)


def _unknown_in_text(content: Content, known: dict[str, set[str]], text: Line) -> Iterator[Problem]:
    for reference in references_in(text):
        if reference.kind in CAPTIONED or reference.kind == "literature":
            continue  # check_captions and check_citations look at these
        if reference.kind in KINDS:
            yield from _unknown(content, known, reference.kind, reference.id, text.at)
        else:
            hint = did_you_mean(reference.kind, KINDS) or f"known here: {', '.join(KINDS)}"
            yield problem(
                "unknown-reference", text.at, kind=reference.kind, id=reference.id, hint=hint
            )


def _unknown(
    content: Content, known: dict[str, set[str]], kind: str, name: str, at: Location
) -> Iterator[Problem]:
    if name not in known[kind] and name not in content.mentioned:
        hint = did_you_mean(name, known[kind])
        yield problem("unknown-reference", at, kind=kind, id=name, hint=hint)


def repeated_references(content: Content) -> Iterator[Problem]:
    """The same id twice in one list."""
    for value in walk(content):
        if isinstance(value, tuple) and value and isinstance(value[0], Identifier):
            seen: set[str] = set()
            for name in value:
                if name in seen:
                    yield problem("repeated-reference", name.at, id=name)
                seen.add(name)


def missing_sources(content: Content) -> Iterator[Problem]:
    """A theme or question that rests on nothing that was said."""
    for value in walk((content.themes, content.proposals)):
        rests = isinstance(value, Theme | Question | SubQuestion | PracticeQuestion)
        if rests and not value.sources:
            kind = "theme" if isinstance(value, Theme) else "question"
            name = value.question if isinstance(value, PracticeQuestion) else value.id
            yield problem("no-sources", value.at, kind=kind, id=name)


def repeated_questions(content: Content) -> Iterator[Problem]:
    """A sub-question that says the same as another, but for capitals, spaces and punctuation."""
    first: dict[str, Location] = {}
    for value in walk(content.themes):
        if isinstance(value, SubQuestion):
            same = re.sub(r"\W+", " ", value.question.casefold()).strip()
            if same in first:
                text, other = value.question, first[same]
                yield problem("repeated-question", value.question.at, text=text, other=other)
            first.setdefault(same, value.question.at)


def unlisted_files(content: Content) -> Iterator[Problem]:
    """A section or theme that agenda.yaml does not name, so that nobody would read it."""
    if content.front is None:
        return
    front = content.front
    named = {*front.front, *front.themes, *front.back}
    ids: list[Identifier] = [section.id for section in content.sections]
    for name in (*ids, *(theme.id for theme in content.themes)):
        if name not in named:
            yield problem("not-in-agenda", name.at, id=name)


def unexplained_abbreviations(content: Content) -> Iterator[Problem]:
    """Words in capitals that the list of abbreviations does not explain; each word once."""
    known = [abbreviation.short for abbreviation in content.abbreviations]
    known += [word for scheme in content.schemes for word in _CAPITALS.findall(scheme.title)]
    explained = {word.casefold() for word in (*known, *content.mentioned)}
    for value in walk((content.sections, content.themes, content.proposals)):
        if isinstance(value, Line) and not isinstance(value, Identifier):
            for word in _CAPITALS.findall(value):
                if word.casefold() not in explained:
                    explained.add(word.casefold())
                    yield problem("unknown-abbreviation", value.at, id=word)


def unaccounted_statements(content: Content) -> Iterator[Problem]:
    """Statements that support nothing and were not set aside."""
    used = used_statements(content) | {entry.statement for entry in content.set_aside}
    for register in content.registers:
        for statement in register.statements:
            if statement.id not in used and statement.id not in content.mentioned:
                yield problem("unaccounted", statement.at, id=statement.id)


def used_statements(content: Content) -> set[str]:
    """The ids of all statements that something in the agenda or a proposal rests on."""
    records = (
        content.sections,
        content.themes,
        content.people,
        content.organisations,
        content.literature,
        content.proposals,
    )
    return {
        name
        for value in walk(records)
        if isinstance(value, Identifier) and value.names == "statement"
        for name in (str(value),)
    }


def set_aside_in_vain(content: Content) -> Iterator[Problem]:
    """Statements that were set aside and are used all the same."""
    used = used_statements(content)
    for entry in content.set_aside:
        if entry.statement in used:
            yield problem("set-aside-but-used", entry.statement.at, id=entry.statement)


def open_points(content: Content) -> Iterator[Problem]:
    """What the editors must still fill in, and what they must still settle."""
    for value in walk(content):
        if isinstance(value, Open):
            yield problem("open", value.at, what=value.what)
    for query in content.queries:
        yield problem("query", query.at, what=query.query)


def documents_that_clash(content: Content) -> Iterator[Problem]:
    """Documents with the same file name, or a name that leads out of its folder."""
    first: dict[str, Location] = {}
    for document in content.documents:
        for name in (document.template, document.output):
            if "/" in name or "\\" in name or not name.endswith(".docx"):
                hint = "write a name that ends in .docx, without a folder"
                yield problem("bad-file-name", name.at, value=name, hint=hint)
        if document.output.lower() in first:
            other = first[document.output.lower()]
            yield problem("same-output", document.output.at, name=document.output, other=other)
        first.setdefault(document.output.lower(), document.output.at)


def unsupported_markdown(content: Content) -> Iterator[Problem]:
    """Markdown that the Word writer cannot show."""
    from bpa_agenda.markdown import problems_in

    for value in walk(content):
        if isinstance(value, Markdown):
            yield from problems_in(value)


def _records(content: Content) -> dict[str, list[tuple[str, Location]]]:
    """The ids of each kind, with their places."""
    found: dict[str, list[Any]] = {
        "section": [section.id for section in content.sections],
        "theme": [theme.id for theme in content.themes],
        "question": [
            name
            for theme in content.themes
            for question in theme.questions
            for name in (question.id, *(sub.id for sub in question.sub_questions))
        ],
        "proposal": [proposal.id for proposal in content.proposals],
        "person": [person.id for person in content.people],
        "organisation": [organisation.id for organisation in content.organisations],
        "literature": [publication.id for publication in content.literature],
        "abbreviation": [abbreviation.short for abbreviation in content.abbreviations],
        "register": [register.id for register in content.registers],
        "scheme": [scheme.id for scheme in content.schemes],
        "statement": [s.id for register in content.registers for s in register.statements],
        "document": [document.id for document in content.documents],
    }
    return {kind: [(name, name.at) for name in names] for kind, names in found.items()}


RULES: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    duplicate_ids,
    unknown_references,
    repeated_references,
    missing_sources,
    repeated_questions,
    unlisted_files,
    unexplained_abbreviations,
    unaccounted_statements,
    set_aside_in_vain,
    documents_that_clash,
    unsupported_markdown,
    open_points,
)
