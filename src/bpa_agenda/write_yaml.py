"""Edits to YAML text that leave every byte alone that they do not mean, and new YAML text."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import IO, NamedTuple, Self

_PLAIN = r"[^\W\d_][\w .()/’‘…–-]*"
# What YAML refuses or takes for a line end, also within quotes.
_UNSAFE = "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
_RESERVED = frozenset("y yes n no on off true false null ~".split())


class Edit(NamedTuple):
    """Replaces the characters from `start` up to `end` of a text; equal ends insert."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; edits may not overlap (ValueError)."""
    pieces, done = [], 0
    for edit in sorted(edits):
        if edit.start < done:
            raise ValueError(f"edits overlap at character {edit.start}")
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]])


def scalar(value: str) -> str:
    """A value as YAML of one line that every YAML reader takes for this text."""
    plain = re.fullmatch(_PLAIN, value) and value.strip() == value and ": " not in value
    if plain and value.lower() not in _RESERVED:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", quoted)


def mapping(values: Mapping[str, str | int | tuple[str, ...]], indent: str = "") -> str:
    """A block mapping; tuples become lists between brackets, values of "" and () are left out."""
    return "".join(
        f"{indent}{key}: {_value(value)}\n"
        for key, value in values.items()
        if value not in ("", ())
    )


def _value(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(scalar(item) for item in value)}]"
    return scalar(value) if isinstance(value, str) else str(value)


def list_item(block: str, indent: str) -> str:
    """A block mapping as an item of a list: the first line gets the hyphen."""
    lines = block.splitlines(keepends=True)
    rest = "".join(f"{indent}  {line}" for line in lines[1:])
    return f"{indent}- {lines[0]}{rest}"


def write_all(texts: Mapping[Path, bytes]) -> None:
    """Writes all files, or none: beside their place first, and moved there when all are written."""
    with Writing() as writing:
        for path, data in texts.items():
            with writing.open(path) as stream:
                stream.write(data)
        writing.put(texts)


class Writing:
    """Files that are written beside their places, and put there when all are written.

    What was not put in its place is deleted at the end of the `with`, and so are folders that were
    made for it. A copy of this process may write files that were announced before it began; all
    else is up to this process.
    """

    def __init__(self) -> None:
        self._beside: dict[Path, Path] = {}
        self._new_folders: list[Path] = []
        self._before: dict[Path, Path | None] = {}
        self._process = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for beside in self._beside.values():
            with suppress(OSError):
                beside.unlink()
        for folder in self._new_folders:
            with suppress(OSError):  # it is not there, or something is in it
                folder.rmdir()

    def announce(self, path: Path) -> Path:
        """Says that a file may be written; gives where it lies until it is put in its place."""
        if path not in self._beside:
            missing = takewhile(lambda folder: not folder.exists(), path.parents)
            self._new_folders += missing
            self._beside[path] = path.with_name(f".{path.name}.{self._process}")
        return self._beside[path]

    @contextmanager
    def open(self, path: Path) -> Iterator[IO[bytes]]:
        """A file to write to, which lies beside its place."""
        beside = self.announce(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            yield stream
        beside.chmod(path.stat().st_mode if path.exists() else 0o644)

    def put(self, paths: Iterable[Path]) -> None:
        """Moves files that were written to their places: all of them, or none when one cannot.

        The OSError names the file that is in the way, which may be open in another program.
        """
        moved: list[Path] = []
        try:
            for path in paths:
                self._keep(path)
                try:
                    self._beside[path].replace(path)
                except OSError as error:
                    raise OSError(error.errno, error.strerror, str(path)) from error
                moved.append(path)
                del self._beside[path]
        except OSError:
            for path in moved:
                self._take_back(path)
            raise
        finally:
            self._forget()

    def _keep(self, path: Path) -> None:
        """Gives what is at a place another name too, where the disk can do that."""
        before = path.with_name(f".{path.name}.{self._process}.before")
        if not path.exists():
            self._before[path] = None
            return
        with suppress(OSError):
            before.hardlink_to(path)
            self._before[path] = before

    def _take_back(self, path: Path) -> None:
        """Puts back what was at a place, if that is known."""
        with suppress(OSError):
            before = self._before.get(path, path)
            path.unlink() if before is None else before.replace(path)

    def _forget(self) -> None:
        for before in self._before.values():
            if before is not None:
                with suppress(OSError):
                    before.unlink()
        self._before.clear()
