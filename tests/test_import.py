"""From report to registers: nothing lost, ids that last, guesses that say so."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bpa_agenda.import_report import import_report
from bpa_agenda.project import Project
from bpa_agenda.read_report import read_report
from bpa_agenda.read_sources import read_registers
from bpa_agenda.register import Register, Statement
from conftest import CASES, ROOT, SmallProject

REPORT = ROOT / "sources" / "reports" / "werkateliers-bpa-2018.txt"


def imported(report: Path, known: tuple[Register, ...] = ()) -> tuple[Register, ...]:
    lines, problems = read_report(report, report.name)
    assert problems == []
    return import_report(f"reports/{report.name}", lines, known).registers


def statements(registers: tuple[Register, ...]) -> dict[int, Statement]:
    return {s.line: s for register in registers for s in register.statements}


def corrected() -> tuple[Register, ...]:
    registers, problems = read_registers(Project(ROOT))
    assert problems == []
    return tuple(registers)


def drawn(registers: tuple[Register, ...]) -> str:
    """The statements as a tree: kind, guesses, mark and text, indented under their parent."""
    lines = []
    for register in registers:
        lines.append(f"== {register.id} {register.title}")
        depths: dict[str, int] = {}
        for group in register.groups:
            lines.append(f"-- {group.id}")
            for s in group.statements:
                depths[s.id] = depths[s.parent] + 1 if s.parent else 0
                kind = f"{s.kind}{'?' if 'kind' in s.guess else ''}"
                parent = "^" if "parent" in s.guess else ""
                text = s.text.replace("\n", " / ")
                mark = f"[{s.mark}] " if s.mark else ""
                lines.append(f"{s.line:3} {'  ' * depths[s.id]}{parent}{kind}: {mark}{text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", sorted(p.stem for p in (CASES / "import").glob("*.txt")))
def test_a_report_becomes_this_tree_of_statements(case: str) -> None:
    """In the expected tree “?” marks a guessed kind and “^” a guessed parent."""
    tree = drawn(imported(CASES / "import" / f"{case}.txt"))
    assert tree == (CASES / "import" / f"{case}.expected").read_text("utf-8")


@pytest.mark.parametrize("source", ["imported afresh", "in the repository"])
def test_every_line_of_the_real_report_is_in_the_registers_exactly_once(source: str) -> None:
    registers = imported(REPORT) if source == "imported afresh" else corrected()
    said = Counter(
        "".join(f"{s.mark}{s.text}".split()) for register in registers for s in register.statements
    )
    text = REPORT.read_text("utf-8")
    drawing = re.search(r"^Formeel -+.*\n.*\n-+.*-$", text, re.MULTILINE)
    assert drawing is not None
    printed = Counter("".join(line.split()) for line in text.split("\n") if line.strip())
    for line in drawing[0].split("\n"):
        printed["".join(line.split())] -= 1
    printed["".join(drawing[0].split())] += 1
    assert said == +printed


def test_what_a_person_had_to_correct_was_marked_as_a_guess() -> None:
    before, after = statements(imported(REPORT)), statements(corrected())
    kinds = [line for line in before if before[line].kind != after[line].kind]
    parents = [line for line in before if before[line].parent != after[line].parent]
    assert [line for line in kinds if "kind" not in before[line].guess] == []
    assert [line for line in parents if "parent" not in before[line].guess] == []
    assert (len(before), len(kinds), len(parents)) == (406, 10, 13)


def test_the_registers_in_the_repository_hold_no_guess() -> None:
    assert [s.id for s in statements(corrected()).values() if s.guess] == []


def test_an_id_holds_workshop_group_and_telling_words() -> None:
    assert statements(corrected())[287].id == "w2.blauw.behoefte-werkgevers-m-n"
    ids = [s.id for register in corrected() for s in register.statements]
    assert len(ids) == len(set(ids)) == 406


REPORT_LINES = """\
Klein verslag
Het platform telt 2 lectoren.

