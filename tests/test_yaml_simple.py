"""What is read by its shape reads as PyYAML reads it, and whatever else is left to PyYAML."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpa_agenda import read_agenda, read_record, read_sources
from bpa_agenda.decode import decode
from bpa_agenda.problems import Location
from bpa_agenda.project import Project
from bpa_agenda.records import dataclass
from bpa_agenda.values import (
    NOWHERE,
    Amount,
    Choice,
    Date,
    Identifier,
    Line,
    Markdown,
    Number,
    Numeral,
    Open,
    Verbatim,
)
from bpa_agenda.walk import walk
from bpa_agenda.yaml_simple import read_simple
from bpa_agenda.yaml_source import parse
from conftest import ROOT


class Colour(Choice):
    __slots__ = ()
    choices = ("rood", "groen")


@dataclass(frozen=True, slots=True)
class Inner:
    """A record in another."""

    id: Identifier
    note: Verbatim | None = None
    names: tuple[Line, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Outer:
    """Of every kind of value one."""

    title: Line | Open
    text: Markdown | Open | None = None
    year: Numeral | None = None
    day: Date | None = None
    count: Number | None = None
    price: Amount | None = None
    colour: Colour | None = None
    ids: tuple[Identifier, ...] = ()
    one: Inner | None = None
    many: tuple[Inner, ...] = ()
    at: Location = NOWHERE


def _said(record: Any) -> list[object]:
    """All values of a record, each with its type and place."""
    return [(type(value), value, getattr(value, "at", None)) for value in walk(record)]


def _in_full(text: str, record: type) -> Any:
    """What the whole parser makes of a text, which may have no mistake."""
    source, unread = parse(text, "a.yaml")
    found, wrong = decode(source, record)
    assert not unread + wrong
    return found


SIMPLE = {
    "a text": "title: Goed, werk; 10:30 (A&O) 'nu' - a#b\n",
    "a text in quotes": "title: \"Werk: goed\"\ncolour: 'rood'\n",
    "quotes in quotes": "title: \"a \\\"b\\\" \\\\ c\"\ntext: 'zo''n'\n",
    "a line end in quotes": 'title: a\ntext: "a\\nb"\n',
    "digits and dates": "title: a\nyear: 2018\nday: 2018-03-28\ncount: 007\nprice: 12.50\n",
    "digits in quotes": 'title: "2018"\nyear: "12"\nprice: "3"\n',
    "open": "title: !open  Wie?\ntext: !open >-\n  Wat\n  dan?\n",
    "a text on lines of its own": "title: a\ntext: |\n  een\n\n    twee\n  drie\nyear: 1\n",
    "lines as paragraphs": "title: a\ntext: >\n  een\n  twee\n\n\n  drie\n",
    "without a last line end": "title: a\none:\n  id: b\n  note: |-\n    een\n    twee\n",
    "a list": 'title: a\nids:\n  - een-woord\n  - b # dit\n  - "c"\n',
    "a list of words": "title: a\nids:\n- eerste\n- tweede-woord.3\n",
    "a list between brackets": "title: a\nids: [a, b-1,  c.d]\n",
    "a record": "title: a\none:\n   id: b\n   note: 'c '\n",
    "records": "title: a\nmany:\n- id: b\n  names:\n  - 'c: d'\n  - e f\n-   id: g\nyear: 1\n",
    "blank lines and remarks": "# x\n\ntitle: 'a'  # b\n  # c\n\nids: # d\n  # e\n  - f\n\n#g\n",
    "spaces at the end": "title: a   \nids:  \n  - b \n",
    "lines that end as in Windows": "title: a\r\ntext: |\r\n  b\r\n  c\r\n",
    "a mark at the start": "\ufefftitle: a\n",
    "characters beyond the first plane": "title: \u00e9\u2019\U0001d11e\nids: [a]\n",
}


@pytest.mark.parametrize("text", SIMPLE.values(), ids=SIMPLE)
def test_a_simple_form_reads_as_pyyaml_reads_it(text: str) -> None:
    assert _said(read_simple(text.encode(), "a.yaml", Outer)) == _said(
        _in_full(text.removeprefix("\ufeff"), Outer)
    )


def test_a_value_is_at_its_line_and_column() -> None:
    text = "title: a\nmany:\n  - id: b\n    names:\n      - eerste\n      - tweede\n    note: c\n"
    found = read_simple(text.encode(), "a.yaml", Outer)
    assert found is not None
    [inner] = found.many
    places = [str(value.at) for value in (found, found.title, inner, *inner.names, inner.note)]
    assert places == [f"a.yaml:{place}" for place in ("1:1", "1:8", "3:5", "5:9", "6:9", "7:11")]


NOT_SIMPLE = [
    *("", "title: a", "title: a\ntitle: b\n", "titel: a\n", "ids: [a]\n", " title: a\n"),
    *("- title: a\n", "title:\n", "title: a\nids:\n", "title: !open\n", "title: !open ''\n"),
    *("title: a: b\n", "title: a\n  b\n", 'title: "a\n  b"\n', "title: 'a\n", "title: |+\n  a\n"),
    *("title: a\ntext: |\n   b\n  c\n", "title: a\ntext: |\n\n  b\n", "title: a\ntext: |\ntext\n"),
    *("title: a\ntext: >-\n  b\n   c\n", "title: a\ntext: |\n  b\n # c\n", "title: a\n---\n"),
    *("title: no\n", "title: 2018\n", "title: 2018-03-28\n", "title: ~\n", "title: 1e3\n"),
    *("title: *a\n", "title: &a b\n", "title: !b c\n", "title: {a: b}\n", "title: [a]\n"),
    *("title: a\nids: b\n", "title: a\nids: [b, 1]\n", "title: a\nids: [no]\n", "? title\n: a\n"),
    *(
        "title: a\nids: |\n  - b\n",
        "title: a\nids: >-\n  - eerste\n",
        "title: a\nids:\n - b\n- c\n",
    ),
    *("title: a\nmany:\n- ids:\n", "title: a\nmany:\n- b\n", "title: a\none: b\n", '"title": a\n'),
    *("title: a\nmany:\n- names:\n  - eerste\n", "title: a\nmany:\n- id: b\n names: [c]\n"),
    *("title: a\nmany:\n- id: b\n  names:\n- id: tweede\n", "title: a\none:\nids: [b]\n"),
    *("title: a\ncolour: blauw\n", "title: a\nday: 2018-02-30\n", "title: a\ncount: 1.5\n"),
    *("title: a\tb\n", "title: a\x85\n", "title: a\u2028b\n", "title: a\x07\n", "title: a\rb\n"),
    *("title: a # b\n", "title: !open a # b\n", "title: a\nmany:\n- id: b\n  names:\n  - c # d\n"),
    *('title: "a\\x07"\n', "title: a\nids:\n  - !open b\n", "title: a\nids:\n  -\n    b\n"),
]


@pytest.mark.parametrize("text", NOT_SIMPLE)
def test_another_form_and_what_may_be_a_mistake_is_left_to_pyyaml(text: str) -> None:
    assert read_simple(text.encode(), "a.yaml", Outer) is None


def test_what_is_no_utf_8_is_left_to_pyyaml() -> None:
    assert read_simple("title: é\n".encode("latin-1"), "a.yaml", Outer) is None


def _files(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, type]]:
    """The files of a project, each with the record that it is to hold."""
    files: list[tuple[Path, type]] = []

    def noted(path: Path, file: str, record: type) -> Any:
        files.append((path, record))
        return read_record.read_record(path, file, record)

    for module in (read_agenda, read_sources):
        monkeypatch.setattr(module, "read_record", noted)
    read_agenda.read_agenda(project)
    read_sources.read_registers(project)
    read_sources.read_schemes(project)
    return files


def test_all_of_the_real_content_is_simple(monkeypatch: pytest.MonkeyPatch) -> None:
    files = _files(Project(ROOT), monkeypatch)
    assert len(files) > 25
    for path, record in files:
        found = read_simple(path.read_bytes(), "a.yaml", record)
        assert found is not None, f"{path.name} is read in full"
        assert _said(found) == _said(_in_full(path.read_text("utf-8"), record))


def test_to_check_the_real_content_no_parser_of_all_yaml_is_loaded() -> None:
    code = (
        "import sys; from bpa_agenda.pipeline import check; from bpa_agenda.project import Project;"
    )
    code += "check(Project(__import__('pathlib').Path(sys.argv[1]))); print('yaml' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


_PIECES = """
    title:_a text:_|_ text:_>-_ year:_1 ids: many: one: -_id:_b -_names: names: -_ - id:_c note:_d
    !open_ # _# #_x " ' '' \\" [ ] [a,_b] {a:_b} : :_ | > |- >- no 2018 2018-03-28 1.5 ~ & * % @ ---
    eerste tweede -_eerste -_tweede é = <<: ... ? , note:_|- colour:_rood count:_7 \t \r \x85 \u2028
