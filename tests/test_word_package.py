"""What is not a Word document, or may do harm, is refused with a reason and never an exception."""

import struct
import zipfile
from pathlib import Path

import pytest

from bpa_agenda.read_report_docx import read_docx
from bpa_agenda.word_package import MOST_BYTES, MOST_DEPTH, open_package
from word_documents import (
    Files,
    cell,
    paragraph,
    read,
    row,
    saved,
    table,
    unzipped,
    with_body,
    zipped,
)

MAIN = "word/document.xml"
SAVE_AS = "open it in Word or LibreOffice and save it as a Word document (.docx)"
SEND_AGAIN = "the file is damaged or incomplete; ask for it again"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """The parts of a good document, to be spoilt."""
    return unzipped(saved(with_body(paragraph("goed")), tmp_path))


def refusal(path: Path) -> tuple[str, str]:
    """Code with detail, and hint, of the only problem."""
    lines, (problem,) = read_docx(path, "verslag.docx")
    assert lines == []
    assert problem.at.file == "verslag.docx"
    return problem.message, problem.hint


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    package, problems = open_package(tmp_path / "weg.docx", "weg.docx")
    assert package is None
    assert [str(p) for p in problems] == ["weg.docx: error: the file is missing [missing-file]"]


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path) == ("the file cannot be read: Is a directory", "")


@pytest.mark.parametrize(
    ("data", "detail", "hint"),
    [
        (b"", "it is empty", SEND_AGAIN),
        (b"Verslag", "it is not a Word document (.docx is a zip file)", SAVE_AS),
        (b"%PDF-1.4", "it is a PDF", SAVE_AS),
        (b"{\\rtf1", "it is an RTF document", SAVE_AS),
        (b" <html>", "it is a web page or XML", SAVE_AS),
        (OLE + b"\0" * 99, "it is a document in the old format of Word (.doc)", SAVE_AS),
        (
            OLE + "\0EncryptedPackage".encode("utf-16-le"),
            "it is protected with a password",
            "save it without the password",
        ),
        (b"PK\3\4" + b"\0" * 99, "its zip file is broken (File is not a zip file)", SEND_AGAIN),
    ],
)
def test_what_is_not_a_zip_file_is_called_what_it_is(
    data: bytes, detail: str, hint: str, tmp_path: Path
) -> None:
    (tmp_path / "verslag.docx").write_bytes(data)
    found = refusal(tmp_path / "verslag.docx")
    assert found == (f"the file cannot be read: {detail}", hint)


DTD = b'<!DOCTYPE x [<!ENTITY e "eee">]><x>&e;</x>'
MANY = b'<!ENTITY a "%s"><!ENTITY b "%s">' % (b"a" * 9999, b"&a;" * 9999)
LAUGHS = b'<!DOCTYPE x [%s]><x y="&b;"/>' % MANY
SECRET = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
DEEP = b"<x>" * (MOST_DEPTH + 1) + b"</x>" * (MOST_DEPTH + 1)


@pytest.mark.parametrize(
    ("part", "data", "detail"),
    [
        (MAIN, None, "it is a zip file without a Word document in it"),
        ("_rels/.rels", None, "it is a zip file without a Word document in it"),
        (MAIN, b"<x/>", f"“{MAIN}” in it is not a Word document"),
        (MAIN, b"", f"“{MAIN}” in it is not well-formed XML ("),
        (MAIN, b"<a><b></a>", "Opening and ending tag mismatch"),
        (MAIN, DTD, f"“{MAIN}” in it declares a DTD, which Word never does"),
        (MAIN, SECRET, f"“{MAIN}” in it declares a DTD, which Word never does"),
        ("word/x.xml", LAUGHS, "“word/x.xml” in it "),
        ("word/x.xml", DEEP, "“word/x.xml” in it is nested deeper than 200 elements"),
        ("word/x.bin", b"0" * 9_000_000, "“word/x.bin” unpacks to 9000000 bytes"),
    ],
    ids=[
        *("no document", "no relationships", "not of Word", "empty part", "broken XML"),
        *("DTD", "entity that reads a file", "entities that grow", "too deep", "zip bomb"),
    ],
)
def test_what_is_wrong_inside_is_named(
    part: str, data: bytes | None, detail: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    if data is None:
        del files[part]
    else:
        files[part] = data
    message, hint = refusal(zipped(tmp_path / "fout.docx", files))
    assert detail in message
    assert hint


def test_an_odt_with_the_wrong_name_is_recognised(tmp_path: Path) -> None:
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    assert refusal(zipped(tmp_path / "verslag.docx", odt)) == (
        "the file cannot be read: it is an OpenDocument file (.odt), whatever its name says",
        SAVE_AS,
    )


def test_a_document_that_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "groot.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto.jpg", b"x")
    _claim_size(path, MOST_BYTES + 1)
    assert refusal(path)[0] == "the file cannot be read: unpacked it is larger than 200 MB"


