"""The trace as a REFI-QDA project: valid, complete, and every selection in its place."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from bpa_agenda.model import Content
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.register import Group, Kind, Register, Statement
from bpa_agenda.trace import build_trace
from bpa_agenda.values import Date, Identifier, Line, Number, RegisterId, StatementId, Verbatim
from bpa_agenda.write_qdpx import qdpx
from conftest import CASES, ROOT, SmallProject

SCHEMA = CASES / "refi-qda" / "Project-mrt2019.xsd"
QDA = "{urn:QDA-XML:project:1.0}"


@dataclass(frozen=True)
class Selection:
    """What a program finds at a selection: positions, the text there, the codes by name."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    description: str


class Reader:
    """Reads a project as the standard describes it, without any knowledge of who wrote it."""

    def __init__(self, data: bytes) -> None:
        self.files = zipfile.ZipFile(io.BytesIO(data))
        self.root = etree.fromstring(self.files.read("project.qde"))
        self.codes = {code.attrib["guid"]: code for code in self.root.iter(f"{QDA}Code")}

    def text(self, source: etree._Element) -> str:
        path = source.attrib["plainTextPath"]
        assert path.startswith("internal://")
        return self.files.read(f"sources/{path.removeprefix('internal://')}").decode("utf-8")

    def selections(self) -> dict[str, Selection]:
        return dict(self._selections())

    def _selections(self) -> Iterator[tuple[str, Selection]]:
        for source in self.root.iter(f"{QDA}TextSource"):
            text = self.text(source)
            for found in source.findall(f"{QDA}PlainTextSelection"):
                start, end = (int(found.attrib[f"{name}Position"]) for name in ("start", "end"))
                refs = [ref.attrib["targetGUID"] for ref in found.iter(f"{QDA}CodeRef")]
                names = tuple(self.codes[ref].attrib["name"] for ref in refs)
                said = found.findtext(f"{QDA}Description") or ""
                yield found.attrib["name"], Selection(start, end, text[start:end], names, said)

    def tree(self) -> list[str]:
        """The code book, indented; a folder, with which nothing can be coded, ends in a slash."""
        return list(self._tree(self.root.find(f"{QDA}CodeBook/{QDA}Codes"), 0))

    def _tree(self, parent: Any, depth: int) -> Iterator[str]:
        for code in parent.findall(f"{QDA}Code"):
            slash = "" if code.attrib["isCodable"] == "true" else "/"
            yield f"{'  ' * depth}{code.attrib['name']}{slash}"
            yield from self._tree(code, depth + 1)


def exported(root: Path) -> bytes:
    content = check(Project(root)).content
    reports = sorted({str(register.report) for register in content.registers})
    texts = {name: (root / "sources" / name).read_bytes().decode() for name in reports}
    return qdpx(build_trace(content), content, texts)


@cache
def real_project() -> Reader:
    return Reader(exported(ROOT))


@cache
def real_selections() -> dict[str, Selection]:
    return real_project().selections()


@cache
def real_registers() -> tuple[Register, ...]:
    return check(Project(ROOT)).content.registers


def said(name: str, line: int, text: str, mark: str = "") -> Statement:
    return Statement(StatementId(name), Kind("point"), Number(line), Verbatim(text), Verbatim(mark))


def one_report(raw: str, *statements: Statement, name: str = "reports/x.txt") -> Reader:
    group = Group(Identifier("geel"), Line("Groep geel"), statements)
    day = Date(2018, 3, 28)
    register = Register(RegisterId("w1"), Line("Werk"), Line(name), (group,), day)
    content = Content(registers=(register,))
    return Reader(qdpx(build_trace(content), content, {name: raw}))


@pytest.mark.parametrize("project", ["small", "real"])
def test_the_project_is_valid_by_the_published_schema(project: str) -> None:
    data = exported(ROOT if project == "real" else CASES / "small")
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(Reader(data).root)


