"""From the lines of a report to statements with group, kind and parent.

What cannot be decided from the page is guessed and marked as a guess; a person settles it in the
register. Nothing is left out: every line that is not blank ends up in exactly one draft.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bpa_agenda.report_lines import (
    ALPHA,
    BULLET,
    DECIMAL,
    ROMAN,
    Marked,
    ReportLine,
    is_drawing,
    is_next,
    take_apart,
)

RANK = {"": 0, DECIMAL: 1, "heading": 2, ALPHA: 3, ROMAN: 4, BULLET: 9}

_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}

_WORKSHOP = re.compile(
    r"Verslag van (?:het|de) \w+ [‘'\"“](?P<title>.+?)[’'\"”] op "
    rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})\s*",
    re.IGNORECASE,
)
_GROUP = re.compile(r"Groep\s+(?P<name>\w+(?:\s+(?:en|&)\s+\w+)*)", re.IGNORECASE)
_ASKS = re.compile(r"\b(hoe|wat|welke|wie|waar|waarom|wanneer|in hoeverre)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z]\w+(?: (?:van|der|den|de|ter|ten|[A-Z]\w+)){1,4}")


@dataclass(slots=True, eq=False)
class Draft:
    """A statement in the making; `level` and `depth` are those of a real list and heading."""

    line: int
    kind: str
    text: str
    mark: str = ""
    rank: int = 0
    parent: "Draft | None" = None
    guess: set[str] = field(default_factory=set)
    level: int | None = None
    depth: int | None = None


@dataclass(slots=True)
class DraftGroup:
    """A group in the making; the plenary part and the front matter are groups too."""

    name: str
    title: str
    drafts: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class DraftRegister:
    """A workshop in the making; without a date it is the front matter."""

    title: str
    date: datetime.date | None
    groups: list[DraftGroup] = field(default_factory=list)


def read_statements(lines: Sequence[ReportLine]) -> list[DraftRegister]:
    """All statements of a report, per workshop and group, in the order of the report."""
    walk = _Walk()
    for at, line in enumerate(lines):
        if line.is_blank:
            walk.blank = True
        else:
            walk.take(line, next((x for x in lines[at + 1 :] if not x.is_blank), None))
            walk.blank = False
    for register in walk.registers:
        for group in register.groups:
            _find_headings_among_bullets(group.drafts)
    return [register for register in walk.registers if register.groups]


def _date(workshop: re.Match[str]) -> datetime.date | None:
    """The date in the title of a workshop, or None for a day that does not exist."""
    month = MONTHS[workshop["month"].lower()]
    try:
        return datetime.date(int(workshop["year"]), month, int(workshop["day"]))
    except ValueError:
        return None


def draft_lines(draft: Draft) -> Iterator[int]:
    """The numbers of the report's lines that a draft covers."""
    return iter(range(draft.line, draft.line + draft.text.count("\n") + 1))


