"""The commands that the benchmark runs: ours, the docxtpl script, and other engines."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from make_content import make_content
from make_templates import (
    carbone_templates,
    compiled_templates,
    docxtemplater_templates,
    docxtpl_templates,
    pandoc_templates,
)
from processes import Command

BENCH = Path(__file__).parent
ROOT = BENCH.parent
SCRIPT = "docxtpl script"
FIRST, REBUILD, NOTHING = "first build", "rebuild", "nothing changed"
MAKE, CHECK = "nothing changed, make", "check"
LAYOUT, LAYOUT_NOTHING = "with layout", "with layout, nothing changed"
DOCXTEMPLATER, CARBONE, PANDOC = "docxtemplater", "carbone", "pandoc"
COMPILED = "the script, compiled and straight to zip"
AFTER_A_BUILD = (REBUILD, NOTHING, MAKE)
_OURS = "from bpa_agenda.__main__ import start; start()"
_MODULE = "import sys, pathlib, {0} as s; s.main(*map(pathlib.Path, sys.argv[1:]))"
_STAKE = re.compile(r"^(stake: \|\n  )(?:Versie \d+\. )?", re.MULTILINE)
_TEMPLATES = {
    SCRIPT: docxtpl_templates,
    DOCXTEMPLATER: docxtemplater_templates,
    CARBONE: carbone_templates,
    COMPILED: compiled_templates,
    PANDOC: pandoc_templates,
}


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder to work in; every row has a project of its own there, so that no cache is shared."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """The variables of a process: this source, these scripts, and Python's own cache."""
        path = os.pathsep.join([str(ROOT / "src"), str(BENCH)])
        return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": ""}

    def project(self, name: str, times: int) -> Path:
        """The project of a row with so many times the content."""
        project = self.folder / f"{name.replace(' ', '-').replace(',', '')}-{times}"
        if not project.exists():
            make_content(times, project)
            shutil.copyfile(ROOT / "Makefile", project / "Makefile")
        return project

    def templates(self, engine: str) -> Path:
        """The project's templates as an engine wants them."""
        made = self.folder / f"templates of {engine}"
        if not made.exists():
            _TEMPLATES[engine](ROOT / "templates", made)
        return made

    def engine(self, name: str, times: int, *starts: str) -> Command:
        """A script that renders the documents of a project and checks nothing."""
        words = [*starts, ".", str(self.templates(name)), "build"]
        return Command(name, words, self.project("engines", times))

    def script(self, times: int) -> Command:
        """The docxtpl script."""
        return self.engine(SCRIPT, times, sys.executable, "-c", _MODULE.format("docxtpl_script"))

    def others(self, times: int) -> Iterator[Command]:
        """Other engines, those that this machine has, and the script without its engine."""
        yield self.engine(COMPILED, times, sys.executable, "-c", _MODULE.format("compiled_script"))
        for name in (DOCXTEMPLATER, CARBONE):
            if has_node_package(name):
                yield self.engine(name, times, "node", str(BENCH / f"{name}.js"))
        if shutil.which("pandoc"):
            start = (sys.executable, "-c", _MODULE.format("pandoc_script"))
            yield self.engine(PANDOC, times, *start)

    def ours(
        self, name: str, times: int, *arguments: str, before: Callable[[Path], None]
    ) -> Command:
        """An `agenda` command."""
        project = self.project(name, times)
        words = [sys.executable, "-c", _OURS, *arguments]
        return Command(name, words, project, lambda: before(project))

    def first(self, times: int) -> Command:
        """All checks and all documents, with nothing cached."""
        return self.ours(FIRST, times, "build", "--no-layout", before=forget)

    def make(self) -> Command:
        """`make agenda`, without the layout."""
        project = self.project(MAKE, 1)
        agenda = project / "bin" / "agenda"
        if not agenda.exists():
            agenda.parent.mkdir()
            agenda.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{_OURS}" "$@" --no-layout\n')
            agenda.chmod(0o755)
        words = ["make", "-o", ".venv/installed", f"BIN={agenda.parent}", "agenda"]
        return Command(MAKE, words, project)

    def of_one(self, *, layout: bool) -> list[Command]:
        """What is measured at N=1."""
        versions = count(1)
        build = ("build", "--no-layout")
        with_layout = (
            self.ours(LAYOUT, 1, "build", before=forget),
            self.ours(LAYOUT_NOTHING, 1, "build", before=keep),
        )
        return [
            self.script(1),
            self.first(1),
            self.ours(REBUILD, 1, *build, before=lambda project: edit(project, versions)),
            self.ours(NOTHING, 1, *build, before=keep),
            self.make(),
            self.ours(CHECK, 1, "check", "--quiet", before=forget),
            *(with_layout if layout else ()),
        ]


def has_node_package(name: str) -> bool:
    """Whether node is there, and the package in bench/ or wherever node looks."""
    if shutil.which("node") is None:
        return False
    asked: Sequence[str] = ["node", "-e", f"require.resolve('{name}')"]
    return subprocess.run(asked, cwd=BENCH, capture_output=True).returncode == 0  # noqa: S603  # npm


def forget(project: Path) -> None:
    """Empties build/: documents and every cache."""
    shutil.rmtree(project / "build")
    (project / "build").mkdir()


def keep(project: Path) -> None:
    """Leaves build/ as the run before it left it."""
    assert (project / "build").is_dir()


def edit(project: Path, versions: Iterator[int]) -> None:
    """Changes a paragraph of one theme."""
    theme = min((project / "agenda" / "themes").glob("*.yaml"))
    text = theme.read_text("utf-8")
    changed = _STAKE.sub(rf"\g<1>Versie {next(versions)}. ", text, count=1)
    assert changed != text, "a theme has a stake"
    theme.write_text(changed, "utf-8")