def test_the_code_book_shows_the_agenda(small: SmallProject) -> None:
    assert Reader(exported(small.root)).tree() == [
        "1 Werk & zin",
        "  1.1 Leuk werk",
        "    1.1.a Wat doet een leidinggevende?",
        "  1.2 Korte weken",
        "Hoofdstuk/",
        "  Inleiding",
        "  Vervolg",
        "Onderzoeksvoorstel/",
        "  Leuk werk in de zorg",
        "Persoon/",
        "  Jo Jansen",
        "Organisatie/",
        "  Klein & Co",
        "Literatuur/",
        "  Klink, 2016",
        "Terzijde gelegd/",
        "  Opmerking over het proces",
        "  Herhaling van een andere uitspraak",
        "  Vraag of wens buiten praktijkgericht onderzoek",
        "  Elders verwerkt",
        "  Leeg",
        "Groep/",
        "  Klein verslag (verslag)/",
        "    Voorwerk (verslag.voorwerk)",
        "  werk & zin (w1)/",
        "    Plenair (w1.plenair)",
        "    Groep geel (w1.geel)",
        "    Groep groen (w1.groen)",
    ]


def test_a_statement_is_a_selection_with_a_coding_for_all_that_rests_on_it(
    small: SmallProject,
) -> None:
    found = Reader(exported(small.root)).selections()["w1.geel.leidinggevende"]
    assert found.text == "Hoe helpt een leidinggevende?"
    assert found.description == "w1.geel.leidinggevende: draagt een vraag of thema"
    assert found.codes == (
        "1.1 Leuk werk",
        "1.1.a Wat doet een leidinggevende?",
        "Groep geel (w1.geel)",
    )


def test_what_was_set_aside_says_why() -> None:
    found = real_selections()["w1.groen.image"]
    assert found.codes == ("Leeg", "Groep groen (w1.groen)")
    assert found.description.startswith("w1.groen.image: terzijde gelegd: Plaats van een afbeeld")


def test_every_selection_of_the_real_report_is_what_the_statement_says() -> None:
    """Blanks at the ends of the lines of the one drawing are lay-out; nothing else may differ."""
    expected = {s.id: (s.text or s.mark) for r in real_registers() for s in r.statements}
    found = {name: there.text for name, there in real_selections().items()}
    assert {
        name: "\n".join(line.strip() for line in text.split("\n")) for name, text in found.items()
    } == expected


def test_every_selection_of_the_real_report_begins_on_its_line() -> None:
    report = (ROOT / "sources" / real_registers()[0].report).read_text("utf-8")
    lines = {name: report.count("\n", 0, s.start) + 1 for name, s in real_selections().items()}
    assert lines == {s.id: s.line for r in real_registers() for s in r.statements}


def test_no_two_selections_of_the_real_report_overlap() -> None:
    spans = sorted((s.start, s.end) for s in real_selections().values())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_positions_count_characters_whatever_the_line_ends_and_the_signs() -> None:
    """A BOM, CRLF, a stray CR, signs beyond the BMP, a split line and a text of three lines."""
    raw = (
        "\ufeffKop 🙂\r\n"
        "\r\n"
        "\t1.  Hoe  leren\rwe 𝒏u? Wie betaalt?\r\n"
        "· eerst\r\n"
        "  dan  \r\n"
        "\r\n"
        "ten slotte 👩‍🏫\r\r\n"
        "·\r\n"
        "einde"
    )
    reader = one_report(
        raw,
        said("w1.geel.kop", 1, "Kop 🙂"),
        said("w1.geel.leren", 3, "Hoe leren we 𝒏u?", "1."),
        said("w1.geel.betaalt", 3, "Wie betaalt?"),
        said("w1.geel.eerst", 4, "eerst\ndan\n\nten slotte 👩‍🏫", "·"),
        said("w1.geel.leeg", 8, "", "·"),
        said("w1.geel.einde", 9, "einde"),
    )
    spans = {name: (s.start, s.end, s.text) for name, s in reader.selections().items()}
    assert spans == {
        "w1.geel.kop": (0, 5, "Kop 🙂"),
        "w1.geel.leren": (12, 29, "Hoe  leren we 𝒏u?"),
        "w1.geel.betaalt": (30, 42, "Wie betaalt?"),
        "w1.geel.eerst": (45, 74, "eerst\n  dan  \n\nten slotte 👩‍🏫"),
        "w1.geel.leeg": (76, 77, "·"),
        "w1.geel.einde": (78, 83, "einde"),
    }
    source = next(reader.root.iter(f"{QDA}TextSource"))
    assert reader.text(source) == (
        "Kop 🙂\n\n\t1.  Hoe  leren we 𝒏u? Wie betaalt?\n· eerst\n  dan  \n\n"
        "ten slotte 👩‍🏫 \n·\neinde"
    )