class _Walk:
    """Goes down the page line by line, and remembers under what it is."""

    def __init__(self) -> None:
        self.registers = [DraftRegister("", None, [])]
        self.stack: list[Draft] = []
        self.numbered: dict[int, Draft] = {}
        self.heading: Draft | None = None
        self.last: Draft | None = None
        self.blank = False

    def take(self, line: ReportLine, following: ReportLine | None) -> None:
        """Makes the line a statement, or a part of the one before."""
        text = line.text.strip()
        if (workshop := _WORKSHOP.fullmatch(text)) and (date := _date(workshop)):
            self._open_workshop(line, workshop["title"], date)
        elif self._is_in_workshop() and (group := _GROUP.fullmatch(text)):
            self._open_group(line, group["name"])
        elif text.startswith("[image:"):
            self._add(Draft(line.number, "picture", text, line.label))
        elif not self._is_in_workshop():
            self._take_front(line)
        elif self.registers[-1].groups[-1].name == "plenair":
            self._take_plenary(line)
        else:
            self._take_discussion(line, following)

    def _is_in_workshop(self) -> bool:
        return self.registers[-1].date is not None

    def _open_workshop(self, line: ReportLine, title: str, date: datetime.date) -> None:
        group = DraftGroup("plenair", "Plenair")
        self.registers.append(DraftRegister(title, date, [group]))
        self._forget()
        self._add(Draft(line.number, "title", line.text.strip(), line.label))

    def _open_group(self, line: ReportLine, name: str) -> None:
        key = f"groep {name}" if name.isdigit() else name
        self.registers[-1].groups.append(DraftGroup(key.lower(), line.text.strip()))
        self._forget()
        self._add(Draft(line.number, "group", line.text.strip(), line.label))

    def _forget(self) -> None:
        self.stack, self.numbered, self.heading, self.last = [], {}, None, None

    def _add(self, draft: Draft) -> None:
        self.registers[-1].groups[-1].drafts.append(draft)
        self.last = draft

    def _take_front(self, line: ReportLine) -> None:
        front = self.registers[0]
        if not front.groups:
            front.title = line.text.strip()
            front.groups.append(DraftGroup("voorwerk", "Voorwerk"))
            self._add(Draft(line.number, "title", line.text.strip(), line.label))
        else:
            self._add(Draft(line.number, "front", line.content))

    def _take_plenary(self, line: ReportLine) -> None:
        text = line.text.strip()
        short = line.is_indented_by_tab and len(text.split()) <= 8 and not text.endswith(".")
        if short and _NAME.fullmatch(text):
            self._add(Draft(line.number, "name", text, line.label))
        elif short:
            self._add(Draft(line.number, "caption", text, line.label, guess={"kind"}))
        else:
            self._add(Draft(line.number, "plenary", line.content))

    def _take_discussion(self, line: ReportLine, following: ReportLine | None) -> None:
        marked = self._settle(take_apart(line))
        # A number as 2.1 is no list mark that a text could have; before a real heading it is a part
        # of the heading.
        numbered_heading = line.heading is not None and marked.style == BULLET
        if is_drawing(line) and not line.label:
            self._take_drawing(line)
        elif marked.style and not numbered_heading:
            self._take_item(line, marked)
        elif self._is_heading(line, marked.text, following):
            self._take_heading(line, marked)
        elif self._has_lost_its_mark(marked.text):
            self._take_lost_item(line, marked)
        else:
            self._take_prose(line, marked)

    def _settle(self, marked: Marked) -> Marked:
        """Tells a letter from a roman numeral, and a number from the start of a sentence."""
        if marked.style == DECIMAL and marked.mark[-1] not in ".)":
            goes_on = is_next(marked.mark, self._mark_at(DECIMAL))
            return marked if goes_on else Marked("", "", f"{marked.mark} {marked.text}")
        if marked.style == ROMAN and len(marked.mark.rstrip(".)")) == 1:
            follows_letter = is_next(marked.mark, self._mark_at(ALPHA))
            return Marked(marked.mark, ALPHA if follows_letter else ROMAN, marked.text)
        return marked

    def _mark_at(self, style: str) -> str:
        previous = self.numbered.get(RANK[style])
        return previous.mark if previous else ""

    def _under(self, rank: int) -> Draft | None:
        """What an item of this rank hangs under, after closing what it closes."""
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        return self.stack[-1] if self.stack else self.heading

    def _parent_of_item(self, rank: int, marked: Marked) -> Draft | None:
        """The parent of the item before it in the same numbering, else what stands above it."""
        parent = self._under(rank)
        previous = self.numbered.get(rank)
        if rank == RANK[DECIMAL] and previous and marked.mark.rstrip(".)") != "1":
            self.heading = previous.parent
            return previous.parent
        return parent

    def _rank(self, line: ReportLine, style: str) -> int:
        """By the style of the mark; in a real list, also below the nearest item of less level."""
        rank = RANK[style] + (line.level or 0 if style == BULLET else 0)
        levels = ((d.rank, d.level) for d in reversed(self.stack) if d.level is not None)
        above = next((above for above, level in levels if level < (line.level or 0)), None)
        return rank if above is None else max(rank, above + 1)

    def _take_item(self, line: ReportLine, marked: Marked) -> None:
        rank = self._rank(line, marked.style)
        previous = self.numbered.get(rank)
        parent = self._parent_of_item(rank, marked)
        draft = Draft(line.number, "", marked.text, marked.mark, rank, parent)
        draft.level, draft.depth = line.level, line.heading
        _guess_kind_of_item(draft, marked.style)
        after_prose = self.last is not None and self.last.kind == "prose" and not self.stack
        goes_on = previous is not None and previous.parent is parent
        if after_prose or (self.blank and marked.style == BULLET):
            draft.guess.add("parent")
        if previous is not None and goes_on and marked.mark.rstrip(".)") != "1":
            draft.guess |= previous.guess & {"parent"}
        if marked.style != BULLET:
            self.numbered[rank] = draft
        self.stack.append(draft)
        self._add(draft)

    def _is_heading(self, line: ReportLine, text: str, following: ReportLine | None) -> bool:
        if line.heading is not None:
            return True
        opens_list = following is not None and bool(take_apart(following).style)
        first = self.blank or (self.last is not None and self.last.kind == "group")
        words = len(text.split())
        if text.endswith(":"):
            return words <= 12
        if text.endswith("?"):
            return (first and opens_list) or words <= 2
        after_bullet = self.last is not None and self.last.rank >= RANK[BULLET]
        most = 12 if opens_list else 6
        return words <= most and not text.endswith(".") and (first or not after_bullet)

    def _take_heading(self, line: ReportLine, marked: Marked) -> None:
        parent = self._parent_of_heading(line, marked.text)
        draft = Draft(line.number, "heading", marked.text, marked.mark, parent=parent)
        draft.depth = line.heading
        if line.heading is None:
            draft.guess.add("parent")
            if not marked.text.endswith(":"):
                draft.guess.add("kind")
        if parent is not None and parent in self.stack:
            draft.rank = RANK["heading"]
            self._under(draft.rank)
            self.stack.append(draft)
        else:
            self.stack, self.heading = [], draft
        self._add(draft)

    def _parent_of_heading(self, line: ReportLine, text: str) -> Draft | None:
        if line.heading is not None:
            above = (d for d in self._above() if d.depth is not None and d.depth < line.heading)
            return next(above, None)
        if not text.endswith(":"):
            return None
        if self.stack and not self.blank:
            return next((d for d in self.stack if d.rank == RANK[DECIMAL]), None)
        if self.heading is None:
            return None
        return self.heading if self.last is self.heading else self.heading.parent

    def _above(self) -> Iterator[Draft]:
        """The open items and headings, the nearest first."""
        yield from reversed(self.stack)
        heading = self.heading
        while heading is not None:
            yield heading
            heading = heading.parent

    def _has_lost_its_mark(self, text: str) -> bool:
        after_bullet = self.last is not None and self.last.rank >= RANK[BULLET]
        return after_bullet and not self.blank and len(text.split()) <= 20

    def _take_lost_item(self, line: ReportLine, marked: Marked) -> None:
        parent = self.last.parent if self.last else None
        kind = "question" if "?" in marked.text or _ASKS.match(marked.text) else "point"
        guess = {"kind", "parent"}
        self._add(Draft(line.number, kind, marked.text, marked.mark, RANK[BULLET], parent, guess))

    def _take_prose(self, line: ReportLine, marked: Marked) -> None:
        last = self.last
        draft = Draft(line.number, "prose", marked.text, marked.mark)
        draft.parent = self.stack[-1] if self.stack else self.heading
        if marked.text.endswith("?") and len(marked.text.split()) <= 20:
            draft.kind = "question"
            draft.guess.add("kind")
        if last is not None and last.rank >= RANK[BULLET]:
            draft.parent = last.parent
        belongs = last is not None and (last.kind == "prose" or last is draft.parent)
        under_list_heading = draft.parent is not None and draft.parent.text.endswith(":")
        if self.blank or not belongs or under_list_heading:
            draft.guess.add("parent")
        self._add(draft)

    def _take_drawing(self, line: ReportLine) -> None:
        if self.last is not None and self.last.kind == "diagram" and not self.blank:
            self.last.text += "\n" + line.text.strip()
        else:
            self._add(Draft(line.number, "diagram", line.text.strip(), parent=self.heading))


