"""The table of contents: entries, links and bookmarks from the headings that a document has.

`fill_contents` leaves a mark where a page number goes; `finish` writes the numbers there, or leaves
them out when nobody knows them yet. The field around the entries is complete, so Word asks nothing.

A document is large and little of it changes, so that its XML is looked at as text: it is
well-formed, and names its elements as Word does, `w:p`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import fromstring

from bpa_agenda.pieces import Pieces
from bpa_agenda.word_numbering import Counters, Place, read_numbering
from bpa_agenda.word_styles import Styles, heading_level, read_styles
from bpa_agenda.word_xml import Element, name
from bpa_agenda.xml_escape import escape

MARK = "<?contents?>"
_HEAD = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PAGE = re.compile(rb"<!--page (\d+)-->")
_BEGIN, _END = b"<!--contents begins-->", b"<!--contents ends-->"
_UNKNOWN = b"000"
_NUMBER = re.compile(rb'<w:bookmarkStart\s(?:[^>]*\s)??w:id="(\d+)"')
# With its properties, which hold those that it had before somebody changed them.
_PARAGRAPH = re.compile(
    rb"<w:p(?: [^>]*?)?(?:(?P<empty>/)>|>(?:\s*(?P<properties><w:pPr/>|"
    rb"<w:pPr>[^<]*(?:<(?!/w:pPr>|w:pPrChange )[^<]*)*"
    rb"(?:<w:pPrChange .*?</w:pPrChange>)?</w:pPr>))?)",
    re.DOTALL,
)
_EDGE = re.compile(rb"<w:p(?: [^>]*)?>|</w:p>")
_PIECE = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:tab/>")
_OF_KIND = re.compile(rb"<w:(?:pStyle|outlineLvl|numPr|ilvl|numId)\b[^>]*>|</w:numPr>")


class Heading(NamedTuple):
    """A heading of a document: its level from 1, label and text as XML text, and its bookmark.

    `start` and `end` are where the bookmark begins and ends in the document.
    """

    level: int
    text: str
    bookmark: str
    start: int
    end: int


def fill_contents(
    document: bytes, files: Mapping[str, bytes], toc_styles: Sequence[str], most: int = 2
) -> tuple[Pieces, int]:
    """Writes the entries at the mark, and bookmarks around the headings down to level `most`.

    Gives the document's XML, of which the entries are one piece, and the number of its headings;
    without a mark nothing changes.
    """
    mark = document.find(MARK.encode())
    if mark < 0:
        return Pieces((document,)), 0
    kinds = _Kinds(files)
    headings = list(_headings(document, kinds, most))
    first = _highest_number([document, *files.values()]) + 1
    entries = _entries(headings, toc_styles).encode()
    after, root = document.index(b"<", mark + 1), document.index(b"<", 1)
    new = [(mark, after, entries), *_bookmarks(headings, first)]
    return Pieces((_HEAD, *_with(memoryview(document), root, sorted(new)))), len(headings)


def finish(document: Pieces, pages: Sequence[int]) -> Pieces:
    """The document with its page numbers; without any, the entries are links and no more."""

    def page(match: re.Match[bytes]) -> bytes:
        place = int(match[1])
        return _page_number(place, str(pages[place]).encode()) if pages else b""

    begin, end = (_FIELD_BEGIN, _FIELD_END) if pages else (b"", b"")
    return _in_entries(document, page, begin, end)


def for_layout(document: Pieces) -> Pieces:
    """The document with room for page numbers that a layout program fills in by itself.

    A program that lays out a document does not touch what is inside a table of contents; without
    the field around it, each reference to a page is its own field.
    """
    return _in_entries(document, lambda match: _page_number(int(match[1]), _UNKNOWN), b"", b"")


def _in_entries(
    document: Pieces, page: Callable[[re.Match[bytes]], bytes], begin: bytes, end: bytes
) -> Pieces:
    """The document with its entries finished: each page, the begin and the end of the field."""
    return Pieces(
        whole
        for piece in document
        for whole in (_finished(piece, page, begin, end) if isinstance(piece, bytes) else (piece,))
    )


def _finished(
    piece: bytes, page: Callable[[re.Match[bytes]], bytes], begin: bytes, end: bytes
) -> tuple[bytes | memoryview, ...]:
    first, last = piece.find(_BEGIN), piece.find(_END)
    if first < 0:
        return (piece,)
    entries = _PAGE.sub(page, piece[first + len(_BEGIN) : last])
    whole = memoryview(piece)
    return whole[:first], begin, entries, end, whole[last + len(_END) :]


_FIELD_BEGIN = (
    b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    b'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    b'<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = b'<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _page_number(place: int, number: bytes) -> bytes:
    return (
        b'<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        b'<w:r><w:instrText xml:space="preserve"> PAGEREF '
        + _bookmark(place).encode()
        + b' \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        b"<w:r><w:t>" + number + b'</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _bookmark(place: int) -> str:
    return f"_Toc{place + 1:08d}"


def _highest_number(parts: Iterable[bytes]) -> int:
    """The highest number of a bookmark in any part; each may stand once in a document."""
    return max((int(found) for part in parts for found in _NUMBER.findall(part)), default=0)


def _bookmarks(headings: Sequence[Heading], first: int) -> Iterator[tuple[int, int, bytes]]:
    """A bookmark around the text of each heading, numbered from `first`."""
    for number, heading in enumerate(headings, start=first):
        begin = f'<w:bookmarkStart w:id="{number}" w:name="{heading.bookmark}"/>'
        yield heading.start, heading.start, begin.encode()
        yield heading.end, heading.end, f'<w:bookmarkEnd w:id="{number}"/>'.encode()


def _with(
    document: memoryview, done: int, new: Iterable[tuple[int, int, bytes]]
) -> Iterator[bytes | memoryview]:
    """A document from `done` on in pieces, with something new from one place up to another."""
    for start, end, text in new:
        yield document[done:start]
        yield text
        done = end
    yield document[done:]


class _Kinds(dict[bytes | None, tuple[Place | None, int | None]]):
    """The place in a list, and the level of a heading, of paragraphs by their properties.

    A document has few kinds of paragraphs.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._styles = _styles(files["word/styles.xml"])
        part = files.get("word/numbering.xml")
        self._numbering = read_numbering(None if part is None else _parsed(part), self._styles)

    def __missing__(self, properties: bytes | None) -> tuple[Place | None, int | None]:
        paragraph = _paragraph(properties or b"")
        own = self._styles.of(paragraph)
        # The title of the whole document is no entry of its table of contents.
        is_title = any(style.name in ("title", "titel") for style in own)
        level = None if is_title else heading_level(paragraph, self._styles)
        self[properties] = kind = self._numbering.place(paragraph, own), level
        return kind


