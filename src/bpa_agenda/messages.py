"""Every message that a user can see about the content, in one place, each with its stable code."""

from bpa_agenda.message import NOTE, WARNING, Message
from bpa_agenda.problems import Location, Problem
from bpa_agenda.review_messages import REVIEW_MESSAGES

MESSAGES = {
    # files and YAML
    "missing-file": Message("the file is missing"),
    "unexpected-file": Message("nothing reads this file", "{hint}", WARNING),
    "not-utf-8": Message(
        "the file is not UTF-8 text", "save it as “UTF-8” in your editor; byte {byte} is not"
    ),
    "empty-file": Message("the file is empty"),
    "control-character": Message(
        "control character U+{code_point:04X}", "Word cannot open a document with it; delete it"
    ),
    "yaml-syntax": Message("not valid YAML: {detail}", "{hint}"),
    "duplicate-key": Message(
        "the key “{key}” stands here twice", "the first is at line {line}; keep one of them"
    ),
    "git-conflict": Message(
        "here begins what git could not merge",
        "keep what is right of both and delete the lines with <<<<<<<, ======= and >>>>>>>",
    ),
    "yaml-alias": Message(
        "an alias (*{name}) stands for text elsewhere", "write the value out; aliases are not used"
    ),
    "yaml-anchor": Message(
        "&{name} is the name of a place for YAML and would disappear",
        "a text that begins with & belongs in quotes",
    ),
    "remark-behind-text": Message(
        "this is a remark for YAML, and no document shows it: {text}",
        "if it belongs to the text before it, put the text in quotes; else on a line of its own",
        WARNING,
    ),
    "unknown-tag": Message(
        "unknown tag {tag}", "the only tag is !open; a text that begins with ! belongs in quotes"
    ),
    # structure
    "unknown-key": Message("unknown key “{key}”", "{hint}"),
    "missing-key": Message("the key “{key}” is missing", "{hint}"),
    "wrong-type": Message("“{key}” must be {expected}, not {found}", "{hint}"),
    "yaml-type": Message(
        "YAML reads {value} as a {found}, not as text", "put it in quotes: '{value}'"
    ),
    "empty-value": Message(
        "“{key}” has no value", "write one, or !open followed by what is to be filled in"
    ),
    "empty-open": Message(
        "!open does not say what is to be filled in", "write it behind the tag: !open The amount"
    ),
    "reference-in-open": Message(
        "what is still to be filled in is plain text and cannot hold {text}",
        "name the publication or the question in words",
    ),
    "open-not-allowed": Message("“{key}” cannot be left open"),
    "not-a-date": Message("“{value}” is not a date", "write year-month-day, as in 2018-03-28"),
    "not-an-amount": Message(
        "“{value}” is not an amount", "write digits only, with a point for cents, as in 1250.50"
    ),
    "not-a-number": Message("“{value}” is not a whole number"),
    "not-one-line": Message("“{key}” must fit on one line"),
    "not-a-choice": Message("“{value}” is not one of: {choices}", "{hint}"),
    "bad-id": Message(
        "“{value}” cannot be an id",
        "use lower-case letters, digits and hyphens, as in werk-en-zorg",
    ),
    # content
    "duplicate-id": Message(
        "the {kind} id “{id}” is used twice", "the other is at {other}; give one another id"
    ),
    "unknown-reference": Message("there is no {kind} “{id}”", "{hint}"),
    "unreadable-citation": Message(
        "this citation cannot be read: {text}",
        "write [@id], [zie @id, p. 12], [-@id] or [@id; @id], without bold, italics or links in it",
    ),
    "bare-citation": Message(
        "“@{id}” stands outside square brackets",
        "write [@{id}], or only the year: [-@{id}]",
    ),
    "reference-in-title": Message(
        "a title cannot hold a reference: {text}", "put it in the text below the title"
    ),
    "no-author": Message(
        "the publication has no author", "write “authors: !open …” if nobody knows yet"
    ),
    "unclear-author": Message(
        "“{name}” is not one author",
        "an item for each, as in “Jansen, Jo”; if there are more, “et al.” as the last item",
    ),
    "repeated-reference": Message("“{id}” is named twice in this list", "delete one of them"),
    "no-sources": Message(
        "the {kind} “{id}” names no statement that it rests on",
        "list the ids of its statements under “sources”",
    ),
    "repeated-question": Message(
        "this sub-question repeats another: “{text}”", "the other is at {other}"
    ),
    "unknown-abbreviation": Message(
        "the abbreviation “{id}” is not explained", "add it to agenda/abbreviations.yaml", WARNING
    ),
    "unsupported-markdown": Message("Markdown that Word cannot show here: {what}", "{hint}"),
    "picture-in-text": Message(
        "the picture “{source}” does not stand alone",
        "put it in a paragraph of its own, outside lists, quotations, tables and footnotes",
    ),
    "picture-syntax": Message(
        "this picture cannot be read: {text}", 'write ![What one sees](file.png "The caption")'
    ),
    "no-alt-text": Message(
        "the picture “{source}” has no alternative text",
        'say what one sees in it, for who cannot see it: ![What one sees]({source} "The caption")',
    ),
    "no-caption": Message(
        "the picture “{source}” has no caption",
        'write it in quotes behind the name: ![What one sees]({source} "The caption")',
    ),
    "no-picture": Message("there is no picture “{source}”", "{hint}"),
    "bad-picture": Message("this picture cannot be used: {detail}", "{hint}"),
    "caption-without-id": Message(
        "this caption of a table has no id: {text}",
        "end it with an id to refer to, as in: Tabel: Wie meedeed {{#wie-meedeed}}",
    ),
    "caption-without-table": Message(
        "no table follows this caption: {text}",
        "put it in the paragraph right before its table, outside lists and quotations",
    ),
    "not-in-agenda": Message(
        "“{id}” stands in no list of agenda/agenda.yaml, so no document shows it",
        "add it to front, themes or back",
    ),
    "unaccounted": Message(
        "the statement “{id}” supports nothing and was not set aside",
        "name it as a source, or say in agenda/set-aside.yaml why not",
        NOTE,
    ),
    "set-aside-but-used": Message(
        "the statement “{id}” was set aside but is a source all the same",
        "delete it here or there",
        WARNING,
    ),
    "suspect-link": Message(
        "the statement “{id}” has changed since this link was last looked at; it now says: {text}",
        "read it, mend the text here if needed, then: agenda trace accept {id}",
        WARNING,
    ),
    "links-unreadable": Message(
        "the memory of links cannot be read: {detail}",
        "take it back from version control, or delete it and run: agenda trace accept",
    ),
    "open-in-text": Message(
        "“!open” within a text is printed as it stands, and nobody counts it",
        "write it right behind a key and without quotes, as in “title: !open What lacks”",
    ),
    "query": Message("for the editors to settle: {what}", severity=NOTE),
    "open": Message("still open: {what}", severity=NOTE),
    # documents and templates
    "same-output": Message("two documents are written to “{name}”", "the other is at {other}"),
    "bad-file-name": Message("“{value}” is not a file name in its folder", "{hint}"),
    "nothing-to-show": Message("the document shows neither the agenda nor a proposal", "{hint}"),
    "missing-template": Message("there is no templates/{name}", "{hint}"),
    "template-unreadable": Message("the template cannot be opened: {detail}", "{hint}"),
    "template-syntax": Message("{detail} in “{text}”", "{hint}"),
    "template-variable": Message("unknown variable {name} in “{text}”", "{hint}"),
    "template-style": Message("the style “{name}” is missing", "{hint}"),
    "template-tag": Message("“{found}”{where} is not a tag", "write {meant}"),
    "template-character": Message(
        "a tag with “{character}” in it in “{text}”",
        "give the value a name first: {{% set name = … %}} in a paragraph before it",
    ),
    "template-lost": Message("the {what} beside {tag} would be lost in “{text}”", "{hint}"),
    "template-place": Message(
        "{prefix} stands outside a table in “{text}”",
        "{prefix} is for the rows and cells of tables; write {{%p for paragraphs",
    ),
    "template-changes": Message(
        "the deleted text “{deleted}” is still there in “{text}”",
        "accept or reject all changes in Word (Review, Accept All Changes)",
    ),
    "template-block": Message("{detail} in “{text}”", "{hint}"),
    "template-empty": Message("{detail}; see “{text}”", "{hint}"),
    "template-name": Message("there is no {kind} “{name}” in “{text}”", "{hint}"),
    "template-loop": Message("{name} is no list in “{text}”", "{hint}"),
    "template-shown": Message("{name} is {what}, not a text, in “{text}”", "{hint}"),
    "template-absent": Message(
        "{name} may be absent, and nothing asks whether it is there in “{text}”",
        "{hint}",
        WARNING,
    ),
    "template-paragraphs": Message(
        "{name} may have paragraphs and lists, which are lost in “{text}”", "{hint}", WARNING
    ),
    "template-numbering": Message(
        "the style “{name}” has no numbering",
        "give it a numbering in Word (Styles, Modify, Format, Numbering)",
    ),
    "copy-in-place": Message(
        "the copy would take the place of another file", "name another folder for the copies"
    ),
    "template-target": Message(
        "the template shows no number or title for {name}, to which text refers",
        "show it in a heading, as in {{{{ q.number }}}}  {{{{ q.title }}}}",
    ),
    "layout": Message("no page numbers and no PDF: {detail}", severity=WARNING),
    "no-pdf": Message("no PDF, so no zip: {detail}", "agenda build makes the Word document alone"),
    "no-document": Message(
        "no document shows the proposal “{id}”", "add one with “proposal: {id}” and its template"
    ),
    "template-broken": Message("what it makes is not a Word document: {detail}", "{hint}"),
    # proposals
    "subsidy-too-high": Message("the subsidy of {asked} is above the maximum of {most}", "{rule}"),
    "too-short": Message("{months} months is less than the {bound} that it must be", "{rule}"),
    "too-long": Message("{months} months is more than the {bound} that it may be", "{rule}"),
    "too-few-partners": Message(
        "the consortium needs {least} partners of the kind {kind} and has {found}",
        "add a partner with “name: !open …”; {rule}",
    ),
    "co-financing-too-low": Message(
        "co-financing is {found} % of {of} and must be {least} %", "{rule}"
    ),
    "overhead-twice": Message("the rate already includes overhead; delete this", "{rule}"),
    "section-too-long": Message("“{key}” has {words} words; {most} are allowed", "{rule}"),
    "little-space": Message(
        "{criterion} gets {got} % of the text and weighs {weight} %", "{rule}", NOTE
    ),
    "rule-unknown": Message("{scheme}, not tested: rule not found: {text}", severity=NOTE),
    "money-differs": Message(
        "the costs are {costs} and the funding is {funding}",
        "a difference of {difference}; mend lines of costs, the subsidy or a contribution",
    ),
    "hours-differ": Message(
        "“{id}” promises {promised} hours and pays {budgeted} hours itself in the budget",
        "mend one of the two; hours that a partner pays itself have “paid_by: partner”",
    ),
    "cash-differs": Message(
        "“{id}” promises {promised} in cash and the funding counts on {counted}",
        "mend one of the two",
    ),
    "in-kind-differs": Message(
        "the funding counts on {counted} in kind from “{id}”, which pays {budgeted} itself in the "
        "budget",
        "mend one of the two; costs that a partner pays itself have “paid_by: partner”",
    ),
    "not-in-package": Message(
        "“{id}” has costs in “{package}” and does not work in it",
        "add it to “partners” of “{package}”, or give the line another work package",
    ),
    "no-hours-in-package": Message(
        "“{id}” works in “{package}” and has no hours in it",
        "add a line of hours, or take it out of “partners”",
        WARNING,
    ),
    "no-budget": Message(
        "the budget has a text and no {what}", "fill in “{keys}”, or write “budget: !open …”"
    ),
    "sub-question-without": Message(
        "the sub-question “{id}” has no {key}", "write “{key}: !open …” if it is not known yet"
    ),
    "impact-without": Message(
        "there is no doorwerking for {key}", "write “{key}: !open …” if it is not known yet{rule}"
    ),
    "empty-section": Message(
        "“{key}” is empty, and {criterion} is judged by it", "write it, or take it up again{rule}"
    ),
    "placeholder": Message(
        "“{text}” says nothing yet", "write !open and what is to be filled in, so that it is listed"
    ),
    "ends-before-it-begins": Message("“{id}” begins in month {start} and ends in month {end}"),
    "outside-project": Message("“{id}” has month {month}; the project has months 1 to {last}"),
    "serves-nothing": Message("the {what} “{id}” serves nothing", "give it a task or delete it"),
    "no-hours": Message("nobody has hours in the work package “{id}”", severity=WARNING),
    "not-from-the-field": Message(
        "the practice question of “{id}” rests on no statement of a discussion group",
        "name statements of the groups under “sources”",
    ),
    # reports and registers
    "report-unreadable": Message("the file cannot be read: {detail}", "{hint}"),
    "no-workshop": Message(
        "no workshop found; everything was taken as front matter",
        "a workshop opens with a line as: Verslag van het werkatelier ‘titel’ op 28 maart 2018",
        WARNING,
    ),
    "tracked-changes": Message(
        "the report holds tracked changes", "insertions were read, deletions were not", WARNING
    ),
    "vanished": Message(
        "the report no longer holds “{id}”: {text}",
        "import again with --drop-vanished to delete it from the register",
    ),
    "report-not-registered": Message(
        "this line is in no register: {text}", "agenda import {report}"
    ),
    "not-in-report": Message("line {line} of the report is not what “{id}” says: {text}", "{hint}"),
    "registered-twice": Message("line {line} of the report is here more than once", "{hint}"),
    "parent-loop": Message("“{id}” is its own ancestor"),
    "still-a-guess": Message(
        "the importer guessed the {what} of “{id}”",
        "read it, mend it where needed, and delete the word from “guess”",
        WARNING,
    ),
    **REVIEW_MESSAGES,
}


def problem(code: str, at: Location, **values: object) -> Problem:
    """The problem with this code at this place, its message and hint filled in."""
    message = MESSAGES[code]
    hint = message.hint.format_map(values) if message.hint else ""
    return Problem(at, code, message.text.format_map(values), message.severity, hint)
