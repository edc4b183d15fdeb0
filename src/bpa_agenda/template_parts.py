"""A template taken apart: what rendering needs of it, without what it takes to read a template."""

from collections.abc import Mapping
from types import CodeType

from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass

# The file from which a program comes that needs no Jinja.
PLAIN = "<plain template>"


@dataclass(frozen=True, slots=True)
class Look:
    """The insides of the w:pPr and the w:rPr in which a tag stands.

    That of the w:pPr is empty for a tag that brings no paragraphs.
    """

    paragraph: str
    run: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a template as Jinja source.

    `paragraphs` holds for each line of the source the number and text of the paragraph there,
    `in_cells` which of those numbers stand in a table. In a part that is not `sound` tags stand in
    the wrong places; its source has all tags, but they do not say what they show or leave out.
    `program` is the source compiled, when it is.
    """

    name: str
    label: str
    source: str
    looks: tuple[Look, ...]
    paragraphs: tuple[tuple[int, str], ...]
    in_cells: frozenset[int] = frozenset()
    sound: bool = True
    program: CodeType | None = None

    @property
    def has_tags(self) -> bool:
        """Whether there is anything to render in it."""
        return any(mark in self.source for mark in ("{{", "{%", "{#"))


@dataclass(frozen=True, slots=True)
class Template:
    """A template taken apart: the parts to render and all other files as they are."""

    file: str
    parts: tuple[Part, ...]
    files: Mapping[str, bytes]
    styles: Mapping[str, str]

    def at(self, part: Part, line: int) -> tuple[Location, str]:
        """The place and the text of the paragraph on a line of the Jinja source."""
        number, text = part.paragraphs[min(max(line, 1), len(part.paragraphs)) - 1]
        return Location(self.file, number, part=part.label), text
