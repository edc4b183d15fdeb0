"""The table of contents, references and PDFs: right when the file is opened."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import pytest
from lxml import etree
from pypdf import PdfReader

from bpa_agenda.build_project import build
from bpa_agenda.layout import Layout, lay_out_new
from bpa_agenda.office import Office
from bpa_agenda.project import Project
from conftest import ROOT, SmallProject
from word import W, paragraphs, part, pdf_text, style_of, text_of

DOCUMENTS = (
    "onderzoeksagenda.docx",
    "voorstel-formeel-en-informeel-werk.docx",
    "voorstel-duurzame-plaatsing-mkb.docx",
)
needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice and pdftotext are not installed: page numbers and PDFs are not checked",
)


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("laid-out")
    for folder in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    done = build(Project(root), pdf=True)
    assert [str(p) for p in done.problems if p.severity > 0] == []
    return root / "build"


def entries(document: Path) -> list[etree._Element]:
    return [p for p in paragraphs(part(document)) if re.fullmatch(r"TOC\d", style_of(p))]


def field_codes(root: etree._Element) -> list[str]:
    return [str(node.text).strip() for node in root.iter(f"{{{W}}}instrText")]


def bookmarks(root: etree._Element) -> dict[str, str]:
    """The text between the ends of each bookmark that lies within a paragraph."""
    found = {}
    for start in root.iter(f"{{{W}}}bookmarkStart"):
        text, node = "", start.getnext()
        while node is not None and node.get(f"{{{W}}}id") != start.get(f"{{{W}}}id"):
            text += "".join(t.text or "" for t in node.iter(f"{{{W}}}t"))
            node = node.getnext()
        found[str(start.get(f"{{{W}}}name"))] = text
    return found


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_heading_is_on_the_page_that_the_contents_say(laid_out: Path, document: str) -> None:
    pages = PdfReader(laid_out / document.replace(".docx", ".pdf")).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    wrong = []
    for entry in entries(laid_out / document):
        heading, number = text_of(entry).rsplit("\t", 1)
        if "".join(heading.split()) not in texts[int(number) - 1]:
            wrong.append((heading, number))
    assert wrong == []
    assert len(entries(laid_out / document)) >= 20


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_contents_in_the_pdf_and_in_word_agree(laid_out: Path, document: str) -> None:
    pdf = "".join(
        page.extract_text()
        for page in PdfReader(laid_out / document.replace(".docx", ".pdf")).pages[:4]
    )
    numbers = [text_of(entry).rsplit("\t", 1)[1] for entry in entries(laid_out / document)]
    assert re.findall(r"\.{4,}\s*(\d+)", pdf) == numbers


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_word_has_nothing_to_ask_on_opening(laid_out: Path, document: str) -> None:
    root = part(laid_out / document)
    ends = [node.get(f"{{{W}}}fldCharType") for node in root.iter(f"{{{W}}}fldChar")]
    assert ends.count("begin") == ends.count("separate") == ends.count("end") > 20
    assert [code for code in field_codes(root) if code.startswith("TOC")] == [
        'TOC \\o "1-2" \\h \\z \\u'
    ]
    with zipfile.ZipFile(laid_out / document) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"updateFields" not in everything
    assert b"w:dirty" not in everything


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_references_lead_somewhere_and_say_what_stands_there(
    laid_out: Path, document: str
) -> None:
    root = part(laid_out / document)
    marks = bookmarks(root)
    anchors = [node.get(f"{{{W}}}anchor") for node in root.iter(f"{{{W}}}hyperlink")]
    assert {anchor for anchor in anchors if anchor} <= marks.keys()
    codes = field_codes(root)
    assert {c.split()[1] for c in codes if c.startswith(("REF", "PAGEREF"))} <= marks.keys()
    for code, result in results(root):
        if code.startswith("REF"):
            assert marks[code.split()[1]] == result


def results(root: etree._Element) -> list[tuple[str, str]]:
    """The code and the present result of each field in a paragraph."""
    found = []
    for paragraph in paragraphs(root):
        state, code, result = "", "", ""
        for run in paragraph.iter(f"{{{W}}}r"):
            mark = run.find(f"{{{W}}}fldChar")
            if mark is not None:
                state = str(mark.get(f"{{{W}}}fldCharType"))
                if state == "end":
                    found.append((code.strip(), result))
                    code, result = "", ""
            elif state == "begin":
                code += "".join(t.text or "" for t in run.iter(f"{{{W}}}instrText"))
            elif state == "separate":
                result += text_of(run)
    return found


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_pdf_is_tagged_and_has_title_language_and_bookmarks(
    laid_out: Path, document: str
) -> None:
    reader = PdfReader(laid_out / document.replace(".docx", ".pdf"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert len(reader.outline) > 5


def command(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of the development environment."""
    program = Path(sys.executable).with_name(name)
    return subprocess.run([program, *arguments], capture_output=True, text=True)


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_two_validators_find_nothing(laid_out: Path, document: str) -> None:
    audit = command("openxml-audit", "-f", "microsoft365", str(laid_out / document))
    assert audit.returncode == 0, audit.stdout
    integrity = command("ooxml-integrity", "check", str(laid_out / document))
    assert "0 error(s), 0 warning(s)" in integrity.stdout, integrity.stdout


