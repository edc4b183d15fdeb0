"""`agenda template check`: all mistakes in a template, each with its part and paragraph."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from bpa_agenda.problems import Problem, in_order
from bpa_agenda.templates import checked_template
from broken_templates import BROKEN, Broken, both, change, in_header, remove, save, text_of
from conftest import ROOT, SmallProject

TEMPLATES = {
    "onderzoeksagenda.docx": "agenda",
    "projectvoorstel.docx": "proposal",
    "reactietabel.docx": "report",
}
needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"),
    reason="LibreOffice is not installed: templates that it saved are not checked",
)


def problems_in(path: Path, kind: str = "agenda") -> list[Problem]:
    return list(in_order(checked_template(path, "t.docx", kind)[1]))


def without_place(problem: Problem) -> str:
    return str(problem).removeprefix(f"{problem.at}: ")


def paragraph_at(path: Path, problem: Problem) -> str:
    name = "document" if problem.at.part == "body" else problem.at.part
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read(f"word/{name}.xml"))
    return text_of(list(root.iter(qn("w:p")))[problem.at.line - 1]).strip()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_mistake_is_said_once_and_where_it_is(broken: Broken, tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    save(broken, template)
    problems = problems_in(template)
    assert "\n".join(map(without_place, problems)) == broken.said
    for problem in problems:
        if problem.at.part and problem.code != "template-style":
            assert f"“{paragraph_at(template, problem)}”" in problem.message


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_what_docxtpl_lint_refuses_is_refused_here_too(broken: Broken, tmp_path: Path) -> None:
    lint = pytest.importorskip("docxtpl_lint", reason="docxtpl-lint is not installed").lint
    template = tmp_path / "t.docx"
    save(broken, template)
    if lint(str(template)).errors:
        assert broken.said.startswith("error")


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_templates_themselves_have_no_mistakes(template: str) -> None:
    assert problems_in(ROOT / "templates" / template, TEMPLATES[template]) == []


@pytest.fixture(scope="session")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(ROOT / "templates" / name) for name in TEMPLATES]
    convert = ["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run(["soffice", profile, *convert, *files], check=True, capture_output=True)
    return folder


@needs_libreoffice
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_that_libreoffice_saved_has_no_mistakes(
    saved_by_libreoffice: Path, template: str
) -> None:
    assert problems_in(saved_by_libreoffice / template, TEMPLATES[template]) == []


@needs_libreoffice
def test_a_template_that_libreoffice_saved_makes_the_same_text(
    small: SmallProject, saved_by_libreoffice: Path
) -> None:
    note = "stake: |\n  Werk moet leuk blijven[^1].\n\n  1. eerst\n\n  [^1]: De noot."
    small.change("agenda/themes/werk.yaml", "stake: Werk moet leuk blijven.", note)
    texts = []
    for folder in (ROOT / "templates", saved_by_libreoffice):
        shutil.copytree(folder, small.path("templates"), dirs_exist_ok=True)
        assert small.run("build", "--no-layout").exit_code == 0
        made = docx.Document(str(small.path("build/agenda.docx")))
        texts.append([paragraph.text for paragraph in made.paragraphs])
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ agenda.title }}", "{{agenda.title}}"),
        ("{{ agenda.title }}", "{{ agenda.title|upper }}"),
        ("{{p theme.stake }}", "{{p theme.stake}}"),
        ("{%p if q.who %}", "{%p if q.who and q.who != ‘niemand’ %}"),
        ("{%p if q.who %}", "{%p if q.who is not none %}"),
        ("in themes %}", "in themes|sort(attribute='title') %}"),
        ("{{ q.title }}", "{{ q.title }}{% if q.levels %} ({{ q.levels }}){% endif %}"),
        ("{{ q.title }}", "{{ q.title }}{% for o in q.related %}, {{ o.number }}{% endfor %}"),
        ("{{ q.title }}", "{{ q.title }}{# voor de redactie #}"),
        ("{{ q.title }}", "{{ loop.index }} van {{ theme.questions|length }}: {{ q.title }}"),
        ("Inhoud", "{% set naam = agenda.title %}{{ naam }} (100%)"),
    ],
)  # fmt: skip
def test_what_is_well_written_is_no_mistake(tmp_path: Path, old: str, new: str) -> None:
    template = tmp_path / "t.docx"
    save(Broken("", change(old, new), ""), template)
    assert problems_in(template) == []


def test_the_command_tells_all_of_all_templates(small: SmallProject) -> None:
    broken = both(remove("{%p endfor %}", -1), change("{{p theme.stake }}", "{{p theme.steak }}"))
    save(Broken("", broken, ""), small.path("templates/onderzoeksagenda.docx"))
    result = small.run("template", "check")
    agenda = r"templates/onderzoeksagenda.docx: body, paragraph \d+: error: "
    assert re.fullmatch(
        rf"{agenda}unknown variable theme.steak in “{{{{p theme.steak }}}}” \[template-variable\]\n"
        r"    did you mean “stake”\?\n"
        rf"{agenda}{{% for %}} has no end in “{{%p for publication in literature %}}” "
        r"\[template-syntax\]\n"
        r"    write {%p endfor %} where it ends\n",
        result.stderr,
    )
    assert result.stdout == "3 templates: 2 errors, 0 warnings.\n"
    assert result.exit_code == 1


def test_a_template_can_be_named_by_its_file_in_templates(small: SmallProject) -> None:
    result = small.run("template", "check", "projectvoorstel.docx")
    assert (result.stderr, result.stdout) == ("", "1 template: 0 errors, 0 warnings.\n")
    assert result.exit_code == 0


def test_a_template_that_no_document_names_is_checked_too(small: SmallProject) -> None:
    shutil.copy(ROOT / "templates/projectvoorstel.docx", small.path("templates/nieuw.docx"))
    result = small.run("template", "check", str(small.path("templates/nieuw.docx")))
    assert (result.stderr, result.exit_code) == ("", 0)


def test_a_template_that_is_no_word_file_is_a_mistake(small: SmallProject) -> None:
    small.path("templates/projectvoorstel.docx").write_bytes(b"oude Word")
    result = small.run("template", "check", "projectvoorstel.docx", "weg.docx", "--comments", "x")
    assert result.stderr == (
        "templates/projectvoorstel.docx: error: the template cannot be opened: "
        "File is not a zip file [template-unreadable]\n"
        "    save it in Word as .docx\n"
        "templates/weg.docx: error: the file is missing [missing-file]\n"
    )
    assert result.exit_code == 1
    assert not Path("x").exists()


@pytest.mark.parametrize(
    "name",
    [
        "a condition leaves a table cell empty",
        "a section break stands beside a value",
        "a loop over rows stands outside a table",
        "there is a space between the braces",
        "text stands beside a condition",
    ],
)
def test_a_mistake_that_jinja_does_not_see_stops_the_build(small: SmallProject, name: str) -> None:
    [broken] = [broken for broken in BROKEN if broken.name == name]
    save(broken, small.path("templates/onderzoeksagenda.docx"))
    result = small.run("build", "--no-layout")
    assert broken.said.splitlines()[0] in result.stderr
    assert result.exit_code == 1
    assert not small.path("build").exists()


def test_what_goes_wrong_only_with_content_is_reported_with_its_paragraph(
    small: SmallProject,
) -> None:
    template = small.path("templates/onderzoeksagenda.docx")
    save(Broken("", change("{{ agenda.title }}", "{{ 1 / 0 }}"), ""), template)
    result = small.run("build", "--no-layout")
    assert result.stderr.splitlines()[0] == (
        "templates/onderzoeksagenda.docx: body, paragraph 2: error: "
        "division by zero in “{{ 1 / 0 }}” [template-syntax]"
    )


def test_a_number_that_a_template_counts_is_shown(small: SmallProject) -> None:
    template = small.path("templates/onderzoeksagenda.docx")
    counted = "{{ loop.index }} van {{ theme.questions|length }}: {{ q.title }}"
    save(Broken("", change("{{ q.title }}", counted), ""), template)
    assert small.run("build", "--no-layout").exit_code == 0
    made = docx.Document(str(small.path("build/agenda.docx")))
    numbered = [p.text for p in made.paragraphs if re.search(r"\d van \d: ", p.text)]
    assert re.search("1 van [1-9]: .", numbered[0])


def test_the_manual_shows_what_is_said_of_its_example(small: SmallProject) -> None:
    document = docx.Document(str(ROOT / "templates/onderzoeksagenda.docx"))
    [table] = [t for t in document.tables if "{{ entry.organisation }}" in t.rows[2].cells[-1].text]
    table.add_column(table.columns[0].width)
    table.rows[0].cells[-1].text, table.rows[2].cells[-1].text = "Opmerking", "{{ entry.note }}"
    document.save(str(small.path("templates/onderzoeksagenda.docx")))
    assert small.run("template", "check").stderr == ""
    assert small.run("build", "--no-layout").exit_code == 0

    table.rows[2].cells[-1].text = "{{ entry.notitie }}"
    document.save(str(small.path("templates/onderzoeksagenda.docx")))
    result = small.run("template", "check")
    manual = re.sub(r"paragraph \d+|\n *", " ", (ROOT / "docs/handleiding.md").read_text("utf-8"))
    assert re.sub(r"paragraph \d+|\n *", " ", result.stderr + result.stdout) in manual


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def comments_in(path: Path) -> list[tuple[str, str]]:
    """Each comment of a Word file: the text of the paragraph where it is, and what it says."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        comments = etree.fromstring(archive.read("word/comments.xml"))
    places = {
        mark.get(f"{W}id"): text_of(next(mark.iterancestors(f"{W}p")))
        for mark in body.iter(f"{W}commentReference")
    }
    return [
        (places[comment.get(f"{W}id")], "\n".join(text_of(p) for p in comment.iter(f"{W}p")))
        for comment in comments
    ]


