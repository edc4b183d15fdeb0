"""What is typed all day is understood without click, and nobody can tell."""

import subprocess
import sys

import pytest

from conftest import SmallProject

CODE = """
import os, sys
from bpa_agenda.__main__ import start
end, own = os._exit, os.getpid()
def ended(status):
    if os.getpid() == own:
        print('click' in sys.modules, file=sys.stderr)
    end(status)
os._exit = ended
start()
"""


def as_a_process(small: SmallProject, *arguments: str) -> tuple[int, str, str, bool]:
    """The exit status, what is printed, and whether click was loaded."""
    words = [sys.executable, "-c", CODE, *arguments]
    done = subprocess.run(words, cwd=small.root, capture_output=True, check=False)
    told, _, click = done.stderr.decode().removesuffix("\n").rpartition("\n")
    return done.returncode, done.stdout.decode(), told and told + "\n", click == "True"


def same(said: str) -> list[str]:
    """The words; without the name of the program, which tests lack."""
    return [word for word in said.split() if word not in ("-c", "main", "'-c", "'main")]


PLAIN = [
    ["check"],
    ["check", "--quiet", "--strict"],
    ["build", "--no-layout"],
    ["build", "--no-layout", "--final"],
]
FOR_CLICK = [["check", "-q"], ["check", "--help"], ["check", "--final"], ["build", "x"], ["chekc"]]


@pytest.mark.parametrize("arguments", PLAIN + FOR_CLICK, ids=" ".join)
def test_a_plain_command_says_what_it_says_by_way_of_click(
    small: SmallProject, arguments: list[str]
) -> None:
    small.change("agenda/themes/werk.yaml", "!open Wie dit oppakt", "!open Wie dit oppakt voor €")
    expected = small.run(*arguments)
    status, printed, told, has_click = as_a_process(small, *arguments)
    assert (status, same(printed), same(told)) == (
        expected.exit_code,
        same(expected.stdout),
        same(expected.stderr),
    )
    assert has_click == (arguments in FOR_CLICK)


def test_a_name_that_would_colour_the_terminal_is_said_alike(small: SmallProject) -> None:
    small.write("agenda/themes/\033[31mrood.yml", "")
    expected = small.run("check", "--quiet")
    assert "agenda/themes/rood.yml: warning" in expected.stderr
    assert as_a_process(small, "check", "--quiet") == (0, expected.stdout, expected.stderr, True)


def test_what_the_machine_refuses_is_said_alike(small: SmallProject) -> None:
    small.write("build", "a file where a folder must be")
    expected = small.run("build", "--no-layout")
    assert "File exists" in expected.stderr
    assert as_a_process(small, "build", "--no-layout") == (2, "", expected.stderr, True)
