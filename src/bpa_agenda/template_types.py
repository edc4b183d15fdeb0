"""The types of the views as a template meets them: what is behind a name, and how to call it."""

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin

from jinja2 import nodes

from bpa_agenda.values import Open

_SAME = frozenset("sort reverse list unique select reject selectattr rejectattr".split())
_ONE = frozenset("first last random".split())


def type_of(node: nodes.Node, names: Mapping[str, Any]) -> Any:
    """The type of an expression; Any when it cannot be known."""
    match node:
        case nodes.Name():
            return names.get(node.name, Any)
        case nodes.Getattr():
            return (fields_of(type_of(node.node, names)) or {}).get(node.attr, Any)
        case nodes.Getitem(arg=nodes.Const(value=str(attribute))):
            return (fields_of(type_of(node.node, names)) or {}).get(attribute, Any)
        case nodes.Getitem(arg=nodes.Slice()):
            return type_of(node.node, names)
        case nodes.Getitem():
            return item_of(type_of(node.node, names))
        case nodes.Filter(node=nodes.Node() as inner) if node.name in _SAME:
            return type_of(inner, names)
        case nodes.Filter(node=nodes.Node() as inner) if node.name in _ONE:
            return item_of(type_of(inner, names))
    return Any


def item_of(kind: Any) -> Any:
    """The type of what is in a list."""
    return get_args(kind)[0] if is_list(kind) else Any


def is_list(kind: Any) -> bool:
    """Whether a type is that of a list."""
    return get_origin(kind) is tuple


def options_of(kind: Any) -> tuple[Any, ...]:
    """The types of which a value has one."""
    return get_args(kind) if isinstance(kind, types.UnionType) else (kind,)


@cache
def fields_of(kind: Any) -> Mapping[str, Any] | None:
    """The fields of a view; None for what has none that are known (text, a list, anything)."""
    if not is_view(kind):
        return None
    return {field.name: field.type for field in dataclasses.fields(present(kind))}


def is_view(kind: Any) -> bool:
    """Whether a type is that of a group of values."""
    return dataclasses.is_dataclass(present(kind)) and present(kind) is not Open


def present(kind: Any) -> Any:
    """The type of a value when it is there."""
    options = [option for option in options_of(kind) if option is not types.NoneType]
    return options[0] if len(options) == 1 else kind


def may_be_absent(kind: Any) -> bool:
    """Whether a value of a type may not be there."""
    return types.NoneType in options_of(kind)


def path_of(node: nodes.Node) -> str:
    """An expression as it is written, as far as it is a path."""
    if isinstance(node, nodes.Getattr):
        return f"{path_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{path_of(node.node)}[…]"
    if isinstance(node, nodes.Filter) and node.node is not None:
        return path_of(node.node)
    return node.name if isinstance(node, nodes.Name) else "…"
