"""The benchmark: it runs, and compares what is equal."""

import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from bpa_agenda.cli import main
from conftest import ROOT

BENCH = ROOT / "bench"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


def python(*words: str) -> str:
    """What a script of the benchmark prints."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(BENCH)])}
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def agenda(project: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--project", str(project), *words])
    assert done.exit_code == 0, done.output
    return done.output


def words_of(path: Path) -> Counter[str]:
    """The words of a document, without the entries of its table of contents."""
    words: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in filter(TEXTS.fullmatch, archive.namelist()):
            for paragraph in etree.fromstring(archive.read(name)).iter(f"{W}p"):
                style = paragraph.find(f"{W}pPr/{W}pStyle")
                if style is None or not re.fullmatch(r"TOC\d", style.get(f"{W}val", "")):
                    shown = paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
                    words.update(re.findall(r"\w+", "".join(t.text or " " for t in shown)))
    return words


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("bench") / "twice"
    python(str(BENCH / "make_content.py"), "2", str(project))
    return project


def test_quick_run_measures_every_row_and_writes_nothing() -> None:
    document = ROOT / "docs" / "performance.md"
    before = document.read_bytes()
    printed = python(str(BENCH / "run.py"), "--quick")
    rows = re.findall(r"^\| (.*?)(?: \| [\d.]+){4} \|$", printed, re.MULTILINE)
    assert rows == [
        "first build, nothing cached, N=1",
        "rebuild after an edit in one theme file",
        "nothing changed: `agenda build` again",
        "nothing changed: `make agenda` again",
        "`agenda check`, nothing cached",
    ]
    assert document.read_bytes() == before


def test_content_at_n_2_is_twice_as_much_and_has_no_error(twice: Path) -> None:
    printed = agenda(twice, "check", "--quiet", "--strict")
    assert printed.startswith("0 errors, 0 warnings, ")
    lines = int(re.findall(r"registers hold (\d+) lines", agenda(ROOT, "check", "--quiet"))[0])
    assert f"registers hold {2 * lines} lines" in printed


def test_docxtpl_script_says_the_same_words_as_ours(twice: Path, tmp_path: Path) -> None:
    agenda(twice, "build", "--no-layout")
    python(
        "-c",
        f"""
from pathlib import Path
from docxtpl_script import main
from make_templates import docxtpl_templates
docxtpl_templates(Path({str(ROOT / "templates")!r}), Path({str(tmp_path)!r}, "templates"))
main(Path({str(twice)!r}), Path({str(tmp_path)!r}, "templates"), Path({str(tmp_path)!r}))
""",
    )
    ours = {path.name: words_of(path) for path in (twice / "build").glob("*.docx")}
    theirs = {path.name: words_of(path) for path in tmp_path.glob("*.docx")}
    assert len(ours) == 3
    assert sum(ours["onderzoeksagenda.docx"].values()) > 30_000
    assert theirs == ours


@pytest.mark.parametrize("engine", ["docxtemplater", "carbone"])
def test_templates_for_other_engines_hold_no_tag_of_jinja(engine: str, tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from make_templates import {engine}_templates as made
made(Path({str(ROOT / "templates")!r}), Path({str(tmp_path)!r}))
"""
    python("-c", program)
    for rendered in ("onderzoeksagenda.docx", "projectvoorstel.docx"):
        with zipfile.ZipFile(tmp_path / rendered) as archive:
            for name in filter(TEXTS.fullmatch, archive.namelist()):
                assert not re.findall(r"\{%|\{\{", archive.read(name).decode()), (rendered, name)


def test_other_engines_say_the_same_words(tmp_path: Path) -> None:
    program = f"""
import subprocess
from pathlib import Path
from commands import Bench
bench = Bench(Path({str(tmp_path)!r}))
for command in (bench.script(1), *bench.others(1)):
    if command.name != "pandoc":
        subprocess.run(command.words, cwd=command.folder, env=bench.environment(), check=True)
        (command.folder / "build").rename(Path({str(tmp_path)!r}, "made by " + command.name))
        (command.folder / "build").mkdir()
"""
    python("-c", program)
    made = [
        {path.name: words_of(path) for path in folder.glob("*.docx")}
        for folder in tmp_path.glob("made by *")
    ]
    assert len(made[0]) == 3
    assert made == [made[0]] * len(made)
    if len(made) == 2:
        pytest.skip("the scripts agree; no engine in JavaScript: npm install in bench/")
