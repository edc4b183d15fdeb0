"""What is read of a reviewed Word document: small bodies beside the paragraphs they stand for."""

import re
from pathlib import Path

import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from bpa_agenda.count_revisions import count_revisions
from bpa_agenda.reviewed import Cell
from bpa_agenda.revisions import accepted_text, rejected_text
from reviewed_documents import (
    changed,
    deleted,
    inserted,
    looking,
    mark,
    read_document,
    reviewed,
    row_mark,
    shown,
    with_parts,
)
from word_documents import (
    CHOICE,
    FALLBACK,
    PICTURE,
    add,
    box,
    cell,
    define,
    either,
    element,
    item,
    level,
    new,
    notes,
    paragraph,
    row,
    run,
    shape,
    table,
    with_body,
)
from word_documents import mark as note_mark

BOLD, ITALIC, OFF = "<w:b/>", "<w:i/>", '<w:b w:val="0"/>'
STRONG, EMPHASIS = '<w:rStyle w:val="Strong"/>', '<w:rStyle w:val="Emphasis"/>'


# --- insertions, deletions and moves


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (["een ", inserted("twee"), " drie"], "een {+een:twee} drie"),
        (["een ", deleted("twee"), " drie"], "een {-een:twee} drie"),
        ([changed("del", "als w:t")], "{-een:als w:t}"),
        ([inserted(deleted("erin en eruit", "twee"), "een")], "{+een-twee:erin en eruit}"),
        ([deleted(inserted("andersom", "een"), "twee")], "{+een-twee:andersom}"),
        ([changed("moveFrom", "weg"), changed("moveTo", "daar")], "{-een:weg}{+een:daar}"),
        (["leeg", inserted("")], "leeg"),
        (["a", inserted("b", "een"), inserted("c", "twee")], "a{+een:b}{+twee:c}"),
        ([changed("ins", run("x") + PICTURE)], "{+een:x}{+een:(picture)}"),
        (["<w:r><w:delText>los</w:delText></w:r>"], "los"),
    ],
)
def test_text_names_who_inserted_and_deleted_it(
    tmp_path: Path, inside: list[str], line: str
) -> None:
    assert shown(reviewed(tmp_path, paragraph(*inside))) == [line]


def test_a_change_says_when_and_how_and_may_have_no_author(tmp_path: Path) -> None:
    nobody = '<w:del w:id="3"><w:r><w:delText>x</w:delText></w:r></w:del>'
    document = reviewed(tmp_path, paragraph(inserted("x", "iemand"), nobody))
    said = [(c.kind, c.author, c.date, c.element) for c in document.changes]
    assert said == [
        ("insertion", "iemand", "2024-05-01T12:00:00Z", "w:ins"),
        ("deletion", "", "", "w:del"),
    ]


def test_both_ends_of_a_move_share_its_name(tmp_path: Path) -> None:
    def ends(way: str, inside: str) -> str:
        start = f'<w:move{way}RangeStart w:id="7" w:name="move42" w:author="een"/>'
        return f'{start}{changed(f"move{way}", inside)}<w:move{way}RangeEnd w:id="7"/>'

    lonely = changed("moveTo", "alleen")
    document = reviewed(tmp_path, paragraph(ends("From", "hier"), ends("To", "hier"), lonely))
    assert [(c.kind, c.move) for c in document.changes] == [
        ("range", "move42"),
        ("move-from", "move42"),
        ("range", "move42"),
        ("move-to", "move42"),
        ("move-to", ""),
    ]


def test_ends_of_paragraphs_are_inserted_and_deleted(tmp_path: Path) -> None:
    document = reviewed(
        tmp_path,
        *(paragraph("x", properties=mark(element)) for element in ("ins", "del", "moveFrom")),
        paragraph("x", properties=mark("moveTo", "twee")),
        paragraph("x"),
    )
    assert shown(document) == ["x¶+een", "x¶-een", "x¶-een", "x¶+twee", "x"]
    ends = ["insertion", "deletion", "deletion", "insertion"]
    assert [c.kind for c in document.changes] == [f"paragraph-{end}" for end in ends]


def test_a_change_around_whole_paragraphs_is_one_to_each(tmp_path: Path) -> None:
    document = reviewed(tmp_path, changed("ins", paragraph("een") + paragraph("twee")))
    assert shown(document) == ["{+een:een}¶+een", "{+een:twee}¶+een"]