Verslag van het werkatelier ‘werk & zin’ op 28 maart 2018
Er waren 10 deelnemers.
Groep geel
1. Hoe houden we werk leuk?
· Vaste roosters
· Hoe helpt een leidinggevende?
"""


@pytest.fixture
def fresh(tmp_path: Path) -> SmallProject:
    """A project that has only just imported its report."""
    project = SmallProject(tmp_path)
    project.write("sources/reports/klein.txt", REPORT_LINES)
    assert project.run("import", str(project.path("sources/reports/klein.txt"))).exit_code == 0
    return project


REGISTER = "sources/w1-werk-zin.yaml"


def reimport(project: SmallProject, *options: str) -> str:
    result = project.run("import", str(project.path("sources/reports/klein.txt")), *options)
    return result.stderr + result.stdout


def ids(project: SmallProject) -> list[str]:
    return re.findall(r"- id: (w1\.\S+)", project.read(REGISTER))


def test_a_register_reads_like_this(fresh: SmallProject) -> None:
    assert (
        fresh.read(REGISTER).split("statements:")[2]
        == """
      - id: w1.geel.groep-geel
        kind: group
        line: 6
        text: Groep geel
      - id: w1.geel.houden-werk-leuk
        kind: question
        line: 7
        mark: "1."
        text: "Hoe houden we werk leuk?"
      - id: w1.geel.vaste-roosters
        kind: point
        parent: w1.geel.houden-werk-leuk
        line: 8
        mark: "·"
        text: Vaste roosters
        guess: [kind]
      - id: w1.geel.helpt-leidinggevende
        kind: question
        parent: w1.geel.houden-werk-leuk
        line: 9
        mark: "·"
        text: "Hoe helpt een leidinggevende?"
"""
    )


def test_a_second_import_of_the_same_report_changes_nothing(fresh: SmallProject) -> None:
    before = fresh.path(REGISTER).stat().st_mtime_ns
    assert reimport(fresh) == "8 statements, 1 with a guess to confirm. Nothing changed.\n"
    assert fresh.path(REGISTER).stat().st_mtime_ns == before


def test_a_line_that_is_added_to_the_report_changes_no_id(fresh: SmallProject) -> None:
    before = ids(fresh)
    fresh.change("sources/reports/klein.txt", "1. Hoe", "Inleiding\n\n1. Hoe")
    reimport(fresh)
    assert [name for name in ids(fresh) if name != "w1.geel.inleiding"] == before
    assert fresh.problems()[-1].startswith(f"{REGISTER}:")
    assert [p for p in fresh.problems() if "error" in p and "agenda/" not in p] == []


def test_what_a_person_corrected_survives_the_next_import(fresh: SmallProject) -> None:
    fresh.change(REGISTER, "kind: point", "kind: topic  # gelezen op 3 juni")
    fresh.change(REGISTER, "        guess: [kind]\n", "")
    fresh.change(REGISTER, "id: w1.geel.vaste-roosters", "id: w1.geel.roosters")
    corrected = fresh.read(REGISTER)
    fresh.change("sources/reports/klein.txt", "Er waren", "\n\nEr waren")
    reimport(fresh)
    moved = re.sub(r"(?<=line: )\d+", lambda n: str(int(n[0]) + 2 * (int(n[0]) > 4)), corrected)
    assert fresh.read(REGISTER) == moved


def test_a_line_that_was_split_in_two_statements_stays_split(fresh: SmallProject) -> None:
    fresh.change(
        REGISTER,
        'text: "Hoe helpt een leidinggevende?"',
        """text: Hoe helpt
      - id: w1.geel.wie
        kind: point
        line: 9
        text: "een leidinggevende?\"""",
    )
    fresh.change("sources/reports/klein.txt", "Er waren", "\nEr waren")
    assert "w1.geel.wie" in reimport(fresh) + fresh.read(REGISTER)
    assert [p for p in fresh.problems() if "in-report" in p or "registered" in p] == []


def test_a_typo_that_is_mended_keeps_the_id_and_is_marked(fresh: SmallProject) -> None:
    fresh.change("sources/reports/klein.txt", "leidinggevende", "leidinggevende nu")
    reimport(fresh)
    assert fresh.read(REGISTER).endswith("""\
      - id: w1.geel.helpt-leidinggevende
        kind: question
        parent: w1.geel.houden-werk-leuk
        line: 9
        mark: "·"
        text: "Hoe helpt een leidinggevende nu?"
        guess: [match]
""")


def test_a_statement_that_vanishes_is_not_deleted_unasked(fresh: SmallProject) -> None:
    before = fresh.read(REGISTER)
    fresh.change("sources/reports/klein.txt", "· Vaste roosters\n", "")
    assert reimport(fresh) == (
        f"{REGISTER}:32:9: error: the report no longer holds “w1.geel.vaste-roosters”: "
        "Vaste roosters [vanished]\n"
        "    import again with --drop-vanished to delete it from the register\n"
        "Nothing was changed. 1 error, 0 warnings, 0 open points.\n"
    )
    assert fresh.read(REGISTER) == before
    reimport(fresh, "--drop-vanished")
    assert "w1.geel.vaste-roosters" not in fresh.read(REGISTER)
    assert [p for p in fresh.problems() if "in-report" in p or "registered" in p] == []


