"""The editors' YAML in `agenda/` to the model."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, TypeVar

from bpa_agenda.messages import problem
from bpa_agenda.model import (
    PICTURES,
    Abbreviation,
    Content,
    Document,
    Front,
    Organisation,
    Person,
    Publication,
    Query,
    Section,
    SetAside,
    Theme,
)
from bpa_agenda.problems import Location, Problem, did_you_mean
from bpa_agenda.project import Project
from bpa_agenda.proposal import Proposal
from bpa_agenda.read_record import read_record, yaml_files
from bpa_agenda.records import dataclass
from bpa_agenda.values import NOWHERE

Record = TypeVar("Record")
_ID_LINE = re.compile(r"^[ {-]*(?:id|short): *[\"']?([\w.&-]*\w)", re.MULTILINE)
_CAPTIONED = re.compile(r"\{#([^{}\s]+)\}|!\[[^\]]*\]\(([^\s).]+)([^\s)]*)")
_STATEMENT = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class _People:
    people: tuple[Person, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class _Organisations:
    organisations: tuple[Organisation, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    abbreviations: tuple[Abbreviation, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class _Literature:
    literature: tuple[Publication, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class _SetAside:
    set_aside: tuple[SetAside, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class _Queries:
    queries: tuple[Query, ...]
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class _Documents:
    documents: tuple[Document, ...]
    at: Location = NOWHERE


# A file that holds one list is named as its key, with a hyphen for an underscore.
LISTS: dict[str, type] = {
    "people": _People,
    "organisations": _Organisations,
    "abbreviations": _Abbreviations,
    "literature": _Literature,
    "set_aside": _SetAside,
    "queries": _Queries,
    "documents": _Documents,
}
_FOLDERS: dict[str, type] = {"sections": Section, "themes": Theme, "proposals": Proposal}
_FIGURES = "figures"
# What the review keeps is no content; its own commands read it.
_REVIEWS = "reviews"


def read_agenda(project: Project) -> tuple[Content, list[Problem]]:
    """All that could be read from `agenda/`, and everything that is wrong with its form.

    The registers are not part of the answer; see `read_sources`.
    """
    reader = _Reader(project)
    front = reader.file(project.agenda / "agenda.yaml", Front)
    values: dict[str, Any] = {
        name: tuple(reader.folder(project.agenda / name, record))
        for name, record in _FOLDERS.items()
    }
    for key, record in LISTS.items():
        held = reader.file(project.agenda / _file_of(key), record)
        values[key] = getattr(held, key) if held is not None else ()
    reader.look_for_strangers()
    return Content(front=front, mentioned=frozenset(reader.mentioned), **values), reader.problems


def read_documents(project: Project) -> tuple[Document, ...]:
    """The documents alone; none when they cannot be read."""
    path = project.agenda / _file_of("documents")
    found, _ = read_record(path, project.name(path), _Documents)
    return found.documents if found is not None else ()


def _file_of(key: str) -> str:
    return f"{key.replace('_', '-')}.yaml"


def ids_in_text(text: str) -> set[str]:
    """The ids in a YAML text, also when it is not valid: its own and those of statements."""
    ids = {*_ID_LINE.findall(text), *_STATEMENT.findall(text)}
    for table, figure, ending in _CAPTIONED.findall(text):
        ids |= {table, figure, f"{figure}{ending}"} - {""}
    return ids


def _has_its_ending(inside: PurePath) -> bool:
    """Whether a file in a folder of `agenda/` has the ending by which it is read."""
    if len(inside.parts) != 2:
        return False
    if inside.parts[0] == _FIGURES:
        return inside.suffix.lower() in PICTURES
    return inside.parts[0] in _FOLDERS and inside.suffix == ".yaml"


def _hint_for(inside: PurePath, known: set[str]) -> str:
    """What may be wrong with the place or name of a file that nothing reads."""
    if inside.parts[0] == _FIGURES:
        return "pictures end in .png or .jpg"
    if inside.suffix != ".yaml":
        return "YAML files end in .yaml"
    if len(inside.parts) > 1:
        return f"YAML files stand in {', '.join(f'agenda/{name}' for name in _FOLDERS)}"
    return did_you_mean(inside.name, known) or f"known here: {', '.join(sorted(known))}"


class _Reader:
    """Reads files one by one and gathers what is wrong with them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.mentioned: set[str] = set()

    def folder(self, folder: Path, record: type[Record]) -> Iterator[Record]:
        """The records of all files of a folder, in the order of their names."""
        for path in yaml_files(folder):
            value = self.file(path, record)
            if value is not None:
                yield value

    def file(self, path: Path, record: type[Record]) -> Record | None:
        """The record of one file, or None when it cannot be had."""
        found, problems = read_record(path, self.project.name(path), record)
        if problems:
            self.problems += problems
            self._remember_ids(path)
        return found

    def _remember_ids(self, path: Path) -> None:
        """So that one slip in a file does not make every reference to it a problem too."""
        if path.is_file():
            self.mentioned |= ids_in_text(path.read_text("utf-8-sig", errors="replace"))

    def look_for_strangers(self) -> None:
        """Reports files that nothing reads: a wrong ending or a wrong folder."""
        known = {*map(_file_of, LISTS), "agenda.yaml", "links.json"}
        for path in sorted(self.project.agenda.rglob("*")):
            inside = path.relative_to(self.project.agenda)
            is_known = (
                _has_its_ending(inside) or inside.as_posix() in known or inside.parts[0] == _REVIEWS
            )
            if path.is_file() and not is_known and not path.name.startswith("."):
                at = Location(self.project.name(path))
                hint = _hint_for(inside, known)
                self.problems.append(problem("unexpected-file", at, hint=hint))
