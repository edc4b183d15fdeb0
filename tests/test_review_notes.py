"""What becomes of footnotes, endnotes and pictures that reviewers put in."""

import re
from pathlib import Path

import pytest

from returned import SmallRound, changed_part
from word_documents import NAMESPACES, unzipped, zipped

BODY, NOTES = "word/document.xml", "word/footnotes.xml"
BY = 'w:id="900" w:author="Anna Bakker" w:date="2026-03-04T09:00:00Z"'
BY_COR = BY.replace("Anna Bakker", "Cor Dijk")
TEXT = '<w:r><w:t xml:space="preserve"> Zie De Vries.</w:t></w:r>'
INSERTED = f"<w:ins {BY}>{TEXT}</w:ins>"
STAKE = "Werk moet leuk blijven."
BY_HAND = "by hand: a new footnote or endnote is put in here by an editor, with its text"


def _typed(document: Path, run: str, *, tracked: bool = True) -> Path:
    """Puts a run at the end of the stake of the theme, in place."""
    text = unzipped(document)[BODY].decode()
    [end] = [m.end() for m in re.finditer(rf"{re.escape(STAKE)}</w:t></w:r>", text)]
    put = f"<w:ins {BY}>{run}</w:ins>" if tracked else run
    files = {**unzipped(document), BODY: (text[:end] + put + text[end:]).encode()}
    return zipped(document, files)


def _with_note(document: Path, paragraphs: str, *, first: bool = False) -> Path:
    """Puts a new footnote before or after the others in its part, in place."""
    note = f'<w:footnote w:id="77">{paragraphs}</w:footnote>'
    if first:
        return changed_part(
            document, NOTES, '<w:footnote w:id="1">', f'{note}<w:footnote w:id="1">'
        )
    return changed_part(document, NOTES, "</w:footnotes>", f"{note}</w:footnotes>")


MARK = '<w:r><w:footnoteReference w:id="77"/></w:r>'
NEW_END = f"<w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr>"


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize(
    ("paragraph", "tracked"),
    [(INSERTED, True), (NEW_END + INSERTED, True), (TEXT, True), (TEXT, False), (INSERTED, False)],
    ids=["tracked", "tracked with its end", "only its mark tracked", "untracked", "only its text"],
)
def test_a_new_footnote_comes_where_its_mark_stands(
    project: SmallRound, tmp_path: Path, paragraph: str, tracked: bool, first: bool
) -> None:
    file = _typed(project.reviewer().save(tmp_path / "anna.docx"), MARK, tracked=tracked)
    before = project.read("agenda/themes/werk.yaml")
    introduction = project.read("agenda/sections/inleiding.yaml")
    project.review("read", _with_note(file, f"<w:p>{paragraph}</w:p>", first=first))
    assert list(project.edits().values()) == [f"{STAKE}{{+[*](Zie De Vries.)+}}"]
    project.review("accept", "--all")
    project.review("apply")
    after = project.read("agenda/themes/werk.yaml")
    assert f"{STAKE}[^1]\n" in after
    assert after.count("[^1]: Zie De Vries.\n") == 1
    assert len(after.split("\n")) - len(before.split("\n")) in (2, 3)
    assert project.read("agenda/sections/inleiding.yaml") == introduction


def test_a_new_footnote_of_two_paragraphs_stays_one(project: SmallRound, tmp_path: Path) -> None:
    file = _typed(project.reviewer().save(tmp_path / "anna.docx"), MARK)
    second = INSERTED.replace(" Zie De Vries.", "En verder.")
    _with_note(file, f"<w:p>{NEW_END}{INSERTED}</w:p><w:p>{second}</w:p>")
    project.review("read", file)
    project.review("accept", "--all")
    project.review("apply")
    assert "  [^1]: Zie De Vries.\n\n      En verder.\n" in project.read("agenda/themes/werk.yaml")


def test_a_rejected_footnote_leaves_nothing(project: SmallRound, tmp_path: Path) -> None:
    file = _typed(project.reviewer().save(tmp_path / "anna.docx"), MARK)
    before = {path: path.read_text("utf-8") for path in project.path("agenda").glob("*/*.yaml")}
    project.review("read", _with_note(file, f"<w:p>{INSERTED}</w:p>"))
    project.review("reject", *project.ids())
    project.review("apply")
    assert {path: path.read_text("utf-8") for path in before} == before


def _by_hand(project: SmallRound, file: Path, reason: str) -> None:
    """What is read of a file is one item that stays with the editor, and no value changes."""
    before = {path: path.read_text("utf-8") for path in project.path("agenda").glob("*/*.yaml")}
    project.review("read", file)
    assert reason in project.review("accept", "--all")
    project.review("apply")
    assert {path: path.read_text("utf-8") for path in before} == before


def test_a_new_footnote_of_two_people_is_put_in_by_hand(
    project: SmallRound, tmp_path: Path
) -> None:
    file = _typed(project.reviewer().save(tmp_path / "anna.docx"), MARK)
    _by_hand(project, _with_note(file, f"<w:p>{INSERTED.replace(BY, BY_COR)}</w:p>"), BY_HAND)
    assert list(project.edits().values()) == [f"{STAKE}{{+[*](Zie De Vries.)+}}"]


def test_a_footnote_without_a_mark_is_put_in_by_hand(project: SmallRound, tmp_path: Path) -> None:
    file = project.reviewer().save(tmp_path / "anna.docx")
    _by_hand(project, _with_note(file, f"<w:p>{INSERTED}</w:p>"), BY_HAND)


def test_a_new_endnote_is_put_in_by_hand(project: SmallRound, tmp_path: Path) -> None:
    mark = '<w:r><w:endnoteReference w:id="7"/></w:r>'
    file = _typed(project.reviewer().save(tmp_path / "anna.docx"), mark)
    note = f'<w:endnote w:id="7"><w:p>{TEXT}</w:p></w:endnote>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
    relation = f'<Relationship Id="rIdEnd" Type="{kind}" Target="endnotes.xml"/></Relationships>'
    changed_part(file, "word/_rels/document.xml.rels", "</Relationships>", relation)
    part = f"<w:endnotes {NAMESPACES}>{note}</w:endnotes>"
    zipped(file, {**unzipped(file), "word/endnotes.xml": part.encode()})
    _by_hand(project, file, BY_HAND)
    assert list(project.edits().values()) == [f"{STAKE}{{+[*](Zie De Vries.)+}}"]


@pytest.mark.parametrize("sign", ["<w:drawing/>", "<w:t>\N{OBJECT REPLACEMENT CHARACTER}</w:t>"])
def test_a_new_picture_is_put_in_by_hand(project: SmallRound, tmp_path: Path, sign: str) -> None:
    file = _typed(project.reviewer().save(tmp_path / "anna.docx"), f"<w:r>{sign}</w:r>")
    _by_hand(project, file, "a new picture is added by an editor: the file and its description")