""".replace("\\x85", "\x85").split(" ")


def _changed(chance: random.Random, text: str) -> str:
    """A text with a piece put in, taken out or moved, or with a line moved to the side."""
    lines = text.split("\n")
    number = chance.randrange(len(lines))
    line = lines[number]
    start = chance.randrange(len(line) + 1)
    piece = chance.choice(_PIECES).strip("\n").replace("_", " ")
    lines[number : number + 1] = chance.choice(
        [
            [line[:start] + piece + line[start:]],
            [line[:start] + line[start + chance.randrange(1, 4) :]],
            [" " * chance.randrange(1, 4) + line],
            [line[chance.randrange(1, 4) :]],
            [line, " " * chance.randrange(7) + piece],
            [line, line],
            [],
        ]
    )
    return "\n".join(lines)


def changed_texts(chance: random.Random) -> Iterator[str]:
    """Texts that are mostly YAML, and what becomes of them in some small changes."""
    while True:
        text = chance.choice([*SIMPLE.values()])
        for _ in range(chance.randrange(1, 6)):
            text = _changed(chance, text)
            yield text


def test_by_chance_nothing_reads_otherwise_than_as_pyyaml_reads_it() -> None:
    read = 0
    for _, text in zip(range(5000), changed_texts(random.Random(2026)), strict=False):
        found = read_simple(text.encode(), "a.yaml", Outer)
        if found is not None:
            read += 1
            assert _said(found) == _said(_in_full(text.removeprefix("\ufeff"), Outer)), text
    assert read > 500
