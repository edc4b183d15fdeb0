"""A report in Word to statements: the same as from text, by the real levels where there are any."""

from pathlib import Path

from docx.document import Document

from bpa_agenda.check_registers import check_registers
from bpa_agenda.import_report import import_report
from bpa_agenda.read_report import read_report
from word_documents import (
    add,
    cell,
    define,
    item,
    level,
    new,
    paragraph,
    row,
    saved,
    shape,
    table,
    with_body,
)

REPORT = """\
Klein verslag
Verslag van het werkatelier ‘werk & zin’ op 28 maart 2018
Er waren 10 deelnemers.
	Jo van der Aa
Groep geel
1. Hoe houden we werk leuk?
· Vaste roosters helpen niet
· Hoe helpt een leidinggevende?
2. Leren op het werk
a. Samen leren in de praktijk
i. Wie leert er van wie?
b. Alleen leren achter een scherm
Groep blauw
· Nut en noodzaak van platforms
[image: ]
"""


def report_in_word() -> Document:
    """The report above, with real lists, headings and a table."""
    document = new()
    define(document, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2."), ROMAN, BULLETS)
    define(document, level(0, "bullet", "\uf0b7"), number=51)
    first, second, third, name, *rest = REPORT.splitlines()
    document.add_heading(first, 0)
    document.add_heading(second, 1)
    document.add_paragraph(third)
    add(document, table(row(cell(name.strip()))))
    levels = {"1.": 0, "2.": 0, "a.": 1, "b.": 1, "i.": 2, "·": 3}
    for line in rest:
        label, _, text = line.partition(" ")
        if line.startswith("Groep"):
            document.add_heading(line, 2)
        elif line.startswith("[image:"):
            add(document, paragraph(shape("<pic:pic/>")))
        elif text.startswith("Nut"):
            add(document, item(text, num=51))
        else:
            add(document, item(text, levels[label]))
    return document


ROMAN, BULLETS = level(2, "lowerRoman", "%3."), level(3, "bullet", "o")


def imported(path: Path) -> list[tuple[str, str, str, str, str | None]]:
    """The statements of a report, after a proof that they are all that it says."""
    report = f"reports/{path.name}"
    lines, problems = read_report(path, path.name)
    registers = import_report(report, lines, ()).registers
    assert problems == []
    found = check_registers(registers, {report: lines})
    assert {problem.code for problem in found} <= {"still-a-guess"}
    statements = [s for register in registers for s in register.statements]
    return [(str(s.id), str(s.kind), str(s.mark), str(s.text), s.parent) for s in statements]


def test_a_report_gives_the_same_statements_as_text_and_in_word(tmp_path: Path) -> None:
    as_text = tmp_path / "verslag.txt"
    as_text.write_text(REPORT, "utf-8")
    assert imported(saved(report_in_word(), tmp_path)) == imported(as_text)


GROUP = ("Verslag", "Verslag van het werkatelier ‘x’ op 28 maart 2018", "Groep geel")


def tree(document: Document, folder: Path) -> list[tuple[str, str, str]]:
    """Kind, mark and text, and before the text as many dots as the statement has ancestors."""
    statements = imported(saved(document, folder))
    depths: dict[str | None, int] = {None: -1}
    for id_, _, _, _, parent in statements:
        depths[id_] = depths[parent] + 1
    return [(kind, mark, "." * depths[id_] + text) for id_, kind, mark, text, _ in statements[3:]]


def test_lists_of_word_hang_under_each_other_by_their_levels(tmp_path: Path) -> None:
    document = with_body(*map(paragraph, GROUP))
    define(
        document, level(0, "decimal", "%1."), level(1, "bullet", "o"), level(2, "decimal", "%3.")
    )
    define(document, level(0, "bullet", "·"), level(1, "decimal", "%2."), number=51)
    add(document, item("thema een"), item("een punt erbij", 1), item("eerste stap", 2))
    add(document, item("tweede stap", 2), item("nog een punt", 1), item("thema twee"))
    add(document, item("wij ----- zij"), item("punt vooraf hier", 0, 51))
    add(document, item("stap een", 1, 51), item("stap twee", 1, 51))
    assert tree(document, tmp_path) == [
        ("topic", "1.", "thema een"),
        ("point", "·", ".een punt erbij"),
        ("topic", "1.", "..eerste stap"),
        ("topic", "2.", "..tweede stap"),
        ("point", "·", ".nog een punt"),
        ("topic", "2.", "thema twee"),
        ("topic", "3.", "wij ----- zij"),
        ("point", "·", ".punt vooraf hier"),
        ("topic", "1.", "..stap een"),
        ("topic", "2.", "..stap twee"),
    ]


def test_numbered_headings_are_headings_and_keep_their_number(tmp_path: Path) -> None:
    document = new()
    define(
        document,
        *(level(at, "decimal", text) for at, text in enumerate(("%1", "%1.%2", "%1.%2.%3"))),
    )
    for text, depth in zip((*GROUP, "Leren", "Samen", "Alleen"), (0, 0, 1, 1, 2, 2), strict=True):
        properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="50"/></w:numPr>'
        add(document, paragraph(text, style=f"Heading{depth + 1}", properties=properties))
    assert tree(document, tmp_path) == [
        ("heading", "2.2", "Leren"),
        ("heading", "2.2.1", ".Samen"),
        ("heading", "2.2.2", ".Alleen"),
    ]
