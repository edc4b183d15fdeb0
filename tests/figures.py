"""Figures and tables in tests: writing them into a small project, finding them in Word."""

import io
import itertools
import json
import subprocess
import sys
import textwrap
from pathlib import Path

from lxml import etree
from PIL import Image

from conftest import SmallProject
from word import W, paragraphs, part, style_of, text_of

SECTION = "agenda/sections/vervolg.yaml"
THEME = "agenda/themes/werk.yaml"
PROPOSAL = "agenda/proposals/leuk.yaml"
SUMMARY = "summary: Een voorstel."
FIGURE = '![Twee rode vlakken](kaart.png "Een kaart & een *legenda*")'
MATRIX = '![Raster](matrix "Per thema")'
TABLE = "Tabel: Wie er was {#deelnemers}\n\n| Groep | Aantal |\n| --- | ---: |\n| geel | 2 |"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def write(small: SmallProject, text: str) -> None:
    """Makes this the text of the last section of the agenda."""
    body = textwrap.indent(text, "  ")
    small.write(SECTION, f"id: vervolg\ntitle: Vervolg\ntext: |\n{body}\n")


def change(small: SmallProject, file: str, old: str, text: str) -> None:
    """Gives a key of one line another text, which may be of more lines."""
    key = old.split(":")[0]
    small.change(file, old, f"{key}: {json.dumps(text, ensure_ascii=False)}")


def save(
    small: SmallProject, name: str, size: tuple[int, int] = (300, 150), **more: object
) -> bytes:
    """Puts a picture in the folder of figures."""
    data = io.BytesIO()
    kind = "PNG" if name.endswith(".png") else "JPEG"
    Image.new("RGB", size, "red").save(data, kind, **more)
    small.path("agenda/figures").mkdir(exist_ok=True)
    small.path(f"agenda/figures/{name}").write_bytes(data.getvalue())
    return data.getvalue()


def built(small: SmallProject, document: str = "agenda") -> Path:
    result = small.run("build", "--no-layout")
    assert result.exit_code == 0, result.stderr
    return small.path(f"build/{document}.docx")


def lines(document: Path) -> list[str]:
    return [text_of(paragraph) for paragraph in paragraphs(part(document))]


def captions(document: Path) -> list[str]:
    found = [p for p in paragraphs(part(document)) if style_of(p) == "Caption"]
    return [text_of(paragraph) for paragraph in found]


def codes(root: etree._Element) -> list[str]:
    return [str(node.text).strip() for node in root.iter(f"{{{W}}}instrText")]


def bookmarked(root: etree._Element, name: str) -> str:
    """The text between the ends of a bookmark."""
    [start] = [n for n in root.iter(f"{{{W}}}bookmarkStart") if n.get(f"{{{W}}}name") == name]
    inside = itertools.takewhile(
        lambda node: node.tag != f"{{{W}}}bookmarkEnd", start.itersiblings()
    )
    return "".join(t.text or "" for node in inside for t in node.iter(f"{{{W}}}t"))


def sizes(document: Path) -> list[tuple[int, int]]:
    """The widths and heights of the pictures in the text, in EMU."""
    extents = part(document).iter(f"{WP}extent")
    return [(int(str(e.get("cx"))), int(str(e.get("cy")))) for e in extents]


def assert_valid(document: Path) -> None:
    for command in (["openxml-audit", "-f", "microsoft365"], ["ooxml-integrity", "check"]):
        program = Path(sys.executable).with_name(command[0])
        done = subprocess.run(
            [program, *command[1:], str(document)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
