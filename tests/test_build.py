"""`agenda build`: three Word documents that hold what the YAML says, whole or not at all."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from bpa_agenda.build_project import build
from bpa_agenda.markdown import plain
from bpa_agenda.model import Content
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.values import Choice, Identifier, Line, Markdown, Open
from bpa_agenda.walk import walk
from conftest import ROOT, SmallProject
from word import normalised, paragraphs, part, pdf_text, text_of

DOCUMENTS = (
    "onderzoeksagenda.docx",
    "voorstel-formeel-en-informeel-werk.docx",
    "voorstel-duurzame-plaatsing-mkb.docx",
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built once for all tests of this file."""
    root = tmp_path_factory.mktemp("real")
    for folder in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    done = build(Project(root), layout=False)
    assert [str(p) for p in done.problems if p.severity > 0] == []
    return root / "build"


def test_build_says_what_it_made_and_what_is_open(small: SmallProject) -> None:
    result = small.run("build", "--no-layout")
    assert result.stdout == (
        "made build/agenda.docx\n"
        "made build/leuk.docx\n"
        "made build/verantwoording.html\n"
        "0 errors, 0 warnings, 29 open points. “agenda check” lists them.\n"
    )
    assert result.exit_code == 0


@pytest.mark.parametrize("document", ["agenda", "leuk"])
def test_the_small_documents_look_like_this(
    small: SmallProject, golden: Callable[[str, str], None], document: str
) -> None:
    small.run("build", "--no-layout")
    golden(f"{document}.txt", normalised(small.path(f"build/{document}.docx")))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_opens_with_python_docx_and_has_its_properties(
    built: Path, document: str
) -> None:
    properties = docx.Document(str(built / document)).core_properties
    assert properties.author == "Breed Platform Arbeid"
    assert properties.language == "nl-NL"
    assert properties.title


def content() -> Content:
    return check(Project(ROOT)).content


def said(records: object) -> list[str]:
    """Every line that records say, as text: titles, paragraphs, list items, cells, open points."""
    lines: list[str] = []
    for value in walk(records):
        if isinstance(value, Open):
            lines.append(value.what)
        elif isinstance(value, Markdown):
            lines += [cell for line in plain(value).split("\n") for cell in line.split("\t")]
        elif isinstance(value, Line) and not isinstance(value, Identifier | Choice):
            lines.append(value)
    return [piece for line in lines for piece in re.split(r"\[[^\]]*@[^\]]*\]", line) if piece]


def shown(document: Path) -> str:
    """All text of the body and the notes of a Word file, a paragraph a line."""
    texts = [text_of(p) for p in paragraphs(part(document))]
    texts += [text_of(p) for p in paragraphs(part(document, "word/footnotes.xml"))]
    return "\n".join(texts)


def test_the_agenda_shows_every_line_of_the_yaml(built: Path) -> None:
    c = content()
    text = shown(built / "onderzoeksagenda.docx")
    publications = tuple((entry.year, entry.title) for entry in c.literature)
    records = (c.front, c.sections, c.themes, c.people, c.organisations, publications,
               c.abbreviations)  # fmt: skip
    lines = said(records)
    assert len(lines) > 500
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("name", ["formeel-en-informeel-werk", "duurzame-plaatsing-mkb"])
def test_a_proposal_shows_every_line_of_the_yaml(built: Path, name: str) -> None:
    [proposal] = [p for p in content().proposals if p.id == name]
    text = shown(built / f"voorstel-{name}.docx")
    lines = said(proposal)
    assert len(lines) > 80
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_of_the_template_is_left_over(built: Path, document: str) -> None:
    with zipfile.ZipFile(built / document) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and not name.startswith("customXml/"):
                text = re.sub(r"<[^>]+>", "", archive.read(name).decode("utf-8"))
                assert re.findall(r"\{\{|\}\}|\{%|%\}|\{#", text) == [], name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_valid_office_open_xml(built: Path, document: str) -> None:
    validator = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [validator, "-f", "microsoft365", str(built / document)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("document", DOCUMENTS)
def test_bookmarks_links_and_numbering_point_at_something(built: Path, document: str) -> None:
    root = part(built / document)
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    ids = [node.get(f"{w}id") for node in root.iter(f"{w}bookmarkStart")]
    assert len(ids) == len(set(ids))
    numbering = part(built / document, "word/numbering.xml")
    known = {node.get(f"{w}numId") for node in numbering.iter(f"{w}num")} | {"0"}
    used = {node.get(f"{w}val") for node in root.iter(f"{w}numId")}
    assert used <= known
    relations = part(built / document, "word/_rels/document.xml.rels")
    linked = {node.get("Id") for node in relations}
    r = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    assert {
        node.get(f"{r}id") for node in root.iter(f"{w}hyperlink") if node.get(f"{r}id")
    } <= linked


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice and pdftotext are not installed: the look of the documents is not checked",
)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_libreoffice_shows_every_word(built: Path, document: str, tmp_path: Path) -> None:
    text = pdf_text(built / document, tmp_path)
    end_of_line = r"(?<=\w)-\n\s*"
    broken, hyphenated = re.sub(end_of_line, "", text), re.sub(end_of_line, "-", text)
    in_pdf = Counter(long_words(broken)) | Counter(long_words(hyphenated))
    assert Counter(long_words(shown(built / document))) - in_pdf == Counter()


