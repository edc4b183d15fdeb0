"""What the paragraphs of a reviewed document come to when its changes are decided about."""

from pathlib import Path

from bpa_agenda.reviewed import Piece
from bpa_agenda.revisions import accepted_text, decided, rejected_text
from reviewed_documents import (
    deleted,
    inserted,
    looking,
    mark,
    reviewed,
    row_mark,
)
from word_documents import (
    CHOICE,
    FALLBACK,
    box,
    cell,
    either,
    paragraph,
    row,
    shape,
    table,
)

BOLD = "<w:b/>"


def test_paragraphs_that_run_on_take_the_style_of_the_last(tmp_path: Path) -> None:
    document = reviewed(
        tmp_path,
        paragraph("Kop ", deleted("weg "), style="Heading1", properties=mark("del")),
        paragraph(inserted("en "), "tekst", style="Quote"),
    )
    (joined,) = decided(document.paragraphs, lambda _: True)
    assert (joined.style, joined.pieces) == ("quote", (Piece("Kop en tekst"),))
    assert rejected_text(document.paragraphs) == ["Kop weg ", "tekst"]
    only_mark = decided(
        document.paragraphs, lambda id_: document.changes[id_].kind == "paragraph-deletion"
    )
    assert [p.pieces for p in only_mark] == [(Piece("Kop weg tekst"),)]


def test_a_paragraph_runs_on_past_a_text_box_but_not_into_a_table(tmp_path: Path) -> None:
    document = reviewed(
        tmp_path,
        paragraph("een ", either(CHOICE, FALLBACK), properties=mark("del")),
        paragraph("twee ", properties=mark("del")),
        table(row(cell("x"))),
        paragraph(deleted("drie"), properties=mark("del")),
        table(row(cell(paragraph(deleted("leeg"), properties=mark("del"))))),
        paragraph("vier ", properties=mark("del")),
        table(row(cell("y"), properties=row_mark("del"))),
        paragraph("vijf"),
    )
    assert accepted_text(document.paragraphs) == [
        *("eerste", "tweede", "een \ufffctwee ", "x", "", "vier vijf")
    ]  # fmt: skip


def test_paragraphs_of_a_text_box_run_on_within_it(tmp_path: Path) -> None:
    boxes = (shape(f"<wps:txbx>{box('een ', 'twee')}</wps:txbx>") for _ in range(2))
    gone = f"<w:p><w:pPr>{mark('del')}</w:pPr>"
    blocks = paragraph(*(b.replace("<w:p><w:pPr></w:pPr>", gone) for b in boxes))
    document = reviewed(tmp_path, blocks, paragraph("drie"))
    assert accepted_text(document.paragraphs) == ["\ufffc\ufffc", "een twee", "een twee", "drie"]


def test_what_was_formatted_gets_its_look_back(tmp_path: Path) -> None:
    document = reviewed(tmp_path, paragraph("a ", looking("b", BOLD, "")))
    (after,) = decided(document.paragraphs, lambda _: False)
    assert after.pieces == (Piece("a b"),)
