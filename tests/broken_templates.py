"""Templates that are broken by one small edit, as somebody would in Word, and what is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from conftest import ROOT

AGENDA = ROOT / "templates" / "onderzoeksagenda.docx"
Edit = Callable[[Any], None]


@dataclass(frozen=True)
class Broken:
    """A mistake in a sentence, the edit that makes it, and what is said without its place."""

    name: str
    edit: Edit
    said: str


def text_of(paragraph: Any) -> str:
    own = (t for t in paragraph.iter(qn("w:t")))
    return "".join(t.text or "" for t in own if next(t.iterancestors(qn("w:p"))) is paragraph)


def found(document: Any, text: str, number: int = 0) -> Any:
    paragraphs = document.element.body.iter(qn("w:p"))
    return [p for p in paragraphs if text in text_of(p)][number]


def write(paragraph: Any, text: str) -> None:
    first, *rest = paragraph.iter(qn("w:t"))
    first.text = text
    for other in rest:
        other.text = ""


def change(old: str, new: str, number: int = 0) -> Edit:
    """Changes the text of one paragraph."""

    def edit(document: Any) -> None:
        paragraph = found(document, old, number)
        write(paragraph, text_of(paragraph).replace(old, new))

    return edit


def remove(text: str, number: int = 0) -> Edit:
    def edit(document: Any) -> None:
        paragraph = found(document, text, number)
        paragraph.getparent().remove(paragraph)

    return edit


def remove_behind(text: str, behind: str) -> Edit:
    """Removes the first paragraph with a text behind another."""

    def edit(document: Any) -> None:
        paragraphs = list(document.element.body.iter(qn("w:p")))
        start = paragraphs.index(found(document, behind))
        gone = next(p for p in paragraphs[start:] if text in text_of(p))
        gone.getparent().remove(gone)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(document: Any) -> None:
        for one in edits:
            one(document)

    return edit


def in_header(text: str) -> Edit:
    def edit(document: Any) -> None:
        document.sections[-1].header.paragraphs[0].text = text

    return edit


def without_style(name: str) -> Edit:
    def edit(document: Any) -> None:
        style = document.styles[name].element
        style.getparent().remove(style)

    return edit


def without_numbering(document: Any) -> None:
    style = document.styles["List Number"].element
    style.pPr.remove(style.pPr.numPr)


def deleted_tag(document: Any) -> None:
    """A tracked deletion that nobody has accepted yet."""
    change, run, text = (OxmlElement(f"w:{tag}") for tag in ("del", "r", "delText"))
    for name, value in (("id", "90"), ("author", "Els")):
        change.set(qn(f"w:{name}"), value)
    text.text = "{% if oud %}"
    run.append(text)
    change.append(run)
    found(document, "{{ agenda.subtitle }}").append(change)


def without_header_row(document: Any) -> None:
    table = next(found(document, "{%tr for entry in abbreviations").iterancestors(qn("w:tbl")))
    table.remove(table.find(qn("w:tr")))


def text_box(document: Any) -> None:
    run, picture, box, inner = (
        OxmlElement(f"w:{tag}") for tag in ("r", "pict", "txbxContent", "p")
    )
    box.append(inner)
    picture.append(box)
    run.append(picture)
    found(document, "{{p theme.stake }}").append(run)


def picture(document: Any) -> None:
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:drawing"))
    found(document, "{%p if q.who %}").append(run)


KNOWN = (
    "abbreviations, account, agenda, contents, literature, open_points, organisations, people, "
    "sections_after, sections_before, themes"
)
STAKE = "{{p theme.stake }}"
TITLE = "{{ agenda.title }}"
WHO = "{%p if q.who %}"
OF_THEME = "{%p for theme in themes %}"

BLOCKS = (
    Broken("a loop has no end", remove("{%p endfor %}", -1),
        "error: {% for %} has no end in “{%p for publication in literature %}” [template-syntax]\n"
        "    write {%p endfor %} where it ends"),
    Broken("a condition has no end", remove("{%p endif %}", -1),
        "error: {% if %} has no end in “{%p if open_points %}” [template-syntax]\n"
        "    write {%p endif %} where it ends"),
    Broken("a loop over rows has no end", remove("{%tr endfor %}", -1),
        "error: {% for %} has no end in “{%tr for point in open_points %}” [template-syntax]\n"
        "    write {%tr endfor %} where it ends"),
    Broken("an end ends nothing", change("Inhoud", "{%p endfor %}"),
        "error: {% endfor %} belongs to no {% for %} in “{%p endfor %}” [template-syntax]\n"
        "    delete it, or is its {% for … %} missing?"),
    Broken("an else stands alone", change("Inhoud", "{%p else %}"),
        "error: {% else %} belongs to no {% if %} in “{%p else %}” [template-syntax]\n"
        "    delete it, or is its {% if … %} missing?"),
    Broken("an end is that of something else", change("{%p endfor %}", "{%p endif %}", -1),
        "error: {% endif %} stands where {% endfor %} must stand in “{%p endif %}”"
        " [template-syntax]\n"
        "    it ends “{%p for publication in literature %}” of paragraph 133"),
    Broken("an end is misspelt", change("{%p endfor %}", "{%p endfro %}", -1),
        "error: there is no tag {% endfro %} in “{%p endfro %}” [template-syntax]\n"
        "    did you mean “endfor”?"),
    Broken("a beginning is misspelt", change(OF_THEME, "{%p fro theme in themes %}"),
        "error: there is no tag {% fro %} in “{%p fro theme in themes %}” [template-syntax]\n"
        "    did you mean “for”?"),
    Broken("a loop is not written as one", change(OF_THEME, "{%p for theme of themes %}"),
        "error: “of” stands where “in” must stand in “{%p for theme of themes %}”"
        " [template-syntax]"),
    Broken("a value has a word too many", change(TITLE, "{{ agenda title }}"),
        "error: “title” stands where “}}” must stand in “{{ agenda title }}” [template-syntax]"),
    Broken("a tag is empty", change(TITLE, "{{ }}"),
        "error: a tag without a name in “{{ }}” [template-syntax]"),
    Broken("another file is called in", change("Inhoud", "{% include 'kop.docx' %}"),
        "error: {% include %} cannot be used in “{% include 'kop.docx' %}” [template-syntax]\n"
        "    a template stands by itself"),
    Broken("three mistakes in the tags are said together", both(
            remove("{%p endfor %}", -1), change("{%p endif %}", "{%p endfi %}"),
            change(TITLE, "{{ agenda title }}")),
        "error: “title” stands where “}}” must stand in “{{ agenda title }}” [template-syntax]\n"
        "error: there is no tag {% endfi %} in “{%p endfi %}” [template-syntax]\n"
        "    did you mean “endif”?\n"
        "error: {% for %} has no end in “{%p for publication in literature %}” [template-syntax]\n"
        "    write {%p endfor %} where it ends"),
    Broken("a wrong name is found beside a loop without an end", both(
            remove("{%p endfor %}", -1), change(STAKE, "{{p theme.steak }}")),
        "error: unknown variable theme.steak in “{{p theme.steak }}” [template-variable]\n"
        "    did you mean “stake”?\n"
        "error: {% for %} has no end in “{%p for publication in literature %}” [template-syntax]\n"
        "    write {%p endfor %} where it ends"),
)  # fmt: skip

NAMES = (
    Broken("a part of a value does not exist", change(STAKE, "{{p theme.steak }}"),
        "error: unknown variable theme.steak in “{{p theme.steak }}” [template-variable]\n"
        "    did you mean “stake”?"),
    Broken("a variable does not exist", change(TITLE, "{{ titel }}"),
        f"error: unknown variable titel in “{{{{ titel }}}}” [template-variable]\n"
        f"    known here: {KNOWN}"),
    Broken("a condition asks for what does not exist", change(WHO, "{%p if q.whoo %}"),
        "error: unknown variable q.whoo in “{%p if q.whoo %}” [template-variable]\n"
        "    did you mean “who”?"),
    Broken("the variable of a loop is used behind it", change("Overzichten", "{{ theme.title }}"),
        "error: unknown variable theme in “{{ theme.title }}” [template-variable]\n"
        "    did you mean “themes”?"),
    Broken("the variable of a loop has another name",
        change("{%p for other in q.related %}", "{%p for kernvraag in q.related %}"),
        "error: unknown variable other in “{{ other.number }}{{ other.title }}”"
        " [template-variable]\n"
        "    did you mean “theme”?"),
    Broken("the same name is wrong in several paragraphs",
        both(*(change(old, "{{ titel }}") for old in (TITLE, "Versie", "Inhoud"))),
        f"error: unknown variable titel in “{{{{ titel }}}}” [template-variable]\n"
        f"    known here: {KNOWN}; also in paragraphs 4, 7"),
    Broken("a wrong name stands in a row of a table", change("in account", "in acount"),
        "error: unknown variable acount in “{%tr for entry in acount %}” [template-variable]\n"
        "    did you mean “account”?"),
    Broken("a wrong name stands in a header", in_header("{{ agenda.titel }}"),
        "error: unknown variable agenda.titel in “{{ agenda.titel }}” [template-variable]\n"
        "    did you mean “title”?"),
    Broken("a list is taken for an item", change(STAKE, "{{p theme.questions.title }}"),
        "error: unknown variable theme.questions.title in “{{p theme.questions.title }}”"
        " [template-variable]\n"
        "    theme.questions is a list; write {%p for … in theme.questions %} first"),
    Broken("a text is taken for a group", change(STAKE, "{{p theme.title.nl }}"),
        "error: unknown variable theme.title.nl in “{{p theme.title.nl }}” [template-variable]\n"
        "    theme.title is a text, which has no parts"),
    Broken("a filter does not exist", change(TITLE, "{{ agenda.title|uper }}"),
        "error: there is no filter “uper” in “{{ agenda.title|uper }}” [template-name]\n"
        "    did you mean “upper”?"),
    Broken("a test does not exist", change(WHO, "{%p if q.who is defind %}"),
        "error: there is no test “defind” in “{%p if q.who is defind %}” [template-name]\n"
        "    did you mean “defined”?"),
    Broken("a loop goes over a text", change("in theme.questions", "in theme.title"),
        "error: theme.title is no list in “{%p for q in theme.title %}” [template-loop]\n"
        "    lists here: questions, links"),
    Broken("a loop goes over a group", change("in theme.questions", "in theme.workshop"),
        "error: theme.workshop is no list in “{%p for q in theme.workshop %}” [template-loop]\n"
        "    lists here: questions, links"),
    Broken("a list is shown as a text", change(STAKE, "{{p theme.questions }}"),
        "error: theme.questions is a list, not a text, in “{{p theme.questions }}”"
        " [template-shown]\n"
        "    write {%p for … in theme.questions %} and show what is in it"),
    Broken("a group is shown as a text", change(STAKE, "{{ theme.workshop }}"),
        "error: theme.workshop is a group of values, not a text, in “{{ theme.workshop }}”"
        " [template-shown]\n"
        "    show one of its parts: theme.workshop.number, theme.workshop.title,"
        " theme.workshop.date"),
    Broken("the contents are shown in a line", change("{{p contents }}", "{{ contents }}"),
        "error: contents is a table of contents, not a text, in “{{ contents }}”"
        " [template-shown]\n"
        "    write {{p contents }} in a paragraph of its own"),
    Broken("nothing asks for what may be absent",
        both(remove_behind("{%p endif %}", WHO), change(WHO, "")),
        "warning: q.who may be absent, and nothing asks whether it is there in “{{p q.who }}”"
        " [template-absent]\n"
        "    put {%p if q.who %} before it and {%p endif %} behind it"),
    Broken("paragraphs are shown in a line", change(STAKE, "{{ theme.stake }}"),
        "warning: theme.stake may have paragraphs and lists, which are lost in"
        " “{{ theme.stake }}” [template-paragraphs]\n"
        "    write {{p theme.stake }} in a paragraph of its own"),
)  # fmt: skip

SLIPS = tuple(
    Broken(name, change(old, new), f"error: “{new}” is not a tag [template-tag]\n    write {old}")
    for name, old, new in (
        ("there is a space between the braces", TITLE, "{ { agenda.title }}"),
        ("a brace is missing at the end", TITLE, "{{ agenda.title }"),
        ("a brace is missing at the beginning", TITLE, "{ agenda.title }}"),
        ("there are two braces too few", TITLE, "{ agenda.title }"),
        ("a percent sign is missing", WHO, "{%p if q.who }"),
        ("a percent sign stands apart", WHO, "{%p if q.who % }"),
        ("a tag has two braces and a percent sign", WHO, "{{%p if q.who %}}"),
        ("the p stands apart", WHO, "{% p if q.who %}"),
        ("the p stands too near", WHO, "{%pif q.who %}"),
        ("the p is a capital", WHO, "{%P if q.who %}"),
        ("the p of a value stands apart", STAKE, "{{ p theme.stake }}"),
    )
)
TAGS = (
    *SLIPS,
    Broken("a tag is one of several in its paragraph",
        change("{{ q.question }}", "{{ q.number }} { q.question }} en { { q.title }}"),
        "error: “{ q.question }}” in “{{ q.number }} { q.question }} en { { q.title }}”"
        " is not a tag [template-tag]\n"
        "    write {{ q.question }}\n"
        "error: “{ { q.title }}” in “{{ q.number }} { q.question }} en { { q.title }}”"
        " is not a tag [template-tag]\n"
        "    write {{ q.title }}"),
    Broken("a tag runs on in the next paragraph",
        both(change(TITLE, "{{ agenda."), change("{{ agenda.subtitle }}", "title }}")),
        "error: “{{ agenda.” is not a tag [template-tag]\n"
        "    write {{ agenda.title }} in one paragraph"),
    Broken("a percent sign stands in a tag", change(WHO, "{%p if q.who and q.levels % 2 %}"),
        "error: a tag with “%” in it in “{%p if q.who and q.levels % 2 %}” [template-character]\n"
        "    give the value a name first: {% set name = … %} in a paragraph before it"),
    Broken("a brace stands in a tag", change(TITLE, "{{ {'a': agenda.title}['a'] }}"),
        "error: a tag with “}” in it in “{{ {'a': agenda.title}['a'] }}” [template-character]\n"
        "    give the value a name first: {% set name = … %} in a paragraph before it"),
)  # fmt: skip

EMPTY_CELL = "the table cell may be left without a paragraph, and Word cannot open that; see "
PLACES = (
    Broken("text stands beside a value of paragraphs", change(STAKE, f"Inzet: {STAKE}"),
        "error: the text beside {{p would be lost in “Inzet: {{p theme.stake }}” [template-lost]\n"
        "    put {{p theme.stake }} in a paragraph of its own"),
    Broken("text stands beside a condition", change(WHO, "{%p if q.who %} Wie"),
        "error: the text beside {%p would be lost in “{%p if q.who %} Wie” [template-lost]\n"
        "    put {%p if q.who %} in a paragraph of its own"),
    Broken("a picture stands beside a condition", picture,
        "error: the picture or note beside {%p would be lost in “{%p if q.who %}”"
        " [template-lost]\n"
        "    put {%p if q.who %} in a paragraph of its own"),
    Broken("a condition begins and ends in one paragraph",
        both(remove_behind("{%p endif %}", WHO), remove("{{p q.who }}"),
            change(WHO, "{%p if q.who %}Wie{%p endif %}")),
        "error: the text beside {%p would be lost in “{%p if q.who %}Wie{%p endif %}”"
        " [template-lost]\n"
        "    put {%p if q.who %} in a paragraph of its own"),
    Broken("a section break stands beside a value",
        change("Status{{ agenda.status }}", "{{p agenda.status }}"),
        "error: the section break beside {{p would be lost in “{{p agenda.status }}”"
        " [template-lost]\n"
        "    put an empty paragraph behind it, which then holds the section break"),
    Broken("a text box hangs on a value", text_box,
        "error: the text box beside {{p would be lost in “{{p theme.stake }}” [template-lost]\n"
        "    put {{p theme.stake }} in a paragraph to which no text box is anchored"),
    Broken("a loop over rows stands outside a table",
        change(OF_THEME, "{%tr for theme in themes %}"),
        "error: {%tr stands outside a table in “{%tr for theme in themes %}” [template-place]\n"
        "    {%tr is for the rows and cells of tables; write {%p for paragraphs"),
    Broken("a tag for a row has no row of its own",
        both(change("{{ entry.short }}", "{%tr if entry.long %}"),
            change("{{ entry.long }}", "{{ entry.long }}{% endif %}")),
        "error: the rest of the table row beside {%tr would be lost in “{%tr if entry.long %}”"
        " [template-lost]\n"
        "    give {%tr if entry.long %} a table row of its own"),
    Broken("a loop over rows is written as one over paragraphs",
        both(change("{%tr for entry in abb", "{%p for entry in abb"),
            change("{%tr endfor %}", "{%p endfor %}", 1)),
        "error: {% for %} begins in one table cell and ends in another or outside in"
        " “{%p for entry in abbreviations %}” [template-block]\n"
        "    for rows of a table write {%tr for … %} and {%tr endfor %}, each in a row of its own"),
    Broken("a loop begins with tr and ends with p",
        change("{%tr endfor %}", "{%p endfor %}", 1),
        "error: {% for %} begins in one table cell and ends in another or outside in"
        " “{%tr for entry in abbreviations %}” [template-block]\n"
        "    for rows of a table write {%tr for … %} and {%tr endfor %}, each in a row of its own"),
    Broken("a loop begins with p and ends without",
        change("{%p endfor %}", "{% endfor %}", -1),
        "error: {% for %} and its end do not enclose whole paragraphs in"
        " “{%p for publication in literature %}” [template-block]\n"
        "    write both alike: {%p for … %} and {%p endfor %}, each in a paragraph of its own"),
    Broken("a condition leaves a table cell empty",
        change("{%p if entry.role or not entry.note %}", "{%p if entry.role %}"),
        f"error: {EMPTY_CELL}“{{%p if entry.role %}}” [template-empty]\n"
        "    leave an empty paragraph at the end of the cell"),
    Broken("an absent value leaves a table cell empty",
        change("{{ entry.organisation }}", "{{p entry.organisation }}"),
        f"error: {EMPTY_CELL}“{{{{p entry.organisation }}}}” [template-empty]\n"
        "    leave an empty paragraph at the end of the cell"),
    Broken("an empty list leaves a table without rows", without_header_row,
        "error: the table may be left without a row, and Word cannot open that; see"
        " “{%tr for entry in abbreviations %}” [template-empty]\n"
        "    put {%p if … %} before the table and {%p endif %} behind it"),
    Broken("deleted text holds a tag", deleted_tag,
        "error: the deleted text “{% if oud %}” is still there in “{{ agenda.subtitle }}”"
        " [template-changes]\n"
        "    accept or reject all changes in Word (Review, Accept All Changes)"),
    Broken("a style is gone that the writer needs", without_style("Open punt"),
        "error: the style “Open punt” is missing [template-style]\n"
        "    make a style with this name in Word (Styles, New style)"),
    Broken("a style is gone that a paragraph has", without_style("Kernvraag"),
        "error: the style “Kernvraag” is missing [template-style]\n"
        "    give this a style that the template has"),
    Broken("a numbered list has no numbers", without_numbering,
        "error: the style “List Number” has no numbering [template-numbering]\n"
        "    give it a numbering in Word (Styles, Modify, Format, Numbering)"),
)  # fmt: skip

BROKEN = (*BLOCKS, *NAMES, *TAGS, *PLACES)


def save(broken: Broken, path: Any) -> None:
    document = docx.Document(str(AGENDA))
    broken.edit(document)
    document.save(str(path))
