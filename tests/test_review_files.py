"""Whatever comes back from a review: a clear message or a clear best effort, and never a crash."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bpa_agenda.anchors import print_of, read_base
from conftest import CASES, ROOT, SmallProject
from returned_files import (
    DECISIONS,
    ROUND,
    STAKE,
    THEME,
    Document,
    SentProject,
    inserted,
    passage_of,
    value_of,
)
from word_documents import paragraph

SAVE_AS = "open it in Word or LibreOffice and save it as a Word document (.docx)"
AGAIN = "the file is damaged or incomplete; ask for it again"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.fixture(scope="session")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent") / "small"
    shutil.copytree(CASES / "small", folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    done = SmallProject(folder).run("review", "send", "--no-layout")
    assert done.exit_code == 0
    return folder


@pytest.fixture
def sent(sent_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SentProject:
    """The small project, sent for review, on a machine without a network."""

    def refuse(*_: object) -> NoReturn:
        pytest.fail("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    shutil.copytree(sent_once, tmp_path / "small")
    return SentProject(tmp_path / "small")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


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
        ("\ufeff\u202eA", "\ufeff\u202eA"),
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
        ("a\ufeffb", r"a\ufeffb"),
    ],
    ids=["emoji", "combining", "right to left", "no width", "windows", "delete", "lines", "bom"],
)
def test_any_text_comes_into_the_agenda(typed: str, text: str, sent: SentProject) -> None:
    sent.read_back(sent.sent().after(STAKE, inserted(f" {typed}.")))
    sent.run("review", "accept", "--all")
    assert sent.run("review", "apply").exit_code == 0
    assert f"{STAKE} {text}." in sent.read(THEME)
    assert sent.run("check", "--quiet").exit_code == 0


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


# --- marks and maps


def test_a_document_without_any_mark_is_found_by_its_text(sent: SentProject) -> None:
    done = sent.read_back(sent.edited().without_marks())
    assert re.search(r"warning: \d+ passages lost their mark on the way", done.stderr)
    sent.run("review", "accept", "--all")
    assert sent.run("review", "apply").exit_code == 0
    assert f"stake: {STAKE} Ook thuis." in sent.read(THEME)


def test_a_document_that_went_through_another_program_is_found_by_its_text(
    sent: SentProject,
) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    file, other = sent.save(sent.edited()), sent.path("in/pandoc.docx")
    subprocess.run(["pandoc", "--track-changes=all", str(file), "-o", str(other)], check=True)
    done = sent.run("review", "read", str(other))
    assert re.search(r"warning: \d+ passages lost their mark on the way", done.stderr)
    # pandoc keeps the space outside of the insertion.
    assert "Werk moet leuk blijven. {+Ook thuis.+}" in sent.run("review", "list").output


def test_a_section_that_was_copied_is_new_text_where_it_stands(sent: SentProject) -> None:
    document = sent.edited()
    [copied] = re.findall(rf"<w:p>(?:(?!<w:p>).)*{STAKE}.*?</w:p>", document.text)
    done = sent.read_back(document.at_end(copied))
    assert done.exit_code == 0
    assert "Werk moet leuk blijven.{+ Ook thuis.+}" in sent.run("review", "list").output


def test_paragraphs_that_changed_places_are_shown_as_such(sent: SentProject) -> None:
    document = sent.sent()
    first, second = (
        re.search(rf"<w:p>(?:(?!<w:p>).)*{text}.*?</w:p>", document.text)[0]  # type: ignore[index]
        for text in ("vaste roosters", "leidinggevenden")
    )
    document.text = document.text.replace(second, "").replace(first, second + first)
    sent.read_back(document)
    ids = sent.ids()
    sent.run("review", "accept", *ids)
    assert sent.run("review", "apply").exit_code == 0
    assert "- leidinggevenden\n      - vaste roosters\n" in sent.read(THEME)


def test_a_document_that_was_not_marked_as_sent_brings_its_own_map(sent: SentProject) -> None:
    done = sent.read_back(sent.edited().mapped(lambda data: None))
    assert lines(done.stderr) == [
        "in/terug.docx: warning: this document was not marked as sent; it is kept with “ronde-1”"
        " [review-unsent]",
        "mark what goes out with “agenda review send”",
    ]
    sent.run("review", "accept", "--all")
    assert sent.run("review", "apply").exit_code == 0
    assert f"stake: {STAKE} Ook thuis." in sent.read(THEME)


Spoil = Callable[[dict[str, Any]], object]


def _file(name: str) -> Spoil:
    return lambda data: value_of(data, STAKE).__setitem__(0, name)


def _other_value(data: dict[str, Any]) -> None:
    value_of(data, STAKE)[1:] = ["title", "line", "Werk & zin"]


def _other_paragraph(data: dict[str, Any]) -> None:
    passage_of(data, STAKE)[4][1] = 7


def _part(place: int, number: object) -> Spoil:
    return lambda data: passage_of(data, STAKE)[4].__setitem__(place, number)


LIES: dict[str, tuple[Spoil, str]] = {
    "decisions": (_file(DECISIONS), f"“{DECISIONS}” is no file of the agenda"),
    "other value": (_other_value, f"a paragraph does not say what is at {THEME} title"),
    "other paragraph": (_other_paragraph, f"a paragraph does not say what is at {THEME} stake"),
}
BROKEN: dict[str, Spoil] = {
    "climbing": _file("../../etc/x.yaml"),
    "climbing within": _file("agenda/../x.yaml"),
    "absolute": _file("/etc/x.yaml"),
    "no YAML": _file("templates/onderzoeksagenda.docx"),
    "no such value": _part(0, 999),
    "negative value": _part(0, -1),
    "no whole number": _part(0, 0.5),
    "outside the text": _part(3, 999),
    "wrong fingerprint": lambda data: passage_of(data, STAKE).__setitem__(2, "0" * 16),
    "kind": lambda data: value_of(data, STAKE).__setitem__(2, "script"),
    "document": lambda data: data.update(document="../../../x.docx"),
    "print": lambda data: data.update(input="../x"),
    "version": lambda data: data.update(version="1\n- id: x"),
    "format": lambda data: data.update(format=2),
    "values": lambda data: data.update(values="abcd"),
    "bookmarks": lambda data: passage_of(data, STAKE).__setitem__(1, "_a00000"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_map_that_lies_is_not_used(lie: str, sent: SentProject) -> None:
    spoil, detail = LIES[lie]
    done = sent.read_back(sent.edited().mapped(spoil))
    assert lines(done.stderr)[0] == (
        f"in/terug.docx: warning: what it says of its own places cannot be right ({detail});"
        " that is not used [review-foreign-map]"
    )
    assert "1 item by Anna: 1 placed" in done.stdout


@pytest.mark.parametrize("broken", BROKEN)
def test_a_map_that_is_broken_is_not_used(broken: str, sent: SentProject) -> None:
    done = sent.read_back(sent.edited().mapped(BROKEN[broken]))
    assert done.stderr == ""
    assert "1 item by Anna: 1 placed" in done.stdout
    assert len(list(sent.path(f"{ROUND}/base").iterdir())) == 2


def test_a_place_that_is_gone_from_the_agenda_has_no_source(sent: SentProject) -> None:
    document = sent.edited().mapped(lambda data: None)
    sent.path("agenda/themes/weg.yaml").write_text("", "utf-8")
    sent.change(THEME, f"stake: {STAKE}\n", "stake: Anders.\n")
    done = sent.read_back(
        document.mapped(lambda data: value_of(data, STAKE).__setitem__(1, "doel"))
    )
    assert lines(done.stderr)[0] == (
        "in/terug.docx: warning: these of its texts are not in the agenda as it is now, and cannot"
        f" be changed from here: {THEME} doel [review-lost-places]"
    )
    assert "0 placed, 1 not placed" in done.stdout


def test_what_was_kept_goes_before_what_a_document_says_itself(sent: SentProject) -> None:
    honest = sent.sent().files["docProps/custom.xml"]
    document = sent.edited().mapped(_file("agenda/people.yaml")).part("docProps/custom.xml", honest)
    assert sent.read_back(document).stderr == ""
    assert f"{THEME} stake" in sent.run("review", "list").output


def _snapshot(root: Path) -> dict[str, bytes]:
    """All files below a folder, without following links."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("spoilt", [*LIES, *BROKEN])
