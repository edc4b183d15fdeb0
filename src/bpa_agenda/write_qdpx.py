"""The trace as a REFI-QDA project (.qdpx), for the programs of qualitative researchers.

Each report becomes a source, each theme, question and section a code, and each statement a
selection that is coded with all that rests on it and with the group that said it. The rules come
from the REFI-QDA standard 1.5 (25 September 2019) and its project schema 1.0.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, chain, count
from textwrap import shorten
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from bpa_agenda import dutch
from bpa_agenda.model import Content, Question, Reason, Theme
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.register import Group, Register, Statement
from bpa_agenda.trace import Trace

_SCHEMA = "urn:QDA-XML:project:1.0"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:bpa-agenda")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

# MAXQDA allows no longer name for a code; the whole text is in the description.
_LONGEST_NAME = 63

_FAMILIES = {"sub-question": "question", "theme link": "theme"}
_OUTCOMES = {
    "question": "draagt een vraag of thema",
    "section": "draagt een hoofdstuk of voorstel",
    "list": "staat in een lijst",
    "set-aside": "terzijde gelegd",
    "nothing": "heeft nog geen plaats",
}
_REASONS = {
    "process": "Opmerking over het proces",
    "repeats": "Herhaling van een andere uitspraak",
    "outside-research": "Vraag of wens buiten praktijkgericht onderzoek",
    "taken-up-elsewhere": "Elders verwerkt",
    "empty": "Leeg",
}

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Code:
    """A code of the code book; `key` is the kind and id of what it stands for."""

    key: _Key
    name: str
    description: str = ""
    children: tuple["_Code", ...] = ()
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with the key of the group that said it (`w1.geel`) and the day, if known."""

    statement: Statement
    group: str
    date: datetime.date | None


def qdpx(trace: Trace, content: Content, reports: Mapping[str, str]) -> bytes:
    """The project; needs content without errors.

    `reports` holds the text of each report by its name in the registers (`reports/x.txt`), for a
    Word report its lines with LF between them. A selection covers the text of a statement and not
    the mark before it: a bullet or number is lay-out, is no text at all in a Word report, and would
    hinder who searches or counts words. Only a statement without text is its mark; one that leaves
    no character in the source, such as an empty item of a Word list, has no selection.
    """
    texts = {name: _normal(raw) for name, raw in sorted(reports.items())}
    sources = {f"sources/{_guid('report', name)}.txt": text for name, text in texts.items()}
    files = {name: text.encode() for name, text in sources.items()}
    return _zip({"project.qde": _project(trace, content, texts), **files})


def _normal(raw: str) -> str:
    """The text of a source: no byte order mark, LF at the end of lines.

    Positions count in exactly this text. Programs differ in how they count a byte order mark and
    CRLF, so neither is there; a CR of its own ends no line for the registers and becomes a space.
    """
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", " ")


def _guid(*names: str) -> str:
    """The same identifier for the same thing in every export."""
    return str(uuid5(_NAMESPACE, "\n".join(names)))


_USER = _guid("user", "bpa-agenda")


def _project(trace: Trace, content: Content, texts: Mapping[str, str]) -> bytes:
    front = content.front
    title = str(front.title) if front else "Onderzoeksagenda"
    made = _made(_latest(content.registers), by="creatingUserGUID")
    # QualCoder cannot open a project without an origin.
    about = {"name": title, "origin": "bpa-agenda", **made}
    space = {None: _SCHEMA}
    root = etree.Element(f"{{{_SCHEMA}}}Project", about, space)  # type: ignore[arg-type]
    _add(_add(root, "Users"), "User", guid=_USER, name="bpa-agenda", id="bpa-agenda")
    _add_codes(_add(_add(root, "CodeBook"), "Codes"), _codes(content), set())
    if texts:
        sources = _add(root, "Sources")
        for report, text in texts.items():
            held = [register for register in content.registers if register.report == report]
            _add_source(sources, trace, report, text, held)
    version = f", versie {front.version} ({front.status})" if front else ""
    _describe(root, f"{title}{version}. Wat hier verandert, komt niet terug in de agenda.")
    etree.indent(root, " ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_SCHEMA}}}{tag}", attributes)


