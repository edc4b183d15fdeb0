"""What is in a Word file besides its text: it is named, and neither run nor opened nor fetched."""

from collections.abc import Iterator

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.reviewed import ReviewedDocument
from bpa_agenda.word_package import Package
from bpa_agenda.word_text import EMBEDDED
from bpa_agenda.word_xml import name

_MACROS = "vbaproject.bin"
# Pieces of text, files and programs within the file; the last words of types of relationships.
_FILES = ("aFChunk", "subDocument", "oleObject", "package", "control")
_REFERENCES = name("w:commentReference")
_ID = name("w:id")


def oddities(package: Package, document: ReviewedDocument, file: str) -> Iterator[Problem]:
    """A warning for each kind of thing that a reader of the text does not see."""
    at = Location(file)
    related = [found for source in _sources(package) for found in package.relationships(source)]
    if any(part.endswith(_MACROS) for part in package.parts):
        yield problem("review-macros", at)
    names = dict.fromkeys(found.target for found in related if found.kind in _FILES)
    chunks = [e for root in package.trees.values() for e in root.iter(*EMBEDDED)]
    if names or chunks:
        yield problem("review-embedded", at, names=", ".join(names) or "elsewhere")
    lost = _referred(package) - {comment.id for comment in document.comments}
    if lost:
        yield problem("review-lost-comments", at, count=len(lost))


def _sources(package: Package) -> Iterator[str]:
    """The parts that refer to others."""
    for part in package.trees:
        folder, _, rest = part.rpartition("_rels/")
        if rest.endswith(".rels"):
            yield folder + rest.removesuffix(".rels")


def _referred(package: Package) -> set[str]:
    """The ids of the comments that the text refers to."""
    return {
        element.get(_ID, "")
        for root in package.trees.values()
        for element in root.iter(_REFERENCES)
    }
