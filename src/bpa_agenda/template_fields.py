"""What a template can show, for whoever writes one: each variable as one would write it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import getdoc
from textwrap import shorten
from typing import Any

from bpa_agenda.markdown import plain
from bpa_agenda.template_types import (
    fields_of,
    is_list,
    is_view,
    item_of,
    may_be_absent,
    options_of,
    present,
)
from bpa_agenda.values import Markdown, Open
from bpa_agenda.views import ContentsView

_LENGTH = 60
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Field:
    """A variable: the tag that shows it, what kind of thing it is, and an example."""

    tag: str
    kind: str
    is_open: bool
    is_absent: bool
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """Variables that belong together; `loops` are the tags between which they can be used."""

    name: str
    loops: tuple[str, ...]
    meaning: str
    fields: tuple[Field, ...]

    @property
    def is_item(self) -> bool:
        """Whether these are the variables of an item of a list."""
        return bool(self.loops) and "." not in self.name


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a list of fields in a language."""

    kinds: dict[str, str]
    may_be_open: str
    may_be_absent: str

    def of(self, field: Field) -> str:
        """What a field is, as in: text, may be open."""
        more = ((field.is_open, self.may_be_open), (field.is_absent, self.may_be_absent))
        return ", ".join([self.kinds[field.kind], *(word for is_so, word in more if is_so)])


ENGLISH = Words(
    {
        "text": "text",
        "markdown": "text with Markdown",
        "list": "list",
        "contents": "table of contents",
    },
    "may be open",
    "may be absent",
)
DUTCH = Words(
    {
        "text": "tekst",
        "markdown": "tekst met Markdown",
        "list": "lijst",
        "contents": "inhoudsopgave",
    },
    "kan open zijn",
    "kan ontbreken",
)


def groups_of(document: type, shown: object | None) -> Iterator[Group]:
    """All variables of a document; `shown` is one, from which the examples come."""
    yield from _groups("", document, (), [shown] if shown is not None else [])


def _groups(
    name: str, view: type, loops: tuple[str, ...], values: Sequence[object]
) -> Iterator[Group]:
    """A view and the views in it; `values` are all there are of it."""
    known = fields_of(view) or {}
    prefix = f"{name}." if name else ""
    found = {key: [getattr(value, key) for value in values] for key in known}
    rows = tuple(
        _field(f"{prefix}{key}", kind, found[key])
        for key, kind in known.items()
        if not is_view(kind) or kind is ContentsView
    )
    meaning = (getdoc(view) or "").replace("\n\n", " ").replace("\n", " ")
    yield Group(name, loops, meaning, rows)
    for key, kind in known.items():
        path, inner = f"{prefix}{key}", item_of(kind)
        if is_list(kind) and is_view(inner):
            items = [item for value in found[key] for item in value]
            around = (*loops, _loop(path, kind))
            yield from _groups(_item_name(kind), inner, around, items)
        elif is_view(kind) and kind is not ContentsView:
            around = (*loops, f"{{%p if {path} %}}") if may_be_absent(kind) else loops
            there = [value for value in found[key] if value is not None]
            yield from _groups(path, present(kind), around, there)


def _field(path: str, kind: Any, values: Sequence[object]) -> Field:
    options = options_of(kind)
    is_absent, is_open = type(None) in options, Open in options
    if is_list(kind):
        return Field(_loop(path, kind), "list", is_open, is_absent, "")
    if kind is ContentsView:
        return Field(f"{{{{p {path} }}}}", "contents", is_open, is_absent, "")
    if Markdown in options:
        return Field(f"{{{{p {path} }}}}", "markdown", is_open, is_absent, _example(values))
    return Field(f"{{{{ {path} }}}}", "text", is_open, is_absent, _example(values))


def _loop(path: str, kind: Any) -> str:
    return f"{{%p for {_item_name(kind)} in {path} %}}"


def _item_name(kind: Any) -> str:
    """What to call an item of a list, after its view: SubQuestionView, sub_question."""
    name = getattr(item_of(kind), "__name__", "").removesuffix("View")
    return _CAPITAL.sub("_", name).lower()


def _example(values: Sequence[object]) -> str:
    """The first value that says something, shortened; what is open comes after what is known."""
    texts = [plain(v) if isinstance(v, Markdown) else str(v) for v in values if isinstance(v, str)]
    known = [text for text in texts if text.strip()]
    plainest = [text for text in known if "[@" not in text]
    points = [f"[{value.what}]" for value in values if isinstance(value, Open)]
    return next((shorten(t, _LENGTH, placeholder=" …") for t in (*plainest, *known, *points)), "")


def as_text(groups: Iterable[Group]) -> Iterator[str]:
    """The fields for a terminal, lists indented."""
    for group in groups:
        indent = "    " * (len(group.loops) - group.is_item)
        heading = group.loops[-1] if group.is_item else group.name or "everywhere"
        yield f"{indent}{heading}: {group.meaning}"
        width = max((len(field.tag) for field in group.fields), default=0)
        for field in group.fields:
            row = f"{indent}    {field.tag:{width}}  {ENGLISH.of(field)}"
            yield f"{row}: {field.example}" if field.example else row
        yield ""


_INTRODUCTION = """\
# Sjabloonvelden

Dit bestand is gemaakt met `agenda template fields --markdown`; wijzig het niet met de hand. De
voorbeelden komen uit de agenda en de voorstellen zelf; bij de reactietabel staan er geen.

Schrijf een veld in Word zoals het hier staat. `{{p … }}` en `{%p … %}` staan alleen in een alinea.
Wat onder een kop met `for` staat, kan tussen die regel en `{%p endfor %}`; in een tabel is dat
`{%tr for … %}` en `{%tr endfor %}`, elk in een eigen rij. Het woord achter `for` mag u zelf kiezen.
Vraag bij een veld dat kan ontbreken eerst of het er is: `{%p if … %}` en `{%p endif %}`. Wat open
kan zijn, staat in het document tussen vierkante haken zolang het niet is ingevuld."""
_TITLES = {
    "agenda": "Velden van de agenda",
    "proposal": "Velden van een voorstel",
    "report": "Velden van de reactietabel",
}


def as_markdown(kinds: Iterable[tuple[str, Iterable[Group]]]) -> Iterator[str]:
    """The fields as a page of the documentation, with Dutch headings."""
    yield from _INTRODUCTION.split("\n")
    for kind, groups in kinds:
        yield from ("", f"## {_TITLES[kind]}")
        for group in groups:
            yield from _section(group)


def _section(group: Group) -> Iterator[str]:
    heading = group.loops[-1] if group.is_item else group.name
    yield from ("", f"### `{heading}`" if heading else "### Overal", "", group.meaning)
    outer = group.loops[:-1] if group.is_item else group.loops
    if outer:
        yield from ("", f"Staat binnen {', daarin '.join(f'`{loop}`' for loop in outer)}.")
    if group.fields:
        yield from ("", "| veld | soort | voorbeeld |", "| --- | --- | --- |")
    for field in group.fields:
        example = field.example.replace("|", "\\|")
        yield f"| `{field.tag}` | {DUTCH.of(field)} | {example} |"