def _describe(parent: etree._Element, text: str) -> None:
    if text:
        _add(parent, "Description").text = text


def _made(date: datetime.date | None, by: str = "creatingUser") -> dict[str, str]:
    """By whom and when, as attributes; at noon, which is the same day in nearly every time zone."""
    when = {"creationDateTime": f"{date.isoformat()}T12:00:00Z"} if date else {}
    return {by: _USER, **when}


def _latest(registers: Iterable[Register]) -> datetime.date | None:
    return max((register.date for register in registers if register.date), default=None)


def _codes(content: Content) -> Iterator[_Code]:
    """The code book: the themes with their questions, then folders for all else."""
    listed = themes_in_order(content)
    number = numbers(listed)
    for theme in (*listed, *(theme for theme in content.themes if theme not in listed)):
        yield _theme(theme, number)
    yield from (folder for folder in _folders(content) if folder.children)


def _theme(theme: Theme, number: Mapping[str, str]) -> _Code:
    what = "Uitspraken onder het thema als geheel of onder zijn verband met een ander thema."
    questions = tuple(_question(question, number) for question in theme.questions)
    return _Code(("theme", theme.id), _numbered(number, theme.id, theme.title), what, questions)


def _question(question: Question, number: Mapping[str, str]) -> _Code:
    subs = tuple(
        _Code(("question", sub.id), _numbered(number, sub.id, sub.question), sub.question)
        for sub in question.sub_questions
    )
    name = _numbered(number, question.id, question.title)
    return _Code(("question", question.id), name, question.question, subs)


def _numbered(number: Mapping[str, str], name: str, title: str) -> str:
    return f"{number.get(name, '')} {title}"


def _folders(content: Content) -> Iterator[_Code]:
    front = content.front
    order = [*front.front, *front.back] if front else []
    places = {name: place for place, name in enumerate(order)}
    sections = sorted(content.sections, key=lambda s: places.get(s.id, len(order)))
    yield _folder("section", "Hoofdstuk", [(s.id, s.title) for s in sections])
    yield _folder("proposal", "Onderzoeksvoorstel", [(p.id, p.title) for p in content.proposals])
    yield _folder("person", "Persoon", [(p.id, p.name) for p in content.people])
    yield _folder("organisation", "Organisatie", [(o.id, o.name) for o in content.organisations])
    yield _folder(
        "literature", "Literatuur", [(p.id, dutch.named(p) or p.id) for p in content.literature]
    )
    reasons = [(reason, _REASONS[reason]) for reason in Reason.choices]
    yield _folder("set-aside", "Terzijde gelegd", reasons)
    workshops = tuple(_workshop(register) for register in content.registers)
    yield _Code(("folder", "group"), "Groep", "Wie het zei.", workshops, is_folder=True)


def _folder(kind: str, name: str, entries: Iterable[tuple[str, str]]) -> _Code:
    children = tuple(_Code((kind, key), title) for key, title in entries)
    return _Code(("folder", kind), name, "", children, is_folder=True)


def _workshop(register: Register) -> _Code:
    groups = tuple(
        _Code(("group", _key(register, group)), f"{group.title} ({_key(register, group)})")
        for group in register.groups
    )
    name = f"{register.title} ({register.id})"
    held = register.date.isoformat() if register.date else ""
    return _Code(("workshop", register.id), name, held, groups, is_folder=True)


def _key(register: Register, group: Group) -> str:
    return f"{register.id}.{group.id}"


def _add_codes(parent: etree._Element, codes: Iterable[_Code], taken: set[str]) -> None:
    for code in codes:
        name = _free_name(code, taken)
        taken.add(name.casefold())
        codable = "false" if code.is_folder else "true"
        element = _add(parent, "Code", guid=_guid(*code.key), name=name, isCodable=codable)
        _describe(element, code.description)
        _add_codes(element, code.children, taken)


def _free_name(code: _Code, taken: Set[str]) -> str:
    """A name that no other code has: of two with one name QualCoder loses the codings of one."""
    suffixes = chain(["", f" ({code.key[1][:40]})"], (f" ({number})" for number in count(2)))
    names = (f"{shorten(code.name, _LONGEST_NAME - len(s), placeholder='…')}{s}" for s in suffixes)
    return next(name for name in names if name.casefold() not in taken)


