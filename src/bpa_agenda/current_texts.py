"""The texts of the YAML files as they are now, and those files with other texts in them.

Only files of the agenda that exist are read and written, whatever a map says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from yaml import ScalarNode

from bpa_agenda.merge import Contribution, Current, Place
from bpa_agenda.own_map import writable
from bpa_agenda.problems import Problem
from bpa_agenda.project import Project
from bpa_agenda.yaml_places import scalars
from bpa_agenda.yaml_scalars import ended_as, replace_scalars
from bpa_agenda.yaml_source import OPEN_TAG, read_source


@dataclass(frozen=True, slots=True)
class _File:
    """A file with its scalars by their paths, and the paths by what they say."""

    path: Path
    nodes: Mapping[str, ScalarNode]
    said: Mapping[str, list[str]]


class CurrentTexts:
    """The YAML files that a merge changes.

    `problems` are those of files that are no YAML any more.
    """

    def __init__(self, project: Project) -> None:
        self.problems: list[Problem] = []
        self._project = project
        self._files: dict[str, _File | None] = {}
        self._places: dict[Place, str] = {}

    def current(self, contributions: Iterable[Contribution]) -> dict[Place, Current | None]:
        """The values as they are now; None for one that is not there any more."""
        self._places = {}
        every = list(contributions)
        # A value that is where it was goes before one that may have moved there.
        for contribution in sorted(every, key=lambda c: self._node(c.place, c.place[1]) is None):
            self._find(contribution)
        return {contribution.place: self._now(contribution.place) for contribution in every}

    def is_ours(self, file: str) -> bool:
        """Whether this is a file of the agenda."""
        return writable(self._project, file) is not None

    def _find(self, contribution: Contribution) -> None:
        file, path = contribution.place
        node = self._node(contribution.place, path)
        is_numbered = any(step.startswith("#") for step in path.split("/"))
        if node is None or (is_numbered and node.value.strip() != contribution.before):
            path = self._moved(contribution) or path
        if self._node(contribution.place, path) is not None:
            taken = ((file, other) for (file, _), other in self._places.items())
            if contribution.place in self._places or (file, path) not in taken:
                self._places[contribution.place] = path

    def _moved(self, contribution: Contribution) -> str | None:
        """The one other place with the same key and text: what is before it can have changed."""
        name, path = contribution.place
        file = self._file(name)
        said = file.said.get(contribution.before, ()) if file is not None else ()
        same = [other for other in said if other.rpartition("/")[2] == path.rpartition("/")[2]]
        return same[0] if len(same) == 1 else None

    def _node(self, place: Place, path: str) -> ScalarNode | None:
        file = self._file(place[0])
        return file.nodes.get(path) if file is not None else None

    def _now(self, place: Place) -> Current | None:
        node = self._node(place, self._places[place]) if place in self._places else None
        return None if node is None else Current(node.value.strip(), node.tag == OPEN_TAG)

    def _file(self, name: str) -> _File | None:
        if name not in self._files:
            self._files[name] = self._read(name)
        return self._files[name]

    def _read(self, name: str) -> _File | None:
        path = writable(self._project, name)
        if path is None:
            return None
        source, problems = read_source(path, name)
        self.problems += problems
        if source.root is None:
            return None
        nodes = scalars(source.root)
        said: dict[str, list[str]] = {}
        for place, node in nodes.items():
            said.setdefault(node.value.strip(), []).append(place)
        return _File(path, nodes, said)

    def changed(self, values: Mapping[Place, Current]) -> dict[Path, bytes]:
        """The files with their new text."""
        by_file: dict[str, dict[str, Current]] = {}
        for place, value in values.items():
            by_file.setdefault(place[0], {})[self._places[place]] = value
        return dict(self._replaced(name, of_file) for name, of_file in by_file.items())

    def _replaced(self, name: str, values: Mapping[str, Current]) -> tuple[Path, bytes]:
        file = self._file(name)
        assert file is not None, "a value of it was read"
        text = file.path.read_bytes().decode()
        texts = {place: ended_as(file.nodes[place].value, v.text) for place, v in values.items()}
        untag = [place for place, value in values.items() if not value.is_open]
        return file.path, replace_scalars(text, texts, untag).encode()