# --- looks


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (looking("x", BOLD), "**x**"),
        (looking("x", BOLD + ITALIC), "***x***"),
        (looking("x", STRONG), "**x**"),
        (looking("x", STRONG + ITALIC), "***x***"),
        (looking("x", STRONG + OFF), "x"),
        (looking("x", '<w:rStyle w:val="bestaat-niet"/>'), "x"),
        (looking("x", BOLD, ""), "{~een:x→**x**}"),
        (looking("x", "", EMPHASIS), "{~een:*x*→x}"),
        (looking("x", '<w:color w:val="FF0000"/>', ""), "{~een:x→x}"),
        (inserted(looking("x", BOLD, ITALIC), "twee"), "{+twee~een:*x*→**x**}"),
    ],
)
def test_runs_are_bold_and_italic_now_and_before(tmp_path: Path, inside: str, line: str) -> None:
    assert shown(reviewed(tmp_path, paragraph(inside))) == [line]


def test_what_the_style_of_a_paragraph_says_is_no_look(tmp_path: Path) -> None:
    """The first as a heading is, the second as LibreOffice writes a strong word in one."""
    inside = ("kop ", looking("direct", BOLD), looking("sterk", STRONG + BOLD), looking("uit", OFF))
    document = reviewed(tmp_path, paragraph(*inside, style="Heading1"))
    assert shown(document) == ["kop direct**sterk**uit"]
    assert document.paragraphs[0].style == "heading 1"


def test_a_style_has_the_look_of_the_one_on_which_it_is_based(tmp_path: Path) -> None:
    document = with_body(paragraph(looking("x", '<w:rStyle w:val="Eigen"/>')))
    style = document.styles.add_style("Eigen", 2)
    style.base_style = document.styles["Strong"]
    assert shown(read_document(document, tmp_path)) == ["**x**"]


def test_formatting_of_paragraphs_and_their_ends(tmp_path: Path) -> None:
    old = '<w:pPrChange w:id="1" w:author="een"><w:pPr/></w:pPrChange>'
    end = '<w:rPr><w:rPrChange w:id="1" w:author="twee"><w:rPr/></w:rPrChange></w:rPr>'
    numbered = '<w:numPr><w:ins w:id="1" w:author="drie"/></w:numPr>'
    blocks = (paragraph("x", properties=said) for said in (old, end, numbered, ""))
    document = reviewed(tmp_path, *blocks)
    assert [p.reshaped for p in document.paragraphs] == [0, 1, 2, None]
    assert {c.kind for c in document.changes} == {"paragraph-format"}
    assert shown(document) == ["x", "x", "x", "x"]


# --- what is no character, and what is around text


def test_characters_that_are_elements(tmp_path: Path) -> None:
    names = "tab br cr noBreakHyphen softHyphen"
    inside = "".join(f"<w:{name}/>" for name in names.split())
    other = '<w:br w:type="textWrapping"/><w:sym w:font="Wingdings" w:char="F0E0"/>'
    document = reviewed(tmp_path, paragraph(f"<w:r>{inside}{other}<w:t>a\nb\tc</w:t></w:r>"))
    assert shown(document) == ["\t\n\n\u2011\u00ad\n→a b\tc"]


@pytest.mark.parametrize("kind", ["page", "column"])
def test_where_a_page_or_a_column_begins_is_no_text(tmp_path: Path, kind: str) -> None:
    begins = f'<w:r><w:br w:type="{kind}"/></w:r>'
    tracked = paragraph("c", changed("ins", begins), "d")
    document = reviewed(tmp_path, paragraph(begins, "a", begins, "b"), tracked)
    assert shown(document) == ["ab", "cd"]
    assert [c.kind for c in document.changes] == ["insertion"]


@pytest.mark.parametrize(
    "around",
    [
        "<w:sdt><w:sdtPr><w:t>niet</w:t></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>",
        '<w:smartTag w:element="x">%s</w:smartTag>',
        '<w:customXml w:element="x">%s</w:customXml>',
        "<mc:AlternateContent><mc:Choice>%s</mc:Choice><mc:Fallback/></mc:AlternateContent>",
        "<w:dir>%s</w:dir>",
        "<w:nieuw>%s</w:nieuw>",
    ],
)
def test_what_is_around_runs_paragraphs_rows_and_cells_hides_nothing(
    tmp_path: Path, around: str
) -> None:
    rows = table(around % row(cell("rij"), around % cell("cel")))
    blocks = (paragraph("in ", around % run("regel")), around % paragraph("blok"), rows)
    document = reviewed(tmp_path, *blocks)
    assert shown(document) == ["in regel", "blok", "rij", "cel"]
    assert [p.cell for p in document.paragraphs] == [None, None, Cell(0, 0, 0), Cell(0, 0, 1)]


