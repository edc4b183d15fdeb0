"""Whatever comes back from a review: a clear message or a clear best effort, and never a crash."""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from returned_files import (
    DECISIONS,
    STAKE,
    THEME,
    Document,
    SentProject,
    inserted,
    lines,
)
from word_documents import paragraph

SAVE_AS = "open it in Word or LibreOffice and save it as a Word document (.docx)"
AGAIN = "the file is damaged or incomplete; ask for it again"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


# --- files that are no document


@pytest.mark.parametrize(
    ("data", "detail", "hint"),
    [
        (b"", "it is empty", AGAIN),
        (b"hallo", "it is not a Word document (.docx is a zip file)", SAVE_AS),
        (OLE + b"\0" * 99, "it is a document in the old format of Word (.doc)", SAVE_AS),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "it is protected with a password",
            "save it without the password",
        ),
    ],
    ids=["empty", "text", "doc", "encrypted"],
)
def test_what_is_no_document_is_named_and_nothing_is_kept(
    data: bytes, detail: str, hint: str, sent: SentProject
) -> None:
    sent.path("fout.docx").write_bytes(data)
    done = sent.run("review", "read", str(sent.path("fout.docx")))
    assert lines(done.output) == [
        f"fout.docx: error: the file cannot be read: {detail} [report-unreadable]",
        hint,
    ]
    assert done.exit_code == 1
    assert not sent.path(DECISIONS).exists()
    assert sent.kept() == []


DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
BOMB = b"<x>" + b" " * 9_000_000 + b"</x>"
LONG = b"<x>" + b"<y/>" * 2_000_001 + b"</x>"


@pytest.mark.parametrize(
    ("part", "data", "detail"),
    [
        ("word/document.xml", None, "it is a zip file without a Word document in it"),
        ("word/document.xml", b"<a>", "“word/document.xml” in it is not well-formed XML"),
        ("word/styles.xml", b"<a>", "“word/styles.xml” in it is not well-formed XML"),
        ("word/x.xml", DTD, "“word/x.xml” in it declares a DTD, which Word never does"),
        ("word/x.xml", BOMB, "“word/x.xml” unpacks to 9000007 bytes, which no document does"),
        ("word/x.xml", LONG, "“word/x.xml” unpacks to 8000011 bytes, which no document does"),
        ("WORD/DOCUMENT.XML", b"<x/>", "“WORD/DOCUMENT.XML” is in it twice, and not the same"),
    ],
    ids=["no text", "broken", "broken styles", "entity", "bomb", "endless", "twice"],
)
def test_what_is_broken_inside_is_named_and_the_other_files_are_read(
    part: str, data: bytes | None, detail: str, sent: SentProject
) -> None:
    broken = sent.save(sent.edited().part(part, data), "stuk.docx")
    good = sent.save(sent.edited(), "goed.docx")
    done = sent.run("review", "read", str(broken), str(sent.path("weg.docx")), str(good))
    assert f"in/stuk.docx: error: the file cannot be read: {detail}" in done.stderr
    assert "weg.docx: error: the file is missing [missing-file]" in done.stderr
    assert "1 item by Anna: 1 placed, 0 not placed; 1 new" in done.stdout
    assert done.exit_code == 1
    assert sent.kept() == ["goed.docx"]


def test_a_climbing_name_in_the_zip_file_is_no_path(sent: SentProject) -> None:
    done = sent.read_back(sent.edited().part("../../../../weg.xml", b"<x/>"))
    assert done.exit_code == 0
    assert not list(sent.root.parents[3].glob("weg.xml"))


def test_a_document_of_something_else_is_not_of_this_project(sent: SentProject) -> None:
    strange = Document({**sent.sent().files}).without_marks()
    strange.text = re.sub(r"<w:t(?: [^>]*)?>[^<]*", "<w:t>iets anders", strange.text)
    done = sent.read_back(strange)
    assert lines(done.output) == [
        "in/terug.docx: error: this is not a document of this project, or nothing of it is left"
        " [review-stranger]",
        "was it sent with “agenda review send”?",
    ]
    assert done.exit_code == 1


def test_each_document_is_recognised_whatever_it_is_called(sent: SentProject) -> None:
    done = sent.read_back(sent.sent("leuk.docx"), "agenda.docx")
    assert lines(done.output)[0] == "agenda.docx (leuk.docx, ronde-1)"


def test_a_document_without_changes_leaves_the_round_readable(sent: SentProject) -> None:
    assert sent.read_back(sent.sent()).exit_code == 0
    assert not sent.path(DECISIONS).exists()
    assert sent.run("review", "list").output == "0 listed; 0 of 0 still to be decided.\n"


# --- what else is in a document


def _with_macros(document: Document) -> Document:
    return document.part("word/vbaProject.bin", b"Sub AutoOpen()")


