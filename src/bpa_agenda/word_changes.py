"""The tracked changes of a Word document: one for each element that records one."""

from collections.abc import Iterable, Iterator, Mapping

from bpa_agenda.reviewed import Change
from bpa_agenda.word_text import attribute_line, chosen
from bpa_agenda.word_xml import Element, name, names

INSERTIONS = names("w:ins w:moveTo w14:conflictIns")
DELETIONS = names("w:del w:moveFrom w14:conflictDel")
MARKS = INSERTIONS | DELETIONS
RUN_FORMAT = name("w:rPrChange")
PARAGRAPH_FORMATS = names("w:pPrChange w:numberingChange")

_OF_TEXT = {
    "w:ins": "insertion",
    "w:del": "deletion",
    "w:moveFrom": "move-from",
    "w:moveTo": "move-to",
    "w:rPrChange": "format",
    "w:pPrChange": "paragraph-format",
    "w:numberingChange": "paragraph-format",
    "w:moveFromRangeStart": "range",
    "w:moveToRangeStart": "range",
    "w14:conflictIns": "insertion",
    "w14:conflictDel": "deletion",
}
_OTHERS = (
    "w:cellIns w:cellDel w:cellMerge w:sectPrChange w:tblPrChange w:tblPrExChange w:tblGridChange"
    " w:trPrChange w:tcPrChange w:customXmlInsRangeStart w:customXmlDelRangeStart"
    " w:customXmlMoveFromRangeStart w:customXmlMoveToRangeStart"
    " w14:customXmlConflictInsRangeStart w14:customXmlConflictDelRangeStart"
)
_SHORT = {name(short): short for short in (*_OF_TEXT, *_OTHERS.split())}
_RUN, _PARAGRAPH, _ROW, _LIST = name("w:rPr"), name("w:pPr"), name("w:trPr"), name("w:numPr")
_ALTERNATE = name("mc:AlternateContent")
_MOVES = {
    name("w:moveFrom"): name("w:moveFromRangeStart"),
    name("w:moveTo"): name("w:moveToRangeStart"),
}
_MOVE_MARKS = {
    name(f"w:move{way}Range{end}"): name(f"w:move{way}RangeStart")
    for way in ("From", "To")
    for end in ("Start", "End")
}
_ID, _AUTHOR, _DATE, _NAME = name("w:id"), name("w:author"), name("w:date"), name("w:name")


def read_changes(stories: Iterable[Element], others: Iterable[Element]) -> dict[Element, Change]:
    """The changes in the roots of parts, by the elements that record them, in order.

    Those in other parts than those with the text of the document (styles, lists, comments) are of
    the kind “other”.
    """
    found = [(element, kind, move) for root in stories for element, kind, move in _changes(root)]
    found += [(element, "other", "") for root in others for element in root.iter(*_SHORT)]
    return {
        element: _change(number, element, kind, move)
        for number, (element, kind, move) in enumerate(found)
    }


def _change(number: int, element: Element, kind: str, move: str) -> Change:
    author, date = attribute_line(element, _AUTHOR), attribute_line(element, _DATE)
    return Change(number, kind, author, date, _SHORT[element.tag], move)


def _changes(root: Element) -> Iterator[tuple[Element, str, str]]:
    found = list(root.iter(*_SHORT))
    unread = _unread(root) if found else frozenset()
    moves = _moves(root) if found else {}
    for element in found:
        yield element, "copy" if element in unread else _kind(element), moves.get(element, "")


def _unread(root: Element) -> frozenset[Element]:
    """The changes in what the file says in a second way."""
    branches = (
        branch
        for alternate in root.iter(_ALTERNATE)
        for read in [branch_of(alternate)]
        for branch in alternate
        if branch is not read
    )
    return frozenset(element for branch in branches for element in branch.iter(*_SHORT))


def branch_of(alternate: Element) -> Element | None:
    """The one way of several to say the same that is read, if there is any."""
    branch = chosen(alternate)
    return branch if branch is not None else next(iter(alternate), None)


def _moves(root: Element) -> Mapping[Element, str]:
    """The names of moves, by the elements that are between the marks of the move."""
    # The marks of one move may be overlapped by those of another; the innermost counts.
    begun: dict[str, dict[str, str]] = {tag: {} for tag in _MOVES.values()}
    moves = {}
    for element in root.iter(*_MOVES, *_MOVE_MARKS):
        if element.tag in _MOVES:
            open_ones = begun[_MOVES[element.tag]]
            moves[element] = next(reversed(open_ones.values()), "")
        elif element.tag in begun:
            moves[element] = element.get(_NAME, "")
            begun[element.tag][element.get(_ID, "")] = moves[element]
        else:
            begun[_MOVE_MARKS[element.tag]].pop(element.get(_ID, ""), None)
    return moves


def _kind(element: Element) -> str:
    """What an element records, which depends on where it stands."""
    parent = element.getparent()
    above = parent.getparent() if parent is not None else None
    kind = _OF_TEXT.get(_SHORT[element.tag], "other")
    if parent is None or element.tag not in MARKS:
        is_mark = above is not None and above.tag == _PARAGRAPH and element.tag == RUN_FORMAT
        return "paragraph-format" if is_mark else kind
    if parent.tag == _LIST:
        return "paragraph-format"
    way = "insertion" if element.tag in INSERTIONS else "deletion"
    if parent.tag == _ROW:
        return f"row-{way}"
    is_mark = parent.tag == _RUN and above is not None and above.tag == _PARAGRAPH
    return f"paragraph-{way}" if is_mark else kind
