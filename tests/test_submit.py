"""`agenda submit`: one zip with everything, or nothing and the reasons why."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from bpa_agenda import layout, office
from bpa_agenda.layout import Layout
from conftest import SmallProject
from proposals import OTHER, PROPOSAL, SCHEME, add_another

FILES = ["begroting.xlsx", "gereed.html", "leuk.docx", "leuk.pdf", "manifest.json"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A LibreOffice that puts everything on page 1, for tests about something else."""

    def headings(data: bytes) -> int:
        body = unzipped(data)["word/document.xml"].decode()
        return len(re.findall(r'w:pStyle w:val="(?:Heading[12]|KopzonderNummer)"', body))

    def lay_out(_: object, documents: dict[str, bytes]) -> dict[str, Layout]:
        return {
            name: Layout(((1, 1),) * headings(data), b"%PDF") for name, data in documents.items()
        }

    monkeypatch.setattr(office, "find_program", lambda: "soffice")
    monkeypatch.setattr(layout, "lay_out", lay_out)


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def contents(path: Path) -> dict[str, bytes]:
    return unzipped(path.read_bytes())


def test_a_complete_proposal_goes_into_one_zip_with_checksums(complete: SmallProject) -> None:
    result = complete.run("submit", "leuk")
    assert result.stderr == ""
    assert result.stdout == f"made build/indiening-leuk.zip with {', '.join(FILES)}\n"
    files = contents(complete.path("build/indiening-leuk.zip"))
    assert sorted(files) == FILES
    manifest = json.loads(files.pop("manifest.json"))
    listed = manifest.pop("bestanden")
    assert manifest == {
        "titel": "Leuk werk in de zorg",
        "voorstel": "leuk",
        "status": "indiening",
        "open punten": 0,
        "regeling": "RAAK-publiek",
        "ronde": "Ronde",
        "regels van de regeling": {"bestand": "sources/schemes/raak-publiek.yaml", "jaar": "2018"},
        "agenda": {"titel": "Kleine agenda", "versie": "0.1"},
        "gemaakt met": "bpa-agenda 0.1.0",
    }
    assert listed == [
        {"naam": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    pages = PdfReader(io.BytesIO(files["leuk.pdf"])).pages
    assert "Leuk werk in de zorg" in pages[0].extract_text()
    assert "€ 1.000,00" in "".join(p.extract_text() for p in pages).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "0 open punten, 0 fouten." in files["gereed.html"].decode()


def test_it_refuses_while_points_are_open_and_says_which(sound: SmallProject) -> None:
    result = sound.run("submit", "leuk")
    assert result.exit_code == 1
    assert f"{PROPOSAL}:3:10: error: still open: Letterwoord [open]\n" in result.stderr
    assert "agenda/literature.yaml:5:12: error: still open: Titel [open]\n" in result.stderr
    assert "agenda/agenda.yaml" not in result.stderr, "what the proposal does not show"
    assert result.stderr.endswith(
        "Nothing was made. 26 errors, 0 warnings, 5 open points, 2 other notes.\n"
        "    for the partners: agenda submit leuk --draft\n"
    )
    assert not sound.path("build").exists()


def test_a_draft_says_so_in_its_name_and_in_all_that_it_holds(
    sound: SmallProject, quick: None
) -> None:
    result = sound.run("submit", "leuk", "--draft")
    assert result.stdout == (
        f"made build/concept-leuk.zip with {', '.join(FILES)}\nIt is a draft: 26 open points.\n"
    )
    assert not sound.path("build/indiening-leuk.zip").exists()
    files = contents(sound.path("build/concept-leuk.zip"))
    manifest = json.loads(files["manifest.json"])
    assert (manifest["status"], manifest["open punten"], manifest["ronde"]) == ("concept", 26, None)
    strings = unzipped(files["begroting.xlsx"])["xl/sharedStrings.xml"].decode()
    assert "Leuk werk in de zorg. Regeling RAAK-publiek. Concept met 26 open punten." in strings


def test_an_error_stops_a_draft_too(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "  subsidy: 500\n", "  subsidy: 1500\n")
    result = sound.run("submit", "leuk", "--draft")
    assert result.exit_code == 1
    assert "the subsidy of 1500 is above the maximum of 1000 [subsidy-too-high]" in result.stderr
    assert result.stderr.endswith(
        "Nothing was made. 2 errors, 0 warnings, 31 open points, 2 other notes.\n"
    )
    assert not sound.path("build").exists()


def test_a_mistake_in_another_proposal_stops_nothing(sound: SmallProject, quick: None) -> None:
    add_another(sound)
    sound.change(OTHER, "  subsidy: 500\n", "  subsidy: 1500\n")
    result = sound.run("submit", "leuk", "--draft")
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(contents(sound.path("build/concept-leuk.zip"))) == FILES
    other = sound.run("submit", "ander", "--draft")
    assert f"{OTHER}:" in other.stderr
    assert "the subsidy of 1500 is above the maximum of 1000 [subsidy-too-high]" in other.stderr
    assert other.stderr.endswith(
        "Nothing was made. 2 errors, 0 warnings, 31 open points, 2 other notes.\n"
    )
    assert not sound.path("build/concept-ander.zip").exists()


SHARED = {
    "a scheme": (SCHEME, "value: 1000", "value: veel"),
    "a section of the agenda": (
        "agenda/sections/inleiding.yaml", "[@question:werk-leuk]", "[@question:werk-luek]",
    ),
    "another proposal that cannot be read in full": (OTHER, "title: Leuk", "titel: Leuk"),
    "another proposal of the same name": (OTHER, "id: ander\n", "id: leuk\n"),
}  # fmt: skip


@pytest.mark.parametrize("where", SHARED)
def test_a_mistake_that_may_touch_a_proposal_stops_it(sound: SmallProject, where: str) -> None:
    add_another(sound)
    file, old, new = SHARED[where]
    sound.change(file, old, new)
    result = sound.run("submit", "leuk", "--draft")
    assert result.exit_code == 1
    assert f"{file}:" in result.stderr
    assert not sound.path("build").exists()


def test_the_same_proposal_gives_the_same_bytes(complete: SmallProject, quick: None) -> None:
    complete.run("submit", "leuk")
    first = complete.path("build/indiening-leuk.zip").read_bytes()
    complete.path("build/indiening-leuk.zip").unlink()
    complete.run("submit", "leuk")
    assert complete.path("build/indiening-leuk.zip").read_bytes() == first


def test_without_libreoffice_there_is_no_zip_and_a_clear_message(
    complete: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    result = complete.run("submit", "leuk")
    assert result.exit_code == 1
    assert result.stderr == (
        "build/indiening-leuk.zip: error: no PDF, so no zip: LibreOffice is not installed on this "
        "machine [no-pdf]\n    agenda build makes the Word document alone\n"
        "Nothing was made. 1 error, 0 warnings, 6 open points, 2 other notes.\n"
    )
    assert not complete.path("build").exists()


def test_a_proposal_that_no_document_shows_cannot_be_submitted(complete: SmallProject) -> None:
    complete.change("agenda/documents.yaml", "    proposal: leuk\n", "")
    result = complete.run("submit", "leuk")
    assert "error: no document shows the proposal “leuk” [no-document]\n" in result.stderr
    assert result.exit_code == 1


def test_a_proposal_that_does_not_exist_gives_a_hint(small: SmallProject) -> None:
    result = small.run("submit", "luek")
    assert result.stderr == (
        "agenda: there is no proposal “luek” with a known scheme\n    did you mean “leuk”?\n"
    )
    assert result.exit_code == 2


def test_a_template_with_a_mistake_stops_it(complete: SmallProject, quick: None) -> None:
    complete.path("templates/projectvoorstel.docx").write_bytes(b"")
    result = complete.run("submit", "leuk")
    assert "templates/projectvoorstel.docx: error: the template cannot be opened" in result.stderr
    assert not complete.path("build/indiening-leuk.zip").exists()


def test_the_word_file_says_nothing_of_our_files(complete: SmallProject, quick: None) -> None:
    complete.run("submit", "leuk")
    word = next(
        unzipped(data)
        for name, data in contents(complete.path("build/indiening-leuk.zip")).items()
        if name.endswith(".docx")
    )
    assert [name for name in word if "custom" in name] == []
    assert [name for name, data in word.items() if b"agenda/" in data or b'"_a0' in data] == []
