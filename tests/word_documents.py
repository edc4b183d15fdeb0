"""Small Word documents for tests: python-docx makes the file, raw XML what it cannot make."""

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import docx
import pytest
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from bpa_agenda.read_report_docx import read_docx
from bpa_agenda.report_lines import ReportLine

Files: TypeAlias = Mapping[str, bytes]

_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONSHIPS = f"{_OFFICE}/officeDocument/2006/relationships"
_DRAWING = f"{_OFFICE}/drawingml/2006"
_MICROSOFT = "http://schemas.microsoft.com/office/word"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{_OFFICE}/wordprocessingml/2006/main",
        "r": _RELATIONSHIPS,
        "m": f"{_OFFICE}/officeDocument/2006/math",
        "mc": f"{_OFFICE}/markup-compatibility/2006",
        "a": f"{_DRAWING}/main",
        "c": f"{_DRAWING}/chart",
        "dgm": f"{_DRAWING}/diagram",
        "pic": f"{_DRAWING}/picture",
        "wp": f"{_DRAWING}/wordprocessingDrawing",
        "v": "urn:schemas-microsoft-com:vml",
        "w16se": f"{_MICROSOFT}/2015/wordml/symex",
        "wps": f"{_MICROSOFT}/2010/wordprocessingShape",
    }.items()
)


def new() -> Document:
    """A document without a paragraph."""
    return docx.Document()


def with_body(*blocks: str) -> Document:
    """A document with these paragraphs and tables."""
    document = new()
    add(document, *blocks)
    return document


def add(document: Document, *blocks: str) -> None:
    """Adds paragraphs and tables, written as XML, at the end of the body."""
    for block in blocks:
        document.element.body.sectPr.addprevious(element(block))


def element(xml: str) -> BaseOxmlElement:
    """An element from XML in which the prefixes of all namespaces can be used."""
    start = len(xml.split(None, 1)[0].split(">")[0].split("/>")[0])
    parsed: BaseOxmlElement = parse_xml(f"{xml[:start]} {NAMESPACES}{xml[start:]}")
    return parsed


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph; what is not XML becomes a run with that text."""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in inside if piece)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*blocks: str, properties: str = "") -> str:
    """A cell; what is not XML becomes a paragraph with that text."""
    inside = "".join(b if b.startswith("<") else paragraph(b) for b in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def box(*texts: str) -> str:
    """The contents of a text box."""
    return f"<w:txbxContent>{''.join(map(paragraph, texts))}</w:txbxContent>"


def shape(inside: str, alt: str = "") -> str:
    """A drawing as Word writes it since 2007."""
    data = f'<a:graphic><a:graphicData uri="x">{inside}</a:graphicData></a:graphic>'
    name = f'<wp:docPr id="1" name="Afbeelding 1" descr="{alt}"/>'
    return f"<w:r><w:drawing><wp:inline>{name}{data}</wp:inline></w:drawing></w:r>"


CHOICE = f"<w:r><w:drawing><wps:txbx>{box('eerste', 'tweede')}</wps:txbx></w:drawing></w:r>"
FALLBACK = f"<w:r><w:pict><v:textbox>{box('eerste', 'tweede')}</v:textbox></w:pict></w:r>"
PICTURE = shape("<pic:pic/>")


def either(choice: str, fallback: str) -> str:
    """The same drawing for newer and for older programs."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def number_field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def item(text: str, level: int = 0, num: int = 50) -> str:
    """A paragraph of a real list."""
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{num}"/>'
    return paragraph(text, properties=f"<w:numPr>{place}</w:numPr>")


def level(at: int, kind: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list definition."""
    begin = f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
    return f'{begin}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def define(document: Document, *levels: str, number: int = 50) -> None:
    """Defines a list, and one use of it under the same number."""
    root = document.part.numbering_part.element
    inside = f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}'
    root.insert(0, element(f'<w:abstractNum w:abstractNumId="{number}">{inside}</w:abstractNum>'))
    use(document, number, number)


def use(document: Document, number: int, definition: int, overrides: str = "") -> None:
    """Defines another list that counts with the same definition."""
    inside = f'<w:abstractNumId w:val="{definition}"/>{overrides}'
    root = document.part.numbering_part.element
    root.append(element(f'<w:num w:numId="{number}">{inside}</w:num>'))


def part(document: Document, name: str, kind: str, xml: str) -> str:
    """Adds a part, and gives the id of the relationship that leads to it."""
    blob = etree.tostring(element(xml))
    added = Part(PackURI(f"/word/{name}.xml"), "application/xml", blob, document.part.package)
    return document.part.relate_to(added, f"{_RELATIONSHIPS}/{kind}")


def notes(document: Document, kind: str, **texts: str) -> None:
    """Adds notes; the keyword is `n` and the id, the value XML or text."""
    one = kind.removesuffix("s")
    line = (
        f'<w:{one} w:type="separator" w:id="-1">{paragraph("<w:r><w:separator/></w:r>")}</w:{one}>'
    )
    for key, text in texts.items():
        block = text if text.startswith("<") else paragraph(text)
        line += f'<w:{one} w:id="{key[1:]}">{block}</w:{one}>'
    part(document, kind, kind, f"<w:{kind}>{line}</w:{kind}>")


def mark(kind: str, id_: int) -> str:
    """The mark of a note in the text."""
    return f'<w:r><w:{kind}Reference w:id="{id_}"/></w:r>'


def read(document: Document, folder: Path) -> list[ReportLine]:
    """What the reader makes of a document without a problem."""
    lines, problems = read_docx(saved(document, folder), "verslag.docx")
    assert problems == []
    return lines


def saved(document: Document, folder: Path) -> Path:
    path = folder / "verslag.docx"
    document.save(str(path))
    return path


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            # A time of its own would make the same files another file a second later.
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def converted(path: Path, to: str, *options: str) -> Path:
    """The file that LibreOffice makes of a file, or a skipped test where it is not installed."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    # A profile of its own, as a second LibreOffice with the same one waits for the first.
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *options, "--convert-to", to]
    folder = path.parent / "converted"
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120
    )
    return folder / f"{path.stem}.{to.partition(':')[0]}"
