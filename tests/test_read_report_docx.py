"""A report in Word to its lines: all that is printed, each thing once, in reading order."""

import re
from collections import Counter
from pathlib import Path

import pytest
from docx.document import Document
from lxml import etree

from bpa_agenda.problems import Severity
from bpa_agenda.read_report_docx import read_docx
from bpa_agenda.report_lines import ReportLine
from word_documents import (
    CHOICE,
    FALLBACK,
    add,
    cell,
    converted,
    define,
    either,
    element,
    item,
    level,
    mark,
    new,
    notes,
    number_field,
    paragraph,
    read,
    row,
    run,
    saved,
    shape,
    table,
    unzipped,
    with_body,
    zipped,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def texts(lines: list[ReportLine]) -> list[str]:
    return [line.text for line in lines]


def test_each_paragraph_is_a_line_and_blank_ones_too(tmp_path: Path) -> None:
    document = new()
    for text in ("Verslag", "", "Een\tmet tab", "Twee\nregels"):
        document.add_paragraph(text)
    assert read(document, tmp_path) == [
        ReportLine(1, "Verslag"),
        ReportLine(2, ""),
        ReportLine(3, "Een\tmet tab"),
        ReportLine(4, "Twee regels"),
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<w:r><w:t>oud</w:t><w:br w:type="page"/><w:t>nieuw</w:t></w:r>', "oud nieuw"),
        (
            "<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r>",
            "e\N{NON-BREAKING HYPHEN}mail",
        ),
        ("<w:r><w:t>werk</w:t><w:softHyphen/><w:t>gever</w:t></w:r>", "werkgever"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "·"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>', "·"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "→"),
        ('<w:r><w:sym w:font="Wingdings" w:char="E0"/></w:r>', "→"),
        ('<w:r><w:sym w:font="Arial" w:char="20AC"/></w:r>', "€"),
        ('<w:r><w:sym w:font="Arial" w:char="kapot"/></w:r>', ""),
        ("<w:r><w:t>\uf0b7 punt</w:t></w:r>", "· punt"),
        ("<w:r><w:t>over\nregels</w:t></w:r>", "over regels"),
        ("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", "a=b"),
        (
            "<mc:AlternateContent><mc:Choice Requires='w16se'><w:r>"
            "<w16se:symEx w16se:font='Segoe UI Emoji' w16se:char='1F60A'/></w:r></mc:Choice>"
            "<mc:Fallback><w:r><w:t>:-)</w:t></w:r></mc:Fallback></mc:AlternateContent>",
            "😊",
        ),
    ],
)
def test_a_special_character_is_printed_as(inside: str, text: str, tmp_path: Path) -> None:
    assert texts(read(with_body(paragraph(inside)), tmp_path)) == [text]


def test_a_table_is_read_row_by_row_with_a_tab_before_each_paragraph(tmp_path: Path) -> None:
    inner = table(row(cell("binnen")))
    document = with_body(
        paragraph("voor"),
        table(row(cell("a1", "a1 vervolg"), cell("b1")), row(cell("a2"), cell(inner, ""))),
        paragraph("na"),
    )
    assert texts(read(document, tmp_path)) == [
        "voor",
        *("\ta1", "\ta1 vervolg", "\tb1", "\ta2", "\tbinnen", ""),
        "na",
    ]


def test_a_merged_cell_is_read_once(tmp_path: Path) -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = with_body(
        table(
            row(cell("samen", properties=begins), cell("b1")),
            row(cell("verborgen", properties=goes_on), cell("b2")),
        ),
        table(row(cell("zonder begin", properties=goes_on))),
    )
    assert texts(read(document, tmp_path)) == ["\tsamen", "\tb1", "\tb2", "\tzonder begin"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:smartTag w:element="x"><w:smartTagPr/>{}</w:smartTag>',
        '<w:customXml w:element="x">{}</w:customXml>',
        '<w:fldSimple w:instr="AUTHOR">{}</w:fldSimple>',
    ],
)
def test_what_only_wraps_text_is_looked_into(wrapped: str, tmp_path: Path) -> None:
    document = with_body(paragraph("voor ", wrapped.format(run("binnen")), " na"))
    assert texts(read(document, tmp_path)) == ["voor binnen na"]


def test_content_controls_around_paragraphs_rows_and_cells_are_looked_into(tmp_path: Path) -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inside = control(table(control(row(control(cell("cel"))))))
    document = with_body(control(paragraph("alinea")), inside)
    assert texts(read(document, tmp_path)) == ["alinea", "\tcel"]


def field(code: str, result: str) -> str:
    instruction = code if code.startswith("<") else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    between = number_field("separate")
    return f"{number_field('begin')}{instruction}{between}{run(result)}{number_field('end')}"