def test_a_file_that_is_not_as_large_as_it_claims_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "kort.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto.jpg", b"x")
    _claim_size(path, 2)
    assert refusal(path)[1] == SEND_AGAIN


def _claim_size(path: Path, size: int) -> None:
    """Writes another uncompressed size of the only file into the directory of the zip file."""
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.index(b"PK\1\2") + 24, size)
    path.write_bytes(data)


def test_a_password_on_the_zip_file_is_recognised(tmp_path: Path, files: Files) -> None:
    path = zipped(tmp_path / "slot.docx", files)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path)[0] == "the file cannot be read: it is protected with a password"


def test_a_file_that_was_cut_off_is_broken(tmp_path: Path, files: Files) -> None:
    whole = zipped(tmp_path / "heel.docx", files).read_bytes()
    for length in range(4, len(whole), len(whole) // 20):
        (tmp_path / "half.docx").write_bytes(whole[:length])
        assert refusal(tmp_path / "half.docx")[1] == SEND_AGAIN


def test_a_file_with_a_flipped_bit_is_read_or_refused(tmp_path: Path, files: Files) -> None:
    whole = zipped(tmp_path / "heel.docx", files).read_bytes()
    for at in range(0, len(whole), len(whole) // 150):
        (tmp_path / "bit.docx").write_bytes(
            whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]
        )
        lines, problems = read_docx(tmp_path / "bit.docx", "bit.docx")
        assert lines or problems


def test_tables_as_deep_as_allowed_are_read(tmp_path: Path) -> None:
    block = paragraph("diep")
    for _ in range((MOST_DEPTH - 6) // 3):
        block = table(row(cell(block)))
    assert [line.text for line in read(with_body(block), tmp_path)] == ["\tdiep"]


def test_the_document_is_found_by_its_relationship_wherever_it_is(
    files: Files, tmp_path: Path
) -> None:
    moved = {
        name.replace("word/document.xml", "Tekst/het hoofd.xml")
        .replace("word/_rels/document.xml.rels", "Tekst/_rels/het hoofd.xml.rels"): data
        for name, data in files.items()
    }  # fmt: skip
    moved["_rels/.rels"] = files["_rels/.rels"].replace(
        b"word/document.xml", b"/tekst/het%20hoofd.xml"
    )
    moved["Tekst/_rels/het hoofd.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b'Target="', b'Target="../word/'
    )
    lines, problems = read_docx(zipped(tmp_path / "elders.docx", moved), "elders.docx")
    assert ([line.text for line in lines], problems) == (["goed"], [])


def test_a_package_gives_parts_xml_and_relationships(files: Files, tmp_path: Path) -> None:
    package, problems = open_package(zipped(tmp_path / "goed.docx", files), "goed.docx")
    assert package is not None
    assert problems == []
    assert package.document == MAIN
    assert list(package.related(MAIN, "styles")) == ["word/styles.xml"]
    found = next(r for r in package.relationships(MAIN) if r.kind == "styles")
    assert package.target(MAIN, found.id) == "word/styles.xml"
    assert package.part("WORD/styles.xml") == files["word/styles.xml"]
    root = package.xml("word/styles.xml")
    assert root is not None
    assert root.tag.endswith("}styles")
    assert package.xml("docProps/thumbnail.jpeg") is None
    assert package.part("niets.xml") is None
    assert package.target(MAIN, None) is None