def test_text_outside_any_paragraph_is_read(tmp_path: Path) -> None:
    odd = run("los") + changed("ins", run("in")) + "<w:p><w:p>" + run("dubbel") + "</w:p></w:p>"
    assert shown(reviewed(tmp_path, f"<w:sdt>{odd}</w:sdt>")) == ["los", "{+een:in}", "dubbel"]


def test_changes_nested_as_deep_as_a_file_may_be_are_read(tmp_path: Path) -> None:
    inside = run("diep")
    for _ in range(190):
        inside = changed("ins", inside)
    assert shown(reviewed(tmp_path, paragraph(inside))) == ["{+een:diep}"]


def test_text_boxes_come_after_the_paragraph_in_which_they_hang(tmp_path: Path) -> None:
    document = reviewed(tmp_path, paragraph("a", either(CHOICE, FALLBACK), "b"), paragraph("c"))
    assert shown(document) == ["a(picture)b", "eerste", "tweede", "c"]
    assert [p.box for p in document.paragraphs] == [None, 0, 0, None]
    assert {p.part for p in document.paragraphs} == {"body"}


def test_a_text_box_is_inserted_and_deleted_with_what_it_hangs_in(tmp_path: Path) -> None:
    inside = changed("ins", shape(f"<wps:txbx>{box('kader')}</wps:txbx>"))
    document = reviewed(tmp_path, paragraph("a", inside), paragraph("b"))
    assert shown(document) == ["a{+een:(picture)}", "{+een:kader}¶+een", "b"]
    assert rejected_text(document.paragraphs) == ["a", "b"]
    assert accepted_text(document.paragraphs) == ["a\ufffc", "kader", "b"]


def test_a_change_that_stands_there_twice_is_read_once(tmp_path: Path) -> None:
    choice = CHOICE.replace("eerste</w:t></w:r>", f"eerste</w:t></w:r>{inserted(' nieuw')}")
    fallback = FALLBACK.replace("eerste</w:t></w:r>", f"eerste</w:t></w:r>{inserted(' nieuw')}")
    document = reviewed(tmp_path, paragraph(either(choice, fallback)))
    assert shown(document) == ["(picture)", "eerste{+een: nieuw}", "tweede"]
    assert [c.kind for c in document.changes] == ["insertion", "copy"]


# --- where paragraphs stand


def test_rows_are_inserted_and_deleted_with_the_tables_in_them(tmp_path: Path) -> None:
    nested = cell(table(row(cell("binnen"))), paragraph("na"))
    document = reviewed(
        tmp_path,
        table(
            row(cell("a"), cell("b"), properties=row_mark("ins", "twee")),
            row(nested, properties=row_mark("del")),
            row(cell("c")),
        ),
        table(row(cell("d"))),
    )
    assert [(p.cell, p.row_inserted, p.row_deleted) for p in document.paragraphs] == [
        ((0, 0, 0), 0, None),
        ((0, 0, 1), 0, None),
        ((1, 0, 0), None, 1),
        ((0, 1, 0), None, 1),
        ((0, 2, 0), None, None),
        ((2, 0, 0), None, None),
    ]
    assert [c.kind for c in document.changes] == ["row-insertion", "row-deletion"]
    assert accepted_text(document.paragraphs) == ["a", "b", "c", "d"]
    assert rejected_text(document.paragraphs) == ["binnen", "na", "c", "d"]


def test_a_table_within_an_inserted_row_is_inserted_with_it(tmp_path: Path) -> None:
    inside = cell(table(row(cell("binnen"))), paragraph("na"))
    document = reviewed(tmp_path, table(row(inside, properties=row_mark("ins"))))
    assert [p.row_inserted for p in document.paragraphs] == [0, 0]


def test_what_libreoffice_puts_into_an_empty_row_to_track_it_is_no_text(tmp_path: Path) -> None:
    joiner = inserted("\N{ZERO WIDTH JOINER}")
    new_row = row(
        cell(paragraph(joiner)), cell("👩\N{ZERO WIDTH JOINER}🏫"), properties=row_mark("ins")
    )
    document = reviewed(tmp_path, table(new_row), paragraph(joiner))
    assert shown(document) == ["", "👩\u200d🏫", "{+een:\u200d}"]


def test_lists_have_markers_and_levels(tmp_path: Path) -> None:
    document = new()
    define(document, level(0, "bullet", "·"), level(1, "decimal", "%2."), level(2, "none", ""))
    blank = paragraph("x", properties='<w:numPr><w:numId w:val="999"/></w:numPr>')
    add(document, *(item("x", at) for at in range(3)), blank, paragraph("x", style="ListNumber"))
    found = read_document(document, tmp_path).paragraphs
    assert [(p.marker, p.level) for p in found] == [
        ("bullet", 0), ("number", 1), ("", 0), ("", 0), ("number", 0),
    ]  # fmt: skip


