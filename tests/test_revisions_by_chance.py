"""Tracked changes drawn by chance: what they come to is known, and pandoc reads them too.

Files broken by chance must be read without an exception and without the loss of a character.
"""

import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bpa_agenda.revisions import accepted_text, rejected_text, text
from bpa_agenda.word_package import Package, open_package
from bpa_agenda.word_revisions import read_reviewed
from bpa_agenda.word_xml import name, names
from reviewed_documents import changed, deleted, inserted, looking, mark, reviewed, row_mark
from word_documents import CHOICE, FALLBACK, cell, either, paragraph, row, run, table, with_body

AUTHORS = ("een", "twee")
WORDS = "onderzoek arbeid leren praktijk vraag kennis werk mens waarde team".split()
ENDS = ("", "", "ins", "del", "moveFrom", "moveTo")


class Drawn:
    """Paragraphs with changes, and their texts when all is accepted and when all is rejected."""

    def __init__(self, seed: int, count: int) -> None:
        self._random = random.Random(seed)
        self.blocks: list[str] = []
        self.accepted, self.rejected = [""], [""]
        for number in range(count):
            self._paragraph(is_last=number == count - 1)

    def _paragraph(self, is_last: bool) -> None:
        pieces = [self._piece() for _ in range(self._random.randint(0, 4))]
        end = "" if is_last else self._random.choice(ENDS)
        properties = mark(end, self._random.choice(AUTHORS)) if end else ""
        self.blocks.append(paragraph(*(xml for xml, _, _ in pieces), properties=properties))
        self.accepted[-1] += "".join(accepted for _, accepted, _ in pieces)
        self.rejected[-1] += "".join(rejected for _, _, rejected in pieces)
        if end not in ("del", "moveFrom") and not is_last:
            self.accepted.append("")
        if end not in ("ins", "moveTo") and not is_last:
            self.rejected.append("")

    def _piece(self) -> tuple[str, str, str]:
        """A run, and what it says when it is accepted and when it is rejected."""
        said = " ".join(self._random.choices(WORDS, k=self._random.randint(1, 3))) + " "
        gone = f'<w:r><w:delText xml:space="preserve">{said}</w:delText></w:r>'
        first, second = (self._random.choice(AUTHORS) for _ in range(2))
        return self._random.choice(
            [
                (run(said), said, said),
                (looking(said, "<w:b/>", ""), said, said),
                (inserted(run(said), first), said, ""),
                (deleted(gone, first), "", said),
                (inserted(deleted(gone, second), first), "", ""),
                (changed("moveFrom", run(said), first), "", said),
                (changed("moveTo", run(said), first), said, ""),
            ]
        )


DRAWN = Drawn(seed=1, count=400)


def test_it_reads_what_was_drawn(tmp_path: Path) -> None:
    document = reviewed(tmp_path, *DRAWN.blocks)
    assert accepted_text(document.paragraphs) == DRAWN.accepted
    assert rejected_text(document.paragraphs) == DRAWN.rejected


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("mode", ["accept", "reject"])
def test_pandoc_reads_the_same_paragraphs(tmp_path: Path, mode: str) -> None:
    """It leaves out empty paragraphs, and knows nothing of changes to rows, cells and formats."""
    path = tmp_path / "terug.docx"
    with_body(*DRAWN.blocks).save(str(path))
    command = ["pandoc", f"--track-changes={mode}", "--from=docx", "--to=json", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    texts = DRAWN.accepted if mode == "accept" else DRAWN.rejected
    blocks = json.loads(done.stdout)["blocks"]
    found = [" ".join("".join(_said(block)).split()) for block in blocks]
    assert found == [" ".join(text.split()) for text in texts if text]


def _said(node: Any) -> Iterator[str]:
    children = (
        node if isinstance(node, list) else node.get("c", []) if isinstance(node, dict) else []
    )
    if isinstance(node, dict) and node["t"] in ("Space", "SoftBreak", "Str"):
        yield node["c"] if node["t"] == "Str" else " "
    elif not isinstance(children, str):
        for child in children:
            yield from _said(child)


# --- broken files

WRAPPERS = "ins del moveFrom hyperlink sdt smartTag p tbl tr tc r fldSimple txbxContent".split()
TEXTS = names("w:t w:delText")
# Text within these is no text of the document, however it got there.
NO_TEXT = names(
    "w:pPr w:rPr w:tblPr w:tblGrid w:trPr w:tcPr w:sectPr w:t w:delText w:tab w:drawing w:pict"
    " mc:AlternateContent"
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package with a bit of everything, except fields: what they hide is no loss."""
    marks = '<w:commentRangeStart w:id="1"/>%s<w:commentRangeEnd w:id="1"/>'
    moved = f'<w:moveToRangeStart w:id="1" w:name="m"/>{changed("moveTo", "a")}'
    end = '<w:moveToRangeEnd w:id="1"/>'
    rows = row(cell("b"), cell("c"), properties=row_mark("ins")) + row(cell("d"))
    blocks = (
        '<w:bookmarkStart w:id="1" w:name="_a0001"/>',
        *Drawn(seed=2, count=8).blocks,
        f"<w:sdt>{marks % paragraph(marks % run('e'), moved, end)}</w:sdt>",
        table(rows),
        paragraph("f", either(CHOICE, FALLBACK), "<w:r><w:tab/></w:r>"),
    )
    path = tmp_path_factory.mktemp("whole") / "heel.docx"
    with_body(*blocks).save(str(path))
    package, _ = open_package(path, path.name)
    assert package is not None
    return package


def broken(package: Package, chance: random.Random) -> Package:
    """A document alone, in which elements are gone, doubled, elsewhere, or in others."""
    root = deepcopy(package.trees[package.document])
    for _ in range(chance.randint(1, 12)):
        _break(chance, [e for e in root.iter() if e is not root and e.getparent() is not root])
    data = etree.tostring(root)
    name_ = package.document
    return Package(name_, {name_: data}, {name_: etree.fromstring(data)})


def _break(chance: random.Random, elements: list[etree._Element]) -> None:
    element, other = chance.choice(elements), chance.choice(elements)
    parent = element.getparent()
    kind = chance.choice("remove double move wrap unwrap attribute".split())
    if kind == "remove":
        parent.remove(element)
    elif kind == "double":
        element.addprevious(deepcopy(element))
    elif kind == "move" and element is not other and element not in other.iterancestors():
        other.append(element)
    elif kind == "wrap":
        around = etree.Element(name(f"w:{chance.choice(WRAPPERS)}"))
        parent.replace(element, around)
        around.append(element)
    elif kind == "unwrap":
        for child in list(element):
            element.addprevious(child)
        parent.remove(element)
    elif element.attrib:
        element.set(chance.choice(list(element.attrib)), chance.choice(["", "x", "-1", "9" * 20]))


def test_files_broken_by_chance_are_read_whole(whole: Package) -> None:
    chance = random.Random(3)
    for number in range(150):
        package = broken(whole, chance)
        document = read_reviewed(package)
        assert Counter(c.element for c in document.changes) == document.counted, number
        assert not characters_in(package) - Counter(
            "".join(text(p) for p in document.paragraphs)
        ), number
        accepted_text(document.paragraphs)
        rejected_text(document.paragraphs)


def characters_in(package: Package) -> Counter[str]:
    """The characters in a document, those that stand there twice for older programs once."""
    found: Counter[str] = Counter()
    for element in package.trees[package.document].iter(*TEXTS):
        if all(around.tag not in NO_TEXT for around in element.iterancestors()):
            found += Counter("".join(map(str, element.itertext())))
    return found