def test_a_second_report_goes_on_with_the_next_number(fresh: SmallProject) -> None:
    second = REPORT_LINES.replace("28 maart 2018", "1 mei 2019")
    fresh.write("sources/reports/tweede.txt", second)
    fresh.run("import", str(fresh.path("sources/reports/tweede.txt")))
    text = fresh.read("sources/w2-werk-zin.yaml")
    assert "id: w2.geel.vaste-roosters" in text
    assert "date: 2019-05-01" in text


def test_no_report_takes_the_place_of_the_registers_of_another(fresh: SmallProject) -> None:
    before = {path: path.read_text("utf-8") for path in fresh.path("sources").glob("*.yaml")}
    fresh.write("sources/reports/Klein!.txt", REPORT_LINES)
    fresh.run("import", str(fresh.path("sources/reports/Klein!.txt")))
    assert {path: path.read_text("utf-8") for path in before} == before
    assert "\nid: klein-2\n" in fresh.read("sources/klein-2.yaml")
    assert "\nid: w2\n" in fresh.read("sources/w2-werk-zin.yaml")


def test_a_register_takes_no_id_and_no_file_that_is_taken(fresh: SmallProject) -> None:
    own = fresh.read(REGISTER).replace("\nid: w1\n", "\nid: w2\n")
    fresh.path(REGISTER).unlink()
    fresh.write("sources/w3-werk-zin.yaml", own)
    fresh.write("sources/reports/tweede.txt", REPORT_LINES.replace("28 maart 2018", "1 mei 2019"))
    fresh.run("import", str(fresh.path("sources/reports/tweede.txt")))
    assert fresh.read("sources/w3-werk-zin.yaml") == own
    assert "\nid: w3\n" in fresh.read("sources/w3-werk-zin-2.yaml")


def test_a_report_without_a_workshop_says_so(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    project.write("sources/reports/los.txt", "Los verslag\nMet een zin.\n")
    result = project.run("import", str(project.path("sources/reports/los.txt")))
    assert result.stderr == (
        "sources/reports/los.txt: warning: no workshop found; everything was taken as front "
        "matter [no-workshop]\n    a workshop opens with a line as: "
        "Verslag van het werkatelier ‘titel’ op 28 maart 2018\n"
    )
    assert result.exit_code == 0


def test_a_report_that_is_not_utf_8_is_refused_with_the_place(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    project.write("sources/reports/los.txt", "")
    project.path("sources/reports/los.txt").write_bytes("Verslag\ncreëren\n".encode("latin-1"))
    result = project.run("import", str(project.path("sources/reports/los.txt")))
    assert result.stderr.splitlines()[:2] == [
        "sources/reports/los.txt:2:1: error: the file is not UTF-8 text [not-utf-8]",
        "    save it as “UTF-8” in your editor; byte 0xEB is not",
    ]
    assert result.exit_code == 1


NO_REPORTS = {
    "notes.md": (
        b"# Verslag\n",
        "the file cannot be read: a report ends in .txt or .docx [report-unreadable]\n"
        "    save it as a Word document (.docx) or as plain text (.txt)\n",
    ),
    "scan.PDF": (
        b"%PDF-1.7\n\xe2\xe3\n",
        "the file cannot be read: a report ends in .txt or .docx [report-unreadable]\n"
        "    save it as a Word document (.docx) or as plain text (.txt)\n",
    ),
    "leeg.txt": (b"", "the file is empty [empty-file]\n"),
    "wit.txt": (b"\xef\xbb\xbf \r\n\t\n", "the file is empty [empty-file]\n"),
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_can_be_no_report_is_refused(tmp_path: Path, name: str) -> None:
    project = SmallProject(tmp_path / "project")
    project.write("agenda/agenda.yaml", "")
    data, message = NO_REPORTS[name]
    project.path(name).write_bytes(data)
    result = project.run("import", str(project.path(name)))
    assert result.exit_code == 1
    assert result.stderr == (
        f"{name}: error: {message}Nothing was changed. 1 error, 0 warnings, 0 open points.\n"
    )
    assert not project.path("sources").exists()


def test_an_emptied_report_drops_nothing_even_when_told_to(fresh: SmallProject) -> None:
    before = fresh.read(REGISTER)
    fresh.write("sources/reports/klein.txt", "")
    assert "the file is empty [empty-file]" in reimport(fresh, "--drop-vanished")
    assert fresh.read(REGISTER) == before