def test_only_yaml_of_the_agenda_is_ever_written(spoilt: str, sent: SentProject) -> None:
    """Read, accept all and apply, whatever the map says: what changes is YAML that was there."""
    spoil = LIES[spoilt][0] if spoilt in LIES else BROKEN[spoilt]
    file = sent.save(sent.edited().mapped(spoil))
    before = _snapshot(sent.root.parent)
    sent.run("review", "read", str(file))
    sent.run("review", "accept", *sent.ids())
    sent.run("review", "apply")
    after = _snapshot(sent.root.parent)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    outside = {name for name in changed if not name.startswith("small/agenda/reviews/")}
    assert outside <= {f"small/{THEME}"}


@pytest.mark.parametrize("name", ["agenda/themes/werk.yaml", "agenda/themes"])
def test_nothing_is_written_through_a_link(name: str, sent: SentProject, tmp_path: Path) -> None:
    sent.read_back(sent.edited())
    sent.run("review", "accept", "--all")
    elsewhere = tmp_path / "elders"
    shutil.move(sent.path(name), elsewhere)
    sent.path(name).symlink_to(elsewhere)
    before = _snapshot(tmp_path)
    done = sent.run("review", "apply")
    assert _snapshot(tmp_path) == before
    assert lines(done.stderr) == [
        f"{THEME}: error: this is not a file of the agenda; nothing is written there:"
        f" {sent.ids()[0]} [review-not-ours]",
        "reject these items; was the file they come from made with this project?",
    ]


