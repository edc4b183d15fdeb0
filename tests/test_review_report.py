"""`agenda review report`: what became of each change and each comment, for who made them."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.table import Table
from docx.text.paragraph import Paragraph

from bpa_agenda.anchors import Base, Part, Passage, Value
from bpa_agenda.project import Project
from bpa_agenda.review import apply
from bpa_agenda.review_places import Places
from bpa_agenda.review_report import report
from bpa_agenda.review_rounds import read_rounds
from bpa_agenda.review_texts import changed, visible
from conftest import CASES, ROOT, SmallProject
from edits import Edit
from marked_documents import passages
from returned_files import Document, inserted
from reviewer_word import review
from word import pdf_text
from word_documents import unzipped, zipped

DECISIONS = "agenda/reviews/ronde-1/decisions.yaml"
TABLE = "build/reactietabel-ronde-1.docx"
MARKS = {"Weggehaald": "[-{}-]", "Nieuw": "{{+{}+}}", "Openpunt": "<{}>"}


def stretch(document: Path, words: str) -> dict[str, Any]:
    """Where words stand, as an edit says it."""
    found = next(p for p in passages(document) if words in p.text and p.bookmark)
    start = found.text.index(words)
    return {"bookmark": found.bookmark, "start": start, "end": start + len(words)}


def entries(project: SmallProject) -> list[dict[str, Any]]:
    return yaml.safe_load(project.read(DECISIONS))["items"] or []


def decide(project: SmallProject, decisions: Mapping[str, tuple[str, ...]]) -> None:
    """Runs a review command for the entry in which each of these words stand."""
    for words, (command, *more) in decisions.items():
        [name] = [e["id"] for e in entries(project) if words in (e.get("says") or e["passage"])]
        done = project.run("review", command, name, *more)
        assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    root = tmp_path_factory.mktemp("sent") / "small"
    shutil.copytree(CASES / "small", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    project = SmallProject(root)
    assert project.run("review", "send", "--no-layout").exit_code == 0
    return project


@pytest.fixture(scope="module")
def back_once(sent_once: SmallProject, tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """Two readers; one renamed the file, one closed a comment and did not track an edit."""
    root = shutil.copytree(sent_once.root, tmp_path_factory.mktemp("back") / "small")
    return read_reviews(SmallProject(root))


@pytest.fixture
def sent(sent_once: SmallProject, tmp_path: Path) -> SmallProject:
    return SmallProject(shutil.copytree(sent_once.root, tmp_path / "small"))


@pytest.fixture
def back(back_once: SmallProject, tmp_path: Path) -> SmallProject:
    return SmallProject(shutil.copytree(back_once.root, tmp_path / "small"))


def read_reviews(sent: SmallProject) -> SmallProject:
    agenda, proposal = sent.path("build/agenda.docx"), sent.path("build/leuk.docx")
    anna, cor = "Anna Bakker", "Cor Dijk"
    of_anna = [
        Edit("replace", **stretch(agenda, "moet leuk blijven"), text="is nooit leuk", author=anna),
        Edit("insert", **at_end(agenda, "leidinggevenden"), text=" met tijd", author=anna),
        Edit(
            "comment",
            **stretch(agenda, "< 20 uur"),
            text="Waarom & 20?",
            texts=("Ik zou 24 zeggen.",),
            author=anna,
            other=cor,
        ),
    ]
    of_cor = [
        Edit("comment", **stretch(agenda, "Werkwijze"), text="Dank!", author=cor, resolved=True),
        Edit("delete", **stretch(agenda, " proeven"), author=cor, tracked=False),
        Edit("format", **stretch(agenda, "vaste"), text="bold", author=cor),
    ]
    back = sent.path("terug")
    back.mkdir()
    review(agenda, back / "Agenda (def) AB.docx", passages(agenda), of_anna)
    review(agenda, back / "agenda.docx", passages(agenda), of_cor)
    of_proposal = [Edit("insert", **at_end(proposal, "Interviews"), text=" en dagboeken")]
    review(proposal, back / "leuk.docx", passages(proposal), of_proposal)
    done = sent.run("review", "read", *(str(path) for path in sorted(back.glob("*.docx"))))
    assert done.exit_code == 0, done.output
    return sent


def at_end(document: Path, words: str) -> dict[str, Any]:
    place = stretch(document, words)
    return {**place, "start": place["end"]}


def tables(document: Path) -> dict[str, list[list[str]]]:
    """The rows of each table under the headings above it."""
    found: dict[str, list[list[str]]] = {}
    headings = ["", ""]
    for block in docx.Document(str(document)).iter_inner_content():
        if isinstance(block, Table):
            key = " / ".join(filter(None, headings))
            found[key] = [[shown(cell) for cell in row.cells] for row in block.rows]
        elif block.style is not None and block.style.name == "Kop zonder nummer":
            headings = [block.text, ""]
        elif block.style is not None and block.style.name == "Subkop zonder nummer":
            headings[1] = block.text
    return found


def shown(cell: Any) -> str:
    return "\n".join("".join(pieces(paragraph)) for paragraph in cell.paragraphs)


def pieces(paragraph: Paragraph) -> Iterator[str]:
    for run in paragraph.runs:
        yield MARKS.get(str(run.style.style_id), "{}").format(run.text)


def test_each_reader_finds_what_became_of_each_reaction(back: SmallProject) -> None:
    decide(back, {"nooit leuk": ("accept",), "Waarom": ("answer", "Zo zei de groep het.")})
    assert apply(Project(back.root), "2026-03-10").problems == ()
    decide(back, {
        "met tijd": ("reject", "--why", "De groep noemde *geen* tijd.\n\nZie [@theme:werk]."),
        "dagboeken": ("accept",),
        "proeven": ("answer", "Herschreven."),
    })  # fmt: skip
    done = report(Project(back.root), None, "2026-03-12")
    assert done.problems == ()
    assert (done.readers, done.total, done.open) == (3, 8, 2)
    found = tables(back.path(TABLE))
    head = ["Nr.", "Waar", "Anna Bakker", "Wat de redactie ermee deed"]
    assert found["Anna Bakker / Kleine agenda"] == [
        head,
        [
            "1",
            "Thema 1, inleiding",
            "Vervangen, 4 maart 2026\nWerk [-moet leuk blijven-]{+is nooit leuk+}.",
            "Overgenomen op 10 maart 2026",
        ],
        [
            "2",
            "Thema 1, kernvraag 1.1 (Leuk werk), toelichting",
            "Toegevoegd, 4 maart 2026\nleidinggevenden{+ met tijd+}",
            "Niet overgenomen\nDe groep noemde *geen* tijd.\nZie [@theme:werk].",
        ],
        [
            "3",
            "Thema 1, kernvraag 1.2 (Korte weken), vraag",
            "Opmerking, 4 maart 2026\nBij ‘< 20 uur’\nWaarom & 20?\n"
            "Antwoord van Cor Dijk, 4 maart 2026\nIk zou 24 zeggen.",
            "Beantwoord\nZo zei de groep het.",
        ],
    ]  # fmt: skip
    assert found["Anna Bakker / Voorstel: Leuk werk in de zorg"] == [
        head,
        [
            "4",
            "Deelvraag 1, methode",
            "Toegevoegd, 4 maart 2026\nInterviews{+ en dagboeken+}",
            "Wordt overgenomen",
        ],
    ]
    assert found["Cor Dijk / Kleine agenda"][1:] == [
        [
            "5",
            "Inleiding, Werkwijze, titel",
            "Opmerking, 4 maart 2026\nBij ‘Werkwijze’\nDank!\nIn Word als opgelost gemarkeerd.",
            "<[Nog open]>",
        ],
        [
            "6",
            "Thema 1, kernvraag 1.1 (Leuk werk), toelichting",
            "Opmaak: vet, 4 maart 2026\nvaste roosters",
            "<[Nog open]>",
        ],
    ]
    assert [row[1:] for row in found["(zonder naam) / Kleine agenda"][1:]] == [
        [
            "Thema 1, kernvraag 1.1 (Leuk werk), hoe",
            "Weggehaald, zonder datum\nMet[- proeven-].\nGewijzigd zonder ‘Wijzigingen bijhouden’.",
            "Door de redactie verwerkt\nHerschreven.",
        ]
    ]


def test_the_first_page_counts_per_reader(back: SmallProject) -> None:
    decide(back, {
        "nooit leuk": ("accept",), "met tijd": ("reject",), "dagboeken": ("answer", "Gedaan."),
        "Waarom": ("answer", "Zo zei de groep het."),
    })  # fmt: skip
    report(Project(back.root), None, "2026-03-12")
    found = tables(back.path(TABLE))
    assert found["Wie er reageerden"] == [
        ["Lezer", "Reacties", "Afgehandeld", "Overgenomen", "Door redactie verwerkt",
         "Niet overgenomen", "Beantwoord", "Nog open"],
        ["Anna Bakker", "4", "4", "1", "1", "1", "1", "0"],
        ["Cor Dijk", "3", "1", "0", "0", "0", "1", "2"],
        ["(zonder naam)", "1", "0", "0", "0", "0", "0", "1"],
        ["Totaal", "8", "5", "1", "1", "1", "2", "3"],
    ]  # fmt: skip
    assert found["Ontvangen bestanden"][1:] == [
        ["Agenda (def) AB.docx", "Kleine agenda", "Anna Bakker en Cor Dijk", "4"],
        ["agenda.docx", "Kleine agenda", "Cor Dijk en (zonder naam)", "3"],
        ["leuk.docx", "Voorstel: Leuk werk in de zorg", "Anna Bakker", "1"],
    ]
    texts = [p.text for p in docx.Document(str(back.path(TABLE))).paragraphs]
    assert "Reacties: 3. Afgehandeld: 1. Nog open: 2." in texts
    assert "Antwoorden op opmerkingen van anderen staan bij nummer 3." in texts
    assert "Nog open\t3 van 8 reacties" in texts


def test_what_cannot_come_into_the_text_is_not_promised(back: SmallProject) -> None:
    decide(back, {"nooit leuk": ("accept",), "dagboeken": ("accept",)})
    back.change("agenda/themes/werk.yaml", "Werk moet leuk blijven", "Werk hoort leuk te zijn")
    printed = back.run("review", "report").stdout
    assert printed == f"made {TABLE}: 3 reviewers, 8 items, 7 to be decided.\n"
    found = tables(back.path(TABLE))
    assert found["Anna Bakker / Kleine agenda"][1][3] == "<[Nog open]>"
    proposal = found["Anna Bakker / Voorstel: Leuk werk in de zorg"]
    assert proposal[1][3] == "Wordt overgenomen"
    assert found["Wie er reageerden"][1] == ["Anna Bakker", "4", "1", "1", "0", "0", "0", "3"]


UNDATED = "0-00-00T00:00:00Z"
ABOUT_A_NOTE = f"""\
<w:comment w:id="7" w:author="Bo" w:date="{UNDATED}">\
<w:p><w:r><w:t>Welke lectoren?</w:t></w:r></w:p></w:comment>"""
NOTE = '<w:footnoteReference w:id="1"/></w:r>'
NEW_PAGE = '<w:ins w:id="902" w:author="Anna"><w:r><w:br w:type="page"/></w:r></w:ins>'


def read_oddities(sent: SmallProject) -> str:
    """A change of the layout, one in the table of contents, and a comment on a footnote mark."""
    document = Document(unzipped(sent.path("build/agenda.docx"))).comments(ABOUT_A_NOTE)
    document.after("Werk moet leuk blijven.", NEW_PAGE)
    document.after("Korte weken", inserted(" en lange", "Bo", UNDATED))
    document.after(" lectoren", '<w:commentRangeStart w:id="7"/>')
    document.text = document.text.replace(NOTE, f'{NOTE}<w:commentRangeEnd w:id="7"/>', 1)
    return sent.run(
        "review", "read", str(zipped(sent.path("build/Bo.docx"), document.files))
    ).stdout


def test_what_is_of_no_text_no_value_or_no_date_is_told_in_words(sent: SmallProject) -> None:
    assert "  1 of these without text, so no decision needed\n" in read_oddities(sent)
    listed = sent.run("review", "list").stdout.splitlines()
    assert listed[0] == "the table of contents"
    assert listed[1].endswith("  open  inserted, Bo  (ronde-1)")
    assert listed[-1] == (
        "2 listed; 2 of 3 still to be decided; 1 without text, so no decision needed."
    )
    report(Project(sent.root), None, "2026-03-12")
    found = tables(sent.path(TABLE))
    contents, comment = found["Bo / Kleine agenda"][1:]
    assert contents[1:3] == [
        "Inhoudsopgave",
        "Toegevoegd, zonder datum\n1.2\tKorte weken{+ en lange+}",
    ]
    kind, about, says = comment[2].split("\n")
    assert (kind, says) == ("Opmerking, zonder datum", "Welke lectoren?")
    assert "telt twee lectoren[voetnoot of afbeelding] & meer." in about
    assert found["Anna / Kleine agenda"][1][1:] == [
        "Opmaak van het document",
        "Andere wijziging, zonder datum",
        "Beantwoord\nRaakt de tekst niet.",
    ]
    assert found["Wie er reageerden"][1] == ["Anna", "1", "1", "0", "0", "0", "1", "0"]
    shutil.rmtree(sent.path("agenda/reviews/ronde-1/received"))
    report(Project(sent.root), None, "2026-03-12")
    assert tables(sent.path(TABLE))["Bo / Kleine agenda"][1][1] == "Inhoudsopgave"


def test_without_the_files_that_came_back_the_table_says_the_same(back: SmallProject) -> None:
    report(Project(back.root), None, "2026-03-12")
    before = tables(back.path(TABLE))
    shutil.rmtree(back.path("agenda/reviews/ronde-1/received"))
    report(Project(back.root), None, "2026-03-12")
    after = tables(back.path(TABLE))
    note = "Gewijzigd zonder ‘Wijzigingen bijhouden’."
    for key, rows in before.items():
        for row in rows:
            row[:] = ["\n".join(t for t in cell.split("\n") if t != note) for cell in row]
        assert sorted(row[1:] for row in after[key]) == sorted(row[1:] for row in rows), key


def test_the_same_decisions_give_the_same_bytes(back: SmallProject) -> None:
    report(Project(back.root), None, "2026-03-12")
    first = back.path(TABLE).read_bytes()
    report(Project(back.root), None, "2026-03-12")
    assert back.path(TABLE).read_bytes() == first


def test_the_command_says_what_it_made(back: SmallProject) -> None:
    done = back.run("review", "report", "--round", "ronde-1")
    assert done.stdout == f"made {TABLE}: 3 reviewers, 8 items, 8 to be decided.\n"
    assert (done.stderr, done.exit_code) == ("", 0)


def test_an_answer_settles_the_replies_that_are_there(back: SmallProject) -> None:
    [comment] = [e for e in entries(back) if e.get("says") == "Waarom & 20?"]
    assert back.run("review", "answer", comment["id"], "Zo is het.").stdout == "2 answered.\n"
    late = {**comment, "id": "0badcafe", "kind": "reply", "says": "Toch niet.",
            "reply_to": comment["id"], "who": "Els Fortuin", "date": "2026-03-09"}  # fmt: skip
    add(back, late)
    report(Project(back.root), None, "2026-03-12")
    row = tables(back.path(TABLE))["Anna Bakker / Kleine agenda"][3]
    assert row[2].endswith("Antwoord van Els Fortuin, 9 maart 2026\nToch niet.")
    assert row[3] == "Beantwoord\nZo is het.\nAntwoord van Els Fortuin: <[Nog open]>"


def add(project: SmallProject, *more: dict[str, Any]) -> None:
    every = [*entries(project), *more] if project.path(DECISIONS).exists() else list(more)
    # By way of JSON, as a list that stands there twice becomes an alias in YAML.
    project.write(DECISIONS, yaml.safe_dump(json.loads(json.dumps({"items": every}))))


HOSTILE = "<b>&\"'{{ round.name }} {%p if x %} **vet** [@question:x] \u202e ]]> \ufffc"
HARMLESS = (
    "<b>&\"'{{ round.name }} {%p if x %} **vet** [@question:x] � ]]> [voetnoot of afbeelding]"
)


def test_what_readers_write_is_shown_as_it_is(sent: SmallProject) -> None:
    common = {"decision": "open", "who": HOSTILE, "document": "agenda.docx", "files": [HOSTILE]}
    add(
        sent,
        {**common, "id": "00000001", "kind": "comment", "passage": HOSTILE, "says": HOSTILE},
        {**common, "id": "00000002", "kind": "insertion", "passage": f"a {{+{HOSTILE}+}} b [-x-]"},
        {**common, "id": "00000003", "kind": "reply", "passage": "-", "says": "x\n\ny",
         "reply_to": "00000009", "who": "?", "document": "weg.docx", "date": "gisteren"},
        {**common, "id": "00000004", "kind": "other", "passage": "-", "decision": "answered",
         "why": HOSTILE},
    )  # fmt: skip
    done = report(Project(sent.root), None, "2026-03-12")
    assert done.problems == ()
    found = tables(sent.path(TABLE))
    about, change, layout = found[f"{HARMLESS} / Kleine agenda"][1:]
    assert about[1:] == [
        "Niet geplaatst", f"Opmerking, zonder datum\nBij ‘{HARMLESS}’\n{HARMLESS}", "<[Nog open]>",
    ]  # fmt: skip
    assert change[2] == f"Toegevoegd, zonder datum\na {{+{HARMLESS}+}} b [-x-]"
    assert layout[1:] == [
        "Opmaak van het document",
        "Andere wijziging, zonder datum",
        f"Beantwoord\n{HARMLESS}",
    ]
    assert found["(zonder naam) / weg.docx"][1][1:] == [
        "Niet geplaatst", "Antwoord, gisteren\nx\ny", "<[Nog open]>",
    ]  # fmt: skip
    for command in (["openxml-audit", "-f", "microsoft365"], ["ooxml-integrity", "check"]):
        validator = Path(sys.executable).with_name(command[0])
        checked = subprocess.run(
            [str(validator), *command[1:], str(sent.path(TABLE))], capture_output=True, text=True
        )
        assert checked.returncode == 0, checked.stdout


def test_text_is_made_visible() -> None:
    assert visible("a\x01\ud800\ufffe\x85b\r\nc\td\u2029e") == "a���\nb\nc\td\ne"
    words = "woord " * 200
    [paragraph] = changed("x" * 70, words, "nieuw", " na " * 20)
    texts = [piece.same or piece.old or piece.new for piece in paragraph.pieces]
    assert texts[0] == "x" * 70
    assert texts[1].startswith("woord woord")
    assert texts[1].count("woord ") + 134 == 200
    assert " [… 134 woorden …] " in texts[1]
    assert texts[2:] == ["nieuw", " na " * 19 + " na …"]


def test_a_paragraph_ends_where_it_ended_in_the_document() -> None:
    made = changed("Vóór", "", "¶Nieuw\nregel", "")
    texts = [[(p.same, p.new) for p in paragraph.pieces] for paragraph in made]
    assert texts == [
        [("Vóór", ""), ("", "¶")], [("", "Nieuw↵")], [("", "regel")],
    ]  # fmt: skip


def test_places_have_the_words_of_their_readers(sent: SmallProject) -> None:
    [one], _ = read_rounds(Project(sent.root))
    bases = {base.document: base for base in one.bases}
    agenda, proposal = (Places(bases[name]) for name in ("agenda.docx", "leuk.docx"))
    assert place(agenda, "Kleine agenda") == "Titel"
    assert place(agenda, "1.1\tLeuk werk") == "Thema 1, kernvraag 1.1 (Leuk werk), titel"
    assert place(agenda, "a\tWat doet een leidinggevende?") == (
        "Thema 1, kernvraag 1.1 (Leuk werk), deelvraag a"
    )
    assert place(agenda, "Deelvragen") == "Thema 1, kernvraag 1.1 (Leuk werk)"
    assert place(agenda, "Er waren 10 deelnemers") == "Inleiding, Werkwijze"
    assert place(agenda, "Zo staat het in het verslag.") == "Inleiding, voetnoot"
    assert place(agenda, "Jo Jansen") == "Genoemde personen: Jo Jansen"
    assert place(agenda, "RAAK") == "Afkortingen: RAAK"
    assert place(agenda, "Overzichten") == "‘Overzichten’"
    assert place(agenda, "Klein platform · ") == "Koptekst"
    assert place(proposal, "Wat helpt?") == "Deelvraag 1"
    assert place(proposal, "Interviews") == "Deelvraag 1, methode"
    assert place(proposal, "Werkpakket 1: Vragen") == "Werkpakket 1, titel"
    assert place(proposal, "[Rol]") == "Partner 1, rol"
    assert place(proposal, "Roosters") == "Doorwerking, praktijk"
    assert place(proposal, "Een voorstel.") == "Samenvatting"
    assert agenda.words(-1) == ""


def test_text_of_the_template_has_the_place_that_its_neighbours_share() -> None:
    file = "agenda/themes/werk.yaml"
    paths = [
        "title",
        "questions/a/question",
        "questions/b/question",
        "links/c/text",
        "links/d/text",
    ]
    values = tuple(Value(file, path, "line", path) for path in paths)
    shown = [Passage("body", "", v.text, (Part(n, 0, 0, 1),)) for n, v in enumerate(values)]
    fixed = [Passage("body", "", f"Vaste tekst {n}") for n in range(5)]
    every = [one for pair in zip(shown, fixed, strict=True) for one in pair]
    places = Places(Base("a.docx", "1", "f", values, tuple(every)))
    words = [places.words(number) for number in range(1, 10, 2)]
    assert words == [
        "T", "T, kernvragen", "T", "T, samenhang met andere thema’s", "‘Vaste tekst 4’",
    ]  # fmt: skip


def place(places: Places, start: str) -> str:
    passages_ = places.base.passages
    number = next(n for n, p in enumerate(passages_) if p.text.lstrip().startswith(start))
    parts = passages_[number].parts
    return places.words(number, parts[0].value if parts else -1)


def test_rounds_that_are_not_there(small: SmallProject) -> None:
    assert small.run("review", "report").stderr == (
        "agenda/reviews: error: nothing was sent for review yet [review-nothing-sent]\n"
        "    send documents out with “agenda review send”\n"
    )
    small.run("review", "send", "--no-layout")
    done = small.run("review", "report", "--round", "ronde1")
    assert done.stderr == (
        "agenda/reviews: error: there is no round “ronde1” [review-no-round]\n"
        "    did you mean “ronde-1”?\n"
    )
    done = small.run("review", "report")
    assert done.stderr == (
        "agenda/reviews: error: nothing came back in “ronde-1” yet [review-nothing-back]\n"
        "    read files that came back with “agenda review read”\n"
    )
    assert done.exit_code == 1
    assert not small.path(TABLE).exists()


def test_what_a_template_of_the_table_can_show_is_checked(back: SmallProject) -> None:
    template = back.path("templates/reactietabel.docx")
    document = docx.Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ round.publishr }}"
    document.save(str(template))
    wrong = (
        "templates/reactietabel.docx: body, paragraph 1: error: unknown variable round.publishr in"
        " “{{ round.publishr }}” [template-variable]\n    did you mean “publisher”?\n"
    )
    assert back.run("template", "check").stderr == wrong
    done = back.run("review", "report")
    assert (done.stderr, done.exit_code) == (wrong, 1)
    template.unlink()
    done = back.run("review", "report")
    assert done.stderr == "templates/reactietabel.docx: error: the file is missing [missing-file]\n"
    assert back.run("template", "check").exit_code == 0


def test_tables_can_be_read_aloud(back: SmallProject) -> None:
    report(Project(back.root), None, "2026-03-12")
    document = docx.Document(str(back.path(TABLE)))
    assert document.core_properties.title == "Reactietabel ronde-1"
    assert document.core_properties.language == "nl-NL"
    assert len(document.tables) == 6
    for table in document.tables:
        properties = table._tbl.tblPr
        assert properties.xpath("w:tblCaption/@w:val")[0]
        assert properties.xpath("w:tblDescription/@w:val")[0]
        assert [len(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows][:2] == [1, 0]
        assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)
    captions = [table._tbl.tblPr.xpath("w:tblCaption/@w:val")[0] for table in document.tables]
    assert captions[1] == "Reacties van Anna Bakker op Kleine agenda"


def test_a_long_table_repeats_its_head_and_keeps_rows_whole_that_fit_a_page(
    sent: SmallProject, tmp_path: Path
) -> None:
    names = ["Anna Bakker", "Cor Dijk"]
    add(sent, *(
        {"id": f"{n:08x}", "decision": "open", "kind": "comment", "who": names[n % 2],
         "document": "agenda.docx", "files": ["agenda.docx"], "passage": "-",
         "says": f"begin{n}. {'Een zin over het werk. ' * (n * 7 % 12)}einde{n}."}
        for n in range(200)
    ), {"id": "0000ffff", "decision": "open", "kind": "comment", "who": "Cor Dijk",
        "document": "agenda.docx", "files": [], "passage": "-",
        "says": f"{'Een lange zin. ' * 500}slot"})  # fmt: skip
    report(Project(sent.root), None, "2026-03-12")
    *pages, rest = pdf_text(sent.path(TABLE), tmp_path).split("\f")
    assert rest == ""
    assert len(pages) > 15
    for n in range(200):
        [page] = [page for page in pages if f"begin{n}." in page]
        assert f"einde{n}." in page
        head = page[: page.index("begin")]
        assert names[n % 2] in head
        assert "Wat de redactie ermee deed" in head
    words = " ".join(pages).split()
    assert (words.count("lange"), words.count("slot")) == (500, 1)


def test_sending_does_not_repeat_what_is_open(small: SmallProject) -> None:
    assert "note: " in small.run("check").stderr
    done = small.run("review", "send", "--no-layout")
    assert (done.stderr, done.exit_code) == ("", 0)
