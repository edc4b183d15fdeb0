"""A program that needs no Jinja makes of a part what Jinja makes of it, or there is none."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bpa_agenda.make_document import make_document
from bpa_agenda.make_views import Views
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.template_jinja import compiled, environment, rendered
from bpa_agenda.template_parts import Part
from bpa_agenda.template_plain import plain_program
from bpa_agenda.template_values import PartValues
from bpa_agenda.word_template import read_template
from conftest import SmallProject


class Values:
    """Writes values so that each shows how it was asked for."""

    def runs(self, value: Any, look: int) -> str:
        return f"<r{look}>{value}</r>"

    def blocks(self, value: Any, look: int) -> str:
        return f"<p{look}>{value}</p>"


def part(name: str, *parts: Any, note: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(name=name, parts=parts, note=note)


VALUES = {
    "title": "Agenda",
    "empty": "",
    "parts": (part("een", part("a"), part("b", note="n")), part("twee"), part("drie", note="m")),
}

PLAIN = [
    "<w:p>&amp; 'geen' \"tag\"\n\\ {é}</w:p>",
    "voor {{ title,0}} na",
    'voor {{ title,1,"p"}}{{ title,2}}',
    "{% for x in parts %}<{{ x.name,0}}>{% endfor %}",
    "{% for x in parts %}{% for y in x.parts %}{{ x.name,0}}{{ y.name,1}}{% endfor %}{% endfor %}",
    # The inner name hides the outer one only inside.
    "{% for x in parts %}{% for x in x.parts %}{{ x.name,0}}{% endfor %}{{ x.name,1}}{% endfor %}",
    "{% for title in parts %}{{ title.name,0}}{% endfor %}{{ title,1}}",
    "{% for x in parts %}{% endfor %}{% if title %}{% endif %}",
    "{% if title %}ja{% else %}nee{% endif %}{% if empty %}ja{% else %}nee{% endif %}",
    "{% if empty %}een{% elif title %}twee{% else %}drie{% endif %}",
    "{% if not empty %}een{% endif %}{% if empty and title %}twee{% endif %}",
    "{% for x in parts %}{% if x.note or x.name == 'een' %}{{ x.name,0}}{% endif %}{% endfor %}",
    "{% for x in parts %}{% if x.note and not x.name != 'drie' %}{{ x.note,0}}{% endif %}"
    "{% endfor %}",
    "{% if title == none %}niets{% elif 1 == 2 %}even{% else %}iets{% endif %}",
    "{% for x in parts %}{{ x.note,0}}{% endfor %}",
    "{# niets #}{% for x in parts -%}  {{ x.name,0}}  {%- endfor %}",
]

NOT_PLAIN = [
    "{{ title }}",
    "{{ title|upper,0}}",
    "{{ parts[0].name,0}}",
    "{{ title.upper(),0}}",
    "{{ title ~ title,0}}",
    "{{ parts.__class__,0}}",
    "{{ title.class,0}}",
    "{% for x in parts %}{{ loop.index,0}}{% endfor %}",
    "{% for x in parts if x.note %}{{ x.note,0}}{% endfor %}",
    "{% for x in parts %}{{ x.name,0}}{% else %}geen{% endfor %}",
    "{% for x, y in parts %}{{ x,0}}{% endfor %}",
    "{% for loop in parts %}X{% endfor %}",
    "{% if title is string %}ja{% endif %}",
    "{% if 'A' in title %}ja{% endif %}",
    "{% if 1 < 2 < 3 %}ja{% endif %}",
    "{% set x = title %}{{ x,0}}",
    "{% macro m() %}{{ title,0}}{% endmacro %}{{ m(),1}}",
    "{% filter upper %}{{ title,0}}{% endfilter %}",
    "{% with x = title %}{{ x,0}}{% endwith %}",
]


def plain(source: str) -> Any:
    program = plain_program(environment().parse(source))
    if program is None:
        return None
    space: dict[str, Any] = {}
    exec(program, space)
    return space["pieces"]


@pytest.mark.parametrize("source", PLAIN)
def test_a_plain_program_makes_what_jinja_makes(source: str) -> None:
    values = cast(PartValues, Values())
    as_jinja = rendered(Part("word/document.xml", "body", source, (), ()), VALUES, values)
    assert "".join(plain(source)(VALUES, values.runs, values.blocks)) == "".join(as_jinja)


@pytest.mark.parametrize("source", NOT_PLAIN)
def test_what_may_mean_more_is_left_to_jinja(source: str) -> None:
    assert plain(source) is None


@pytest.mark.parametrize("programs", ["plain", "none"])
@pytest.mark.parametrize(
    ("shown", "hint"),
    [
        ("agenda.nothing", "'bpa_agenda.views.AgendaView object' has no attribute 'nothing'"),
        ("nothing", "'nothing' is undefined"),
    ],
)
def test_jinja_says_what_goes_wrong_in_a_plain_program(
    small: SmallProject, programs: str, shown: str, hint: str
) -> None:
    """The check before would have said so; here there was none."""
    content = check(Project(small.root)).content
    document = content.documents[0]
    template, _ = read_template(small.root / "templates" / document.template, "sjabloon.docx")
    assert template is not None
    body = replace(template.parts[0], source=f"{{{{ {shown},0}}}}")
    template = replace(template, parts=(body,))
    if programs == "plain":
        template = compiled(template, {body.name: environment().parse(body.source)})
        assert template.parts[0].program is not None
    draft, problems = make_document(Views(content), document, template, has_anchors=False)
    assert (draft, [str(p) for p in problems]) == (
        None,
        [
            "sjabloon.docx: body, paragraph 0: error: unknown variable nothing in “”"
            f" [template-variable]\n    {hint}"
        ],
    )
