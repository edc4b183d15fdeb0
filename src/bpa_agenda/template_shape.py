"""Whether what a template makes stays a Word document, whatever the content is.

A tag that shows, leaves out or repeats must do so with whole paragraphs, rows or cells. And a
table cell, a row, a table or a header must never be left empty: Word cannot open such a document.
Both are decided from the tree of the template, for all contents at once.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from jinja2 import nodes

from bpa_agenda.records import dataclass

_ELEMENT = re.compile(r"<(/?)([\w:]+)([^<>]*)>")
_BOX = re.compile(r"<(/?)(w:(?:tc|tr|tbl|hdr|ftr|footnote|p))(?![\w:])([^<>]*)>")
_BOXES = {
    "w:tc": ("table cell", "paragraph", "leave an empty paragraph at the end of the cell"),
    "w:tr": ("table row", "cell", "let one cell of it always stay"),
    "w:tbl": ("table", "row", "put {%p if … %} before the table and {%p endif %} behind it"),
    "w:hdr": ("header", "paragraph", "leave an empty paragraph in it"),
    "w:ftr": ("footer", "paragraph", "leave an empty paragraph in it"),
    "w:footnote": ("footnote", "paragraph", "leave an empty paragraph in it"),
}
_WANTED = {"w:tbl": "w:tr", "w:tr": "w:tc"}
_TABLE = ("w:tc", "w:tr", "w:tbl")
_APART = frozenset((*_BOXES, "w:txbxContent", "w:sdtContent"))
# Beyond this many conditions in one cell the answer would take long; nobody writes such a cell.
_MOST_TESTS = 12


class Finding(NamedTuple):
    """Something wrong with a shape, and on which line of the source."""

    code: str
    line: int
    detail: str
    hint: str


class _Ends(NamedTuple):
    """What a piece of markup closes that it did not open, and opens that it does not close."""

    closed: tuple[str, ...]
    opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of two rows of items, by a test; a loop is a choice between some and none."""

    line: int
    test: nodes.Node | str
    yes: "Sequence[_Item]"
    no: "Sequence[_Item]" = ()


class _Box(NamedTuple):
    """An element that must not be left empty, with what is in it."""

    name: str
    items: "list[_Item]"


_Item: TypeAlias = "str | _Choice | _Box"


def shape_findings(tree: nodes.Template, absent: Collection[int]) -> Iterator[Finding]:
    """All that can go wrong with the shape; `absent` are the looks of values that may be None."""
    torn, _ = _torn(tree.body)
    yield from torn
    if not torn:
        for item in _items(tree.body, absent):
            yield from _empty(item)


def _torn(body: Sequence[nodes.Node]) -> tuple[list[Finding], _Ends]:
    """Blocks that begin in one paragraph, cell or row and end in another kind of place.

    With the ends of all that is shown; of a block what it shows when it shows something.
    """
    found: list[Finding] = []
    closed: list[str] = []
    opened: list[str] = []
    for node in body:
        if isinstance(node, nodes.Output):
            for text in node.nodes:
                if isinstance(text, nodes.TemplateData):
                    _follow(_elements(text.data), closed, opened)
            continue
        first = None
        for inner in _bodies(node):
            below, ends = _torn(inner)
            found += below
            if isinstance(node, nodes.If | nodes.For) and not _is_whole(ends):
                found.append(_tear(node, ends))
            first = first or ends
        if first:
            _follow(((True, name) for name in first.closed), closed, opened)
            _follow(((False, name) for name in first.opened), closed, opened)
    return found, _Ends(tuple(closed), tuple(opened))


def _follow(elements: Iterable[tuple[bool, str]], closed: list[str], opened: list[str]) -> None:
    """Goes on through elements that end or begin, which close what is open or was before."""
    for is_end, name in elements:
        if not is_end:
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            closed.append(name)


def _is_whole(ends: _Ends) -> bool:
    return ends.closed == ends.opened[::-1] and _APART.isdisjoint(ends.closed)


def _tear(node: nodes.Node, ends: _Ends) -> Finding:
    word = "for" if isinstance(node, nodes.For) else "if"
    apart = _APART.intersection(ends.closed + ends.opened)
    if any(name in _TABLE for name in apart):
        detail = f"{{% {word} %}} begins in one table cell and ends in another or outside"
        pair = f"{{%tr {word} … %}} and {{%tr end{word} %}}"
        hint = f"for rows of a table write {pair}, each in a row of its own"
    else:
        detail = f"{{% {word} %}} and its end do not enclose whole paragraphs"
        pair = f"{{%p {word} … %}} and {{%p end{word} %}}"
        hint = f"write both alike: {pair}, each in a paragraph of its own"
    return Finding("template-block", node.lineno, detail, hint)


def _bodies(node: nodes.Node) -> Iterator[Sequence[nodes.Node]]:
    """The rows of nodes in a block: what is shown if, else if, else."""
    if isinstance(node, nodes.If):
        yield node.body
        for other in node.elif_:
            yield from _bodies(other)
        if node.else_:
            yield node.else_
    elif isinstance(node, nodes.For):
        yield node.body
        if node.else_:
            yield node.else_
    elif isinstance(body := getattr(node, "body", None), list):
        yield body


