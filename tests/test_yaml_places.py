"""The path of a value in YAML: readable, one for each value, the same after edits elsewhere."""

from pathlib import Path

import pytest
import yaml

from bpa_agenda.load import load
from bpa_agenda.places import path_finder
from bpa_agenda.problems import Location
from bpa_agenda.project import Project
from bpa_agenda.yaml_places import find, paths
from bpa_agenda.yaml_source import parse
from conftest import SmallProject

ROOT = Path(__file__).parents[1]
REAL = [*sorted(ROOT.glob("agenda/**/*.yaml")), *sorted(ROOT.glob("sources/**/*.yaml"))]

TEXT = """\
title: Een vraag
levels: [person, society]
open: !open
  Wie het weet
empty:
questions:
  - title: Werk
    id: werk
    sub_questions:
      - id: werk-a
        question: Wat?
      - question: Wie?
  - id: dubbel
  - id: dubbel
a/b#c~d:
  - short: A/B
    long: Alfa
  - - diep
"""


def _root(text: str) -> yaml.Node:
    source, problems = parse(text, "a.yaml")
    assert source.root is not None, problems
    return source.root


def test_every_value_has_its_path_by_line_and_column() -> None:
    assert paths(_root(TEXT)) == {
        (1, 8): "title",
        (2, 10): "levels/#1",
        (2, 18): "levels/#2",
        (3, 7): "open",
        (5, 7): "empty",
        (7, 12): "questions/werk/title",
        (8, 9): "questions/werk/id",
        (10, 13): "questions/werk/sub_questions/werk-a/id",
        (11, 19): "questions/werk/sub_questions/werk-a/question",
        (12, 19): "questions/werk/sub_questions/#2/question",
        (13, 9): "questions/#2/id",
        (14, 9): "questions/#3/id",
        (16, 12): "a~1b~2c~0d/A~1B/short",
        (17, 11): "a~1b~2c~0d/A~1B/long",
        (18, 7): "a~1b~2c~0d/#2/#1",
    }


def test_a_path_finds_the_value_after_edits_elsewhere() -> None:
    path = "questions/werk/sub_questions/werk-a/question"
    edited = TEXT.replace("questions:\n", "questions:\n  - id: nieuw\n", 1).replace("levels", "who")
    found = find(_root(edited), path)
    assert found is not None
    assert (found.value, found.start_mark.line) == ("Wat?", 11)


@pytest.mark.parametrize(
    "path", ["", "titel", "title/x", "questions", "questions/#1/title", "levels/#3", "levels/0"]
)
def test_a_path_that_is_not_there_finds_nothing(path: str) -> None:
    assert find(_root(TEXT), path) is None


def test_a_file_that_is_one_text_has_the_empty_path() -> None:
    root = _root("Zomaar een zin")
    assert paths(root) == {(1, 1): ""}
    assert find(root, "") is root


@pytest.mark.parametrize("file", REAL, ids=lambda path: path.stem)
def test_in_the_real_content_every_value_is_found_by_a_path_of_its_own(file: Path) -> None:
    root = _root(file.read_text("utf-8"))
    scalars = _values(root)
    places = paths(root)
    assert len(places) == len(set(places.values())) == len(scalars)
    for node in scalars[:: max(1, len(scalars) // 50)]:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        assert find(root, places[place]) is node


def _values(node: yaml.Node) -> list[yaml.ScalarNode]:
    """The scalars of a file but for its keys, found in another way."""
    if isinstance(node, yaml.ScalarNode):
        return [node]
    children = node.value if isinstance(node, yaml.SequenceNode) else [v for _, v in node.value]
    return [scalar for child in children for scalar in _values(child)]


SUBSECTIONS = """
  - title: |
      Met een regeleinde

    text: a
  - {title: " Met spaties ", text: a, sources: [w1.groen.leuk, w1.voorzitter.eerste]}
  - {text: !open b, title: "Met / # en ~"}
  - {title: Twee keer, text: a}
  - {title: "Twee keer ", text: a}
"""


def _same_paths(root: Path) -> int:
    """How many places in a project have a path; the same from the records as from the YAML."""
    content = load(Project(root)).content
    paths_of = path_finder(content)
    places = 0
    for file in (*root.glob("agenda/**/*.yaml"), *root.glob("sources/**/*.yaml")):
        name = file.relative_to(root).as_posix()
        known = paths(_root(file.read_text("utf-8")))
        assert paths_of([Location(name, *place) for place in known]) == [*known.values()], name
        for (line, column), path in [*known.items()][:: max(1, len(known) // 5)]:
            assert paths_of([Location(name, line, column)]) == [path], f"{name}:{line}:{column}"
        places += len(known)
    return places


def test_records_know_the_same_paths_as_their_yaml(small: SmallProject) -> None:
    section = "agenda/sections/inleiding.yaml"
    small.write(section, small.read(section) + SUBSECTIONS)
    content = load(Project(small.root)).content
    [found] = [s for s in content.sections if s.at.file == section]
    paths_of = path_finder(content)
    texts = [s.text.at for s in found.subsections]
    assert paths_of(texts) == [
        "subsections/Werkwijze/text",
        "subsections/Met een regeleinde/text",
        "subsections/Met spaties/text",
        "subsections/Met ~1 ~2 en ~0/text",
        "subsections/#5/text",
        "subsections/#6/text",
    ]
    assert _same_paths(small.root) > 100


def test_the_real_records_know_the_same_paths_as_their_yaml() -> None:
    assert _same_paths(ROOT) > 5000
