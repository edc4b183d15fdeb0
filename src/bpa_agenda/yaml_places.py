"""The place of a value in a YAML file, as a path of keys that outlives edits elsewhere in the file.

`path_steps` says how a path reads.
"""

from collections.abc import Iterator

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bpa_agenda.path_steps import NAMES, escaped, steps


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
            yield escaped(str(key.value)), value
    elif isinstance(node, SequenceNode):
        names = [_name(item) for item in node.value]
        yield from zip(steps(names), node.value, strict=True)


def _name(item: Node) -> str:
    """The name by which an item of a list is known; empty when it has none."""
    if not isinstance(item, MappingNode):
        return ""
    held = {key.value: value for key, value in item.value if isinstance(key, ScalarNode)}
    name = next((held[key] for key in NAMES if key in held), None)
    return name.value.strip() if isinstance(name, ScalarNode) else ""
