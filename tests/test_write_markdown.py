"""Changed paragraphs back to Markdown: what a reviewer does, and what comes of the source."""

from dataclasses import replace

import pytest

from bpa_agenda.markdown_limits import as_markdown_can
from bpa_agenda.reviewed import OBJECT, Look
from bpa_agenda.rich_text import RichParagraph, rich_paragraphs
from bpa_agenda.write_markdown import CannotWrite, markdown_of
from rich_edits import (
    Edit,
    append,
    become,
    change,
    delete,
    delete_mark,
    insert,
    insert_note,
    insert_row,
    join,
    make,
    move_atom,
    split,
    typed,
)


def edited(value: str, *edits: Edit, is_line: bool = False, is_inline: bool = False) -> str:
    base = rich_paragraphs(value, is_line=is_line, is_inline=is_inline)
    new = list(base)
    for edit in edits:
        edit(new)
    return markdown_of(value, base, new, is_line=is_line, is_inline=is_inline)


# The value, what a reviewer does, the value that comes of it.

TEXT = [
    ("Een zin.", change("zin", "mooie zin"), "Een mooie zin."),
    ("Een zin\nover *twee* regels.", change("zin", "tekst"), "Een tekst\nover *twee* regels."),
    ("Een **vet *en* woord** hier.", change("woord", "ding"), "Een **vet *en* ding** hier."),
    ("Een _cursief_ __woord__ hier.", change("hier", "daar"), "Een _cursief_ __woord__ daar."),
    ("a &amp; b \\* c", change("c", "d"), "a &amp; b \\* d"),
    (
        'Zie [de site](<https://x.nl> "t").',
        change("site", "plek"),
        'Zie [de plek](<https://x.nl> "t").',
    ),
    ("Zie <https://y.nl> en meer.", change("meer", "zo"), "Zie <https://y.nl> en zo."),
    ("Zie [@scp-2016,\np. 3] nu.", change("nu", "dan"), "Zie [@scp-2016,\np. 3] dan."),
    (
        "Een.\n\nZie [@question:x].\n\nNa",
        move_atom("[@question:x]", "Na"),
        "Een.\n\nZie .\n\nNa [@question:x]",
    ),
    ("a\\\nb", change("b", "c"), "a\\\nc"),
    ("a b c", change("b", "b\nd"), "a b\\\nd c"),
    ("Een zin.", change("zin", "zin\N{NO-BREAK SPACE}"), "Een zin\N{NO-BREAK SPACE}."),
    ("Een zin.", append("zin", "\N{NO-BREAK SPACE}"), "Een zin.&nbsp;"),
]

SYNTAX = [
    (
        "Een.",
        append("Een", " *Ster*, _lijn_, 2 * 3, a_b"),
        "Een. \\*Ster\\*, \\_lijn\\_, 2 * 3, a_b",
    ),
    ("Een.", append("Een", " <b>, 5 < 6, R&D, &amp;"), "Een. &lt;b>, 5 < 6, R&D, &amp;amp;"),
    ("Een.", append("Een", " C:\\map, \\* en `x`"), "Een. C:\\map, \\\\\\* en \\`x\\`"),
    ("Een.", append("Een", " [haak], [x](y), [^1]"), "Een. [haak], [x]\\(y), \\[^1]"),
    ("Een.", append("Een", " https://x.nl/a_b"), "Een. https://x.nl/a_b"),
    ("Zie [@question:x]", append("Zie", "(nu)"), "Zie [@question:x]\\(nu)"),
    ("Ho en [x](y)", change(" en ", "!"), "Ho\\![x](y)"),
    (
        "Een.",
        insert("Een", "plain", 0, "1. a", "- b", "# c", "> d"),
        "Een.\n\n1\\. a\n\n\\- b\n\n\\# c\n\n\\> d",
    ),
    ("Een.", insert("Een", "plain", 0, "+", "---", "[x]: y"), "Een.\n\n\\+\n\n\\---\n\n[x]\\: y"),
    ("Een.", insert("Een", "plain", 0, "1986", "1986. Toen"), "Een.\n\n1986\n\n1986\\. Toen"),
    ("Een.", insert("Een", "plain", 0, "Tabel: x"), "Een.\n\nTabel: x"),
    ("Een.", insert("Een", "plain", 0, "Tabel: x {#y}"), "Een.\n\nTabel\\: x {#y}"),
    ("a b\nc d", change("c", "-"), "a b\n\\- d"),
    ("a b\nc", change("c", "==="), "a b\n\\==="),
]

