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
    "git-conflict": _Message(
        "here begins what git could not merge",
        "keep what is right of both and delete the lines with <<<<<<<, ======= and >>>>>>>",
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
    "reference-in-open": _Message(
        "what is still to be filled in is plain text and cannot hold {text}",
        "name the publication or the question in words",
    ),
    "open-not-allowed": _Message("“{key}” cannot be left open"),
    "not-a-date": _Message("“{value}” is not a date", "write year-month-day, as in 2018-03-28"),
    "not-an-amount": _Message(
        "“{value}” is not an amount", "write digits only, with a point for cents, as in 1250.50"
    ),
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
    "unreadable-citation": _Message(
        "this citation cannot be read: {text}",
        "write [@id], [zie @id, p. 12], [-@id] or [@id; @id], without bold, italics or links in it",
    ),
    "bare-citation": _Message(
        "“@{id}” stands outside square brackets",
        "write [@{id}], or only the year: [-@{id}]",
    ),
    "reference-in-title": _Message(
        "a title cannot hold a reference: {text}", "put it in the text below the title"
    ),
    "no-author": _Message(
        "the publication has no author", "write “authors: !open …” if nobody knows yet"
    ),
    "unclear-author": _Message(
        "“{name}” is not one author",
        "an item for each, as in “Jansen, Jo”; if there are more, “et al.” as the last item",
    ),
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
    "picture-in-text": _Message(
        "the picture “{source}” does not stand alone",
        "put it in a paragraph of its own, outside lists, quotations, tables and footnotes",
    ),
    "picture-syntax": _Message(
        "this picture cannot be read: {text}", 'write ![What one sees](file.png "The caption")'
    ),
    "no-alt-text": _Message(
        "the picture “{source}” has no alternative text",
        'say what one sees in it, for who cannot see it: ![What one sees]({source} "The caption")',
    ),
    "no-caption": _Message(
        "the picture “{source}” has no caption",
        'write it in quotes behind the name: ![What one sees]({source} "The caption")',
    ),
    "no-picture": _Message("there is no picture “{source}”", "{hint}"),
    "bad-picture": _Message("this picture cannot be used: {detail}", "{hint}"),
    "caption-without-id": _Message(
        "this caption of a table has no id: {text}",
        "end it with an id to refer to, as in: Tabel: Wie meedeed {{#wie-meedeed}}",
    ),
    "caption-without-table": _Message(
        "no table follows this caption: {text}",
        "put it in the paragraph right before its table, outside lists and quotations",
    ),
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
    "missing-template": _Message("there is no templates/{name}", "{hint}"),
    "template-unreadable": _Message("the template cannot be opened: {detail}", "{hint}"),
    "template-syntax": _Message("{detail} in “{text}”", "{hint}"),
    "template-variable": _Message("unknown variable {name} in “{text}”", "{hint}"),
    "template-style": _Message("the style “{name}” is missing", "{hint}"),
    "template-tag": _Message("“{found}”{where} is not a tag", "write {meant}"),
    "template-character": _Message(
        "a tag with “{character}” in it in “{text}”",
        "give the value a name first: {{% set name = … %}} in a paragraph before it",
    ),
    "template-lost": _Message("the {what} beside {tag} would be lost in “{text}”", "{hint}"),
    "template-place": _Message(
        "{prefix} stands outside a table in “{text}”",
        "{prefix} is for the rows and cells of tables; write {{%p for paragraphs",
    ),
    "template-changes": _Message(
        "the deleted text “{deleted}” is still there in “{text}”",
        "accept or reject all changes in Word (Review, Accept All Changes)",
    ),
    "template-block": _Message("{detail} in “{text}”", "{hint}"),
    "template-empty": _Message("{detail}; see “{text}”", "{hint}"),
    "template-name": _Message("there is no {kind} “{name}” in “{text}”", "{hint}"),
    "template-loop": _Message("{name} is no list in “{text}”", "{hint}"),
    "template-shown": _Message("{name} is {what}, not a text, in “{text}”", "{hint}"),
    "template-absent": _Message(
        "{name} may be absent, and nothing asks whether it is there in “{text}”",
        "{hint}",
        _WARNING,
    ),
    "template-paragraphs": _Message(
        "{name} may have paragraphs and lists, which are lost in “{text}”", "{hint}", _WARNING
    ),
    "template-numbering": _Message(
        "the style “{name}” has no numbering",
        "give it a numbering in Word (Styles, Modify, Format, Numbering)",
    ),
    "copy-in-place": _Message(
        "the copy would take the place of another file", "name another folder for the copies"
    ),
    "template-target": _Message(
        "the template shows no number or title for {name}, to which text refers",
        "show it in a heading, as in {{{{ q.number }}}}  {{{{ q.title }}}}",
    ),
    "layout": _Message("no page numbers and no PDF: {detail}", severity=_WARNING),
    "no-pdf": _Message("no PDF, so no zip: {detail}", "agenda build makes the Word document alone"),
    "no-document": _Message(
        "no document shows the proposal “{id}”", "add one with “proposal: {id}” and its template"
    ),
    "template-broken": _Message("what it makes is not a Word document: {detail}", "{hint}"),
    # proposals
    "subsidy-too-high": _Message("the subsidy of {asked} is above the maximum of {most}", "{rule}"),
    "too-short": _Message("{months} months is less than the {bound} that it must be", "{rule}"),
    "too-long": _Message("{months} months is more than the {bound} that it may be", "{rule}"),
    "too-few-partners": _Message(
        "the consortium needs {least} partners of the kind {kind} and has {found}",
        "add a partner with “name: !open …”; {rule}",
    ),
    "co-financing-too-low": _Message(
        "co-financing is {found} % of {of} and must be {least} %", "{rule}"
    ),
    "overhead-twice": _Message("the rate already includes overhead; delete this", "{rule}"),
    "section-too-long": _Message("“{key}” has {words} words; {most} are allowed", "{rule}"),
    "little-space": _Message(
        "{criterion} gets {got} % of the text and weighs {weight} %", "{rule}", _NOTE
    ),
    "rule-unknown": _Message("{scheme}, not tested: rule not found: {text}", severity=_NOTE),
    "money-differs": _Message(
        "the costs are {costs} and the funding is {funding}",
        "a difference of {difference}; mend lines of costs, the subsidy or a contribution",
    ),
    "hours-differ": _Message(
        "“{id}” promises {promised} hours and pays {budgeted} hours itself in the budget",
        "mend one of the two; hours that a partner pays itself have “paid_by: partner”",
    ),
    "cash-differs": _Message(
        "“{id}” promises {promised} in cash and the funding counts on {counted}",
        "mend one of the two",
    ),
    "in-kind-differs": _Message(
        "the funding counts on {counted} in kind from “{id}”, which pays {budgeted} itself in the "
        "budget",
        "mend one of the two; costs that a partner pays itself have “paid_by: partner”",
    ),
    "not-in-package": _Message(
        "“{id}” has costs in “{package}” and does not work in it",
        "add it to “partners” of “{package}”, or give the line another work package",
    ),
    "no-hours-in-package": _Message(
        "“{id}” works in “{package}” and has no hours in it",
        "add a line of hours, or take it out of “partners”",
        _WARNING,
    ),
    "no-budget": _Message(
        "the budget has a text and no {what}", "fill in “{keys}”, or write “budget: !open …”"
    ),
    "sub-question-without": _Message(
        "the sub-question “{id}” has no {key}", "write “{key}: !open …” if it is not known yet"
    ),
    "impact-without": _Message(
        "there is no doorwerking for {key}", "write “{key}: !open …” if it is not known yet{rule}"
    ),
    "empty-section": _Message(
        "“{key}” is empty, and {criterion} is judged by it", "write it, or take it up again{rule}"
    ),
    "placeholder": _Message(
        "“{text}” says nothing yet", "write !open and what is to be filled in, so that it is listed"
    ),
    "ends-before-it-begins": _Message("“{id}” begins in month {start} and ends in month {end}"),
    "outside-project": _Message("“{id}” has month {month}; the project has months 1 to {last}"),
    "serves-nothing": _Message("the {what} “{id}” serves nothing", "give it a task or delete it"),
    "no-hours": _Message("nobody has hours in the work package “{id}”", severity=_WARNING),
    "not-from-the-field": _Message(
        "the practice question of “{id}” rests on no statement of a discussion group",
        "name statements of the groups under “sources”",
    ),
    # reports and registers
    "report-unreadable": _Message("the file cannot be read: {detail}", "{hint}"),
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
    # review
    "review-stranger": _Message(
        "this is not a document of this project, or nothing of it is left",
        "was it sent with “agenda review send”?",
    ),
    "review-foreign-map": _Message(
        "what it says of its own places cannot be right ({detail}); that is not used",
        "mark what goes out with “agenda review send”, and send that",
        _WARNING,
    ),
    "review-lost-places": _Message(
        "these of its texts are not in the agenda as it is now, and cannot be changed from here:"
        " {places}",
        "edit them by hand, or mark what goes out with “agenda review send”",
        _WARNING,
    ),
    "review-macros": _Message(
        "it has macros in it; they were not run",
        "the file is kept as it came: do not allow the macros when you open it",
        _WARNING,
    ),
    "review-embedded": _Message(
        "it has files in it that were not read: {names}",
        "open it in Word and look whether something in them is for the agenda",
        _WARNING,
    ),
    "review-lost-comments": _Message(
        "comments of which the text is not in the file any more: {count}",
        "ask the reviewer for the file as it was first saved",
        _WARNING,
    ),
    "review-vanished": _Message(
        "what {who} did in “{files}” is not all in this file: {ids}",
        "taken back, or changed since? they stay as they are until you decide about them",
        _WARNING,
    ),
    "review-twice": _Message(
        "“{id}” stands in the decisions twice",
        "the first is at {first}; keep one of them and delete the other",
    ),
    "review-round-gone": _Message(
        "it is missing, and what was decided in this round with it",
        "bring it back from an earlier version, or delete the folder of the round",
    ),
    "review-base-gone": _Message(
        "the map of “{file}” as it was sent is missing",
        "bring the folder “base” of this round back from an earlier version",
    ),
    "review-file-gone": _Message(
        "“{id}” was accepted and is in none of the files that came back ({files})",
        "bring “received” of this round back from an earlier version, or reject it",
    ),
    "review-place-gone": _Message(
        "there is no text at “{path}” any more, where it said “{was}”; {versions}",
        "edit the agenda by hand, and answer or reject these items: {items}",
    ),
    "review-not-ours": _Message(
        "this is not a file of the agenda; nothing is written there: {items}",
        "reject these items; was the file they come from made with this project?",
    ),
    "review-uncounted": _Message(
        "{counted} changes and comments are in the file and {read} were read",
        "this is a mistake in the program; keep the file and report it",
    ),
    "review-base-broken": _Message(
        "the map of what was sent was changed or cannot be read",
        "bring it back from an earlier version; nobody needs to edit it",
    ),
    "review-by-text": _Message(
        "{count} passages lost their mark on the way and were found by their text",
        "look whether their changes stand in the right place",
        _WARNING,
    ),
    "review-unsent": _Message(
        "this document was not marked as sent; it is kept with “{round}”",
        "mark what goes out with “agenda review send”",
        _WARNING,
    ),
    "review-no-round": _Message("there is no round “{name}”", "{hint}"),
    "review-nothing-sent": _Message(
        "nothing was sent for review yet", "send documents out with “agenda review send”"
    ),
    "review-nothing-back": _Message(
        "nothing came back in “{round}” yet", "read files that came back with “agenda review read”"
    ),
    "review-unknown-item": _Message("there is no item “{id}”", "{hint}"),
    "review-refused": _Message(
        "“{id}” cannot be put in the text by itself: {reason}",
        'edit {where} by hand, and tell the reader: agenda review answer {id} "…"',
    ),
    "review-conflict": _Message(
        "changes of “{path}” touch each other where it said “{was}”: {versions}",
        "keep one and reject the others, or edit the text and reject all; here: {items}",
    ),
}


def problem(code: str, at: Location, **values: object) -> Problem:
    """The problem with this code at this place, its message and hint filled in."""
    message = MESSAGES[code]
    hint = message.hint.format_map(values) if message.hint else ""
    return Problem(at, code, message.text.format_map(values), message.severity, hint)