@pytest.fixture
def commented(small: SmallProject) -> SmallProject:
    """A project with mistakes in the body and a header of a template that has a comment."""
    template = small.path("templates/onderzoeksagenda.docx")
    edit = both(in_header("{{ agenda.titel }}"), change("{{p theme.stake }}", "{{p theme.steak }}"))
    save(Broken("", edit, ""), template)
    document = docx.Document(str(template))
    document.add_comment(document.paragraphs[1].runs, text="Mooi zo", author="Els", initials="E")
    document.save(str(template))
    return small


def test_a_copy_has_a_comment_at_each_mistake(commented: SmallProject) -> None:
    before = commented.path("templates/onderzoeksagenda.docx").read_bytes()
    copies = commented.path("nagekeken")
    result = commented.run("template", "check", "--comments", str(copies))
    assert result.stdout == (
        "wrote nagekeken/onderzoeksagenda.docx\n"
        "wrote nagekeken/projectvoorstel.docx\n"
        "wrote nagekeken/reactietabel.docx\n"
        "3 templates: 2 errors, 0 warnings.\n"
    )
    assert comments_in(copies / "onderzoeksagenda.docx") == [
        ("{{ agenda.title }}", "Mooi zo"),
        (
            "{{ agenda.publisher }}",
            "header1, paragraph 1: unknown variable agenda.titel in “{{ agenda.titel }}”\n"
            "did you mean “title”?",
        ),
        (
            "{{p theme.steak }}",
            "unknown variable theme.steak in “{{p theme.steak }}”\ndid you mean “stake”?",
        ),
    ]
    assert commented.path("templates/onderzoeksagenda.docx").read_bytes() == before


