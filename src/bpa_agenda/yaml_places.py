"""The place of a value in a YAML file, as a path of keys that outlives edits elsewhere in the file.

A path reads `questions/goed-werk/sub_questions/goed-werk-grens/question`: keys with "/" between
them. An item of a list is named by the first of `NAMES` that it has, when no other item of the
list has that name, and else by its number, `#1` for the first. Spaces around a name do not count;
"~", "/" and "#" within a key or name are written ~0, ~1 and ~2.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from yaml import MappingNode, Node, ScalarNode, SequenceNode

NAMES = ("id", "short", "statement", "theme", "partner", "title")


def paths(root: Node) -> dict[tuple[int, int], str]:
    """The path of every scalar value, by its line and column, both from 1 as in a `Location`."""
    return {
        (node.start_mark.line + 1, node.start_mark.column + 1): path
        for path, node in _scalars(root, "")
    }


def scalars(root: Node) -> dict[str, ScalarNode]:
    """Every scalar value by its path."""
    return dict(_scalars(root, ""))


def find(root: Node, path: str) -> ScalarNode | None:
    """The scalar to which `paths` gives this path, or None when the file has none."""
    node: Node | None = root
    for step in path.split("/") if path or not isinstance(root, ScalarNode) else ():
        node = next((child for name, child in _children(node) if name == step), None)
    return node if isinstance(node, ScalarNode) else None


def _scalars(node: Node, before: str) -> Iterator[tuple[str, ScalarNode]]:
    """The scalar values in a node in the order of the file, each with its path."""
    if isinstance(node, ScalarNode):
        yield before, node
    for step, child in _children(node):
        if isinstance(child, ScalarNode):
            yield before + step, child
        else:
            yield from _scalars(child, f"{before}{step}/")


def _children(node: Node | None) -> Iterator[tuple[str, Node]]:
    """What stands directly in a node, with its step of the path; nothing in a scalar."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield _escaped(str(key.value)), value
    elif isinstance(node, SequenceNode):
        names = [_name(item) for item in node.value]
        yield from zip(steps(names), node.value, strict=True)


def steps(names: Sequence[str]) -> list[str]:
    """The steps of the items of a list, from their names; a name is empty where there is none."""
    counted = Counter(names) if any(names) else {}
    return [
        _escaped(name) if name and counted[name] == 1 else f"#{number}"
        for number, name in enumerate(names, start=1)
    ]


def _name(item: Node) -> str:
    """The name by which an item of a list is known; empty when it has none."""
    if not isinstance(item, MappingNode):
        return ""
    held = {key.value: value for key, value in item.value if isinstance(key, ScalarNode)}
    name = next((held[key] for key in NAMES if key in held), None)
    return name.value.strip() if isinstance(name, ScalarNode) else ""


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1").replace("#", "~2")
