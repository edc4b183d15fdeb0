"""Jinja for templates: how a part is compiled, and rendered where it needs more than is plain."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, TypeAlias

import jinja2
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from bpa_agenda.messages import problem
from bpa_agenda.problems import Problem
from bpa_agenda.template_parts import PLAIN, Part, Template
from bpa_agenda.template_plain import plain_program
from bpa_agenda.template_values import PartValues, as_text

Trees: TypeAlias = Mapping[str, jinja2.nodes.Template]
# Not a name that a template can have.
_VALUES = "values of the part"


class _Environment(SandboxedEnvironment):
    """One that asks only once whether what has a name in a type may be seen."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_written)
        self._is_safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see something: the answer hangs on the type and the name."""
        asked = (type(obj), attr)
        if asked not in self._is_safe:
            self._is_safe[asked] = super().is_safe_attribute(obj, attr, value)
        return self._is_safe[asked]


@cache
def environment() -> SandboxedEnvironment:
    """Jinja for templates: escaping, strict, and closed to code."""
    return _Environment()


@jinja2.pass_context
def _written(context: jinja2.runtime.Context, shown: Any) -> Any:
    """What comes in the place of a tag, which shows a value with the number of its look."""
    if type(shown) is not tuple:
        return as_text(shown)
    values: PartValues = context[_VALUES]
    xml = values.runs(*shown) if len(shown) == 2 else values.blocks(*shown[:2])
    return Markup(xml)  # noqa: S704  # it is escaped


def compiled(template: Template, trees: Trees) -> Template:
    """The template with those parts compiled that have a tree, but for those that Jinja refuses.

    Rendering them says why. The trees are used up.
    """
    return replace(template, parts=tuple(_compiled(p, trees.get(p.name)) for p in template.parts))


def _compiled(part: Part, tree: jinja2.nodes.Template | None) -> Part:
    if tree is not None:
        with suppress(TemplateError, SyntaxError):
            return replace(part, program=plain_program(tree) or environment().compile(tree))
    return part


def rendered(part: Part, variables: Mapping[str, Any], values: PartValues) -> Iterator[str]:
    """The pieces of a part."""
    program = part.program
    if program is None or program.co_filename == PLAIN:
        program = environment().compile(part.source)
    return _loaded(program).generate({**variables, _VALUES: values})


@cache
def _loaded(program: CodeType) -> jinja2.Template:
    """A part that can be rendered; documents that share a template share it."""
    jinja = environment()
    return jinja.template_class.from_code(jinja, program, jinja.make_globals(None))


def what_is_wrong(error: Exception, template: Template, part: Part) -> Problem | None:
    """An error in rendering as the mistake in the template that it is; None for our own."""
    if not _is_by_template(error):
        return None
    at, text = template.at(part, _line_of(error))
    if isinstance(error, UndefinedError):
        name = str(error.message).split("'")[-2] if "'" in str(error.message) else str(error)
        return problem("template-variable", at, name=name, text=text, hint=str(error.message))
    return problem("template-syntax", at, detail=str(error), text=text.strip(), hint="")


def _is_by_template(error: Exception) -> bool:
    """Whether the template did it, as with 1 / 0."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    file = trace.tb_frame.f_code.co_filename if trace is not None else ""
    return isinstance(error, TemplateError) or file == "<template>" or "jinja2" in Path(file).parts


def _line_of(error: Exception) -> int:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
