"""The map of a document inside its Word file, written there and found again.

The map is a custom XML part, which Word and LibreOffice keep; who it is stands in custom document
properties, which survive more (a detour by way of .odt) but hold at most 255 characters each.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from bpa_agenda.anchors import DOCUMENT, EDITION, FINGERPRINT, NAMESPACE, Base, base_text, read_base
from bpa_agenda.reviewed import ReviewedDocument
from bpa_agenda.word_parts import as_bytes, document_of, parse, relations_of
from bpa_agenda.word_xml import name
from bpa_agenda.xml_escape import escape

MOST = 255
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_OVERRIDE = f"{{{_OFFICE}/package/2006/content-types}}Override"
_CUSTOM = f"{_OFFICE}/officeDocument/2006/custom-properties"
_VARIANT = f"{_OFFICE}/officeDocument/2006/docPropsVTypes"
# Word itself gives the first of these no prefix.
_PREFIXES: Any = {None: _CUSTOM, "vt": _VARIANT}
_CUSTOM_FILE = "docProps/custom.xml"
_OF_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OF_ITEM = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# One format for all user-defined properties; the standard (ECMA-376 part 1, 22.3) names it.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ITEM = "{6B1F3C52-8A0E-4D0B-9C53-2F0A5B7E1D41}"
_RELATIONSHIPS = f"{_OFFICE}/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Without a prefix: LibreOffice looks at names as they are written here.
_NO_RELATIONS = f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()


def with_base(files: Mapping[str, bytes], base: Base) -> dict[str, bytes]:
    """The files of a document with its map and its identity."""
    made = _with_item(dict(files), base)
    said = {DOCUMENT: base.document, EDITION: base.version, FINGERPRINT: base.fingerprint}
    return _with_properties(made, {key: text[:MOST] for key, text in said.items()})


def _with_item(files: dict[str, bytes], base: Base) -> dict[str, bytes]:
    number = next(n for n in range(1, len(files) + 2) if f"customXml/item{n}.xml" not in files)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    text = escape(base_text(base))
    files[item] = f'{_HEAD}<anchors xmlns="{NAMESPACE}">{text}</anchors>'.encode()
    files[properties] = (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/officeDocument/2006/customXml"'
        f' ds:itemID="{_ITEM}"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    ).encode()
    _refer(files, relations_of(item), "customXmlProps", f"itemProps{number}.xml")
    _refer(files, relations_of(document_of(files)), "customXml", f"../{item}")
    _declare(files, properties, _OF_ITEM)
    return files


def _with_properties(files: dict[str, bytes], said: Mapping[str, str]) -> dict[str, bytes]:
    if _CUSTOM_FILE in files:
        root = parse(files[_CUSTOM_FILE])
    else:
        root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=_PREFIXES)
        _refer(files, "_rels/.rels", "custom-properties", _CUSTOM_FILE)
        _declare(files, _CUSTOM_FILE, _OF_CUSTOM)
    for old in [entry for entry in root if entry.get("name") in said]:
        root.remove(old)
    used = max((int(entry.get("pid", "1")) for entry in root), default=1)
    for number, (key, text) in enumerate(said.items(), start=used + 1):
        tag, attributes = f"{{{_CUSTOM}}}property", {"fmtid": _FORMAT, "pid": str(number)}
        entry = etree.SubElement(root, tag, {**attributes, "name": key})
        etree.SubElement(entry, f"{{{_VARIANT}}}lpwstr").text = text
    files[_CUSTOM_FILE] = as_bytes(root)
    return files


def _refer(files: dict[str, bytes], relations: str, kind: str, target: str) -> None:
    """Adds a relationship to those of a part."""
    root = parse(files.get(relations, _NO_RELATIONS))
    used = {relation.get("Id") for relation in root}
    free = next(i for n in range(len(used) + 1) if (i := f"rId{kind}{n or ''}") not in used)
    etree.SubElement(
        root, name("rel:Relationship"), Id=free, Type=f"{_RELATIONS}/{kind}", Target=target
    )
    files[relations] = as_bytes(root)


def _declare(files: dict[str, bytes], part: str, content: str) -> None:
    types = parse(files[_TYPES])
    etree.SubElement(types, _OVERRIDE, PartName=f"/{part}", ContentType=content)
    files[_TYPES] = as_bytes(types)


def base_of(document: ReviewedDocument) -> Base | None:
    """The map that a document still carries; None when it was lost or changed on the way."""
    for text in document.custom:
        root = _root(text)
        if root is not None and root.tag == f"{{{NAMESPACE}}}anchors":
            return read_base(root.text or "")
    return None


def _root(text: str) -> etree._Element | None:
    try:
        return parse(text.encode())
    except etree.XMLSyntaxError:
        return None
