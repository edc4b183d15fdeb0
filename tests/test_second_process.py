"""A second process does part of the work, and nobody can tell from what is made."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bpa_agenda.pieces import Pieces
from conftest import ROOT, SmallProject
from figures import THEME

needs_two = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="this is no Linux with two processors that the test may use",
)


def said(code: str) -> str:
    """What a process prints that runs this; pytest itself may have threads and is never copied."""
    words = [sys.executable, "-c", f"import os, sys, threading, time\n{START}\n{code}"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout


START = "from bpa_agenda.second_process import Meanwhile"


@needs_two
def test_the_work_is_done_by_another_process_while_this_one_goes_on() -> None:
    code = """
work = Meanwhile(lambda _: (os.getpid(), 'é' * 10**6))
pid, text = work.made()
print(os.getpid(), pid, len(text))
"""
    here, there, length = said(code).split()
    assert here != there
    assert length == "1000000"


@needs_two
def test_the_copy_hears_what_was_found_out_here_after_it_began() -> None:
    """More than a pipe holds, and before anybody listens: who tells does not wait."""
    code = """
work = Meanwhile(lambda hear: (time.sleep(0.2), len(hear()))[1])
work.tell(lambda: b"x" * 10**7)
print("told", work.made())
"""
    assert said(code) == "told 10000000\n"


@needs_two
def test_a_copy_that_is_told_nothing_does_not_wait() -> None:
    assert said("print(Meanwhile(lambda hear: hear()).made())") == "b''\n"


@needs_two
def test_whoever_tells_a_copy_that_has_ended_does_not_notice() -> None:
    code = """
work = Meanwhile(lambda hear: os.abort())
time.sleep(0.2)
work.tell(lambda: b"x" * 10**7)
print(work.made())
"""
    assert said(code) == "None\n"


NO_COPY = """
told = []
work = Meanwhile(lambda _: "made")
work.tell(lambda: told.append("told"))
print(work.made(), told)
"""


@needs_two
def test_what_dies_there_is_not_made() -> None:
    """Whoever kills the copy, as a system without memory does, is not noticed."""
    assert said("print(Meanwhile(lambda _: os.abort()).made())") == "None\n"


def test_a_system_without_room_for_a_copy_does_without() -> None:
    code = f"""
def fork():
    raise BlockingIOError
os.fork = fork
opened = os.listdir("/dev/fd")
{NO_COPY}
print(os.listdir("/dev/fd") == opened)
"""
    assert said(code) == "None []\nTrue\n"


def test_a_system_without_room_for_pipes_does_without() -> None:
    code = f"""
import errno
pipe, made = os.pipe, []
def one_pipe():
    if made:
        raise OSError(errno.EMFILE, "too many open files")
    made.append(1)
    return pipe()
os.pipe = one_pipe
opened = os.listdir("/dev/fd")
{NO_COPY}
print(os.listdir("/dev/fd") == opened)
"""
    assert said(code) == "None []\nTrue\n"


@needs_two
def test_a_system_without_room_for_a_thread_does_without() -> None:
    code = """
import threading
def start(self):
    raise RuntimeError("can't start new thread")
threading.Thread.start = start
copy = Meanwhile(lambda hear: hear())
copy.tell(lambda: b"x")
print(copy.made())
"""
    assert said(code) == "None\n"


def test_no_copy_is_made_whose_end_the_system_would_not_tell() -> None:
    code = f"""
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
{NO_COPY}
"""
    assert said(code) == "None []\n"


@needs_two
def test_what_nobody_asks_for_ends_there_too() -> None:
    code = """
Meanwhile(lambda _: time.sleep(600)).give_up()
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no process is left")
"""
    assert said(code) == "no process is left\n"


def test_an_error_there_is_not_seen_here() -> None:
    assert said("print(Meanwhile(lambda _: 1 / 0).made())") == "None\n"


def test_a_process_with_threads_is_not_copied() -> None:
    code = f"""
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
{NO_COPY}
"""
    assert said(code) == "None []\n"


def built(small: SmallProject, processors: int) -> tuple[str, str, int, dict[str, bytes]]:
    """What a build with so many processors prints, its exit status, and all that it leaves."""
    shutil.rmtree(small.path("build"), ignore_errors=True)
    code = f"""
import os
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:{processors}])
from bpa_agenda.__main__ import start
start()
"""
    words = [sys.executable, "-c", code, "--project", str(small.root), "build", "--no-layout"]
    done = subprocess.run(words, capture_output=True, text=True)
    files = {
        str(path.relative_to(small.root)): path.read_bytes()
        for path in small.path("build").rglob("*")
        if path.is_file()
    }
    return done.stdout, done.stderr, done.returncode, files


@needs_two
def test_one_processor_makes_the_same_files(small: SmallProject) -> None:
    printed, wrong, status, files = built(small, 2)
    assert (wrong, status) == ("", 0)
    assert sum(name.startswith("build/.cache/kept/") for name in files) == 2
    assert built(small, 1) == (printed, wrong, status, files)


BUILDS = """
import time
from pathlib import Path
from bpa_agenda import build_project, first_document
from bpa_agenda.project import Project
from bpa_agenda.write_docx import Draft
here, root = os.getpid(), Path({root!r})
"""

ONLY_THERE = """
make_files = first_document.make_files
def only_there(*given):
    assert os.getpid() != here, "it was made here, as the copy could not"
    return make_files(*given)
