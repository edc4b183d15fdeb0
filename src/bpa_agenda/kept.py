"""What took long to make, kept in a folder under the name of all that it was made of.

A folder may be deleted at any moment. What is in it and is not whole, or was made by another
version of this program, of Python or of a package, is made anew.
"""

import hashlib
import marshal
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bpa_agenda.built import program
from bpa_agenda.write_yaml import write_all

_MOST = 100
_LENGTH = hashlib.sha256().digest_size


class Kept:
    """A folder of kept values; without a folder nothing is kept."""

    def __init__(self, folder: Path | None = None, most: int = _MOST) -> None:
        self.folder = folder
        self._most = most
        self._new: dict[Path, bytes] = {}

    def once(self, made_of: object, make: Callable[[], Any]) -> Any:
        """The value that was kept, else one that is made; `save` keeps it, unless it is None.

        `made_of` is all that the value depends on, in a form whose `repr` says it all. The value
        and what is in it are of Python's own simple types, or compiled code.
        """
        value = self.recall(made_of)
        if value is None:
            value = make()
            self.remember(made_of, value)
        return value

    def recall(self, made_of: object) -> Any:
        """The value that was kept; None when there is none, or when it is not whole."""
        if self.folder is None:
            return None
        try:
            data = (self.folder / _name(made_of)).read_bytes()
        except OSError:
            return None
        # Marshal trusts what it reads, so that no byte of it may be other than was written.
        if hashlib.sha256(data[_LENGTH:]).digest() == data[:_LENGTH]:
            return marshal.loads(data[_LENGTH:])  # noqa: S302  # of our own making
        return None

    def remember(self, made_of: object, value: Any) -> None:
        """Takes a value for `save`, unless it is None."""
        if self.folder is not None and value is not None:
            data = marshal.dumps(value)
            self._new[self.folder / _name(made_of)] = hashlib.sha256(data).digest() + data

    @property
    def new(self) -> Mapping[Path, bytes]:
        """What was made and is not saved yet."""
        return self._new

    def add(self, new: Mapping[Path, bytes]) -> None:
        """Takes in what another process made, for `save`."""
        self._new |= new

    def save(self) -> None:
        """Writes what was made and forgets the oldest; it is no harm when that fails."""
        with suppress(OSError):
            write_all(self._new)
            if self._new and self.folder is not None:
                before = sorted(self.folder.iterdir(), key=lambda old: old.stat().st_mtime_ns)
                for old in before[: -self._most]:
                    old.unlink()
        self._new = {}


def _name(made_of: object) -> str:
    return hashlib.sha256(repr((program(), made_of)).encode()).hexdigest()[:40]


FORGETFUL = Kept()
