"""The labels of real lists, as Word prints them, and the levels of real headings."""

from pathlib import Path

import pytest
from docx.document import Document

from word_documents import (
    add,
    box,
    converted,
    define,
    element,
    item,
    level,
    mark,
    new,
    notes,
    paragraph,
    part,
    read,
    saved,
    use,
)

OUTLINE = (
    level(0, "decimal", "%1."),
    level(1, "lowerLetter", "%2)"),
    level(2, "lowerRoman", "%3."),
)
CHAPTERS = (
    level(0, "decimal", "%1"),
    level(1, "decimal", "%1.%2"),
    level(2, "decimal", "%1.%2.%3"),
)


def labels(document: Document, folder: Path) -> list[str]:
    return [line.label for line in read(document, folder)]


def listed(*levels: str, at: tuple[int, ...]) -> Document:
    """A document with a list that has an item at each of these levels."""
    document = new()
    define(document, *levels)
    add(document, *(item(f"op {place}", place) for place in at))
    return document


def test_an_item_has_its_label_and_level_beside_its_text(tmp_path: Path) -> None:
    document = listed(*OUTLINE, at=(0, 1, 1, 0))
    assert [(line.label, line.level, line.text) for line in read(document, tmp_path)] == [
        ("1.", 0, "op 0"),
        ("a)", 1, "op 1"),
        ("b)", 1, "op 1"),
        ("2.", 0, "op 0"),
    ]


@pytest.mark.parametrize(
    ("levels", "at", "expected"),
    [
        (OUTLINE, (0, 1, 2, 2, 1, 0, 1, 2), "1. a) i. ii. b) 2. a) i."),
        (CHAPTERS, (0, 1, 2, 1, 0, 1, 2), "1 1.1 1.1.1 1.2 2 2.1 2.1.1"),
        (CHAPTERS, (1, 0, 1), "1.1 2 2.1"),
        (CHAPTERS, (0, 2, 1), "1 1.1.1 1.2"),
    ],
    ids=["restarts", "chapters", "begins below", "skips a level"],
)
def test_levels_count_under_each_other(
    levels: tuple[str, ...], at: tuple[int, ...], expected: str, tmp_path: Path
) -> None:
    assert labels(listed(*levels, at=at), tmp_path) == expected.split()


@pytest.mark.parametrize(
    ("kind", "start", "text", "label"),
    [
        ("decimal", 12, "%1.", "12."),
        ("decimalZero", 7, "%1", "07"),
        ("lowerLetter", 26, "%1)", "z)"),
        ("lowerLetter", 28, "%1)", "bb)"),
        ("upperLetter", 3, "(%1)", "(C)"),
        ("lowerRoman", 9, "%1.", "ix."),
        ("upperRoman", 1984, "%1", "MCMLXXXIV"),
        ("upperRoman", 999999999, "%1", "999999999"),
        ("lowerLetter", 999999999, "%1", "999999999"),
        ("decimal", 3, "Vraag %1: ", "Vraag 3:"),
        ("bullet", 1, "\uf0b7", "·"),
        ("bullet", 1, "o", "·"),
        ("bullet", 1, "", ""),
        ("none", 1, "", ""),
        ("none", 1, "Vraag", "Vraag"),
        ("ordinal", 2, "%1", "2"),
    ],
)
def test_a_label_looks_as_its_level_says(
    kind: str, start: int, text: str, label: str, tmp_path: Path
) -> None:
    document = listed(level(0, kind, text, start=start), at=(0,))
    assert labels(document, tmp_path) == [label]


def test_a_level_that_has_no_number_leaves_no_trace_in_deeper_labels(tmp_path: Path) -> None:
    levels = (level(0, "decimal", "%1."), level(1, "bullet", "-"), level(2, "decimal", "%1.%2%3."))
    assert labels(listed(*levels, at=(0, 1, 2)), tmp_path) == ["1.", "·", "1.1."]


def test_legal_numbering_shows_the_higher_levels_in_digits(tmp_path: Path) -> None:
    levels = (level(0, "upperRoman", "Artikel %1"), level(1, "decimalZero", "%1.%2", "<w:isLgl/>"))
    assert labels(listed(*levels, at=(0, 0, 1)), tmp_path) == ["Artikel I", "Artikel II", "2.01"]