first_document.make_files = only_there
print(len(build_project.build(Project(root), layout=False).files))
"""


@needs_two
def test_what_the_copy_is_told_is_enough_for_the_real_agenda(tmp_path: Path) -> None:
    for folder in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    assert said(BUILDS.format(root=str(tmp_path)) + ONLY_THERE) == "4\n"


@needs_two
def test_what_the_copy_is_told_is_enough_to_refer_to_what_was_said(small: SmallProject) -> None:
    small.change(THEME, "Groep groen vroeg dit.", "Dit was [@statement:w1.groen.uren].")
    assert said(BUILDS.format(root=str(small.root)) + ONLY_THERE) == "3\n"


def copies(small: SmallProject, processors: int) -> int:
    """How often a build with so many processors copies its process."""
    code = f"""
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:{processors}])
from pathlib import Path
from bpa_agenda.build_project import build
from bpa_agenda.project import Project
copies, fork = [], os.fork
def counted():
    copies.append(1)
    return fork()
os.fork = counted
build(Project(Path({str(small.root)!r})), layout=False)
print(len(copies))
"""
    return int(said(code))


@needs_two
@pytest.mark.parametrize("processors", [1, 2])
def test_a_build_has_a_copy_where_there_is_a_second_processor(
    small: SmallProject, processors: int
) -> None:
    assert copies(small, processors) == processors - 1


@needs_two
def test_no_copy_begins_to_write_a_document_outside_of_its_folder(small: SmallProject) -> None:
    small.change("agenda/documents.yaml", "output: agenda.docx", "output: ../agenda.docx")
    assert copies(small, 2) == 0


@needs_two
@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (THEME, "[w1.groen.uren, w1.groen.groep]", "[w1.groen.uur]", "unknown-reference"),
        (THEME, "Groep groen vroeg dit.", "Zie [@question:q-is-weg].", "unknown-reference"),
        ("agenda/agenda.yaml", "title: Kleine", "titel: Kleine", "unknown-key"),
    ],
)
def test_mistakes_are_told_the_same_and_leave_nothing(
    small: SmallProject, file: str, old: str, new: str, code: str
) -> None:
    small.change(file, old, new)
    printed, wrong, status, files = built(small, 2)
    assert f"[{code}]" in wrong
    assert "Nothing was made." in wrong
    assert status == 1
    assert files == {}
    assert built(small, 1) == (printed, wrong, status, files)


@needs_two
def test_what_the_copy_began_to_write_is_gone_when_rules_find_a_mistake(
    small: SmallProject,
) -> None:
    small.change(THEME, "[w1.groen.uren, w1.groen.groep]", "[w1.groen.uur]")
    code = f"""{BUILDS.format(root=str(small.root))}
rules = build_project.apply_rules
def slow(loaded):
    while not list(root.glob("build/.agenda.docx.*")):
        time.sleep(0.01)
    print("begun")
    return rules(loaded)
build_project.apply_rules = slow
built = build_project.build(Project(root), layout=False)
print(built.files, (root / "build").exists())
"""
    assert said(code) == "begun\n() False\n"


@needs_two
def test_what_the_copy_could_not_write_is_written_here(small: SmallProject) -> None:
    code = f"""{BUILDS.format(root=str(small.root))}
write = Draft.write
def die_half_way(draft, stream):
    write(draft, stream)
    if os.getpid() != here:
        stream.truncate(100)
        os.abort()
Draft.write = die_half_way
build_project.build(Project(root), layout=False)
print(*sorted(path.name for path in (root / "build").iterdir()))
"""
    built(small, 1)
    document = small.path("build/agenda.docx").read_bytes()
    shutil.rmtree(small.path("build"))
    assert said(code) == ".cache agenda.docx leuk.docx verantwoording.html\n"
    assert small.path("build/agenda.docx").read_bytes() == document


@needs_two
def test_what_the_copy_read_before_it_was_saved_is_made_anew(small: SmallProject) -> None:
    """An editor saves when one process has read the agenda, and the other has not."""
    code = f"""{BUILDS.format(root=str(small.root))}
theme, seen = root / {THEME!r}, root / "seen"
load, read_registers = first_document.load, first_document.read_registers
def seen_before_the_registers(project, read):
    return load(project, lambda project: (seen.touch(), read(project))[1])
def saved_before_the_agenda(project):
    while not seen.exists():
        time.sleep(0.01)
    theme.write_text(theme.read_text().replace("Groep groen vroeg dit.", "Groen vroeg dat."))
    return read_registers(project)
first_document.load = seen_before_the_registers
first_document.read_registers = saved_before_the_agenda
print(*build_project.build(Project(root), layout=False).files)
"""
    assert "agenda.docx" in said(code)
    document = small.path("build/agenda.docx").read_bytes()
    built(small, 1)
    assert small.path("build/agenda.docx").read_bytes() == document


def test_a_document_in_pieces_comes_over() -> None:
    pieces = Pieces((b"ab", memoryview(b"abcdef")[2:4]))
    assert pickle.loads(pickle.dumps(pieces)).joined() == b"abcd"
