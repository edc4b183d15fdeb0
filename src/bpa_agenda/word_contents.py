"""The table of contents: entries, links and bookmarks from the headings that a document has.

`fill_contents` leaves a mark where a page number goes; `finish` writes the numbers there, or leaves
them out when nobody knows them yet. The field around the entries is complete, so Word asks nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from bpa_agenda.records import dataclass
from bpa_agenda.word_numbering import Counters, Numbering, Place, read_numbering
from bpa_agenda.word_styles import Styles, heading_level, read_styles
from bpa_agenda.word_xml import Element, name

MARK = "<?contents?>"
_PAGE = re.compile(rb"<!--page (\d+)-->")
_BEGIN, _END = b"<!--contents begins-->", b"<!--contents ends-->"
_UNKNOWN = b"000"
_NUMBER = re.compile(rb'<w:bookmarkStart\b[^>]*\bw:id="(\d+)"')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: its level from 1, and label and text as printed."""

    level: int
    text: str
    bookmark: str


def fill_contents(
    document: bytes, files: Mapping[str, bytes], toc_styles: Sequence[str], most: int = 2
) -> tuple[bytes, tuple[Heading, ...]]:
    """Writes the entries at the mark, and bookmarks around the headings down to level `most`.

    Gives the document's XML and its headings in their order; without a mark nothing changes.
    """
    if MARK.encode() not in document:
        return document, ()
    root = etree.fromstring(document)
    styles = read_styles(etree.fromstring(files["word/styles.xml"]))
    numbering = read_numbering(_parsed(files, "word/numbering.xml"), styles)
    first = _highest_number([document, *files.values()]) + 1
    headings = _mark_headings(root, styles, numbering, most, first)
    mark = next(root.iter(etree.ProcessingInstruction))
    entries = etree.fromstring(_WRAPPED.format(entries=_entries(headings, toc_styles)))
    for entry in entries:
        mark.addprevious(entry)
    parent = mark.getparent()
    assert parent is not None, "the mark stands in the body"
    parent.remove(mark)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), headings


def finish(document: bytes, pages: Sequence[int]) -> bytes:
    """The document with its page numbers; without any, the entries are links and no more."""

    def page(match: re.Match[bytes]) -> bytes:
        place = int(match[1])
        return _page_number(place, str(pages[place]).encode()) if pages else b""

    begin, end = (_FIELD_BEGIN, _FIELD_END) if pages else (b"", b"")
    return _PAGE.sub(page, document).replace(_BEGIN, begin).replace(_END, end)


def for_layout(document: bytes) -> bytes:
    """The document with room for page numbers that a layout program fills in by itself.

    A program that lays out a document does not touch what is inside a table of contents; without
    the field around it, each reference to a page is its own field.
    """
    with_pages = _PAGE.sub(lambda match: _page_number(int(match[1]), _UNKNOWN), document)
    return with_pages.replace(_BEGIN, b"").replace(_END, b"")


_WRAPPED = f'<x xmlns:w="{name("w:p")[1:-2]}">{{entries}}</x>'
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


def _parsed(files: Mapping[str, bytes], part: str) -> Element | None:
    return etree.fromstring(files[part]) if part in files else None


def _highest_number(parts: Iterable[bytes]) -> int:
    """The highest number of a bookmark in any part; each may stand once in a document."""
    return max((int(number) for part in parts for number in _NUMBER.findall(part)), default=0)


def _mark_headings(
    root: Element, styles: Styles, numbering: Numbering, most: int, first: int
) -> tuple[Heading, ...]:
    """Finds the headings and puts a bookmark around the text of each, numbered from `first`."""
    counters = Counters()
    found: list[Heading] = []
    alike: dict[bytes, tuple[Place | None, int | None]] = {}
    for paragraph in root.iter(name("w:p")):
        # Paragraphs with the same properties are alike; a document has few kinds of them.
        properties = paragraph.find(name("w:pPr"))
        kind = etree.tostring(properties) if properties is not None else b""
        if kind not in alike:
            level = None if _is_title(paragraph, styles) else heading_level(paragraph, styles)
            alike[kind] = numbering.place(paragraph, styles.of(paragraph)), level
        place, level = alike[kind]
        label = counters.label(place) if place is not None else ""
        text = _text(paragraph) if level is not None and level <= most else ""
        if level is not None and text:
            bookmark = _bookmark(len(found))
            _put_bookmark(paragraph, bookmark, first + len(found))
            found.append(Heading(level, f"{label}\t{text}" if label else text, bookmark))
    return tuple(found)


def _is_title(paragraph: Element, styles: Styles) -> bool:
    """The title of the whole document is no entry of its table of contents."""
    return any(style.name in ("title", "titel") for style in styles.of(paragraph))


def _text(paragraph: Element) -> str:
    pieces = (
        "\t" if node.tag == name("w:tab") else node.text or ""
        for run in paragraph.iter(name("w:r"))
        for node in run.iterchildren(name("w:t"), name("w:tab"))
    )
    return "".join(pieces).strip()


def _put_bookmark(paragraph: Element, bookmark: str, number: int) -> None:
    start = paragraph.makeelement(name("w:bookmarkStart"))
    start.set(name("w:id"), str(number))
    start.set(name("w:name"), bookmark)
    end = paragraph.makeelement(name("w:bookmarkEnd"))
    end.set(name("w:id"), str(number))
    paragraph.insert(1 if paragraph.find(name("w:pPr")) is not None else 0, start)
    paragraph.append(end)


def _entries(headings: Sequence[Heading], toc_styles: Sequence[str]) -> str:
    last = len(headings) - 1
    return "".join(
        _entry(heading, toc_styles[heading.level - 1], place, place == 0, place == last)
        for place, heading in enumerate(headings)
    )


def _entry(heading: Heading, style: str, place: int, first: bool, last: bool) -> str:
    pieces = [f"<w:r><w:t>{_escaped(piece)}</w:t></w:r>" for piece in heading.text.split("\t")]
    text = "<w:r><w:tab/></w:r>".join(pieces)
    begin, end = (_BEGIN.decode() if first else "", _END.decode() if last else "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{begin}'
        f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">{text}<!--page {place}-->'
        f"</w:hyperlink>{end}</w:p>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
