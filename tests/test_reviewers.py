"""The two reviewers of the tests make the edits that are planned, and what they save is right.

One works in LibreOffice, the other writes as Word does. LibreOffice and pandoc, which know nothing
of the plans, say what each file comes to when all changes are accepted and when all are rejected.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree

from bpa_agenda.build_project import build
from bpa_agenda.project import Project
from bpa_agenda.revisions import accepted_text, rejected_text, text
from conftest import CASES, ROOT
from edit_plans import AUTHORS, KINDS, plans
from edits import OBJECT, Edit, Expected, Passage, expected, find
from marked_documents import W, mark, passages, read_main, write_main
from reviewed_documents import body_of
from reviewed_documents import read as read_reviewed_file
from reviewer_libreoffice import Review, as_lines, can_do, review, skip_without
from reviewer_word import review as write_as_word
from word import part, style_of, text_of

SMALL = ("agenda", "leuk")
REAL = ("onderzoeksagenda", "voorstel-duurzame-plaatsing-mkb")


# --- what edits come to, reckoned by hand

BODY = [
    Passage(0, "_a0001", "Het werk is leuk.", followed=True),
    Passage(1, "_a0002", "Tweede alinea.", followed=True, fields=((0, 6),)),
    Passage(2, "", "", followed=False),
    Passage(3, "_a0003", "cel 1", "cell", row=(0, 1)),
    Passage(4, "_a0004", "cel 2", "cell", row=(0, 1)),
    Passage(5, "_a0005", "Laatste."),
]
FIRST, SECOND, CELLS, LAST = "Het werk is leuk.", "Tweede alinea.", "cel 1|cel 2", "Laatste."


@pytest.mark.parametrize(
    ("edit", "accepted"),
    [
        (Edit("insert", "_a0001", 3, 3, " ware"), "Het ware werk is leuk.|Tweede alinea.||%"),
        (Edit("delete", "_a0001", 3, 8), "Het is leuk.|Tweede alinea.||%"),
        (Edit("replace", "_a0001", 12, 16, "*fijn*"), "Het werk is *fijn*.|Tweede alinea.||%"),
        (
            Edit("move", "_a0001", 3, 8, target="_a0002", at=6),
            "Het is leuk.|Tweede werk alinea.||%",
        ),
        (
            Edit("nested", "_a0001", 3, 3, " heel zware", ("erg",), cut=(1, 5)),
            "Het erg zware werk is leuk.|Tweede alinea.||%",
        ),
        (Edit("field", "_a0002", 0, 1, "7"), f"{FIRST}|7weede alinea.||%"),
        (Edit("format", "_a0001", 0, 3, "bold"), f"{FIRST}|{SECOND}||%"),
        (Edit("comment", "_a0001", 0, 3, "Echt?", ("Ja.",)), f"{FIRST}|{SECOND}||%"),
        (Edit("restyle", "_a0001", text="bullet"), f"{FIRST}|{SECOND}||%"),
        (Edit("split", "_a0001", 8, 8), f"Het werk| is leuk.|{SECOND}||%"),
        (Edit("join", "_a0001"), f"{FIRST}{SECOND}||%"),
        (Edit("add-after", "_a0001", texts=("Een.", "Twee.")), f"{FIRST}|Een.|Twee.|{SECOND}||%"),
        (Edit("add-before", "_a0002", texts=("Een.", "Twee.")), f"{FIRST}|Een.|Twee.|{SECOND}||%"),
        (Edit("remove", "_a0001"), f"{SECOND}||%"),
        (Edit("carry", "_a0002", target="_a0001"), f"{SECOND}|{FIRST}||%"),
        (Edit("add-row", "_a0003", texts=("x", "y")), f"{FIRST}|{SECOND}||{CELLS}|x|y|{LAST}"),
        (Edit("remove-row", "_a0004"), f"{FIRST}|{SECOND}||{LAST}"),
    ],
    ids=lambda value: value.kind if isinstance(value, Edit) else "",
)
def test_what_an_edit_comes_to(edit: Edit, accepted: str) -> None:
    whole = accepted.replace("%", f"{CELLS}|{LAST}")
    untouched = tuple(passage.text for passage in BODY)
    assert expected(BODY, [edit]) == (tuple(whole.split("|")), untouched)
    unrecorded = expected(BODY, [replace(edit, tracked=False)])
    assert unrecorded == (tuple(whole.split("|")), tuple(whole.split("|")))


# --- documents and plans


class Planned(NamedTuple):
    """A document with edits that were made in it, and what these must come to."""

    path: Path
    edits: list[Edit]
    expected: Expected


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Marked documents: of the small project, and two of the real ones."""
    folder = tmp_path_factory.mktemp("reviewers")
    shutil.copytree(CASES / "small", folder / "small")
    shutil.copytree(ROOT / "templates", folder / "small" / "templates")
    for name in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / name, folder / "real" / name)
    for project, names in (("small", SMALL), ("real", REAL)):
        done = build(Project(folder / project), layout=False)
        assert [str(p) for p in done.problems if p.severity > 0] == []
        for name in names:
            mark(folder / project / "build" / f"{name}.docx", folder / f"{name}.docx")
    return folder


