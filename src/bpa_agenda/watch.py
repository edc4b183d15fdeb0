"""Says when somebody saved something that documents are made of.

It looks twice a second at the times of the files: for a few hundred files that costs next to
nothing, and it sees changes in shared and synchronised folders, of which the system tells nobody.
"""

import time
from collections.abc import Iterator

from bpa_agenda.built import inputs
from bpa_agenda.project import Project

PAUSE = 0.5
# Programs save in steps: a build waits until nothing moved for this long.
REST = 0.15

State = frozenset[tuple[str, int, int]]


def changes(project: Project) -> Iterator[None]:
    """Something each time that files are other than now, or than the time before, and at rest."""
    return _changes(project, state(project))


def _changes(project: Project, known: State) -> Iterator[None]:
    while True:
        time.sleep(PAUSE)
        if (now := state(project)) == known:
            continue
        while True:
            time.sleep(REST)
            if (later := state(project)) == now:
                break
            now = later
        known = now
        yield


def state(project: Project) -> State:
    """The files of a project by name, time of change and size."""
    return frozenset(_seen(project))


def _seen(project: Project) -> Iterator[tuple[str, int, int]]:
    for name, path in inputs(project):
        try:
            found = path.stat()
        except OSError:  # it went away in between
            continue
        yield name, found.st_mtime_ns, found.st_size
