"""The first document of a build, which a copy of the process makes meanwhile (ADR 11).

The copy begins before anything is read. It reads the agenda by itself, and is told of the registers
what a document shows of them.
"""

from collections.abc import Sequence
from functools import partial
from typing import Self

from bpa_agenda.built import state
from bpa_agenda.carry_registers import carried, delivered
from bpa_agenda.check import documents_that_clash
from bpa_agenda.load import Loaded, load
from bpa_agenda.make_files import Job, Made, make_files
from bpa_agenda.model import Content, Document
from bpa_agenda.pipeline import read
from bpa_agenda.problems import errors
from bpa_agenda.project import Project
from bpa_agenda.read_agenda import read_documents
from bpa_agenda.read_sources import read_registers
from bpa_agenda.second_process import Hear, Meanwhile
from bpa_agenda.timings import TIMINGS
from bpa_agenda.trace import Trace


class FirstDocument:
    """The document that takes longest, as it is the first; begun at once if there is a copy.

    At the end of the `with` one that nobody asked for is given up.
    """

    def __init__(self, job: Job) -> None:
        _load_for_both(job)
        first = _first(job.project)
        for document in first:
            job.writing.announce(job.project.build / document.output)
        self._job = job
        self._before = state(job.project)
        at_once = bool(first) and not TIMINGS.on
        self._copy = Meanwhile(partial(_made_in_copy, job, first), at_once=at_once)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._copy.give_up()

    def read(self) -> Loaded:
        """All content; the registers first, as the copy waits for them."""
        registers = read_registers(self._job.project)
        self._copy.tell(lambda: carried(registers[0]))
        return read(self._job.project, lambda _: registers)

    def made(self, content: Content, trace: Trace) -> Made:
        """The document of this content; made here if the copy could not, or read something else."""
        made = self._copy.made()
        if made is not None and state(self._job.project) == self._before:
            return made
        return make_files(self._job, content, trace, content.documents[:1])


def _load_for_both(job: Job) -> None:
    """Loads what both processes use and what is not loaded yet."""
    from bpa_agenda.kept_templates import load_for_all
    from bpa_agenda.make_document import make_document  # noqa: F401
    from bpa_agenda.make_views import Views  # noqa: F401

    load_for_all(job.kept)


def _first(project: Project) -> tuple[Document, ...]:
    """The first document; none when a name is wrong, which may lead out of the folder."""
    documents = read_documents(project)
    is_wrong = any(documents_that_clash(Content(documents=documents)))
    return () if is_wrong else documents[:1]


def _made_in_copy(job: Job, first: Sequence[Document], hear: Hear) -> Made | None:
    """The first document, if there is no mistake in any file."""
    loaded = load(job.project, lambda _: (delivered(hear()), []))
    if errors(loaded.problems) or loaded.content.documents[:1] != first:
        return None
    return make_files(job, loaded.content, None, first)