@cache
def body(path: Path) -> list[Passage]:
    return passages(path)


def written(folder: Path, name: str, edits: list[Edit], seed: int) -> Planned:
    """A document with edits as Word saves it."""
    source, to = folder / f"{name}.docx", folder / f"{name}-word-{seed}.docx"
    return Planned(to, edits, write_as_word(source, to, body(source), edits, seed))


def test_a_plan_has_all_kinds_and_is_the_same_each_time(folder: Path) -> None:
    path = folder / "onderzoeksagenda.docx"
    drawn = plans(7, body(path), 200)
    assert drawn == plans(7, body(path), 200)
    assert drawn != plans(8, body(path), 200)
    kinds = Counter(edit.kind for edit in drawn)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 5
    assert 10 < sum(not edit.tracked for edit in drawn) < 60


# --- LibreOffice

EDITED = ("agenda-1", "leuk-2")
READ = ("agenda-5", "leuk-6")
BY_ODT = "leuk-7"


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, tuple[Planned, Expected]]:
    """What was planned and what LibreOffice shows; one run for all that the tests want of it."""
    skip_without()
    planned, jobs = {}, []
    for case in (*EDITED, *READ, BY_ODT):
        name, _, seed = case.partition("-")
        source, to = folder / f"{name}.docx", folder / f"{case}.docx"
        drawn = plans(int(seed), body(source), 45, crowded=int(seed) % 2 == 0)
        edits = [edit for edit in drawn if can_do(edit, body(source))]
        if case in READ:
            planned[case] = written(folder, name, edits, int(seed))
            jobs.append(Review(planned[case].path, to))
        else:
            planned[case] = Planned(to, edits, expected(body(source), edits))
            jobs.append(Review(source, to, edits, body(source), through_odt=case == BY_ODT))
    shown = review(jobs)
    return {case: (planned[case], found) for case, found in zip(planned, shown, strict=True)}


@pytest.mark.parametrize("case", [*EDITED, *READ])
def test_libreoffice_shows_what_was_planned(
    seen: dict[str, tuple[Planned, Expected]], case: str
) -> None:
    """In files that it edited itself, and in files written as by Word."""
    planned, shown = seen[case]
    assert len(planned.edits) > 30
    assert shown.accepted == as_lines(planned.expected.accepted)
    assert shown.rejected == as_lines(planned.expected.rejected)


def test_by_way_of_odt_no_accepted_text_is_lost(
    seen: dict[str, tuple[Planned, Expected]],
) -> None:
    """It adds empty paragraphs on that way, and joins some when all is rejected."""
    planned, shown = seen[BY_ODT]
    lines = as_lines(planned.expected.accepted)
    assert [line for line in shown.accepted if line] == [line for line in lines if line]


