"""What becomes of each kind of edit: how it is listed, and which lines of the YAML it changes."""

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from returned import COR, Reviewer, SmallRound, plain_again, replaced

BODY, HEADER, FOOTER, NOTES = (
    f"word/{name}.xml" for name in ("document", "header1", "footer1", "footnotes")
)


def _came_to(project: SmallRound, sent_once: Path, file: Path) -> str:
    """What is proposed, what cannot be applied, and the lines that change when all else is."""
    assert project.run("review", "read", str(file)).exit_code == 0
    proposed = list(_proposed(project))
    accepted = project.run("review", "accept", "--all").stdout.splitlines()[1:]
    applied = project.run("review", "apply")
    assert applied.exit_code == 0, applied.output
    return "\n".join([*proposed, *(line[16:] for line in accepted), *_changed(project, sent_once)])


def _proposed(project: SmallRound) -> Iterator[str]:
    text = project.read("agenda/reviews/ronde-1/decisions.yaml")
    for entry in yaml.safe_load(text)["items"]:
        where = entry.get("where", "not placed").removeprefix("agenda/")
        yield f"{where}: {entry['kind']}: {entry['passage']}"


def _changed(project: SmallRound, before: Path) -> Iterator[str]:
    for path in sorted(before.glob("agenda/**/*.yaml")):
        name = path.relative_to(before).as_posix()
        if "reviews" not in name:
            lines = [text.split("\n") for text in (path.read_text("utf-8"), project.read(name))]
            for line in difflib.unified_diff(*lines, n=0, lineterm=""):
                if not line.startswith(("---", "+++", "@@")):
                    yield line


Case = tuple[Callable[[Reviewer], object], str]

