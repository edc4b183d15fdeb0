"""Registers to YAML: a new file, or edits in the file there is, so that comments stay."""

from collections.abc import Iterator

from yaml import MappingNode, Node, SequenceNode

from bpa_agenda.register import Group, Register, Statement
from bpa_agenda.write_yaml import Edit, apply_edits, list_item, mapping, scalar

_INTRODUCTION = """\
# Register van uitspraken: alles wat het verslag zegt, letterlijk, met de regel in het verslag.
# Verbeter soort (kind) en ouder (parent) gerust, en haal het woord dan weg bij “guess”;
# een volgende import laat staan wat hier verbeterd is.
"""


def register_text(register: Register) -> str:
    """A register as a new YAML file."""
    head: dict[str, str | int | tuple[str, ...]] = {
        "id": register.id,
        "title": register.title,
        "report": register.report,
    }
    date = f"date: {register.date.isoformat()}\n" if register.date else ""
    groups = "".join(_group_text(group) for group in register.groups)
    return f"{_INTRODUCTION}{mapping(head)}{date}groups:\n{groups}"


def updated_text(text: str, root: Node, old: Register, new: Register) -> str:
    """The YAML text of `old`, whose nodes are `root`, edited to say what `new` says."""
    return apply_edits(text, _edits(text, root, old, new))


def _group_text(group: Group) -> str:
    head = list_item(mapping({"id": group.id, "title": group.title}), "  ")
    items = "".join(_statement_text(statement) for statement in group.statements)
    return f"{head}    statements:\n{items}"


def _statement_text(statement: Statement) -> str:
    fields: dict[str, str | int | tuple[str, ...]] = {
        "id": statement.id,
        "kind": statement.kind,
        "parent": statement.parent or "",
        "line": int(statement.line),
        "mark": statement.mark,
    }
    text = f"text: {scalar(statement.text)}\n"
    guess = mapping({"guess": tuple(statement.guess)})
    return list_item(mapping(fields) + text + guess, "      ")


def _edits(text: str, root: Node, old: Register, new: Register) -> Iterator[Edit]:
    nodes = dict(zip((g.id for g in old.groups), _items(_child(root, "groups")), strict=True))
    for group in new.groups:
        if group.id in nodes:
            before = next(g for g in old.groups if g.id == group.id)
            yield from _group_edits(text, nodes[group.id], before, group)
        else:
            yield Edit(len(text), len(text), _group_text(group))
    for group in old.groups:
        if all(group.id != other.id for other in new.groups):
            yield _deletion(text, nodes[group.id])


def _group_edits(text: str, node: Node, old: Group, new: Group) -> Iterator[Edit]:
    items = _items(_child(node, "statements"))
    places = {statement.id: item for statement, item in zip(old.statements, items, strict=True)}
    before = {statement.id: statement for statement in old.statements}
    insert_at = _end_of_line(text, _last_leaf(node).end_mark.index)
    for statement in reversed(new.statements):
        if statement.id in places:
            item = places[statement.id]
            yield from _statement_edits(text, item, before[statement.id], statement)
            insert_at = _start_of_line(text, item.start_mark.index)
        else:
            yield Edit(insert_at, insert_at, _statement_text(statement))
    stays = {statement.id for statement in new.statements}
    yield from (_deletion(text, item) for name, item in places.items() if name not in stays)


def _statement_edits(text: str, node: Node, old: Statement, new: Statement) -> Iterator[Edit]:
    for key, before, after in (
        ("line", str(old.line), str(new.line)),
        ("mark", old.mark, new.mark),
        ("text", old.text, new.text),
    ):
        if before != after and (value := _find(node, key)) is not None:
            written = after if key == "line" else scalar(after)
            yield Edit(value.start_mark.index, value.end_mark.index, written)
    if old.guess != new.guess:
        end = _end_of_line(text, _last_leaf(node).end_mark.index)
        guess = mapping({"guess": tuple(new.guess)}, "        ")
        if (value := _find(node, "guess")) is not None:
            yield Edit(
                value.start_mark.index, value.end_mark.index, guess.split(": ", 1)[1].strip()
            )
        else:
            yield Edit(end, end, guess)


def _child(node: Node, key: str) -> Node:
    found = _find(node, key)
    assert found is not None, f"a register that was read has “{key}”"
    return found


def _find(node: Node, key: str) -> Node | None:
    assert isinstance(node, MappingNode)
    return next((value for name, value in node.value if name.value == key), None)


def _items(node: Node) -> list[Node]:
    assert isinstance(node, SequenceNode)
    return list(node.value)


def _last_leaf(node: Node) -> Node:
    while isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, MappingNode) else last
    return node


def _deletion(text: str, node: Node) -> Edit:
    start = _start_of_line(text, node.start_mark.index)
    return Edit(start, _end_of_line(text, _last_leaf(node).end_mark.index), "")


def _start_of_line(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _end_of_line(text: str, index: int) -> int:
    if index and text[index - 1] == "\n":
        return index
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1
