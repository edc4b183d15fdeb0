"""The map in the files of a template that says more than ours do."""

from lxml import etree

from bpa_agenda.anchors import map_pieces
from bpa_agenda.word_base import base_in, map_part, with_map

OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{OFFICE}/package/2006/relationships"
CUSTOM = f"{OFFICE}/officeDocument/2006/custom-properties"
TYPES = f"{OFFICE}/package/2006/content-types"
SAID = {"agenda-document": "a & b.docx", "agenda-version": "0.1"}
FILES = {
    "[Content_Types].xml": f'<?xml version="1.0"?>\r\n<Types xmlns="{TYPES}">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<r:Relationships xmlns:r="{RELATIONS}">'
    '<r:Relationship Id="rIdcustom-properties" Type="t" Target="x"/></r:Relationships>\n',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
    '<Relationship Id="rIdcustomXml" Type="t" Target="x"/></Relationships>',
    "customXml/item1.xml": "<of-the-template/>",
}
PIECES = [*map_pieces("a &amp; b.docx", "0.1", "0" * 64, [], [])]


def written(**more: str) -> dict[str, bytes]:
    files = {name: text.encode() for name, text in {**FILES, **more}.items()}
    made, item = with_map(files, "word/document.xml", SAID)
    assert item == "customXml/item2.xml"
    return {**made, item: map_part(PIECES).joined()}


def rows(data: bytes) -> list[tuple[str, ...]]:
    """The tag and the values of each element in the root of a file."""
    return [(str(row.tag), *map(str, row.attrib.values())) for row in etree.fromstring(data)]


def test_new_files_are_referred_to_and_declared() -> None:
    made = written()
    of_office = f"{OFFICE}/officeDocument/2006/relationships"
    assert rows(made["_rels/.rels"])[1] == (
        f"{{{RELATIONS}}}Relationship",
        "rIdcustom-properties1",
        f"{of_office}/custom-properties",
        "docProps/custom.xml",
    )
    assert rows(made["word/_rels/document.xml.rels"])[1] == (
        f"{{{RELATIONS}}}Relationship",
        "rIdcustomXml1",
        f"{of_office}/customXml",
        "../customXml/item2.xml",
    )
    assert [row[1] for row in rows(made["[Content_Types].xml"])] == [
        "xml",
        "/customXml/itemProps2.xml",
        "/docProps/custom.xml",
    ]
    assert rows(made["customXml/_rels/item2.xml.rels"])[0][1] == "rIdcustomXmlProps"


def test_the_map_reads_back() -> None:
    base = base_in(written()["customXml/item2.xml"])
    assert base is not None
    assert (base.document, base.version, base.values, base.passages) == (
        "a & b.docx",
        "0.1",
        (),
        (),
    )


def test_properties_are_added_to_those_of_the_template_or_take_their_place() -> None:
    variant = f"{OFFICE}/officeDocument/2006/docPropsVTypes"
    own = "".join(
        f'<o:property fmtid="f" pid="{number}" name="{name}"><v:lpwstr>was</v:lpwstr></o:property>'
        for number, name in ((2, "agenda-version"), (5, "Afdeling"))
    )
    there = f'<o:Properties xmlns:o="{CUSTOM}" xmlns:v="{variant}">{own}</o:Properties>'
    for made, expected in (
        (written(), [("2", "agenda-document", "a & b.docx"), ("3", "agenda-version", "0.1")]),
        (
            written(**{"docProps/custom.xml": there}),
            [
                ("5", "Afdeling", "was"),
                ("6", "agenda-document", "a & b.docx"),
                ("7", "agenda-version", "0.1"),
            ],
        ),
    ):
        root = etree.fromstring(made["docProps/custom.xml"])
        assert [(p.get("pid"), p.get("name"), p[0].text) for p in root] == expected
