"""What a Word document says about itself: its properties, the data in it, who saved it last."""

from itertools import chain

from lxml import etree

from bpa_agenda.word_package import Package
from bpa_agenda.word_text import legible
from bpa_agenda.word_xml import Element, name


def custom_properties(package: Package) -> dict[str, str]:
    """The custom properties of a document, each as text."""
    root = _of_package(package, "custom-properties")
    properties = root if root is not None else ()
    return {e.get("name", ""): "".join(map(str, e.itertext())) for e in properties}


def custom_parts(package: Package) -> tuple[str, ...]:
    """The custom XML parts of a document, each as text without an XML declaration."""
    sources = (package.related(source, "customXml") for source in (package.document, ""))
    found = (package.xml(part) for part in dict.fromkeys(chain(*sources)))
    return tuple(etree.tostring(root, encoding="unicode") for root in found if root is not None)


def saved(package: Package) -> tuple[str, str]:
    """Who saved a document last, and when, as it stands there; empty where it does not say."""
    root = _of_package(package, "core-properties")
    author, modified = name("core:lastModifiedBy"), name("dcterms:modified")
    return _text(root, author), _text(root, modified)


def _of_package(package: Package, kind: str) -> Element | None:
    return package.xml(next(package.related("", kind), ""))


def _text(root: Element | None, tag: str) -> str:
    found = root.find(tag) if root is not None else None
    return " ".join(legible(found.text or "").split()) if found is not None else ""
