"""Where the folders of a project are."""

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
        try:
            name = path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            name = path.as_posix()
        # A name can hold bytes that are no text in any alphabet, and nothing could print it.
        return name.encode(errors="replace").decode()


def find_project(start: Path) -> Project | None:
    """The project that a folder lies in, or None."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "agenda" / "agenda.yaml").is_file() or (folder / "sources").is_dir():
            return Project(folder)
    return None
