"""YAML text to nodes that know their place, with all that PyYAML would let through reported.

Only PyYAML's composer is used: it gives each node its line and column, and no value is turned into
something else on the way (`no`, `1:30` and dates stay what the editor wrote).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.records import dataclass

OPEN_TAG = "!open"
_PREFIX = "tag:yaml.org,2002:"
TEXT_TAG, NULL_TAG = f"{_PREFIX}str", f"{_PREFIX}null"
_COLLECTIONS: dict[type[Node], str] = {MappingNode: f"{_PREFIX}map", SequenceNode: f"{_PREFIX}seq"}
# Only few files need these, and to compile them takes as long as to read a small file.
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
_CONFLICT = r"(?ms)^<{7} .*?^>{7} "
# Searched in whole files: a pattern that begins with a character is found far sooner.
_MAYBE_ANCHOR = re.compile(r"&(?<!\w&)[\w-]")
_MAYBE_TAG = re.compile(r"!(?<!\w!)(?!open\s)")
_MAYBE_ESCAPED = re.compile(r"\\[0abefvxuU]")
_QUOTED = "while scanning a quoted scalar"
_HINTS = (
    (
        "mapping values are not allowed",
        "a colon inside a text? put the text in quotes; else look at hyphen and indentation",
    ),
    ("cannot start any token", "a tab or a special character? indent with spaces, quote the text"),
    ("tab character", "indent with spaces, not with tabs"),
    (_QUOTED, "a quote that is opened must be closed"),
    ("unexpected end of stream", "a quote that is opened must be closed"),
    ("expected <block end>", "is the indentation the same as that of the lines around it?"),
    (
        "did not find expected key",
        "is the indentation that of the lines around it? does text stand behind a closing quote?",
    ),
    ("expected '-' indicator", "the keys of an item stand two spaces to the right of its hyphen"),
    ("could not find expected ':'", "is a colon missing behind the key?"),
    ("expected a single document", "the file holds a line of three hyphens; delete it"),
    ("found undefined alias", "a text that begins with * belongs in quotes"),
    ("did not find expected alphabetic", "a text that begins with & or * belongs in quotes"),
)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LOADER(_Loader):  # type: ignore[misc]  # which class it is only the machine knows
    """The fast loader, if PyYAML has it, without what it does at each node for paths of its own."""

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that has none of its own: of PyYAML's first rule that fits."""
        if kind is not ScalarNode:
            return _COLLECTIONS[kind]
        if implicit[0]:
            for tag, rule in self.yaml_implicit_resolvers.get(value[:1], ()):
                if rule.match(value):
                    return str(tag)
        return TEXT_TAG

    def descend_resolver(self, *_: object) -> None:
        """Nothing hangs on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing hangs on where a node stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as read: its name in the project, its text, and its nodes if it is valid."""

    file: str
    text: str
    root: Node | None

    def at(self, node: Node) -> Location:
        """The place of a node, as an editor counts."""
        return at(self.file, node)


def at(file: str, node: Node | yaml.Event) -> Location:
    """The place of a node or alias, as an editor counts."""
    mark = node.start_mark
    return Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)


def read_source(path: Path, file: str) -> tuple[Source, list[Problem]]:
    """Reads a file; `file` is what messages call it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Source(file, "", None), [problem("missing-file", Location(file))]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        legible = error.object.decode("utf-8", errors="replace")
        return Source(file, legible, None), [
            problem("not-utf-8", Location(file, line, 1), byte=f"0x{error.object[error.start]:02X}")
        ]
    return parse(text, file)


def parse(text: str, file: str) -> tuple[Source, list[Problem]]:
    """The nodes of a YAML text, and everything in it that would be misread."""
    if wrong := _conflicts(text, file):
        return Source(file, text, None), [*wrong, *_control_characters(text, file)]
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        # PyYAML takes no control characters, but stops at the first and gives no column.
        found = _control_characters(text, file) or [_syntax_problem(error, file)]
        return Source(file, text, None), found
    if root is None:
        return Source(file, text, None), [problem("empty-file", Location(file))]
    odd = _odd_events(text, file)
    if any(found.code == "yaml-alias" for found in odd):
        # Their nodes could be endless: nothing else of the file is looked at.
        return Source(file, text, None), [p for p in odd if p.code == "yaml-alias"]
    return Source(file, text, root), [*odd, *_node_problems(root, text, file)]


def kind_of(node: Node) -> str:
    """What YAML takes a node for: str, int, bool, null, timestamp, map, seq, !open."""
    return str(node.tag).removeprefix(_PREFIX)


def _conflicts(text: str, file: str) -> list[Problem]:
    """What git left where two people changed the same lines."""
    if "<<<<<<< " not in text:
        return []
    starts = (match.start() for match in re.finditer(_CONFLICT, text))
    lines = (text.count("\n", 0, start) + 1 for start in starts)
    return [problem("git-conflict", Location(file, line, 1)) for line in lines]


def _control_characters(text: str, file: str) -> list[Problem]:
    found = []
    for match in re.finditer(_CONTROL, text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        place = Location(file, line, column)
        found.append(problem("control-character", place, code_point=ord(match[0])))
    return found


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    assert isinstance(error, yaml.MarkedYAMLError), "only characters give other errors"
    # A quote that is never closed ends with the file; what is wrong is where it was opened.
    is_quote = error.context == _QUOTED and error.context_mark is not None
    mark = error.context_mark if is_quote else error.problem_mark or error.context_mark
    place = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
    detail = " ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for words, hint in _HINTS if words in detail), "")
    return problem("yaml-syntax", place, detail=detail, hint=hint)


def _odd_events(text: str, file: str) -> list[Problem]:
    """Aliases, anchors and tags: what begins with one of their marks is no text for YAML."""
    if not (_MAYBE_ANCHOR.search(text) or _MAYBE_TAG.search(text)):
        return []
    events = yaml.parse(text, Loader=LOADER)
    return [found for event in events for found in _odd_event(event, file)]


def _odd_event(event: yaml.Event, file: str) -> Iterator[Problem]:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        yield problem("yaml-alias", at(file, event), name=anchor)
    elif anchor:
        yield problem("yaml-anchor", at(file, event), name=anchor)
    if tag and tag != OPEN_TAG:
        yield problem("unknown-tag", at(file, event), tag=tag.replace(_PREFIX, "!!"))


def _node_problems(root: Node, text: str, file: str) -> list[Problem]:
    """Duplicate keys, and control characters that were written as escapes."""
    all_plain = not _MAYBE_ESCAPED.search(text)
    found: list[Problem] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not all_plain:
            found += _escaped_character(node, file)
        if isinstance(node, MappingNode):
            found += _duplicate_keys(node, file)
            children = [child for pair in node.value for child in pair]
        else:
            children = node.value if isinstance(node, SequenceNode) else []
        waiting += [c for c in children if c.__class__ is not ScalarNode] if all_plain else children
    return found


def _escaped_character(node: Node, file: str) -> Iterator[Problem]:
    """A control character that was written as an escape."""
    if isinstance(node, ScalarNode) and (match := re.search(_CONTROL, node.value)):
        yield problem("control-character", at(file, node), code_point=ord(match[0]))


def _duplicate_keys(node: MappingNode, file: str) -> list[Problem]:
    names = [str(key.value) for key, _ in node.value]
    if len(set(names)) == len(names):
        return []
    first: dict[str, int] = {}
    found = []
    for name, (key, _) in zip(names, node.value, strict=True):
        if name in first:
            place = at(file, key)
            found.append(problem("duplicate-key", place, key=name, line=first[name]))
        first.setdefault(name, key.start_mark.line + 1)
    return found
