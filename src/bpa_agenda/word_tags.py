"""Tags in the text of paragraphs: those that are well written, and what the others are meant as.

A slip of the pen in a tag is not seen by Jinja: `{ { x }}` is text to it, and `{{ x }` swallows all
that follows. So slips are found, and mended for whoever wants to look further, before Jinja reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bpa_agenda.records import dataclass

WORDS = frozenset(
    "if elif else endif for endfor set endset with endwith filter endfilter raw endraw".split()
)
_WORD = "|".join(sorted(WORDS))
_TAG = re.compile(
    r"\{\{(?:(?!\{\{|\{%|\}\}).)*\}\}|\{%(?:(?!\{\{|\{%|%\}).)*%\}|\{#.*?#\}", re.DOTALL
)
_PREFIX = re.compile(r"\{[{%](tr|tc|p|r) ")
_STATEMENT = re.compile(rf"\{{%(\s*)(tr|tc|p|r)(\s*)((?:{_WORD})\b.*)", re.DOTALL | re.IGNORECASE)
_VALUE = re.compile(
    r"\{\{(\s*)(p|r)(\s+)((?!(?:if|else|or|and|in|is|not)\b)\w.*)", re.DOTALL | re.IGNORECASE
)
_END = r"(?:\}\s*\}|%\s*\})"
_SLIP = rf"""(?P<open>\{{\s*[{{%])(?P<body>[^{{}}\0]*)(?P<close>\}}(?:\s*\}})?)?
    | (?P<half>\{{[^{{}}\0]*|[^\s{{}}\0]*\s*)(?P<end>{_END})
    | \{{(?P<single>\s*[a-z_]+(?:\.[a-z_]+)+\s*)\}}"""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is written: `mark` is {{, {% or {#, `prefix` p, r, tr, tc or nothing."""

    text: str
    mark: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A tag that is written wrongly, where it stands in its text, and what it is meant as.

    One that `runs_on` ends in the next paragraph.
    """

    start: int
    end: int
    text: str
    meant: str
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a paragraph with its slips, and as it would be without them."""

    text: str
    slips: tuple[Slip, ...]
    mended: str


def tags(text: str) -> Iterator[Tag]:
    """The tags in a text that are well written."""
    for match in _TAG.finditer(text):
        prefix = _PREFIX.match(match[0])
        yield Tag(match[0], match[0][:2], prefix[1] if prefix else "")


def read(texts: Sequence[str]) -> list[Reading]:
    """Paragraphs with their slips; a tag that runs over two of them is a slip of the first."""
    readings: list[Reading] = []
    rest = list(texts)
    for number, text in enumerate(rest):
        if "{" not in text and "}" not in text:
            readings.append(Reading(text, (), text))
            continue
        slips = list(_slips(text))
        following = rest[number + 1] if number + 1 < len(rest) else ""
        if slips and _runs_on(slips[-1], text) and (end := _end_of(following)):
            rest[number + 1] = following[end:]
            slips[-1] = _joined(slips[-1], following[:end])
        readings.append(Reading(texts[number], tuple(slips), _mended(text, slips)))
    return readings


def _slips(text: str) -> Iterator[Slip]:
    """The slips in a text: in what looks like a tag, and in what is one but for its prefix."""
    found = [
        (match.start(), match.end(), meant)
        for match in _TAG.finditer(text)
        if (meant := _with_prefix(match[0])) != match[0]
    ]
    hidden = _hidden(text)
    if "{" in hidden or "}" in hidden:
        slips = re.finditer(_SLIP, hidden, re.VERBOSE)
        found += ((match.start(), match.end(), _meant(match)) for match in slips)
    for start, end, meant in sorted(found):
        yield Slip(start, end, text[start:end].strip(), meant)


def _meant(match: re.Match[str]) -> str:
    if match["open"]:
        is_value = match["open"].endswith("{")
        body = match["body"]
    elif match["end"]:
        is_value = match["end"].startswith("}")
        body = match["half"].removeprefix("{").removeprefix("%")
    else:
        is_value, body = True, match["single"]
    body = body.rstrip(" %")
    lead = "" if body.startswith((" ", "p ", "r ", "tr ", "tc ")) else " "
    return _with_prefix(f"{{{{{lead}{body} }}}}" if is_value else f"{{%{lead}{body} %}}")


def _with_prefix(tag: str) -> str:
    """A tag whose prefix is written as it should be: directly behind one brace, one space."""
    if tag.startswith("{{%"):
        return _with_prefix(f"{{{tag[2:].removesuffix('}')}")
    match = (_STATEMENT if tag.startswith("{%") else _VALUE).match(tag)
    if match is None or tag.startswith("{#"):
        return tag
    before, prefix, after, rest = match.groups()
    if not before and after == " " and prefix.islower():
        return tag
    return f"{tag[:2]}{prefix.lower()} {rest}"


def _runs_on(slip: Slip, text: str) -> bool:
    return slip.end == len(text) and slip.text.startswith("{") and not slip.text.endswith("}")


def _end_of(text: str) -> int:
    """Where in a text the tag ends that began in the paragraph before; 0 when it does not."""
    match = re.match(rf"[^{{}}\0]*{_END}", _hidden(text))
    return match.end() if match else 0


def _hidden(text: str) -> str:
    """A text in which the tags are as long as they are and have no braces."""
    return _TAG.sub(lambda match: "\0" * len(match[0]), text)


def _joined(slip: Slip, rest: str) -> Slip:
    space = "" if slip.text.endswith((".", "_")) else " "
    whole = _with_prefix(f"{slip.text}{space}{rest.strip()}")
    return replace(slip, meant=whole, runs_on=True)


def _mended(text: str, slips: Sequence[Slip]) -> str:
    pieces, done = [], 0
    for slip in slips:
        pieces += [text[done : slip.start], slip.meant]
        done = slip.end
    return "".join([*pieces, text[done:]])