APPLIED: dict[str, Case] = {
    "a title": (
        lambda r: r.edit("replace", "Korte weken", "Kortere weken"),
        """\
themes/werk.yaml questions/werk-uren/title: replacement: 1.2\t[-Korte weken-]{+Kortere weken+}
-    title: Korte weken
+    title: Kortere weken""",
    ),
    "a word of a title, untracked": (
        lambda r: r.edit("replace", "Korte", "Kortere", tracked=False),
        """\
themes/werk.yaml questions/werk-uren/title: replacement: 1.2\t[-Korte-]{+Kortere+} weken
-    title: Korte weken
+    title: Kortere weken""",
    ),
    "a title in the second place where it is shown": (
        lambda r: r.edit("replace", "Leuk werk", "Fijn werk", nth=1),
        """\
themes/werk.yaml questions/werk-leuk/title: replacement: 1.1\t[-Leuk werk-]{+Fijn werk+}
-    title: Leuk werk
+    title: Fijn werk""",
    ),
    "a title in both places, alike": (
        lambda r: r.edit("replace", "Leuk", "Fijn").edit("replace", "Leuk", "Fijn", nth=1),
        """\
themes/werk.yaml questions/werk-leuk/title: replacement: 1.1\t[-Leuk-]{+Fijn+} werk
themes/werk.yaml questions/werk-leuk/title: replacement: 1.1\t[-Leuk-]{+Fijn+} werk
-    title: Leuk werk
+    title: Fijn werk""",
    ),
    "one of two values of a line, as a whole": (
        lambda r: r.edit("replace", "Werk & zin", "Arbeid", nth=1),
        """\
themes/werk.yaml title: replacement: Thema 1: [-Werk & zin-]{+Arbeid+}
-title: Werk & zin
+title: Arbeid""",
    ),
    "an open point filled in": (
        lambda r: r.edit("replace", "[Wie dit oppakt]", "De regio"),
        """\
themes/werk.yaml questions/werk-uren/who: replacement: [-[Wie dit oppakt]-]{+De regio+}
-    who: !open Wie dit oppakt
+    who: De regio""",
    ),
    "an open point filled in between its brackets": (
        lambda r: r.edit("replace", "Wie dit oppakt", "De regio"),
        """\
themes/werk.yaml questions/werk-uren/who: replacement: [[-Wie dit oppakt-]{+De regio+}]
-    who: !open Wie dit oppakt
+    who: !open De regio""",
    ),
    "an open point that asks something else": (
        lambda r: r.edit("insert", "Wie dit", " in 2027"),
        """\
themes/werk.yaml questions/werk-uren/who: insertion: [Wie dit{+ in 2027+} oppakt]
-    who: !open Wie dit oppakt
+    who: !open Wie dit in 2027 oppakt""",
    ),
    "beside a reference, a note, a link and a citation": (
        lambda r: (
            r.edit("insert", "lectoren", " van hier")
            .edit("replace", "Zie", "Lees")
            .edit("replace", "Er waren 10", "Er kwamen 10")
        ),
        """\
sections/inleiding.yaml text: insertion: Het platform telt twee lectoren{+ van hier+}[*] & meer.\
 Lees kernvraag 1.1 en de site.
sections/inleiding.yaml text: replacement: Het platform telt twee lectoren van hier[*] & meer.\
 [-Zie-]{+Lees+} kernvraag 1.1 en de site.
sections/inleiding.yaml subsections/Werkwijze/text: replacement: [-Er waren 10-]{+Er kwamen 10+}\
 deelnemers (zie Klink, 2016, p. 3).
-  Het platform telt *twee* lectoren[^1] & meer. Zie [@question:werk-leuk] en
+  Het platform telt *twee* lectoren van hier[^1] & meer. Lees [@question:werk-leuk] en
-    text: Er waren 10 deelnemers [zie @boek, p. 3].
+    text: Er kwamen 10 deelnemers [zie @boek, p. 3].""",
    ),
    "a reference deleted as a whole": (
        lambda r: r.edit("delete", "kernvraag 1.1 en "),
        """\
sections/inleiding.yaml text: deletion: Het platform telt twee lectoren[*] & meer. Zie\
 [-kernvraag 1.1 en -]de site.
-  Het platform telt *twee* lectoren[^1] & meer. Zie [@question:werk-leuk] en
-  [de site](https://example.org/?a=1&b=2).
+  Het platform telt *twee* lectoren[^1] & meer. Zie [de
+  site](https://example.org/?a=1&b=2).""",
    ),
    "bold added": (
        lambda r: r.edit("format", "leuk blijven", "bold"),
        """\
themes/werk.yaml stake: formatting: Werk moet {~leuk blijven~}(+bold).
-stake: Werk moet leuk blijven.
+stake: Werk moet **leuk blijven**.""",
    ),
    "an item added to a list": (
        lambda r: r.edit("add-after", "vaste roosters", "", "nieuwe *tijden*"),
        """\
themes/werk.yaml questions/werk-leuk/explanation: new-paragraph: vaste roosters{+¶nieuwe *tijden*+}
+      - nieuwe \\*tijden\\*""",
    ),
    "an item of a list removed": (
        lambda r: r.edit("remove", "vaste roosters"),
        """\
themes/werk.yaml questions/werk-leuk/explanation: removed-paragraph: [-vaste roosters¶-]\
leidinggevenden
-      - vaste roosters""",
    ),
    "a paragraph added to a text of one line": (
        lambda r: r.edit("add-after", "Werk moet", "", "Ook later."),
        """\
themes/werk.yaml stake: new-paragraph: Werk moet leuk blijven.{+¶Ook later.+}
-stake: Werk moet leuk blijven.
+stake: |-
+  Werk moet leuk blijven.
+
+  Ook later.""",
    ),
    "a paragraph split": (
        lambda r: r.edit("split", "hoe werk leuk"),
        """\
themes/werk.yaml questions/werk-leuk/explanation: split: Groep geel vroeg {+¶+}hoe werk leuk blijft.
-      Groep geel vroeg hoe werk **leuk** blijft.
+      Groep geel vroeg
+
+      hoe werk **leuk** blijft.""",
    ),
    "a cell": (
        lambda r: r.edit("replace", "Groepen", "Tafels"),
        """\
sections/inleiding.yaml text: replacement: [-Groepen-]{+Tafels+}
-  | Groepen | 2 |
+  | Tafels | 2 |""",
    ),
    "a row added": (
        lambda r: r.edit("add-row", "Groepen", "", "Mensen", "10"),
        """\
sections/inleiding.yaml text: row-insertion: {+Mensen¶10¶+}
+  | Mensen | 10 |""",
    ),
    "a row removed and another added": (
        lambda r: r.edit("add-row", "Groepen", "", "Mensen", "10").edit("remove-row", "Groepen"),
        """\
sections/inleiding.yaml text: row-insertion: [-Groepen¶2¶-]{+Mensen¶10¶+}
-  | Groepen | 2 |
+  | Mensen | 10 |""",
    ),
    "what another deleted of an insertion": (
        lambda r: r.nested("Groep groen", " en ook geel", " ook", COR),
        """\
themes/werk.yaml questions/werk-uren/explanation: insertion: Groep groen{+ en ook geel+} vroeg dit.
themes/werk.yaml questions/werk-uren/explanation: deletion: Groep groen en[- ook-] geel vroeg dit.
-    explanation: Groep groen vroeg dit.
+    explanation: Groep groen en geel vroeg dit.""",
    ),
    "a number": (
        lambda r: r.edit("replace", "10 deelnemers", "11 deelnemers"),
        """\
sections/inleiding.yaml subsections/Werkwijze/text: replacement: Er waren\
 [-10 deelnemers-]{+11 deelnemers+} (zie Klink, 2016, p. 3).
-    text: Er waren 10 deelnemers [zie @boek, p. 3].
+    text: Er waren 11 deelnemers [zie @boek, p. 3].""",
    ),
}


