"""Reading Word files in tests: their text, and their XML in a form that people can compare."""

import re
import subprocess
import zipfile
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def part(document: Path, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(document) as archive:
        return etree.fromstring(archive.read(name))


def paragraphs(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(f"{{{W}}}p"))


def text_of(paragraph: etree._Element) -> str:
    pieces = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n"}
    return "".join(
        node.text or "" if node.tag == f"{{{W}}}t" else pieces.get(str(node.tag), "")
        for node in paragraph.iter()
        if not any(str(up.tag) == f"{{{W}}}tabs" for up in node.iterancestors())
    )


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return "" if style is None else str(style.get(f"{{{W}}}val"))


def normalised(document: Path) -> str:
    """The body as lines: style, and each run with its character style; tables with bars."""
    lines = []
    for paragraph in paragraphs(part(document)):
        in_cell = any(up.tag == f"{{{W}}}tc" for up in paragraph.iterancestors())
        number = paragraph.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}numId")
        marks = "" if number is None else f" #{number.get(f'{{{W}}}val')}"
        lines.append(f"{'| ' if in_cell else ''}{style_of(paragraph)}{marks}: {_runs(paragraph)}")
    return "\n".join(lines) + "\n"


def _runs(paragraph: etree._Element) -> str:
    pieces = []
    for run in paragraph.iter(f"{{{W}}}r"):
        style = run.find(f"{{{W}}}rPr/{{{W}}}rStyle")
        text = text_of(run)
        if run.find(f"{{{W}}}footnoteReference") is not None:
            text = "^" + str(run.find(f"{{{W}}}footnoteReference").get(f"{{{W}}}id"))
        pieces.append(text if style is None else f"<{style.get(f'{{{W}}}val')}>{text}</>")
    return "".join(pieces)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def pdf_text(document: Path, folder: Path) -> str:
    """What LibreOffice shows of a document, as text."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(document)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pdf = folder / f"{document.stem}.pdf"
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8")