LOOKS = [
    ("Een zin.", make("zin", bold=True), "Een **zin**."),
    ("Een zin.", make("zi", italic=True), "Een *zi*n."),
    ("Een zin erbij.", make(" zin ", bold=True), "Een **zin** erbij."),
    ("Een **vet** woord.", make("vet", bold=False), "Een vet woord."),
    ("Een **vet *en* woord**.", make("vet en woord", bold=False), "Een vet *en* woord."),
    ("Een **vet** woord.", make("vet", italic=True), "Een ***vet*** woord."),
    ("Een **vet** woord.", make("t woo", italic=True), "Een **ve*t*** *woo*rd."),
    ("Een zin die.", make("zin die", link="https://x.nl"), "Een [zin die](https://x.nl)."),
    ("Een zin.", make("zin", link="https://x.nl/a_(b)"), "Een [zin](<https://x.nl/a_(b)>)."),
    ("Een [zin](https://x.nl).", make("zin", link=""), "Een zin."),
    # A delimiter between a sign and a letter means nothing; a letter as an entity is a sign.
    ("Hij zei: ja.Nee", make("ja.", bold=True), "Hij zei: **ja.**&#78;ee"),
    ("a\n\nvoor(na)", make("(na)", italic=True), "a\n\nvoo&#114;*(na)*"),
]

LISTS = [
    ("- a\n- b\n- c", insert("a", "bullet", 0, "nieuw"), "- a\n- nieuw\n- b\n- c"),
    ("- a\n\n- b", insert("a", "bullet", 0, "nieuw"), "- a\n\n- nieuw\n\n- b"),
    ("* a\n* b", insert("b", "bullet", 0, "nieuw"), "* a\n* b\n* nieuw"),
    ("Voor.\n\n- a", insert("Voor", "bullet", 0, "nieuw"), "Voor.\n\n- nieuw\n- a"),
    ("- a\n- b\n- c", delete("b"), "- a\n- c"),
    ("- a\n- b\n- c", become("b", "plain"), "- a\n\nb\n\n- c"),
    ("- a\n- b\n- c", become("b", "bullet", 1), "- a\n  - b\n- c"),
    ("- a\n  - b\n- c", become("b", "bullet", 0), "- a\n- b\n- c"),
    ("- a\n- b", insert("a", "continued", 0, "vervolg"), "- a\n\n  vervolg\n- b"),
    ("- a\n\n  b\n- c", become("b", "bullet"), "- a\n- b\n- c"),
    ("- a b\n- c", split("b"), "- a\n- b\n- c"),
    ("- a\n- b\n- c", join("a"), "- a b\n- c"),
    ("- a\n  - b", delete("a"), "- - b"),
    ("- a\n\n  > b\n\n  c", change("c", "d"), "- a\n\n  > b\n\n  d"),
    ("1. a\n2. b", insert("a", "number", 0, "x"), "1. a\n2. x\n3. b"),
    ("1. a\n1. b", insert("a", "number", 0, "x"), "1. a\n1. x\n1. b"),
    ("3. a\n4. b", delete("a"), "3. b"),
    ("8. a\n9. b\n\n   c", insert("a", "number", 0, "x"), "8. a\n9. x\n10. b\n\n    c"),
    ("1. a\n2. b\n3. c", become("b", "plain"), "1. a\n\nb\n\n2. c"),
    ("1. a\n\nTussen.\n\n1. b", delete("Tussen"), "1. a\n1) b"),
    ("Een.\n\nTwee.", become("Een", "bullet"), "- Een.\n\nTwee."),
    ("Een.\n\nTwee.", become("Een", "number"), "1. Een.\n\nTwee."),
]

