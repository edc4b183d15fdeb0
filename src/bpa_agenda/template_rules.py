"""What can be wrong with a template in Word itself: tags in places where they destroy something.

These mistakes are invisible to Jinja: a tag for a row that stands outside a table, text or a
section break beside a tag that replaces its whole paragraph, a tag in deleted text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.records import dataclass
from bpa_agenda.word_tags import Reading, Tag, tags
from bpa_agenda.word_xml import Element, child, name, names

_PARAGRAPH, _TEXT = name("w:p"), name("w:t")
_BOXES = {"tr": name("w:tr"), "tc": name("w:tc")}
_WORDS = {"tr": "table row", "tc": "table cell"}
_STYLED = names("w:pStyle w:rStyle")
_TABLE, _TABLE_STYLE = name("w:tbl"), name("w:tblStyle")
_DELETED = names("w:delText w:moveFrom")
_HELD = {
    "text box": names("w:txbxContent"),
    "picture": names("w:drawing w:pict w:object w:footnoteReference w:endnoteReference"),
    "section": names("w:sectPr"),
    "deleted text": _DELETED,
}
_ALONE = ("p", "tr", "tc")
_VALUE = name("w:val")


class Paragraph:
    """A paragraph with its text, without that of a text box that is anchored in it.

    `texts` are the w:t with that text.
    """

    __slots__ = ("element", "text", "texts")

    def __init__(self, element: Element, texts: list[Element]) -> None:
        self.element = element
        self.texts = texts
        self.text = "".join(text.text or "" for text in texts)


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph with its tags, as they are meant, and what else it holds."""

    at: Location
    element: Element
    reading: Reading
    tags: tuple[Tag, ...]
    holds: frozenset[str]

    @property
    def text(self) -> str:
        """The text as it is written."""
        return self.reading.text

    def problem(self, code: str, **values: object) -> Problem:
        """A problem here, with the text."""
        return problem(code, self.at, text=self.text.strip(), **values)


def template_problems(
    root: Element, paragraphs: Sequence[Paragraph], readings: Sequence[Reading], at: Location
) -> Iterator[Problem]:
    """All that is wrong with the tags of a part, seen from Word; `at` is the part."""
    held = {what: _around(root, kinds) for what, kinds in _HELD.items()}
    for number, (paragraph, reading) in enumerate(zip(paragraphs, readings, strict=True), start=1):
        found = tuple(tags(reading.mended)) if "{" in reading.mended else ()
        holds = frozenset(what for what, around in held.items() if paragraph.element in around)
        if not (found or reading.slips or holds):
            continue
        where = Location(at.file, number, part=at.part)
        place = Place(where, paragraph.element, reading, found, holds)
        # What stands beside a slip can be judged when the slip is mended.
        for rule in (_slips,) if reading.slips else _RULES if found else ():
            yield from rule(place)
        if "deleted text" in holds:
            yield from _deleted(place)


def _around(root: Element, kinds: Collection[str]) -> set[Element]:
    """The paragraphs around elements of some kinds."""
    return {p for found in root.iter(*kinds) for p in found.iterancestors(_PARAGRAPH)}


def style_problems(root: Element, at: Location, styles: Mapping[str, str]) -> Iterator[Problem]:
    """The styles that a part uses and the template does not have; `styles` has their ids."""
    used = {str(element.get(_VALUE)) for element in root.iter(*_STYLED, _TABLE_STYLE)}
    if used <= styles.keys():
        return
    for number, paragraph in enumerate(root.iter(_PARAGRAPH), start=1):
        for style in _styles_in(paragraph):
            if style not in styles:
                where = Location(at.file, number, part=at.part)
                hint = "give this a style that the template has"
                yield problem("template-style", where, name=style, hint=hint)


def _styles_in(paragraph: Element) -> Iterable[str]:
    """The styles of a paragraph, and those of the tables that begin with it."""
    tables = [t for t in paragraph.iterancestors(_TABLE) if next(t.iter(_PARAGRAPH)) is paragraph]
    own = (s for s in paragraph.iter(*_STYLED) if not _is_of_comment(s))
    used = [*own, *(s for t in tables for s in t.iter(_TABLE_STYLE))]
    return dict.fromkeys(str(element.get(_VALUE)) for element in used)


def _is_of_comment(style: Element) -> bool:
    """Whether it is the style of the mark of a comment, which nobody prints."""
    around = style.getparent()
    run = around.getparent() if around is not None else None
    return child(run, "w:commentReference") is not None


def paragraphs_of(root: Element) -> list[Paragraph]:
    """The paragraphs of a part in order, those in text boxes too."""
    texts: dict[Element, list[Element]] = {element: [] for element in root.iter(_PARAGRAPH)}
    for text in root.iter(_TEXT):
        around = next(text.iterancestors(_PARAGRAPH), None)
        if around is not None:
            texts[around].append(text)
    return [Paragraph(element, own) for element, own in texts.items()]