def test_of_a_field_the_result_is_read_and_not_its_code(tmp_path: Path) -> None:
    nested = "<w:r><w:instrText>IF </w:instrText></w:r>" + field("PAGE", "7") + run(' = "1"')
    document = with_body(
        paragraph("zie ", field("REF x", "hoofdstuk 2")),
        paragraph(field(nested, "wel")),
        paragraph(number_field("begin"), "begint en eindigt niet"),
    )
    expected = ["zie hoofdstuk 2", "wel", "begint en eindigt niet"]
    assert texts(read(document, tmp_path)) == expected


def test_the_table_of_contents_is_read_as_any_other_text(tmp_path: Path) -> None:
    code = "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
    begin = f"{number_field('begin')}{code}{number_field('separate')}"
    page = f"<w:r><w:tab/></w:r>{field('PAGEREF a', '3')}"
    document = with_body(
        paragraph(begin, "Inleiding", page),
        paragraph("Vragen", page),
        paragraph(number_field("end")),
    )
    assert texts(read(document, tmp_path)) == ["Inleiding\t3", "Vragen\t3", ""]


def test_notes_follow_the_body_in_the_order_of_their_marks(tmp_path: Path) -> None:
    document = with_body(
        paragraph("eerst", mark("endnote", 1), " dan", mark("footnote", 2)),
        paragraph("ten slotte", mark("footnote", 1), mark("footnote", 9)),
        paragraph(f'<w:del w:id="1" w:author="x">{mark("footnote", 3)}</w:del>'),
    )
    notes(
        document, "footnotes", n1="noot b", n2=paragraph("noot a") + paragraph("en meer"), n3="weg"
    )
    notes(document, "endnotes", n1="eindnoot")
    lines, _ = read_docx(saved(document, tmp_path), "verslag.docx")
    assert texts(lines) == [
        *("eerst dan", "ten slotte", ""),
        *("noot a", "en meer", "noot b", "eindnoot"),
    ]


def test_headers_and_footers_come_last_and_each_text_once(tmp_path: Path) -> None:
    document = new()
    document.add_paragraph("tekst")
    for footer in ("Pagina 1", "Blad"):
        section = document.sections[-1]
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Werkatelier"
        section.header.add_paragraph("")
        section.footer.is_linked_to_previous = False
        section.footer.paragraphs[0].text = footer
        document.add_section()
    assert read(document, tmp_path)[-3:] == [
        ReportLine(4, "Werkatelier"),
        ReportLine(5, "Pagina 1"),
        ReportLine(6, "Blad"),
    ]


BY = 'w:id="1" w:author="Jo" w:date="2018-04-01T12:00:00Z"'
INSERTED, DELETED = f"<w:ins {BY}>{{}}</w:ins>", f"<w:del {BY}>{{}}</w:del>"
GONE = "<w:r><w:delText>oud</w:delText></w:r>"
END_DELETED = f"<w:rPr><w:del {BY}/></w:rPr>"


@pytest.mark.parametrize(
    ("blocks", "lines", "at"),
    [
        (
            [
                paragraph("a"),
                paragraph("een ", INSERTED.format(run("nieuw")), DELETED.format(GONE)),
            ],
            ["a", "een nieuw"],
            2,
        ),
        (
            [
                paragraph(f"<w:moveFrom {BY}>{run('verplaatst')}</w:moveFrom>", "blijft"),
                paragraph(f"<w:moveTo {BY}>{run('verplaatst')}</w:moveTo>"),
            ],
            ["blijft", "verplaatst"],
            1,
        ),
        (
            [paragraph("a"), paragraph("half ", properties=END_DELETED), paragraph("heel")],
            ["a", "half heel"],
            2,
        ),
        (
            [paragraph(DELETED.format(GONE), properties=END_DELETED), paragraph("a")],
            ["a"],
            1,
        ),
        (
            [paragraph("a"), table(row(cell("weg"), properties=f"<w:del {BY}/>"), row(cell("b")))],
            ["a", "\tb"],
            2,
        ),
        (
            [table(row(cell("weg", properties=f"<w:cellDel {BY}/>"), cell("b")))],
            ["\tb"],
            1,
        ),
        (
            [paragraph("half", properties=END_DELETED), table(row(cell("b")))],
            ["half", "\tb"],
            1,
        ),
        (
            [paragraph("a"), paragraph(DELETED.format(GONE), properties=END_DELETED)],
            ["a"],
            1,
        ),
    ],
)
def test_insertions_are_read_and_deletions_are_not(
    blocks: list[str], lines: list[str], at: int, tmp_path: Path
) -> None:
    found, problems = read_docx(saved(with_body(*blocks), tmp_path), "verslag.docx")
    assert texts(found) == lines
    assert [(p.at.line, p.code, p.severity) for p in problems] == [
        (at, "tracked-changes", Severity.WARNING)
    ]


