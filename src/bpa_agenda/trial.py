"""What the check would say of files before they are written, tried on a copy of the project."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bpa_agenda.pipeline import check
from bpa_agenda.problems import Problem, errors
from bpa_agenda.project import Project

_READ = ("agenda", "sources", "templates")


def new_errors(project: Project, changed: Mapping[Path, bytes]) -> list[Problem]:
    """The errors that the project would have with these files and does not have now."""
    with tempfile.TemporaryDirectory(prefix="agenda-") as folder:
        copy = Project(Path(folder))
        for name in _READ:
            if (project.root / name).is_dir():
                _copy(project.root / name, copy.root / name)
        for path, data in changed.items():
            (copy.root / project.name(path)).write_bytes(data)
        found = errors(check(copy).problems)
    if not found:
        return []
    before = {(p.at.file, p.code, p.message) for p in errors(check(project).problems)}
    return [p for p in found if (p.at.file, p.code, p.message) not in before]


def _copy(folder: Path, to: Path) -> None:
    ignored = shutil.ignore_patterns("reviews")
    shutil.copytree(folder, to, ignore=ignored, ignore_dangling_symlinks=True)