def text_of(paragraph: Element) -> str:
    """The text of a paragraph, without that of a text box that is anchored in it."""
    return "".join(text.text or "" for text in texts_of(paragraph))


def texts_of(paragraph: Element) -> list[Element]:
    """The w:t of a paragraph, without those of a text box that is anchored in it."""
    own = paragraph.iter(_TEXT)
    return [text for text in own if next(text.iterancestors(_PARAGRAPH)) is paragraph]


def without_unreadable(text: str) -> str:
    """A text without the values that docxtpl cannot read, whatever they are meant as."""
    for tag in tags(text):
        if tag.mark == "{{" and _unreadable(tag):
            text = text.replace(tag.text, "")
    return text


def _unreadable(tag: Tag) -> str:
    """The first character in a tag at which docxtpl stops reading it."""
    if tag.mark == "{#" or (tag.mark == "{%" and not tag.prefix):
        return ""
    return next((character for character in tag.text[2:-2] if character in "%}"), "")


def _slips(place: Place) -> Iterator[Problem]:
    for slip in place.reading.slips:
        where = "" if slip.text == place.text.strip() else f" in “{place.text.strip()}”"
        meant = f"{slip.meant} in one paragraph" if slip.runs_on else slip.meant
        yield problem("template-tag", place.at, found=slip.text, where=where, meant=meant)


def _characters(place: Place) -> Iterator[Problem]:
    for tag in place.tags:
        if character := _unreadable(tag):
            yield place.problem("template-character", character=character)


def _beside(place: Place) -> Iterator[Problem]:
    """A {%p or {{p replaces its paragraph: what stands beside it is gone."""
    tag = _first(place, "p")
    if tag is None or tag.mark == "{#":
        return
    kind = f"{tag.mark}p"
    hint = f"put {tag.text} in a paragraph of its own"
    if place.reading.mended.replace(tag.text, "", 1).strip():
        yield place.problem("template-lost", what="text", tag=kind, hint=hint)
    elif "picture" in place.holds and "text box" not in place.holds:
        yield place.problem("template-lost", what="picture or note", tag=kind, hint=hint)
    if "section" in place.holds and child(place.element, "w:pPr/w:sectPr") is not None:
        hint = "put an empty paragraph behind it, which then holds the section break"
        yield place.problem("template-lost", what="section break", tag=kind, hint=hint)


def _in_row(place: Place) -> Iterator[Problem]:
    """A {%tr replaces its row and a {%tc its cell; outside a table they replace what is near."""
    for prefix, box in _BOXES.items():
        tag = _first(place, prefix)
        if tag is None:
            continue
        around = next(place.element.iterancestors(box), None)
        if around is None:
            yield place.problem("template-place", tag=tag.text, prefix=f"{{%{prefix}")
        elif _is_first(place, around, prefix) and _rest(place, around, tag):
            hint = f"give {tag.text} a {_WORDS[prefix]} of its own"
            what = f"rest of the {_WORDS[prefix]}"
            yield place.problem("template-lost", what=what, tag=f"{{%{prefix}", hint=hint)


def _is_first(place: Place, around: Element, prefix: str) -> bool:
    """Whether no paragraph before this one in the row holds such a tag; one report is enough."""
    holding = (p for p in around.iter(_PARAGRAPH) if f"{{%{prefix} " in text_of(p))
    return next(holding, place.element) is place.element


def _rest(place: Place, around: Element, tag: Tag) -> bool:
    """Whether a row or cell holds text besides a tag."""
    others = (text_of(p) for p in around.iter(_PARAGRAPH) if p is not place.element)
    own = place.reading.mended.replace(tag.text, "", 1)
    return bool(own.strip() or "".join(others).strip())


def _text_box(place: Place) -> Iterator[Problem]:
    """The paragraph that a {%p replaces is found by its text, in which a text box is in the way."""
    tag = next((tag for tag in place.tags if tag.prefix in _ALONE), None)
    if tag is not None and "text box" in place.holds:
        hint = f"put {tag.text} in a paragraph to which no text box is anchored"
        kind = f"{tag.mark}{tag.prefix}"
        yield place.problem("template-lost", what="text box", tag=kind, hint=hint)


def _deleted(place: Place) -> Iterator[Problem]:
    """Deleted text that was not accepted is still there for Jinja."""
    deleted = "".join(str(t) for gone in place.element.iter(*_DELETED) for t in gone.itertext())
    if "{{" in deleted or "{%" in deleted:
        yield place.problem("template-changes", deleted=deleted.strip())


def _first(place: Place, prefix: str) -> Tag | None:
    return next((tag for tag in place.tags if tag.prefix == prefix), None)


_RULES = (_characters, _beside, _in_row, _text_box)