def _with_object(document: Document) -> Document:
    return document.related("oleObject", "embeddings/o.bin").part("word/embeddings/o.bin", b"x")


def _with_chunk(document: Document) -> Document:
    document.related("aFChunk", "stuk.html").part("word/stuk.html", b"<script>alert(1)</script>")
    return document.at_end('<w:altChunk r:id="rIdX"/>')


def _with_lost_comment(document: Document) -> Document:
    range_ = '<w:commentRangeStart w:id="7"/><w:r><w:t>!</w:t></w:r><w:commentRangeEnd w:id="7"/>'
    return document.after(STAKE, f'{range_}<w:r><w:commentReference w:id="7"/></w:r>')


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        (_with_macros, "it has macros in it; they were not run [review-macros]"),
        (
            _with_object,
            "it has files in it that were not read: word/embeddings/o.bin [review-embedded]",
        ),
        (
            _with_chunk,
            "it has files in it that were not read: word/stuk.html [review-embedded]",
        ),
        (
            _with_lost_comment,
            "comments of which the text is not in the file any more: 1 [review-lost-comments]",
        ),
    ],
)
def test_what_is_not_read_is_named(
    odd: Callable[[Document], Document], message: str, sent: SentProject
) -> None:
    done = sent.read_back(odd(sent.edited()))
    assert lines(done.stderr)[0] == f"in/terug.docx: warning: {message}"
    assert "inserted" in done.stdout
    assert done.exit_code == 0


def test_a_document_with_macros_keeps_its_ending(sent: SentProject) -> None:
    sent.read_back(_with_macros(sent.edited()), "Verslag.DOCM")
    assert sent.kept() == ["Verslag.docm"]
    assert sent.run("review", "accept", "--all").output == "1 accepted.\n"


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "hyperlink", "aFChunk"])
def test_nothing_is_fetched_from_elsewhere(kind: str, sent: SentProject) -> None:
    document = sent.edited().related(kind, "http://example.org/x", outside=True)
    assert sent.read_back(document).exit_code == 0


# --- people, dates and texts


@pytest.mark.parametrize(
    ("author", "who"),
    [
        ("", "?"),
        ("A&#10;- id: x&#10;B", "A - id: x B"),
        ("A&#x85;B\u2028C", "A B C"),
        ("&#x93;A&#x94; &#x9b;31mB", "“A” ›31mB"),
        ("&quot;A&quot;: [x] #y", '"A": [x] #y'),
        ("- id: 0", "- id: 0"),
        ("null", "null"),
        ("\ufeff\u202eA", "\u202eA"),
        ("1e3", "1e3"),
    ],
)
def test_any_name_is_kept_on_one_line(author: str, who: str, sent: SentProject) -> None:
    done = sent.read_back(sent.sent().after(STAKE, inserted(" Ja.", author)))
    assert lines(done.output)[2] == f"1 item by {who}: 1 placed, 0 not placed; 1 new"
    listed = lines(sent.run("review", "list").output)
    assert listed[1] == f"{sent.ids()[0]}  open  inserted, {who}, 2026-01-02  (ronde-1)"


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("", ""),
        ("gisteren", ", gisteren"),
        ("2026&#10;- id: y", ", 2026 - id:"),
        ("9" * 99, ", 9999999999"),
    ],
)
def test_any_date_is_kept(date: str, shown: str, sent: SentProject) -> None:
    sent.read_back(sent.sent().after(STAKE, inserted(" Ja.", date=date)))
    listed = lines(sent.run("review", "list").output)
    assert listed[1] == f"{sent.ids()[0]}  open  inserted, Anna{shown}  (ronde-1)"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("cafe\u0301", "cafe\u0301"),
        ("\u202eשלום\u202c", "\u202eשלום\u202c"),
        ("a\u200bb", "a\u200bb"),
        ("&#x93;a&#x94;&#x80;5", "“a”€5"),
        ("a&#x7f;b", "a\ufffdb"),
        ("a&#x85;b\u2028c", "a b c"),
        ("a\ufeffb", "ab"),
    ],
    ids=["emoji", "combining", "right to left", "no width", "windows", "delete", "lines", "bom"],
)
def test_any_text_comes_into_the_agenda(typed: str, text: str, sent: SentProject) -> None:
    sent.read_back(sent.sent().after(STAKE, inserted(f" {typed}.")))
    sent.run("review", "accept", "--all")
    assert sent.run("review", "apply").exit_code == 0
    assert f"{STAKE} {text}." in sent.read(THEME)
    assert sent.run("check", "--quiet").exit_code == 0