def _guess_kind_of_item(draft: Draft, style: str) -> None:
    """Sets the kind of a list item, and marks it as a guess where the page does not decide."""
    words = draft.text.strip("[(‘ ")
    if not words:
        draft.kind = "empty"
    elif "?" in words:
        draft.kind = "question"
    elif _ASKS.match(words):
        draft.kind = "question"
        draft.guess.add("kind")
    else:
        under_topic = draft.parent is not None and draft.parent.kind == "topic"
        is_topic = style == DECIMAL or (under_topic and style in (ALPHA, ROMAN))
        draft.kind = "topic" if is_topic else "point"
        if draft.kind == "point" and (len(words.split()) <= 2 or _ASKS.search(words)):
            draft.guess.add("kind")


def _find_headings_among_bullets(drafts: Sequence[Draft]) -> None:
    """Where several bullets of one word each open a run of longer ones, guesses them headings."""
    by_parent: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.rank == RANK[BULLET]:
            by_parent.setdefault(id(draft.parent), []).append(draft)
    for bullets in by_parent.values():
        short = [at for at, draft in enumerate(bullets) if _may_be_heading(draft)]
        ends = [*short[1:], len(bullets)]
        if len(short) >= 2 and all(end - at >= 3 for at, end in zip(short, ends, strict=True)):
            for at, end in zip(short, ends, strict=True):
                _make_heading(bullets[at], bullets[at + 1 : end])


def _may_be_heading(draft: Draft) -> bool:
    return len(draft.text.split()) == 1 and draft.text.isalpha()


def _make_heading(heading: Draft, under: Sequence[Draft]) -> None:
    heading.kind = "heading"
    heading.guess |= {"kind", "parent"}
    for draft in under:
        draft.parent = heading
        draft.guess.add("parent")
