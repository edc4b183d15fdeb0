"""Figures and tables with captions in Word: pictures, numbers, references, sizes."""

import io
import zipfile

import docx
import pytest

from conftest import SmallProject
from figures import (
    FIGURE,
    MATRIX,
    PROPOSAL,
    SUMMARY,
    TABLE,
    THEME,
    WP,
    assert_valid,
    bookmarked,
    built,
    captions,
    change,
    codes,
    lines,
    save,
    sizes,
    write,
)
from word import W, paragraphs, part, style_of, text_of

CM = 360_000


def test_a_picture_stands_above_its_caption_on_the_same_page(small: SmallProject) -> None:
    save(small, "kaart.png")
    write(small, f"Vooraf.\n\n{FIGURE}\n\nDaarna.")
    found = paragraphs(part(built(small)))
    [at] = [n for n, p in enumerate(found) if p.find(f".//{WP}inline") is not None]
    assert [style_of(p) for p in found[at : at + 2]] == ["Figuur", "Caption"]
    assert text_of(found[at + 1]) == "Figuur 1. Een kaart & een legenda"
    assert found[at].find(f"{{{W}}}pPr/{{{W}}}keepNext") is not None
    assert text_of(found[at + 2]) == "Daarna."


def test_a_picture_carries_its_alternative_text_and_a_name(small: SmallProject) -> None:
    save(small, "kaart.png")
    write(small, FIGURE.replace("Twee rode vlakken", "Twee *rode*\nvlakken & ‘een’ lijn"))
    [properties] = part(built(small)).iter(f"{WP}docPr")
    assert properties.get("name") == "Figuur 1"
    assert properties.get("descr") == "Twee rode vlakken & ‘een’ lijn"


@pytest.mark.parametrize("name", ["kaart.png", "kaart.jpg", "kaart.jpeg"])
def test_a_picture_goes_into_the_document_byte_for_byte(small: SmallProject, name: str) -> None:
    data = save(small, name)
    write(small, FIGURE.replace("kaart.png", name))
    document = built(small)
    ending = "png" if name.endswith("png") else "jpeg"
    with zipfile.ZipFile(document) as archive:
        assert archive.read(f"word/media/picture1.{ending}") == data
    assert_valid(document)


def test_figures_and_tables_are_counted_apart_in_the_order_of_the_document(
    small: SmallProject,
) -> None:
    save(small, "kaart.png")
    stake = f"Zie [@figure:kaart] en [@table:deelnemers].\n\n{MATRIX}"
    change(small, THEME, "stake: Werk moet leuk blijven.", stake)
    write(small, f"{TABLE}\n\n{FIGURE}")
    document = built(small)
    assert "Zie figuur 2 en tabel 1." in lines(document)
    assert captions(document) == [
        "Figuur 1. Per thema", "Tabel 1. Wie er was", "Figuur 2. Een kaart & een legenda",
    ]  # fmt: skip
    assert_valid(document)


def test_word_can_count_again_and_references_repeat_what_the_caption_says(
    small: SmallProject,
) -> None:
    save(small, "kaart.png")
    write(small, f"Zie [@figure:kaart], [@table:deelnemers].\n\n{TABLE}\n\n{FIGURE}")
    root = part(built(small))
    assert [code for code in codes(root) if code.startswith("SEQ")] == [
        r"SEQ Tabel \* ARABIC", r"SEQ Figuur \* ARABIC",
    ]  # fmt: skip
    targets = [code.split()[1] for code in codes(root) if code.startswith("REF")][-2:]
    assert [name[:7] for name in targets] == ["_Ref_f_", "_Ref_t_"]
    assert [bookmarked(root, name) for name in targets] == ["1", "1"]


def test_the_numbers_follow_a_template_that_has_another_order(small: SmallProject) -> None:
    save(small, "eerst.png")
    save(small, "later.png")
    change(small, PROPOSAL, "method: Interviews", '![Later](later.png "Later")')
    first = 'Zie [@figure:later].\n\n![Eerst](eerst.png "Eerst")'
    change(small, PROPOSAL, "state_of_the_art: !open Literatuur", first)
    document = built(small, "leuk")
    assert captions(document) == ["Figuur 1. Eerst", "Figuur 2. Later"]
    assert "Zie figuur 2." in lines(document)


