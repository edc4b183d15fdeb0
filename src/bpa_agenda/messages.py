"""Every message that a user can see about the content, in one place, each with its stable code."""

from typing import NamedTuple

from bpa_agenda.problems import Location, Problem, Severity

_NOTE, _WARNING, _ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR


class _Message(NamedTuple):
    text: str
    hint: str = ""
    severity: Severity = _ERROR


MESSAGES = {
    # files and YAML
    "missing-file": _Message("the file is missing"),
    "unexpected-file": _Message("nothing reads this file", "{hint}", _WARNING),
    "not-utf-8": _Message(
        "the file is not UTF-8 text", "save it as “UTF-8” in your editor; byte {byte} is not"
    ),
    "empty-file": _Message("the file is empty"),
    "control-character": _Message(
        "control character U+{code_point:04X}", "Word cannot open a document with it; delete it"
    ),
    "yaml-syntax": _Message("not valid YAML: {detail}", "{hint}"),
    "duplicate-key": _Message(
        "the key “{key}” stands here twice", "the first is at line {line}; keep one of them"
    ),
    "yaml-alias": _Message(
        "an alias (*{name}) stands for text elsewhere", "write the value out; aliases are not used"
    ),
    "unknown-tag": _Message("unknown tag {tag}", "the only tag is !open"),
    # structure
    "unknown-key": _Message("unknown key “{key}”", "{hint}"),
    "missing-key": _Message("the key “{key}” is missing", "{hint}"),
    "wrong-type": _Message("“{key}” must be {expected}, not {found}", "{hint}"),
    "yaml-type": _Message(
        "YAML reads {value} as a {found}, not as text", "put it in quotes: '{value}'"
    ),
    "empty-value": _Message(
        "“{key}” has no value", "write one, or !open followed by what is to be filled in"
    ),
    "empty-open": _Message(
        "!open does not say what is to be filled in", "write it behind the tag: !open The amount"
    ),
    "open-not-allowed": _Message("“{key}” cannot be left open"),
    "not-a-date": _Message("“{value}” is not a date", "write year-month-day, as in 2018-03-28"),
    "not-a-number": _Message("“{value}” is not a whole number"),
    "not-one-line": _Message("“{key}” must fit on one line"),
    "not-a-choice": _Message("“{value}” is not one of: {choices}", "{hint}"),
    "bad-id": _Message(
        "“{value}” cannot be an id",
        "use lower-case letters, digits and hyphens, as in werk-en-zorg",
    ),
    # content
    "duplicate-id": _Message(
        "the {kind} id “{id}” is used twice", "the other is at {other}; give one another id"
    ),
    "unknown-reference": _Message("there is no {kind} “{id}”", "{hint}"),
    "repeated-reference": _Message("“{id}” is named twice in this list", "delete one of them"),
    "no-sources": _Message(
        "the {kind} “{id}” names no statement that it rests on",
        "list the ids of its statements under “sources”",
    ),
    "repeated-question": _Message(
        "this sub-question repeats another: “{text}”", "the other is at {other}"
    ),
    "unknown-abbreviation": _Message(
        "the abbreviation “{id}” is not explained", "add it to agenda/abbreviations.yaml", _WARNING
    ),
    "unsupported-markdown": _Message("Markdown that Word cannot show here: {what}", "{hint}"),
    "not-in-agenda": _Message(
        "“{id}” stands in no list of agenda/agenda.yaml, so no document shows it",
        "add it to front, themes or back",
    ),
    "unaccounted": _Message(
        "the statement “{id}” supports nothing and was not set aside",
        "name it as a source, or say in agenda/set-aside.yaml why not",
        _NOTE,
    ),
    "set-aside-but-used": _Message(
        "the statement “{id}” was set aside but is a source all the same",
        "delete it here or there",
        _WARNING,
    ),
    "suspect-link": _Message(
        "the statement “{id}” has changed since this link was last looked at; it now says: {text}",
        "read it, mend the text here if needed, then: agenda trace accept {id}",
        _WARNING,
    ),
    "links-unreadable": _Message(
        "the memory of links cannot be read: {detail}",
        "take it back from version control, or delete it and run: agenda trace accept",
    ),
    "query": _Message("for the editors to settle: {what}", severity=_NOTE),
    "open": _Message("still open: {what}", severity=_NOTE),
    # documents and templates
    "same-output": _Message("two documents are written to “{name}”", "the other is at {other}"),
    "bad-file-name": _Message("“{value}” is not a file name in its folder", "{hint}"),
    "nothing-to-show": _Message("the document shows neither the agenda nor a proposal", "{hint}"),
    "template-unreadable": _Message("the template cannot be opened: {detail}", "{hint}"),
    "template-syntax": _Message("{detail} in “{text}”", "{hint}"),
    "template-variable": _Message("unknown variable {name} in “{text}”", "{hint}"),
    "template-style": _Message("the style “{name}” is missing", "{hint}"),
    "template-target": _Message(
        "the template shows no number or title for {name}, to which text refers",
        "show it in a heading, as in {{{{ q.number }}}}  {{{{ q.title }}}}",
    ),
    "layout": _Message("no page numbers and no PDF: {detail}", severity=_WARNING),
    "template-broken": _Message("what it makes is not a Word document: {detail}", "{hint}"),
    # reports and registers
    "report-unreadable": _Message("the report cannot be read: {detail}", "{hint}"),
    "no-workshop": _Message(
        "no workshop found; everything was taken as front matter",
        "a workshop opens with a line as: Verslag van het werkatelier ‘titel’ op 28 maart 2018",
        _WARNING,
    ),
    "tracked-changes": _Message(
        "the report holds tracked changes", "insertions were read, deletions were not", _WARNING
    ),
    "vanished": _Message(
        "the report no longer holds “{id}”: {text}",
        "import again with --drop-vanished to delete it from the register",
    ),
    "report-not-registered": _Message(
        "this line is in no register: {text}", "agenda import {report}"
    ),
    "not-in-report": _Message(
        "line {line} of the report is not what “{id}” says: {text}", "{hint}"
    ),
    "registered-twice": _Message("line {line} of the report is here more than once", "{hint}"),
    "parent-loop": _Message("“{id}” is its own ancestor"),
    "still-a-guess": _Message(
        "the importer guessed the {what} of “{id}”",
        "read it, mend it where needed, and delete the word from “guess”",
        _WARNING,
    ),
}


def problem(code: str, at: Location, **values: object) -> Problem:
    """The problem with this code at this place, its message and hint filled in."""
    message = MESSAGES[code]
    hint = message.hint.format_map(values) if message.hint else ""
    return Problem(at, code, message.text.format_map(values), message.severity, hint)