def test_bookmarks_start_in_a_paragraph_or_right_before_it(tmp_path: Path) -> None:
    def start(name: str) -> str:
        return f'<w:bookmarkStart w:id="1" w:name="{name}"/>'

    document = reviewed(
        tmp_path,
        start("_a1"),
        start("_a2"),
        paragraph("een", start("_a3")),
        paragraph(changed("ins", start("_a4") + run("x"))),
        start("_a5"),
        table(row(cell("twee"))),
        paragraph("drie"),
        start("_a6"),
    )
    assert [p.bookmarks for p in document.paragraphs] == [
        ("_a1", "_a2", "_a3"), ("_a4",), ("_a5",), ("_a6",),
    ]  # fmt: skip


def test_all_parts_are_read_without_the_lines_above_notes(tmp_path: Path) -> None:
    document = with_body(
        paragraph(
            "tekst", note_mark("footnote", 2), note_mark("endnote", 3), note_mark("footnote", 1)
        )
    )
    section = document.sections[0]
    section.header.paragraphs[0].text = "kop"
    section.footer.paragraphs[0].text = "voet"
    notes(document, "footnotes", n1=paragraph("een ", inserted("noot")), n2="twee")
    notes(document, "endnotes", n3="eind")
    found = read_document(document, tmp_path)
    assert [(p.part, p.number, p.note) for p in found.paragraphs] == [
        ("body", 1, ""), ("header1", 1, ""), ("footer1", 1, ""), ("footnotes", 1, "footnotes 1"),
        ("footnotes", 2, "footnotes 2"), ("endnotes", 1, "endnotes 3"),
    ]  # fmt: skip
    assert shown(found) == [
        "tekst[footnotes 2][endnotes 3][footnotes 1]",
        *("kop", "voet", "een {+een:noot}", "twee", "eind"),
    ]


# --- changes that are no text, and how many there are

_OTHERS = (
    "cellIns cellDel cellMerge sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange"
    " customXmlInsRangeStart customXmlDelRangeStart customXmlMoveFromRangeStart"
    " customXmlMoveToRangeStart tblGridChange"
)


def test_other_changes_are_counted_and_lose_no_text(tmp_path: Path) -> None:
    others = "".join(f'<w:{other} w:id="1" w:author="een"/>' for other in _OTHERS.split())
    document = reviewed(tmp_path, table(row(cell("tekst", properties=others))), paragraph("x"))
    assert shown(document) == ["tekst", "x"]
    assert [(c.element, c.kind) for c in document.changes] == [
        (f"w:{other}", "other") for other in _OTHERS.split()
    ]


def test_changes_in_other_parts_are_other_changes(tmp_path: Path) -> None:
    document = with_body(paragraph("x"))
    style = document.styles["Strong"].element
    style.rPr.append(element('<w:rPrChange w:id="1" w:author="een"><w:rPr/></w:rPrChange>'))
    assert [c.kind for c in read_document(document, tmp_path).changes] == ["other"]


def test_the_count_knows_names_and_authors_whatever_the_prefix() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = [
        f'<x xmlns:z="{main}"><z:ins/><z:del><z:t/></z:del><z:nieuw z:author="een"/></x>',
        f'<ins xmlns="{strict}"><comment author="x"/></ins>',
        "<ins author='een'/>",
        "<kapot>",
    ]
    assert count_revisions(part.encode() for part in parts) == {
        "w:ins": 2, "w:del": 1, "w:nieuw": 1, "w:comment": 1,
    }  # fmt: skip


# --- what the document says about itself


def test_properties_custom_parts_and_who_saved_last(tmp_path: Path) -> None:
    document = with_body(paragraph("x"))
    # By its whole name: docxtpl, where it was loaded, gives python-docx another one.
    [saved_by] = document.core_properties._element.iter("{*}lastModifiedBy")
    saved_by.text = "een"
    package, kind = document.part.package, "officeDocument/2006/relationships"
    properties = '<Properties><property name="versie"><lpwstr>0.1</lpwstr></property></Properties>'
    custom = Part(PackURI("/docProps/custom.xml"), "application/xml", properties.encode(), package)
    package.relate_to(custom, f"http://schemas.openxmlformats.org/{kind}/custom-properties")
    found = with_parts(document, tmp_path, customXml='<kaart xmlns="urn:x" versie="1"/>')
    assert found.properties == {"versie": "0.1"}
    assert found.author == "een"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found.modified)
    assert sum(part.startswith("<kaart") and "versie" in part for part in found.custom) == 1