# A list that begins anew has its own numbering, and the caption under a figure its own spacing.
NOT_ACCESSIBILITY = ("direct-numbering-override", "style-drift")


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_linter_finds_no_fake_lists_headings_or_layout(laid_out: Path, document: str) -> None:
    excluded = [word for rule in NOT_ACCESSIBILITY for word in ("--exclude", rule)]
    found = command("docx-plus", "lint", *excluded, str(laid_out / document))
    assert found.stdout.strip() == "No findings.", found.stdout


@needs_libreoffice
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_pdf_checker_finds_alt_texts_headers_title_and_language(
    laid_out: Path, document: str
) -> None:
    found = command("pdfua", "check", str(laid_out / document.replace(".docx", ".pdf")))
    assert "errors=0 warnings=0" in found.stdout, found.stdout


@needs_libreoffice
def test_the_same_content_gives_the_same_bytes_and_pdf_text_elsewhere(
    small: SmallProject, tmp_path: Path
) -> None:
    small.run("build", "--pdf")
    shutil.copytree(small.root, tmp_path / "elders", ignore=shutil.ignore_patterns("build"))
    other = SmallProject(tmp_path / "elders")
    other.run("build", "--pdf")
    assert small.path("build/agenda.docx").read_bytes() == (
        other.path("build/agenda.docx").read_bytes()
    )
    texts = [
        [page.extract_text() for page in PdfReader(project.path("build/agenda.pdf")).pages]
        for project in (small, other)
    ]
    assert texts[0] == texts[1]


