"""Reads the Markdown that most texts are made of: a few plain forms, each known by its shape.

What has any other shape is left to the whole parser (`markdown_full`), which takes longer to load
than all texts of an agenda take to read here. A text that is read here reads the same there, and
loses no word: the shapes are narrower than Markdown, so that nothing in them can mean more.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeAlias

from bpa_agenda.markdown_blocks import (
    CAPTION_OF_TABLE,
    CAPTION_START,
    Block,
    Figure,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Spans,
    Table,
)
from bpa_agenda.values import ID

Notes: TypeAlias = Mapping[str, tuple[Block, ...]]

# Neither a control character nor a sign that can have a meaning within a line.
_SAFE = r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\\`*_\[\]<!&%~^]"
_PIECE = rf"{_SAFE}++|&(?!#|\w\w)|!(?!\[)|%(?![0-9A-F]{{2}})"
_TEXT = rf"(?:{_PIECE})+"
_WORD = r"(?=[^\W_])"
_EMPHASIS = (
    rf"(?<![^ \n(‘“])(?P<marks>\*\*?){_WORD}{_TEXT}"
    r"(?:(?<=\w)(?P=marks)(?![^ \n?!.,:;)’”])|(?<=[?!.,:;)’”])(?P=marks)(?![^ \n]))"
)
_LABEL = r"\[\^[A-Za-z0-9-]+\]"
_ADDRESS = r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,3}(?:/[A-Za-z0-9./_-]*)?"
_BRACKETS = rf"\[(?!\^){_TEXT}\](?:\({_ADDRESS}\))?(?![(\[])"
_INLINE = re.compile(rf"(?:{_PIECE}|{_EMPHASIS}|{_BRACKETS}|{_LABEL}(?![(:]))+")
_MARKED = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*|\[\^(?P<label>[^\]]+)\]"
    r"|\[(?P<text>[^\]]+)\]\((?P<address>[^)]+)\)"
)

# No line starts or ends with what could be taken for more than text.
_START = rf"(?!\d+[.)](?!\S))(?:[^\W_]|[(‘’“”\"'…€@\[–]|\*\*?{_WORD})"
_LINES = re.compile(rf"(?:(?:\A|(?<=\S)\n){_START}[^\n]*+)+(?<=\S)")

_ITEM = re.compile(r"- |([0-9]{1,9})\. ")
_INNER_LIST = re.compile(r"\n(?=- |1\. )")
_NEXT_ITEM = re.compile(r"\n(?=- |[0-9]{1,9}\. )")
# The whole parser gives up on lists that lie much deeper.
_DEEPEST = 4
_NOTE = re.compile(r"\[\^([A-Za-z0-9-]+)\]: ")
_NEXT_NOTE = re.compile(r"\n(?=\[\^)")
_CALL = re.compile(r"\[\^([A-Za-z0-9-]+)\](?!:)")
_FIGURE = re.compile(rf'!\[({_TEXT})\]\(([A-Za-z0-9][A-Za-z0-9.-]*)[ \n]"([^"]+)"\)')
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


class _NotSimple(Exception):  # noqa: N818  # not an error: the whole parser can read it
    """A text has a shape that is not known here."""


def simple_blocks(text: str) -> tuple[Block, ...] | None:
    """The blocks of a text; None when only the whole parser can tell."""
    chunks = [chunk for part in text.split("\n\n") if (chunk := part.strip("\n"))]
    try:
        notes = _notes(chunks) if "[^" in text else {}
        return tuple(_blocks(_with_whole_lists(chunks), notes))
    except _NotSimple:
        return None


def simple_line(text: str) -> Spans | None:
    """The spans of one line; None when only the whole parser can tell."""
    if " \n" in text or "\n " in text:
        return None
    try:
        return _spans(text, {})
    except _NotSimple:
        return None


def _notes(chunks: Sequence[str]) -> Notes:
    """The footnotes of a text by their labels; each is called in it."""
    defined: dict[str, tuple[Block, ...]] = {}
    for chunk in chunks:
        for text in _NEXT_NOTE.split(chunk) if _NOTE.match(chunk) else ():
            match = _matched(_NOTE, text)
            body = text[match.end() :].replace("\n    ", "\n")
            if match[1] in defined:
                raise _NotSimple
            defined[match[1]] = (_paragraph(body, {}),)
    called = {label for chunk in chunks for label in _CALL.findall(chunk)}
    if called != defined.keys():
        raise _NotSimple
    return defined


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    if (match := pattern.match(text)) is None:
        raise _NotSimple
    return match


def _blocks(chunks: Sequence[str], notes: Notes) -> Iterator[Block]:
    """The blocks that chunks of lines are, without the footnotes among them."""
    caption = ""
    for chunk, after in zip_longest(chunks, chunks[1:], fillvalue=""):
        if chunk.startswith(CAPTION_START) and after.startswith("|"):
            caption = chunk
        elif chunk.startswith("|"):
            yield _table(chunk, caption, notes)
            caption = ""
        elif _ITEM.match(chunk):
            yield _list(chunk, notes)
        elif chunk.startswith("> "):
            yield Quote((_paragraph(chunk[2:].replace("\n> ", "\n"), notes),))
        elif chunk.startswith("!"):
            yield _figure(chunk)
        elif not _NOTE.match(chunk):
            yield _paragraph(chunk, notes)


def _with_whole_lists(chunks: Sequence[str]) -> list[str]:
    """The chunks, but those as one that are items of one list with empty lines between them."""
    whole: list[str] = []
    before = ""
    for chunk in chunks:
        match = _ITEM.match(chunk)
        kind = "" if match is None else match[0].lstrip("0123456789")
        if kind and kind == before:
            whole[-1] += f"\n{chunk}"
        else:
            whole.append(chunk)
        before = kind
    return whole


def _paragraph(text: str, notes: Notes) -> Paragraph:
    is_address = text.startswith("[") and "]:" in text
    if is_address or text.startswith(CAPTION_START) or _LINES.fullmatch(text) is None:
        raise _NotSimple
    return Paragraph(_spans(text, notes))


def _list(chunk: str, notes: Notes, depth: int = 0) -> ListBlock:
    """A list of items that are a paragraph and perhaps a list."""
    first = _matched(_ITEM, chunk)
    items: list[tuple[Block, ...]] = []
    for text in _NEXT_ITEM.split(chunk):
        match = _matched(_ITEM, text)
        if (match[1] is None) != (first[1] is None) or depth > _DEEPEST:
            raise _NotSimple
        indent = " " * match.end()
        body, *inner = _INNER_LIST.split(text[match.end() :].replace(f"\n{indent}", "\n"), 1)
        lists = (_list(part, notes, depth + 1) for part in inner)
        items.append((_paragraph(body, notes), *lists))
    return ListBlock(first[1] is not None, int(first[1] or 1), tuple(items))


def _figure(chunk: str) -> Figure:
    match = _FIGURE.fullmatch(chunk)
    if match is None or _LINES.fullmatch(chunk[1:]) is None:
        raise _NotSimple
    alt, caption = (" ".join(match[part].split()) for part in (1, 3))
    if not (alt and caption):
        raise _NotSimple
    return Figure(match[2], alt, _spans(caption, {}))


def _table(chunk: str, above: str, notes: Notes) -> Table:
    header, rule, *more = chunk.split("\n") if "\n" in chunk else (chunk, "")
    if _RULE.fullmatch(rule) is None:
        raise _NotSimple
    sides = [_side(cell.strip(" ")) for cell in rule[1:-1].split("|")]
    rows = tuple(_row(line, len(sides), notes) for line in (header, *more))
    if not above:
        return Table(rows, tuple(sides))
    match = CAPTION_OF_TABLE.fullmatch(above)
    if match is None or not (_LINES.fullmatch(above) and ID.fullmatch(match[2])):
        raise _NotSimple
    return Table(rows, tuple(sides), _spans(match[1], {}), match[2])


def _side(rule: str) -> str:
    if rule.endswith(":"):
        return "center" if rule.startswith(":") else "right"
    return "left"


def _row(line: str, count: int, notes: Notes) -> tuple[Spans, ...]:
    cells = [cell.strip(" ") for cell in line[1:-1].split("|")]
    is_odd = any(cell != cell.strip() for cell in cells)
    if is_odd or len(cells) != count or _ROW.fullmatch(line) is None:
        raise _NotSimple
    return tuple(_spans(cell, notes) for cell in cells)


def _spans(text: str, notes: Notes) -> Spans:
    """The spans of text within a block."""
    if not text:
        return ()
    if _INLINE.fullmatch(text) is None:
        raise _NotSimple
    text = text.replace("\n", " ")
    if "*" not in text and "](" not in text and "[^" not in text:
        return (Span(text),)
    return tuple(_marked(text, notes))


def _marked(text: str, notes: Notes) -> Iterator[Span]:
    """The spans of text with marks of emphasis, links and footnotes."""
    done = 0
    for found in _MARKED.finditer(text):
        yield from _between(text[done : found.start()])
        done = found.end()
        if label := found["label"]:
            if label not in notes:
                raise _NotSimple
            yield Span("", note=notes[label])
        else:
            words = found["strong"] or found["em"] or found["text"]
            bold, italic = found["strong"] is not None, found["em"] is not None
            yield Span(words, bold, italic, found["address"] or "")
    yield from _between(text[done:])


def _between(text: str) -> Iterator[Span]:
    # A sign that is left over has no fellow of its own length.
    if "*" in text:
        raise _NotSimple
    if text:
        yield Span(text)
