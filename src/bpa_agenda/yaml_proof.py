"""Proves that an edited YAML text differs from the old one in the values meant and nowhere else."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bpa_agenda.yaml_source import LOADER
from bpa_agenda.yaml_styles import BREAK

_PREFIX = "tag:yaml.org,2002:"
_EMPTY_LINES = re.compile(r"\A(?:[ \t]*(?:\r\n|[\r\n]))+")
_EMPTY_END = re.compile(r"(?:\A|\n)(?:[ \t]+|[ \t]*\n)\Z")


class NotProvedError(AssertionError):
    """An edit did something else than was meant: a defect of ours, and nothing may be written."""


class Wanted(NamedTuple):
    """The value that a scalar is to have, and whether it loses its tag."""

    value: str
    untagged: bool = False


def prove(before: str, after: str, root: Node, wanted: Mapping[int, Wanted]) -> None:
    """NotProvedError unless `after` is `before` with the wanted values.

    `root` is of `before`, without byte order mark; `wanted` goes by the id() of its nodes. Proved
    are the values and tags of all nodes, and every byte outside the lines of the edited values.
    """
    try:
        changed = yaml.compose(after, Loader=LOADER)
    except yaml.YAMLError as error:
        raise NotProvedError(f"no YAML any more: {error}") from error
    if changed is None:
        raise NotProvedError("nothing is left")
    pairs = list(_pairs(root, changed))
    for old, new in pairs:
        _prove_node(old, new, wanted)
    _prove_bytes(before, after, [pair for pair in pairs if id(pair[0]) in wanted], wanted)


def _pairs(old: Node, new: Node) -> Iterator[tuple[Node, Node]]:
    """All nodes of two trees side by side, keys too; they must have the same shape."""
    if type(old) is not type(new) or (
        not isinstance(old, ScalarNode) and len(old.value) != len(new.value)
    ):
        raise NotProvedError(f"another structure at line {old.start_mark.line + 1}")
    yield old, new
    if isinstance(old, MappingNode):
        for old_pair, new_pair in zip(old.value, new.value, strict=True):
            yield from _pairs(old_pair[0], new_pair[0])
            yield from _pairs(old_pair[1], new_pair[1])
    elif isinstance(old, SequenceNode):
        for old_item, new_item in zip(old.value, new.value, strict=True):
            yield from _pairs(old_item, new_item)


def _prove_node(old: Node, new: Node, wanted: Mapping[int, Wanted]) -> None:
    change = wanted.get(id(old))
    if isinstance(old, ScalarNode):
        value = change.value if change else old.value
        if new.value != value:
            raise NotProvedError(
                f"line {old.start_mark.line + 1} has {new.value!r} and not {value!r}"
            )
    same = new.tag == old.tag
    own = not old.tag.startswith(_PREFIX) and not (change and change.untagged)
    text = change is not None and not own and new.tag == f"{_PREFIX}str"
    if not same and not text:
        raise NotProvedError(f"line {old.start_mark.line + 1} has the tag {new.tag}")
    if change and change.untagged and not new.tag.startswith(_PREFIX):
        raise NotProvedError(f"line {old.start_mark.line + 1} still has the tag {new.tag}")


def _prove_bytes(
    before: str, after: str, edited: list[tuple[Node, Node]], wanted: Mapping[int, Wanted]
) -> None:
    """What stands before, between and after the lines of the edited values is the same."""
    edited.sort(key=lambda pair: pair[0].start_mark.index)
    done, new_done = 0, 0
    values = ("", "")
    for old, new in edited:
        (start, end), (new_start, new_end) = _lines_of(before, old), _lines_of(after, new)
        if start >= done:
            same = _same_outside(before[done:start], after[new_done:new_start], *values)
            if not same and wanted[id(old)].untagged:
                # The tag may have stood on a line before the value, which begins there now.
                new_start = min(new_start, new_done + start - done)
            _prove_same(before[done:start], after[new_done:new_start], values)
        done, new_done = max(done, end), max(new_done, new_end)
        values = (old.value, new.value)
    _prove_same(before[done:], after[new_done:], values)


def _prove_same(old: str, new: str, values: tuple[str, str]) -> None:
    if not _same_outside(old, new, *values):
        raise NotProvedError(f"{old[:60]!r} became {new[:60]!r}")


def _lines_of(text: str, node: Node) -> tuple[int, int]:
    """From the begin of the first line of a node to the end of its last that is not empty."""
    begin, end = node.start_mark.index, node.end_mark.index
    content = text[begin:end].rstrip(" \t\r\n")
    match = BREAK.search(text, begin + len(content))
    return begin - node.start_mark.column, match.start() if match else len(text)


def _same_outside(old: str, new: str, old_value: str, new_value: str) -> bool:
    """Equal, but for the empty lines with which a value ended or ends.

    A file that did not end in a newline gets one when its last value must end in one.
    """
    if _EMPTY_END.search(old_value) or _EMPTY_END.search(new_value):
        return _EMPTY_LINES.sub("", old) == _EMPTY_LINES.sub("", new)
    return old == new or (not old and new_value.endswith("\n") and bool(BREAK.fullmatch(new)))
