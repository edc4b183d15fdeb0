"""One run of LibreOffice for all documents: on which page each heading stands, and the PDFs."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bpa_agenda.office import Office, OfficeError, office
from bpa_agenda.records import dataclass
from bpa_agenda.write_yaml import write_all

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
    memory: Path, documents: Mapping[str, bytes], *, with_pdf: bool, at_work: Office | None = None
) -> dict[str, Layout]:
    """The layouts of documents; LibreOffice only sees those that it did not see before.

    `memory` is a folder that may be deleted at any moment; what is in it and cannot be read is
    made anew. Without one that is `at_work`, LibreOffice is started for this. OfficeError when it
    fails.
    """
    known = {name: _recall(memory, data, with_pdf=with_pdf) for name, data in documents.items()}
    new = {name: data for name, data in documents.items() if known[name] is None}
    if new:
        with nullcontext(at_work) if at_work else office() as found:
            made = lay_out(found, new)
        _remember(memory, {_key(new[name]): layout for name, layout in made.items()})
        known |= made
    return {name: layout for name, layout in known.items() if layout is not None}


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _recall(memory: Path, data: bytes, *, with_pdf: bool) -> Layout | None:
    try:
        headings = json.loads((memory / f"{_key(data)}.json").read_text("utf-8"))
        pdf = (memory / f"{_key(data)}.pdf").read_bytes() if with_pdf else b""
        return Layout(tuple((int(level), int(page)) for level, page in headings), pdf)
    except (OSError, ValueError, TypeError):
        return None


def _remember(memory: Path, layouts: Mapping[str, Layout]) -> None:
    """Keeps the layouts of this build and forgets older ones."""
    files = {}
    for key, layout in layouts.items():
        files[memory / f"{key}.pdf"] = layout.pdf
        files[memory / f"{key}.json"] = json.dumps(layout.headings).encode()
    before = sorted(memory.glob("*"), key=lambda file: file.stat().st_mtime_ns)
    for old in before[:-_KEPT]:
        old.unlink(missing_ok=True)
    write_all(files)


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