def _add_source(
    parent: etree._Element, trace: Trace, report: str, text: str, registers: Sequence[Register]
) -> None:
    guid, made = _guid("report", report), _made(_latest(registers))
    path = f"internal://{guid}.txt"
    name = report.rpartition("/")[2]
    source = _add(parent, "TextSource", guid=guid, name=name, plainTextPath=path, **made)
    _describe(source, "\n".join(register.title for register in registers))
    said = list(_said(registers))
    spans = _spans((each.statement for each in said), text)
    for each in said:
        if span := spans.get(each.statement.id):
            _add_selection(source, trace, each, span)


def _said(registers: Sequence[Register]) -> Iterator[_Said]:
    """All statements of a report; what stands outside the workshops is as old as the last one."""
    for register in registers:
        date = register.date or _latest(registers)
        for group in register.groups:
            for statement in group.statements:
                yield _Said(statement, _key(register, group), date)


def _add_selection(
    source: etree._Element, trace: Trace, said: _Said, span: tuple[int, int]
) -> None:
    """A selection with a coding for each code.

    The standard calls its positions those of the first and the last character, counted in code
    points from 0 (10.2). Its own example (A.2: from 139 to 195 for 56 characters) and the programs
    put the end behind the last character, and so do we.
    """
    name, made = said.statement.id, _made(said.date)
    start, end = map(str, span)
    selection = _add(
        source, "PlainTextSelection", guid=_guid("statement", name), name=name,
        startPosition=start, endPosition=end, **made,
    )  # fmt: skip
    # QualCoder forgets the name of a selection and keeps its description.
    _describe(selection, f"{name}: {_outcome(trace, name)}")
    for key in _codes_of(trace, said):
        coding = _add(selection, "Coding", guid=_guid("coding", name, *key), **made)
        _add(coding, "CodeRef", targetGUID=_guid(*key))


def _outcome(trace: Trace, name: str) -> str:
    outcome = trace.outcome(name)
    why = f": {trace.set_aside[name].explanation}" if outcome == "set-aside" else ""
    return f"{_OUTCOMES[outcome]}{why}"


def _codes_of(trace: Trace, said: _Said) -> Iterable[_Key]:
    """What the statement supports, why it was set aside and who said it, each once."""
    name = said.statement.id
    supports = trace.supports.get(name, ())
    keys: list[_Key] = [(_FAMILIES.get(s.kind, s.kind), s.owner) for s in supports]
    if name in trace.set_aside:
        keys.append(("set-aside", trace.set_aside[name].reason))
    return dict.fromkeys((*keys, ("group", said.group)))


def _spans(statements: Iterable[Statement], text: str) -> dict[str, tuple[int, int]]:
    """From where to where each statement goes in the text of its report, by id."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    # A line may hold several statements: how far those before came, by the number of the line.
    done = dict(enumerate(starts, start=1))
    spans = {}
    for statement in statements:
        found = []
        for number, pattern in _patterns(statement):
            match = pattern.match(text, done[number], starts[number] - 1)
            if match is None:
                raise ValueError(f"line {number} of the report is not what {statement.id} says")
            if match[1]:
                found.append(match.span(1))
                done[number] = match.end()
        if found:
            spans[str(statement.id)] = (found[0][0], found[-1][1])
    return spans


def _patterns(statement: Statement) -> Iterator[tuple[int, re.Pattern[str]]]:
    """What must stand on each line of the report that a statement covers."""
    for number, said in enumerate(statement.text.split("\n"), start=statement.line):
        yield number, _pattern(statement.mark if number == statement.line else "", said)


def _pattern(mark: str, said: str) -> re.Pattern[str]:
    """Finds what is said behind its mark, however many blanks the report has between the words."""
    before, words = (r"\s+".join(map(re.escape, part.split())) for part in (mark, said))
    return re.compile(rf"\s*(?:{before}\s*)?({words})" if words else rf"\s*({before})?")


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes: fixed order, times and compression."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            archive.writestr(entry, data)
    return memory.getvalue()