@pytest.mark.parametrize(("edit", "expected"), APPLIED.values(), ids=APPLIED)
def test_an_edit_changes_the_lines_of_its_value(
    project: SmallRound,
    sent_once: Path,
    tmp_path: Path,
    edit: Callable[[Reviewer], object],
    expected: str,
) -> None:
    reviewer = project.reviewer()
    edit(reviewer)
    assert _came_to(project, sent_once, reviewer.save(tmp_path / "anna.docx")) == expected


BY_PROGRAM = "by hand: this text is made by the program or stands in the template"
CROSS = "by hand: this text is generated from a reference or a citation"
TITLE = "by hand: a title or a text of one line stays one paragraph without formatting"
RUNS_ON = "by hand: it would run on into what stands behind it, which is no part of the same text"
ROWS = "by hand: rows of this table are entries of the YAML"

REMARKS: dict[str, Case] = {
    "a line on sources": (
        lambda r: r.edit("replace", "groep geel", "groep blauw"),
        f"""\
themes/werk.yaml questions/werk-leuk/explanation: replacement: Herkomst: Werkatelier\xa01,\
 [-groep\xa0geel-]{{+groep blauw+}}
{BY_PROGRAM}""",
    ),
    "a count": (
        lambda r: r.edit("replace", "4", "5"),
        f"not placed: replacement: [-4-]{{+5+}}\n{BY_PROGRAM}",
    ),
    "a heading of the template": (
        lambda r: r.edit("replace", "Deelvragen", "Vragen"),
        f"""\
not placed: replacement: [-Deelvragen-]{{+Vragen+}}
{BY_PROGRAM}""",
    ),
    "the end of a text, joined with what the template has behind it": (
        lambda r: r.edit("join", "leidinggevenden"),
        f"""\
themes/werk.yaml questions/werk-leuk/explanation: join: leidinggevenden[-¶-]Deelvragen
{RUNS_ON}""",
    ),
    "the same, untracked": (
        lambda r: r.edit("join", "leidinggevenden", tracked=False),
        f"""\
themes/werk.yaml questions/werk-leuk/explanation: replacement:\
 [-leidinggevenden-]{{+leidinggevendenDeelvragen+}}
not placed: removed-paragraph: [-Deelvragen¶-]a\tWat doet een leidinggevende?
{RUNS_ON}
{BY_PROGRAM}""",
    ),
    "the end of a text, joined with a text of elsewhere": (
        lambda r: r.edit("join", "Werk moet leuk blijven."),
        f"""\
themes/werk.yaml stake: join: Werk moet leuk blijven.[-¶-]1.1\tLeuk werk
{RUNS_ON}""",
    ),
    "a cross-reference": (
        lambda r: r.edit("replace", "1.1 en", "1.2 en"),
        f"""\
sections/inleiding.yaml text: replacement: Het platform telt twee lectoren[*] & meer. Zie kernvraag\
 [-1.1 en-]{{+1.2 en+}} de site.
{CROSS}""",
    ),
    "the number of a question": (
        lambda r: r.edit("replace", "1.2", "1.3"),
        f"""\
themes/werk.yaml questions/werk-uren/title: replacement: [-1.2-]{{+1.3+}}\tKorte weken
{BY_PROGRAM}""",
    ),
    "a citation": (
        lambda r: r.edit("replace", "2016, p.", "2017, p."),
        f"""\
sections/inleiding.yaml subsections/Werkwijze/text: replacement: Er waren 10 deelnemers (zie Klink,\
 [-2016, p.-]{{+2017, p.+}} 3).
{CROSS}""",
    ),
    "literature": (
        lambda r: r.edit("replace", "Klink. (2016)", "Klink. (2017)"),
        f"not placed: replacement: [-Klink. (2016)-]{{+Klink. (2017)+}}. [Titel].\n{BY_PROGRAM}",
    ),
    "italic in a title": (
        lambda r: r.edit("format", "Korte", "italic"),
        f"""\
themes/werk.yaml questions/werk-uren/title: formatting: 1.2\t{{~Korte~}}(+italic) weken
{TITLE}""",
    ),
    "a row of entries": (
        lambda r: r.edit("remove-row", "Jo Jansen"),
        f"""\
people.yaml people/jo-jansen/name: row-deletion: [-Jo Jansen¶[Functie]¶Klein & Co¶-]Genoemde\
 organisaties
{ROWS}""",
    ),
    "all of a value": (
        lambda r: r.edit("remove", "Groep groen vroeg"),
        """\
themes/werk.yaml questions/werk-uren/explanation: removed-paragraph: [-Groep groen vroeg dit.¶-]Wie
nothing would be left of this text; delete its key, or write !open""",
    ),
    "a title in two places, otherwise": (
        lambda r: r.edit("replace", "Leuk", "Fijn").edit("replace", "Leuk", "Goed", nth=1),
        """\
themes/werk.yaml questions/werk-leuk/title: replacement: 1.1\t[-Leuk-]{+Fijn+} werk
themes/werk.yaml questions/werk-leuk/title: replacement: 1.1\t[-Leuk-]{+Goed+} werk
the document shows this text in two places and both were edited
the document shows this text in two places and both were edited""",
    ),
}


