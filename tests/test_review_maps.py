"""What a document says of its own places is believed as far as the project bears it out."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bpa_agenda.anchors import print_of, read_base
from returned_files import (
    DECISIONS,
    ROUND,
    STAKE,
    THEME,
    SentProject,
    lines,
    passage_of,
    value_of,
)

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


def test_all_leaves_out_what_another_program_may_have_made(sent: SentProject) -> None:
    document = sent.edited().without_marks()
    document.text = document.text.replace("vaste roosters", "losse roosters")
    sent.read_back(document)
    done = sent.run("review", "accept", "--all")
    assert "the file lost its marks on the way, and a program may have made this" in done.output
    sent.run("review", "apply")
    assert "Ook thuis." in sent.read(THEME)
    assert "losse roosters" not in sent.read(THEME)


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
        f"{THEME}: error: there is no text at “stake” any more, where it said “{STAKE}”;"
        f" Anna: “{STAKE} Ook thuis.” [review-place-gone]",
        f"edit the agenda by hand, and answer or reject these items: {sent.ids()[0]}",
    ]
    assert done.exit_code == 1
