"""The map of a document inside its Word file, written there and found again.

The map is a custom XML part, which Word and LibreOffice keep; who it is stands in custom document
properties, which survive more (a detour by way of .odt) but hold at most 255 characters each.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bpa_agenda.anchors import NAMESPACE, Base, read_base
from bpa_agenda.pieces import Pieces
from bpa_agenda.word_parts import as_bytes, parse, relations_of
from bpa_agenda.xml_escape import escape, unescape

if TYPE_CHECKING:
    from bpa_agenda.reviewed import ReviewedDocument
    from bpa_agenda.word_xml import Element

MOST = 255
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_CUSTOM = f"{_OFFICE}/officeDocument/2006/custom-properties"
_VARIANT = f"{_OFFICE}/officeDocument/2006/docPropsVTypes"
_CUSTOM_FILE = "docProps/custom.xml"
_OF_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OF_ITEM = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# One format for all user-defined properties; the standard (ECMA-376 part 1, 22.3) names it.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ITEM = "{6B1F3C52-8A0E-4D0B-9C53-2F0A5B7E1D41}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# As `lxml` begins a file that it writes.
_HEAD_AGAIN = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
# Without a prefix: LibreOffice looks at names as they are written here.
_RELATIONSHIPS = f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
_IDS = re.compile(r'\bId="([^"]*)"')
_NO_RELATIONS = f"{_RELATIONSHIPS}</Relationships>".encode()
_BEGIN, _END = f'{_HEAD}<anchors xmlns="{NAMESPACE}">'.encode(), b"</anchors>"
_ROOT = re.compile("<[^?!]")


def with_map(
    files: Mapping[str, bytes], document: str, said: Mapping[str, str]
) -> tuple[dict[str, bytes], str]:
    """The files of a document that has a map, and the name of the part for that, `map_part`.

    `document` is the name of its main part; `said` is what its properties are to say of it.
    """
    made, item = _with_item(dict(files), document)
    return _with_properties(made, {key: text[:MOST] for key, text in said.items()}), item


def map_part(pieces: Iterable[bytes]) -> Pieces:
    """The part with the map, which is XML text."""
    return Pieces((_BEGIN, *pieces, _END))


def _with_item(files: dict[str, bytes], document: str) -> tuple[dict[str, bytes], str]:
    number = next(n for n in range(1, len(files) + 2) if f"customXml/item{n}.xml" not in files)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    files[properties] = (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/officeDocument/2006/customXml"'
        f' ds:itemID="{_ITEM}"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    ).encode()
    _refer(files, relations_of(item), "customXmlProps", f"itemProps{number}.xml")
    _refer(files, relations_of(document), "customXml", f"../{item}")
    _declare(files, properties, _OF_ITEM)
    return files, item


def _with_properties(files: dict[str, bytes], said: Mapping[str, str]) -> dict[str, bytes]:
    if _CUSTOM_FILE in files:
        files[_CUSTOM_FILE] = _replaced(files[_CUSTOM_FILE], said)
        return files
    _refer(files, "_rels/.rels", "custom-properties", _CUSTOM_FILE)
    _declare(files, _CUSTOM_FILE, _OF_CUSTOM)
    entries = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{key}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (key, text) in enumerate(said.items(), start=2)
    )
    # Word itself gives the first of these no prefix.
    root = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VARIANT}">'
    files[_CUSTOM_FILE] = f"{_HEAD_AGAIN}{root}{entries}</Properties>".encode()
    return files


def _replaced(properties: bytes, said: Mapping[str, str]) -> bytes:
    """The properties that a template has, with these in place of those of the same names."""
    from lxml import etree

    root = parse(properties)
    for old in [entry for entry in root if entry.get("name") in said]:
        root.remove(old)
    used = max((int(entry.get("pid", "1")) for entry in root), default=1)
    for number, (key, text) in enumerate(said.items(), start=used + 1):
        tag, attributes = f"{{{_CUSTOM}}}property", {"fmtid": _FORMAT, "pid": str(number)}
        entry = etree.SubElement(root, tag, {**attributes, "name": key})
        etree.SubElement(entry, f"{{{_VARIANT}}}lpwstr").text = text
    return as_bytes(root)


def _refer(files: dict[str, bytes], relations: str, kind: str, target: str) -> None:
    """Adds a relationship to those of a part."""
    text = files.get(relations, _NO_RELATIONS).decode("utf-8")
    used = set(_IDS.findall(text))
    free = next(i for n in range(len(used) + 1) if (i := f"rId{kind}{n or ''}") not in used)
    new = f'Relationship Id="{free}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
    files[relations] = _with_last(text, new)


def _declare(files: dict[str, bytes], part: str, content: str) -> None:
    new = f'Override PartName="/{part}" ContentType="{content}"/>'
    files[_TYPES] = _with_last(files[_TYPES].decode("utf-8"), new)


def _with_last(text: str, element: str) -> bytes:
    """A file of XML, with one more element at the end of its root, named as that is."""
    root = _ROOT.search(text)
    assert root is not None, "the template was read"
    inside, end, name = text[root.start() :].rpartition("</")
    prefix = name[: name.find(":") + 1]
    return f"{_HEAD_AGAIN}{inside}<{prefix}{element}{end}{name.rstrip()}".encode()


def base_in(item: bytes) -> Base | None:
    """The map in its part."""
    return read_base(unescape(item[len(_BEGIN) : -len(_END)].decode()))


def base_of(document: "ReviewedDocument") -> Base | None:
    """The map that a document still carries; None when it was lost or changed on the way."""
    for text in document.custom:
        root = _root(text)
        if root is not None and root.tag == f"{{{NAMESPACE}}}anchors":
            return read_base(root.text or "")
    return None


def _root(text: str) -> "Element | None":
    from lxml import etree

    try:
        return parse(text.encode())
    except etree.XMLSyntaxError:
        return None