@needs_libreoffice
def test_libreoffice_is_not_asked_again_for_what_it_has_seen(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.run("build")
    before = small.path("build/agenda.docx").read_bytes()
    monkeypatch.setenv("PATH", "")
    assert small.run("build").stderr == ""
    assert small.path("build/agenda.docx").read_bytes() == before
    small.change("agenda/themes/werk.yaml", "stake: Werk moet", "stake: Alle werk moet")
    assert "no page numbers" in small.run("build").stderr


def test_without_libreoffice_the_entries_are_links_and_the_build_says_what_is_missing(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    result = small.run("build")
    assert result.stderr == (
        "build: warning: no page numbers and no PDF: LibreOffice is not installed on this machine "
        "[layout]\n"
    )
    assert result.exit_code == 0
    texts = [text_of(entry) for entry in entries(small.path("build/agenda.docx"))]
    assert texts[:4] == ["Inleiding", "Werkwijze", "Thema 1: Werk & zin", "1.1\tLeuk werk"]
    root = part(small.path("build/agenda.docx"))
    assert [code for code in field_codes(root) if "TOC" in code or "PAGEREF" in code] == []


def test_a_pdf_without_libreoffice_is_an_error_in_one_line(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    result = small.run("build", "--pdf")
    assert "LibreOffice is not installed on this machine [layout]" in result.stderr
    assert result.exit_code == 1
    assert small.path("build/agenda.docx").exists()


def test_a_libreoffice_that_fails_is_reported_and_the_documents_are_there(
    small: SmallProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin" / "soffice"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'source file could not be loaded' >&2\nexit 77\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}/bin{os.pathsep}/usr/bin")
    result = small.run("build")
    assert result.stderr == (
        "build: warning: no page numbers and no PDF: LibreOffice made no PDF of agenda.docx, "
        "leuk.docx: source file could not be loaded [layout]\n"
    )
    assert small.path("build/leuk.docx").exists()


@pytest.mark.parametrize("damage", [b"", b"[[1,", b"\0" * 500])
def test_damaged_memory_of_pages_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    asked: list[str] = []

    def lay_out(_: Office, documents: Mapping[str, bytes]) -> dict[str, Layout]:
        asked.extend(documents)
        return {name: Layout(((1, 3),), b"%PDF " + data) for name, data in documents.items()}

    monkeypatch.setattr("bpa_agenda.layout.lay_out", lay_out)
    at_work, documents = cast("Office", None), {"a.docx": b"een", "b.docx": b"twee"}
    monkeypatch.setattr("bpa_agenda.layout.office", lambda: nullcontext(at_work))
    first = lay_out_new(tmp_path / "memory", documents)
    assert lay_out_new(tmp_path / "memory", documents) == first
    assert asked == ["a.docx", "b.docx"]
    for file in (tmp_path / "memory").iterdir():
        file.write_bytes(damage)
    assert lay_out_new(tmp_path / "memory", documents) == first
    assert asked == ["a.docx", "b.docx"] * 2


def test_a_reference_to_a_question_is_its_number_and_follows_the_order(
    small: SmallProject,
) -> None:
    small.run("build", "--no-layout")
    text = " ".join(text_of(p) for p in paragraphs(part(small.path("build/agenda.docx"))))
    assert "Zie kernvraag 1.1 en" in text
    theme = small.read("agenda/themes/werk.yaml")
    first, second = theme.index("  - id: werk-leuk"), theme.index("  - id: werk-uren")
    swapped = theme[:first] + theme[second:] + theme[first:second]
    small.write("agenda/themes/werk.yaml", swapped)
    small.run("build", "--no-layout")
    text = " ".join(text_of(p) for p in paragraphs(part(small.path("build/agenda.docx"))))
    assert "Zie kernvraag 1.2 en" in text


def test_a_proposal_names_a_question_of_the_agenda_with_number_and_title(
    small: SmallProject,
) -> None:
    refers = "summary: Volgt uit [@question:werk-leuk] en [@question:werk-leidinggevende]."
    small.change("agenda/proposals/leuk.yaml", "summary: Een voorstel.", refers)
    small.run("build", "--no-layout")
    text = " ".join(text_of(p) for p in paragraphs(part(small.path("build/leuk.docx"))))
    assert (
        "Volgt uit kernvraag 1.1 ‘Leuk werk’ van de Kleine agenda en deelvraag 1.1.a ‘Leuk werk’ "
        "van de Kleine agenda." in text
    )


def test_a_template_without_the_number_of_a_question_is_refused_when_text_refers_to_it(
    small: SmallProject,
) -> None:
    template = small.path("templates/onderzoeksagenda.docx")
    with zipfile.ZipFile(template) as archive:
        files = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(template, "w") as archive:
        for info, data in files.items():
            archive.writestr(info, data.replace(b"{{ q.number }}", b"{{ q.title }}"))
    result = small.run("build", "--no-layout")
    assert "the template shows no number or title for _Ref_q_werk_leuk_" in result.stderr
    assert result.exit_code == 1


@needs_libreoffice
def test_pdf_text_and_word_text_agree(laid_out: Path, tmp_path: Path) -> None:
    again = pdf_text(laid_out / DOCUMENTS[1], tmp_path)
    done = subprocess.run(
        ["pdftotext", "-layout", str(laid_out / DOCUMENTS[1].replace(".docx", ".pdf")), "-"],
        check=True,
        capture_output=True,
    )
    assert done.stdout.decode("utf-8").split() == again.split()
