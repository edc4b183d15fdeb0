"""`agenda watch` builds when a file is saved, and goes on after a mistake."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue

import pytest

from bpa_agenda.project import Project
from bpa_agenda.watch import changes, state
from conftest import SmallProject
from figures import THEME
from word import paragraphs, part, text_of

ENOUGH = 60.0  # seconds, on a busy machine


class Watching:
    """A process of `agenda watch` and what it says."""

    def __init__(self, small: SmallProject, temporary: Path) -> None:
        # Whoever runs the tests may have told processes to ignore these.
        code = (
            "import signal as s; s.signal(s.SIGINT, s.default_int_handler);"
            "s.signal(s.SIGHUP, s.SIG_DFL); from bpa_agenda.cli import main; main()"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "--project", str(small.root), "watch"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)},
        )  # fmt: skip
        self.lines: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def said(self) -> str:
        """All that it says until it waits again."""
        said = ""
        while not said.endswith("waiting for changes; Ctrl-C ends this\n"):
            said += self.lines.get(timeout=ENOUGH)
        return said


@pytest.fixture
def watching(small: SmallProject, tmp_path: Path) -> Iterator[Watching]:
    started = Watching(small, tmp_path)
    yield started
    started.process.terminate()
    started.process.wait(ENOUGH)


def running(words: str) -> list[str]:
    """The processes that were started with these words."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += [text for text in [file.read_text()] if words in text]
    return found


def test_it_builds_after_each_save_and_ends_with_ctrl_c(
    small: SmallProject, watching: Watching
) -> None:
    assert "made build/agenda.docx\n" in watching.said()
    small.change(THEME, "leuk blijven", "mooi blijven")
    assert "made build/agenda.docx\n" in watching.said()
    text = "".join(map(text_of, paragraphs(part(small.path("build/agenda.docx")))))
    assert "Werk moet mooi blijven." in text
    small.change(THEME, "register: w1", "registre: w1")
    assert "unknown-key" in (said := watching.said())
    assert "Nothing was made." in said
    small.change(THEME, "registre: w1", "register: w1")
    assert "made build/agenda.docx\n" in watching.said()
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(ENOUGH) == 0


@pytest.mark.skipif(
    shutil.which("soffice") is None or sys.platform != "linux",
    reason="LibreOffice is not installed, or the system does not list its processes in /proc",
)
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_no_libreoffice_is_left_when_it_ends(
    watching: Watching, tmp_path: Path, ending: signal.Signals
) -> None:
    watching.said()
    profile = f"-env:UserInstallation={tmp_path.as_uri()}/agenda-office-"
    assert running(profile)
    watching.process.send_signal(ending)
    assert watching.process.wait(ENOUGH) == 0
    assert not running(profile)
    assert not [*tmp_path.glob("agenda-office-*")]


def test_it_sees_what_is_new_gone_renamed_or_other_but_no_reviews(small: SmallProject) -> None:
    project, seen = Project(small.root), []
    for act in (
        lambda: small.write("agenda/new.yaml", ""),
        lambda: small.write("agenda/new.yaml", "x"),
        lambda: small.path("agenda/new.yaml").rename(small.path("sources/with space.yaml")),
        lambda: small.path("sources/with space.yaml").unlink(),
        lambda: small.write("agenda/reviews/ronde-1/a.yaml", ""),
        lambda: small.write("build/agenda.docx", ""),
    ):
        before = state(project)
        act()
        seen.append(state(project) != before)
    assert seen == [True, True, True, True, False, False]


def test_it_waits_until_a_program_is_done_saving(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def sleep(_: float) -> None:
        if len(sizes) < 4:
            small.write("agenda/new.yaml", "x" * len(sizes))
        sizes.append(len(sizes))

    monkeypatch.setattr("bpa_agenda.watch.time.sleep", sleep)
    next(changes(Project(small.root)))
    assert small.read("agenda/new.yaml") == "xxx"
    assert len(sizes) == 5
