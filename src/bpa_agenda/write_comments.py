"""A copy of a Word file with a comment at each mistake, for whoever mends it in Word.

Word allows comments in the body only. What is wrong in a header, in a footer or with the file as a
whole stands at the first paragraph, with the name of the part.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from bpa_agenda.pieces import in_pieces
from bpa_agenda.problems import Problem
from bpa_agenda.word_files import zipped
from bpa_agenda.word_parts import COMMENTS, as_bytes, document_of, parse, with_part
from bpa_agenda.word_xml import Element, child, name

_PARAGRAPH, _ID = name("w:p"), name("w:id")
_MARKS = (name("w:commentRangeStart"), name("w:commentReference"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def commented(data: bytes, problems: Iterable[Problem]) -> bytes:
    """A copy of a Word file that can be opened, with a comment for each problem."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    found = list(problems)
    if not found:
        return zipped(in_pieces(files))
    files, part = with_part(files, COMMENTS)
    document = document_of(files)
    body, comments = parse(files[document]), parse(files[part])
    first = 1 + max((int(number) for number in _ids(body, comments)), default=-1)
    for number, problem in enumerate(found, start=first):
        _anchor(_paragraph(body, problem), str(number))
        comments.append(_comment(str(number), problem))
    return zipped(in_pieces({**files, document: as_bytes(body), part: as_bytes(comments)}))


def _ids(body: Element, comments: Element) -> Iterator[str]:
    for element in (*body.iter(*_MARKS), *comments.iter(name("w:comment"))):
        number = element.get(_ID, "")
        if number.isdecimal():
            yield number


def _paragraph(body: Element, problem: Problem) -> Element:
    """The paragraph where a problem is, or the first when Word allows no comment there."""
    paragraphs = list(body.iter(_PARAGRAPH))
    is_here = problem.at.part == "body" and 0 < problem.at.line <= len(paragraphs)
    found = paragraphs[problem.at.line - 1 if is_here else 0]
    # Word allows no comments in text boxes either: those go to where the box is anchored.
    return [found, *found.iterancestors(_PARAGRAPH)][-1]


def _anchor(paragraph: Element, number: str) -> None:
    properties = child(paragraph, "w:pPr")
    starts = paragraph.findall(name("w:commentRangeStart"))
    before = starts[-1] if starts else properties
    place = 0 if before is None else paragraph.index(before) + 1
    paragraph.insert(place, etree.Element(name("w:commentRangeStart"), {_ID: number}))
    etree.SubElement(paragraph, name("w:commentRangeEnd"), {_ID: number})
    run = etree.SubElement(paragraph, name("w:r"))
    etree.SubElement(run, name("w:commentReference"), {_ID: number})


def _comment(number: str, problem: Problem) -> Element:
    """Without a date, so that the same mistakes give the same bytes."""
    who = {name("w:author"): "agenda", name("w:initials"): "a"}
    comment = etree.Element(name("w:comment"), {_ID: number, **who})
    part = problem.at.part
    where = f"{part}, paragraph {problem.at.line}: " if part not in ("", "body") else ""
    for line in (where + problem.message, *problem.hint.splitlines()):
        run = etree.SubElement(etree.SubElement(comment, _PARAGRAPH), name("w:r"))
        text = etree.SubElement(run, name("w:t"), {_SPACE: "preserve"})
        text.text = line
    return comment
