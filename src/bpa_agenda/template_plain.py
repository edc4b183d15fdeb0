"""A program in Python for a part of a template that only shows values, repeats and leaves out.

Most templates ask for nothing else, and so for nothing of Jinja but its parser. What means the same
in Python as in Jinja becomes Python; a part with anything else has no such program. Of what goes
wrong in one it says nothing: Jinja renders the part then, and knows what to say.
"""

from collections.abc import Iterator, Mapping
from types import CodeType
from typing import TypeAlias

from jinja2 import nodes

from bpa_agenda.template_parts import PLAIN

# The variable of Python for each name that a loop gives.
_Names: TypeAlias = Mapping[str, str]
_COMPARED = {"eq": "==", "ne": "!="}


class _NotPlain(Exception):  # noqa: N818  # not an error: Jinja can do it
    """A part asks for something that is not known here."""


def plain_program(tree: nodes.Template) -> CodeType | None:
    """Code that defines `pieces` (see `write_docx`); None when only Jinja can do it."""
    head = "def pieces(shown, runs, blocks):\n yield ''"
    try:
        return compile("\n".join([head, *_block(tree.body, {}, " ")]), PLAIN, "exec")
    except (_NotPlain, SyntaxError):  # an attribute may be called `class`
        return None


def _block(body: list[nodes.Node], names: _Names, indent: str) -> Iterator[str]:
    """The lines of what stands in a part, in a loop or in a choice."""
    for node in body:
        match node:
            case nodes.Output():
                yield from (f"{indent}yield {_piece(shown, names)}" for shown in node.nodes)
            case nodes.For(target=nodes.Name(name=name), else_=[], test=None, recursive=False) if (
                name != "loop"
            ):
                variable = f"{name}_{len(indent)}"
                yield f"{indent}for {variable} in {_value(node.iter, names)}:"
                yield from _inner(node.body, {**names, name: variable}, indent)
            case nodes.If():
                yield f"{indent}if {_value(node.test, names)}:"
                yield from _inner(node.body, names, indent)
                for other in node.elif_:
                    yield f"{indent}elif {_value(other.test, names)}:"
                    yield from _inner(other.body, names, indent)
                yield f"{indent}else:"
                yield from _inner(node.else_, names, indent)
            case _:
                raise _NotPlain


def _inner(body: list[nodes.Node], names: _Names, indent: str) -> Iterator[str]:
    yield f"{indent} pass"
    yield from _block(body, names, f"{indent} ")


def _piece(shown: nodes.Expr, names: _Names) -> str:
    """XML of the template, or a value with the number of its look."""
    match shown:
        case nodes.TemplateData():
            return repr(shown.data)
        case nodes.Tuple(items=[value, nodes.Const(value=int(look))]):
            return f"runs({_value(value, names)}, {look})"
        case nodes.Tuple(items=[value, nodes.Const(value=int(look)), nodes.Const(value="p")]):
            return f"blocks({_value(value, names)}, {look})"
    raise _NotPlain


def _value(node: nodes.Node, names: _Names) -> str:
    match node:
        case nodes.Name(name=name) if name != "loop":
            return names.get(name) or f"shown[{name!r}]"
        case nodes.Getattr() if not node.attr.startswith("_"):
            return f"{_value(node.node, names)}.{node.attr}"
        case nodes.Const(value=str() | int() | None):
            return repr(node.value)
        case nodes.Not():
            return f"(not {_value(node.node, names)})"
        case nodes.And():
            return f"({_value(node.left, names)} and {_value(node.right, names)})"
        case nodes.Or():
            return f"({_value(node.left, names)} or {_value(node.right, names)})"
        case nodes.Compare(ops=[nodes.Operand(op=op, expr=other)]) if op in _COMPARED:
            return f"({_value(node.expr, names)} {_COMPARED[op]} {_value(other, names)})"
    raise _NotPlain
