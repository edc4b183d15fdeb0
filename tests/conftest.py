"""What the tests share: a small project that is whole, and the real one."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from click.testing import CliRunner, Result

from bpa_agenda.cli import main

if TYPE_CHECKING:
    from returned import SmallRound
    from returned_files import SentProject

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


class SmallProject:
    """A project of a few lines without a mistake; a test breaks one thing and looks."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["--project", str(self.root), *arguments])

    def problems(self) -> list[str]:
        """What `agenda check` prints of errors and warnings, a problem with its hint an item."""
        printed = self.run("check", "--quiet").stderr
        found: list[str] = []
        for line in printed.splitlines():
            if line.startswith("    "):
                found[-1] += "\n" + line
            else:
                found.append(line)
        return found


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    shutil.copytree(CASES / "small", tmp_path / "small")
    shutil.copytree(ROOT / "templates", tmp_path / "small" / "templates")
    return SmallProject(tmp_path / "small")


@pytest.fixture
def sound(small: SmallProject) -> SmallProject:
    """The small project with a proposal whose money is known and adds up to 1,000 euro."""
    from proposals import fill_in_money

    fill_in_money(small)
    assert small.problems() == []
    return small


@pytest.fixture
def complete(small: SmallProject) -> SmallProject:
    """The small project with a proposal in which nothing is open."""
    from proposals import fill_in_all

    fill_in_all(small)
    assert small.problems() == []
    return small


@pytest.fixture
def real(tmp_path: Path) -> SmallProject:
    """A copy of the real content, to be broken."""
    for folder in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "real" / folder)
    return SmallProject(tmp_path / "real")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file in tests/golden, or writes it with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture(scope="session")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent") / "small"
    shutil.copytree(CASES / "small", folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    done = SmallProject(folder).run("review", "send", "--no-layout")
    assert done.exit_code == 0
    return folder


@pytest.fixture
def sent(sent_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "SentProject":
    """The small project, sent for review, on a machine without a network."""
    from returned_files import SentProject

    def refuse(*_: object) -> NoReturn:
        pytest.fail("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    shutil.copytree(sent_once, tmp_path / "small")
    return SentProject(tmp_path / "small")


@pytest.fixture
def project(sent_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "SmallRound":
    """A copy of the small project of which a round was sent, on a day that stays the same."""
    from returned import DAY, SmallRound

    monkeypatch.setattr("bpa_agenda.cli_review._today", lambda: DAY)
    shutil.copytree(sent_once, tmp_path / "project")
    return SmallRound(tmp_path / "project")


@pytest.fixture
def unsent(small: SmallProject) -> "SmallRound":
    """The small project before anything was sent."""
    from returned import SmallRound

    return SmallRound(small.root)
