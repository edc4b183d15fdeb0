"""The map that a document brings itself, as far as the project bears it out.

What came by mail may say anything about the places of its texts. It is used for a document that
nobody marked as sent, and then only where a text of the agenda is at the place that it names and
the paragraph says what that text says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from bpa_agenda.anchors import Base, Part, Passage
from bpa_agenda.bits import Bit
from bpa_agenda.project import Project
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.rich_text import rich_paragraphs
from bpa_agenda.yaml_places import scalars
from bpa_agenda.yaml_source import read_source

_REVIEWS = ("agenda", "reviews")


@dataclass(frozen=True, slots=True)
class OwnMap:
    """A map without what is not borne out; `lost` are the places of the texts that are not.

    `base` is None, and `detail` says why, when the map as a whole is not to be believed.
    """

    base: Base | None
    lost: tuple[str, ...] = ()
    detail: str = ""


def writable(project: Project, file: str) -> Path | None:
    """The file of the agenda, or of the sources, that a map names; None when it is no such file.

    A file is not reached through a link, so that nothing outside of the project is read or written.
    """
    path = PurePosixPath(file)
    is_inside = path.parts[:1] in (("agenda",), ("sources",)) and path.suffix == ".yaml"
    if not is_inside or path.parts[:2] == _REVIEWS or "\0" in file:
        return None
    there = project.root / path
    return there if there.resolve() == project.root.resolve() / path and there.is_file() else None


def own_map(project: Project, base: Base) -> OwnMap:
    """The map with the parts that are borne out; text without such a part has no source."""
    strange = (value.file for value in base.values if not _may_be_ours(value.file))
    if (file := next(strange, None)) is not None:
        return OwnMap(None, detail=f"“{file}” is no file of the agenda")
    rich = _Rich(base)
    for passage in base.passages:
        for part in passage.parts:
            if not rich.says(passage, part):
                value = base.values[part.value]
                detail = f"a paragraph does not say what is at {value.file} {value.path}"
                return OwnMap(None, detail=detail)
    known = _known(project, base)
    passages = tuple(_without(passage, known) for passage in base.passages)
    lost = (v for n, v in enumerate(base.values) if n not in known and v.file.startswith("agenda/"))
    places = dict.fromkeys(f"{value.file} {value.path}" for value in lost)
    return OwnMap(replace(base, passages=passages), tuple(places))


def _may_be_ours(file: str) -> bool:
    """Whether this can be the name of a file with texts, perhaps of one that is gone."""
    parts = PurePosixPath(file).parts
    is_inside = parts[:1] in (("agenda",), ("sources",)) and ".." not in parts
    return is_inside and parts[:2] != _REVIEWS and file.endswith(".yaml") and file.isprintable()


def _known(project: Project, base: Base) -> frozenset[int]:
    """The values of the agenda that are at their place, or whose text is somewhere in their file.

    Registers and schemes are nobody's to change by way of a document that was not sent.
    """
    found: set[int] = set()
    for file in {value.file for value in base.values if value.file.startswith("agenda/")}:
        path = writable(project, file)
        source = read_source(path, file)[0] if path is not None else None
        if source is None or source.root is None:
            continue
        there = scalars(source.root)
        texts = {node.value.strip() for node in there.values()}
        for number, value in enumerate(base.values):
            if value.file == file and (value.path in there or value.text in texts):
                found.add(number)
    return frozenset(found)


def _without(passage: Passage, known: frozenset[int]) -> Passage:
    parts = tuple(part for part in passage.parts if part.value in known)
    return replace(passage, parts=parts)


class _Rich:
    """The values of a map as rich text, each read once."""

    def __init__(self, base: Base) -> None:
        self._values = base.values
        self._rich: dict[int, list[str]] = {}

    def says(self, passage: Passage, part: Part) -> bool:
        """Whether a stretch of a paragraph is the text of the value from which it is to come."""
        value = self._values[part.value]
        if value.kind == "other":
            # Such a value is computed, and cannot be edited in a document.
            return part.paragraph == 0
        if value.kind in ("line", "open"):
            shown = f"[{value.text}]" if value.kind == "open" else value.text
            return part.paragraph == 0 and passage.text[part.start : part.end] == shown
        texts = self._texts(part.value)
        is_there = part.paragraph < len(texts)
        return is_there and texts[part.paragraph] == "".join(_between_atoms(passage.text, part))

    def _texts(self, number: int) -> list[str]:
        if number not in self._rich:
            value = self._values[number]
            rich = rich_paragraphs(value.text, is_inline=value.kind == "inline")
            self._rich[number] = ["".join(map(_typed, paragraph.bits)) for paragraph in rich]
        return self._rich[number]


def _typed(bit: Bit) -> str:
    """A character; nothing for an atom, whose text in the document is generated."""
    return "" if bit.atom and bit.text != OBJECT else bit.text


def _between_atoms(text: str, part: Part) -> Iterator[str]:
    done = part.start
    for atom in part.atoms:
        yield text[done : atom.start]
        done = atom.end
    yield text[done : part.end]
