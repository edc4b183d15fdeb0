"""LibreOffice is started, waits, is ended with all that it started, and never hangs a build."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bpa_agenda import office as module
from bpa_agenda.office import Office, OfficeError, office

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (apt: libreoffice-writer)"
)

HANGS = """#!/bin/sh
sleep 600 &
echo $! > {pids}
wait
"""


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def until(asked: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not (found := asked()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@needs_libreoffice
def test_one_that_waits_does_the_next_work_and_ends(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Werk</p>")
    with office() as found:
        found.warm_up()
        waiting = found._waiting
        assert waiting is not None
        found.convert([tmp_path / "a.html"], "txt:Text", tmp_path)
        assert (tmp_path / "a.txt").read_text("utf-8-sig").strip() == "Werk"
        assert waiting.wait(60) == 0
        (tmp_path / "a.txt").unlink()
        found.convert([tmp_path / "a.html"], "txt:Text", tmp_path)
        assert (tmp_path / "a.txt").exists()


@needs_libreoffice
def test_nothing_of_it_is_left_behind() -> None:
    with office() as found:
        found.warm_up()
        profile = Path(found._start[1].removeprefix("-env:UserInstallation=file://"))
        assert until(lambda: any(profile.iterdir()))
        waiting = found._waiting
    assert waiting is not None
    assert waiting.poll() is not None
    assert not profile.exists()


def test_one_that_hangs_is_given_up_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 1.0)
    pids, program = tmp_path / "pids", tmp_path / "soffice"
    program.write_text(HANGS.format(pids=pids))
    program.chmod(0o755)
    with pytest.raises(OfficeError, match=r"^LibreOffice was not ready after 1 seconds$"):
        Office(str(program), tmp_path).convert([], "pdf", tmp_path)
    assert until(lambda: not is_there(int(pids.read_text())))


def test_a_machine_without_libreoffice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_program", lambda: None)
    with pytest.raises(OfficeError, match=r"^LibreOffice is not installed"), office():
        pass
