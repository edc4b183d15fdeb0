"""The lines of a workshop report and what stands before their text: bullet, number, letter."""

import re

from bpa_agenda.records import dataclass

BULLET, DECIMAL, ALPHA, ROMAN = "bullet", "decimal", "alpha", "roman"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a report; in a Word report, one paragraph.

    `number` counts from 1 as the editor's program does. A Word report knows more than a text: the
    label and level (from 0) of a real list, the level of a real heading (from 1).
    """

    number: int
    text: str
    label: str = ""
    level: int | None = None
    heading: int | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing is said on this line."""
        return not self.text.strip() and not self.label

    @property
    def is_indented_by_tab(self) -> bool:
        """The line stood in a table cell or text box that the text version has lost."""
        return self.text.lstrip(" ").startswith("\t")

    @property
    def content(self) -> str:
        """Everything that must be found back in the register."""
        return f"{self.label} {self.text.strip()}".strip()


@dataclass(frozen=True, slots=True)
class Marked:
    """A line taken apart: the mark as printed, its style ("" without one) and the text."""

    mark: str
    style: str
    text: str


_PATTERNS = (
    (BULLET, r"([·•▪◦‣●○*])\s*(.*)"),
    (BULLET, r"([-–—])\s+(.*)"),
    (DECIMAL, r"(\d{1,2}[.)])\s*(?=\D)(.*)"),
    (DECIMAL, r"(\d{1,2})\s+(.*)"),
    (ROMAN, r"([ivx]{1,4}[.)])\s+(.*)"),
    (ALPHA, r"([a-z][.)])\s+(.*)"),
    ("", r"(\[bookmark: [^\]]*\])(.*)"),
)


def take_apart(line: ReportLine) -> Marked:
    """The mark and the text of a line; a single roman letter is the business of the caller."""
    text = line.text.strip()
    if line.label:
        return Marked(line.label, _style_of_label(line.label), text)
    for style, pattern in _PATTERNS:
        if match := re.fullmatch(pattern, text):
            return Marked(match[1], style, match[2])
    return Marked("", "", text)


def _style_of_label(label: str) -> str:
    for style, pattern in _PATTERNS:
        if re.fullmatch(pattern, f"{label} x"):
            return style
    return BULLET


def is_next(mark: str, previous: str) -> bool:
    """Whether a number or letter goes on where the previous one stopped, or begins anew."""
    here, before = mark.rstrip(".)"), previous.rstrip(".)")
    if here.isdigit():
        return int(here) == 1 or (before.isdigit() and int(here) == int(before) + 1)
    return here == "a" or (len(before) == 1 and ord(here[0]) == ord(before) + 1)


def is_drawing(line: ReportLine) -> bool:
    """A line that is a piece of a diagram in ASCII."""
    return re.search(r"-{5,}|={5,}|[│┌└├─]{3,}", line.text) is not None
