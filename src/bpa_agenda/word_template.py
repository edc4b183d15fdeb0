"""A Word template to Jinja: which part, which paragraph, and how the text around a tag looks.

docxtpl's syntax is the template author's syntax, and `template_source` turns a part into Jinja.
Before that, each `{{ … }}` learns how the text looks in which it stands, so that a value can
bring its own paragraphs, emphasis and open points and still look as the designer meant.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from lxml import etree

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.template_parts import Look, Part, Template
from bpa_agenda.template_rules import (
    Paragraph,
    paragraphs_of,
    style_problems,
    template_problems,
    text_of,
    texts_of,
    without_unreadable,
)
from bpa_agenda.template_source import jinja_source
from bpa_agenda.word_parts import FOOTNOTES, with_part
from bpa_agenda.word_tags import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACE = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_VALUE = re.compile(r"\{\{(?:([pr]) )?\s*(.*?)\s*\}\}", re.DOTALL)
_STATEMENT_PREFIX = re.compile(r"\{%(?:p|tr|tc) ")
_ROW = re.compile(r"\{%(tr|tc) ")
_MARK = re.compile(r"\{#@(\d+)#\}")
_RENDERED = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml")
_PATH = re.compile(r"\w+(?:\.\w+)*")
# What is left of a run from which a value was taken, or that brings an empty one.
EMPTY_RUN = re.compile(
    r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?(?:/>|></w:t>)</w:r>"
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CONTENT_TYPES = "[Content_Types].xml"


def read_template(path: Path, file: str) -> tuple[Template | None, list[Problem]]:
    """A template from its file; `file` is what messages call it."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except FileNotFoundError:
        return None, [problem("missing-file", Location(file))]
    except zipfile.BadZipFile as error:
        return None, [_unreadable(file, str(error), "save it in Word as .docx")]
    try:
        # LibreOffice leaves the footnotes out when there are none, and documents have them.
        files, _ = with_part(files, FOOTNOTES)
        trees = {name: _tree(files[name]) for name in _parts_to_render(files)}
        styles = _styles(files)
    except (etree.XMLSyntaxError, KeyError) as error:
        return None, [_unreadable(file, str(error), "open it in Word and save it as .docx")]
    problems = [
        found
        for name, tree in trees.items()
        for found in style_problems(tree, Location(file, part=label_of(name)), styles)
    ]
    parts = []
    for name, tree in trees.items():
        part, wrong = _compile(tree, file, name)
        parts.append(part)
        problems += wrong
    return Template(file, tuple(parts), files, _by_name(styles)), problems


def _unreadable(file: str, detail: str, hint: str) -> Problem:
    return problem("template-unreadable", Location(file), detail=detail, hint=hint)


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(data, parser)


def _parts_to_render(files: Mapping[str, bytes]) -> list[str]:
    types = _tree(files[_CONTENT_TYPES])
    names = [
        str(override.get("PartName")).lstrip("/")
        for override in types
        if str(override.get("ContentType", "")).endswith(_RENDERED)
    ]
    return sorted(names, key=lambda name: label_of(name) != "body")


def _styles(files: Mapping[str, bytes]) -> dict[str, str]:
    """The id of each style to its name, in lower case."""
    return {
        str(style.get(f"{{{W}}}styleId")): str(name.get(f"{{{W}}}val")).lower()
        for style in _tree(files["word/styles.xml"]).iter(f"{{{W}}}style")
        for name in style.iterfind(f"{{{W}}}name")
    }


def _by_name(styles: Mapping[str, str]) -> dict[str, str]:
    return {name: style for style, name in styles.items()}


def label_of(name: str) -> str:
    """What messages call a part: body, header1, footer2, footnotes."""
    stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
    return "body" if stem == "document" else stem


def _compile(tree: etree._Element, file: str, name: str) -> tuple[Part, list[Problem]]:
    paragraphs = paragraphs_of(tree)
    readings = read([paragraph.text for paragraph in paragraphs])
    at = Location(file, part=label_of(name))
    problems = list(template_problems(tree, paragraphs, readings, at))
    sound = all(found.code == "template-tag" for found in problems)
    if problems:
        meant = {p.element: r.mended for p, r in zip(paragraphs, readings, strict=True)}
        _make_readable(tree, meant, with_prefixes=sound)
        paragraphs = [Paragraph(p.element, texts_of(p.element)) for p in paragraphs]
    looks: list[Look] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        _give_looks(paragraph, looks)
        _put_before(_replaced(paragraph), f"{{#@{number}#}}")
    source = jinja_source(etree.tostring(tree, encoding="unicode"))
    lines = _MARK.split(EMPTY_RUN.sub("", source.replace("\n", " ")))
    texts = [(int(number), readings[int(number) - 1].text) for number in lines[1::2]]
    in_cells = {
        n for n, p in enumerate(paragraphs, start=1) if _around(p.element, "tc") is not p.element
    }
    return Part(
        name,
        label_of(name),
        "\n".join(lines[::2]),
        tuple(looks),
        ((0, ""), *texts),
        frozenset(in_cells),
        sound,
    ), problems


