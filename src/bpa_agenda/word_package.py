"""A Word document, opened safely: its parts, their XML, and how they refer to each other.

A file that ends in .docx can be anything. Sizes are looked at before a byte is unpacked, XML is
read without entities, network or document types, and all of it is read before any of it is used,
so that a caller has to do with one refusal in one place and never with an exception.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath, split
from typing import IO, NamedTuple
from urllib.parse import unquote

from lxml import etree

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.word_xml import Element, name

MOST_BYTES = 200_000_000
# Repetitive XML in real documents shrinks to a hundredth at most; deflate can do a thousandth.
_MOST_RATIO = 250
_RATIO_MATTERS = 1_000_000
# A page has some thousands of marks; what is read takes far more memory than what is in the file.
_MOST_MARKS = 2_000_000
# Word itself stops far earlier; deeper XML is meant to exhaust whoever walks through it.
MOST_DEPTH = 200

_SAVE_AS = "open it in Word or LibreOffice and save it as a Word document (.docx)"
_SEND_AGAIN = "the file is damaged or incomplete; ask for it again"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_OTHERS = {
    b"%PDF": "it is a PDF",
    b"{\\rtf": "it is an RTF document",
    b"<": "it is a web page or XML",
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_too_deep = etree.XPath("boolean(" + "/*" * (MOST_DEPTH + 1) + ")")


class _Refusal(NamedTuple):
    detail: str
    hint: str


class Relationship(NamedTuple):
    """That a part refers to another: `kind` is the last word of the type, as in `numbering`."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word document; `document` is the name of the main one.

    Names are paths without a leading slash. As the standard has it, case does not matter.
    """

    document: str
    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]

    def part(self, part: str) -> bytes | None:
        """The bytes of a part, or None when there is no such part."""
        return self.parts.get(part.lower())

    def xml(self, part: str) -> Element | None:
        """The root element of a part, or None when there is no such part or it is not XML."""
        return self.trees.get(part.lower())

    def relationships(self, source: str) -> Iterator[Relationship]:
        """What a part refers to within the package; the source "" is the package itself."""
        return _relationships(self.trees, source)

    def addresses(self, source: str) -> dict[str, str]:
        """The addresses outside the package to which a part refers, by id of the relationship."""
        found = _found(self.trees, source)
        return {r.get("Id", ""): r.get("Target", "") for r in found if _is_outside(r)}

    def related(self, source: str, kind: str) -> Iterator[str]:
        """The names of the parts to which a part refers with relationships of a kind."""
        return (found.target for found in self.relationships(source) if found.kind == kind)

    def target(self, source: str, relationship: str | None) -> str | None:
        """The name of the part to which the relationship with this id refers."""
        found = (r.target for r in self.relationships(source) if r.id == relationship)
        return next(found, None)


def open_package(path: Path, file: str) -> tuple[Package | None, list[Problem]]:
    """Opens a Word document; `file` is what messages call it."""
    try:
        with path.open("rb") as stream:
            opened = _wrong_start(stream) or _read_zip(stream)
    except FileNotFoundError:
        return None, [problem("missing-file", Location(file))]
    except OSError as error:
        opened = _Refusal(error.strerror or str(error), "")
    if isinstance(opened, Package):
        return opened, []
    at = Location(file)
    return None, [problem("report-unreadable", at, detail=opened.detail, hint=opened.hint)]


def _wrong_start(stream: IO[bytes]) -> _Refusal | None:
    """Recognises what is not a zip file at all by its first bytes."""
    start = stream.read(len(_OLE))
    if start.startswith(b"PK"):
        return None
    if not start:
        return _Refusal("it is empty", _SEND_AGAIN)
    if start == _OLE:
        return _old_or_encrypted(stream)
    known = (what for mark, what in _OTHERS.items() if start.lstrip().startswith(mark))
    return _Refusal(next(known, "it is not a Word document (.docx is a zip file)"), _SAVE_AS)


def _old_or_encrypted(stream: IO[bytes]) -> _Refusal:
    """Word keeps both its old format and an encrypted new one in the same kind of container."""
    if "EncryptedPackage".encode("utf-16-le") in stream.read(MOST_BYTES):
        return _Refusal("it is protected with a password", "save it without the password")
    return _Refusal("it is a document in the old format of Word (.doc)", _SAVE_AS)


def _read_zip(stream: IO[bytes]) -> Package | _Refusal:
    try:
        with zipfile.ZipFile(stream) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if refusal := _not_to_unpack(files):
                return refusal
            parts: dict[str, bytes] = {}
            for info in files:
                data = _unpack(archive, info)
                if parts.setdefault(_part_name(info), data) != data:
                    detail = f"“{info.filename}” is in it twice, and not the same"
                    return _Refusal(detail, "it may be meant to mislead; ask the sender")
    except _BAD_ZIP as error:
        return _Refusal(f"its zip file is broken ({error})", _SEND_AGAIN)
    return _read_xml(parts)


def _not_to_unpack(files: list[zipfile.ZipInfo]) -> _Refusal | None:
    """Judges the table of contents of a zip file before anything is unpacked."""
    if any(info.flag_bits & 1 for info in files):
        return _Refusal("it is protected with a password", "save it without the password")
    if sum(info.file_size for info in files) > MOST_BYTES:
        limit = f"{MOST_BYTES // 1_000_000} MB"
        return _Refusal(f"unpacked it is larger than {limit}", "make its pictures smaller")
    for info in files:
        if info.file_size > max(_RATIO_MATTERS, info.compress_size * _MOST_RATIO):
            detail = f"“{info.filename}” unpacks to {info.file_size} bytes, which no document does"
            return _Refusal(detail, "it may be meant to do harm; ask the sender")
    return None


def _part_name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/").lower()


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one file, never more than the table of contents says."""
    with archive.open(info) as packed:
        data = packed.read(info.file_size)
    if len(data) != info.file_size:
        raise zipfile.BadZipFile(f"“{info.filename}” is too short")
    return data


