"""Markdown to paragraphs of characters and back: all real content, and edits at random."""

import random
from collections.abc import Sequence
from functools import cache

import pytest

from bpa_agenda.bits import Bit
from bpa_agenda.load import load
from bpa_agenda.markdown import problems_in
from bpa_agenda.project import Project
from bpa_agenda.reviewed import OBJECT, Look
from bpa_agenda.rich_text import RichParagraph, read_source, rich_paragraphs
from bpa_agenda.values import Markdown
from bpa_agenda.walk import walk
from bpa_agenda.write_markdown import CannotWrite, markdown_of
from conftest import ROOT
from rich_edits import (
    OF_PARAGRAPHS,
    OF_TEXT,
    note_somewhere,
    text_of,
)
from written_word import GENERATED, written

# Everything that editors may write, at least once.
MIXED = """\
Een *cursieve* en **vette** tekst met [een link](https://a.nl) en <https://b.nl>, plus
een tweede regel[^a] met een verwijzing [@question:leren-inclusief] en [zie @scp-2016, p. 12].

- eerste punt
- tweede punt met **vet**
  op twee regels

  met een vervolg
  1. genummerd
  2. nog een
     - diep
       - dieper
- derde punt[^b]

> Een citaat
> van twee regels.
>
> Tweede alinea.
>
> - punt in citaat

3. drie
4. vier

Slot\\
met einde.

[^a]: Een noot met *nadruk*.

    Tweede alinea van de noot.
[^b]: Nog een.

Na de noten."""
TABLES = """\
Tabel: Datum van *alles* {#data}

| A | B **c** |
| --- | ---: |
| een | twee \\| drie |
| [@question:x] | |

![Wat men ziet: "x"](kaart.png "Een *kaart* & \\"meer\\"")

* ster
* ster twee

  | in | lijst |
  | - | - |
  | 1 | 2 |

  na de tabel

1. a

2. b

   c

Tekst &amp; meer, 5 < 6, a_b_c, 2 * 3 = 6 en \\*geen\\* nadruk,
***beide** een* en **twee *drie***."""


@cache
def real_values() -> tuple[str, ...]:
    """Every Markdown value of the real content."""
    content = load(Project(ROOT)).content
    return tuple(str(value) for value in walk(content) if isinstance(value, Markdown))


# Reading


def shown(paragraph: RichParagraph) -> str:
    """A paragraph as in the Word document, where all that is generated looks the same."""
    return "".join(
        GENERATED if bit.atom and bit.text != OBJECT else bit.text for bit in paragraph.bits
    )


def test_each_paragraph_is_one_that_the_word_writer_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (*real_values(), MIXED, TABLES):
        found = [(p.kind, p.level, shown(p)) for p in rich_paragraphs(value)]
        assert found == written(value, monkeypatch)


def test_all_real_content_can_be_followed_to_its_source() -> None:
    assert len(real_values()) > 100
    for value in (*real_values(), MIXED, TABLES):
        assert not [p for p in rich_paragraphs(value) if p.fixed]


def test_paragraphs_know_their_origin_cell_and_footnote() -> None:
    found = rich_paragraphs("A.[^x]\n\n| a | b |\n| - | - |\n| c | d |\n\n[^x]: N.\n\n    M.")
    assert [p.origin for p in found] == list(range(7))
    assert [tuple(p.cell) for p in found if p.cell] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]
    assert [(p.kind, p.note, text_of(p)) for p in found][-2:] == [
        ("note", 0, "N."),
        ("note", 0, "M."),
    ]


def test_a_character_knows_its_markdown_and_its_look() -> None:
    [paragraph] = rich_paragraphs("**a\\*** &amp;\n [b](c)[^1]\n\n[^1]: Noot.")[:1]
    bold = Look(bold=True)
    assert paragraph.bits == (
        Bit("a", "a", bold),
        Bit("*", "\\*", bold),
        Bit(" ", " "),
        Bit("&", "&amp;"),
        Bit(" ", "\n "),
        Bit("b", "b", Look(link="c")),
        Bit(OBJECT, "[^1]", atom=True),
    )


