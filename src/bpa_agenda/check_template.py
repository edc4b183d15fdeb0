"""A template's variables against the views: names that do not exist are found before a build."""

import dataclasses
import types
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from jinja2 import TemplateSyntaxError, nodes

from bpa_agenda.messages import problem
from bpa_agenda.problems import Problem, did_you_mean
from bpa_agenda.word_template import Part, Template
from bpa_agenda.write_docx import environment

_CALLS = ("runs", "blocks")


def check_template(template: Template, document: type) -> Iterator[Problem]:
    """Every unknown variable and every tag that is not closed, in all parts.

    `document` is the view whose fields are the template's variables.
    """
    for part in template.parts:
        try:
            tree = environment().parse(part.source)
        except TemplateSyntaxError as error:
            at, text = template.at(part, error.lineno)
            hint = "each {% if %} needs its {% endif %}, each {% for %} its {% endfor %}"
            yield problem("template-syntax", at, detail=error.message, text=text, hint=hint)
        else:
            scope = {field.name: field.type for field in dataclasses.fields(document)}
            yield from _Checker(template, part).visit(tree, scope)


class _Checker:
    """Follows the types of the view through a part."""

    def __init__(self, template: Template, part: Part) -> None:
        self.template = template
        self.part = part

    def visit(self, node: nodes.Node, scope: Mapping[str, Any]) -> Iterator[Problem]:
        """The problems in a node and all below it."""
        if isinstance(node, nodes.For):
            yield from self.visit(node.iter, scope)
            inner = {**scope, "loop": Any, **_targets(node.target, self._item(node.iter, scope))}
            for child in (*node.body, *([node.test] if node.test else [])):
                yield from self.visit(child, inner)
            for child in node.else_:
                yield from self.visit(child, scope)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            yield from self._value(node, scope)
        else:
            inner = {**scope, **_assigned(node)}
            for child in node.iter_child_nodes():
                yield from self.visit(child, inner)

    def _item(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        kind = _type_of(node, scope)
        return get_args(kind)[0] if get_origin(kind) is tuple else Any

    def _value(self, node: nodes.Node, scope: Mapping[str, Any]) -> Iterator[Problem]:
        if isinstance(node, nodes.Name):
            if node.ctx == "load" and node.name not in scope and node.name not in _CALLS:
                yield self._unknown(node, node.name, scope)
        elif isinstance(node, nodes.Getattr):
            before = _type_of(node.node, scope)
            known = _fields(before)
            if known is not None and node.attr not in known:
                yield self._unknown(node, f"{_path(node.node)}.{node.attr}", known)
            else:
                yield from self.visit(node.node, scope)

    def _unknown(self, node: nodes.Node, name: str, known: Mapping[str, Any]) -> Problem:
        at, text = self.template.at(self.part, node.lineno)
        near = did_you_mean(name.rsplit(".", 1)[-1], known)
        hint = near or f"known here: {', '.join(sorted(known))}"
        return problem("template-variable", at, name=name, text=text, hint=hint)


def _targets(target: nodes.Node, kind: Any) -> dict[str, Any]:
    if isinstance(target, nodes.Name):
        return {target.name: kind}
    return {name.name: Any for name in target.find_all(nodes.Name)}


def _assigned(node: nodes.Node) -> dict[str, Any]:
    """Names that `{% set %}` gives in a body; their type is not followed."""
    return {
        name.name: Any
        for child in node.iter_child_nodes()
        if isinstance(child, nodes.Assign)
        for name in child.target.find_all(nodes.Name)
    } | {
        child.target.name: Any
        for child in node.iter_child_nodes()
        if isinstance(child, nodes.Assign) and isinstance(child.target, nodes.Name)
    }


def _type_of(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, Any)
    if isinstance(node, nodes.Getattr):
        known = _fields(_type_of(node.node, scope))
        return known.get(node.attr, Any) if known else Any
    return Any


def _fields(kind: Any) -> dict[str, Any] | None:
    """The fields of a view, None for what has none that are known (text, Any, a union)."""
    options = get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    views = [option for option in options if dataclasses.is_dataclass(option)]
    if len(options) != 1 or not views:
        return None
    return {field.name: field.type for field in dataclasses.fields(views[0])}


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
