"""Each rule of `agenda check`: a small project, one thing broken, the exact message."""

from pathlib import Path

import pytest

from conftest import SmallProject

PROPOSAL = "agenda/proposals/leuk.yaml"
THEME = "agenda/themes/werk.yaml"
SECTION = "agenda/sections/inleiding.yaml"
REGISTER = "sources/w1-werk-zin.yaml"


def test_a_project_without_mistakes_has_no_problems(small: SmallProject) -> None:
    result = small.run("check", "--quiet")
    assert result.stderr == ""
    assert result.exit_code == 0
    assert result.stdout == (
        "0 errors, 0 warnings, 29 open points.\n2 registers hold 11 lines of the reports.\n"
    )


BROKEN = {
    "a key that is misspelt": (
        THEME, "stake:", "stoke:",
        ["agenda/themes/werk.yaml:1:1: error: the key “stake” is missing [missing-key]",
         "agenda/themes/werk.yaml:4:1: error: unknown key “stoke” [unknown-key]\n"
         "    did you mean “stake”?"],
    ),
    "a key that stands twice": (
        THEME, "register: w1", "register: w1\ntitle: Nog een titel",
        ["agenda/themes/werk.yaml:4:1: error: the key “title” stands here twice [duplicate-key]\n"
         "    the first is at line 2; keep one of them"],
    ),
    "a colon in a text without quotes": (
        THEME, "stake: Werk moet leuk blijven.", "stake: Let op: leuk",
        ["agenda/themes/werk.yaml:4:14: error: not valid YAML: "
         "mapping values are not allowed in this context [yaml-syntax]\n"
         "    a colon inside a text? put the text in quotes; else look at hyphen and indentation"],
    ),
    "a tab for indentation": (
        THEME, "    title: Leuk werk", "\ttitle: Leuk werk",
        ["agenda/themes/werk.yaml:8:1: error: not valid YAML: while scanning a plain scalar "
         "found a tab character that violates indentation [yaml-syntax]\n"
         "    indent with spaces, not with tabs"],
    ),
    "a key as far to the left as the hyphen of its item": (
        "agenda/literature.yaml", "  - id: boek\n    ", "  - id: boek\n  ",
        ["agenda/literature.yaml:3:3: error: not valid YAML: while parsing a block collection "
         "did not find expected '-' indicator [yaml-syntax]\n"
         "    the keys of an item stand two spaces to the right of its hyphen"],
    ),
    "text behind a closing quote": (
        THEME, "title: Leuk werk", "title: 'Leuk' werk",
        ["agenda/themes/werk.yaml:8:19: error: not valid YAML: while parsing a block mapping "
         "did not find expected key [yaml-syntax]\n"
         "    is the indentation that of the lines around it? "
         "does text stand behind a closing quote?"],
    ),
    "a quote that is not closed": (
        THEME, "title: Leuk werk", "title: 'Leuk werk",
        ["agenda/themes/werk.yaml:8:12: error: not valid YAML: while scanning a quoted scalar "
         "found unexpected end of stream [yaml-syntax]\n"
         "    a quote that is opened must be closed"],
    ),
    "a value that is a list where text is expected": (
        THEME, "stake: Werk moet leuk blijven.", "stake: [leuk, werk]",
        ["agenda/themes/werk.yaml:4:8: error: “stake” must be text, not a list [wrong-type]"],
    ),
    "text where a list is expected": (
        THEME, "levels: [society]", "levels: society",
        ["agenda/themes/werk.yaml:25:13: error: “levels” must be a list, not text [wrong-type]\n"
         "    put “- ” before each item"],
    ),
    "no that YAML takes for a boolean": (
        THEME, "title: Korte weken", "title: no",
        ["agenda/themes/werk.yaml:23:12: error: YAML reads no as a yes or no, not as text "
         "[yaml-type]\n    put it in quotes: 'no'"],
    ),
    "a time that YAML takes for a number": (
        THEME, "title: Korte weken", "title: 1:30",
        ["agenda/themes/werk.yaml:23:12: error: YAML reads 1:30 as a number, not as text "
         "[yaml-type]\n    put it in quotes: '1:30'"],
    ),
    "a text that YAML takes for a date": (
        THEME, "title: Korte weken", "title: 2018-03-28",
        ["agenda/themes/werk.yaml:23:12: error: YAML reads 2018-03-28 as a date, not as text "
         "[yaml-type]\n    put it in quotes: '2018-03-28'"],
    ),
    "a day that does not exist": (
        PROPOSAL, "date: 2018-06-01", "date: 2018-02-30",
        ["agenda/proposals/leuk.yaml:6:7: error: “2018-02-30” is not a date [not-a-date]\n"
         "    write year-month-day, as in 2018-03-28"],
    ),
    "a value that was forgotten": (
        PROPOSAL, "summary: Een voorstel.", "summary:",
        ["agenda/proposals/leuk.yaml:10:9: error: “summary” has no value [empty-value]\n"
         "    write one, or !open followed by what is to be filled in"],
    ),
    "!open without words": (
        PROPOSAL, "acronym: !open Letterwoord", "acronym: !open",
        ["agenda/proposals/leuk.yaml:3:10: error: !open does not say what is to be filled in "
         "[empty-open]\n    write it behind the tag: !open The amount"],
    ),
    "!open where it cannot stand": (
        PROPOSAL, "title: Leuk werk in de zorg", "title: !open Titel",
        ["agenda/proposals/leuk.yaml:2:8: error: “title” cannot be left open [open-not-allowed]"],
    ),
    "a tag that does not exist": (
        PROPOSAL, "acronym: !open Letterwoord", "acronym: !opne Letterwoord",
        ["agenda/proposals/leuk.yaml:3:10: error: unknown tag !opne [unknown-tag]\n"
         "    the only tag is !open; a text that begins with ! belongs in quotes",
         "agenda/proposals/leuk.yaml:3:10: error: YAML reads Letterwoord as a !opne, not as text "
         "[yaml-type]\n    put it in quotes: 'Letterwoord'"],
    ),
    "a level that does not exist": (
        THEME, "levels: [society]", "levels: [societie]",
        ["agenda/themes/werk.yaml:25:14: error: “societie” is not one of: person, organisation, "
         "society [not-a-choice]\n    did you mean “society”?"],
    ),
    "an id with a capital": (
        THEME, "id: werk-uren", "id: Werk-uren",
        ["agenda/themes/werk.yaml:22:9: error: “Werk-uren” cannot be an id [bad-id]\n"
         "    use lower-case letters, digits and hyphens, as in werk-en-zorg"],
    ),
    "a title of two lines": (
        THEME, "title: Korte weken", "title: |\n      Korte\n      weken",
        ["agenda/themes/werk.yaml:23:12: error: “title” must fit on one line [not-one-line]"],
    ),
    "an id that is used twice": (
        THEME, "id: werk-uren", "id: werk-leuk",
        ["agenda/themes/werk.yaml:22:9: error: the question id “werk-leuk” is used twice "
         "[duplicate-id]\n    the other is at agenda/themes/werk.yaml:7:9; give one another id"],
    ),
    "a statement that does not exist": (
        THEME, "sources: [w1.groen.uren, ", "sources: [w1.groen.uur, w1.groen.uren, ",
        ["agenda/themes/werk.yaml:28:15: error: there is no statement “w1.groen.uur” "
         "[unknown-reference]\n    did you mean “w1.groen.uren”?"],
    ),
    "a question that does not exist": (
        THEME, "related: [werk-leuk]", "related: [werk-luek]",
        ["agenda/themes/werk.yaml:30:15: error: there is no question “werk-luek” "
         "[unknown-reference]\n    did you mean “werk-leuk”?"],
    ),
    "an organisation that does not exist": (
        "agenda/people.yaml", "organisation: klein", "organisation: klien",
        ["agenda/people.yaml:5:19: error: there is no organisation “klien” [unknown-reference]\n"
         "    did you mean “klein”?"],
    ),
    "a publication that does not exist": (
        PROPOSAL, "literature: [boek]", "literature: [boekje]",
        ["agenda/proposals/leuk.yaml:50:14: error: there is no literature “boekje” "
         "[unknown-reference]\n    did you mean “boek”?"],
    ),
    "a person in running text who does not exist": (
        SECTION, "Tussen de lijsten.", "Volgens [@person:jo-janssen].",
        ["agenda/sections/inleiding.yaml:3:7: error: there is no person “jo-janssen” "
         "[unknown-reference]\n    did you mean “jo-jansen”?"],
    ),
    "an abbreviation in running text that does not exist": (
        SECTION, "Tussen de lijsten.", "De [@abbreviation:RAK].",
        ["agenda/sections/inleiding.yaml:3:7: error: there is no abbreviation “RAK” "
         "[unknown-reference]\n    did you mean “RAAK”?"],
    ),
    "an abbreviation that nobody explains": (
        SECTION, "Tussen de lijsten.", "Dit is voor het UWV.",
        ["agenda/sections/inleiding.yaml:3:7: warning: the abbreviation “UWV” is not explained "
         "[unknown-abbreviation]\n    add it to agenda/abbreviations.yaml"],
    ),
    "a kind of reference that does not exist": (
        SECTION, "Tussen de lijsten.", "Zie [@vraag:werk-leuk].",
        ["agenda/sections/inleiding.yaml:3:7: error: there is no vraag “werk-leuk” "
         "[unknown-reference]\n    known here: section, theme, question, proposal, person, "
         "organisation, literature, abbreviation, statement, figure, table"],
    ),
    "a statement named twice in a list": (
        THEME, "sources: [w1.groen.uren, ", "sources: [w1.groen.uren, w1.groen.uren, ",
        ["agenda/themes/werk.yaml:28:30: error: “w1.groen.uren” is named twice in this list "
         "[repeated-reference]\n    delete one of them"],
    ),
    "a question that rests on nothing": (
        THEME, "sources: [w1.geel.leidinggevende]", "sources: []",
        ["agenda/themes/werk.yaml:17:9: error: the question “werk-leidinggevende” names no "
         "statement that it rests on [no-sources]\n"
         "    list the ids of its statements under “sources”"],
    ),
    "a sub-question that repeats another": (
        THEME, "sub_questions: []",
        "sub_questions: [{id: nog, question: 'wat doet een leidinggevende', "
        "sources: [w1.groen.uren]}]",
        ["agenda/themes/werk.yaml:27:41: error: this sub-question repeats another: "
         "“wat doet een leidinggevende” [repeated-question]\n"
         "    the other is at agenda/themes/werk.yaml:18:19"],
    ),
    "a section that no list names": (
        "agenda/agenda.yaml", "back: [vervolg]", "back: []",
        ["agenda/sections/vervolg.yaml:1:5: error: “vervolg” stands in no list of "
         "agenda/agenda.yaml, so no document shows it [not-in-agenda]\n"
         "    add it to front, themes or back"],
    ),
    "a control character": (
        THEME, "Werk moet leuk blijven.", "Werk moet \x0bleuk blijven.",
        ["agenda/themes/werk.yaml:4:18: error: control character U+000B [control-character]\n"
         "    Word cannot open a document with it; delete it"],
    ),
    "a control character written as an escape": (
        THEME, "stake: Werk moet leuk blijven.", 'stake: "Werk \\x07 leuk"',
        ["agenda/themes/werk.yaml:4:8: error: control character U+0007 [control-character]\n"
         "    Word cannot open a document with it; delete it"],
    ),
    "an alias": (
        THEME, "stake: Werk moet leuk blijven.", "stake: &leuk Werk\nlinks: *leuk",
        ["agenda/themes/werk.yaml:5:8: error: an alias (*leuk) stands for text elsewhere "
         "[yaml-alias]\n    write the value out; aliases are not used"],
    ),
    "an anchor": (
        THEME, "stake: Werk moet", "stake: &Co Werk moet",
        ["agenda/themes/werk.yaml:4:8: error: &Co is the name of a place for YAML and would "
         "disappear [yaml-anchor]\n    a text that begins with & belongs in quotes"],
    ),
    "a remark behind a text": (
        THEME, "title: Korte weken", "title: Korte weken (zie #3)",
        ["agenda/themes/werk.yaml:23:29: warning: this is a remark for YAML, and no document shows "
         "it: #3) [remark-behind-text]\n    if it belongs to the text before it, put the text in "
         "quotes; else on a line of its own"],
    ),
    "a remark behind an open point": (
        PROPOSAL, "acronym: !open Letterwoord", "acronym: !open Letterwoord #1",
        ["agenda/proposals/leuk.yaml:3:28: warning: this is a remark for YAML, and no document "
         "shows it: #1 [remark-behind-text]\n    if it belongs to the text before it, put the text "
         "in quotes; else on a line of its own"],
    ),
    "a remark behind a text in quotes, or behind an id": (
        THEME, "id: werk-uren\n    title: Korte weken",
        "id: werk-uren # zo heet het\n    title: 'Korte weken' # en zo", [],
    ),
    "an open point within a text": (
        THEME, "stake: Werk moet leuk blijven.", "stake: Werk moet !open Wat",
        ["agenda/themes/werk.yaml:4:8: error: “!open” within a text is printed as it stands, and "
         "nobody counts it [open-in-text]\n    write it right behind a key and without quotes, as "
         "in “title: !open What lacks”"],
    ),
    "a heading in Markdown": (
        SECTION, "  Tussen de lijsten.", "  # Tussen de lijsten",
        ["agenda/sections/inleiding.yaml:3:7: error: Markdown that Word cannot show here: "
         "a heading [unsupported-markdown]\n"
         "    headings come from the keys; use a subsection or bold text"],
    ),
    "a footnote that nothing calls": (
        SECTION, "lectoren[^1]", "lectoren",
        ["agenda/sections/inleiding.yaml:3:7: error: Markdown that Word cannot show here: "
         "the words “Zo staat het in het verslag” would disappear [unsupported-markdown]\n"
         "    a footnote without a mark, a row with a cell too many, or a [name]: address?"],
    ),
    "a footnote mark without its footnote": (
        SECTION, "  [^1]: Zo staat het in het **verslag**.\n", "",
        ["agenda/sections/inleiding.yaml:3:7: error: Markdown that Word cannot show here: "
         "[^1] without its footnote [unsupported-markdown]\n"
         "    add a line: [^1]: The footnote"],
    ),
    "a footnote within a footnote": (
        SECTION, "het **verslag**.\n", "het verslag[^2].\n\n  [^2]: Van 2018.\n",
        ["agenda/sections/inleiding.yaml:3:7: error: Markdown that Word cannot show here: "
         "a footnote within a footnote [unsupported-markdown]\n"
         "    put it in brackets, or in the text"],
    ),
    "a sign in a cell too many": (
        SECTION, "| Groepen | 2 |", "| Groepen | 2 | ✓ |",
        ["agenda/sections/inleiding.yaml:3:7: error: Markdown that Word cannot show here: "
         "the words “✓” would disappear [unsupported-markdown]\n"
         "    a footnote without a mark, a row with a cell too many, or a [name]: address?"],
    ),
    "a cell too many with the words of a footnote that has two marks": (
        SECTION, "| Groepen | 2 |", "| Groepen[^1] | 2 | verslag |",
        ["agenda/sections/inleiding.yaml:3:7: error: Markdown that Word cannot show here: "
         "the words “verslag” would disappear [unsupported-markdown]\n"
         "    a footnote without a mark, a row with a cell too many, or a [name]: address?"],
    ),
    "a template that is not there": (
        "agenda/documents.yaml", "template: projectvoorstel.docx", "template: voorstel.docx",
        ["agenda/documents.yaml:6:15: error: there is no templates/voorstel.docx "
         "[missing-template]\n    did you mean “projectvoorstel.docx”?"],
    ),
    "two documents with one name": (
        "agenda/documents.yaml", "output: leuk.docx", "output: Agenda.docx",
        ["agenda/documents.yaml:7:13: error: two documents are written to “Agenda.docx” "
         "[same-output]\n    the other is at agenda/documents.yaml:4:13"],
    ),
    "a document outside its folder": (
        "agenda/documents.yaml", "output: leuk.docx", "output: ../leuk.docx",
        ["agenda/documents.yaml:7:13: error: “../leuk.docx” is not a file name in its folder "
         "[bad-file-name]\n    write at most 200 characters and .docx, without a folder"],
    ),
    "a document with an endless name": (
        "agenda/documents.yaml", "output: leuk.docx", f"output: {201 * 'l'}.docx",
        [f"agenda/documents.yaml:7:13: error: “{201 * 'l'}.docx” is not a file name in its folder "
         "[bad-file-name]\n    write at most 200 characters and .docx, without a folder"],
    ),
    "a document without a name": (
        "agenda/documents.yaml", "output: leuk.docx", "output: .docx",
        ["agenda/documents.yaml:7:13: error: “.docx” is not a file name in its folder "
         "[bad-file-name]\n    write at most 200 characters and .docx, without a folder"],
    ),
    "a register that says something else than the report": (
        REGISTER, "text: Vaste roosters", "text: Vaste uren",
        ["sources/w1-werk-zin.yaml:17:91: error: line 9 of the report is not what "
         "“w1.geel.roosters” says: · Vaste uren [not-in-report]\n"
         "    the report says there: Vaste roosters"],
    ),
    "a register that leaves out the end of a line": (
        REGISTER, "text: Vaste roosters", "text: Vaste",
        ["sources/w1-werk-zin.yaml:17:91: error: line 9 of the report is not what "
         "“w1.geel.roosters” says: · Vaste [not-in-report]\n"
         "    missing at the end: roosters"],
    ),
    "a line of the report that is in no register": (
        "sources/reports/verslag.txt", "Groep groen\n", "Groep groen\nNieuwe regel\n",
        ["sources/reports/verslag.txt:14:1: error: this line is in no register: "
         "Wie werkt er < 20 uur? [report-not-registered]\n"
         "    agenda import sources/reports/verslag.txt",
         "sources/w1-werk-zin.yaml:28:61: error: line 13 of the report is not what "
         "“w1.groen.uren” says: Wie werkt er < 20 uur? [not-in-report]\n"
         "    the report says there: Nieuwe regel"],
    ),
    "a line that two statements claim": (
        REGISTER, "line: 13,", "line: 12,",
        ["sources/reports/verslag.txt:13:1: error: this line is in no register: "
         "Wie werkt er < 20 uur? [report-not-registered]\n"
         "    agenda import sources/reports/verslag.txt",
         "sources/w1-werk-zin.yaml:28:61: error: line 12 of the report is here more than once "
         "[registered-twice]\n    the report says there: Groep groen"],
    ),
    "a statement that is its own grandparent": (
        REGISTER, "{id: w1.geel.leuk, kind: question,",
        "{id: w1.geel.leuk, kind: question, parent: w1.geel.roosters,",
        ["sources/w1-werk-zin.yaml:16:52: error: “w1.geel.leuk” is its own ancestor "
         "[parent-loop]",
         "sources/w1-werk-zin.yaml:17:53: error: “w1.geel.roosters” is its own ancestor "
         "[parent-loop]"],
    ),
    "a guess that nobody confirmed": (
        REGISTER, "{id: w1.groen.uren, kind: question,",
        "{id: w1.groen.uren, guess: [kind], kind: question,",
        ["sources/w1-werk-zin.yaml:28:37: warning: the importer guessed the kind of "
         "“w1.groen.uren” [still-a-guess]\n"
         "    read it, mend it where needed, and delete the word from “guess”"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_each_mistake_has_its_message(small: SmallProject, case: str) -> None:
    file, old, new, expected = BROKEN[case]
    small.change(file, old, new)
    assert small.problems() == expected


def test_mistakes_of_all_files_come_out_at_once(small: SmallProject) -> None:
    small.change(THEME, "stake:", "stoke:")
    small.change("agenda/people.yaml", "organisation: klein", "organisation: klien")
    small.change(PROPOSAL, "date: 2018-06-01", "date: 1 juni")
    small.change(REGISTER, "text: Vaste roosters", "text: Vaste uren")
    files = [found.split(":")[0] for found in small.problems()]
    assert list(dict.fromkeys(files)) == ["agenda/people.yaml", PROPOSAL, THEME, REGISTER]


def test_a_file_that_cannot_be_read_makes_no_other_reference_wrong(small: SmallProject) -> None:
    small.change(REGISTER, "id: w1\n", "id: w1: x\n")
    problems = small.problems()
    assert len(problems) == 1
    assert problems[0].startswith(f"{REGISTER}:1:7: error: not valid YAML")


def test_check_writes_nothing(small: SmallProject) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.root.rglob("*")}
    small.run("check")
    assert {path: path.stat().st_mtime_ns for path in small.root.rglob("*")} == before


def test_a_folder_without_a_project_is_said_and_gives_status_2(tmp_path: Path) -> None:
    result = SmallProject(tmp_path).run("check")
    assert result.exit_code == 2
    assert result.stderr == (
        f"agenda: no project at or above {tmp_path}\n"
        "    a project is a folder that holds agenda/agenda.yaml\n"
    )


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("agenda/themes/zorg.yml", "YAML files end in .yaml"),
        ("agenda/themes/werk.yaml~", "YAML files end in .yaml"),
        (
            "agenda/themes/oud/werk.yaml",
            "YAML files stand in agenda/sections, agenda/themes, agenda/proposals",
        ),
        ("agenda/peopel.yaml", "did you mean “people.yaml”?"),
        ("agenda/figures/foto.gif", "pictures end in .png or .jpg"),
    ],
)
def test_a_file_that_nothing_reads_is_named(small: SmallProject, file: str, hint: str) -> None:
    small.write(file, "id: zorg")
    assert small.problems() == [
        f"{file}: warning: nothing reads this file [unexpected-file]\n    {hint}"
    ]