def test_a_drop_cap_is_the_first_letter_of_the_next_paragraph(tmp_path: Path) -> None:
    cap = paragraph("D", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert texts(read(with_body(cap, paragraph("it is het begin.")), tmp_path)) == [
        "Dit is het begin."
    ]


def test_comments_are_not_part_of_the_report(tmp_path: Path) -> None:
    document = new()
    said = document.add_paragraph("tekst")
    document.add_comment(said.runs, text="Klopt dit?", author="Jo")
    assert texts(read(document, tmp_path)) == ["tekst"]


def everything() -> Document:
    """A document with a piece of everything."""
    document = new()
    define(document, level(0, "decimal", "%1."))
    document.add_heading("Verslag van alles", 1)
    add(
        document,
        paragraph("Gewoon met ", either(CHOICE, FALLBACK), field("REF x", "verwijzing")),
        item("genummerd"),
        table(row(cell("cel", table(row(cell("diep"))), ""), cell("rechts"))),
        paragraph("nieuw ", INSERTED.format(run("erbij")), DELETED.format(GONE)),
        paragraph("noot", mark("footnote", 1), mark("endnote", 1)),
        paragraph("beeld", shape("<pic:pic/>")),
    )
    notes(document, "footnotes", n1="onderaan")
    notes(document, "endnotes", n1="achteraan")
    document.sections[0].header.paragraphs[0].text = "bovenaan elke bladzijde"
    document.sections[0].footer.paragraphs[0].text = "Werkatelier"
    return document


def test_no_word_is_lost_and_none_is_read_twice(tmp_path: Path) -> None:
    """Counts the words in all parts in a way that has nothing to do with the reader's."""
    path = saved(everything(), tmp_path)
    printed: Counter[str] = Counter()
    for name, data in unzipped(path).items():
        if re.fullmatch(r"word/(document|footnotes|endnotes|header\d|footer\d)\.xml", name):
            kept = re.sub(rb"<(mc:Fallback|w:del|w:moveFrom)\b.*?</\1>", b"", data, flags=re.DOTALL)
            root = etree.fromstring(kept)
            for block in root.iter(f"{W}p"):
                runs = block.findall(f".//{W}t")
                own = [t for t in runs if next(t.iterancestors(f"{W}p")) is block]
                printed += Counter("".join(t.text or "" for t in own).split())
    lines, _ = read_docx(path, "verslag.docx")
    said = Counter(word for line in lines for word in line.text.split())
    assert said - Counter(["[image:", "]"]) == printed
    assert printed.total() == 22


HTML = """<html><body><h1>Verslag</h1>
<ol><li>Eerste<ol type="a"><li>sub a<ul><li>punt</li></ul></li><li>sub b</li></ol></li>
<li>Tweede</li></ol><ul><li>los<ul><li>dieper</li></ul></li></ul>
<table><tr><td>een</td><td>twee</td></tr><tr><td colspan="2">drie</td></tr></table>
<p>Slot</p></body></html>"""


def test_a_document_that_libreoffice_wrote_is_read(tmp_path: Path) -> None:
    source = tmp_path / "verslag.html"
    source.write_text(HTML, "utf-8")
    lines, problems = read_docx(converted(source, "docx", "--infilter=HTML (StarWriter)"), "x.docx")
    assert problems == []
    assert [(line.label, line.level, line.text) for line in lines] == [
        ("", None, "Verslag"),
        ("1.", 0, "Eerste"),
        ("a.", 1, "sub a"),
        ("·", 2, "punt"),
        ("b.", 1, "sub b"),
        ("2.", 0, "Tweede"),
        ("·", 0, "los"),
        ("·", 1, "dieper"),
        ("", None, "\teen"),
        ("", None, "\ttwee"),
        ("", None, "\tdrie"),
        ("", None, "Slot"),
    ]
    assert lines[0].heading == 1


def test_a_document_in_the_strict_variant_is_read(tmp_path: Path) -> None:
    files = unzipped(saved(everything(), tmp_path))
    office = (
        rb"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|drawingml)/2006"
    )
    strict = {
        name: re.sub(office, rb"http://purl.oclc.org/ooxml/\1", data)
        for name, data in files.items()
    }
    path = zipped(tmp_path / "strict.docx", strict)
    assert read_docx(path, "x.docx")[0] == read_docx(tmp_path / "verslag.docx", "x.docx")[0]


def test_a_document_that_fetches_text_from_elsewhere_is_not_passed_over(tmp_path: Path) -> None:
    document = with_body(paragraph("tekst"))
    document.element.body.insert(0, element('<w:altChunk r:id="rId99"/>'))
    lines, problems = read_docx(saved(document, tmp_path), "verslag.docx")
    assert texts(lines) == ["tekst"]
    assert [str(p) for p in problems] == [
        "verslag.docx: error: the file cannot be read: it fetches a part of its text from"
        " another document [report-unreadable]\n"
        "    open it in Word and save it; that makes the text its own"
    ]
