"""What YAML means here is what it means to PyYAML, and nothing odd in it passes unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from yaml import MappingNode, Node, ScalarNode

from bpa_agenda.yaml_source import LOADER, parse
from conftest import CASES, ROOT, SmallProject

_THEIRS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_VALUES = """
    no Yes on off true ~ null Null 12 -1 +1 0x1F 0o17 0b1 1_000 1:30 1.5 .5 -.inf .nan 1e3 1.0e+3
    2018-03-28 2018-03-28T10:00:00Z << = text t n y N1 0 007 08 + .
""".split()


def _said(node: Node) -> Iterator[tuple[object, ...]]:
    start, end = node.start_mark, node.end_mark
    yield node.id, node.tag, start.line, start.column, end.line, end.column
    if isinstance(node, ScalarNode):
        yield node.value, node.style
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from (*_said(key), *_said(value))
    else:
        for item in node.value:
            yield from _said(item)


def _same(text: str) -> bool:
    ours, theirs = yaml.compose(text, Loader=LOADER), yaml.compose(text, Loader=_THEIRS)
    return [*_said(ours)] == [*_said(theirs)]


@pytest.mark.parametrize("value", _VALUES)
def test_a_value_is_taken_for_what_pyyaml_takes_it_for(value: str) -> None:
    assert _same(f"{value}: a")
    assert _same(f'- {value}\n- "{value}"\n- {{k: {value} }}\n- !!str {value}\n- ! {value}\n- \n')


def test_the_real_content_is_taken_for_what_pyyaml_takes_it_for() -> None:
    files: list[Path] = [*CASES.joinpath("small").rglob("*.yaml"), ROOT / "agenda" / "agenda.yaml"]
    assert files
    assert all(_same(file.read_text("utf-8")) for file in files)


ODD = {
    "tag at the start": ("a: !foo b", "1:4", "unknown-tag"),
    "tag in brackets": ("a: [!foo b]", "1:5", "unknown-tag"),
    "tag right after a key": ('{"a":!foo b}', "1:6", "unknown-tag"),
    "tag that begins as open": ("a: !opening b", "1:4", "unknown-tag"),
    "tag in full": ("a: !<tag:example.org,2026:b> b", "1:4", "unknown-tag"),
    "tag of a shorthand": ("%TAG ! tag:example.org,2026:\n---\na: !b c", "3:4", "unknown-tag"),
    "escaped control character": ('a: "b\\x07c"', "1:4", "control-character"),
    "escaped NUL": ('a: "b\\0c"', "1:4", "control-character"),
    "escape over two lines": ('a: "b\\\n  \\u0007c"', "1:4", "control-character"),
    "control character": ("a: b\x07c", "1:5", "control-character"),
    "control character of Latin-1": ("a: b\x9fc", "1:5", "control-character"),
    "delete": ("a: b\x7f", "1:5", "control-character"),
    "no character": ("a: b\uffff", "1:5", "control-character"),
    "control character in a remark": ("a: b # c\x01", "1:9", "control-character"),
    "control character at the end": ("a: b\n...\n\x01", "3:1", "control-character"),
    "control character after a slip": ("a: b: c\nd: \x01", "2:4", "control-character"),
    "alias": ("a: &x b\nc: *x", "2:4", "yaml-alias"),
    "alias in brackets": ("a: [&x b,*x]", "1:10", "yaml-alias"),
    "alias right after a key": ('{"a":&x b, "c":*x}', "1:16", "yaml-alias"),
    "alias of what it is in": ('&x {"a":*x}', "1:9", "yaml-alias"),
    "anchor": ("a: &Co b", "1:4", "yaml-anchor"),
    "anchor of a list": ("a: &x\n- b", "1:4", "yaml-anchor"),
    "tag without a name": ("a: ! b", "1:4", "unknown-tag"),
    "tag of YAML": ("a: !!str b", "1:4", "unknown-tag"),
    "key that stands twice": ("a: b\na: c", "2:1", "duplicate-key"),
    "key twice within a list": ("- - {a: b, 'a': c}", "1:12", "duplicate-key"),
    "key twice within a key": ("? {a: b, a: c}\n: d", "1:10", "duplicate-key"),
}


@pytest.mark.parametrize(("text", "place", "code"), ODD.values(), ids=ODD)
def test_what_would_be_misread_is_a_problem(text: str, place: str, code: str) -> None:
    _, [found] = parse(text, "a.yaml")
    assert (str(found.at), found.code) == (f"a.yaml:{place}", code)


@pytest.mark.parametrize(
    "text",
    ["a: R&D, *b*", "a: wat! en *nu*", "a: b &c *d*", "a: !open b", "- '!foo'\n- '&a' \n- \"*a\""],
)
def test_what_only_looks_odd_is_none(text: str) -> None:
    source, problems = parse(text, "a.yaml")
    assert source.root is not None
    assert problems == []


def test_a_key_that_is_a_list_is_a_problem(small: SmallProject) -> None:
    theme = "agenda/themes/werk.yaml"
    small.change(theme, "stake: Werk moet leuk blijven.", "? [stake]\n: Werk moet leuk blijven.")
    assert small.problems() == [
        "agenda/themes/werk.yaml:1:1: error: the key “stake” is missing [missing-key]",
        "agenda/themes/werk.yaml:4:3: error: “a key” must be text, not a list [wrong-type]",
    ]
