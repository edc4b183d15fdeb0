"""What the writer makes of a Markdown value, as paragraphs that can be compared with rich ones."""

from collections import defaultdict

import pytest
from lxml import etree

from bpa_agenda import word_markup
from bpa_agenda.markdown import parse
from bpa_agenda.references import Name
from bpa_agenda.values import Formatted, Piece
from bpa_agenda.word_anchors import Marks
from bpa_agenda.word_markup import Extras, Writer
from word import W, style_of, text_of

KINDS = {
    "plain": ("plain", 0),
    "list bullet": ("bullet", 0),
    "list bullet 2": ("bullet", 1),
    "list bullet 3": ("bullet", 2),
    "list number": ("number", 0),
    "list number 2": ("number", 1),
    "list number 3": ("number", 2),
    "list continue": ("continued", 0),
    "list continue 2": ("continued", 1),
    "list continue 3": ("continued", 2),
    "quote": ("quote", 0),
    "tabeltekst": ("cell", 0),
    "tabelkop": ("cell", 0),
    "caption": ("caption", 0),
    "figuur": ("figure", 0),
    "footnote text": ("note", 0),
}
GENERATED = "\ue000"
"""What stands for every reference, citation and number of a caption."""


class _Same(dict[object, object]):
    """A mapping that has everything, always the same."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value

    def __missing__(self, key: object) -> object:
        return self.value


class _Styles(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def written(value: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, str]]:
    """Kind, level and text of each paragraph, those of footnotes last."""
    monkeypatch.setattr(word_markup, "drawing", lambda *_: "<w:drawing/>")
    extras = Extras(0)
    writer = Writer(
        _Styles(),
        _Same(Name("", GENERATED)),  # type: ignore[arg-type]
        extras,
        [],
        _Same(Formatted((Piece(GENERATED),))),  # type: ignore[arg-type]
        _Album(),  # type: ignore[arg-type]
    )
    body = writer.blocks(parse(value), '<w:pStyle w:val="plain"/>')
    text = Marks().anchored(f"{body}{''.join(extras.notes)}", "body")
    xml = f'<w:r xmlns:w="{W}" xmlns:r="r">{text}</w:r>'
    return [_paragraph(p) for p in etree.fromstring(xml).iter(f"{{{W}}}p")]


class _Album:
    def __init__(self) -> None:
        self.pictures: dict[object, object] = defaultdict(lambda: None)


def _paragraph(element: etree._Element) -> tuple[str, int, str]:
    for mark in [*element.iter(f"{{{W}}}footnoteReference", f"{{{W}}}drawing")]:
        mark.tag, mark.text = f"{{{W}}}t", "\ufffc"
    kind, level = KINDS[style_of(element)]
    text = text_of(element)
    is_first = element.find(f".//{{{W}}}footnoteRef") is not None
    text = text.removeprefix(" ") if is_first else text
    label = f" {GENERATED}. "
    return kind, level, GENERATED + text.partition(label)[2] if kind == "caption" else text