def test_a_proposal_names_a_figure_of_the_agenda_with_the_agenda(small: SmallProject) -> None:
    write(small, f"{TABLE}\n\n{MATRIX}")
    change(small, PROPOSAL, SUMMARY, "Zie [@figure:matrix] en [@table:deelnemers].")
    found = lines(built(small, "leuk"))
    assert "Zie figuur 1 van de Kleine agenda en tabel 1 van de Kleine agenda." in found


def test_a_proposal_names_its_own_figure_before_that_of_the_agenda(small: SmallProject) -> None:
    write(small, MATRIX)
    change(small, PROPOSAL, SUMMARY, '[@figure:matrix].\n\n![Raster](matrix "Nog eens")')
    document = built(small, "leuk")
    assert "figuur 1." in lines(document)
    assert captions(document) == ["Figuur 1. Nog eens"]


def test_a_table_says_its_caption_and_its_columns_to_who_cannot_see_it(
    small: SmallProject,
) -> None:
    write(small, TABLE)
    found = part(built(small)).iter(f"{{{W}}}tblCaption")
    [caption] = [c for c in found if c.get(f"{{{W}}}val") == "Wie er was"]
    [table] = caption.iterancestors(f"{{{W}}}tbl")
    [description] = table.iter(f"{{{W}}}tblDescription")
    assert description.get(f"{{{W}}}val") == "Tabel met de kolommen Groep, Aantal"
    above = table.getprevious()
    assert above is not None
    assert text_of(above) == "Tabel 1. Wie er was"
    assert above.find(f"{{{W}}}pPr/{{{W}}}keepNext") is not None


def test_emphasis_and_references_can_stand_in_a_caption(small: SmallProject) -> None:
    write(small, TABLE.replace("Wie er was", "Bij *elke* groep; zie [@question:werk-leuk]"))
    assert captions(built(small)) == ["Tabel 1. Bij elke groep; zie kernvraag 1.1"]


def test_a_table_without_a_caption_has_no_number(small: SmallProject) -> None:
    write(small, f"{TABLE.split(chr(10), 2)[2]}\n\nDaarna.\n\n{TABLE}")
    assert captions(built(small)) == ["Tabel 1. Wie er was"]


def test_a_template_can_have_a_picture_of_its_own(small: SmallProject) -> None:
    logo = io.BytesIO(save(small, "kaart.png"))
    template = small.path("templates/onderzoeksagenda.docx")
    opened = docx.Document(str(template))
    opened.paragraphs[0].add_run().add_picture(logo)
    opened.save(str(template))
    write(small, FIGURE)
    document = built(small)
    ids = [properties.get("id") for properties in part(document).iter(f"{WP}docPr")]
    assert len(ids) == len(set(ids)) == 2
    assert_valid(document)


def test_a_small_picture_keeps_its_own_size(small: SmallProject) -> None:
    save(small, "kaart.png", (300, 150), dpi=(300, 300))
    write(small, FIGURE)
    [(width, height)] = sizes(built(small))
    assert (width, height) == pytest.approx((914_400, 457_200), rel=0.001)


def test_a_large_picture_is_as_wide_as_the_text(small: SmallProject) -> None:
    save(small, "kaart.jpg", (3000, 1500))
    write(small, FIGURE.replace("png", "jpg"))
    [(width, height)] = sizes(built(small))
    assert width == pytest.approx(12.6 * CM, rel=0.001)
    assert height == pytest.approx(width / 2, rel=0.001)


def test_a_tall_picture_leaves_room_for_its_caption_on_the_page(small: SmallProject) -> None:
    save(small, "kaart.png", (500, 3000))
    write(small, FIGURE)
    [(width, height)] = sizes(built(small))
    assert 18 * CM < height < 20 * CM
    assert width == pytest.approx(height / 6, rel=0.001)


def test_the_same_figures_give_the_same_bytes(small: SmallProject) -> None:
    save(small, "kaart.png")
    write(small, f"{FIGURE}\n\n{MATRIX}")
    first = built(small).read_bytes()
    assert built(small).read_bytes() == first