def long_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", text)


def test_the_same_content_gives_the_same_bytes_in_another_folder(
    small: SmallProject, tmp_path: Path
) -> None:
    small.run("build", "--no-layout")
    first = small.path("build/agenda.docx").read_bytes()
    shutil.copytree(small.root, tmp_path / "elders", ignore=shutil.ignore_patterns("build"))
    other = SmallProject(tmp_path / "elders")
    other.run("build", "--no-layout")
    assert other.path("build/agenda.docx").read_bytes() == first


def test_an_error_in_the_content_leaves_the_documents_of_before(small: SmallProject) -> None:
    small.run("build", "--no-layout")
    before = small.path("build/agenda.docx").read_bytes()
    small.change("agenda/themes/werk.yaml", "related: [werk-leuk]", "related: [weg]")
    result = small.run("build", "--no-layout")
    assert result.exit_code == 1
    assert result.stderr == (
        "agenda/themes/werk.yaml:30:15: error: there is no question “weg” [unknown-reference]\n"
        "Nothing was made. 1 error, 0 warnings, 29 open points.\n"
    )
    assert small.path("build/agenda.docx").read_bytes() == before
    assert sorted(p.name for p in small.path("build").glob("[!.]*")) == [
        "agenda.docx", "leuk.docx", "verantwoording.html",
    ]  # fmt: skip


def test_text_that_looks_like_markup_or_a_tag_stays_text(small: SmallProject) -> None:
    hostile = 'A & B <w:p> {{ agenda.title }} {% raw %} "q" ]]> ’'
    small.change("agenda/themes/werk.yaml", "title: Leuk werk", f"title: '{hostile}'")
    small.run("build", "--no-layout")
    texts = [text_of(p) for p in paragraphs(part(small.path("build/agenda.docx")))]
    assert any(hostile in text for text in texts)


def edit(template: Path, old: str, new: str) -> None:
    """Changes the text of one paragraph of a template, as somebody would in Word."""
    document = docx.Document(str(template))
    [paragraph] = [p for p in document.paragraphs if old in p.text]
    text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    document.save(str(template))


def test_an_unknown_variable_is_reported_with_its_paragraph(small: SmallProject) -> None:
    edit(small.path("templates/onderzoeksagenda.docx"), "{{p theme.stake }}", "{{p theme.steak }}")
    result = small.run("build", "--no-layout")
    place = r"templates/onderzoeksagenda.docx: body, paragraph \d+"
    assert re.fullmatch(
        place + r": error: unknown variable theme.steak in “{{p theme.steak }}” "
        r"\[template-variable\]\n    did you mean “stake”\?\n"
        r"Nothing was made. 1 error, 0 warnings, 29 open points.\n",
        result.stderr,
    )
    assert not small.path("build").exists()


def test_a_loop_that_is_not_closed_is_reported_with_its_paragraph(small: SmallProject) -> None:
    document = docx.Document(str(small.path("templates/onderzoeksagenda.docx")))
    ends = [p for p in document.paragraphs if p.text.strip() == "{%p endfor %}"]
    ends[-1].runs[0].text = "{%p endif %}"
    for run in ends[-1].runs[1:]:
        run.text = ""
    document.save(str(small.path("templates/onderzoeksagenda.docx")))
    result = small.run("build", "--no-layout")
    assert re.match(
        r"templates/onderzoeksagenda.docx: body, paragraph \d+: error: .*endif.* in "
        r"“{%p endif %}” \[template-syntax\]",
        result.stderr,
    )
    assert result.exit_code == 1


