"""The files in a Word file: which is the document, to which others it refers, and one more.

For a file that was opened before; what comes from a stranger is opened by `word_package`.
`lxml` is loaded by what needs it: a build mostly does without.
"""

from collections.abc import Mapping
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from bpa_agenda.word_xml import Element, name

_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = "[Content_Types].xml"
_OVERRIDE = f"{{{_OFFICE}/package/2006/content-types}}Override"


class NewPart(NamedTuple):
    """A part that a document may not have yet; `kind` as in comments, footnotes."""

    kind: str
    empty: bytes


def parse(data: bytes) -> Element:
    """The root of a file of XML, read without entities or network."""
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def as_bytes(root: Element) -> bytes:
    """A file of XML."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def document_of(files: Mapping[str, bytes]) -> str:
    """The name of the main part."""
    targets = (
        relation.get("Target", "")
        for relation in parse(files["_rels/.rels"])
        if relation.get("Type", "").endswith("/officeDocument")
    )
    return next(targets, "word/document.xml").lstrip("/")


def related(files: Mapping[str, bytes], kind: str) -> str | None:
    """The name of the part of a kind to which the document refers."""
    document = document_of(files)
    for relation in parse(files[relations_of(document)]):
        if relation.get("Type") == f"{_RELATIONS}/{kind}":
            target = join("/", dirname(document), relation.get("Target", ""))
            return normpath(target).lstrip("/")
    return None


def with_part(files: Mapping[str, bytes], new: NewPart) -> tuple[dict[str, bytes], str]:
    """The files with a part of a kind, the one there is or a new one, and its name."""
    from lxml import etree

    there_is = related(files, new.kind)
    if there_is is not None:
        return {there_is: new.empty, **files}, there_is
    document = document_of(files)
    place, part = relations_of(document), join(dirname(document), f"{new.kind}.xml")
    relations, types = parse(files[place]), parse(files[_TYPES])
    used = {relation.get("Id") for relation in relations}
    free = next(i for n in range(len(used) + 1) if (i := f"rId{new.kind}{n or ''}") not in used)
    kind = f"{_RELATIONS}/{new.kind}"
    target = f"{new.kind}.xml"
    etree.SubElement(relations, name("rel:Relationship"), Id=free, Type=kind, Target=target)
    content = f"{_WORD}.{new.kind}+xml"
    etree.SubElement(types, _OVERRIDE, PartName=f"/{part}", ContentType=content)
    made = {place: as_bytes(relations), _TYPES: as_bytes(types), part: new.empty}
    return {**files, **made}, part


def relations_of(document: str) -> str:
    """The name of the part with the relationships of a part."""
    return join(dirname(document), "_rels", f"{basename(document)}.rels")


_W = f"{_OFFICE}/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
COMMENTS = NewPart("comments", f'{_HEAD}<w:comments xmlns:w="{_W}"/>'.encode())
_LINES = "".join(
    f'<w:footnote w:type="{line}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for number, line, mark in (
        (-1, "separator", "separator"),
        (0, "continuationSeparator", "continuationSeparator"),
    )
)
# With the lines above the notes, without which Word calls the file damaged.
FOOTNOTES = NewPart(
    "footnotes",
    f'{_HEAD}<w:footnotes xmlns:w="{_W}" xmlns:r="{_RELATIONS}">{_LINES}</w:footnotes>'.encode(),
)
