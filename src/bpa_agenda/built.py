"""What the last build was made of, and what it made: a build of the same is over at once.

The answer comes before anything heavy is loaded. It is by content, of what goes in and of what came
out, so that nothing that was changed, deleted or put back can be overlooked.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bpa_agenda.project import Project

FILE = ".cache/built.json"
_AT_ONCE = 1 << 16  # bytes
# What came back from a review changes no document until it is applied.
_NOT_READ = "agenda/reviews"


class Said(NamedTuple):
    """What a build printed: problems to the error output, and its lines."""

    problems: tuple[str, ...]
    lines: tuple[str, ...]


def fingerprint(project: Project, options: Sequence[bool]) -> str:
    """Stands for all that a build depends on: files, options, and the program itself."""
    digest = hashlib.sha256(repr((program(), options)).encode())
    for name, path in inputs(project):
        # A name may be of another encoding, as from an old zip.
        digest.update(f"{name}\0{_digest(path)}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def inputs(project: Project) -> Iterator[tuple[str, Path]]:
    """The files that documents are made of: their names from the root, and their paths."""
    for folder in (project.agenda, project.sources, project.templates):
        yield from _files(folder, folder.name)


def state(project: Project) -> list[tuple[str, int, int, int]]:
    """The input files by size and times of change: quick, and enough to see one being saved."""
    return [(name, *_size_and_times(path)) for name, path in inputs(project)]


@cache
def program() -> str:
    """Stands for this program with its packages and its Python."""
    return hashlib.sha256(repr((sys.version, *_program())).encode()).hexdigest()


def recall(project: Project, made_of: str) -> Said | None:
    """What the last build said, if it was made of the same and all that it made is still there."""
    try:
        found = json.loads((project.build / FILE).read_bytes())
        if found["made_of"] != made_of:
            return None
        for name, was in found["files"].items():
            if not was or _digest(project.root / name) != was:
                return None
        return Said(tuple(map(str, found["problems"])), tuple(map(str, found["lines"])))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def remember(project: Project, made_of: str, files: Iterable[Path], said: Said) -> None:
    """Keeps what a build made and said for the next time; it is no harm when that fails."""
    from bpa_agenda.write_yaml import write_all

    made = {project.name(path): _digest(path) for path in files}
    text = json.dumps({"made_of": made_of, "files": made, **said._asdict()})
    with suppress(OSError):
        write_all({project.build / FILE: text.encode()})


def forget(project: Project) -> None:
    """Makes the next build begin anew."""
    with suppress(OSError):
        (project.build / FILE).unlink()


def _program() -> Iterator[tuple[str, int, int]]:
    """The files of this program and the folders of packages, by size and time of change."""
    for name, path in _files(Path(__file__).parent, ""):
        if path.suffix != ".pyc":
            yield name, *_size_and_times(path)[:2]
    for folder in map(Path, sys.path):
        if folder.name.endswith("-packages") and folder.is_dir():
            yield str(folder), 0, folder.stat().st_mtime_ns


def _size_and_times(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:  # it was deleted just now, or is a link to nothing
        return -1, -1, -1
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _files(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The files in a folder and below it: their names from the root, and their paths."""
    if name == _NOT_READ or not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            inside = f"{name}/{entry.name}"
            if entry.is_dir():
                yield from _files(Path(entry.path), inside)
            else:
                yield inside, Path(entry.path)


def _digest(path: Path) -> str:
    """Stands for what a file holds; empty for a file that cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as file:
            while data := file.read(_AT_ONCE):
                digest.update(data)
    except OSError:
        return ""
    return digest.hexdigest()