def test_a_kept_map_that_was_rewritten_cannot_lead_out_of_the_agenda(sent: SentProject) -> None:
    """Even with its fingerprint made right, what is written is YAML of the agenda."""
    sent.write("prive.yaml", f"stake: {STAKE}\n")
    sent.read_back(sent.edited())
    sent.run("review", "accept", "--all")
    [path] = sent.path(f"{ROUND}/base").glob("agenda*")
    before = read_base(path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace(THEME, "prive.yaml"), "utf-8")
    after = read_base(path.read_text("utf-8"))
    assert before is not None
    assert after is not None
    sent.change(f"{ROUND}/round.yaml", print_of(before), print_of(after))
    done = sent.run("review", "apply")
    assert sent.read("prive.yaml") == f"stake: {STAKE}\n"
    assert lines(done.stderr)[0].startswith("prive.yaml: error: this is not a file of the agenda;")


def test_a_text_that_is_gone_is_named(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    sent.run("review", "accept", "--all")
    sent.change(THEME, f"stake: {STAKE}\n", "")
    done = sent.run("review", "apply")
    assert lines(done.stderr) == [
        f"{THEME}: error: there is no text at “stake” any more; this is not brought in:"
        f" {sent.ids()[0]} [review-place-gone]",
        "edit the text by hand, and answer or reject these items",
    ]
    assert done.exit_code == 1


# --- decisions that an editor edited


def _two_items(sent: SentProject) -> list[str]:
    document = sent.edited().after("Hoe blijft werk leuk?", inserted(" Echt?", "Bea"))
    sent.read_back(document)
    return sent.ids()


def _double(text: str) -> str:
    return text + text.partition("items:\n")[2]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda text: text.replace("  decision: open", "  decision: acepted", 1),
            [
                ":6:13: error: “acepted” is not one of: open, accepted, rejected, answered"
                " [not-a-choice]",
                "did you mean “accepted”?",
            ],
        ),
        (
            lambda text: text.replace("  decision: open\n", "", 1),
            [":5:3: error: the key “decision” is missing [missing-key]"],
        ),
        (
            lambda text: text.replace("  decision: open", "  besluit: open", 1),
            [
                ":5:3: error: the key “decision” is missing [missing-key]",
                ":6:3: error: unknown key “besluit” [unknown-key]",
                "known here: id, decision, kind, who, document, files, passage, date, where, says,"
                " state, reply_to, refused, why, applied",
            ],
        ),
        (
            _double,
            [
                ":25:7: error: “{0}” stands in the decisions twice [review-twice]",
                f"the first is at {DECISIONS}:5:7; keep one of them and delete the other",
                ":35:7: error: “{1}” stands in the decisions twice [review-twice]",
                f"the first is at {DECISIONS}:15:7; keep one of them and delete the other",
            ],
        ),
        (
            lambda text: text.replace(
                "  decision: open\n",
                "<<<<<<< HEAD\n  decision: open\n=======\n  decision: accepted\n>>>>>>> ander\n",
                1,
            ),
            [
                ":6:1: error: here begins what git could not merge [git-conflict]",
                "keep what is right of both and delete the lines with <<<<<<<, ======= and >>>>>>>",
            ],
        ),
        (
            lambda text: text.replace("\n  decision", "\n\tdecision", 1),
            [
                ":6:1: error: not valid YAML: while scanning for the next token found character"
                " that cannot start any token [yaml-syntax]",
                "a tab or a special character? indent with spaces, quote the text",
            ],
        ),
        (lambda text: "", [": error: the file is empty [empty-file]"]),
    ],
    ids=["wrong word", "missing", "wrong key", "twice", "git", "tab", "empty"],
)
def test_broken_decisions_stop_every_command_with_the_place(
    spoil: Callable[[str], str], said: list[str], sent: SentProject
) -> None:
    ids = _two_items(sent)
    broken = spoil(sent.read(DECISIONS))
    sent.write(DECISIONS, broken)
    expected = [
        (f"{DECISIONS}{line}" if line.startswith(":") else line)
        .replace("{0}", ids[0])
        .replace("{1}", ids[1])
        for line in said
    ]
    for command in (
        ("list",),
        ("accept", ids[0]),
        ("accept", "--all"),
        ("answer", ids[0], "Ja."),
        ("apply",),
        ("read", str(sent.path("in/terug.docx"))),
    ):
        done = sent.run("review", *command)
        assert lines(done.stderr) == expected, command
        assert done.exit_code == 1, command
    assert sent.read(DECISIONS) == broken


