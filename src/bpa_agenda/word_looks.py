"""How runs look beside the paragraph in which they stand: bold and italic.

What a character style says counts always, also in a paragraph that is bold by its style. (There
Word shows it not bold and LibreOffice bold; both mean that the word stands out.) What a run says
itself counts where it says more than its paragraph: not the bold in a bold heading.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bpa_agenda.word_xml import Element, child, name, value

_LINK_STYLES = ("hyperlink", "internet link")
_OFF = ("0", "false", "off", "none")
_BOLD, _ITALIC, _STYLE, _VALUE = name("w:b"), name("w:i"), name("w:rStyle"), name("w:val")


class Switches(NamedTuple):
    """Bold and italic, each on, off or not said."""

    bold: bool | None = None
    italic: bool | None = None

    def over(self, base: "Switches") -> "Switches":
        """These, and what they do not say from others."""
        bold = base.bold if self.bold is None else self.bold
        return Switches(bold, base.italic if self.italic is None else self.italic)


class RunStyle(NamedTuple):
    """The character style of a run, and what the run says itself."""

    style: str
    own: Switches


_PLAIN = RunStyle("", Switches())


def run_style(properties: Element | None) -> RunStyle:
    """What a w:rPr says."""
    if properties is None:
        return _PLAIN
    style, bold, italic = "", None, None
    for element in properties:
        if element.tag == _BOLD:
            bold = element.get(_VALUE) not in _OFF
        elif element.tag == _ITALIC:
            italic = element.get(_VALUE) not in _OFF
        elif element.tag == _STYLE:
            style = element.get(_VALUE, "")
    return RunStyle(style, Switches(bold, italic))


class Looks:
    """The looks of runs in a document with these styles."""

    def __init__(self, styles: Element | None) -> None:
        elements = list(styles.iter(name("w:style"))) if styles is not None else []
        found = {e.get(name("w:styleId"), ""): e for e in elements}
        self._elements = found
        self._styles: dict[str, Switches] = {}
        links = (id_ for id_, e in found.items() if _name(e) in _LINK_STYLES)
        self._links = frozenset(links)
        default = child(styles, "w:docDefaults/w:rPrDefault/w:rPr")
        self._default = run_style(default).own
        self._known: dict[tuple[str, RunStyle], tuple[bool, bool]] = {}

    def of(self, paragraph_style: str, run: RunStyle) -> tuple[bool, bool]:
        """Whether a run is bold and whether it is italic, where its paragraph is not."""
        key = (paragraph_style, run)
        if key not in self._known:
            base, styled = self._style(paragraph_style), self._style(run.style)
            both = zip(run.own, styled, base, self._default, strict=True)
            bold, italic = (_stands_out(*switches) for switches in both)
            self._known[key] = (bold, italic)
        return self._known[key]

    def _style(self, style: str) -> Switches:
        """What a style says, with those on which it is based."""
        if style not in self._styles:
            self._styles[style] = _resolved(self._elements.get(style), self._elements)
        return self._styles[style]

    def made_link(self, before: RunStyle, after: RunStyle) -> bool:
        """Whether a change of style is what a program does to a run that becomes a link."""
        return after.style in self._links and before.style not in self._links


def _name(style: Element) -> str:
    return (value(style, "w:name") or "").lower()


def _stands_out(
    own: bool | None, styled: bool | None, base: bool | None, default: bool | None
) -> bool:
    if own is False:
        return False
    # LibreOffice adds what a style says to the runs that have it, so that alone says nothing.
    return bool(styled) or (bool(own) and not (base or default))


def _resolved(at: Element | None, styles: Mapping[str, Element]) -> Switches:
    switches, seen = Switches(), set[str]()
    while at is not None:
        switches = switches.over(run_style(child(at, "w:rPr")).own)
        base = value(at, "w:basedOn") or ""
        at = None if base in seen else styles.get(base)
        seen.add(base)
    return switches