def test_a_table_that_a_reader_puts_in_does_not_come_in_as_paragraphs(sent: SentProject) -> None:
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:tc>" for word in "AB")
    before = sent.read(THEME)
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p/>"
    document = sent.sent()
    start, words, rest = document.text.rpartition(STAKE)
    end = rest.index("</w:p>") + len("</w:p>")
    document.text = start + words + rest[:end] + table + rest[end:]
    sent.read_back(document)
    listed = sent.run("review", "list").output
    assert "{+A¶B¶+}" in listed
    assert "by hand: a new table is put in by an editor, with all its cells" in listed
    assert sent.run("review", "accept", "--all").stdout.startswith("0 accepted.")
    sent.run("review", "apply")
    assert sent.read(THEME) == before


def test_comments_without_anything_are_items(sent: SentProject) -> None:
    bare = "<w:comment><w:p><w:r><w:t>Hoezo?</w:t></w:r></w:p></w:comment>"
    document = sent.sent().comments(bare + '<w:comment w:id="1"/><w:comment w:id="1"/>')
    assert "0 tracked changes and 3 comments, all read" in sent.read_back(document).output
    assert "comment, ?  (ronde-1)" in sent.run("review", "list").output


def test_a_very_long_comment_is_kept_whole_and_shown_short(sent: SentProject) -> None:
    # Of different words, as no text repeats itself as often as a zip bomb.
    said = " ".join(f"woord{number}" for number in range(90_000))
    comment = (
        f'<w:comment w:id="1" w:author="B"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>'
    )
    assert sent.read_back(sent.sent().comments(comment)).exit_code == 0
    assert said in sent.read(DECISIONS)
    assert len(sent.run("review", "list").output) < 1_000


@pytest.mark.parametrize("depth", [50, 180])
def test_changes_within_changes_are_read_however_deep(depth: int, sent: SentProject) -> None:
    xml = "<w:r><w:t> Diep.</w:t></w:r>"
    for number in range(depth):
        xml = f'<w:ins w:id="{number}" w:author="A">{xml}</w:ins>'
    done = sent.read_back(sent.sent().after(STAKE, xml))
    assert f"in the file: {depth} tracked changes and 0 comments, all read" in done.output


# --- names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\nb.docx", "a_b.docx"),
        ("- id: x.docx", "- id_ x.docx"),
        ("x" * 240 + ".docx", "x" * 100 + ".docx"),
        ("é" * 110 + ".docx", "é" * 50 + ".docx"),
        ("verslag", "verslag.docx"),
        (".docx", "docx.docx"),
        ("CON?*.DOCX", "CON__.docx"),
    ],
)
def test_any_file_name_is_made_one_that_can_be_kept(
    name: str, kept: str, sent: SentProject
) -> None:
    assert sent.read_back(sent.edited(), name).exit_code == 0
    assert sent.kept() == [kept]
    assert sent.run("review", "accept", "--all").output == "1 accepted.\n"


def test_a_name_that_is_no_text_is_printed_all_the_same(sent: SentProject) -> None:
    odd = Path(str(sent.root).encode().decode() + "/verslag-\udce9.docx")
    try:
        shutil.copy(sent.save(sent.edited()), odd)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    done = sent.run("review", "read", str(odd))
    assert lines(done.output)[0] == "verslag-?.docx (agenda.docx, ronde-1)"
    assert sent.kept() == ["verslag-_.docx"] or sent.kept() == ["verslag-?.docx"]


def test_a_round_has_a_name_that_is_no_path(sent: SentProject) -> None:
    done = sent.run("review", "send", "--no-layout", "--name", "../elders")
    assert lines(done.output) == [
        "agenda/reviews: error: “../elders” cannot be an id [bad-id]",
        "use lower-case letters, digits and hyphens, as in werk-en-zorg",
    ]
    assert done.exit_code == 1


# --- much of it


@pytest.mark.parametrize(
    ("xml", "items"),
    [
        (
            "".join(
                f'<w:ins w:id="{n}" w:author="P{n % 2}"><w:r><w:t> w{n}</w:t></w:r></w:ins>'
                for n in range(3_000)
            ),
            "3000 items",
        ),
        (
            f'<w:ins w:id="1" w:author="A"><w:r><w:t>{" woord" * 60_000}</w:t></w:r></w:ins>',
            "1 item",
        ),
        (f"<w:r><w:t>{' woord' * 60_000}</w:t></w:r>", "1 item"),
    ],
    ids=["many changes", "a long change", "a long edit without tracking"],
)
def test_much_in_one_paragraph_takes_seconds(xml: str, items: str, sent: SentProject) -> None:
    document = sent.sent().after(STAKE, xml)
    start = time.process_time()
    assert f"{items} by " in sent.read_back(document).output
    assert time.process_time() - start < 20


def test_many_new_paragraphs_without_marks_take_seconds(sent: SentProject) -> None:
    blocks = "".join(paragraph(f"Werk moet leuk zijn, punt {n}.") for n in range(3_000))
    document = sent.edited().at_end(blocks).without_marks()
    start = time.process_time()
    assert sent.read_back(document).exit_code == 0
    assert time.process_time() - start < 20