def test_a_format_of_a_newer_word_is_printed_as_the_older_one_beside_it(tmp_path: Path) -> None:
    newer = '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice>'
    older = '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback>'
    formats = f"<mc:AlternateContent>{newer}{older}</mc:AlternateContent>"
    written = level(0, "decimal", "%1").replace('<w:numFmt w:val="decimal"/>', formats)
    assert labels(listed(written, at=(0,)), tmp_path) == ["01"]


def test_a_level_can_go_on_where_it_was(tmp_path: Path) -> None:
    levels = (level(0, "decimal", "%1."), level(1, "decimal", "V%2", '<w:lvlRestart w:val="0"/>'))
    assert labels(listed(*levels, at=(0, 1, 1, 0, 1)), tmp_path) == ["1.", "V1", "V2", "2.", "V3"]


RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'


def test_lists_of_one_definition_go_on_and_an_override_starts_anew_once(tmp_path: Path) -> None:
    document = new()
    define(document, *OUTLINE)
    use(document, 51, 50)
    use(document, 52, 50, RESTART.format(5))
    add(document, item("a"), item("b", num=51), item("c", num=52), item("d", num=52), item("e"))
    assert labels(document, tmp_path) == ["1.", "2.", "5.", "6.", "7."]


def test_an_override_can_replace_how_a_level_looks(tmp_path: Path) -> None:
    document = new()
    define(document, *OUTLINE)
    letters = level(0, "upperLetter", "%1:")
    use(document, 51, 50, f'<w:lvlOverride w:ilvl="0">{letters}</w:lvlOverride>')
    add(document, item("a"), item("b", num=51), item("c", level=1, num=51))
    assert labels(document, tmp_path) == ["1.", "B:", "a)"]


def test_a_list_style_lends_its_levels_to_a_list_that_only_names_it(tmp_path: Path) -> None:
    document = new()
    define(document, '<w:styleLink w:val="Lijst"/>', *OUTLINE, number=50)
    define(document, '<w:numStyleLink w:val="Lijst"/>', number=51)
    add(document, item("a"), item("b", num=51), item("c", level=1, num=51))
    assert labels(document, tmp_path) == ["1.", "1.", "a)"]


def numbered_style(document: Document, name: str, base: str | None, numbering: str) -> None:
    """Adds a paragraph style with w:numPr; its id is its name."""
    style = document.styles.add_style(name, 1)
    style.base_style = document.styles[base] if base else None
    style.element.get_or_add_pPr().append(element(f"<w:numPr>{numbering}</w:numPr>"))


def test_numbering_comes_from_the_style_and_those_on_which_it_is_based(tmp_path: Path) -> None:
    document = new()
    named = '<w:pStyle w:val="Dieper"/>'
    define(document, OUTLINE[0], level(1, "lowerLetter", "%2)", named), OUTLINE[2])
    use(document, 0, 50)
    numbered_style(document, "Genummerd", None, '<w:numId w:val="50"/>')
    numbered_style(document, "Dieper", "Genummerd", '<w:ilvl w:val="0"/>')
    numbered_style(document, "Diepst", "Genummerd", '<w:ilvl w:val="2"/>')
    numbered_style(document, "Kaal", "Genummerd", '<w:numId w:val="0"/>')
    for style in ("Genummerd", "Dieper", "Diepst", "Kaal"):
        document.add_paragraph("tekst", style=style)
    for own in ('<w:numId w:val="0"/>', '<w:ilvl w:val="1"/>'):
        properties = f"<w:numPr>{own}</w:numPr>"
        add(document, paragraph("tekst", style="Genummerd", properties=properties))
    assert labels(document, tmp_path) == ["1.", "a)", "i.", "", "", "b)"]


def test_the_list_styles_of_word_are_lists(tmp_path: Path) -> None:
    document = new()
    for style in ("List Number", "List Number", "List Bullet", "List Paragraph"):
        document.add_paragraph("tekst", style=style)
    assert labels(document, tmp_path) == ["1.", "2.", "·", ""]


