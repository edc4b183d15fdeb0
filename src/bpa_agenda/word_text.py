"""What a Word document prints, in reading order: paragraphs, and the pieces in a paragraph.

Everything that is not known to be left out is looked into, so that an element that nobody thought
of (a new kind of content control, an attribute of a newer Word) cannot swallow text.
"""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple, TypeAlias

from bpa_agenda.word_xml import Element, child, name, names, value

PARAGRAPH, TABLE, ROW, CELL = name("w:p"), name("w:tbl"), name("w:tr"), name("w:tc")
TEXT_BOX = name("w:txbxContent")
# Another document, or a piece of one, that Word fetches when it opens this one.
EMBEDDED = names("w:altChunk w:subDoc")
PARAGRAPHS = names("w:p m:oMathPara m:oMath")
BLOCKS = PARAGRAPHS | {TABLE}
CHANGES = names("w:ins w:del w:moveFrom w:moveTo w:cellIns w:cellDel")

_NOTES = {name("w:footnoteReference"): "footnotes", name("w:endnoteReference"): "endnotes"}
_TEXTS = names("w:t m:t")
_DELETED_TEXT = name("w:delText")
_DRAWINGS = names("w:drawing w:pict w:object")
_SYMBOLS = names("w:sym w16se:symEx")
_CHARACTERS = {
    name("w:tab"): "\t",
    name("w:ptab"): "\t",
    name("w:br"): " ",
    name("w:cr"): " ",
    name("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}",
}
_LEAVES = {*_TEXTS, *_DRAWINGS, *_SYMBOLS, *_CHARACTERS, *_NOTES}
_LEFT_OUT = names(
    "w:del w:moveFrom w:pPr w:rPr w:tblPr w:tblPrEx w:tblGrid w:trPr w:tcPr w:sectPr w:sdtPr"
    " w:sdtEndPr"
)
_ALTERNATE, _BRANCHES = name("mc:AlternateContent"), names("mc:Choice mc:Fallback")
_FIELD = name("w:fldChar")
_LINE_ENDS = re.compile("[\r\n\x85\u2028\u2029]+")
_GONE = names("w:del w:moveFrom")
# Control characters, which XML allows and YAML does not: what older Windows programs meant by them.
_CONTROL = {
    code: bytes([code]).decode("cp1252", errors="replace").replace("\x7f", "\ufffd")
    for code in (*range(0x7F, 0x85), *range(0x86, 0xA0))
}
# A mark for the order of bytes, which comes along with text from elsewhere and says nothing there.
_CONTROL[0xFEFF] = ""


class NoteMark(NamedTuple):
    """The place in the text of a note; `kind` is footnotes or endnotes."""

    kind: str
    id: str


Piece: TypeAlias = str | NoteMark | Element


def reach(parent: Element, tags: Container[str]) -> Iterator[Element]:
    """The elements with these tags, also through content controls, insertions and the like."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif element.tag == _ALTERNATE:
            branch = chosen(element)
            yield from reach(branch, tags) if branch is not None else ()
        elif element.tag not in _LEFT_OUT:
            yield from reach(element, tags)


def pieces(parent: Element, codes: Container[Element]) -> Iterator[Piece]:
    """The text of a paragraph, and where in it drawings and notes hang; `codes` are left out."""
    for leaf in reach(parent, _LEAVES):
        if leaf in codes:
            continue
        if leaf.tag in _DRAWINGS:
            yield leaf
        elif leaf.tag in _NOTES:
            yield NoteMark(_NOTES[leaf.tag], leaf.get(name("w:id"), ""))
        elif leaf.tag in _SYMBOLS:
            yield symbol(leaf)
        else:
            yield _CHARACTERS.get(leaf.tag) or as_line(leaf.text)


def as_line(text: str | None) -> str:
    """Text without line ends, which Word prints as spaces, and with plain bullets."""
    return _LINE_ENDS.sub(" ", text or "").translate(_BULLETS)


def legible(text: str) -> str:
    """Text with a character that can be read in the place of each control character."""
    return text.translate(_CONTROL)


def attribute_line(element: Element, attribute: str) -> str:
    """What an attribute says, on one line and legible; empty when it is not there."""
    return " ".join(legible(element.get(attribute, "")).split())


def chosen(alternate: Element) -> Element | None:
    """The one way of several to say the same that is read: a text box goes before a picture."""
    branches = [branch for branch in alternate if branch.tag in _BRANCHES]
    for wanted in ({TEXT_BOX}, {*_LEAVES, *BLOCKS, _DELETED_TEXT}):
        for branch in branches:
            if next(branch.iter(*wanted), None) is not None:
                return branch
    return None


def field_codes(root: Element) -> frozenset[Element]:
    """What stands in fields between their begin and their result: instructions, not text.

    Fields stretch over runs and paragraphs. One that does not end hides nothing.
    """
    leaves: list[Element] = []
    begun: list[tuple[int, int | None]] = []
    codes: list[tuple[int, int]] = []
    for element in root.iter(_FIELD, *_LEAVES):
        kind = element.get(name("w:fldCharType"))
        if element.tag != _FIELD:
            leaves.append(element)
        elif kind == "begin":
            begun.append((len(leaves), None))
        elif kind == "separate" and begun and begun[-1][1] is None:
            begun[-1] = (begun[-1][0], len(leaves))
        elif kind == "end" and begun:
            start, stop = begun.pop()
            codes.append((start, len(leaves) if stop is None else stop))
    return frozenset(_spans(leaves, codes))


def _spans(leaves: list[Element], spans: list[tuple[int, int]]) -> Iterator[Element]:
    done = 0
    for start, stop in sorted(spans):
        yield from leaves[max(start, done) : stop]
        done = max(done, stop)


def runs_on(paragraph: Element) -> bool:
    """Whether the next paragraph continues this one: its end is deleted, or it is a drop cap."""
    end = child(paragraph, "w:pPr/w:rPr")
    if end is not None and any(element.tag in _GONE for element in end):
        return True
    frame = child(paragraph, "w:pPr/w:framePr")
    return frame is not None and frame.get(name("w:dropCap")) in ("drop", "margin")


def rows(table: Element) -> Iterator[Element]:
    """The rows that are printed."""
    return (row for row in reach(table, {ROW}) if child(row, "w:trPr/w:del") is None)


def cells(row: Element, is_first: bool) -> Iterator[Element]:
    """The cells that are printed; the lower parts of a merged cell are hidden behind its first."""
    for cell in reach(row, {CELL}):
        properties = child(cell, "w:tcPr")
        below = _continues(properties, "w:vMerge") and not is_first
        deleted = child(properties, "w:cellDel") is not None
        if not (below or deleted or _continues(properties, "w:hMerge")):
            yield cell


def _continues(properties: Element | None, merge: str) -> bool:
    return child(properties, merge) is not None and value(properties, merge) != "restart"


_PRIVATE = 0xF000
_BULLETS = {0xF0B7: "·", 0xF0A7: "·"}
_ARROWS = {0xF0DF: "←", 0xF0E0: "→", 0xF0E1: "↑", 0xF0E2: "↓", 0xF0E8: "→", 0xF0F3: "↔"}
_WINGDINGS = {
    **dict.fromkeys((0xF06C, 0xF06E, 0xF071, 0xF075, 0xF076, 0xF0D8, 0xF09E, 0xF09F), "·"),
    **_ARROWS,
    0xF04A: "☺",
    0xF04B: "😐",
    0xF04C: "☹",
    0xF0FC: "✓",
    0xF0FB: "✗",
    0xF06F: "☐",
    0xF0A8: "☐",
    0xF0FE: "☑",
    0xF0FD: "☒",
}
_SYMBOL = {0xF0AC: "←", 0xF0AE: "→", 0xF0AB: "↔", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±"}


def symbol(element: Element) -> str:
    """A character of a symbol font as the common one that looks like it, where there is one."""
    font = element.get(name("w:font")) or element.get(name("w16se:font")) or ""
    code = _hexadecimal(element.get(name("w:char")) or element.get(name("w16se:char")))
    known = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}.get(font.lower())
    if known is None:
        return _BULLETS.get(code) or _character(code)
    # The same character, written without the offset that symbol fonts have.
    code += _PRIVATE if code < 0x100 else 0
    return _BULLETS.get(code) or known.get(code) or _character(code)


def _hexadecimal(text: str | None) -> int:
    try:
        return int(text or "", 16)
    except ValueError:
        return 0


def _character(code: int) -> str:
    """The character itself, or nothing for what cannot be one."""
    printable = 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return legible(as_line(chr(code))) if printable else ""