def test_what_other_programs_hide_beside_the_files_is_not_read(small: SmallProject) -> None:
    small.write("agenda/themes/._werk.yaml", "\0")
    small.write("sources/._w1.yaml", "\0")
    small.write("sources/schemes/.~lock.raak.yaml", "\0")
    small.path("agenda/sections/.#inleiding.yaml").symlink_to("iemand@computer.1234")
    assert small.problems() == []


def test_a_link_that_leads_nowhere_is_named_by_its_own_name(small: SmallProject) -> None:
    small.path(THEME).unlink()
    small.path(THEME).symlink_to("elders.yaml")
    assert f"{THEME}: error: the file is missing [missing-file]" in small.problems()


def test_a_theme_that_cannot_be_read_leaves_its_statements_in_peace(small: SmallProject) -> None:
    small.change(THEME, "stake: Werk moet", "stake: Let op: werk moet")
    result = small.run("check")
    assert "[unaccounted]" not in result.stderr
    assert [found.split(":")[0] for found in small.problems()] == [THEME]


def test_a_front_that_cannot_be_read_makes_no_other_file_wrong(small: SmallProject) -> None:
    small.change("agenda/agenda.yaml", "version: '0.1'", "version: 0.1")
    assert [found.split(":")[0] for found in small.problems()] == ["agenda/agenda.yaml"]


def test_a_file_in_another_encoding_is_named_and_makes_no_other_file_wrong(
    small: SmallProject,
) -> None:
    small.write("agenda/abbreviations.yaml", "abbreviations:\n  - short: UWV\n    long: creëren\n")
    small.change(SECTION, "Tussen de lijsten.", "Dit is voor het UWV.")
    file = small.path("agenda/abbreviations.yaml")
    file.write_bytes(file.read_text("utf-8").encode("latin-1"))
    assert small.problems() == [
        "agenda/abbreviations.yaml:3:1: error: the file is not UTF-8 text [not-utf-8]\n"
        "    save it as “UTF-8” in your editor; byte 0xEB is not"
    ]