def test_a_numbered_heading_has_both_its_number_and_its_level(tmp_path: Path) -> None:
    document = new()
    define(document, *CHAPTERS)
    numbering = '<w:ilvl w:val="1"/><w:numId w:val="50"/>'
    add(document, paragraph("Kop", style="Heading2", properties=f"<w:numPr>{numbering}</w:numPr>"))
    (line,) = read(document, tmp_path)
    assert (line.label, line.level, line.heading, line.text) == ("1.1", 1, 2, "Kop")


def test_headings_have_their_level(tmp_path: Path) -> None:
    document = new()
    document.add_heading("Titel", 0)
    document.add_heading("Een", 1)
    document.add_heading("Twee", 2)
    document.add_paragraph("gewoon")
    eigen = document.styles.add_style("Eigen kop", 1)
    eigen.base_style = document.styles["Heading 3"]
    document.add_paragraph("Drie", style="Eigen kop")
    kop = document.styles.add_style("Kop 4", 1)
    document.add_paragraph("Vier", style=kop)
    add(document, paragraph("Vijf", properties='<w:outlineLvl w:val="4"/>'))
    add(document, paragraph("Niet", style="Heading1", properties='<w:outlineLvl w:val="9"/>'))
    document.add_paragraph("Inhoud", style="TOC Heading")
    assert [(line.heading, line.text) for line in read(document, tmp_path)] == [
        (1, "Titel"),
        (1, "Een"),
        (2, "Twee"),
        (None, "gewoon"),
        (3, "Drie"),
        (4, "Vier"),
        (5, "Vijf"),
        (None, "Niet"),
        (None, "Inhoud"),
    ]


def test_text_boxes_notes_and_headers_each_count_for_themselves(tmp_path: Path) -> None:
    document = new()
    define(document, *OUTLINE)
    inside = box("x").replace("<w:pPr></w:pPr>", "<w:pPr>{}</w:pPr>").format(PLACE)
    add(document, item("een"))
    add(
        document, paragraph("anker", f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>")
    )
    add(document, item("twee"), paragraph(mark("footnote", 1), mark("footnote", 2)))
    notes(document, "footnotes", n1=item("noot een"), n2=item("noot twee"))
    add_header(document, item("kop"))
    found = [(line.label, line.text) for line in read(document, tmp_path)]
    assert found == [
        *(("1.", "een"), ("", "anker"), ("1.", "\tx"), ("2.", "twee"), ("", "")),
        *(("1.", "noot een"), ("2.", "noot twee"), ("1.", "kop")),
    ]


PLACE = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="50"/></w:numPr>'


def add_header(document: Document, block: str) -> None:
    relationship = part(document, "header9", "header", f"<w:hdr>{block}</w:hdr>")
    reference = f'<w:headerReference w:type="default" r:id="{relationship}"/>'
    document.element.body.sectPr.insert(0, element(reference))


@pytest.mark.parametrize(
    "numbering",
    [
        '<w:ilvl w:val="0"/><w:numId w:val="99"/>',
        '<w:ilvl w:val="7"/><w:numId w:val="50"/>',
        '<w:ilvl w:val="-1"/><w:numId w:val="50"/>',
        "<w:numId/>",
    ],
)
def test_numbering_that_is_not_defined_prints_nothing(numbering: str, tmp_path: Path) -> None:
    document = new()
    define(document, *OUTLINE)
    add(document, paragraph("tekst", properties=f"<w:numPr>{numbering}</w:numPr>"))
    assert labels(document, tmp_path) == [""]


def test_libreoffice_prints_the_same_labels(tmp_path: Path) -> None:
    document = new()
    define(document, *OUTLINE)
    define(document, *CHAPTERS, number=60)
    define(document, level(0, "upperLetter", "(%1)", start=26), number=70)
    places = [(50, "0122101"), (60, "01210221"), (70, "000"), (50, "012")]
    items = [item("tekst", int(at), num) for num, levels in places for at in levels]
    add(document, *items)
    printed = converted(saved(document, tmp_path), "txt:Text").read_text("utf-8-sig")
    expected = [line.strip().removesuffix("tekst").strip() for line in printed.splitlines()]
    assert labels(document, tmp_path) == expected
    assert len(expected) == len(items)
