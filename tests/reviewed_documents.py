"""Reviewed documents for tests, and what was read of them in a line of text each."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from docx.document import Document

from bpa_agenda.reviewed import PLAIN, Change, Look, Paragraph, Piece, ReviewedDocument
from bpa_agenda.word_package import open_package
from bpa_agenda.word_revisions import read_reviewed
from word_documents import NAMESPACES, run, unzipped, with_body, zipped

COMMENT = "w:comment"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIP = f'<Relationship Id="rIdTest%s" Type="{_KIND}/%s" Target="%s.xml"/>'
_WORD = "http://schemas.microsoft.com/office/word"
_W15 = f'xmlns:w14="{_WORD}/2010/wordml" xmlns:w15="{_WORD}/2012/wordml"'


def reviewed(folder: Path, *blocks: str) -> ReviewedDocument:
    """What is read of a document with these paragraphs and tables."""
    return read_document(with_body(*blocks), folder)


def read_document(document: Document, folder: Path) -> ReviewedDocument:
    path = folder / "terug.docx"
    document.save(str(path))
    return read(path)


def read(path: Path) -> ReviewedDocument:
    """What is read of a file; the changes and comments in it are all there, each once."""
    package, problems = open_package(path, path.name)
    assert package is not None, problems
    document = read_reviewed(package)
    found = Counter(change.element for change in document.changes)
    assert found + Counter({COMMENT: len(document.comments)}) == document.counted
    assert [change.id for change in document.changes] == list(range(len(document.changes)))
    return document


def with_parts(document: Document, folder: Path, **parts: str) -> ReviewedDocument:
    """What is read of a document with more parts beside it: `comments` is `word/comments.xml`."""
    path = folder / "zonder.docx"
    document.save(str(path))
    files = unzipped(path)
    relations, added = "word/_rels/document.xml.rels", dict[str, bytes]()
    links = "".join(_RELATIONSHIP % (name, name, name) for name in parts)
    added[relations] = files[relations].replace(b"</Rel", f"{links}</Rel".encode())
    for name, xml in parts.items():
        start = len(xml.split(">")[0].split(None, 1)[0].removesuffix("/"))
        added[f"word/{name}.xml"] = f"{xml[:start]} {NAMESPACES} {_W15}{xml[start:]}".encode()
    return read(zipped(folder / "terug.docx", {**files, **added}))


def body_of(document: ReviewedDocument) -> list[Paragraph]:
    """The paragraphs of the body, without text boxes and entries of tables of contents."""
    paragraphs = (p for p in document.paragraphs if p.part == "body" and p.box is None)
    return [p for p in paragraphs if not re.fullmatch(r"(toc|contents) \d", p.style)]


def shown(document: ReviewedDocument) -> list[str]:
    """A line for each paragraph, with the authors of changes: see `_piece` for the signs."""
    return [line(paragraph, document.changes) for paragraph in document.paragraphs]


def line(paragraph: Paragraph, changes: Sequence[Change]) -> str:
    """The pieces, and at the end what happened to the end of the paragraph, as `¶+author`."""
    text = "".join(_piece(piece, changes) for piece in paragraph.pieces)
    mark = _by(changes, paragraph.mark_inserted, paragraph.mark_deleted)
    return f"{text}¶{mark}" if mark else text


def _piece(piece: Piece, changes: Sequence[Change]) -> str:
    """As `{+author:text}`, `{-author:text}`, and `{~author:look before→text}` for a format."""
    kinds = {"field": "«%s»", "note": f"[{piece.note}]", "picture": "(picture)"}
    text = kinds.get(piece.kind, "%s").replace("%s", piece.text)
    text = _look(piece.look, text)
    by = _by(changes, piece.inserted, piece.deleted)
    if piece.formatted is not None:
        assert piece.before is not None
        text = f"{_look(piece.before, 'x')}→{text}"
        by += f"~{changes[piece.formatted].author}"
    return f"{{{by}:{text}}}" if by else text


def _look(look: Look, text: str) -> str:
    if look == PLAIN:
        return text
    text = f"*{text}*" if look.italic else text
    text = f"**{text}**" if look.bold else text
    return f"<{look.link}|{text}>" if look.link else text


def _by(changes: Sequence[Change], inserted: int | None, deleted: int | None) -> str:
    into = "" if inserted is None else f"+{changes[inserted].author}"
    return into + ("" if deleted is None else f"-{changes[deleted].author}")


def _attributes(author: str) -> str:
    return f'w:id="1" w:author="{author}" w:date="2024-05-01T12:00:00Z"'


def changed(element: str, inside: str, author: str = "een") -> str:
    """A change around runs; what is not XML becomes a run with that text."""
    content = inside if inside.startswith("<") or not inside else run(inside)
    return f"<w:{element} {_attributes(author)}>{content}</w:{element}>"


def inserted(inside: str, author: str = "een") -> str:
    return changed("ins", inside, author)


def deleted(inside: str, author: str = "een") -> str:
    text = inside if inside.startswith("<") else f"<w:r><w:delText>{inside}</w:delText></w:r>"
    return changed("del", text, author)


def mark(element: str, author: str = "een") -> str:
    """What the properties of a paragraph say of a change to its end."""
    return f"<w:rPr><w:{element} {_attributes(author)}/></w:rPr>"


def row_mark(element: str, author: str = "een") -> str:
    return f"<w:{element} {_attributes(author)}/>"


def looking(text: str, properties: str, before: str | None = None) -> str:
    """A run with properties, and those that it had before `een` changed them."""
    old = f"<w:rPr>{before}</w:rPr>"
    change = "" if before is None else f"<w:rPrChange {_attributes('een')}>{old}</w:rPrChange>"
    kept = f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r><w:rPr>{properties}{change}</w:rPr>{kept}</w:r>"
