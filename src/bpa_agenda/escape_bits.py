"""Characters to Markdown that stands for them: escaped where it could be taken for syntax."""

import re
from collections.abc import Callable, Iterator, Sequence

from bpa_agenda.bits import Bit
from bpa_agenda.reviewed import OBJECT

ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_SPECIAL = frozenset("\\`*_[]<>&")


def sources(bits: Sequence[Bit], *, careful: bool, one_line: bool) -> Iterator[str]:
    """The source of each bit without delimiters; that of `one_line` text has no line ends.

    `careful` escapes all that could mean something, also where it was not so in the source.
    """
    seen = "".join(OBJECT if bit.atom else bit.text for bit in bits)
    for at, bit in enumerate(bits):
        if bit.atom:
            yield _SPACES.sub(" ", bit.raw) if one_line else bit.raw
        elif bit.text == "\n":
            yield bit.raw if "\n" in bit.raw else "\\\n"
        elif bit.text == " ":
            yield _space(bits, at, one_line=one_line)
        elif bit.raw and not (careful and bit.raw in _SPECIAL) and not bit.raw.isspace():
            yield bit.raw
        else:
            in_link = bool(bit.look.link) and bit.text in "[]"
            yield _escaped(seen, at, careful=careful or in_link)


_SPACES = re.compile(r"\s+")


def _space(bits: Sequence[Bit], at: int, *, one_line: bool) -> str:
    """A space, or the end of a line that it is in the source."""
    raw = bits[at].raw
    if "\n" not in raw:
        return raw or " "
    beside = (*bits[max(at - 1, 0) : at], *bits[at + 1 : at + 2])
    is_alone = len(beside) == 2 and not any(bit.text.isspace() for bit in beside)
    return "\n" if is_alone and not one_line else " "


def _escaped(seen: str, at: int, *, careful: bool) -> str:
    """A typed character, escaped where it could be taken for syntax."""
    character = seen[at]
    if character in "<&":
        return _entity_for(seen, at, careful=careful)
    rule = _RULES.get(character)
    if rule is None:
        is_edge = at in (0, len(seen) - 1) or "\n" in seen[at - 1] + seen[at + 1]
        # The parser takes every kind of space away from the ends of lines.
        return entity_of(character) if is_edge and character.isspace() else character
    return f"\\{character}" if careful or rule(seen, at) else character


def _entity_for(seen: str, at: int, *, careful: bool) -> str:
    if seen[at] == "<":
        after = seen[at + 1 : at + 2]
        is_tag = careful or after.isalpha() or after in tuple("/!?")
        return "&lt;" if is_tag else "<"
    return "&amp;" if careful or ENTITY.match(seen, at) else "&"


def entity_of(character: str) -> str:
    """A character as an entity, which no rule of Markdown takes for what it stands for."""
    return "&nbsp;" if character == "\N{NO-BREAK SPACE}" else f"&#{ord(character)};"


def _beside(seen: str, at: int) -> tuple[str, str]:
    return seen[at - 1 : at] or " ", seen[at + 1 : at + 2] or " "


def _star(seen: str, at: int) -> bool:
    before, after = _beside(seen, at)
    return not (before.isspace() and after.isspace())


def _underscore(seen: str, at: int) -> bool:
    before, after = _beside(seen, at)
    return not (before.isalnum() and after.isalnum()) and _star(seen, at)


def _backslash(seen: str, at: int) -> bool:
    after = seen[at + 1 : at + 2]
    return not (after.isalnum() or after == " ")


def _bracket(seen: str, at: int) -> bool:
    return seen.startswith("^", at + 1)


def _always(_seen: str, _at: int) -> bool:
    return True


def _never(_seen: str, _at: int) -> bool:
    return False


# When a typed character must be escaped; those with “never” only where care is asked for.
_RULES: dict[str, Callable[[str, int], bool]] = {
    "*": _star,
    "_": _underscore,
    "\\": _backslash,
    "`": _always,
    "[": _bracket,
    "]": _never,
    ">": _never,
}


# What must not come to stand at the start of a line.
STARTS = re.compile(
    r"[#>|:~`=]|[-+*](?:[-\s]|$)|\d{1,9}[.)](?:\s|$)|(?:([-*_])[ \t]*)(?:\1[ \t]*){2,}(?:\s|$)"
)

# What means something at the start of a paragraph and of a later line; a backslash goes before it,
# or behind what is no sign.
_RULE_OR_TABLE = r"(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|~{3}|[|:-][-:| \t]*$"
_ANYWHERE = rf"#{{1,6}}(?=\s|$)|>|[-+*](?=\s|$)|{_RULE_OR_TABLE}"
_FIRST = re.compile(rf"{_ANYWHERE}|\d{{1,9}}(?=[.)](?:\s|$))|\[[^\]]*\](?=:)")
_LATER = re.compile(rf"{_ANYWHERE}|=+[ \t]*$|0*1(?=[.)](?:\s|$))|\[\^[^\]]*\](?=:)")
_CAREFUL = re.compile(rf"{_FIRST.pattern}|=+[ \t]*$|Tabel(?=:)")
_BEHIND = re.compile(r"[\dT\[]")


def guarded(text: str, *, careful: bool) -> str:
    """The text with what would begin a block at the start of a line escaped."""
    first, *others = text.split("\n")
    start, later = (_CAREFUL, _CAREFUL) if careful else (_FIRST, _LATER)
    return "\n".join((_guard(first, start), *(_guard(line, later) for line in others)))


def _guard(line: str, pattern: re.Pattern[str]) -> str:
    match = pattern.match(line, len(line) - len(line.lstrip(" \t")))
    if match is None:
        return line
    at = match.end() if _BEHIND.match(match[0]) else match.start()
    return f"{line[:at]}\\{line[at:]}"