PARAGRAPHS = [
    ("Een.\n\n\nTwee.\n\nDrie.", change("Drie", "Vier"), "Een.\n\n\nTwee.\n\nVier."),
    ("Een.\n\nTwee.", insert("Een", "plain", 0, "Nieuw."), "Een.\n\nNieuw.\n\nTwee."),
    ("Een.\n\nTwee.\n\nDrie.", delete("Twee"), "Een.\n\nDrie."),
    ("Een regel\nen *twee\ndrie* vier.", split("drie"), "Een regel\nen *twee*\n\n*drie* vier."),
    ("Een\nregel.\n\nTwee\nregels.", join("Een"), "Een\nregel. Twee\nregels."),
    ("Een.\n\nTwee.", become("Een", "quote"), "> Een.\n\nTwee."),
    ("> Een.\n\nTwee.", become("Twee", "quote"), "> Een.\n>\n> Twee."),
    ("> Een.\n>\n> Twee.", become("Twee", "plain"), "> Een.\n\nTwee."),
    ("> Een\n> regel.", change("regel", "zin"), "> Een\n> zin."),
    ("> Een\nluie regel.\n\nNa.", change("Na", "Dus"), "> Een\nluie regel.\n\nDus."),
]

_NOTES = "Voor.[^1] Na.[^n]\n\n[^1]: De *noot*.\n\n    Twee.\n[^n]: Drie."
NOTES = [
    (_NOTES, change("Drie", "Vier"), _NOTES.replace("Drie", "Vier")),
    (_NOTES, change("Twee", "Vijf\nzes"), _NOTES.replace("Twee", "Vijf\\\n    zes")),
    (_NOTES, insert("Twee", "note", 0, "Nieuw."), _NOTES.replace("Twee.", "Twee.\n\n    Nieuw.")),
    (_NOTES, delete("Twee"), "Voor.[^1] Na.[^n]\n\n[^1]: De *noot*.\n[^n]: Drie."),
    (_NOTES, delete_mark("Voor"), "Voor. Na.[^n]\n\n[^n]: Drie."),
    (_NOTES, delete("Voor"), ""),
    ("Een.", insert_note("Een", "Nieuw.", "Meer."), "Een[^1].\n\n[^1]: Nieuw.\n\n    Meer."),
    ("Een.[^1]\n\n[^1]: Noot.\n\nNa.", delete("Na"), "Een.[^1]\n\n[^1]: Noot."),
    ("Een.[^1]\n\n[^1]: Noot.", append("Een", " Twee."), "Een.[^1] Twee.\n\n[^1]: Noot."),
    (
        "Een.[^1]\n\n[^1]: Noot.",
        insert("Een", "plain", 0, "Twee."),
        "Een.[^1]\n\nTwee.\n\n[^1]: Noot.",
    ),
]

_TABLE = "| a | b |\n|:--|--:|\n| 1 | *2* |\n| 3 | 4 |"
_EVEN = "| aap | b  |\n| --- | -- |\n| 1   | 22 |\n| 3   | 4  |"
CELLS = [
    (_TABLE, change("1", "een"), _TABLE.replace("1", "een")),
    (_TABLE, change("4", "x | *y*"), _TABLE.replace("4", "x \\| \\*y\\*")),
    (_TABLE, make("3", bold=True), _TABLE.replace("3", "**3**")),
    (_TABLE, change("3", ""), _TABLE.replace("| 3 |", "|  |")),
    (_TABLE, delete("1"), "| a | b |\n|:--|--:|\n| 3 | 4 |"),
    (_TABLE, insert_row("1", "x", "y"), "| a | b |\n|:--|--:|\n| 1 | *2* |\n| x | y |\n| 3 | 4 |"),
    (_EVEN, change("3", "33"), _EVEN.replace("3 ", "33")),
    (_EVEN, insert_row("3", "x", "y"), _EVEN + "\n| x   | y  |"),
    (
        "Tabel: Twee\ndata {#d}\n\n" + _TABLE,
        change("data", "datums"),
        "Tabel: Twee\ndatums {#d}\n\n" + _TABLE,
    ),
    (
        '![Zo "x"](k.png "Een *kaart*")',
        change("kaart", '"a\\b"'),
        '![Zo "x"](k.png "Een *\\"a\\b\\"*")',
    ),
    ("![Zo](k.png 'Een kaart')", make("Een", bold=True), "![Zo](k.png '**Een** kaart')"),
]

CASES = [*TEXT, *SYNTAX, *LOOKS, *LISTS, *PARAGRAPHS, *NOTES, *CELLS]


