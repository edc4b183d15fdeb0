"""What hangs in a paragraph: text boxes, pictures, diagrams, charts, word art."""

from pathlib import Path

import pytest

from bpa_agenda.report_lines import ReportLine
from word_documents import (
    CHOICE,
    FALLBACK,
    PICTURE,
    add,
    either,
    new,
    paragraph,
    part,
    read,
    run,
    shape,
    with_body,
)


def texts(lines: list[ReportLine]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(
    "written",
    [either(CHOICE, FALLBACK), either(PICTURE, FALLBACK), either("", FALLBACK), CHOICE, FALLBACK],
)
def test_a_text_box_is_read_once_after_its_paragraph(written: str, tmp_path: Path) -> None:
    document = with_body(paragraph("anker ", written, "loopt door"), paragraph("na"))
    expected = ["anker loopt door", "\teerste", "\ttweede", "na"]
    assert texts(read(document, tmp_path)) == expected


VML = "<w:r><w:pict>{}</w:pict></w:r>"


@pytest.mark.parametrize(
    ("drawing", "lines"),
    [
        (shape("<pic:pic/>", alt="Foto van&#10;de zaal"), ["[image: Foto van de zaal]"]),
        (shape("<pic:pic/>"), ["[image: ]"]),
        (shape("<wps:wsp/>"), [""]),
        (shape("<wps:wsp/>", alt="Pijl naar rechts"), ["[image: Pijl naar rechts]"]),
        (VML.format('<v:shape alt="Oud"><v:imagedata/></v:shape>'), ["[image: Oud]"]),
        (VML.format('<v:shape><v:textpath string="CONCEPT"/></v:shape>'), ["", "\tCONCEPT"]),
        ("<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>", ["[image: ]"]),
        (run("tekst") + shape("<pic:pic/>"), ["tekst", "[image: ]"]),
    ],
)
def test_a_drawing_without_text_is_the_line_of_a_picture(
    drawing: str, lines: list[str], tmp_path: Path
) -> None:
    assert texts(read(with_body(paragraph(drawing)), tmp_path)) == lines


def test_diagrams_and_charts_are_read_from_their_own_parts(tmp_path: Path) -> None:
    document = new()
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    points = "".join(map(point.format, ("Leren", "Werken", "")))
    diagram = part(document, "data1", "diagramData", f"<dgm:dataModel>{points}</dgm:dataModel>")
    labels = "<c:strCache><c:pt><c:v>Ja</c:v></c:pt><c:pt><c:v>Nee</c:v></c:pt></c:strCache>"
    title = "<c:title><a:p><a:r><a:t>Stemming</a:t></a:r></a:p></c:title>"
    chart = part(
        document, "chart1", "chart", f"<c:chartSpace>{title}{labels}{labels}</c:chartSpace>"
    )
    add(
        document,
        paragraph("schema", shape(f'<dgm:relIds r:dm="{diagram}"/>')),
        paragraph("grafiek", shape(f'<c:chart r:id="{chart}"/>')),
    )
    assert texts(read(document, tmp_path)) == [
        *("schema", "\tLeren", "\tWerken"),
        *("grafiek", "\tStemming", "\tJa", "\tNee"),
    ]