def test_the_comments_are_signed_and_the_same_each_time(commented: SmallProject) -> None:
    copies = [commented.path(name) for name in ("eerst", "dan")]
    for folder in copies:
        commented.run("template", "check", "--comments", str(folder))
    first, second = ((folder / "onderzoeksagenda.docx").read_bytes() for folder in copies)
    assert first == second
    document = docx.Document(str(copies[0] / "onderzoeksagenda.docx"))
    signed = [(c.author, c.initials, c.timestamp) for c in list(document.comments)[1:]]
    assert signed == [("agenda", "a", None)] * 2


def test_a_copy_without_mistakes_is_the_template(commented: SmallProject) -> None:
    commented.run("template", "check", "--comments", str(commented.path("x")))
    copy, template = (
        zipfile.ZipFile(commented.path(f"{folder}/projectvoorstel.docx"))
        for folder in ("x", "templates")
    )
    assert {n: copy.read(n) for n in copy.namelist()} == {
        n: template.read(n) for n in template.namelist()
    }


def complaints(document: Path) -> str:
    """What the validator has against a document."""
    validator = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [validator, "-f", "microsoft365", str(document)], capture_output=True, text=True
    )
    return done.stdout.replace("\n", " ").replace(document.name, "")


@pytest.mark.parametrize("broken", BROKEN[::12], ids=lambda broken: broken.name)
def test_a_copy_is_as_valid_as_its_template(
    small: SmallProject, broken: Broken, tmp_path: Path
) -> None:
    template = small.path("templates/onderzoeksagenda.docx")
    save(broken, template)
    small.run("template", "check", template.name, "--comments", str(tmp_path / "x"))
    assert len(comments_in(tmp_path / "x" / template.name)) > 0
    assert complaints(tmp_path / "x" / template.name) == complaints(template)


@needs_libreoffice
def test_libreoffice_opens_a_copy_and_keeps_its_comments(
    commented: SmallProject, tmp_path: Path
) -> None:
    commented.run("template", "check", "--comments", str(commented.path("x")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    copy = str(commented.path("x/onderzoeksagenda.docx"))
    convert = ["--headless", "--convert-to", "odt", "--outdir", str(tmp_path), copy]
    subprocess.run(["soffice", profile, *convert], check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "onderzoeksagenda.odt") as archive:
        text = archive.read("content.xml").decode()
    assert text.count("<office:annotation ") == 3
    assert "unknown variable theme.steak" in text


def test_a_template_is_never_overwritten_by_its_copy(commented: SmallProject) -> None:
    before = commented.path("templates/onderzoeksagenda.docx").read_bytes()
    result = commented.run("template", "check", "--comments", str(commented.path("templates")))
    assert (
        "templates/onderzoeksagenda.docx: error: the copy would take the place of another file "
        "[copy-in-place]\n    name another folder for the copies\n"
    ) in result.stderr
    assert "wrote" not in result.stdout
    assert commented.path("templates/onderzoeksagenda.docx").read_bytes() == before