@pytest.mark.parametrize(("value", "edit", "expected"), CASES)
def test_what_a_reviewer_does_comes_back_as_markdown(value: str, edit: Edit, expected: str) -> None:
    assert edited(value, edit) == expected


def test_a_new_list_and_a_list_within_it() -> None:
    made = edited(
        "Voor.\n\nNa.", insert("Voor", "bullet", 0, "a", "b"), insert("b", "number", 1, "c", "d")
    )
    assert made == "Voor.\n\n- a\n- b\n  1. c\n  2. d\n\nNa."


def test_a_line_that_became_too_long_runs_on_into_the_next() -> None:
    value = f"{'woord ' * 14}eind\nen de rest\nvan de tekst."
    made = edited(value, change("eind", "een lang stuk tekst erbij"))
    assert made == f"{'woord ' * 14}een\nlang stuk tekst erbij en de rest\nvan de tekst."


def test_paragraphs_of_one_line_stay_on_one_line() -> None:
    value = f"Kort.\n\n{'woord ' * 30}eind."
    made = edited(value, change("eind", "slot " * 20))
    assert made.count("\n") == 2


def test_text_within_a_paragraph_and_plain_lines() -> None:
    assert edited("een *titel*", append("een", " # [x]"), is_inline=True) == "een *titel* # [x]"
    assert edited("Leren *nu*", change("nu", "dan"), is_line=True) == "Leren *dan*"


@pytest.mark.parametrize(
    ("value", "edit", "reason"),
    [
        (
            "Een.",
            append("Een", " [@scp-2016]"),
            "“[@scp-2016]” would become a reference; an editor adds it in the text",
        ),
        ("Een.", append("Een", " ![x]"), "“![” begins a picture; put a space between the two"),
        (
            "Een.",
            append("Een", OBJECT),
            "a picture within text cannot be written; an editor adds it as a figure",
        ),
        (_TABLE, change("1", "a\nb"), "a cell of a table is one line"),
        (_TABLE, delete("a"), "the first row of a table names its columns and stays where it is"),
        (_TABLE, insert_row("1", "x"), "all rows of a table need as many cells as the first"),
        (
            "Een `code`.",
            change("Een", "Twee"),
            "the Markdown of “Twee code.” is not understood well",
        ),
        ("Een.[^1]\n\n[^1]: Noot.", delete("Noot"), "a footnote mark has no footnote with text"),
        (
            '![Zo](k.png "Een")',
            delete("Een"),
            "a caption stands with its figure or table; one of the two is gone",
        ),
    ],
)
def test_what_markdown_cannot_say_is_refused_with_a_reason(
    value: str, edit: Edit, reason: str
) -> None:
    with pytest.raises(CannotWrite) as refused:
        edited(value, edit)
    assert str(refused.value) == reason


def test_a_line_stays_plain_and_one() -> None:
    for edit in (make("titel", bold=True), change("titel", "a\nb"), insert("een", "plain", 0, "x")):
        with pytest.raises(CannotWrite, match="this text is"):
            edited("een titel", edit, is_line=True)


def test_text_that_is_not_understood_stays_while_the_rest_changes() -> None:
    value = "# Kop\n\nEen `stuk` code.\n\n    code\n\n[x]: y\n\nNa."
    assert edited(value, change("Na", "Dus")) == value.replace("Na", "Dus")


def test_generated_text_in_place_of_a_source_changes_nothing() -> None:
    value = "Zie [@question:x] nu."
    base = tuple(
        replace(p, bits=tuple(b._replace(text="vraag 1.2") if b.atom else b for b in p.bits))
        for p in rich_paragraphs(value)
    )
    new = list(base)
    append("nu", " Ja.")(new)
    assert markdown_of(value, base, new) == "Zie [@question:x] nu. Ja."


def test_what_a_reader_does_not_see_may_differ() -> None:
    bold = Look(bold=True)
    bits = (*typed(" "), *typed("a ", bold), *typed("b"), *typed(" \n c "))
    [tidy] = as_markdown_can(
        [RichParagraph("plain", 0, bits), RichParagraph("plain", 0, typed(" "))]
    )
    assert tidy.bits == (*typed("a", bold), *typed(" b\nc"))