def test_references_and_citations_are_one_thing_each() -> None:
    [paragraph] = rich_paragraphs("Zie [@question:x] en [zie @scp-2016,\np. 3].")
    atoms = [(bit.text, bit.raw) for bit in paragraph.bits if bit.atom]
    assert atoms == [
        ("[@question:x]", "[@question:x]"),
        ("[zie @scp-2016, p. 3]", "[zie @scp-2016,\np. 3]"),
    ]


def test_a_line_has_no_markdown_and_text_within_a_paragraph_no_blocks() -> None:
    assert rich_paragraphs("- *a*", is_line=True)[0].bits == tuple(Bit(c, c) for c in "- *a*")
    [inline] = rich_paragraphs("- *a*", is_inline=True)
    assert (inline.kind, text_of(inline), inline.bits[2].look.italic) == ("plain", "- a", True)


# Properties


def random_edits(chance: random.Random, value: str) -> list[RichParagraph]:
    new = list(rich_paragraphs(value))
    edits = chance.choices((*OF_TEXT * 3, *OF_PARAGRAPHS), k=chance.choice((1, 1, 2, 4)))
    # A mark that is typed over takes its footnote along; here nobody would.
    for edit in sorted(edits, key=lambda edit: edit is note_somewhere):
        edit(chance, new)
    return new


def squeezed(paragraphs: Sequence[RichParagraph]) -> list[str]:
    """The texts of the body without spaces, which this test does not look at."""
    texts = ("".join(text_of(p).split()) for p in paragraphs if p.note is None)
    return [text for text in texts if text]


def test_the_same_paragraphs_give_the_same_value() -> None:
    for value in (*real_values(), MIXED, TABLES):
        base = rich_paragraphs(value)
        assert markdown_of(value, base, base) == value


@pytest.mark.parametrize(("seed", "times"), [("real", 100), ("mixed", 100)])
def test_nearly_every_edit_comes_back_as_it_was_made(seed: str, times: int) -> None:
    chance = random.Random(seed)
    values = real_values() if seed == "real" else (MIXED, TABLES)
    refused: list[str] = []
    for _ in range(times):
        value = chance.choice(values)
        base, new = rich_paragraphs(value), random_edits(chance, value)
        try:
            made = markdown_of(value, base, new)
        except CannotWrite as error:
            refused.append(str(error))
            continue
        assert squeezed(rich_paragraphs(made)) == squeezed(new)
        assert not [*problems_in(Markdown(made))]
    assert len(refused) <= times // 100, refused


def test_lines_outside_the_paragraph_that_changed_stay_as_they_are() -> None:
    chance = random.Random("lines")
    for _ in range(100):
        value = chance.choice((*real_values(), MIXED, MIXED))
        source = read_source(value)
        new = list(source.paragraphs)
        chance.choice(OF_TEXT)(chance, new)
        changed = [n for n, p in enumerate(new) if p != source.paragraphs[n]]
        units = [u for u in source.units if u.first in changed and u.kind == "paragraph"]
        if not units or new[changed[0]].note is not None or not text_of(new[changed[0]]).strip():
            continue
        lines = markdown_of(value, source.paragraphs, new).split("\n")
        before, after = source.lines[: units[0].start], source.lines[units[0].end :]
        assert tuple(lines[: len(before)]) == before
        assert tuple(lines[len(lines) - len(after) :]) == after


@pytest.mark.parametrize(
    "value",
    [
        "on**gelijk** en *vet*gedrukt",
        "_cursief_ en __vet__",
        "snake\\_case en a\\*b",
        "de [web](https://x.nl)site",
        "voor[^1]na\n\n[^1]: Noot",
    ],
)
def test_emphasis_escapes_links_and_notes_within_a_word_lose_no_word(value: str) -> None:
    assert not [*problems_in(Markdown(value))]