def _other_order(text: str) -> str:
    return re.sub(r"- (id: \S+)\n  (decision: open)", r"- \2\n  \1", text)


def _indented(text: str) -> str:
    head, mark, rest = text.partition("items:\n")
    return head + mark + re.sub("(?m)^(?=.)", "    ", rest)


def _one_in_flow(text: str) -> str:
    head, mark, rest = text.partition("items:\n")
    entries = re.split(r"(?m)^- ", rest)[1:]
    flow = ["{" + ", ".join(re.sub("(?m)^  ", "", e).strip().splitlines()) + "}" for e in entries]
    return f"{head}{mark[:-1]} [{', '.join(flow)}]\n"


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text + "# tot hier\n",
        lambda text: text.replace("decision: open", 'decision: "open"   # nog doen'),
        _other_order,
        _indented,
        _one_in_flow,
    ],
    ids=["CRLF", "BOM", "no newline", "comment", "quoted", "order", "indented", "flow"],
)
def test_decisions_that_are_written_in_another_way_are_understood(
    edit: Callable[[str], str], sent: SentProject
) -> None:
    ids = _two_items(sent)
    edited = edit(sent.read(DECISIONS)).encode()
    sent.path(DECISIONS).write_bytes(edited)
    done = sent.run("review", "reject", ids[0], "--why", "Nee: “dat” # niet")
    assert (done.output, done.exit_code) == ("1 rejected.\n", 0)
    more = sent.edited().after("Met ", inserted(" drie", "Cor"))
    assert "1 new" in sent.read_back(more, "meer.docx").output
    listed = sent.run("review", "list", "--all").output
    assert re.findall(r"[0-9a-f]{8}  (\w+)  inserted, (\w+)", listed) == [
        ("rejected", "Anna"),
        ("open", "Bea"),
        ("open", "Cor"),
    ]
    assert "decided: Nee: “dat” # niet" in listed
    after = sent.path(DECISIONS).read_bytes()
    assert after.count(b"\r\n") in (0, after.count(b"\n"))


def test_an_entry_that_was_deleted_comes_back_when_the_file_is_read_again(
    sent: SentProject,
) -> None:
    ids = _two_items(sent)
    sent.write(DECISIONS, sent.read(DECISIONS).partition("items:\n")[0] + "items:\n")
    assert sent.run("review", "list").output == "0 listed; 0 of 0 still to be decided.\n"
    done = sent.run("review", "read", str(sent.path("in/terug.docx")))
    assert "2 new" in done.output
    assert sent.ids() == ids


# --- rounds that lost something


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        (
            "round.yaml",
            None,
            [
                f"{ROUND}/round.yaml: error: it is missing, and what was decided in this round"
                " with it [review-round-gone]",
                "bring it back from an earlier version, or delete the folder of the round",
            ],
        ),
        (
            "round.yaml",
            lambda text: text.replace("round: ronde-1\n", ""),
            [f"{ROUND}/round.yaml:2:1: error: the key “round” is missing [missing-key]"],
        ),
        (
            "base/agenda.docx.*.json",
            None,
            [
                f"{ROUND}/round.yaml:5:3: error: the map of “agenda.docx” as it was sent is"
                " missing [review-base-gone]",
                "bring the folder “base” of this round back from an earlier version",
            ],
        ),
        (
            "base/agenda.docx.*.json",
            lambda text: text.replace('werk.yaml","stake"', 'werk.yaml","title"'),
            [
                f"{ROUND}/base/*: error: the map of what was sent was changed or cannot be read"
                " [review-base-broken]",
                "bring it back from an earlier version; nobody needs to edit it",
            ],
        ),
        (
            "base/agenda.docx.*.json",
            lambda text: text[:-9],
            [
                f"{ROUND}/base/*: error: the map of what was sent was changed or cannot be read"
                " [review-base-broken]",
                "bring it back from an earlier version; nobody needs to edit it",
            ],
        ),
    ],
    ids=["no round", "broken round", "no map", "other map", "broken map"],
)
def test_a_round_that_lost_something_says_what_to_bring_back(
    name: str, spoil: Callable[[str], str] | None, said: list[str], sent: SentProject
) -> None:
    sent.read_back(sent.edited())
    [path] = sent.path(ROUND).glob(name)
    if spoil is None:
        path.unlink()
    else:
        path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    expected = [line.replace("base/*", f"base/{path.name}") for line in said]
    for command in ("list", "apply"):
        done = sent.run("review", command)
        assert (lines(done.stderr), done.exit_code) == (expected, 1)


