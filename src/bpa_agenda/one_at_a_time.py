"""One build of a project at a time, so that all documents are of the same moment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bpa_agenda.project import Project


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Waits until no other process builds the project.

    The lock is on the folder itself: no file is left behind, and it goes with the process. Where
    the system or a network folder knows no such lock, nothing is waited for.
    """
    folder: int | None = None
    with suppress(ImportError, OSError):
        import fcntl

        folder = os.open(project.root, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if folder is not None:
            os.close(folder)