@pytest.mark.parametrize(("edit", "expected"), REMARKS.values(), ids=REMARKS)
def test_an_edit_of_what_has_no_text_of_its_own_is_a_remark(
    project: SmallRound,
    sent_once: Path,
    tmp_path: Path,
    edit: Callable[[Reviewer], object],
    expected: str,
) -> None:
    reviewer = project.reviewer()
    edit(reviewer)
    assert _came_to(project, sent_once, reviewer.save(tmp_path / "anna.docx")) == expected


ELSEWHERE = {
    "a fixed text in a footer": (
        (FOOTER, "pagina", "blad"),
        f"""\
agenda.yaml status: replacement: Versie 0.1, concept\t[-pagina-]{{+blad+}} 2 van 3
{BY_PROGRAM}""",
    ),
    "a value in a header": (
        (HEADER, "Kleine", "Grote"),
        """\
agenda.yaml title: replacement: Klein platform · [-Kleine-]{+Grote+} agenda
-title: Kleine agenda
+title: Grote agenda""",
    ),
    "one of two values in a footer, as a whole": (
        (FOOTER, "concept", "af"),
        """\
agenda.yaml status: replacement: Versie 0.1, [-concept-]{+af+}\tpagina 2 van 3
-status: concept
+status: af""",
    ),
    "a footnote": (
        (NOTES, "staat", "stond"),
        """\
sections/inleiding.yaml text: replacement:  Zo [-staat-]{+stond+} het in het verslag.
-  [^1]: Zo staat het in het **verslag**.
+  [^1]: Zo stond het in het **verslag**.""",
    ),
}


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(("edit", "expected"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_edit_outside_the_text(
    project: SmallRound,
    sent_once: Path,
    tmp_path: Path,
    edit: tuple[str, str, str],
    expected: str,
    tracked: bool,
) -> None:
    file = project.reviewer().save(tmp_path / "anna.docx")
    replaced(file, *edit, tracked=tracked)
    assert _came_to(project, sent_once, file) == expected


def test_only_a_tracked_edit_of_the_table_of_contents_is_one(
    project: SmallRound, sent_once: Path, tmp_path: Path
) -> None:
    """What else stands there is what some program made of it."""
    file = project.reviewer().save(tmp_path / "anna.docx")
    replaced(file, BODY, "Inleiding", "Intro", tracked=False)
    replaced(file, BODY, "Korte weken", "Lange weken")
    assert (
        _came_to(project, sent_once, file)
        == f"""\
the table of contents: replacement: 1.2\t[-Korte weken-]{{+Lange weken+}}
{BY_PROGRAM}"""
    )


def test_emphasis_that_a_reader_takes_away_goes(
    project: SmallRound, sent_once: Path, tmp_path: Path
) -> None:
    file = plain_again(project.reviewer().save(tmp_path / "anna.docx"), "proeven")
    assert (
        _came_to(project, sent_once, file)
        == """\
themes/werk.yaml questions/werk-leuk/how: formatting: Met {~proeven~}(-italic).
-    how: Met *proeven*.
+    how: Met proeven."""
    )


def test_a_number_that_is_filled_in(project: SmallRound, sent_once: Path, tmp_path: Path) -> None:
    good = project.reviewer(document="leuk.docx").edit("replace", "[Looptijd]", "24")
    assert (
        _came_to(project, sent_once, good.save(tmp_path / "anna.docx"))
        == """\
proposals/leuk.yaml months: replacement: Looptijd\t[-[Looptijd]-]{+24+}
-months: !open Looptijd
+months: "24\""""
    )
