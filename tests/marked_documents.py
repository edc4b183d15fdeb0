"""The paragraphs of a Word document as reviewers need them, and bookmarks to name them by.

`mark` stands in for the anchors that `build` writes, for documents that were built without them.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from edits import OBJECT, Passage, Span
from word import style_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ANCHOR = "_a"
_BOX = f"{W}txbxContent"
_MAIN = "word/document.xml"
_OBJECTS = ("footnoteReference", "endnoteReference", "drawing", "pict", "object")
_FIXED = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "‑"} | {
    W + name: OBJECT for name in _OBJECTS
}
_KINDS = (
    ("heading", "heading"),
    ("kop", "heading"),
    ("listbullet", "bullet"),
    ("listnumber", "number"),
)


def characters(node: etree._Element) -> str:
    """The text that one element of a run shows."""
    if node.tag == f"{W}t":
        return node.text or ""
    return _FIXED.get(str(node.tag), "")


def run_text(run: etree._Element) -> str:
    return "".join(map(characters, run))


def own_runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph in order, without those of text boxes in it."""
    for node in paragraph:
        if node.tag == f"{W}r":
            yield node
        elif node.tag not in (f"{W}pPr", f"{W}del", f"{W}moveFrom"):
            yield from own_runs(node)


def body_paragraphs(root: etree._Element) -> list[etree._Element]:
    """The paragraphs of the body in order, without those of text boxes and tables of contents."""
    found = [p for p in root.iter(f"{W}p") if next(p.iterancestors(_BOX), None) is None]
    return [p for p in found if not re.fullmatch(r"(TOC|Contents)\d", style_of(p))]


def mark(source: Path, to: Path) -> Path:
    """A copy with a bookmark around all of each paragraph with text outside a table of contents."""
    root = read_main(source)
    number = 0
    for paragraph in body_paragraphs(root):
        runs = list(own_runs(paragraph))
        if style_of(paragraph) == "TOCHeading" or not any(map(run_text, runs)):
            continue
        number += 1
        about = {f"{W}id": str(9000 + number), f"{W}name": f"{ANCHOR}{number:04}"}
        properties = paragraph.find(f"{W}pPr")
        start = 0 if properties is None else 1
        paragraph.insert(start, etree.Element(f"{W}bookmarkStart", about))
        etree.SubElement(paragraph, f"{W}bookmarkEnd", {f"{W}id": about[f"{W}id"]})
    return write_main(source, to, root)


def read_main(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(_MAIN))


def write_main(source: Path, to: Path, root: etree._Element) -> Path:
    """A copy of a document with another main part."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[_MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return to


def passages(path: Path) -> list[Passage]:
    """The paragraphs of the body in order; those without an anchor have no bookmark."""
    paragraphs = body_paragraphs(read_main(path))
    tables: dict[etree._Element, int] = {}
    return [_passage(number, p, tables) for number, p in enumerate(paragraphs)]


def _passage(number: int, paragraph: etree._Element, tables: dict[etree._Element, int]) -> Passage:
    runs = list(own_runs(paragraph))
    names = [str(n.get(f"{W}name")) for n in paragraph.iter(f"{W}bookmarkStart")]
    after = paragraph.getnext()
    in_cell = paragraph.getparent().tag == f"{W}tc"
    return Passage(
        number=number,
        bookmark=_anchor(paragraph),
        text="".join(map(run_text, runs)),
        kind="cell" if in_cell else _kind(style_of(paragraph)),
        followed=after is not None and after.tag == f"{W}p",
        row=_row(paragraph, tables) if in_cell else None,
        fields=field_spans(runs),
        links=_links(paragraph),
        target=any(name.startswith("_Ref") for name in names),
    )


def _anchor(paragraph: etree._Element) -> str:
    """Empty too where a section ends, as the end of that paragraph is more than an end."""
    names = [str(n.get(f"{W}name")) for n in paragraph.iter(f"{W}bookmarkStart")]
    found = next((n for n in names if re.fullmatch(rf"{ANCHOR}\d+", n)), "")
    return "" if paragraph.find(f"{W}pPr/{W}sectPr") is not None else found


def _kind(style: str) -> str:
    return next((kind for start, kind in _KINDS if style.lower().startswith(start)), "plain")


def _row(paragraph: etree._Element, tables: dict[etree._Element, int]) -> tuple[int, int] | None:
    """Table and row of a cell, or None for a row with merged cells or a heading."""
    row = next(paragraph.iterancestors(f"{W}tr"))
    table = next(paragraph.iterancestors(f"{W}tbl"))
    uneven = (f"{W}gridSpan", f"{W}vMerge", f"{W}tblHeader")
    if next(row.iter(*uneven), None) is not None:
        return None
    number = tables.setdefault(table, len(tables))
    return number, [r for r in table if r.tag == f"{W}tr"].index(row)


def field_spans(runs: list[etree._Element]) -> tuple[Span, ...]:
    """Where the results of the outermost fields stand."""
    found = []
    at, depth, start = 0, 0, 0
    for run in runs:
        for mark_ in run.iter(f"{W}fldChar"):
            kind = mark_.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            if kind == "begin" and depth == 1:
                start = at
            elif kind == "end" and depth == 0:
                found.append((start, at))
        at += len(run_text(run))
    return tuple(found)


def _links(paragraph: etree._Element) -> tuple[Span, ...]:
    found = []
    at = 0
    for node in paragraph:
        runs = [node] if node.tag == f"{W}r" else list(own_runs(node))
        length = sum(len(run_text(run)) for run in runs)
        if node.tag == f"{W}hyperlink":
            found.append((at, at + length))
        at += 0 if node.tag == f"{W}pPr" else length
    return tuple(found)
