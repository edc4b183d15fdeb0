"""Names in the XML of a Word document, and small questions to its elements."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element
else:
    # A build looks at the few elements that it needs without `lxml`, which takes long to load.
    Element = Any

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_OFFICE = "http://schemas.openxmlformats.org"
_NAMESPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "c": f"{_OFFICE}/drawingml/2006/chart",
    "dgm": f"{_OFFICE}/drawingml/2006/diagram",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "rel": f"{_OFFICE}/package/2006/relationships",
    "core": f"{_OFFICE}/package/2006/metadata/core-properties",
    "dcterms": "http://purl.org/dc/terms/",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
}


@cache
def name(short: str) -> str:
    """The full name of an element or attribute from its usual short one, as in `w:p`."""
    prefix, _, local = short.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def names(short: str) -> frozenset[str]:
    """The full names of several, written with spaces between them."""
    return frozenset(map(name, short.split()))


def child(parent: Element | None, path: str) -> Element | None:
    """The first element at a path of short names, as in `w:pPr/w:numPr`."""
    for short in path.split("/"):
        parent = parent.find(name(short)) if parent is not None else None
    return parent


def value(parent: Element | None, path: str) -> str | None:
    """The `w:val` of the first element at a path of short names."""
    found = child(parent, path)
    return found.get(name("w:val")) if found is not None else None


def number(text: str | None) -> int | None:
    """A whole number that Word could have written, else None; nonsense is no reason to stop."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def is_on(parent: Element | None, path: str) -> bool:
    """Whether a switch is there and not turned off."""
    found = child(parent, path)
    return found is not None and found.get(name("w:val")) not in ("0", "false", "off")