def _parsed(part: bytes) -> Any:
    # `lxml` has read it with the template; to load it again takes longer than all of this.
    return fromstring(part)  # noqa: S314


@lru_cache(maxsize=4)
def _styles(part: bytes) -> Styles:
    return read_styles(_parsed(part))


def _paragraph(properties: bytes) -> Element:
    """A paragraph with those of its properties that say what kind it is."""
    now = properties.partition(b"<w:pPrChange")[0]
    said = b"".join(_OF_KIND.findall(now)).decode()
    paragraph: Element = _parsed(_OF_W.format(f"<w:pPr>{said}</w:pPr>").encode())
    return paragraph


_OF_W = f'<w:p xmlns:w="{name("w:p")[1:-2]}">{{}}</w:p>'


def _headings(document: bytes, kinds: _Kinds, most: int) -> Iterator[Heading]:
    counters, count = Counters(), 0
    for paragraph in _PARAGRAPH.finditer(document):
        place, level = kinds[paragraph["properties"]]
        if place is None and level is None:
            continue
        label = counters.label(place) if place is not None else ""
        if level is None or level > most or paragraph["empty"]:
            continue
        start = paragraph.end()
        end = _end(document, start)
        if text := _text(document[start:end]):
            shown = f"{escape(label)}\t{text}" if label else text
            yield Heading(level, shown, _bookmark(count), start, end)
            count += 1


def _end(document: bytes, start: int) -> int:
    """Where a paragraph ends that began before `start`; one can lie in another, in a text box."""
    depth = 1
    for edge in _EDGE.finditer(document, start):
        depth += -1 if edge[0] == b"</w:p>" else not edge[0].endswith(b"/>")
        if not depth:
            return edge.start()
    return start


def _text(xml: bytes) -> str:
    pieces = (b"\t" if found[1] is None else found[1] for found in _PIECE.finditer(xml))
    return b"".join(pieces).decode().strip()


def _entries(headings: Sequence[Heading], toc_styles: Sequence[str]) -> str:
    last = len(headings) - 1
    return "".join(
        _entry(heading, toc_styles[heading.level - 1], place, place == 0, place == last)
        for place, heading in enumerate(headings)
    )


def _entry(heading: Heading, style: str, place: int, first: bool, last: bool) -> str:
    pieces = [
        f"<w:r><w:t>{piece}</w:t></w:r>" if piece else "<w:r><w:t/></w:r>"
        for piece in heading.text.split("\t")
    ]
    text = "<w:r><w:tab/></w:r>".join(pieces)
    begin, end = (_BEGIN.decode() if first else "", _END.decode() if last else "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{begin}'
        f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{text}<!--page {place}-->'
        f"</w:hyperlink>{end}</w:p>"
    )