@pytest.mark.parametrize("lines", ["1. Hoe leren we?\n·\neinde", "Hoe leren we?\n\neinde"])
def test_a_word_report_may_come_with_or_without_the_labels_of_its_lists(lines: str) -> None:
    found = one_report(
        lines,
        said("w1.geel.leren", 1, "Hoe leren we?", "1."),
        said("w1.geel.leeg", 2, "", "·"),
        said("w1.geel.einde", 3, "einde"),
        name="reports/x.docx",
    ).selections()
    labels = {"w1.geel.leeg": "·"} if "·" in lines else {}
    expected = {"w1.geel.leren": "Hoe leren we?", "w1.geel.einde": "einde", **labels}
    assert {name: selection.text for name, selection in found.items()} == expected


def test_a_statement_that_the_report_does_not_hold_stops_the_export() -> None:
    with pytest.raises(ValueError, match=r"^line 2 of the report is not what w1\.geel\.b says$"):
        one_report("a\nb", said("w1.geel.a", 1, "a"), said("w1.geel.b", 2, "a"))


def test_signs_with_a_meaning_in_xml_stay_what_they_are(small: SmallProject) -> None:
    hostile = """<b>R&D</b> "of" 'en' ]]> &amp; 𝒏"""
    small.change("agenda/themes/werk.yaml", "title: Leuk werk", "title: |-\n      " + hostile)
    assert f"  1.1 {hostile}" in Reader(exported(small.root)).tree()


def test_names_of_codes_are_short_and_differ_and_the_whole_question_is_in_the_description(
    small: SmallProject,
) -> None:
    question = "Wat doet een leidinggevende die zelf al jaren niet meer op de werkvloer is geweest?"
    small.change("agenda/themes/werk.yaml", "Wat doet een leidinggevende?", question)
    small.change("agenda/organisations.yaml", "name: Klein & Co", "name: jo jansen")
    reader = Reader(exported(small.root))
    assert "    1.1.a Wat doet een leidinggevende die zelf al jaren niet meer…" in reader.tree()
    assert "  jo jansen (klein)" in reader.tree()
    assert question in [code.findtext(f"{QDA}Description") for code in reader.codes.values()]


def test_all_names_of_the_real_codes_differ_and_fit_in_every_program() -> None:
    names = [code.attrib["name"] for code in real_project().codes.values()]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= 63


def test_the_same_content_gives_the_same_bytes() -> None:
    assert exported(CASES / "small") == exported(CASES / "small")


def test_identifiers_are_unique_and_stay_when_words_change(small: SmallProject) -> None:
    before = Reader(exported(small.root)).root.xpath("//@guid")
    small.change("agenda/themes/werk.yaml", "title: Leuk werk", "title: Fijn werk")
    after = Reader(exported(small.root)).root.xpath("//@guid")
    assert before == after
    assert len(set(before)) == len(before)


