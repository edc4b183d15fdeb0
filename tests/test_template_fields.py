"""`agenda template fields`: all that a template can show, as one would write it."""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from bpa_agenda.problems import Severity
from bpa_agenda.template_fields import Group, groups_of
from bpa_agenda.templates import KINDS, checked_template
from conftest import ROOT, SmallProject

PAGE = ROOT / "docs" / "sjabloonvelden.md"


def without_examples(text: str) -> str:
    """The page without its last column: an editor who changes a title need not make it anew."""
    return re.sub(r"(?m)^(\| `.*` \| [^|]* \|).*$", r"\1", text)


def test_the_page_in_the_documentation_is_up_to_date(real: SmallProject) -> None:
    made = real.run("template", "fields", "--markdown").stdout
    assert without_examples(PAGE.read_text("utf-8")) == without_examples(made), (
        "make it anew: agenda template fields --markdown > docs/sjabloonvelden.md"
    )


def lines_of(groups: list[Group]) -> Iterator[str]:
    """A template that shows every field, each group between the blocks that it asks for."""
    for group in groups:
        yield from group.loops
        yield from (field.tag for field in group.fields if field.kind != "list")
        for block in reversed(group.loops):
            yield "{%p endfor %}" if " for " in block else "{%p endif %}"


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        ("agenda", "onderzoeksagenda.docx"),
        ("proposal", "projectvoorstel.docx"),
        ("report", "reactietabel.docx"),
    ],
)
def test_every_field_can_be_written_as_it_is_listed(
    tmp_path: Path, kind: str, template: str
) -> None:
    document = docx.Document(str(ROOT / "templates" / template))
    lines = list(lines_of(list(groups_of(KINDS[kind], None))))
    for paragraph in document.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    for table in document.tables:
        table._tbl.getparent().remove(table._tbl)
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "t.docx"))
    problems = checked_template(tmp_path / "t.docx", "t.docx", kind)[1]
    assert len(lines) > 30
    assert {problem.code for problem in problems} <= {"template-absent"}
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []


def test_a_field_has_its_kind_in_words_and_an_example(small: SmallProject) -> None:
    said = small.run("template", "fields", "agenda").stdout.splitlines()
    start = next(n for n, line in enumerate(said) if "{%p for theme in themes %}: " in line)
    assert [re.sub(" {2,}", "  ", line) for line in said[start : start + 4]] == [
        "{%p for theme in themes %}: A theme with its number.",
        "  {{ theme.number }}  text: 1",
        "  {{ theme.title }}  text: Werk & zin",
        "  {{p theme.stake }}  text with Markdown: Werk moet leuk blijven.",
    ]
    how = next(line for line in said if "{{p question.how }}" in line)
    assert how.split("  ")[-1] == "text with Markdown, may be open, may be absent: Met proeven."


def test_what_is_open_everywhere_shows_what_is_to_be_filled_in(small: SmallProject) -> None:
    said = small.run("template", "fields", "proposal").stdout
    assert re.search(r"\{\{ proposal.applicant \}\} +text, may be open: \[.+\]\n", said)


def test_only_the_fields_of_one_kind_are_listed(small: SmallProject) -> None:
    assert "{{ proposal.title }}" not in small.run("template", "fields", "agenda").stdout
    assert "themes" not in small.run("template", "fields", "proposal").stdout
    both = small.run("template", "fields").stdout
    assert "{{ proposal.title }}" in both
    assert "{{ theme.title }}" in both


def test_without_whole_content_there_are_fields_but_no_examples(small: SmallProject) -> None:
    small.change("agenda/themes/werk.yaml", "title: Werk & zin", "titel: Werk & zin")
    said = small.run("template", "fields", "agenda")
    assert "{{ theme.title }}" in said.stdout
    assert ": Werk" not in said.stdout
    assert said.exit_code == 0
