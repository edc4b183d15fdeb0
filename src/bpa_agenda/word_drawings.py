"""What the drawings in a Word document say: text boxes, diagrams, charts, word art, pictures."""

from collections.abc import Iterator

from bpa_agenda.word_package import Package
from bpa_agenda.word_text import TEXT_BOX, as_line, reach
from bpa_agenda.word_xml import Element, name, names

_SHAPE_TEXT, _WORD_ART, _CHART_LABELS = name("a:p"), name("v:textpath"), name("c:strCache")
_DIAGRAM, _CHART = name("dgm:relIds"), name("c:chart")
_SAYING = {TEXT_BOX, _SHAPE_TEXT, _WORD_ART, _CHART_LABELS, _DIAGRAM, _CHART}
# Lines and arrows are drawings too; only what a reader would call a picture is worth a line.
_PICTURES = names("pic:pic c:chart dgm:relIds v:imagedata w14:contentPart")
_PICTURE = "[image: "
_DESCRIBED = {name("wp:docPr"): "descr", name("v:shape"): "alt", name("v:rect"): "alt"}


def said_in(drawing: Element, package: Package, part: str) -> list[Element | str]:
    """The text boxes and the other lines of text in a drawing, or else the line of a picture.

    `part` is the part of the package that holds the drawing.
    """
    said = list(_said(drawing, package, part))
    return said or list(_picture(drawing))


def is_picture(said: Element | str) -> bool:
    """Whether something that was said in a drawing is only that there is a picture."""
    return isinstance(said, str) and said.startswith(_PICTURE)


def _said(drawing: Element, package: Package, part: str) -> Iterator[Element | str]:
    for found in reach(drawing, _SAYING):
        if found.tag == TEXT_BOX:
            yield found
        elif found.tag == _DIAGRAM:
            yield from _lines_of(package, part, found.get(name("r:dm")))
        elif found.tag == _CHART:
            yield from _lines_of(package, part, found.get(name("r:id")))
        else:
            yield from filter(str.strip, _lines(found))


def _lines_of(package: Package, part: str, relationship: str | None) -> Iterator[str]:
    """The text of a diagram or chart, which is in a part of its own; labels recur: each once."""
    target = package.target(part, relationship)
    root = package.xml(target) if target else None
    if root is not None:
        lines = [line for found in reach(root, _SAYING) for line in _lines(found)]
        yield from dict.fromkeys(filter(str.strip, lines))


def _lines(found: Element) -> Iterator[str]:
    if found.tag == _WORD_ART:
        yield as_line(found.get("string"))
    elif found.tag == _CHART_LABELS:
        yield from (as_line(label.text) for label in found.iter(name("c:v")))
    elif found.tag == _SHAPE_TEXT:
        runs = found.iter(name("a:t"), name("a:br"))
        yield "".join(as_line(run.text) if run.tag == name("a:t") else " " for run in runs)


def _picture(drawing: Element) -> Iterator[str]:
    described = drawing.iter(*_DESCRIBED)
    texts = (found.get(_DESCRIBED[found.tag]) for found in described)
    alt = next(filter(None, texts), "")
    if alt or next(drawing.iter(*_PICTURES), None) is not None:
        yield f"{_PICTURE}{as_line(alt)}]"
