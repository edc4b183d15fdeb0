"""Where the folders of a project are."""

import os
from pathlib import Path

from bpa_agenda.records import dataclass


@dataclass(frozen=True, slots=True)
class Project:
    """A project's root folder; it holds `agenda/agenda.yaml`."""

    root: Path

    @property
    def agenda(self) -> Path:
        """The editors' YAML."""
        return self.root / "agenda"

    @property
    def figures(self) -> Path:
        """The pictures that the editors' texts show."""
        return self.agenda / "figures"

    @property
    def sources(self) -> Path:
        """Registers, reports and schemes."""
        return self.root / "sources"

    @property
    def templates(self) -> Path:
        """Word templates."""
        return self.root / "templates"

    @property
    def build(self) -> Path:
        """Output."""
        return self.root / "build"

    def name(self, path: Path) -> str:
        """What messages call a file: its path from the root, with forward slashes."""
        # Not where a link leads, as pathlib would give: an editor looks for the link.
        inside = Path(os.path.abspath(path))  # noqa: PTH100
        try:
            name = inside.relative_to(self.root).as_posix()
        except ValueError:
            name = self._resolved(path)
        # A name can hold bytes that are no text in any alphabet, and nothing could print it.
        return name.encode(errors="replace").decode()

    def _resolved(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except (ValueError, OSError, RuntimeError):  # outside, or links that lead nowhere
            return path.as_posix()


def find_project(start: Path) -> Project | None:
    """The project that a folder lies in, or None."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "agenda" / "agenda.yaml").is_file() or (folder / "sources").is_dir():
            return Project(folder)
    return None
