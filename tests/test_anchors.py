"""Every paragraph from the YAML has one bookmark, and a document knows what it was made from."""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lxml import etree

from bpa_agenda.anchors import Base, base_text, fingerprint, read_base
from bpa_agenda.build_project import build
from bpa_agenda.project import Project
from bpa_agenda.review_rounds import read_returned
from bpa_agenda.word_base import base_of
from bpa_agenda.word_package import open_package
from bpa_agenda.word_revisions import read_reviewed
from conftest import ROOT, SmallProject
from returned import COR, Reviewer, SmallRound, changed_part, plain
from word import W, style_of, text_of
from word_documents import converted, unzipped

W_ = f"{{{W}}}"
PARTS = re.compile(r"word/(?:document|header\d+|footer\d+|footnotes)\.xml")
ANCHOR = re.compile(r"_a\d{5}")
# Running text without Markdown; long enough not to stand anywhere by accident.
RUNNING = re.compile(r"[^\W\d_][^\W_][\w ,;’‘-]{28,}\w")


@pytest.fixture(scope="module")
def small_documents(sent_once: Path) -> Path:
    return sent_once / "build"


@pytest.fixture(scope="module")
def real_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    for name in ("agenda", "sources", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    assert build(Project(folder), layout=False).files
    return folder / "build"


@pytest.fixture(scope="module")
def documents(small_documents: Path, real_documents: Path) -> list[Path]:
    return sorted([*small_documents.glob("*.docx"), *real_documents.glob("*.docx")])


def _roots(document: Path) -> dict[str, etree._Element]:
    files = unzipped(document)
    return {name: etree.fromstring(files[name]) for name in files if PARTS.fullmatch(name)}


def _anchors(paragraph: etree._Element) -> list[etree._Element]:
    starts = paragraph.iter(f"{W_}bookmarkStart")
    return [start for start in starts if ANCHOR.fullmatch(str(start.get(f"{W_}name")))]


# --- bookmarks


def test_a_bookmark_lies_within_one_paragraph_of_which_it_is_the_only_one(
    documents: list[Path],
) -> None:
    for document in documents:
        for part, root in _roots(document).items():
            paragraphs = list(root.iter(f"{W_}p"))
            for paragraph in paragraphs:
                assert len(_anchors(paragraph)) <= 1, (document.name, part, text_of(paragraph))
                for start in _anchors(paragraph):
                    number = start.get(f"{W_}id")
                    ends = [e for e in root.iter(f"{W_}bookmarkEnd") if e.get(f"{W_}id") == number]
                    assert [next(end.iterancestors(f"{W_}p")) for end in ends] == [paragraph]
            inside = sum(len(_anchors(paragraph)) for paragraph in paragraphs)
            assert inside == len(_anchors(root))


def test_names_and_numbers_of_bookmarks_stand_once_in_a_document(documents: list[Path]) -> None:
    for document in documents:
        roots = _roots(document).values()
        starts = [mark for root in roots for mark in root.iter(f"{W_}bookmarkStart")]
        names = [str(mark.get(f"{W_}name")) for mark in starts]
        assert [n for n, count in Counter(names).items() if count > 1 or len(n) > 40] == []
        numbers = Counter(mark.get(f"{W_}id") for mark in starts)
        assert [number for number, count in numbers.items() if count > 1] == []
        assert sum(1 for name in names if ANCHOR.fullmatch(name)) > 20


def test_no_text_stands_in_a_content_control(documents: list[Path]) -> None:
    """Word lets nobody type at the edges of one; a table of contents may well have one."""
    for document in documents:
        for root in _roots(document).values():
            for control in root.iter(f"{W_}sdt"):
                assert control.find(f"{W_}sdtPr/{W_}docPartObj") is not None
                assert [_anchors(p) for p in control.iter(f"{W_}p") if _anchors(p)] == []


UNANCHORED = [
    *("Inhoud", "Herkomst: Werkatelier 1, het plenaire deel", "Werkatelier 1, 28 maart 2018"),
    *("Niveau: persoon en organisatie", "Herkomst: Werkatelier 1, groep geel", "Deelvragen", "Hoe"),
    *("Niveau: maatschappij", "Herkomst: Werkatelier 1, groep groen", "Wie"),
    *("Verwante kernvragen", "Overzichten"),
]
OVERVIEWS = ("Wat er met de inbreng is gebeurd", "Literatuur", "Open punten")


def test_what_has_no_bookmark_comes_from_the_template_or_is_made(small_documents: Path) -> None:
    root = _roots(small_documents / "agenda.docx")["word/document.xml"]
    shown = [p for p in root.iter(f"{W_}p") if text_of(p) and not _is_contents(p)]
    bare = [plain(text_of(p)) for p in shown if not _anchors(p)]
    assert bare[: len(UNANCHORED)] == UNANCHORED
    values = {"RAAK", "[Voluit]", "Jo Jansen", "[Functie]", "Klein & Co"}
    assert values & set(bare) == set()


def _is_contents(paragraph: etree._Element) -> bool:
    return re.fullmatch(r"TOC\d", style_of(paragraph)) is not None


@pytest.mark.parametrize(
    ("document", "folders", "least"),
    [
        ("onderzoeksagenda.docx", ("sections", "themes"), 900),
        ("voorstel-duurzame-plaatsing-mkb.docx", ("proposals",), 80),
        ("voorstel-formeel-en-informeel-werk.docx", ("proposals",), 80),
    ],
)
def test_every_text_of_a_real_agenda_stands_in_a_bookmark(
    real_documents: Path, document: str, folders: tuple[str, ...], least: int
) -> None:
    """Asked of the YAML and the Word file alone, not of the map that the program makes."""
    wanted = {text for folder in folders for text in _running(ROOT / "agenda" / folder)}
    seen: set[str] = set()
    for root in _roots(real_documents / document).values():
        for paragraph in _reviewable(root):
            text, inside = plain(text_of(paragraph)), _text_in_bookmark(paragraph)
            for stretch in (stretch for stretch in wanted if stretch in text):
                assert stretch in inside
                seen.add(stretch)
    assert len(seen) >= least


def _running(folder: Path) -> Iterator[str]:
    """Stretches of running text in the values of YAML files."""
    for path in folder.glob("*.yaml"):
        for event in yaml.parse(path.read_text("utf-8")):
            if isinstance(event, yaml.ScalarEvent):
                for block in re.split(r"\n\s*\n", event.value):
                    found = RUNNING.findall(" ".join(block.split()))
                    yield from (stretch for stretch in found if " " in stretch)


def _reviewable(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs but for what is made: the table of contents, overviews, lines on sources."""
    heading = ""
    for paragraph in root.iter(f"{W_}p"):
        if style_of(paragraph).startswith(("Heading", "Kop")):
            heading = text_of(paragraph)
        is_made = _is_contents(paragraph) or style_of(paragraph) == "Herkomst"
        if not is_made and heading not in OVERVIEWS:
            yield paragraph


def _text_in_bookmark(paragraph: etree._Element) -> str:
    numbers = {start.get(f"{W_}id") for start in _anchors(paragraph)}
    is_in, texts = False, []
    for node in paragraph.iter():
        if (
            node.tag in (f"{W_}bookmarkStart", f"{W_}bookmarkEnd")
            and node.get(f"{W_}id") in numbers
        ):
            is_in = node.tag == f"{W_}bookmarkStart"
        elif is_in and node.tag == f"{W_}t":
            texts.append(node.text or "")
    return plain("".join(texts))


# --- the map and the identity


def _base(document: Path) -> Base:
    package, problems = open_package(document, document.name)
    assert package is not None, problems
    base = base_of(read_reviewed(package))
    assert base is not None
    return base


def test_a_document_carries_a_map_that_reads_back_as_it_was_written(documents: list[Path]) -> None:
    for document in documents:
        base = _base(document)
        assert base.document == document.name
        assert read_base(base_text(base)) == base


# What becomes of the first stretch: [value, paragraph, start, end]; there are not 100 values.
STRETCHES = {
    "a value that is not there": [100, 0, 0, 14],
    "a value before the first": [-1, 0, 0, 14],
    "a paragraph before the first": [0, -1, 0, 14],
    "a stretch behind the text": [0, 0, 0, 15],
    "a stretch that ends before it starts": [0, 0, 14, 0],
    "a stretch that starts before the text": [0, 0, -1, 14],
    "an atom behind its stretch": [0, 0, 0, 14, [3, 1_000_000_000_000]],
    "an atom that ends before it starts": [0, 0, 0, 14, [5, 3]],
    "atoms that overlap": [0, 0, 0, 14, [0, 5], [3, 8]],
    "an atom with three ends": [0, 0, 0, 14, [0, 5, 8]],
    "half a stretch": [0, 0],
    "text for a number": [0, 0, "0", 14],
    "a fraction": [0, 0, 0.5, 14],
    "no stretch": None,
}


@pytest.mark.parametrize("part", STRETCHES.values(), ids=STRETCHES)
def test_a_map_with_an_impossible_stretch_is_not_believed(
    small_documents: Path, part: list[object]
) -> None:
    data = json.loads(base_text(_base(small_documents / "agenda.docx")))
    assert data["passages"][0][4:] == [[0, 0, 0, 14]]
    assert len(data["values"]) < 100
    data["passages"][0][4] = part
    assert read_base(json.dumps(data)) is None


VALUE = '["agenda/agenda.yaml","publisher","line","Klein platform"]'
SPOILED = {
    "another format": ('"format": 1', '"format": 2'),
    "another text": ('"Klein platform",[', '"Groot platform",['),
    "a text that is gone": ('"Klein platform",[', "["),
    "a key that is gone": ('"version":', '"versie":'),
    "a number for a version": ('"version": "0.1"', '"version": 0.1'),
    "a number for a text": (VALUE, '["agenda/agenda.yaml","publisher","line",5]'),
    "a value too short": (VALUE, '["agenda/agenda.yaml"]'),
    "a file elsewhere": (VALUE, '["../agenda.yaml","publisher","line","Klein platform"]'),
    "a file of the machine": (VALUE, '["/etc/agenda.yaml","publisher","line","Klein platform"]'),
    "a file of another kind": (VALUE, '["Makefile","publisher","line","Klein platform"]'),
    "no JSON": ("{\n", "{{\n"),
    "a list": ("{\n", "[{\n"),
}


@pytest.mark.parametrize(("old", "new"), SPOILED.values(), ids=SPOILED)
def test_a_map_that_was_changed_on_the_way_is_not_believed(
    small_documents: Path, old: str, new: str
) -> None:
    text = base_text(_base(small_documents / "agenda.docx"))
    assert text.count(old) == 1
    spoiled = text.replace(old, new) + ("]" if new == "[{\n" else "")
    assert read_base(spoiled) is None


def _properties(document: Path) -> dict[str, str]:
    root = etree.fromstring(unzipped(document)["docProps/custom.xml"])
    return {str(entry.get("name")): entry[0].text or "" for entry in root}


def test_properties_name_the_document_its_version_and_its_input(documents: list[Path]) -> None:
    for document in documents:
        base = _base(document)
        said = {
            "agenda-document": document.name,
            "agenda-version": base.version,
            "agenda-input": base.fingerprint,
        }
        assert {key: _properties(document)[key] for key in said} == said
        assert re.fullmatch("[0-9a-f]{64}", base.fingerprint)


def test_a_property_holds_no_more_than_word_keeps(small: SmallProject) -> None:
    small.change("agenda/agenda.yaml", "version: '0.1'", f"version: '{'lang ' * 60}1'")
    assert build(Project(small.root), layout=False).files
    document = small.path("build/agenda.docx")
    assert {key: len(text) for key, text in _properties(document).items()} == {
        "agenda-document": 11,
        "agenda-version": 255,
        "agenda-input": 64,
    }
    assert _base(document).version == "lang " * 60 + "1"


def _fingerprints(project: SmallProject) -> dict[str, str]:
    built = build(Project(project.root), layout=False, maps=True)
    assert built.files, built.problems
    return {base.document: base.fingerprint for base in built.bases}


BOTH, AGENDA, PROPOSAL, NONE = ["agenda.docx", "leuk.docx"], ["agenda.docx"], ["leuk.docx"], []


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("agenda/agenda.yaml", "Kleine agenda", "Kleine lijst", BOTH),
        ("agenda/themes/werk.yaml", "Groep groen vroeg dit.", "Groep groen vroeg dat.", AGENDA),
        ("agenda/themes/werk.yaml", "title: Leuk werk", "title: Fijn werk", BOTH),
        ("agenda/proposals/leuk.yaml", "Een voorstel.", "Ons voorstel.", PROPOSAL),
        ("agenda/literature.yaml", "'2016'", "'2017'", BOTH),
        ("sources/schemes/raak-publiek.yaml", "title: RAAK-publiek", "title: RAAK", PROPOSAL),
        ("agenda/themes/werk.yaml", "id: werk\n", "# Wij weten het nog niet.\nid: werk\n", NONE),
        ("agenda/themes/werk.yaml", "title: Korte weken", "title: 'Korte weken'", NONE),
        ("agenda/queries.yaml", "[]", "\n  - query: Klopt dit?\n    sources: [w1.geel.leuk]", NONE),
    ],
)
def test_the_fingerprint_is_that_of_all_that_reaches_the_document(
    small: SmallProject, file: str, old: str, new: str, changed: list[str]
) -> None:
    before = _fingerprints(small)
    small.change(file, old, new)
    after = _fingerprints(small)
    assert [name for name in before if after[name] != before[name]] == changed


def test_borders_between_texts_count_for_a_fingerprint() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc") != fingerprint("abc")
    assert fingerprint("a", b"b") == fingerprint(b"a", "b")


# --- the way there and back


def _found_by(project: SmallRound, file: Path) -> str:
    bases = [read_base(p.read_text()) for p in project.path("agenda/reviews").rglob("*.json")]
    known = [base for base in bases if base is not None]
    returned, problems = read_returned(Project(project.root), file, file.name, known)
    assert returned is not None, problems
    return returned.found_by


NOTHING = """\
agenda.docx (agenda.docx, ronde-1)
  0 items by nobody: 0 placed, 0 not placed; 0 new
  in the file: 0 tracked changes and 0 comments, all read; 0 edits without tracking
"""


def test_a_document_that_nobody_edited_gives_nothing_to_decide(
    project: SmallRound, tmp_path: Path
) -> None:
    assert project.review("read", project.path("build/agenda.docx")) == NOTHING
    assert not project.path("agenda/reviews/ronde-1/decisions.yaml").exists()


def test_a_page_that_begins_within_a_paragraph_is_no_edit(unsent: SmallRound) -> None:
    """One that a template begins, and one that a reader begins before the text of a value."""
    begin = '<w:r><w:br w:type="page"/></w:r>'
    part, template = "word/document.xml", unsent.path("templates/onderzoeksagenda.docx")
    changed_part(template, part, "Overzichten</w:t></w:r>", f"Overzichten</w:t></w:r>{begin}")
    unsent.review("send", "--no-layout")
    document = unsent.path("build/agenda.docx")
    text = '<w:r><w:t xml:space="preserve">Werk moet leuk blijven.'
    assert unsent.review("read", changed_part(document, part, text, begin + text)) == NOTHING


def test_libreoffice_and_a_detour_by_way_of_odt_change_nothing(
    project: SmallRound, tmp_path: Path
) -> None:
    saved = converted(project.path("build/agenda.docx"), "docx")
    assert _base(saved).document == "agenda.docx"
    odt = converted(project.path("build/agenda.docx"), "odt")
    back = converted(odt, "docx")
    assert not [name for name in unzipped(back) if name.startswith("customXml/item")]
    for file in (saved, back):
        assert _found_by(project, file) == "identity"
        assert project.review("read", file) == NOTHING


def test_without_what_was_kept_a_document_is_found_by_its_own_map(
    project: SmallRound, tmp_path: Path
) -> None:
    shutil.rmtree(project.path("agenda/reviews"))
    file = Reviewer(project.path("build/agenda.docx")).save(tmp_path / "anna.docx")
    assert _found_by(project, file) == "map"


def test_without_bookmarks_and_properties_text_takes_over_and_says_so(
    project: SmallRound, tmp_path: Path
) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    document = project.path("build/agenda.docx")
    edited = Reviewer(document, COR).edit("replace", "vroeg dit", "vroeg dat")
    bare = tmp_path / "bare.docx"
    command = ["pandoc", "--track-changes=all", edited.save(tmp_path / "cor.docx"), "-o", bare]
    subprocess.run(command, check=True, timeout=60)
    assert "docProps/custom.xml" not in unzipped(bare) or not _properties(bare)
    assert _found_by(project, bare) == "text"
    printed = project.review("read", bare).splitlines()
    assert printed[:2] == [
        f"{bare}: warning: 50 passages lost their mark on the way and were found by their text "
        "[review-by-text]",
        "    look whether their changes stand in the right place",
    ]
    listed = project.review("list", "--by", COR).splitlines()
    assert listed[0] == "agenda/themes/werk.yaml questions/werk-uren/explanation"
    assert listed[2] == "      Groep groen [-vroeg dit-]{+vroeg dat+}."


def test_a_document_of_which_no_sentence_is_left_is_not_taken_for_another(
    project: SmallRound,
) -> None:
    stranger = project.path("templates/onderzoeksagenda.docx")
    assert project.review("read", stranger, fails=True) == (
        "templates/onderzoeksagenda.docx: error: this is not a document of this project, or "
        "nothing of it is left [review-stranger]\n"
        "    was it sent with “agenda review send”?\n"
    )


def test_a_list_that_repeats_an_open_point_knows_where_it_is_from(small_documents: Path) -> None:
    base = _base(small_documents / "agenda.docx")
    shown = [
        (base.values[part.value].kind, passage.text[part.start : part.end])
        for passage in base.passages
        for part in passage.parts
        if base.values[part.value].path == "date"
    ]
    assert shown == [
        ("open", "[Datum van vaststelling]"),
        ("other", "Datum van vaststelling"),
    ]
