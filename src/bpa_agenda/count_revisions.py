"""How many tracked changes and comments a Word document holds, by the name of their elements.

Counted over the bytes of all parts by a parser of its own, so that what the reader of reviewed
documents overlooks shows as a difference.
"""

from collections import Counter
from collections.abc import Iterable
from xml.parsers import expat

COMMENT = "w:comment"
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
}
_AUTHOR = " author"
_NAMES = set(
    "w:ins w:del w:moveFrom w:moveTo w:cellIns w:cellDel w:cellMerge w:rPrChange w:pPrChange"
    " w:sectPrChange w:tblPrChange w:tblPrExChange w:trPrChange w:tcPrChange w:numberingChange"
    " w:moveFromRangeStart w:moveToRangeStart w:customXmlInsRangeStart w:customXmlDelRangeStart"
    " w:customXmlMoveFromRangeStart w:customXmlMoveToRangeStart w14:conflictIns w14:conflictDel"
    " w14:customXmlConflictInsRangeStart w14:customXmlConflictDelRangeStart w:tblGridChange".split()
)


def count_revisions(parts: Iterable[bytes]) -> Counter[str]:
    """How often each element that records a change or holds a comment stands in files of XML.

    An element with an author counts even when it is not known to record a change.
    """
    counted: Counter[str] = Counter()
    for part in parts:
        counted += _count(part)
    return counted


def _count(part: bytes) -> Counter[str]:
    counted: Counter[str] = Counter()

    def start(tag: str, attributes: dict[str, str]) -> None:
        space, _, local = tag.rpartition(" ")
        prefix = _SPACES.get(space)
        short = f"{prefix}:{local}"
        if prefix and (short in _NAMES or short == COMMENT or _has_author(attributes)):
            counted[short] += 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        # What this parser cannot read is missing here, which is a difference that shows.
        return Counter()
    return counted


def _has_author(attributes: dict[str, str]) -> bool:
    return any(
        attribute.endswith(_AUTHOR) and attribute.removesuffix(_AUTHOR) in _SPACES
        for attribute in attributes
    )
