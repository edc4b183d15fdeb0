"""A part of a template as a Jinja tree, whatever is wrong with it: all mistakes at once.

Jinja stops at the first mistake. Here tags that Jinja cannot read are found one by one, tags that
do not belong together with the fewest changes that would mend them, and what is mended so is read
again, so that whoever looks at the variables sees them all.
"""

import re
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from jinja2 import Environment, TemplateSyntaxError, nodes

from bpa_agenda.messages import problem
from bpa_agenda.problems import Problem, did_you_mean
from bpa_agenda.records import dataclass
from bpa_agenda.template_parts import Part, Template
from bpa_agenda.word_tags import WORDS

# What stands in for a value that could not be read; it may be anything.
ANYTHING = "_anything_"
_PAIRED = frozenset("if for with filter set macro call block autoescape".split())
_MIDDLE = {"elif": ("if",), "else": ("if", "for")}
_RARE = frozenset(
    "include import from extends do macro endmacro call endcall block endblock autoescape"
    " endautoescape".split()
)
_TAG = r"\{%[-+]?\s*(\w+)(.*?)[-+]?%\}|\{\{(.*?)\}\}"
_SHOWN = r' (\()?(.*)(?(1)\)),\d+(?:,"p")?'
_EXPECTED = r"expected token '(.+?)', got '(.+?)'"
_ENDS = {"end of print statement": "}}", "end of statement block": "%}"}
_OPENINGS = {"if": "if true", "for": "for x in []", "filter": "filter upper", "set": "set x"}
_MOST_STATES = 2000


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a part, None when it cannot be had; `mended` when its blocks are guesses."""

    tree: nodes.Template | None
    problems: tuple[Problem, ...]
    mended: bool


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag in the source and its line; `word` is that of a statement, "" for a value."""

    start: int
    end: int
    line: int
    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Change:
    """Text for the place of a tag, or before it, and what is wrong with the tag `culprit`."""

    tag: int
    text: str
    culprit: int
    detail: str
    hint: str
    before: bool = False


def parse_part(template: Template, part: Part, jinja: Environment) -> Parsed:
    """Reads a part; when it has mistakes, all of them and the tree of what it is meant to be."""
    try:
        return Parsed(jinja.parse(part.source), (), mended=not part.sound)
    except TemplateSyntaxError as error:
        first = error
    tags = list(_tags(part.source))
    changes = [c for n, tag in enumerate(tags) if (c := _unreadable(n, tag, jinja))]
    problems = [_problem(template, part, tags, change) for change in changes]
    source = _changed(part.source, tags, changes)
    tags = list(_tags(source))
    changes = _fewest_changes(tags, part)
    problems += [_problem(template, part, tags, change) for change in changes]
    try:
        tree = jinja.parse(_changed(source, tags, changes))
        return Parsed(tree, tuple(problems), mended=bool(changes) or not part.sound)
    except TemplateSyntaxError:
        at, text = template.at(part, first.lineno)
        other = problem("template-syntax", at, detail=_plain(first), text=text.strip(), hint="")
        return Parsed(None, tuple(problems or [other]), mended=True)


def _tags(source: str) -> Iterator[_Tag]:
    line, done = 1, 0
    for match in re.finditer(_TAG, source):
        line += source.count("\n", done, match.start())
        done = match.start()
        value = match[3]
        shown = re.fullmatch(_SHOWN, value) if value is not None else None
        rest = match[2] if value is None else shown[2] if shown else value
        yield _Tag(match.start(), match.end(), line, match[1] or "", rest)


def _problem(template: Template, part: Part, tags: Sequence[_Tag], change: _Change) -> Problem:
    at, text = template.at(part, tags[change.culprit].line)
    values = {"detail": change.detail, "text": text.strip(), "hint": change.hint}
    return problem("template-syntax", at, **values)


def _changed(source: str, tags: Sequence[_Tag], changes: Sequence[_Change]) -> str:
    pieces, done = [], 0
    for change in sorted(changes, key=lambda change: change.tag):
        is_last = change.tag == len(tags)
        start = len(source) if is_last else tags[change.tag].start
        pieces += [source[done:start], change.text]
        done = start if change.before else tags[change.tag].end
    return "".join([*pieces, source[done:]])


def _unreadable(number: int, tag: _Tag, jinja: Environment) -> _Change | None:
    """What to put in the place of a tag that Jinja cannot read even by itself."""
    if tag.word and tag.word not in WORDS | _RARE:
        near = did_you_mean(tag.word, WORDS)
        text = f"{{% {near.split('“')[1][:-2]}{tag.rest}%}}" if near else ""
        return _Change(number, text, number, f"there is no tag {{% {tag.word} %}}", near)
    try:
        jinja.parse(_by_itself(tag))
    except TemplateSyntaxError as error:
        return _Change(number, _harmless(tag), number, _plain(error), "")
    return None


