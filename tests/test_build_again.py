"""`agenda build` and `make agenda` when nothing changed, or hardly anything."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bpa_agenda.build_project import build
from bpa_agenda.built import FILE
from bpa_agenda.one_at_a_time import alone
from bpa_agenda.project import Project
from conftest import ROOT, SmallProject

THEME = "agenda/themes/werk.yaml"
HEAVY = ("yaml", "jinja2", "lxml", "docxtpl", "PIL", "markdown_it")


def build_in_a_process(root: Path) -> tuple[str, list[str]]:
    """What `agenda build` prints, and which heavy modules it loaded."""
    code = (
        "import sys\n"
        "from bpa_agenda.cli import main\n"
        "try:\n"
        "    main(['--project', sys.argv[1], 'build', '--no-layout'])\n"
        "finally:\n"
        f"    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
    )
    return done.stdout, json.loads(done.stderr.replace("'", '"'))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such lock on Windows")
def test_a_build_waits_until_another_of_the_same_project_is_done(small: SmallProject) -> None:
    command = [sys.executable, "-m", "bpa_agenda", "--project", str(small.root), "build"]
    with alone(Project(small.root)):
        other = subprocess.Popen([*command, "--no-layout"], stdout=subprocess.DEVNULL)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=2)
        assert not small.path("build").exists()
    assert other.wait() == 0
    assert small.path("build/agenda.docx").exists()


def test_a_build_of_the_same_says_the_same_and_loads_nothing(small: SmallProject) -> None:
    first, loaded = build_in_a_process(small.root)
    assert "made build/agenda.docx\n" in first
    assert "yaml" in loaded
    assert build_in_a_process(small.root) == (first, [])


def test_an_edit_in_a_text_needs_nothing_that_reads_templates(small: SmallProject) -> None:
    small.run("build", "--no-layout")
    small.change(THEME, "stake:", "# Nieuw.\nstake:")
    _, loaded = build_in_a_process(small.root)
    assert not {"jinja2", "lxml"}.intersection(loaded)


def test_what_was_other_for_a_while_is_not_taken_for_what_it_is_now(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = small.read(THEME)

    def built(project: Project, **options: Any) -> Any:
        small.write(THEME, text.replace("Korte weken", "Lange weken"))
        try:
            return build(project, **options)
        finally:
            small.write(THEME, text)

    monkeypatch.setattr("bpa_agenda.build_project.build", built)
    small.run("build", "--no-layout")
    assert "Lange weken" in small.read("build/verantwoording.html")
    monkeypatch.undo()
    small.run("build", "--no-layout")
    assert "Lange weken" not in small.read("build/verantwoording.html")


def test_a_build_that_may_do_better_is_not_taken_for_the_one_before(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.run("build", "--no-layout")
    assert small.path(f"build/{FILE}").exists()
    monkeypatch.setenv("PATH", "")
    assert "no page numbers" in small.run("build").stderr
    assert not small.path(f"build/{FILE}").exists()


def test_closed_output_is_no_mistake(small: SmallProject) -> None:
    command = f'"{sys.executable}" -m bpa_agenda build --no-layout >&-'
    done = subprocess.run(command, shell=True, cwd=small.root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert small.path("build/agenda.docx").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in its own way")
def test_a_build_that_is_ended_clears_up_as_with_ctrl_c(small: SmallProject) -> None:
    command = [sys.executable, "-m", "bpa_agenda", "build", "--no-layout"]
    with alone(Project(small.root)):
        other = subprocess.Popen(command, cwd=small.root, stderr=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=2)
        other.terminate()
        assert other.communicate()[1].strip() == "Aborted!"
    assert other.returncode == 1


def test_warnings_are_said_again(small: SmallProject) -> None:
    small.write("agenda/themes/zorg.yml", "")
    first, second = (small.run("build", "--no-layout") for _ in range(2))
    assert "warning: nothing reads this file" in first.stderr
    assert (second.stderr, second.stdout) == (first.stderr, first.stdout)


def test_a_build_that_failed_fails_again(small: SmallProject) -> None:
    small.run("build", "--no-layout")
    small.change(THEME, "register: w1", "registre: w1")
    assert [small.run("build", "--no-layout").exit_code for _ in range(2)] == [1, 1]


def delete_output(small: SmallProject) -> None:
    small.path("build/agenda.docx").unlink()


def edit_output(small: SmallProject) -> None:
    with small.path("build/agenda.docx").open("ab") as file:
        file.write(b"x")


def break_memory(small: SmallProject) -> None:
    small.write(f"build/{FILE}", small.read(f"build/{FILE}")[:-20])


def empty_memory(small: SmallProject) -> None:
    small.write(f"build/{FILE}", '{"made_of": "", "files": {}}')


def forget(small: SmallProject) -> None:
    shutil.rmtree(small.path("build/.cache"))


@pytest.mark.parametrize("damage", [delete_output, edit_output, break_memory, empty_memory, forget])
def test_what_is_gone_or_changed_in_build_is_made_again(
    small: SmallProject, damage: Callable[[SmallProject], None]
) -> None:
    small.run("build", "--no-layout")
    was = small.path("build/agenda.docx").read_bytes()
    damage(small)
    assert small.run("build", "--no-layout").exit_code == 0
    assert small.path("build/agenda.docx").read_bytes() == was


def test_a_file_name_in_another_encoding_is_no_obstacle(small: SmallProject) -> None:
    Path(os.fsdecode(os.fsencode(small.path("sources/reports")) + b"/caf\xe9.md")).write_text("")
    assert [small.run("build", "--no-layout").exit_code for _ in range(2)] == [0, 0]


def test_other_options_are_another_build(small: SmallProject) -> None:
    runs = [small.run("build", "--no-layout", *more) for more in ((), ("--final",), ())]
    assert [run.exit_code for run in runs] == [0, 1, 0]


def test_what_reviewers_sent_back_is_no_content(small: SmallProject) -> None:
    first = small.run("build", "--no-layout")
    small.write("agenda/reviews/ronde-1/round.yaml", "round: 1\n")
    second = small.run("build", "--no-layout")
    assert (second.stderr, second.stdout) == (first.stderr, first.stdout) == ("", first.stdout)


def make(small: SmallProject) -> str:
    """What `make agenda` prints, with a program that only says that it was started."""
    done = subprocess.run(
        ["make", "-s", "-o", ".venv/installed", "BIN=bin", "agenda"],
        cwd=small.root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def made(small: SmallProject) -> SmallProject:
    """The small project after a `make agenda`."""
    shutil.copyfile(ROOT / "Makefile", small.path("Makefile"))
    small.write(
        "bin/agenda", "#!/bin/sh\necho building; echo new > build/.cache/built.json; : > build/a\n"
    )
    small.path("bin/agenda").chmod(0o755)
    small.write("agenda/with a space's.yaml", "")
    small.write("elders.txt", "")
    small.path("agenda/link.txt").symlink_to(small.path("elders.txt"))
    assert make(small) == "building\n"
    wait()
    return small


def wait() -> None:
    """Until the clock of the file system has gone on."""
    time.sleep(0.02)


def put_back_an_old_file(small: SmallProject) -> None:
    path = small.path(THEME)
    kept = path.with_name("kept")
    shutil.copy2(path, kept)
    before = path.stat()
    path.write_text("other")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    kept.unlink()


MADE_NEWS = {
    "edit": lambda s: s.write(THEME, s.read(THEME)),
    "edit of a name with a space": lambda s: s.write("agenda/with a space's.yaml", "x"),
    "new file": lambda s: s.write("sources/new.yaml", ""),
    "deleted": lambda s: s.path("agenda/with a space's.yaml").unlink(),
    "renamed": lambda s: s.path(THEME).rename(s.path("agenda/themes/x.yaml")),
    "an edit with an old date": put_back_an_old_file,
    "an edit of what a link leads to": lambda s: s.write("elders.txt", "other"),
    "output deleted": lambda s: s.path("build/a").unlink(),
    "output edited": lambda s: s.write("build/a", "x"),
    "no memory": lambda s: shutil.rmtree(s.path("build/.cache")),
}


@pytest.mark.parametrize("change", MADE_NEWS)
def test_make_builds_again_when_anything_changed(made: SmallProject, change: str) -> None:
    nothing = "nothing changed since the last build; the documents are in build/\n"
    assert make(made) == nothing
    MADE_NEWS[change](made)
    assert make(made) == "building\n"
    wait()
    assert make(made) == nothing


def test_make_builds_again_when_a_build_failed_or_may_do_better(made: SmallProject) -> None:
    made.write("bin/agenda", "#!/bin/sh\necho again; rm -f build/.cache/built.json\n")
    made.write(THEME, "")
    assert [make(made) for _ in range(2)] == ["again\n", "again\n"]


def test_make_does_not_look_at_reviews(made: SmallProject) -> None:
    made.write("agenda/reviews/ronde-1/round.yaml", "")
    assert make(made) == "building\n"
    wait()
    made.write("agenda/reviews/ronde-1/more.yaml", "")
    assert make(made).startswith("nothing changed")


def test_timings_say_where_the_time_went_and_build_anew(small: SmallProject) -> None:
    plain = small.run("build", "--no-layout")
    timed = small.run("build", "--no-layout", "--timings")
    assert timed.stdout.startswith(plain.stdout)
    rows = [line.split() for line in timed.stdout.removeprefix(plain.stdout).splitlines()]
    steps = {" ".join(row[:-2]): int(row[-2]) for row in rows}
    assert list(steps) == [
        "read", "check", "templates", "views", "figures", "render", "contents", "maps", "zip",
        "account", "write", "all else", "together",
    ]  # fmt: skip
    parts = sum(time for step, time in steps.items() if step != "together")
    assert abs(parts - steps["together"]) <= len(steps)