def test_whoever_made_something_is_a_user_of_the_project() -> None:
    root = real_project().root
    users = set(root.xpath("//*[local-name() = 'User']/@guid"))
    assert set(root.xpath("//@creatingUser | //@creatingUserGUID")) == users


def test_dates_are_those_of_the_workshops() -> None:
    dates = real_project().root.xpath("//@creationDateTime")
    assert {str(date)[:10] for date in dates} == {"2018-03-28", "2018-04-11", "2018-05-16"}


def test_only_codes_that_can_be_coded_with_are_used() -> None:
    reader = real_project()
    used = {ref.attrib["targetGUID"] for ref in reader.root.iter(f"{QDA}CodeRef")}
    assert {reader.codes[guid].attrib["isCodable"] for guid in used} == {"true"}


class Yaml(yaml.SafeLoader):
    """YAML as the editors write it; what is open is None."""


Yaml.add_constructor("!open", lambda loader, node: None)


def test_every_support_of_the_real_agenda_is_a_coding_and_there_are_no_others() -> None:
    """Counted in the YAML itself, without the model and the trace."""
    found = {
        (name, code) for name, selection in real_selections().items() for code in selection.codes
    }
    assert len(found) == sum(len(s.codes) for s in real_selections().values())
    expected = {*_of_themes(), *_of_sections(), *_of_lists(), *_of_set_aside(), *_of_groups()}
    assert {(name, _key(code)) for name, code in found} == expected


def _key(code: str) -> str:
    """A question is known by its number, everything else by its name."""
    return code.split()[0] if code[0].isdigit() else code


def _read(name: str) -> Any:
    return yaml.load((ROOT / name).read_text("utf-8"), Yaml)


def _of_themes() -> Iterator[tuple[str, str]]:
    for number, theme in enumerate(_read("agenda/agenda.yaml")["themes"], start=1):
        data = _read(f"agenda/themes/{theme}.yaml")
        for part in (data, *data.get("links", ())):
            yield from ((name, f"{number}") for name in part.get("sources", ()))
        for place, question in enumerate(data["questions"], start=1):
            yield from ((name, f"{number}.{place}") for name in question["sources"])
            for letter, sub in zip(
                "abcdefghijklmnopqrstuvwxyz", question["sub_questions"], strict=False
            ):
                yield from ((name, f"{number}.{place}.{letter}") for name in sub["sources"])


def _of_sections() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "agenda" / "sections").glob("*.yaml"):
        data = _read(f"agenda/sections/{path.name}")
        for part in (data, *data.get("subsections", ())):
            yield from ((name, data["title"]) for name in part.get("sources", ()))


def _of_lists() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "agenda" / "proposals").glob("*.yaml"):
        data = _read(f"agenda/proposals/{path.name}")
        for part in (data["practice_question"], *data["sub_questions"]):
            yield from ((name, data["title"]) for name in part.get("sources", ()))
    for kind in ("people", "organisations"):
        for entry in _read(f"agenda/{kind}.yaml")[kind]:
            yield from ((name, entry["name"]) for name in entry["sources"])
    organisations = {entry["name"] for entry in _read("agenda/organisations.yaml")["organisations"]}
    for entry in _read("agenda/literature.yaml")["literature"]:
        names = ", ".join(entry["authors"]).replace(", et al.", " et al.")
        known = f"{names}, {entry['year']}" if entry["year"] else names
        code = f"{known} ({entry['id']})" if known in organisations else known
        yield from ((name, code) for name in entry["sources"])


def _of_set_aside() -> Iterator[tuple[str, str]]:
    reasons = {"process": "Opmerking over het proces", "empty": "Leeg"}
    for entry in _read("agenda/set-aside.yaml")["set_aside"]:
        yield entry["statement"], reasons[entry["reason"]]


def _of_groups() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "sources").glob("*.yaml"):
        data = _read(f"sources/{path.name}")
        for group in data["groups"]:
            for statement in group["statements"]:
                yield statement["id"], f"{group['title']} ({data['id']}.{group['id']})"
