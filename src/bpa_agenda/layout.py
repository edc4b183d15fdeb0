"""One run of LibreOffice for all documents: on which page each heading stands, and the PDFs."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bpa_agenda.kept import Kept
from bpa_agenda.office import Office, OfficeError, find_program, office
from bpa_agenda.records import dataclass

_KEPT = 24
_TAGGED_PDF = {
    name: {"type": "boolean", "value": "true"}
    for name in ("UseTaggedPDF", "ExportBookmarks", "PDFUACompliance")
}
# Figures keep their own sharpness; made coarser, LibreOffice would blur their letters too.
_SHARP_PDF = {"ReduceImageResolution": {"type": "boolean", "value": "false"}}
_FILTER = f"pdf:writer_pdf_Export:{json.dumps({**_TAGGED_PDF, **_SHARP_PDF})}"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a document looks like when it is laid out.

    `headings` are level and page, both from 1, of each heading in order; `pdf` is the whole file.
    """

    headings: tuple[tuple[int, int], ...]
    pdf: bytes

    def pages(self, most: int) -> tuple[int, ...]:
        """The pages of the headings down to a level."""
        return tuple(page for level, page in self.headings if level <= most)


def lay_out_new(
    memory: Path, documents: Mapping[str, bytes], *, at_work: Office | None = None
) -> dict[str, Layout]:
    """The layouts of documents; LibreOffice only sees those that it did not see before.

    `memory` is a folder that may be deleted at any moment; what is in it and is not whole is made
    anew. Without one that is `at_work`, LibreOffice is started for this. OfficeError when it fails.
    """
    kept = Kept(memory, _KEPT)
    found = {name: kept.recall(_made_of(data)) for name, data in documents.items()}
    known = {name: Layout(*values) for name, values in found.items() if values is not None}
    new = {name: data for name, data in documents.items() if name not in known}
    if new:
        with nullcontext(at_work) if at_work else office() as program:
            made = lay_out(program, new)
        for name, layout in made.items():
            kept.remember(_made_of(new[name]), (layout.headings, layout.pdf))
        kept.save()
        known |= made
    return known


def _made_of(data: bytes) -> object:
    """All that a layout depends on: the document, and LibreOffice as it is on this machine."""
    program = find_program()
    version = Path(program).resolve().stat().st_mtime_ns if program else 0
    return "layout", hashlib.sha256(data).hexdigest(), program, version


def lay_out(found: Office, documents: Mapping[str, bytes]) -> dict[str, Layout]:
    """The layouts of Word documents by their file names; OfficeError when it fails."""
    with tempfile.TemporaryDirectory(prefix="agenda-layout-") as folder:
        _convert(found, Path(folder), documents)
        return {name: _read(Path(folder) / f"{Path(name).stem}.pdf") for name in documents}


def _convert(found: Office, folder: Path, documents: Mapping[str, bytes]) -> None:
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    said = found.convert([folder / name for name in documents], _FILTER, folder)
    missing = [name for name in documents if not (folder / f"{Path(name).stem}.pdf").exists()]
    if missing:
        detail = said.splitlines()[-1]
        raise OfficeError(f"LibreOffice made no PDF of {', '.join(missing)}: {detail}")


def _read(pdf: Path) -> Layout:
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    return Layout(tuple(_headings(reader, reader.outline, 1)), pdf.read_bytes())


def _headings(reader: Any, outline: Any, level: int) -> Iterator[tuple[int, int]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _headings(reader, entry, level + 1)
        else:
            yield level, reader.get_destination_page_number(entry) + 1