def test_libreoffice_records_all_kinds_of_changes(
    seen: dict[str, tuple[Planned, Expected]],
) -> None:
    roots = [part(seen[case][0].path) for case in EDITED]
    found = marks(roots)
    assert found >= {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"}
    assert found >= {"p ins", "p del", "p moveFrom", "p moveTo", "row ins", "row del", "nested"}
    assert found >= {"commentRangeStart", "commentReference"}
    authors = {n.get(f"{W}author") for root in roots for n in root.iter(f"{W}ins", f"{W}del")}
    assert authors == {"Anna Bakker", "Cor Dijk", "Els Fortuin"}
    comments = part(seen["agenda-1"][0].path, "word/comments.xml")
    said = [text for e in seen["agenda-1"][0].edits if e.kind == "comment"
            for text in (e.text, *e.texts)]  # fmt: skip
    assert Counter(map(text_of, comments)) == Counter(said)


def marks(roots: list[etree._Element]) -> set[str]:
    """The names of all changes, with the part of the document that they stand in."""
    found = set()
    for node in (node for root in roots for node in root.iter()):
        name, *where = (str(n.tag).rpartition("}")[2] for n in (node, *node.iterancestors()))
        of_mark = where[:2] == ["rPr", "pPr"]
        found.add("p " * of_mark + "row " * (where[:1] == ["trPr"]) + name)
        if name == "del" and where[:1] == ["ins"]:
            found.add("nested")
    return found


# --- as Word writes it


@pytest.fixture(scope="module")
def as_word(folder: Path) -> dict[str, Planned]:
    made = {}
    for seed, name in enumerate((*SMALL, *REAL), start=20):
        there = body(folder / f"{name}.docx")
        drawn = plans(seed, there, 60 if name in SMALL else 200, crowded=seed % 2 == 0)
        joined = [p.bookmark for p, after in pairwise(there) if after.kind == "heading"]
        edits = [e for e in drawn if e.kind != "join" or e.bookmark not in joined]
        made[name] = written(folder, name, edits, seed)
    return made


@pytest.mark.parametrize("name", [*SMALL, *REAL])
def test_pandoc_reads_what_was_planned(
    folder: Path, as_word: dict[str, Planned], name: str
) -> None:
    """As one text without spaces: pandoc does not join paragraphs of different styles.

    What is joined to a heading it puts after it, so the plans have no such edits.
    """
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    contents = "".join(text_of(p) for p in part(folder / f"{name}.docx").iter(f"{W}p")
                       if re.fullmatch(r"TOC\d", style_of(p)))  # fmt: skip
    planned = as_word[name]
    for mode, texts in (
        ("accept", planned.expected.accepted),
        ("reject", planned.expected.rejected),
    ):
        whole = by_pandoc(planned.path, mode).replace(closed(contents), "", 1)
        assert whole == closed("".join(texts))


def by_pandoc(path: Path, mode: str) -> str:
    """The text of the body without spaces, where pandoc would take titles for metadata."""
    root = read_main(path)
    for style in root.iter(f"{W}pStyle"):
        if style.get(f"{W}val") in ("Title", "Subtitle"):
            style.set(f"{W}val", "BodyText")
    untitled = write_main(path, path.with_suffix(".untitled.docx"), root)
    command = ["pandoc", f"--track-changes={mode}", "--from=docx", "--to=json", str(untitled)]
    done = subprocess.run(command, capture_output=True, check=True)
    return closed("".join(_said(json.loads(done.stdout)["blocks"])))


def _said(node: Any) -> Iterator[str]:
    """The words of a pandoc document; a note and a picture are one character each."""
    if isinstance(node, list):
        for child in node:
            yield from _said(child)
    elif isinstance(node, dict) and node.get("t") in ("Str", "Code"):
        yield node["c"] if node["t"] == "Str" else node["c"][1]
    elif isinstance(node, dict) and node.get("t") in ("Note", "Image"):
        yield OBJECT
    elif isinstance(node, dict) and node.get("t") == "Table":
        _, _made_of_descriptions, *parts = node["c"]
        yield from _said(parts)
    elif isinstance(node, dict):
        yield from _said(node.get("c", []))


def closed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_rejecting_what_was_recorded_gives_the_original(folder: Path) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    source = folder / "leuk.docx"
    edits = plans(31, body(source), 60, untracked=0)
    planned = written(folder, "leuk", edits, 31)
    assert by_pandoc(planned.path, "reject") == by_pandoc(source, "accept")
    assert by_pandoc(planned.path, "accept") != by_pandoc(source, "accept")


@pytest.mark.parametrize("name", [*SMALL, REAL[1]])
def test_validators_find_nothing_in_what_is_written_as_word(
    as_word: dict[str, Planned], name: str
) -> None:
    for command in (["openxml-audit", "-f", "microsoft365"], ["ooxml-integrity", "check"]):
        program = Path(sys.executable).with_name(command[0])
        arguments = [program, *command[1:], str(as_word[name].path)]
        done = subprocess.run(arguments, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_written_as_word_has_all_that_word_writes(as_word: dict[str, Planned]) -> None:
    found = marks([part(planned.path) for planned in as_word.values()])
    assert found >= {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "nested"}
    assert found >= {"p ins", "p del", "p moveFrom", "p moveTo", "row ins", "row del"}
    assert found >= {"moveFromRangeStart", "moveToRangeEnd", "delInstrText", "proofErr"}
    assert found >= {"commentRangeStart", "commentReference", "lastRenderedPageBreak"}


def test_comments_are_written_with_replies_and_what_is_done(as_word: dict[str, Planned]) -> None:
    planned = as_word["onderzoeksagenda"]
    edits = [edit for edit in planned.edits if edit.kind == "comment"]
    assert any(edit.texts for edit in edits)
    comments = part(planned.path, "word/comments.xml")
    said = Counter(text for edit in edits for text in (edit.text, *edit.texts))
    assert Counter(map(text_of, comments)) == said
    threads = part(planned.path, "word/commentsExtended.xml")
    w15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
    replies = [node for node in threads if node.get(f"{w15}paraIdParent")]
    done = [node for node in threads if node.get(f"{w15}done") == "1"]
    assert len(replies) == sum(len(edit.texts) for edit in edits)
    assert len(done) == sum(1 + len(edit.texts) for edit in edits if edit.resolved)
    ids = {node.get(f"{W}id") for node in part(planned.path).iter(f"{W}commentReference")}
    assert ids == {node.get(f"{W}id") for node in comments}


# --- as the project reads it


@pytest.mark.parametrize("case", [*EDITED, *READ])
def test_it_reads_what_libreoffice_shows(
    seen: dict[str, tuple[Planned, Expected]], case: str
) -> None:
    planned, shown = seen[case]
    read = body_of(read_reviewed_file(planned.path))
    assert as_lines(accepted_text(read)) == shown.accepted
    assert as_lines(rejected_text(read)) == shown.rejected


@pytest.mark.parametrize("name", [*SMALL, *REAL])
def test_it_reads_what_was_planned(as_word: dict[str, Planned], name: str) -> None:
    read = body_of(read_reviewed_file(as_word[name].path))
    assert tuple(accepted_text(read)) == as_word[name].expected.accepted
    assert tuple(rejected_text(read)) == as_word[name].expected.rejected


@pytest.mark.parametrize("name", [*SMALL, *REAL])
def test_every_change_that_it_reads_is_a_change_of_something(
    as_word: dict[str, Planned], name: str
) -> None:
    document = read_reviewed_file(as_word[name].path)
    used: set[int | None] = set()
    for p in document.paragraphs:
        used |= {p.mark_inserted, p.mark_deleted, p.row_inserted, p.row_deleted, p.reshaped}
        for piece in p.pieces:
            used |= {piece.inserted, piece.deleted, piece.formatted}
    changes = [change for change in document.changes if change.kind != "range"]
    assert [change for change in changes if change.id not in used] == []
    assert {change.author for change in changes} <= set(AUTHORS)
    assert all(change.move for change in changes if change.kind in ("move-from", "move-to"))


@pytest.mark.parametrize("name", [*SMALL, *REAL])
def test_comments_that_it_reads_stand_on_the_words_they_are_about(
    folder: Path, as_word: dict[str, Planned], name: str
) -> None:
    document = read_reviewed_file(as_word[name].path)
    there = body(folder / f"{name}.docx")
    edits = [edit for edit in as_word[name].edits if edit.kind == "comment"]
    assert len(document.comments) == sum(1 + len(edit.texts) for edit in edits) > 0
    for edit in edits:
        said = (edit.text, *edit.texts)
        first, *replies = (c for text in said for c in document.comments if c.text == text)
        assert first.place is not None
        about = text(document.paragraphs[first.place.first])[first.place.start : first.place.end]
        assert about == find(there, edit.bookmark).text[edit.start : edit.end]
        assert (first.author, first.parent, first.resolved) == (edit.author, "", edit.resolved)
        assert [(r.parent, r.place, r.resolved) for r in replies] == [
            (first.id, first.place, edit.resolved) for _ in edit.texts
        ]
