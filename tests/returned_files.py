"""Files that come back from a review, spoilt or odd: made from a document as it was sent."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from click.testing import Result

from conftest import SmallProject
from word_documents import unzipped, zipped

MAIN = "word/document.xml"
ROUND = "agenda/reviews/ronde-1"
DECISIONS = f"{ROUND}/decisions.yaml"
STAKE = "Werk moet leuk blijven."
THEME = "agenda/themes/werk.yaml"
OTHER_PRINT = "0" * 64
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"


class Document:
    """The parts of a Word document that is being spoilt; every step gives the document."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    @property
    def text(self) -> str:
        return self.files[MAIN].decode()

    @text.setter
    def text(self, text: str) -> None:
        self.files[MAIN] = text.encode()

    def after(self, text: str, xml: str) -> "Document":
        """XML within the paragraph, right after the run with this text."""
        mark = f"{escape(text)}</w:t></w:r>"
        assert mark in self.text
        self.text = self.text.replace(mark, mark + xml, 1)
        return self

    def at_end(self, xml: str) -> "Document":
        """XML at the end of the body."""
        before, mark, rest = self.text.rpartition("<w:sectPr")
        self.text = before + xml + mark + rest
        return self

    def part(self, name: str, data: bytes | None) -> "Document":
        """Another content for a part, or a new one; None takes it away."""
        self.files[name] = data or b""
        if data is None:
            del self.files[name]
        return self

    def related(
        self, kind: str, target: str, id_: str = "rIdX", outside: bool = False
    ) -> "Document":
        """A relationship of the main part; a kind without address is one of Office."""
        type_ = kind if "/" in kind else f"{_OFFICE}/{kind}"
        mode = ' TargetMode="External"' if outside else ""
        xml = f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"{mode}/></Relationships>'
        old = self.files[_RELATIONS]
        return self.part(_RELATIONS, old.replace(b"</Relationships>", xml.encode()))

    def comments(self, xml: str) -> "Document":
        part = f'<w:comments xmlns:w="{_W}">{xml}</w:comments>'
        return self.part("word/comments.xml", part.encode()).related("comments", "comments.xml")

    def without_marks(self) -> "Document":
        """As some programs leave it: no bookmarks, no properties, no custom parts."""
        self.text = re.sub(r"<w:bookmark(?:Start|End)[^>]*>", "", self.text)
        for name in [n for n in self.files if n.startswith(("customXml", "docProps"))]:
            del self.files[name]
        for name, gone in ((_RELATIONS, b"customXml"), ("_rels/.rels", b"docProps")):
            old = self.files[name]
            self.files[name] = re.sub(rb"<Relationship [^>]*" + gone + rb"[^>]*/>", b"", old)
        return self

    def mapped(self, spoil: Callable[[dict[str, Any]], object]) -> "Document":
        """With its own map spoilt, and a fingerprint that was never sent."""
        name = next(n for n in self.files if re.match(r"customXml/item\d+\.xml", n))
        head, mark, rest = self.files[name].decode().partition('anchors:1">')
        text, end, tail = rest.partition("</anchors>")
        data = json.loads(html.unescape(text))
        data["input"] = OTHER_PRINT
        spoil(data)
        changed = escape(json.dumps(data, ensure_ascii=False))
        self.files[name] = (head + mark + changed + end + tail).encode()
        properties = self.files["docProps/custom.xml"]
        prints = re.sub(rb"[0-9a-f]{64}", OTHER_PRINT.encode(), properties)
        return self.part("docProps/custom.xml", prints)


class SentProject(SmallProject):
    """The small project with its documents sent, and ways to let files come back."""

    def sent(self, name: str = "agenda.docx") -> Document:
        return Document(unzipped(self.path(f"build/{name}")))

    def edited(self) -> Document:
        return self.sent().after(STAKE, inserted(" Ook thuis."))

    def save(self, document: Document, name: str = "terug.docx") -> Path:
        self.path("in").mkdir(exist_ok=True)
        return zipped(self.path(f"in/{name}"), document.files)

    def read_back(self, document: Document, name: str = "terug.docx") -> Result:
        return self.run("review", "read", str(self.save(document, name)))

    def ids(self) -> list[str]:
        """The ids of all items, in the order of the decisions."""
        return re.findall(r'- id: "?([0-9a-f]+)', self.read(DECISIONS))

    def kept(self) -> list[str]:
        """The names of the files that are kept."""
        return sorted(path.name for path in self.path(f"{ROUND}/received").glob("*"))


def inserted(text: str, author: str = "Anna", date: str = "2026-01-02T10:00:00Z") -> str:
    """A tracked insertion; text and author as XML."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f'<w:ins w:id="901" w:author="{author}" w:date="{date}">{run}</w:ins>'


def value_of(data: dict[str, Any], text: str) -> list[str]:
    """The value of a map with this text: file, path, kind, text."""
    found: list[str] = next(value for value in data["values"] if value[3] == text)
    return found


def passage_of(data: dict[str, Any], text: str) -> list[Any]:
    """The passage of a map with this text: story, bookmark, fingerprint, text, parts."""
    found: list[Any] = next(row for row in data["passages"] if row[3] == text)
    return found


def lines(text: str) -> list[str]:
    """What was printed, without the space around the lines."""
    return [line.strip() for line in text.splitlines()]
