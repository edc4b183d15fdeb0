"""Links and fields in a reviewed Word document: what is a result, and what an instruction."""

from pathlib import Path

import pytest

from bpa_agenda.word_xml import name
from reviewed_documents import (
    deleted,
    looking,
    read_document,
    reviewed,
    shown,
)
from word_documents import (
    add,
    box,
    new,
    number_field,
    paragraph,
    run,
    shape,
)


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'


def complete_field(instruction: str, result: str) -> str:
    start, between, end = map(number_field, ("begin", "separate", "end"))
    return f"{start}{code(instruction)}{between}{run(result)}{end}"


def hyperlink(attributes: str, inside: str) -> str:
    return f"<w:hyperlink {attributes}>{inside}</w:hyperlink>"


def test_links_have_addresses_unless_they_lead_within_the_document(tmp_path: Path) -> None:
    document = new()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    away = document.part.relate_to("https://voorbeeld.nl/a", kind, True)
    inside = document.part.relate_to("#kop", kind, True)
    for attributes in (
        f'r:id="{away}"', f'r:id="{away}" w:anchor="b"', f'r:id="{inside}"', 'w:anchor="kop"',
        'r:id="rId999"',
    ):  # fmt: skip
        add(document, paragraph(hyperlink(attributes, run("x"))))
    assert shown(read_document(document, tmp_path)) == [
        "<https://voorbeeld.nl/a|x>", "<https://voorbeeld.nl/a#b|x>", "x", "x", "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("instruction", "line"),
    [
        ('HYPERLINK "https://voorbeeld.nl/a"', "<https://voorbeeld.nl/a|x>"),
        ('hyperlink "https://voorbeeld.nl/a" \\l "b" \\o "zie"', "<https://voorbeeld.nl/a#b|x>"),
        ("HYPERLINK https://voorbeeld.nl \\h", "<https://voorbeeld.nl|x>"),
        ('HYPERLINK \\l "kop"', "x"),
        ('HYPERLINK \\o "zie" "https://voorbeeld.nl"', "<https://voorbeeld.nl|x>"),
        ("HYPERLINK", "x"),
        ("REF _Ref1 \\h", "«x»"),
        ("", "«x»"),
    ],
)
def test_fields_are_links_or_results(tmp_path: Path, instruction: str, line: str) -> None:
    simple = f"<w:fldSimple w:instr='{instruction}'>{run('x')}</w:fldSimple>"
    document = reviewed(
        tmp_path, paragraph(complete_field(instruction, "x"), " en"), paragraph(simple, " en")
    )
    assert shown(document) == [f"{line} en", f"{line} en"]


def test_a_link_that_libreoffice_made_of_text_was_none_before(tmp_path: Path) -> None:
    """It records the look of a link that it gives to the text, and nothing else."""
    style = '<w:rStyle w:val="InternetLink"/>'
    made, bold = looking("x", style, ""), looking("x", f"{style}<w:b/>", style)
    document = new()
    document.styles.add_style("Internet Link", 2).element.set(name("w:styleId"), "InternetLink")
    start, between, end = map(number_field, ("begin", "separate", "end"))
    for shown_ in (made, bold):
        field = (start, code('HYPERLINK "a:b"'), between, shown_, end)
        add(document, paragraph(*field))
    assert shown(read_document(document, tmp_path)) == [
        "{~een:x→<a:b|x>}", "{~een:<a:b|x>→<a:b|**x**>}",
    ]  # fmt: skip


def test_neighbouring_fields_stay_apart(tmp_path: Path) -> None:
    fields = complete_field("REF a", "1") + complete_field("REF b", "2")
    simple = f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'
    document = reviewed(tmp_path, paragraph(fields, simple, simple))
    assert shown(document) == ["«1»«2»«3»«3»"]


def test_a_field_is_deleted_with_its_instruction_and_another_is_within_one(tmp_path: Path) -> None:
    start, between, end = map(number_field, ("begin", "separate", "end"))
    away = f"<w:r><w:delInstrText>PAGE</w:delInstrText></w:r>{between}"
    gone = deleted(f"{start}{away}<w:r><w:delText>9</w:delText></w:r>{end}")
    nested = start + code("IF") + run("nee") + complete_field("PAGE", "8") + between + run("ja")
    document = reviewed(tmp_path, paragraph("p. ", gone, nested, end, "."))
    assert shown(document) == ["p. {-een:«9»}«ja»."]


def test_a_field_runs_over_paragraphs(tmp_path: Path) -> None:
    start, between, end = map(number_field, ("begin", "separate", "end"))
    document = reviewed(
        tmp_path, paragraph("a", start, code("TOC"), between, "b"), paragraph("c", end, "d")
    )
    assert shown(document) == ["a«b»", "«c»d"]


def test_a_text_box_is_not_in_the_field_in_which_it_hangs(tmp_path: Path) -> None:
    start, between, end = map(number_field, ("begin", "separate", "end"))
    hanging = shape(f"<wps:txbx>{box('kader')}</wps:txbx>")
    document = reviewed(tmp_path, paragraph(start, between, "a", hanging), paragraph("b", end))
    assert shown(document) == ["«a»(picture)", "kader", "«b»"]


@pytest.mark.parametrize("kinds", ["begin", "begin separate", "end", "separate end", "separate"])
def test_a_broken_field_hides_nothing(tmp_path: Path, kinds: str) -> None:
    broken = (number_field(kind) for kind in kinds.split())
    document = reviewed(tmp_path, paragraph("een ", *broken, code("PAGE"), "twee"), paragraph("x"))
    assert shown(document) == ["een twee", "x"]
