"""What is read by its shape reads as the whole parser reads it, and loses nothing."""

import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache

import pytest

from bpa_agenda import markdown_full
from bpa_agenda.load import load
from bpa_agenda.markdown_blocks import Block, Figure, ListBlock, Paragraph, Quote, Span, Table
from bpa_agenda.markdown_simple import simple_blocks, simple_line
from bpa_agenda.project import Project
from bpa_agenda.values import Markdown
from bpa_agenda.walk import walk
from conftest import ROOT

NOTE = (Paragraph((Span("een noot van twee regels"),)),)

SIMPLE: list[tuple[str, Block]] = [
    ("Een zin\nvan A&O, 15% [@x].\n", Paragraph((Span("Een zin van A&O, 15% [@x]."),))),
    (
        "**Vet.** Dan *schuin*: zo",
        Paragraph(
            (Span("Vet.", bold=True), Span(" Dan "), Span("schuin", italic=True), Span(": zo"))
        ),
    ),
    (
        "Zie [hier](https://a.nl/b_c).",
        Paragraph((Span("Zie "), Span("hier", link="https://a.nl/b_c"), Span("."))),
    ),
    (
        "Hij[^a] zei\n\n[^a]: een noot\n    van twee regels",
        Paragraph((Span("Hij"), Span("", note=NOTE), Span(" zei"))),
    ),
    (
        "- een\n  twee\n- drie",
        ListBlock(
            ordered=False,
            start=1,
            items=((Paragraph((Span("een twee"),)),), (Paragraph((Span("drie"),)),)),
        ),
    ),
    (
        "- een\n  1. twee\n\n- drie",
        ListBlock(
            ordered=False,
            start=1,
            items=(
                (
                    Paragraph((Span("een"),)),
                    ListBlock(ordered=True, start=1, items=((Paragraph((Span("twee"),)),),)),
                ),
                (Paragraph((Span("drie"),)),),
            ),
        ),
    ),
    ("> een\n> twee", Quote((Paragraph((Span("een twee"),)),))),
    ("9. een", ListBlock(ordered=True, start=9, items=((Paragraph((Span("een"),)),),))),
    (
        "Tabel: Wie {#wie}\n\n| a | b |\n| --- | --: |\n| 1. | |",
        Table(
            (((Span("a"),), (Span("b"),)), ((Span("1."),), ())),
            ("left", "right"),
            (Span("Wie"),),
            "wie",
        ),
    ),
    ('![Een\nrij](m.png "Zo\nis het")', Figure("m.png", "Een rij", (Span("Zo is het"),))),
]

NOT_SIMPLE = [
    *(" a", "a ", "a  \nb", "    a", "# a", "> a\n>\n> b", "---", "a\n===", "* a", "1) a", "a\tb"),
    *(
        "- a\n\n  b",
        "- a\n\n  - b",
        "- a\n    - b",
        "- - a",
        "- a\n1. b",
        "-  a",
        "- \n  a",
        "a\n2018. b",
        "a\n- b",
    ),
    *(
        "a | b\n--- | ---",
        "| a |",
        "| a |\n| - |\n| a | b |",
        "| \xa0a |\n| - |",
        "_a_",
        "a*b*c",
        "*a",
        "**a*",
        "* a *",
    ),
    *(
        "* a *",
        "***a***",
        "a\\*b",
        "`a`",
        "<b>",
        "&copy;",
        "&copyx",
        "%20a",
        "[a](b)",
        "[a][b]",
        "[a]: b",
    ),
    *("[a](b)", "[a][b]", "[a]: b", "a [^b]", "[^a]: b"),
    *("a[^b]\n\n[^b]: c\n\n[^b]: d", "[a](https://a.nl)[b](https://a.nl)"),
    *("![a](b)", 'x ![a](b "c")', '![](b "c")', '![a](b " ")', "Tabel: a", "Tabel: a {#b}"),
    *(
        "x ![a](https://a.nl/b)",
        "x ![@a]",
        "a*b* c",
        "*a*b",
        "*a.*b",
        "*a** **b*",
        "a *b** c **d* e",
        "x[^a](b)\n\n[^a]: c",
    ),
    "\n".join(f"{'  ' * depth}- a" for depth in range(12)),
    *("Tabel: a {#B}\n\n| a |\n| - |", "Tabel: a\n\n| a |\n| - |", "- Tabel: a {#b}"),
]

