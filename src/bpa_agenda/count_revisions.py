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
_NAMES = (
    "w:comment w:ins w:del w:moveFrom w:moveTo w:cellIns w:cellDel w:cellMerge w:rPrChange"
    " w:pPrChange w:sectPrChange w:tblPrChange w:tblPrExChange w:trPrChange w:tcPrChange"
    " w:numberingChange w:moveFromRangeStart w:moveToRangeStart w:customXmlInsRangeStart"
    " w:customXmlDelRangeStart w:customXmlMoveFromRangeStart w:customXmlMoveToRangeStart"
    " w:tblGridChange w14:conflictIns w14:conflictDel w14:customXmlConflictInsRangeStart"
    " w14:customXmlConflictDelRangeStart"
)
# As the parser names them: address, space, name.
_KNOWN = {
    f"{space} {short.removeprefix(f'{prefix}:')}": short
    for short in _NAMES.split()
    for space, prefix in _SPACES.items()
    if short.startswith(f"{prefix}:")
}
_AUTHORS = frozenset(f"{space} author" for space in _SPACES)


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
        known = _KNOWN.get(tag)
        if known is not None:
            counted[known] += 1
        elif not _AUTHORS.isdisjoint(attributes):
            space, _, local = tag.rpartition(" ")
            counted[f"{_SPACES.get(space, space)}:{local}"] += 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        # What this parser cannot read is missing here, which is a difference that shows.
        return Counter()
    return counted
