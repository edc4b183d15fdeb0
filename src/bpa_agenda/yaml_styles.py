"""How a text is written in each style of YAML, in lines: no nodes and no files, only text.

A line here has no indentation and no line end. Where a text is folded, lines that stood there
before are used again where their words stand again, so that an edit changes few lines.
"""

import re
from bisect import bisect
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from yaml import ScalarNode
from yaml.resolver import Resolver

WIDTH = 100
BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
# What YAML can hold only as an escape. A non-breaking space is not among it: the editors see as
# little of it in a block as in quotes, and an escape would hide the word it stands in.
_ESCAPED = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NOT_PLAIN = re.compile(
    r"""\A(?:[ \n,\[\]{}#&*!|>'"%@`]|[-?:](?:[ \n]|\Z)|(?:---|\.\.\.)(?:[ \n]|\Z))
    | :(?:[ \n]|\Z) | [ \n]\# | \t | [ \n]\Z | [ ]\n | \n[ ]""",
    re.VERBOSE,
)
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}?:#]")
# What some reader takes for a number or a truth value, by YAML 1.1 or 1.2, though PyYAML does not.
_NOT_TEXT = re.compile(
    r"""(?i:y|n|yes|no|on|off|true|false|null|~)?
    | [-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?
    | [-+]?0[oxb][0-9a-fA-F_]+ | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    | [-+]?\.(?i:inf|nan)""",
    re.VERBOSE,
)
_SPACE = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_RESOLVER = Resolver()


class OldLines(NamedTuple):
    """Lines of a folded text as they stood: those that end a paragraph, and the others."""

    inner: Collection[str] = ()
    last: Collection[str] = ()


def old_lines(lines: Sequence[str]) -> OldLines:
    """The lines of a folded text; an empty line ends a paragraph."""
    following = [*lines, ""][1:]
    pairs = list(zip(lines, following, strict=True))
    inner = dict.fromkeys(line for line, after in pairs if line and after.strip(" \t"))
    last = dict.fromkeys(line for line, after in pairs if line and not after.strip(" \t"))
    return OldLines(tuple(inner), tuple(last))


def block_holds(value: str) -> bool:
    """Whether a literal or folded block can hold the value; its last line must be seen."""
    return bool(value.rstrip("\n").rpartition("\n")[2].strip(" \t")) and not _ESCAPED.search(value)


def single_quotes_hold(value: str) -> bool:
    """Whether single quotes can hold the value; a newline is another matter, see `flows`."""
    return not _ESCAPED.search(value)


def plain_holds(value: str, *, flow: bool, kinds: Collection[str]) -> bool:
    """Whether the value can stand without quotes and is read as one of `kinds` of YAML.

    `kinds` are tags as `tag:yaml.org,2002:str`; without any, a tag of its own says what it is.
    """
    if not value or _ESCAPED.search(value) or _NOT_PLAIN.search(value):
        return False
    if flow and _NOT_PLAIN_IN_FLOW.search(value):
        return False
    kind = str(_RESOLVER.resolve(ScalarNode, value, (True, False)))  # type: ignore[no-untyped-call]
    looks = bool(_NOT_TEXT.fullmatch(value))
    return not kinds or (kind in kinds and not (looks and kind.endswith(":str")))


def flows(value: str) -> bool:
    """Whether the value can be spread over the lines of a plain or quoted text."""
    lines = value.split("\n")
    return bool(lines[0] and lines[-1]) and all(line == line.strip(" \t") for line in lines)


def single_quoted(value: str) -> str:
    """What stands between single quotes."""
    return value.replace("'", "''")


def double_quoted(value: str) -> str:
    """What stands between double quotes, on one line; letters of all languages stay readable."""
    short = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", short.replace("\t", "\\t"))


def flow_lines(texts: Sequence[str], first: int, width: int, old: OldLines) -> list[str]:
    """Lines of a plain or quoted text, from its texts between newlines; `first` is the room there.

    A newline is written as an empty line more.
    """
    lines: list[str] = []
    for number, text in enumerate(texts):
        if number:
            lines.append("")
        if text:
            lines += wrapped(text, width if number else first, width, old)
    return lines


def folded_lines(value: str, width: int, old: OldLines) -> list[str]:
    """Lines of a folded block for a value that does not end in a newline."""
    lines: list[str] = []
    before = None
    for text in value.split("\n"):
        if before is not None and _is_prose(before) and _is_prose(text):
            lines.append("")
        if not text:
            lines.append("")
            continue
        before = text
        lines += wrapped(text, width, width, old) if _is_prose(text) else [text]
    return lines


def _is_prose(line: str) -> bool:
    return bool(line) and line[0] not in " \t"


def wrapped(text: str, first: int, width: int, old: OldLines) -> list[str]:
    """A paragraph in lines of at most `width` where its words allow; lines of `old` come back."""
    ends = [*(match.start() for match in _SPACE.finditer(text)), len(text)]
    begins = [0, *(end + 1 for end in ends[:-1])]
    possible = set(ends)
    known = {at: end for at in begins if (end := _old_line(text, at, possible, old))}
    lines: list[str] = []
    start = 0
    while start < len(text):
        room = width if lines else first
        end = known.get(start) or _line_end(start, room, ends[bisect(ends, start) :], known)
        lines.append(text[start:end])
        start = end + 1
    return lines


def _old_line(text: str, at: int, ends: Collection[int], old: OldLines) -> int:
    """Where an old line ends that stands here again; 0 when none does."""
    inner = (line for line in old.inner if text.startswith(line, at) and at + len(line) in ends)
    if line := max(inner, key=len, default=""):
        return at + len(line)
    return len(text) if text[at:] in old.last else 0


def _line_end(start: int, room: int, ends: Sequence[int], known: Collection[int]) -> int:
    """Where a new line ends: before an old line, or with the last word that fits."""
    fitting = 0
    for end in ends:
        if fitting and end - start > room:
            break
        fitting = end
        if end + 1 in known:
            break
    return fitting


def begins_with_space(lines: Sequence[str]) -> bool:
    """Whether a block with these lines must say how far it is indented, as YAML cannot see it."""
    return next((line for line in lines if line), "x")[0] in " \t"


def lines_of(text: str) -> Iterator[str]:
    """The lines of a YAML text with their line ends, as YAML counts lines."""
    start = 0
    for match in BREAK.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