def _by_itself(tag: _Tag) -> str:
    """A template of one tag, with as much around it as it needs."""
    whole = f"{{% {tag.word}{tag.rest}%}}" if tag.word else f"{{{{ {tag.rest} }}}}"
    if tag.word in _MIDDLE:
        return f"{{% if true %}}{whole}{{% endif %}}"
    if tag.word in _PAIRED and not _is_line(tag):
        return f"{whole}{{% end{tag.word} %}}"
    opening = tag.word.removeprefix("end")
    if tag.word.startswith("end") and opening in _OPENINGS:
        return f"{{% {_OPENINGS[opening]} %}}{whole}"
    return "" if tag.word in _RARE | {"raw", "endraw"} or opening != tag.word else whole


def _is_line(tag: _Tag) -> bool:
    """Whether it is a {% set x = … %}, which needs no end."""
    return tag.word == "set" and "=" in tag.rest


def _harmless(tag: _Tag) -> str:
    """What a tag that cannot be read is taken for, so that the rest can be."""
    if tag.word in ("for", "set"):
        target = re.match(r"\s*(\w*)", tag.rest)
        link = "in" if tag.word == "for" else "="
        return f"{{% {tag.word} {(target and target[1]) or 'x'} {link} {ANYTHING} %}}"
    if tag.word in ("if", "elif"):
        return f"{{% {tag.word} true %}}"
    return f"{{% {tag.word} %}}" if tag.word == "else" or tag.word.startswith("end") else ""


def _plain(error: TemplateSyntaxError) -> str:
    """What Jinja says, in words about what is on the page."""
    match = re.fullmatch(_EXPECTED, str(error.message))
    if match is None:
        return str(error.message)
    expected, got = (_ENDS.get(word, word) for word in match.groups())
    return f"“{got}” stands where “{expected}” must stand"


def _fewest_changes(tags: Sequence[_Tag], part: Part) -> list[_Change]:
    """The fewest changes after which each block has its end; of equals, the first found."""
    count = 0
    states: list[tuple[int, int, int, tuple[int, ...], tuple[_Change, ...]]] = [(0, 0, 0, (), ())]
    while states and count < _MOST_STATES:
        cost, negative, _, stack, changes = heappop(states)
        place, stack = _while_right(tags, -negative, stack)
        if place == len(tags) and not stack:
            return list(changes)
        for price, change, after, kept in _options(tags, place, stack, part):
            count += 1
            heappush(states, (cost + price, -after, count, kept, (*changes, change)))
    return []


def _while_right(
    tags: Sequence[_Tag], place: int, stack: tuple[int, ...]
) -> tuple[int, tuple[int, ...]]:
    """How far the tags belong together, and which blocks are open there."""
    while place < len(tags):
        tag = tags[place]
        top = tags[stack[-1]].word if stack else ""
        if tag.word in _PAIRED and not _is_line(tag):
            stack = (*stack, place)
        elif tag.word.startswith("end") and tag.word != "endraw":
            if tag.word != f"end{top}":
                break
            stack = stack[:-1]
        elif tag.word in _MIDDLE and top not in _MIDDLE[tag.word]:
            break
        place += 1
    return place, stack


def _options(
    tags: Sequence[_Tag], place: int, stack: tuple[int, ...], part: Part
) -> Iterator[tuple[int, _Change, int, tuple[int, ...]]]:
    """The ways to go on at a tag that does not belong here, or at the end of the part.

    Each with its price: one wrong word is likelier than two mistakes, and less so than one.
    """
    if stack:
        opening = tags[stack[-1]]
        number, text = part.paragraphs[opening.line - 1]
        end = f"{{% end{opening.word} %}}"
        if place < len(tags) and tags[place].word.startswith("end"):
            detail = f"{{% {tags[place].word} %}} stands where {end} must stand"
            hint = f"it ends “{text.strip()}” of paragraph {number}"
            yield 3, _Change(place, end, place, detail, hint), place + 1, stack[:-1]
        prefix = next((p for p in ("p", "tr", "tc") if f"{{%{p} " in text), "")
        hint = f"write {{%{prefix} end{opening.word} %}} where it ends"
        detail = f"{{% {opening.word} %}} has no end"
        change = _Change(place, end, stack[-1], detail, hint, before=True)
        yield 2, change, place, stack[:-1]
    if place < len(tags):
        word = tags[place].word
        opening_word = "if" if word in _MIDDLE else word.removeprefix("end")
        detail = f"{{% {word} %}} belongs to no {{% {opening_word} %}}"
        hint = f"delete it, or is its {{% {opening_word} … %}} missing?"
        yield 2, _Change(place, "", place, detail, hint), place + 1, stack
