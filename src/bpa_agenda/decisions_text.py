"""The text of a `decisions.yaml` with entries added and keys set; all else stays to the byte.

Editors write in these files too, so nothing is taken for granted but that they are valid: not the
indentation, not the order of the keys, not the line ends.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import yaml
from yaml import MappingNode, Node, SequenceNode

from bpa_agenda.write_yaml import Edit, apply_edits, list_item, mapping
from bpa_agenda.yaml_site import BOM
from bpa_agenda.yaml_source import LOADER

NewEntry: TypeAlias = Mapping[str, str | int | tuple[str, ...]]

_ITEMS = "items"
_HEAD = """\
# Wat lezers voorstelden en vroegen, en wat de redactie ermee doet (agenda review read).
# decision: open, accepted, rejected of answered; why: de toelichting die de lezer te zien krijgt.
items:
"""


def with_entries(text: str, new: Iterable[NewEntry]) -> str:
    """The text with entries after those that there are; an empty text gets a heading."""
    blocks = [mapping(entry) for entry in new]
    if not blocks:
        return text
    if not text:
        return _HEAD + _listed(blocks, "", "\n")
    body = text.removeprefix(BOM)
    added = _added(body, blocks)
    return text[: len(text) - len(body)] + apply_edits(body, [added])


def _listed(blocks: Iterable[str], indent: str, newline: str) -> str:
    listed = "".join(f"\n{list_item(block, indent)}" for block in blocks)
    return listed.replace("\n", newline)


def _added(text: str, blocks: list[str]) -> Edit:
    """The edit that puts entries at the end of the list."""
    newline = _newline(text)
    items = _items(text)
    if items is None:
        return Edit(0, len(text), _HEAD + _listed(blocks, "", newline))
    start, end = items.start_mark.index, items.end_mark.index
    if isinstance(items, SequenceNode) and items.value and items.flow_style:
        return Edit(end - 1, end - 1, "".join(f", {_in_flow(block)}" for block in blocks))
    if isinstance(items, SequenceNode) and items.value:
        gap = "" if text[:end].endswith("\n") else newline
        return Edit(end, end, gap + _listed(blocks, " " * items.start_mark.column, newline))
    return Edit(start, end, newline + _listed(blocks, "", newline))


def _in_flow(block: str) -> str:
    return f"{{{', '.join(block.splitlines())}}}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _items(text: str) -> Node | None:
    """The list of entries; also when nothing is in it, and then perhaps no list."""
    root = yaml.compose(text, Loader=LOADER)
    pairs = root.value if isinstance(root, MappingNode) else ()
    return next((value for key, value in pairs if key.value == _ITEMS), None)


def decided_text(text: str, decisions: Mapping[str, Mapping[str, str]]) -> str:
    """The text with keys of entries set.

    `decisions` holds for the id of an entry its keys with their new values, as YAML of one line.
    """
    body = text.removeprefix(BOM)
    items = _items(body)
    edits = []
    for entry in items.value if isinstance(items, SequenceNode) else ():
        keys = {key.value: (key, value) for key, value in entry.value}
        for key, value in decisions.get(keys["id"][1].value, {}).items():
            edits.append(_set(body, entry, keys, key, value))
    return text[: len(text) - len(body)] + apply_edits(body, edits)


def _set(
    text: str, entry: MappingNode, keys: Mapping[str, tuple[Node, Node]], key: str, value: str
) -> Edit:
    """The edit that sets a key; a new one comes after the decision."""
    if key in keys:
        node = keys[key][1]
        return Edit(node.start_mark.index, _end(text, node), value)
    end = _end(text, keys["decision"][1])
    if entry.flow_style:
        return Edit(end, end, f", {key}: {value}")
    line_end = _line_end(text, end)
    space = " " * keys["decision"][0].start_mark.column
    return Edit(line_end, line_end, f"{_newline(text)}{space}{key}: {value}")


def _end(text: str, node: Node) -> int:
    """Where a value ends; a block ends for YAML where the next thing begins."""
    start = node.start_mark.index
    return int(start + len(text[start : node.end_mark.index].rstrip()))


def _line_end(text: str, place: int) -> int:
    """The end of the line, before its line end."""
    found = text.find("\n", place)
    line = text[place : found if found >= 0 else len(text)]
    return place + len(line.removesuffix("\r"))
