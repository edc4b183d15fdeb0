"""Templates as Jinja source, held against docxtpl, whose syntax their authors write."""

import random
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from docxtpl import DocxTemplate

from bpa_agenda import word_template
from bpa_agenda.template_source import jinja_source
from broken_templates import BROKEN, Broken, save
from conftest import ROOT

TEMPLATES = sorted((ROOT / "templates").glob("*.docx"))
# What Word puts between two characters of a tag: spelling, a bookmark, another look, a change.
BETWEEN = (
    "</w:t></w:r><w:r><w:t>",
    '</w:t></w:r><w:r><w:t xml:space="preserve">',
    '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>',
    '</w:t></w:r><w:bookmarkStart w:id="7" w:name="hier"/><w:r w:rsidR="00AB12CD"><w:t>',
    "</w:t></w:r><w:r><w:t/></w:r><w:r><w:lastRenderedPageBreak/><w:t>",
    '</w:t></w:r><w:del w:id="9"><w:r><w:delText>weg</w:delText></w:r></w:del><w:r><w:t>',
)
IN_BRACES = BETWEEN[:-1]


def docxtpl_source(xml: str) -> str:
    return str(DocxTemplate.patch_xml(None, xml))


def parts_of(template: Path) -> list[str]:
    """The XML of each part as it is when its tags become Jinja."""
    with patch.object(word_template, "jinja_source", side_effect=jinja_source) as asked:
        word_template.read_template(template, template.name)
    return [call.args[0] for call in asked.call_args_list]


def split(xml: str, chance: random.Random) -> str:
    """A part in which a third of the tags go over several runs."""

    def pieces(tag: re.Match[str]) -> str:
        text = tag[0]
        if chance.random() < 0.67:
            return text
        for place in sorted(chance.sample(range(1, len(text)), 2), reverse=True):
            is_brace = place in (1, len(text) - 1)
            between = chance.choice(IN_BRACES if is_brace else BETWEEN)
            text = text[:place] + between + text[place:]
        return text

    return re.sub(r"\{\{[^<]*?\}\}|\{%[^<]*?%\}", pieces, xml)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_our_templates_read_as_docxtpl_reads_them(template: Path) -> None:
    parts = parts_of(template)
    assert len(parts) > 2
    for xml in parts:
        assert jinja_source(xml) == docxtpl_source(xml)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_template_reads_as_docxtpl_reads_it(broken: Broken, tmp_path: Path) -> None:
    save(broken, tmp_path / "t.docx")
    for xml in parts_of(tmp_path / "t.docx"):
        assert jinja_source(xml) == docxtpl_source(xml)


@pytest.mark.parametrize("seed", range(8))
def test_tags_that_go_over_several_runs_are_joined_as_docxtpl_joins_them(seed: int) -> None:
    chance = random.Random(seed)
    for template in TEMPLATES:
        body, *_ = parts_of(template)
        xml = split(body, chance)
        assert xml.count("<w:r>") > body.count("<w:r>") + 5
        assert jinja_source(xml) == docxtpl_source(xml)


def row(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"


def cell(text: str, properties: str = "<w:tcPr><w:tcW w:w='1'/></w:tcPr>") -> str:
    runs = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in text.split("|"))
    return f"<w:tc>{properties}<w:p>{runs}</w:p></w:tc>"


WIDE = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
DARK = '<w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr>'


@pytest.mark.parametrize(
    "xml",
    [
        cell("{% colspan breed %}|tekst"),
        cell("{% colspan breed %}|tekst", WIDE),
        cell("{%cellbg kleur %}|tekst", DARK),
        cell("{% cellbg ‘red’ %}|{% colspan 2 %}|tekst", DARK),
        cell("{% vm %}tekst"),
        cell("een {%vm%} twee|drie"),
        cell("{% hm %}tekst"),
        cell("{% hm %}tekst", WIDE),
        cell("{%tc for a in b %}") + cell("{{ a }}") + cell("{%tc endfor %}"),
        cell("{%tr for a in b %}") + cell(""),
        cell("{#tr later #}") + cell("tekst"),
        cell("{#p later, 100% #}"),
        cell("een|{%r if a %}twee {{r b }}{%r endif %}|drie"),
        cell("een {{r a }} twee {{ b }}"),
        cell("{% if a &lt; “b” and c != ‘d’ %}“tekst”"),
        cell("{%p if a == ‘#’ %}"),
    ],
)
def test_each_kind_of_tag_reads_as_in_docxtpl(xml: str) -> None:
    assert jinja_source(row(cell("voor"), xml, cell("na"))) == docxtpl_source(
        row(cell("voor"), xml, cell("na"))
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("een", "{%- if a %}twee", "{% endif %}"),
        ("een", "{% if a -%}", "twee", "{%- endif %}", "drie"),
        ("een", "{% for a in b -%}", "{{ a }}", "{%- endfor -%}", "twee"),
    ],
)
def test_a_tag_with_a_minus_takes_what_is_around_as_in_docxtpl(texts: tuple[str, ...]) -> None:
    for kind in ("<w:t>", '<w:t xml:space="preserve">'):
        xml = "".join(f"<w:p><w:r>{kind}{text}</w:t></w:r></w:p>" for text in texts)
        assert jinja_source(xml) == docxtpl_source(xml)


@pytest.mark.parametrize("word", ["vm", "colspan n", "cellbg n"])
def test_a_tag_for_a_cell_that_cannot_be_obeyed_is_left_for_jinja_to_refuse(word: str) -> None:
    assert f"{{% {word} %}}" in jinja_source(row(cell(f"{{% {word} %}}tekst", "")))
