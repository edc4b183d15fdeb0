"""Runs of a Word paragraph: places between them, splitting and wrapping them, and new ones."""

import copy
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from lxml import etree

from edits import Span
from marked_documents import W, characters, field_spans, own_runs, run_text

Element: TypeAlias = etree._Element
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What a run takes over from its neighbour is not what only marks a link or a note.
_OF_ONE_RUN = ("Hyperlink", "FootnoteReference", "CommentReference")
_DELETED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_BEFORE_BOLD = ("rStyle", "rFonts")


class Place(NamedTuple):
    """Where something can be put: as child `index` of `parent`."""

    parent: Element
    index: int

    def put(self, nodes: Iterable[Element]) -> None:
        for offset, node in enumerate(nodes):
            self.parent.insert(self.index + offset, node)


class _Piece(NamedTuple):
    run: Element
    start: int
    end: int


def new(tag: str, attributes: Mapping[str, str] | None = None, *inside: Element) -> Element:
    """An element as `w:p`, with attributes named without prefix."""
    about = {W + name: value for name, value in (attributes or {}).items()}
    made = etree.Element(W + tag.removeprefix("w:"), about)
    made.extend(inside)
    return made


def after(node: Element) -> Place:
    parent = node.getparent()
    return Place(parent, parent.index(node) + 1)


def before(node: Element) -> Place:
    parent = node.getparent()
    return Place(parent, parent.index(node))


def beginning(paragraph: Element) -> Place:
    return Place(paragraph, 0 if paragraph.find(f"{W}pPr") is None else 1)


# --- runs and text


def _pieces(paragraph: Element) -> list[_Piece]:
    found = []
    at = 0
    for run in own_runs(paragraph):
        found.append(_Piece(run, at, at + len(run_text(run))))
        at = found[-1].end
    return found


def split_at(paragraph: Element, offset: int) -> None:
    """Makes a run end after so many characters."""
    for run, start, end in _pieces(paragraph):
        if start < offset < end:
            _split(run, offset - start)
            return


def _split(run: Element, offset: int) -> None:
    rest = new("w:r", None, *map(copy.deepcopy, run.findall(f"{W}rPr")))
    at = 0
    for node in [child for child in run if child.tag != f"{W}rPr"]:
        length = len(characters(node))
        if at >= offset:
            rest.append(node)
        elif at + length > offset:
            text = node.text or ""
            rest.append(_text(text[offset - at :]))
            run.replace(node, _text(text[: offset - at]))
        at += length
    after(run).put([rest])


def _text(text: str) -> Element:
    made = new("w:t")
    made.set(_SPACE, "preserve")
    made.text = text
    return made


def run_of(text: str, properties: Element | None = None) -> Element:
    """A run with a text in which a tab is a tab and a newline a line break."""
    run = new("w:r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    for piece in filter(None, re.split("([\t\n])", text)):
        signs = {"\t": "w:tab", "\n": "w:br"}
        run.append(new(signs[piece]) if piece in signs else _text(piece))
    return run


def look_at(paragraph: Element, offset: int) -> Element | None:
    """The formatting that text typed at a place takes over: that of what stands before it."""
    near = [p for p in _pieces(paragraph) if p.start < max(offset, 1) and p.end > p.start]
    properties = near[-1].run.find(f"{W}rPr") if near else None
    style = None if properties is None else properties.find(f"{W}rStyle")
    return None if style is not None and style.get(f"{W}val") in _OF_ONE_RUN else properties


# --- places and stretches


def place_at(paragraph: Element, offset: int) -> Place:
    """The place after so many characters, after the run that ends there; outside of fields."""
    split_at(paragraph, offset)
    pieces = _pieces(paragraph)
    if offset == 0:
        return before(_outermost(pieces[0].run)) if pieces else beginning(paragraph)
    at = max(i for i, p in enumerate(pieces) if p.end == offset and p.start < p.end)
    if any(end == offset for _, end in field_spans([p.run for p in pieces])):
        at = next(i for i in range(at, len(pieces)) if _ends_field(pieces[i].run))
    node = pieces[at].run
    while node.getparent() is not paragraph and node.getnext() is None:
        node = node.getparent()
    return after(node)


def _outermost(node: Element) -> Element:
    while node.getparent().tag != f"{W}p":
        node = node.getparent()
    return node


def _ends_field(run: Element) -> bool:
    return any(m.get(f"{W}fldCharType") == "end" for m in run.iter(f"{W}fldChar"))


def stretch(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs from one character to another, with all of each field that lies between them."""
    split_at(paragraph, start)
    split_at(paragraph, end)
    pieces = _pieces(paragraph)
    inside = [i for i, p in enumerate(pieces) if start <= p.start < p.end <= end]
    chosen = set(inside)
    for first, last in _field_runs(pieces, (start, end)):
        chosen |= set(range(first, last + 1))
    return [pieces[i].run for i in sorted(chosen)]


def _field_runs(pieces: list[_Piece], within: Span) -> list[Span]:
    """First and last index of the runs of each field whose result lies within a span."""
    found = []
    depth, first = 0, 0
    for i, piece in enumerate(pieces):
        for mark in piece.run.iter(f"{W}fldChar"):
            kind = mark.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            first = i if kind == "begin" and depth == 1 else first
            whole = within[0] <= pieces[first].start < piece.end <= within[1]
            if kind == "end" and depth == 0 and whole:
                found.append((first, i))
    return found


def wrap(runs: Iterable[Element], tag: str, stamps: Iterable[Mapping[str, str]]) -> list[Element]:
    """Puts each row of neighbours into an element with the next stamp; gives those elements."""
    made: list[Element] = []
    marks = iter(stamps)
    last: Element | None = None
    for run in runs:
        if last is None or last.getnext() is not run:
            made.append(new(tag, next(marks)))
            before(run).put([made[-1]])
        last = made[-1]
        last.append(run)
    return made


def mark_deleted(nodes: Iterable[Element]) -> None:
    """Gives text and field codes the names that they have within a deletion."""
    for node in nodes:
        for inside in node.iter(*_DELETED):
            inside.tag = _DELETED[inside.tag]
            inside.set(_SPACE, "preserve")


def restyle_run(run: Element, tag: str) -> Element:
    """Makes a run bold or italic; gives its formatting before, as an element of its own."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = new("w:rPr")
        run.insert(0, properties)
    was = copy.deepcopy(properties)
    for old in properties.findall(W + tag):
        properties.remove(old)
    names = [etree.QName(child).localname for child in properties]
    earlier = (*_BEFORE_BOLD, *(("b", "bCs") if tag == "i" else ()))
    properties.insert(sum(name in earlier for name in names), new(tag))
    return was