def _make_readable(
    tree: etree._Element, texts: Mapping[etree._Element, str], *, with_prefixes: bool
) -> None:
    """Makes a part with mistakes fit to look for more: each tag stays where it is, as it is meant.

    Without its prefix a tag replaces nothing, so that it takes no other tag with it.
    """
    for deleted in list(tree.iter(f"{{{W}}}del", f"{{{W}}}moveFrom")):
        parent = deleted.getparent()
        assert parent is not None, "deleted text stands in something"
        parent.remove(deleted)
    for paragraph, text in texts.items():
        if "{" in text or text != text_of(paragraph):
            for element in texts_of(paragraph):
                element.text = ""
            meant = without_unreadable(text)
            shown = meant if with_prefixes else _STATEMENT_PREFIX.sub("{% ", meant)
            texts_of(paragraph)[0].text = shown


def _replaced(paragraph: Paragraph) -> etree._Element:
    """What docxtpl replaces by the tag in a paragraph: its row, its cell, or the paragraph.

    A mark must stand before all of it.
    """
    tag = _ROW.search(paragraph.text)
    return _around(paragraph.element, tag[1]) if tag else paragraph.element


def _around(paragraph: etree._Element, tag: str) -> etree._Element:
    """The row or cell around a paragraph; the paragraph itself outside a table."""
    return next(paragraph.iterancestors(f"{{{W}}}{tag}"), paragraph)


def _put_before(element: etree._Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    assert parent is not None, "a paragraph is never the root"
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def _give_looks(paragraph: Paragraph, looks: list[Look]) -> None:
    """Rewrites the value tags of a paragraph so that each says in which look it stands."""
    text = paragraph.text
    if "{{" not in text:
        return
    is_whole = _VALUE.fullmatch(text.strip()) is not None
    for match in reversed(list(_VALUE.finditer(text))):
        kind, expression = match.groups()
        run = _isolate(paragraph.texts, match.start(), match.end())
        around = _inside(paragraph.element, "pPr") if kind == "p" else ""
        looks.append(Look(around, _inside(run, "rPr")))
        shown = expression if _PATH.fullmatch(expression) else f"({expression})"
        how = ',"p"' if kind == "p" else ""
        mark = "p" if kind == "p" and is_whole else "r"
        _set_text(run, f"{{{{{mark} {shown},{len(looks) - 1}{how}}}}}")


def _inside(element: etree._Element, tag: str) -> str:
    """The XML in the properties of an element, without what is not for what a value brings."""
    properties = element.find(f"{{{W}}}{tag}")
    if properties is None:
        return ""
    if any(child.tag in _NOT_COPIED for child in properties):
        properties = deepcopy(properties)
        for child in [child for child in properties if child.tag in _NOT_COPIED]:
            properties.remove(child)
    whole = _NAMESPACE.sub("", etree.tostring(properties, encoding="unicode", with_tail=False))
    return whole[whole.index(">") + 1 : whole.rindex("<")] if len(properties) else ""


_NOT_COPIED = (f"{{{W}}}sectPr", f"{{{W}}}rPr", f"{{{W}}}pPrChange", f"{{{W}}}rPrChange")


def _set_text(run: etree._Element, text: str) -> None:
    first, *rest = run.findall(f"{{{W}}}t")
    first.text = text
    for other in rest:
        run.remove(other)


def _isolate(texts: list[etree._Element], start: int, end: int) -> etree._Element:
    """Puts the characters from start to end in a run of their own, and gives it.

    `texts` are the w:t in which characters are counted; those that are cut get their second half
    behind them.
    """
    number, offset = _find(texts, end - 1)
    _cut(texts, number, offset + 1)
    number, offset = _find(texts, start)
    if offset or _has_content_before(texts[number]):
        _cut(texts, number, offset)
        number += 1
    place = 0
    for text in texts:
        length = len(text.text or "")
        if start < place < end:
            text.text = ""
        place += length
    run = texts[number].getparent()
    assert run is not None, "text stands in a run"
    return run


def _find(texts: Sequence[etree._Element], index: int) -> tuple[int, int]:
    """Which w:t holds a character of the paragraph, and where in it."""
    place = 0
    for number, text in enumerate(texts):
        length = len(text.text or "")
        if index < place + length:
            return number, index - place
        place += length
    raise IndexError(index)


def _has_content_before(text: etree._Element) -> bool:
    return any(before.tag != f"{{{W}}}rPr" for before in text.itersiblings(preceding=True))


def _cut(texts: list[etree._Element], number: int, offset: int) -> None:
    """Cuts the run of a w:t in two at a character, when there is something behind that."""
    text = texts[number]
    text.set(_SPACE, "preserve")
    whole = text.text or ""
    if offset == len(whole) and text.getnext() is None:
        return
    run = text.getparent()
    assert run is not None, "text stands in a run"
    after = run.makeelement(f"{{{W}}}r")
    properties = run.find(f"{{{W}}}rPr")
    if properties is not None:
        after.append(deepcopy(properties))
    moved = etree.SubElement(after, f"{{{W}}}t", {_SPACE: "preserve"})
    text.text, moved.text = whole[:offset], whole[offset:]
    after.extend(list(text.itersiblings()))
    run.addnext(after)
    texts.insert(number + 1, moved)
