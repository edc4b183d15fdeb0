"""A template against the views: every mistake that can be known before there is content."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

from jinja2 import nodes

from bpa_agenda.messages import problem
from bpa_agenda.problems import Problem, did_you_mean
from bpa_agenda.template_blocks import ANYTHING, parse_part
from bpa_agenda.template_jinja import Trees, environment
from bpa_agenda.template_parts import Part, Template
from bpa_agenda.template_shape import shape_findings
from bpa_agenda.template_types import (
    fields_of,
    is_list,
    is_view,
    item_of,
    may_be_absent,
    options_of,
    path_of,
    type_of,
)
from bpa_agenda.values import Markdown
from bpa_agenda.views import ContentsView
from bpa_agenda.write_docx import missing_styles

_JINJA = environment()
_OF_JINJA = frozenset((*_JINJA.globals, ANYTHING, "loop"))
_OTHER_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_ANY_PATH = "*"
_ONE_TAG = re.compile(r"\{\{[^{}]*\}\}")


def check_template(template: Template, document: type) -> tuple[list[Problem], Trees]:
    """Every mistake in all parts of a template, and the trees of the parts that have tags.

    `document` is the view whose fields are the template's variables.
    """
    problems = list(missing_styles(template))
    trees: dict[str, nodes.Template] = {}
    names = {field.name: field.type for field in fields(document)}
    scope = _Scope({**dict.fromkeys(_OF_JINJA - {"loop"}, Any), **names})
    for part in template.parts:
        if part.has_tags:
            parsed = parse_part(template, part, _JINJA)
            problems += parsed.problems
            if parsed.tree is not None:
                problems += _problems(template, part, parsed.tree, scope, mended=parsed.mended)
                trees[part.name] = parsed.tree
    return problems, trees


def _problems(
    template: Template, part: Part, tree: nodes.Template, scope: "_Scope", *, mended: bool
) -> Iterator[Problem]:
    """What is wrong with the names in a part, and with its shape unless that is a guess."""
    checker = _Checker(template, part)
    yield from checker.problems(tree, scope)
    if not mended:
        for found in shape_findings(tree, checker.absent):
            yield checker.problem(found.line, found.code, detail=found.detail, hint=found.hint)


class _Scope(NamedTuple):
    """The names that are known at a place, and what was asked for before it is shown there."""

    names: Mapping[str, Any]
    asked: frozenset[str] = frozenset()

    def with_names(self, names: Mapping[str, Any]) -> "_Scope":
        """The scope with more names."""
        return _Scope({**self.names, **names}, self.asked) if names else self

    def after_anything(self) -> "_Scope":
        """The scope behind a test that cannot be understood."""
        return _Scope(self.names, self.asked | {_ANY_PATH})

    def after(self, test: nodes.Node | None) -> "_Scope":
        """The scope behind a test: what the test is about was asked for."""
        if test is None:
            return self
        paths = {path_of(node) for node in _paths_in(test)}
        return _Scope(self.names, self.asked | paths)


def _paths_in(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        yield node
    for inner in node.iter_child_nodes():
        yield from _paths_in(inner)


class _Checker:
    """Follows the types of the view through a part.

    `absent` gathers the looks of the values that bring paragraphs and may be absent.
    """

    def __init__(self, template: Template, part: Part) -> None:
        self.template = template
        self.part = part
        self.absent: set[int] = set()
        self.unknown: dict[str, list[int]] = {}
        self.first: dict[Problem, str] = {}

    def problems(self, tree: nodes.Template, scope: _Scope) -> Iterator[Problem]:
        """The problems in a part; a name that is unknown in several paragraphs is one of them."""
        for found in list(self.visit(tree, scope)):
            others = self.unknown[self.first[found]][1:] if found in self.first else []
            word = "paragraph" if len(others) == 1 else "paragraphs"
            also = f"; also in {word} {', '.join(map(str, others))}" if others else ""
            yield replace(found, hint=found.hint + also)

    def problem(self, line: int, code: str, **values: object) -> Problem:
        """A problem on a line of the source, with the text of its paragraph."""
        at, text = self.template.at(self.part, line)
        return problem(code, at, text=text.strip(), **values)

    def visit(self, node: nodes.Node, scope: _Scope) -> Iterator[Problem]:
        """The problems in a node and all below it."""
        match node:
            case nodes.Output():
                for shown in node.nodes:
                    if not isinstance(shown, nodes.TemplateData):
                        yield from self._output(shown, scope)
            case nodes.For():
                yield from self._for(node, scope)
            case nodes.If() | nodes.CondExpr():
                wrong = list(self.visit(node.test, scope))
                inner = scope.after_anything() if wrong else scope.after(node.test)
                yield from wrong
                yield from self._children(node, inner, besides=node.test)
            case nodes.Name():
                yield from self._name(node, scope)
            case nodes.Getattr():
                yield from self._attribute(node, scope)
            case nodes.Filter() | nodes.Test():
                yield from self._known_word(node)
                yield from self._children(node, scope)
            case _:
                if isinstance(node, _OTHER_FILES):
                    word = type(node).__name__.removeprefix("From").lower()
                    detail = f"{{% {word} %}} cannot be used"
                    hint = "a template stands by itself"
                    yield self.problem(node.lineno, "template-syntax", detail=detail, hint=hint)
                yield from self._children(node, scope.with_names(_given(node)))

    def _children(
        self, node: nodes.Node, scope: _Scope, besides: nodes.Node | None = None
    ) -> Iterator[Problem]:
        for child in node.iter_child_nodes():
            if child is not besides:
                yield from self.visit(child, scope)

    def _for(self, node: nodes.For, scope: _Scope) -> Iterator[Problem]:
        wrong = list(self.visit(node.iter, scope))
        yield from wrong or self._loop(node, scope)
        item = item_of(type_of(node.iter, scope.names))
        if isinstance(node.target, nodes.Name):
            names = {node.target.name: item}
        else:
            names = {name.name: Any for name in node.target.find_all(nodes.Name)}
        inner = scope.with_names({"loop": Any, **names}).after(node.test)
        inner = inner.with_names(_given(node))
        for child in (*node.body, *([node.test] if node.test else [])):
            yield from self.visit(child, inner)
        for child in node.else_:
            yield from self.visit(child, scope)

    def _loop(self, node: nodes.For, scope: _Scope) -> Iterator[Problem]:
        """A loop over something that is no list would show it letter by letter, or break."""
        kind = type_of(node.iter, scope.names)
        if kind is not Any and not is_list(kind):
            name = path_of(node.iter)
            around = scope.names
            if isinstance(node.iter, nodes.Getattr):
                around = fields_of(type_of(node.iter.node, scope.names)) or {}
            lists = [key for key, value in around.items() if is_list(value)]
            near = did_you_mean(name.rpartition(".")[2], lists)
            hint = near or (f"lists here: {', '.join(lists)}" if lists else "")
            yield self.problem(node.lineno, "template-loop", name=name, hint=hint)

    def _name(self, node: nodes.Name, scope: _Scope) -> Iterator[Problem]:
        if node.ctx == "load" and node.name not in scope.names:
            places = self.unknown.setdefault(node.name, [])
            number = self.template.at(self.part, node.lineno)[0].line
            if not places:
                found = self._unknown(node, node.name, scope.names)
                self.first[found] = node.name
                yield found
            if number not in places:
                places.append(number)

    def _attribute(self, node: nodes.Getattr, scope: _Scope) -> Iterator[Problem]:
        before = type_of(node.node, scope.names)
        known, path = fields_of(before), path_of(node.node)
        if known is not None and node.attr not in known:
            yield self._unknown(node, f"{path}.{node.attr}", known)
        elif is_list(before):
            hint = f"{path} is a list; write {{%p for … in {path} %}} first"
            name = f"{path}.{node.attr}"
            yield self.problem(node.lineno, "template-variable", name=name, hint=hint)
        elif before is not Any and known is None and not hasattr(str, node.attr):
            hint = f"{path} is a text, which has no parts"
            name = f"{path}.{node.attr}"
            yield self.problem(node.lineno, "template-variable", name=name, hint=hint)
        else:
            yield from self.visit(node.node, scope)

    def _unknown(self, node: nodes.Node, name: str, known: Mapping[str, Any]) -> Problem:
        names = sorted(set(known) - _OF_JINJA)
        near = did_you_mean(name.rsplit(".", 1)[-1], names)
        hint = near or f"known here: {', '.join(names)}"
        return self.problem(node.lineno, "template-variable", name=name, hint=hint)

    def _known_word(self, node: nodes.Filter | nodes.Test) -> Iterator[Problem]:
        kind, known = (
            ("filter", _JINJA.filters) if isinstance(node, nodes.Filter) else ("test", _JINJA.tests)
        )
        if node.name not in known:
            hint = did_you_mean(node.name, known)
            values = {"kind": kind, "name": node.name, "hint": hint}
            yield self.problem(node.lineno, "template-name", **values)

    def _output(self, shown: nodes.Node, scope: _Scope) -> Iterator[Problem]:
        """What is wrong with what stands in the place of a tag."""
        match shown:
            case nodes.Tuple(items=[value, nodes.Const(value=look), *paragraphs]):
                wrong = list(self.visit(value, scope))
                yield from wrong or self._shown(value, scope, look, in_line=not paragraphs)
            case _:
                yield from self.visit(shown, scope)

    def _shown(
        self, value: nodes.Node, scope: _Scope, look: int, *, in_line: bool
    ) -> Iterator[Problem]:
        """What is wrong with showing a value as it is."""
        kind, name, line = type_of(value, scope.names), path_of(value), value.lineno
        if isinstance(value, nodes.Tuple) and not value.items:
            yield self.problem(line, "template-syntax", detail="a tag without a name", hint="")
        elif is_list(kind):
            hint = f"write {{%p for … in {name} %}} and show what is in it"
            yield self.problem(line, "template-shown", name=name, what="a list", hint=hint)
        elif is_view(kind) and (in_line or kind is not ContentsView):
            parts = ", ".join(f"{name}.{key}" for key in fields_of(kind) or ())
            hint = f"show one of its parts: {parts}"
            if kind is ContentsView:
                hint = f"write {{{{p {name} }}}} in a paragraph of its own"
            what = "a table of contents" if kind is ContentsView else "a group of values"
            values = {"name": name, "what": what, "hint": hint}
            yield self.problem(line, "template-shown", **values)
        else:
            yield from self._text(value, scope, look, in_line=in_line)

    def _text(
        self, value: nodes.Node, scope: _Scope, look: int, *, in_line: bool
    ) -> Iterator[Problem]:
        kind, name = type_of(value, scope.names), path_of(value)
        if in_line and Markdown in options_of(kind):
            hint = f"write {{{{p {name} }}}} in a paragraph of its own"
            yield self.problem(value.lineno, "template-paragraphs", name=name, hint=hint)
        if may_be_absent(kind):
            if not in_line:
                self.absent.add(look)
            at, text = self.template.at(self.part, value.lineno)
            # An empty cell says by itself that there is nothing.
            fills_cell = at.line in self.part.in_cells and _ONE_TAG.fullmatch(text.strip())
            if not scope.asked & {name, _ANY_PATH} and not fills_cell:
                hint = f"put {{%p if {name} %}} before it and {{%p endif %}} behind it"
                yield self.problem(value.lineno, "template-absent", name=name, hint=hint)


def _given(node: nodes.Node) -> dict[str, Any]:
    """Names that a node gives to its body; their types are not followed."""
    targets: list[nodes.Node] = []
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Assign | nodes.AssignBlock):
            targets.append(child.target)
        elif isinstance(child, nodes.Macro):
            targets.append(nodes.Name(child.name, "store"))
    if isinstance(node, nodes.With):
        targets += node.targets
    elif isinstance(node, nodes.Macro | nodes.CallBlock):
        targets += node.args
    names = (n for target in targets for n in (target, *target.find_all(nodes.Name)))
    return {name.name: Any for name in names if isinstance(name, nodes.Name)}
