"""Replacing values in YAML: the style stays, the bytes around it stay, every reader agrees."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from bpa_agenda.write_yaml import apply_edits
from bpa_agenda.yaml_places import find, paths
from bpa_agenda.yaml_proof import NotProvedError, Wanted, prove
from bpa_agenda.yaml_scalars import ended_as, replace_scalar, replace_scalars

ROOT = Path(__file__).parents[1]
REAL = sorted(ROOT.glob("agenda/**/*.yaml"))
LONG = (
    "Een zin die met zijn woorden bijna "
    "te lang is voor een regel van honderd tekens, zoals hier net."
)

STYLES = {
    "plain": ("a: een  # noot\nb: 1\n", "twee", "a: twee  # noot\nb: 1\n"),
    "plain stays long": ("a: een\n", f"{LONG} {LONG}", f"a: {LONG} {LONG}\n"),
    "plain cannot hold a colon": ("a: een # noot\n", "een: twee", 'a: "een: twee" # noot\n'),
    "plain cannot hold a hash": ("a: een\n", "een #2", 'a: "een #2"\n'),
    "plain cannot be a truth value": ("a: een\n", "no", 'a: "no"\n'),
    "plain cannot be a number": ("a: een\n", "1e3", 'a: "1e3"\n'),
    "plain cannot be a time": ("a: een\n", "1:30", 'a: "1:30"\n'),
    "plain cannot be a list": ("a: een\n", "- x", 'a: "- x"\n'),
    "plain cannot be empty": ("a: een\n", "", 'a: ""\n'),
    "plain number": ("a: 12\n", "13", "a: 13\n"),
    "plain number becomes text": ("a: 12\n", "dertien", "a: dertien\n"),
    "long and not plain": (
        "a: een # noot\n",
        f"{LONG} Let op: ja.",
        f"a: >- # noot\n  {LONG}\n  Let op: ja.\n",
    ),
    "more lines": (
        "- a: een # noot\n",
        "een\n\n- twee\n",
        "- a: | # noot\n    een\n\n    - twee\n",
    ),
    "more lines without an end": ("- een\n- x\n", "een\ntwee", "- |-\n  een\n  twee\n- x\n"),
    "plain over lines": (
        "a: een\n  twee\n  drie\n",
        "een\ntwee vier",
        "a: een\n\n  twee\n  vier\n",
    ),
    "single quotes": ("a: 'een' # noot\n", "’t is 'x': #1", "a: '’t is ''x'': #1' # noot\n"),
    "single quotes cannot hold lines": ("a: 'een'\n", "x\ny", "a: |-\n  x\n  y\n"),
    "single quotes over lines": ("a: 'een\n    twee'\n", "drie twee", "a: 'drie\n    twee'\n"),
    "double quotes": ('a: "een"\n', 'zegt "ja" é\\', 'a: "zegt \\"ja\\" é\\\\"\n'),
    "double quotes with lines": ('a: "een\\ntwee"\n', "x\ny", 'a: "x\\ny"\n'),
    "double quotes get lines": ('a: "een"\n', "x\ny", "a: |-\n  x\n  y\n"),
    "double quotes over lines": (
        'a: "een\n  twee\n\n  drie"\n',
        "vier\ndrie",
        'a: "vier\n\n  drie"\n',
    ),
    "control characters": ("a: een\n", "x\x07\u2028\ufeffy", 'a: "x\\u0007\\u2028\\ufeffy"\n'),
    "non-breaking space": ("a: |\n  een\n", "10\xa0%\n", "a: |\n  10\xa0%\n"),
    "literal": (
        "a: |  # noot\n    een\n    twee\nb: 1\n",
        "x\ntwee\n",
        "a: |  # noot\n    x\n    twee\nb: 1\n",
    ),
    "literal loses its end": ("a: |\n  een\n", "een", "a: |-\n  een\n"),
    "literal gets an end": ("a: |-\n  een\n", "een\n", "a: |\n  een\n"),
    "literal gets more ends": ("a: |\n  een\nb: 1\n", "een\n\n\n", "a: |+\n  een\n\n\nb: 1\n"),
    "literal keeps ends": ("a: |+\n  een\n\nb: 1\n", "x\n\n", "a: |+\n  x\n\nb: 1\n"),
    "literal with lines between": ("a: |\n  een\n\nb: 1\n", "x\n", "a: |\n  x\n\nb: 1\n"),
    "literal that begins with a space": ("a: |\n  een\n", "  x\ny\n", "a: |2\n    x\n  y\n"),
    "literal with an indicator": ("a: |1-\n   een\n", "x", "a: |1-\n x\n"),
    "literal made empty": ("a: |  # noot\n  een\nb: 1\n", "", 'a: ""  # noot\nb: 1\n'),
    "literal with invisible bytes": (
        "a: |\n  een\n \n  twee\n",
        "een\n\ndrie\n",
        "a: |\n  een\n \n  drie\n",
    ),
    "folded": (
        "a: >-\n  een twee\n  drie vier\n  vijf zes\nb: 1\n",
        "een twee drie acht vijf zes",
        "a: >-\n  een twee\n  drie acht\n  vijf zes\nb: 1\n",
    ),
    "folded that is wrapped": ("a: >\n  x\n", f"{LONG} {LONG}\n", f"a: >\n  {LONG}\n  {LONG}\n"),
    "folded with paragraphs": ("a: >-\n  een\n  twee\n", "een\ntwee", "a: >-\n  een\n\n  twee\n"),
    "folded with a list": (
        "a: >\n  een\n    - x\n    - y\n\n  twee\n",
        "een\n  - x\n  - z\ntwee\n",
        "a: >\n  een\n    - x\n    - z\n  twee\n",
    ),
    "folded with a word too long": (
        "a: >-\n  x\n",
        f"y {'z' * 120}",
        f"a: >-\n  y\n  {'z' * 120}\n",
    ),
    "within brackets": ("a: [een, {b: twee}]\n", "x, y", 'a: ["x, y", {b: twee}]\n'),
    "within brackets no blocks": ("a: [een]\n", "x\ny", 'a: ["x\\ny"]\n'),
    "nothing": ("a:  # noot\nb: 1\n", "x", "a: x  # noot\nb: 1\n"),
    "tag": ("a: !open een\n", "yes", "a: !open yes\n"),
    "tag without text": ("a: !open\n", "een", "a: !open een\n"),
    "tag before a block": ("a: !open >-\n  een\n", "x\ny", "a: !open >-\n  x\n\n  y\n"),
    "line ends of Windows": (
        "a: |\r\n  een\r\nb: 1\r\n",
        "x\ny\n",
        "a: |\r\n  x\r\n  y\r\nb: 1\r\n",
    ),
    "no newline at the end": ("a: een", "x\ny", "a: |-\n  x\n  y"),
    "block without newline at the end": ("a: >-\n  een", "twee", "a: >-\n  twee"),
    "byte order mark": ("\ufeffa: een\n", "twee", "\ufeffa: twee\n"),
    "a comment that a block would take in": (
        "a: een\n    # noot\nb: 1\n",
        "x\ny",
        'a: "x\\ny"\n    # noot\nb: 1\n',
    ),
    "same value": ("a:   'een'\n", "een", "a:   'een'\n"),
}


@pytest.mark.parametrize(("before", "value", "after"), STYLES.values(), ids=STYLES)
def test_a_value_is_replaced_in_its_style(before: str, value: str, after: str) -> None:
    root = yaml.compose(before.removeprefix("\ufeff"))
    path = next(iter(paths(root).values()))
    assert replace_scalars(before, {path: value}) == after
    node = find(root, path)
    assert node is not None
    assert apply_edits(before, [replace_scalar(before, node, value)]) == after


WITHOUT_TAG = {
    "plain": ("a: !open wie  # noot\n", "een", "a: een  # noot\n"),
    "nothing behind it": ("a: !open\nb: 1\n", "een", "a: een\nb: 1\n"),
    "a block becomes a line": ("a: !open >-\n  wie\nb: 1\n", "een", "a: een\nb: 1\n"),
    "a line becomes a block": ("a: !open wie\n", "een\n\ntwee\n", "a: |\n  een\n\n  twee\n"),
    "a long line": ("a: !open wie\n", f"{LONG} Ja ja.", f"a: >-\n  {LONG}\n  Ja ja.\n"),
    "a number": ("a: !open wie\n", "12", 'a: "12"\n'),
    "on the next line": ("a: !open\n  wie\n", "een", "a: een\n"),
    "same value": ("a: !open wie\n", "wie", "a: wie\n"),
}


@pytest.mark.parametrize(("before", "value", "after"), WITHOUT_TAG.values(), ids=WITHOUT_TAG)
def test_what_was_open_is_filled_in(before: str, value: str, after: str) -> None:
    assert replace_scalars(before, {"a": value}, untag={"a"}) == after


def test_several_values_are_replaced_at_once() -> None:
    before = "a: een\nb: [x, y]\nc:\n  - id: k\n    d: |\n      x\n"
    after = "a: twee\nb: [z, w]\nc:\n  - id: k\n    d: |\n      y\n"
    changes = {"c/k/d": "y\n", "a": "twee", "b/#2": "w", "b/#1": "z"}
    assert replace_scalars(before, changes) == after


def test_a_path_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no value at b"):
        replace_scalars("a: een\n", {"b": "twee"})


@pytest.mark.parametrize(
    ("old", "value", "expected"),
    [("een\n", "twee", "twee\n"), ("een", "twee\n", "twee"), (" een\n\n", "x", " x\n\n")],
)
def test_a_value_gets_the_ends_of_the_old_one(old: str, value: str, expected: str) -> None:
    assert ended_as(old, value) == expected


@pytest.mark.parametrize(
    ("after", "message"),
    [
        ("a: drie\nb: !open x  # noot\n", "line 1 has 'drie' and not 'twee'"),
        ("a: twee\nb: !open y  # noot\n", "line 2 has 'y' and not 'x'"),
        ("a: twee\nb: x  # noot\n", "line 2 has the tag tag:yaml.org,2002:str"),
        ("a: twee\n", "another structure at line 1"),
        ("a: [twee]\nb: !open x  # noot\n", "another structure at line 1"),
        ("a: twee\nc: !open x  # noot\n", "line 2 has 'c' and not 'b'"),
        ("a: yes\nb: !open x  # noot\n", "line 1 has 'yes' and not 'twee'"),
        (
            "a: twee\nb: !open x # noot\n",
            r"'\nb: !open x  # noot\n' became '\nb: !open x # noot\n'",
        ),
        (
            "a: twee\n\nb: !open x  # noot\n",
            r"'\nb: !open x  # noot\n' became '\n\nb: !open x  # noot\n'",
        ),
        ("a: 'twee\nb: !open x  # noot\n", "no YAML any more: "),
        ("", "nothing is left"),
    ],
)
def test_an_edit_that_did_something_else_is_found_out(after: str, message: str) -> None:
    before = "a: een\nb: !open x  # noot\n"
    root = yaml.compose(before)
    with pytest.raises(NotProvedError) as caught:
        prove(before, after, root, {id(find(root, "a")): Wanted("twee")})
    assert str(caught.value).startswith(message)


# Random values over the real content and over every style: `replace_scalars` proves itself with
# PyYAML; here a second reader, which knows YAML 1.2, must read the same.

PARTS = (
    "woord", " ", "  ", ": ", " #", "'", '"', "\n", "\n\n", "- lijst\n", "  - diep", "\t", "é",
    "“ja”", "\xa0", "z" * 110, "yes", "1:30", "%", "@", "\\", "|", ">", "[a]", "{b}", ",", "&",
    "*", "!open ", "?", "---", "...", f"{LONG} ", "2018-01-01", "~", "=", "\u2028", "\x85",
    "\u200b", "😀", "\r", "\x07", "\ufeff",
)  # fmt: skip
WHOLE = (
    "", " ", "\n", "\n\n", "yes", "no", "1:30", "- x", "~", "null", "12", "1.5", "2018-03-28", "=",
    "<<", "a\n", "a\n\n", "a\n\n\n", " a", "a ", "\ta", "\n a", "  \n a", "a\n  \nb", "a  \nb",
    "a\n  ", "---", "--- a", "...", "# x", "a: b", "a:", "a #b", "%x", "@x", "`x", "!x", "&x",
    "*x", "?", "? x", "-", "-x", "'", '"', "\\", "\\n", "0o14", "1e5", ".5", "y", "+1", "1_000",
    ".inf", "x\n---\ny", "x\n...\ny", "x\n# c\ny", f"{LONG} {LONG}", f"{LONG}\n\n{LONG}\n",
)  # fmt: skip
SCALARS = (
    "woord", "woord  # noot", "'enkel ''x'''", '"dubbel \\" \\u00e9"  # noot', '"x\\ny"', "12",
    "yes", "~", "", "!open wat", "!open", "!open 'wat'", "!open >-\n    lang\n    verhaal",
    "plat over\n    regels\n\n    en nog", "'enkel over\n     meer\n\n   regels'",
    '"dubbel\n    over\\n\n    \\ regels"', "|\n    letterlijk\n      dieper\n\n    eind",
    "|-\n    letterlijk", "|+\n    letterlijk\n\n", "|2  # noot\n     spatie", "|-",
    ">\n    gevouwen\n    tekst\n\n    - lijst\n      dieper\n    weer",
    ">-\n    gevouwen\n    tekst",
    ">+\n    gevouwen\n", ">-2\n     dieper\n    proza", "&naam woord", "!!str 12", "\n    woord",
    "[x, 'y', {k: !open z, l: \"w\"}]", "{k: , l: 12}",
)  # fmt: skip
FRAMES = ("a: @\n", "a: @", "a: @\n\nb: 1\n", "a:\n  - @\n  # noot\n  - b\n", "- a: @\n  b: 1\n")


def _value(chance: random.Random, old: str) -> str:
    """A value that is hard to write, or the old one with a few words changed."""
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(WHOLE)
    if kind < 0.7:
        return "".join(chance.choices(PARTS, k=chance.choice((1, 2, 3, 5, 8, 20))))
    words = old.split(" ")
    at = chance.randrange(len(words))
    words[at : at + chance.randrange(2)] = chance.choice([[], ["nieuw"], ["nieuw", "woord"]])
    return " ".join(words)


def _same_to_a_second_reader(text: str) -> bool:
    reader = YAML(typ="safe", pure=True)
    return list(_texts(yaml.compose(text))) == list(_texts(reader.compose(text)))


def _texts(node: yaml.Node) -> Iterator[str]:
    """All keys and values; both readers have nodes of the same make."""
    if isinstance(node.value, str):
        yield node.value
        return
    for child in node.value:
        for part in child if isinstance(child, tuple) else (child,):
            yield from _texts(part)


@pytest.mark.parametrize("file", REAL, ids=lambda path: path.stem)
def test_every_value_of_the_real_content_takes_any_text(file: Path) -> None:
    chance = random.Random(file.name)
    text = file.read_bytes().decode()
    if chance.random() < 0.3:
        text = text.replace("\n", "\r\n")
    root = yaml.compose(text)
    places = list(paths(root).values())
    changes = {path: _value(chance, node.value) for path in places if (node := find(root, path))}
    assert len(changes) == len(places)
    untag = {path for path in places if chance.random() < 0.5}
    changed = replace_scalars(text, changes, untag)
    # The second reader takes a second for each of the largest files, which hold nothing else.
    assert len(text) > 30_000 or _same_to_a_second_reader(changed)


@pytest.mark.parametrize("scalar", SCALARS)
def test_every_style_takes_any_text(scalar: str) -> None:
    chance = random.Random(scalar)
    for _ in range(12):
        text = (
            chance.choice(FRAMES).replace("@", scalar).replace("\n", chance.choice(("\n", "\r\n")))
        )
        root = yaml.compose(text)
        path = chance.choice(list(paths(root).values()))
        node = find(root, path)
        assert node is not None
        untag = {path} if chance.random() < 0.3 else set()
        changed = replace_scalars(text, {path: _value(chance, node.value)}, untag)
        assert _same_to_a_second_reader(changed), (text, path)