def test_a_style_that_the_writer_needs_is_reported_when_missing(small: SmallProject) -> None:
    template = small.path("templates/onderzoeksagenda.docx")
    document = docx.Document(str(template))
    document.styles["Open punt"].name = "Iets anders"
    document.save(str(template))
    result = small.run("build", "--no-layout")
    assert "error: the style “Open punt” is missing [template-style]" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "template", ["onderzoeksagenda.docx", "projectvoorstel.docx", "reactietabel.docx"]
)
def test_the_templates_themselves_are_valid(template: str) -> None:
    validator = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [validator, "-f", "microsoft365", str(ROOT / "templates" / template)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


RICH = """\
id: inleiding
title: Inleiding
text: |
  Een noot[^1].

  - punt

    tweede alinea van het punt
  - ***vet en schuin***

  [^1]: Zie [de bron](https://example.org/noot) en **meer**.
sources: [verslag.voorwerk.platform]
subsections:
  - title: Alleen een tabel
    text: |
      | a | b |
      | - | - |
      | 1 | 2 |
"""


def test_links_in_notes_and_paragraphs_in_lists_are_valid(small: SmallProject) -> None:
    small.write("agenda/sections/inleiding.yaml", RICH)
    assert small.run("build", "--no-layout").exit_code == 0
    document = small.path("build/agenda.docx")
    relations = part(document, "word/_rels/footnotes.xml.rels")
    assert [node.get("Target") for node in relations] == ["https://example.org/noot"]
    assert "ListContinue: tweede alinea van het punt\n" in normalised(document)
    validator = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [validator, "-f", "microsoft365", str(document)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_a_numbered_list_in_a_proposal_begins_at_its_own_number(small: SmallProject) -> None:
    small.change(
        "agenda/proposals/leuk.yaml", "summary: Een voorstel.",
        "summary: |\n  1. eerst\n  2. dan\n\n  Later:\n\n  3. verder",
    )  # fmt: skip
    assert small.run("build", "--no-layout").exit_code == 0
    numbering = part(small.path("build/leuk.docx"), "word/numbering.xml")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert [node.get(f"{w}val") for node in numbering.iter(f"{w}startOverride")][-2:] == ["1", "3"]


def test_what_the_disk_refuses_is_said_in_a_line(small: SmallProject) -> None:
    small.write("build", "een bestand waar een map hoort")
    result = small.run("build", "--no-layout")
    assert result.exit_code == 2
    assert result.stderr.startswith("agenda: File exists: ")


def test_line_breaks_no_break_spaces_and_nested_lists_arrive_in_word(small: SmallProject) -> None:
    small.change(
        "agenda/themes/werk.yaml", "stake: Werk moet leuk blijven.",
        "stake: |\n  Tien\N{NO-BREAK SPACE}uur en 5&nbsp;dagen\\\n  nieuwe regel.\n\n"
        "  - een\n    1. eerst\n    2. dan\n  - twee\n    1. opnieuw\n",
    )  # fmt: skip
    assert small.run("build", "--no-layout").exit_code == 0
    document = small.path("build/agenda.docx")
    texts = [text_of(p) for p in paragraphs(part(document))]
    assert "Tien\N{NO-BREAK SPACE}uur en 5\N{NO-BREAK SPACE}dagen\nnieuwe regel." in texts
    lines = normalised(document).split("\n")
    start = lines.index("ListBullet: een")
    first, second, bullet, again = lines[start + 1 : start + 5]
    numbers = [re.findall(r"ListNumber2 #(\d+): ", line) for line in (first, second, again)]
    assert numbers[0] == numbers[1] != numbers[2]
    assert bullet == "ListBullet: twee"


ORIGINS = {
    "one group": ("w1.groen.uren", "groep groen"),
    "one group with two colours": ("w1.roze-en-blauw.leuk", "groep roze en blauw"),
    "two groups": (
        "w1.roze-en-blauw.leuk, w1.groen.uren", "de groep roze en blauw en de groep groen",
    ),
    "two groups and the plenary part": (
        "w1.roze-en-blauw.leuk, w1.groen.uren, w1.plenair.deelnemers",
        "het plenaire deel, de groep roze en blauw en de groep groen",
    ),
}  # fmt: skip


@pytest.mark.parametrize("groups", ORIGINS)
def test_a_group_of_two_colours_does_not_read_as_two_groups(
    small: SmallProject, groups: str
) -> None:
    for name in ("themes/werk", "proposals/leuk"):
        text = small.read(f"agenda/{name}.yaml")
        small.write(f"agenda/{name}.yaml", text.replace("w1.geel.", "w1.roze-en-blauw."))
    register = small.read("sources/w1-werk-zin.yaml").replace("w1.geel.", "w1.roze-en-blauw.")
    small.write("sources/w1-werk-zin.yaml", register.replace("id: geel", "id: roze-en-blauw"))
    sources, expected = ORIGINS[groups]
    small.change(
        "agenda/proposals/leuk.yaml",
        "sources: [w1.roze-en-blauw.leuk]",
        f"sources: [{sources}]",
    )
    assert small.run("build", "--no-layout").exit_code == 0
    texts = shown(small.path("build/leuk.docx")).replace("\N{NO-BREAK SPACE}", " ").split("\n")
    assert f"Herkomst: Werkatelier 1, {expected}" in texts


def test_groups_of_one_colour_stand_together_beside_one_of_two(built: Path) -> None:
    text = shown(built / "onderzoeksagenda.docx").replace("\N{NO-BREAK SPACE}", " ")
    assert "Werkatelier 1, de groep roze en blauw en de groepen groen, geel en paars" in text
