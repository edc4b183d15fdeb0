"""Jinja for templates: how a part is compiled, and what it makes of the values that tags show."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from types import CodeType
from typing import Any, TypeAlias

import jinja2
from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from bpa_agenda.markdown import parse, parse_line, plain
from bpa_agenda.template_parts import Look, Part, Template
from bpa_agenda.values import Formatted, Line, Markdown, Open
from bpa_agenda.views import ContentsView, Cross, Target
from bpa_agenda.word_anchors import count_paragraphs
from bpa_agenda.word_contents import MARK
from bpa_agenda.word_markup import Writer

Trees: TypeAlias = Mapping[str, jinja2.nodes.Template]
# Not a name that a template can have.
VALUES = "values of the part"


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
        return _shown(shown)
    values: PartValues = context[VALUES]
    return values.runs(*shown) if len(shown) == 2 else values.blocks(*shown[:2])


class PartValues:
    """What becomes of the values of a part: runs, or paragraphs."""

    def __init__(self, writer: Writer, part: Part) -> None:
        self.writer = writer
        self.marks = writer.extras.marks
        self.looks = part.looks

    def runs(self, value: Any, look: int) -> Markup:
        """A value within a paragraph."""
        return Markup(self._marked_runs(value, self.looks[look]))  # noqa: S704  # it escapes

    def _marked_runs(self, value: Any, look: Look) -> str:
        notes = self.writer.extras.notes
        before = len(notes)
        xml = self.marks.around_runs(value, self._runs(value, look))
        if len(notes) > before:
            notes[before:] = self._marked_notes(value, notes[before:], 1)
        return xml

    def _marked_notes(self, value: Any, notes: Sequence[str], first: int) -> Iterator[str]:
        """The footnotes of a value, whose paragraphs count after those of the value itself."""
        for note in notes:
            yield self.marks.in_blocks(value, note, first)
            first += count_paragraphs(note)

    def _runs(self, value: Any, look: Look) -> str:
        if isinstance(value, Open):
            return self.writer.open_point(value.what, look.run)
        if isinstance(value, Markdown):
            return self.writer.runs(parse_line(value), look.run)
        if isinstance(value, Cross):
            return self.writer.cross_reference(value, value.bookmark, look.run)
        if isinstance(value, Target):
            return self.writer.target(value, value.bookmark, look.run)
        if isinstance(value, Formatted):
            return self.writer.formatted(value, look.run)
        text = str(_shown(value))
        return self.writer.words(text, look.run) if text else ""

    def blocks(self, value: Any, look: int) -> Markup:
        """A value as paragraphs of its own; nothing for a value that is not there."""
        at = self.looks[look]
        if value is None:
            return Markup()
        if isinstance(value, ContentsView):
            return Markup(MARK)  # noqa: S704  # a constant
        if isinstance(value, Markdown):
            written = self._marked_blocks(value, at)
            # The standard wants a paragraph at the end of a table cell.
            end = self.writer.paragraph("", at.paragraph) if written.endswith("</w:tbl>") else ""
            return Markup(written + end)  # noqa: S704
        runs = self._marked_runs(value, at)
        return Markup(self.writer.paragraph(runs, at.paragraph))  # noqa: S704

    def _marked_blocks(self, value: Markdown, at: Look) -> str:
        notes = self.writer.extras.notes
        before = len(notes)
        xml = self.writer.blocks(parse(value), at.paragraph, at.run)
        if len(notes) > before:
            notes[before:] = self._marked_notes(value, notes[before:], count_paragraphs(xml))
        return self.marks.in_blocks(value, xml)


def _shown(value: Any) -> Any:
    """What a value reads as where no formatting is possible."""
    if value is None:
        return ""
    if isinstance(value, Open):
        return f"[{value.what}]"
    if isinstance(value, Markdown):
        return plain(value)
    return str(value) if isinstance(value, Line) else value


@cache
def loaded(program: CodeType) -> jinja2.Template:
    """A part that can be rendered; documents that share a template share it."""
    jinja = environment()
    return jinja.template_class.from_code(jinja, program, jinja.make_globals(None))


def compiled(template: Template, trees: Trees) -> Template:
    """The template with those parts compiled that have a tree, but for those that Jinja refuses.

    Rendering them says why. The trees are used up.
    """
    return replace(template, parts=tuple(_compiled(p, trees.get(p.name)) for p in template.parts))


def _compiled(part: Part, tree: jinja2.nodes.Template | None) -> Part:
    if tree is not None:
        with suppress(TemplateError, SyntaxError):
            return replace(part, program=environment().compile(tree))
    return part
