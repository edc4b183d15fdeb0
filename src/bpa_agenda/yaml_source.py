"""YAML text to nodes that know their place, with all that PyYAML would let through reported.

Only PyYAML's composer is used: it gives each node its line and column, and no value is turned into
something else on the way (`no`, `1:30` and dates stay what the editor wrote).
"""

import re
from pathlib import Path

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.records import dataclass

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OPEN_TAG = "!open"
_PREFIX = "tag:yaml.org,2002:"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONFLICT = re.compile(r"^<{7} .*?^>{7} ", re.MULTILINE | re.DOTALL)
_MAYBE_ALIAS = re.compile(r"(?:^|[\s\[{,])\*[\w-]", re.MULTILINE)
_HINTS = (
    (
        "mapping values are not allowed",
        "a colon inside a text? put the text in quotes; else look at hyphen and indentation",
    ),
    ("cannot start any token", "a tab or a special character? indent with spaces, quote the text"),
    ("tab character", "indent with spaces, not with tabs"),
    ("while scanning a quoted scalar", "a quote that is opened must be closed"),
    ("unexpected end of stream", "a quote that is opened must be closed"),
    ("expected <block end>", "is the indentation the same as that of the lines around it?"),
    ("could not find expected ':'", "is a colon missing behind the key?"),
    ("expected a single document", "the file holds a line of three hyphens; delete it"),
    ("found undefined alias", "a text that begins with * belongs in quotes"),
    ("did not find expected alphabetic", "a text that begins with & or * belongs in quotes"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as read: its name in the project, its text, and its nodes if it is valid."""

    file: str
    text: str
    root: Node | None

    def at(self, node: Node) -> Location:
        """The place of a node, as an editor counts."""
        return at(self.file, node)


def at(file: str, node: Node | yaml.AliasEvent) -> Location:
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
    if wrong := [*_conflicts(text, file), *_control_characters(text, file)]:
        return Source(file, text, None), wrong
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return Source(file, text, None), [_syntax_problem(error, file)]
    if root is None:
        return Source(file, text, None), [problem("empty-file", Location(file))]
    if aliases := _aliases(text, file):
        return Source(file, text, None), aliases
    return Source(file, text, root), _node_problems(root, file)


def kind_of(node: Node) -> str:
    """What YAML takes a node for: str, int, bool, null, timestamp, map, seq, !open."""
    return str(node.tag).removeprefix(_PREFIX)


def _conflicts(text: str, file: str) -> list[Problem]:
    """What git left where two people changed the same lines."""
    starts = (match.start() for match in _CONFLICT.finditer(text))
    lines = (text.count("\n", 0, start) + 1 for start in starts)
    return [problem("git-conflict", Location(file, line, 1)) for line in lines]


def _control_characters(text: str, file: str) -> list[Problem]:
    found = []
    for match in _CONTROL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        place = Location(file, line, column)
        found.append(problem("control-character", place, code_point=ord(match[0])))
    return found


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
    detail = " ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for words, hint in _HINTS if words in detail), "")
    return problem("yaml-syntax", place, detail=detail, hint=hint)


def _aliases(text: str, file: str) -> list[Problem]:
    """Aliases, whose nodes could be endless: nothing else of the file is looked at."""
    if not _MAYBE_ALIAS.search(text):
        return []
    return [
        problem("yaml-alias", at(file, event), name=event.anchor)
        for event in yaml.parse(text, Loader=LOADER)
        if isinstance(event, yaml.AliasEvent)
    ]


def _node_problems(root: Node, file: str) -> list[Problem]:
    """Duplicate keys, unknown tags and control characters that were written as escapes."""
    found: list[Problem] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not node.tag.startswith(_PREFIX) and node.tag != OPEN_TAG:
            found.append(problem("unknown-tag", at(file, node), tag=node.tag))
        if isinstance(node, MappingNode):
            found += _duplicate_keys(node, file)
            waiting += [child for pair in node.value for child in pair]
        elif isinstance(node, SequenceNode):
            waiting += node.value
        elif isinstance(node, ScalarNode) and (match := _CONTROL.search(node.value)):
            place = at(file, node)
            found.append(problem("control-character", place, code_point=ord(match[0])))
    return found


def _duplicate_keys(node: MappingNode, file: str) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for key, _ in node.value:
        name = str(key.value)
        if name in first:
            place = at(file, key)
            found.append(problem("duplicate-key", place, key=name, line=first[name]))
        first.setdefault(name, key.start_mark.line + 1)
    return found