def _read_xml(parts: Mapping[str, bytes]) -> Package | _Refusal:
    trees: dict[str, Element] = {}
    texts = {part: data for part, data in parts.items() if part.endswith((".xml", ".rels"))}
    if sum(data.count(b"<") for data in texts.values()) > _MOST_MARKS:
        return _Refusal("it is larger than a thousand pages", "send it in parts")
    for part, data in texts.items():
        tree = _parse(part, data)
        if isinstance(tree, _Refusal):
            return tree
        trees[part] = tree
    kinds = (r.target for r in _relationships(trees, "") if r.kind == "officeDocument")
    document = next(kinds, "")
    root = trees.get(document.lower())
    if root is None or root.tag != name("w:document"):
        return _no_document(parts, document)
    return Package(document, parts, trees)


def _parse(part: str, data: bytes) -> Element | _Refusal:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_transitional(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return _Refusal(f"“{part}” in it is not well-formed XML ({error})", _SEND_AGAIN)
    if root.getroottree().docinfo.internalDTD is not None:
        return _Refusal(f"“{part}” in it declares a DTD, which Word never does", _SAVE_AS)
    if _too_deep(root):
        return _Refusal(f"“{part}” in it is nested deeper than {MOST_DEPTH} elements", _SAVE_AS)
    return root


def _transitional(data: bytes) -> bytes:
    """XML in which the “strict” variant of the standard has the namespaces of the usual one."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)


def _relationships(trees: Mapping[str, Element], source: str) -> Iterator[Relationship]:
    for found in _found(trees, source):
        if not _is_outside(found):
            target = unquote(found.get("Target", "")).replace("\\", "/")
            where = normpath(join("/", dirname(source), target)).lstrip("/")
            kind = found.get("Type", "").rpartition("/")[2]
            yield Relationship(found.get("Id", ""), kind, where)


def _found(trees: Mapping[str, Element], source: str) -> Iterator[Element]:
    folder, base = split(source)
    root = trees.get(join(folder, "_rels", f"{base}.rels").lower())
    return iter(()) if root is None else root.iter(name("rel:Relationship"))


def _is_outside(relationship: Element) -> bool:
    return relationship.get("TargetMode") == "External"


def _no_document(parts: Mapping[str, bytes], document: str) -> _Refusal:
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        return _Refusal("it is an OpenDocument file (.odt), whatever its name says", _SAVE_AS)
    if document and document.lower() in parts:
        return _Refusal(f"“{document}” in it is not a Word document", _SAVE_AS)
    return _Refusal("it is a zip file without a Word document in it", _SAVE_AS)
