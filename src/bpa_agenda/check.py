"""The rules of the content: each is a pure function that yields problems."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bpa_agenda.content_values import ContentValues, Values
from bpa_agenda.messages import problem
from bpa_agenda.model import Content, Question, SubQuestion
from bpa_agenda.problems import Location, Problem, did_you_mean
from bpa_agenda.proposal import Proposal
from bpa_agenda.references import CAPTIONED, KINDS, references_in
from bpa_agenda.trace import Trace
from bpa_agenda.values import Identifier, Line, Markdown, Open, Verbatim
from bpa_agenda.walk import walk

# What stands before is looked at last: a pattern that begins with a capital is found far sooner.
_CAPITALS = re.compile(r"[A-Z](?<![\w@:-].)[A-Z&]*[A-Z](?![\w])")
_AS_CAPITALS = bytes.maketrans(b"BCDEFGHIJKLMNOPQRSTUVWXYZ&", b"A" * 26)
_NO_LETTERS = bytes({*range(256)} - {*b"abcdefghijklmnopqrstuvwxyz0123456789"})
_BETWEEN_WORDS = re.compile(r"\W+")


def check_content(content: Content, values: ContentValues, trace: Trace) -> Iterator[Problem]:
    """Everything that is wrong with, or still open in, what the editors wrote."""
    for rule in RULES:
        yield from rule(content)
    for value_rule in VALUE_RULES:
        yield from value_rule(content, values)
    yield from misplaced_statements(content, trace)


def duplicate_ids(content: Content) -> Iterator[Problem]:
    """Two records of one kind with the same id."""
    for kind, names in _ids(content).items():
        first: dict[str, Location] = {}
        for name in names if len(set(names)) < len(names) else ():
            if name in first:
                yield problem("duplicate-id", name.at, kind=kind, id=name, other=first[name])
            first.setdefault(name, name.at)


def unknown_references(content: Content, values: ContentValues) -> Iterator[Problem]:
    """References to something that does not exist, in fields and in running text."""
    known = {kind: frozenset[str](names) for kind, names in _ids(content).items()}
    for part in values.parts:
        for kind, names in part.by_type.items():
            referred = kind.names if issubclass(kind, Identifier) else ""
            if referred and not known[referred].issuperset(names):
                for name in names:
                    yield from _unknown(content, known, referred, name, name.at)
        for text in part.with_at:
            yield from _unknown_in_text(content, known, text)


_Known = Mapping[str, frozenset[str]]


def _unknown_in_text(content: Content, known: _Known, text: Line) -> Iterator[Problem]:
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
    content: Content, known: _Known, kind: str, name: str, at: Location
) -> Iterator[Problem]:
    if name not in known[kind] and name not in content.mentioned:
        hint = did_you_mean(name, known[kind])
        yield problem("unknown-reference", at, kind=kind, id=name, hint=hint)


def repeated_references(_: Content, values: ContentValues) -> Iterator[Problem]:
    """The same id twice in one list."""
    for row in values.of(tuple):
        if len(row) > 1 and isinstance(row[0], Identifier) and len(set(row)) < len(row):
            seen: set[str] = set()
            for name in row:
                if name in seen:
                    yield problem("repeated-reference", name.at, id=name)
                seen.add(name)


def missing_sources(content: Content) -> Iterator[Problem]:
    """A theme or question that rests on nothing that was said."""
    for theme in content.themes:
        if not theme.sources:
            yield problem("no-sources", theme.at, kind="theme", id=theme.id)
        subs = [sub for question in theme.questions for sub in question.sub_questions]
        every: tuple[Question | SubQuestion, ...] = (*theme.questions, *subs)
        for question in every:
            if not question.sources:
                yield problem("no-sources", question.at, kind="question", id=question.id)
    for asked in (proposal.practice_question for proposal in content.proposals):
        if not asked.sources:
            yield problem("no-sources", asked.at, kind="question", id=asked.question)


def repeated_questions(content: Content) -> Iterator[Problem]:
    """A sub-question that says the same as another, but for capitals, spaces and punctuation."""
    alike: dict[bytes, list[Line]] = {}
    questions = (question for theme in content.themes for question in theme.questions)
    for sub in (sub for question in questions for sub in question.sub_questions):
        # Few have the same letters, and only their words need to be looked at.
        letters = sub.question.casefold().encode().translate(None, _NO_LETTERS)
        alike.setdefault(letters, []).append(sub.question)
    for texts in alike.values():
        first: dict[str, Location] = {}
        for text in texts if len(texts) > 1 else ():
            words = _BETWEEN_WORDS.sub(" ", text.casefold()).strip()
            if words in first:
                yield problem("repeated-question", text.at, text=text, other=first[words])
            first.setdefault(words, text.at)


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


def unexplained_abbreviations(content: Content, values: ContentValues) -> Iterator[Problem]:
    """Words in capitals that the list of abbreviations does not explain; each word once.

    The name that a proposal gives itself needs no explanation there.
    """
    known = [abbreviation.short for abbreviation in content.abbreviations]
    known += [word for scheme in content.schemes for word in _CAPITALS.findall(scheme.title)]
    explained = {word.casefold() for word in (*known, *content.mentioned)}
    names = [_own_name(proposal) for proposal in content.proposals]
    used = _used(values.agenda).union(
        *(_used(part) - name for part, name in zip(values.proposals, names, strict=True))
    )
    if explained.issuperset(used):
        return
    yield from _unexplained((content.sections, content.themes), explained, frozenset())
    for proposal, name in zip(content.proposals, names, strict=True):
        yield from _unexplained(proposal, explained, name)


def _own_name(proposal: Proposal) -> frozenset[str]:
    """The acronym of a proposal and the words in capitals in it."""
    acronym = "" if isinstance(proposal.acronym, Open) else proposal.acronym
    return frozenset(word.casefold() for word in (acronym, *_CAPITALS.findall(acronym)))


def _used(values: Values) -> set[str]:
    """The words in capitals in texts, in small letters."""
    texts = filter(_has_capitals, values.texts)
    return {word.casefold() for text in texts for word in _CAPITALS.findall(text)}


def _unexplained(records: Any, explained: set[str], names: frozenset[str]) -> Iterator[Problem]:
    """The words in capitals in records that nothing explains; what is told is added to it."""
    for value in walk(records):
        if isinstance(value, Line) and not isinstance(value, Identifier):
            for word in _CAPITALS.findall(value):
                small = word.casefold()
                if small not in explained and small not in names:
                    explained.add(small)
                    yield problem("unknown-abbreviation", value.at, id=word)


def _has_capitals(text: str) -> bool:
    """Whether two capitals stand in a row; in bytes that is seen far sooner."""
    return b"AA" in text.encode().translate(_AS_CAPITALS)


def misplaced_statements(content: Content, trace: Trace) -> Iterator[Problem]:
    """Statements without a place: they support nothing and were not set aside; or with two."""
    placed = content.mentioned.union(trace.set_aside)
    statements = (s for register in content.registers for s in register.statements)
    for statement in statements:
        if statement.id not in trace.supports and statement.id not in placed:
            yield problem("unaccounted", statement.at, id=statement.id)
    for entry in content.set_aside:
        if entry.statement in trace.supports:
            yield problem("set-aside-but-used", entry.statement.at, id=entry.statement)


def open_points(content: Content, values: ContentValues) -> Iterator[Problem]:
    """What the editors must still fill in, and what they must still settle."""
    for value in values.of(Open):
        yield problem("open", value.at, what=value.what)
    for query in content.queries:
        yield problem("query", query.at, what=query.query)


def open_points_in_text(_: Content, values: ContentValues) -> Iterator[Problem]:
    """What was meant as an open point and is text: nothing would mark or count it."""
    for text in values.of(Line):
        if "!open" in text and not isinstance(text, Verbatim):
            yield problem("open-in-text", text.at)


def documents_that_clash(content: Content) -> Iterator[Problem]:
    """Documents with the same file name, or a name that leads out of its folder."""
    first: dict[str, Location] = {}
    for document in content.documents:
        for name in (document.template, document.output):
            if not _is_name_of_document(name):
                hint = "write at most 200 characters and .docx, without a folder"
                yield problem("bad-file-name", name.at, value=name, hint=hint)
        if document.output.lower() in first:
            other = first[document.output.lower()]
            yield problem("same-output", document.output.at, name=document.output, other=other)
        first.setdefault(document.output.lower(), document.output.at)


def _is_name_of_document(name: str) -> bool:
    # The map of a document, by which it is known when it comes back, holds no longer one.
    stem = name.removesuffix(".docx")
    return stem != name and 0 < len(stem) <= 200 and "/" not in name and "\\" not in name


def unsupported_markdown(_: Content, values: ContentValues) -> Iterator[Problem]:
    """Markdown that the Word writer cannot show."""
    from bpa_agenda.markdown import problems_in

    for text in values.of(Markdown):
        yield from problems_in(text)


def _ids(content: Content) -> dict[str, list[Line]]:
    """The ids that there are of each kind."""
    return {
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


RULES: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    duplicate_ids,
    missing_sources,
    repeated_questions,
    unlisted_files,
    documents_that_clash,
)
# These look at every value of some kind, wherever it stands.
VALUE_RULES: tuple[Callable[[Content, ContentValues], Iterator[Problem]], ...] = (
    unknown_references,
    repeated_references,
    unexplained_abbreviations,
    unsupported_markdown,
    open_points,
    open_points_in_text,
)
