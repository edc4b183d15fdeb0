"""What the paragraph styles of a Word document say about numbering and headings."""

import re
from collections.abc import Iterator, Mapping

from bpa_agenda.records import dataclass
from bpa_agenda.word_xml import Element, child, name, number, value

_BODY_TEXT = 9
_HEADING_NAME = re.compile(r"(?:heading|kop)\s*([1-9])")
_TITLE_NAMES = ("title", "titel")


@dataclass(frozen=True, slots=True)
class Style:
    """A style as far as it matters here; `outline` counts from 0, 9 is body text."""

    id: str
    name: str
    based_on: str | None = None
    outline: int | None = None
    num_id: str | None = None
    level: int | None = None

    @property
    def heading(self) -> int | None:
        """The outline level that this style itself sets, by its name when by nothing else."""
        if self.outline is not None:
            return self.outline
        if match := _HEADING_NAME.fullmatch(self.name):
            return int(match[1]) - 1
        return 0 if self.name in _TITLE_NAMES else None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id, and the id of the default paragraph style."""

    by_id: Mapping[str, Style]
    default: str | None

    def of(self, paragraph: Element) -> tuple[Style, ...]:
        """The style of a paragraph, followed by those on which it is based."""
        return tuple(self._chain(value(paragraph, "w:pPr/w:pStyle") or self.default))

    def _chain(self, style: str | None) -> Iterator[Style]:
        seen: set[str] = set()
        while style is not None and style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = self.by_id[style].based_on


def read_styles(root: Element | None) -> Styles:
    """The styles from the part that defines them."""
    found = list(root.iter(name("w:style"))) if root is not None else []
    defaults = (s for s in found if s.get(name("w:default")) in ("1", "true", "on"))
    paragraph = (s for s in defaults if s.get(name("w:type")) == "paragraph")
    default = next(paragraph, None)
    styles = [_style(element) for element in found]
    return Styles({s.id: s for s in styles}, default.get(_ID) if default is not None else None)


_ID = name("w:styleId")


def _style(element: Element) -> Style:
    properties = child(element, "w:pPr")
    return Style(
        id=element.get(_ID, ""),
        name=(value(element, "w:name") or "").lower(),
        based_on=value(element, "w:basedOn"),
        outline=number(value(properties, "w:outlineLvl")),
        num_id=value(properties, "w:numPr/w:numId"),
        level=number(value(properties, "w:numPr/w:ilvl")),
    )


def heading_level(paragraph: Element, styles: Styles) -> int | None:
    """The level of a real heading, from 1; None for any other paragraph."""
    outline = number(value(paragraph, "w:pPr/w:outlineLvl"))
    if outline is None:
        own = (style.heading for style in styles.of(paragraph))
        outline = next((level for level in own if level is not None), _BODY_TEXT)
    return outline + 1 if 0 <= outline < _BODY_TEXT else None