def _elements(text: str) -> list[tuple[bool, str]]:
    """The elements that end or begin in a text, in order, without those that do both at once."""
    return [(end != "", name) for end, name, rest in _ELEMENT.findall(text) if rest[-1:] != "/"]


def _items(body: Sequence[nodes.Node], absent: Collection[int]) -> "list[_Item]":
    """The boxes and paragraphs of a row of nodes."""
    open_boxes = [_Box("", [])]
    for node in body:
        if isinstance(node, nodes.Output):
            for shown in node.nodes:
                if isinstance(shown, nodes.TemplateData):
                    _put(shown.data, open_boxes)
                else:
                    open_boxes[-1].items.extend(_value(shown, absent))
        elif isinstance(node, nodes.If | nodes.For):
            open_boxes[-1].items.append(_choice(node, absent))
        else:
            open_boxes[-1].items.extend(_items(next(_bodies(node), ()), absent))
    return open_boxes[0].items


def _put(text: str, open_boxes: list[_Box]) -> None:
    for end, name, rest in _BOX.findall(text):
        if name in _BOXES and rest[-1:] != "/":
            if end:
                open_boxes.pop()
            else:
                box = _Box(name, [])
                open_boxes[-1].items.append(box)
                open_boxes.append(box)
        elif name == "w:p" and not end:
            open_boxes[-1].items.append(name)


def _value(shown: nodes.Node, absent: Collection[int]) -> "Iterator[_Item]":
    """A value that brings paragraphs: none when it is absent."""
    match shown:
        case nodes.Tuple(items=[value, nodes.Const(value=look), _]):
            yield _Choice(shown.lineno, value, ("w:p",)) if look in absent else "w:p"


def _choice(node: nodes.If | nodes.For, absent: Collection[int]) -> _Choice:
    if isinstance(node, nodes.For):
        test = node.iter if node.test is None else f"loop {node.lineno}"
        return _Choice(node.lineno, test, _items(node.body, absent), _items(node.else_, absent))
    no = _items(node.else_, absent)
    for other in reversed(node.elif_):
        no = [_Choice(other.lineno, other.test, _items(other.body, absent), no)]
    return _Choice(node.lineno, node.test, _items(node.body, absent), no)


def _empty(item: "_Item") -> Iterator[Finding]:
    """The boxes in an item that some content would leave empty."""
    if isinstance(item, _Choice):
        for inner in (*item.yes, *item.no):
            yield from _empty(inner)
    elif isinstance(item, _Box):
        for inner in item.items:
            yield from _empty(inner)
        choices = [inner for inner in item.items if isinstance(inner, _Choice)]
        if choices and _can_be_empty(item):
            what, content, hint = _BOXES[item.name]
            detail = f"the {what} may be left without a {content}, and Word cannot open that"
            yield Finding("template-empty", choices[0].line, detail, hint)


def _can_be_empty(box: _Box) -> bool:
    tests = sorted({name for test in _tests(box.items) for name in _atoms(test)})
    if len(tests) > _MOST_TESTS:
        return False
    every = product((False, True), repeat=len(tests))
    return not all(_is_filled(box, dict(zip(tests, values, strict=True))) for values in every)


def _is_filled(box: _Box, values: Mapping[str, bool]) -> bool:
    shown = list(_shown(box.items, values))
    if box.name == "w:tc":
        return bool(shown) and shown[-1] == "w:p"
    return _WANTED[box.name] in shown if box.name in _WANTED else bool(shown)


def _shown(items: "Sequence[_Item]", values: Mapping[str, bool]) -> Iterator[str]:
    """The names of what stands in a box when its tests have these values."""
    for item in items:
        if isinstance(item, _Choice):
            yield from _shown(item.yes if _holds(item.test, values) else item.no, values)
        else:
            yield item.name if isinstance(item, _Box) else item


def _tests(items: "Sequence[_Item]") -> Iterator[nodes.Node | str]:
    for item in items:
        if isinstance(item, _Choice):
            yield item.test
            yield from _tests((*item.yes, *item.no))


def _atoms(test: nodes.Node | str) -> Iterator[str]:
    """The conditions of which a test is made, by how they are written."""
    match test:
        case nodes.And() | nodes.Or():
            yield from (*_atoms(test.left), *_atoms(test.right))
        case nodes.Not():
            yield from _atoms(test.node)
        case nodes.Const():
            pass
        case _:
            yield str(test)


def _holds(test: nodes.Node | str, values: Mapping[str, bool]) -> bool:
    match test:
        case nodes.And():
            return _holds(test.left, values) and _holds(test.right, values)
        case nodes.Or():
            return _holds(test.left, values) or _holds(test.right, values)
        case nodes.Not():
            return not _holds(test.node, values)
        case nodes.Const():
            return bool(test.value)
        case _:
            return values[str(test)]