def test_a_returned_file_that_is_gone_is_missed(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    sent.run("review", "accept", "--all")
    sent.path(f"{ROUND}/received/terug.docx").unlink()
    done = sent.run("review", "apply")
    assert lines(done.stderr) == [
        f"{DECISIONS}:5:3: error: “{sent.ids()[0]}” was accepted and is in none of the files that"
        " came back (terug.docx) [review-file-gone]",
        "bring “received” of this round back from an earlier version, or reject it",
    ]
    assert done.exit_code == 1


# --- copies


def test_two_files_with_one_name_are_both_kept(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    sent.read_back(sent.sent().after(STAKE, inserted(" Zeker.", "Bea")), "Terug.docx")
    assert sorted(name.lower() for name in sent.kept()) == ["terug-2.docx", "terug.docx"]


def test_the_same_file_is_kept_once_and_asks_nothing_twice(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    before = sent.read(DECISIONS)
    assert "0 new" in sent.read_back(sent.edited(), "kopie.docx").output
    assert sent.kept() == ["terug.docx"]
    assert sent.read(DECISIONS) == before


def test_a_later_copy_asks_only_what_is_new_and_names_what_is_gone(sent: SentProject) -> None:
    question = "Hoe blijft werk leuk?"
    sent.read_back(sent.edited().after(question, inserted(" Echt?")))
    kept, gone = sent.ids()
    sent.run("review", "reject", kept)
    later = sent.edited().after("Met ", inserted("drie "))
    done = sent.read_back(later, "later.docx")
    assert "2 items by Anna: 2 placed, 0 not placed; 1 new" in done.stdout
    assert lines(done.stderr) == [
        f"in/later.docx: warning: what Anna did in “terug.docx” is not all in this file: {gone}"
        " [review-vanished]",
        "taken back, or changed since? they stay as they are until you decide about them",
    ]
    assert sent.ids()[:2] == [kept, gone]
    assert "files: [terug.docx, later.docx]" in sent.read(DECISIONS).replace('"', "")
    states = re.findall(r"  (open|rejected)  ", sent.run("review", "list", "--all").output)
    assert sorted(states) == ["open", "open", "rejected"]


def test_an_edit_that_nobody_tracked_is_asked_once_for_all_copies(sent: SentProject) -> None:
    document = sent.sent()
    document.text = document.text.replace(STAKE, "Werk moet fijn blijven.")
    sent.read_back(document)
    saved = document.files["docProps/core.xml"].replace(
        b"</cp:coreProperties>",
        b"<cp:lastModifiedBy>Bea</cp:lastModifiedBy></cp:coreProperties>",
    )
    done = sent.read_back(document.part("docProps/core.xml", saved), "later.docx")
    assert "1 item by Bea: 1 placed, 0 not placed; 0 new" in done.output


def test_a_file_of_the_first_round_belongs_to_it_after_the_second(sent: SentProject) -> None:
    document = sent.edited()
    sent.change(THEME, f"stake: {STAKE}\n", "stake: Werk moet echt leuk blijven.\n")
    assert sent.run("review", "send", "--no-layout").exit_code == 0
    assert "(agenda.docx, ronde-1)" in sent.read_back(document).output
    sent.run("review", "accept", "--all")
    assert sent.run("review", "apply").exit_code == 0
    assert "stake: Werk moet echt leuk blijven. Ook thuis.\n" in sent.read(THEME)


def test_what_is_in_one_round_is_no_question_in_the_next(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    assert sent.run("review", "send", "--no-layout").exit_code == 0
    done = sent.read_back(sent.edited().after("Met ", inserted("drie ")), "later.docx")
    assert lines(done.output)[0] == "later.docx (agenda.docx, ronde-2)"
    assert "2 items by Anna: 2 placed, 0 not placed; 1 new" in done.output


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
