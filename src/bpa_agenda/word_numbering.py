"""The labels that Word prints before the paragraphs of its lists: “1.”, “a)”, “2.1”, “·”.

They stand nowhere in the document; Word counts when it prints. What it does beyond the standard
(every w:num of one w:abstractNum continues one count, a count of its own in each text box) was
checked against LibreOffice and against what the authors of docx4j measured in Word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bpa_agenda.records import dataclass
from bpa_agenda.word_styles import Style, Styles
from bpa_agenda.word_xml import Element, child, is_on, name, number, value

BULLET = "·"
_OFF = "0"
_UNNUMBERED = ("bullet", "none")
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN, _LARGEST_LETTER = 3999, 26 * 30


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list counts and looks; `text` holds %1 to %9 where the counts go.

    `restart` is the level (from 1) from which on a new item starts this level anew, None for any
    higher level, 0 for never. `style` is the paragraph style that stands for this level.
    """

    # 0 is what the standard and LibreOffice make of a level that does not say.
    start: int = 0
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None

    def is_restarted_by(self, higher: int) -> bool:
        """Whether an item of a higher level (a lower number, from 0) starts this one anew."""
        return self.restart is None or higher < self.restart


@dataclass(frozen=True, slots=True)
class WordList:
    """A w:num: `definition` is the w:abstractNum that it counts with, `starts` its own starts."""

    id: str
    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Place(NamedTuple):
    """That a paragraph is an item of a list, and at which level, from 0."""

    list: WordList
    level: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """All lists of a document by id."""

    lists: Mapping[str, WordList]

    def place(self, paragraph: Element, style: Sequence[Style]) -> Place | None:
        """Where a paragraph belongs; `style` is its style and those on which that is based."""
        own = child(paragraph, "w:pPr/w:numPr")
        of_style = next((s.num_id for s in style if s.num_id is not None), None)
        num_id = value(own, "w:numId") or of_style
        found = self.lists.get(num_id) if num_id else None
        if found is None or num_id == _OFF:
            return None
        level = number(value(own, "w:ilvl"))
        if level is None:
            level = _level_of_style(found, style)
        return Place(found, level) if level in found.levels else None


def _level_of_style(found: WordList, styles: Sequence[Style]) -> int:
    """The level that names the style goes before the level that the style names."""
    linked = {level.style: at for at, level in found.levels.items() if level.style}
    by_link = (linked[style.id] for style in styles if style.id in linked)
    named = (style.level for style in styles if style.level is not None)
    return next(by_link, next(named, 0))


class Counters:
    """What the lists are at; a text box, the notes and the headers have counters of their own."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, place: Place) -> str:
        """Counts one item more, and gives what is printed before it."""
        counts = self._counts.setdefault(place.list.definition, {})
        self._count(place.list, place.level, counts)
        return _label(place.list.levels, place.level, counts)

    def _count(self, found: WordList, at: int, counts: dict[int, int]) -> None:
        if at in found.starts and (found.id, at) not in self._started:
            counts.pop(at, None)
        self._started.add((found.id, at))
        # A skipped higher level counts as begun: 1.1 before any 1 is followed by 2.
        for higher in range(at):
            if higher in found.levels and higher not in counts:
                counts[higher] = _start(found, higher)
        counts[at] = counts[at] + 1 if at in counts else _start(found, at)
        for deeper, level in found.levels.items():
            if deeper > at and level.is_restarted_by(at):
                counts.pop(deeper, None)


def _start(found: WordList, at: int) -> int:
    return found.starts.get(at, found.levels[at].start)


def _label(levels: Mapping[int, Level], at: int, counts: Mapping[int, int]) -> str:
    level = levels[at]
    if level.format == "bullet":
        return BULLET if level.text.strip() else ""

    def count(place: re.Match[str]) -> str:
        shown = int(place[1]) - 1
        if shown not in counts or levels[shown].format in _UNNUMBERED:
            return ""
        decimal = level.legal and shown < at
        return _as_text(counts[shown], "decimal" if decimal else levels[shown].format)

    return _PLACE.sub(count, level.text).strip()


def _as_text(count: int, style: str) -> str:
    """A count as text; as Word does, in digits where the style has no sign for it."""
    if style in ("lowerLetter", "upperLetter") and 0 < count <= _LARGEST_LETTER:
        # After z come aa and bb, not ab.
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if style == "lowerLetter" else letters.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < count <= _LARGEST_ROMAN:
        return _roman(count) if style == "lowerRoman" else _roman(count).upper()
    return f"{count:02}" if style == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (count // worth)
        count %= worth
    return text


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists from the part that defines them."""
    if root is None:
        return Numbering({})
    definitions = {e.get(_DEFINITION_ID, ""): e for e in root.iter(name("w:abstractNum"))}
    nums = {e.get(name("w:numId"), ""): e for e in root.iter(name("w:num"))}
    uses = {num_id: value(num, "w:abstractNumId") or "" for num_id, num in nums.items()}
    lists = {}
    for num_id, num in nums.items():
        definition = _follow_link(definitions.get(uses[num_id]), definitions, uses, styles)
        levels = dict(_levels(definition, {}))
        levels |= {at: lvl for o in num.iter(_OVERRIDE) for at, lvl in _levels(o, levels)}
        lists[num_id] = WordList(num_id, uses[num_id], levels, dict(_starts(num)))
    return Numbering(lists)


_DEFINITION_ID = name("w:abstractNumId")
_OVERRIDE = name("w:lvlOverride")


def _follow_link(
    definition: Element | None,
    definitions: Mapping[str, Element],
    uses: Mapping[str, str],
    styles: Styles,
) -> Element | None:
    """The definition with the levels, where this one only names the list style that has them."""
    link = value(definition, "w:numStyleLink")
    if link is None:
        return definition
    by_link = (d for d in definitions.values() if value(d, "w:styleLink") == link)
    style = styles.by_id.get(link)
    by_style = definitions.get(uses.get((style.num_id if style else None) or "", ""))
    return next(by_link, by_style)


def _levels(parent: Element | None, base: Mapping[int, Level]) -> Iterator[tuple[int, Level]]:
    """The levels that stand under an element, each with what it does not say from `base`."""
    for element in parent.iter(name("w:lvl")) if parent is not None else ():
        at = number(element.get(name("w:ilvl")))
        if at is not None:
            yield at, _level(element, base.get(at, Level()))


def _level(element: Element, base: Level) -> Level:
    start = number(value(element, "w:start"))
    # A format that only newer programs know stands beside an older one for all others.
    older = value(element, "mc:AlternateContent/mc:Fallback/w:numFmt")
    restart = number(value(element, "w:lvlRestart"))
    return replace(
        base,
        start=base.start if start is None else start,
        format=value(element, "w:numFmt") or older or base.format,
        text=base.text if (text := value(element, "w:lvlText")) is None else text,
        legal=base.legal or is_on(element, "w:isLgl"),
        restart=base.restart if restart is None else restart,
        style=value(element, "w:pStyle") or base.style,
    )


def _starts(num: Element) -> Iterator[tuple[int, int]]:
    for override in num.iter(_OVERRIDE):
        at = number(override.get(name("w:ilvl")))
        start = number(value(override, "w:startOverride"))
        if at is not None and start is not None:
            yield at, start