# Pieces of which many have a meaning at some place.
PIECES = [
    *"a b é 1 1. 12. 2) - + * *** ** _ __ ` ``` ~~~ [ ] ( ) [^a] [^b] [@x] ![ ]( ]: < <b>".split(),
    *"> # & &amp; &O &copy &#65; % %20 %AB . , : ; ? ! ‘ ’ “ ” \" ' \\ | --- === {#a}".split(),
    *("http://", "/", "@", "$", "^", "=", "–", "…", "[a](https://a.nl/b)", "\t", "\xa0"),
    *("\u202f", "\u2028", "\x0b", "\x85"),
]
STARTS = (
    "- ",
    "1. ",
    "2. ",
    "[^a]: ",
    "[^b]: ",
    "| ",
    "| --- |\n",
    "Tabel: ",
    "> ",
    "  ",
    "  - ",
    "    ",
)
GAPS = (" ", " ", "  ", "\n", "\n", "\n\n", "\n\n\n")
WORDS = (
    *("een woord", "**Vet** en *schuin*", "A&O, 15% [@x-1]", "zie[^a] dit", "(*em*)", "een\nregel"),
    *("‘**b c.** d", "[l](https://x.nl/a_b-c.d)", "**a**, b", "*a b* [c]: d", "12 a", "**a**[^b]"),
)
CHUNKS = (
    *("{}", "{}\n{}", "- {}\n  {}\n- {}", "1. {}\n   {}\n2. {}", "[^a]: {}", "[^a]: {}\n[^b]: {}"),
    *("- {}\n  - {}\n    {}", "1. {}\n   - {}\n     - {}", "> {}\n> {}", "- {}"),
    *("| {} | b |\n| --- | :-: |\n| c | {} |", "Tabel: {} {{#t-1}}", '![{}](m.png "{}")'),
    *("Tabel: {} {{#t}}\n\n| a |\n| - |\n| {} |", "{}\n\n[^a]: {}\n    {}", "{}\n\n[^b]: {}"),
)


@cache
def real_texts() -> tuple[str, ...]:
    values = walk(load(Project(ROOT)).content)
    return tuple(dict.fromkeys(str(value) for value in values if isinstance(value, Markdown)))


def noise(chance: random.Random) -> str:
    """Pieces in any order."""
    parts = (
        chance.choice(STARTS) * (chance.random() < 0.2) + chance.choice((*PIECES, *WORDS))
        for _ in range(chance.randint(1, 8))
    )
    return "".join(part + chance.choice((*GAPS, "", "", "")) for part in parts)


def shaped(chance: random.Random) -> str:
    """Chunks of known shapes, most without a mistake."""
    chunks = [
        chance.choice(CHUNKS).format(*(chance.choice(WORDS) for _ in range(3)))
        for _ in range(chance.randint(1, 4))
    ]
    text = chance.choice(("\n\n", "\n\n", "\n\n\n", "\n")).join(chunks)
    return text if chance.random() < 0.5 else with_pieces(chance, text)


def with_pieces(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(text) + 1)
        piece = chance.choice((*PIECES, *GAPS, *STARTS))
        text = text[:at] + piece + text[at + chance.choice((0, 0, 1, 3)) :]
    return text


def changed(chance: random.Random) -> str:
    """A part of a real text with something put into it."""
    text = chance.choice(real_texts())
    start = chance.randrange(len(text))
    return with_pieces(chance, text[start : start + chance.randint(5, 200)])


def read_alike(text: str) -> tuple[bool, bool]:
    """Whether a text is simple, as blocks and as a line; if so it is what the parser says."""
    blocks, spans = simple_blocks(text), simple_line(text)
    if blocks is not None:
        assert blocks == markdown_full.blocks_of(text), repr(text)
        assert not list(markdown_full.problems_in(Markdown(text))), repr(text)
    if spans is not None:
        assert spans == markdown_full.spans_of(text), repr(text)
    return blocks is not None, spans is not None


@pytest.mark.parametrize(("text", "block"), SIMPLE)
def test_a_simple_text_is_read_by_its_shape(text: str, block: Block) -> None:
    assert simple_blocks(text) == (block,)
    read_alike(text)


@pytest.mark.parametrize("text", ["", "\n\n\n"])
def test_no_text_is_no_block(text: str) -> None:
    assert simple_blocks(text) == ()
    read_alike(text)


@pytest.mark.parametrize("text", NOT_SIMPLE)
def test_what_could_mean_more_is_left_to_the_parser(text: str) -> None:
    assert simple_blocks(text) is None


def test_real_texts_read_alike() -> None:
    assert sum(read_alike(text)[0] for text in real_texts()) > 100


@pytest.mark.parametrize("make", [noise, shaped, changed])
def test_texts_by_chance_read_alike(make: Callable[[random.Random], str]) -> None:
    chance = random.Random(make.__name__)
    found = [read_alike(make(chance)) for _ in range(2500)]
    assert sum(blocks for blocks, _ in found) > 50
    assert sum(spans for _, spans in found) > 50


def test_the_parser_is_not_loaded_for_simple_texts() -> None:
    code = (
        "import sys\nfrom bpa_agenda.markdown import parse, problems_in\n"
        "from bpa_agenda.values import Markdown\n"
        "print(parse('a *b*')[0].spans[1].text, *problems_in(Markdown('a')))\n"
        "print('markdown_it' in sys.modules, len(parse('a `b`')), 'markdown_it' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "b\nFalse 1 True\n"
