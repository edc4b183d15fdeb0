"""The budget as a spreadsheet: what LibreOffice computes is what we computed, cell by cell."""

import io
import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bpa_agenda import dutch
from bpa_agenda.budget_sheets import budget_sheets
from bpa_agenda.office import find_program
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.write_xlsx import xlsx
from conftest import SmallProject
from proposals import PROPOSAL, SCHEME
from word import paragraphs, part, text_of


def sheets_of(project: SmallProject) -> bytes:
    content = check(Project(project.root)).content
    [proposal], [scheme] = content.proposals, content.schemes
    return xlsx(budget_sheets(proposal, scheme, "Klein platform", "Een proef."))


def values_of(data: bytes) -> dict[str, Any]:
    """What every cell that is not empty shows, numbers to ten decimals: Begroting!A1."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": round(cell.value, 10)
        if isinstance(cell.value, int | float)
        else cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def formulas_of(data: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def filled_in(data: bytes, changes: dict[str, Any]) -> bytes:
    """The spreadsheet as somebody saves it who types over cells; computed values are gone."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in changes.items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


Recompute = Callable[[dict[str, bytes]], dict[str, dict[str, Any]]]


@pytest.fixture
def recomputed(tmp_path: Path) -> Recompute:
    """What LibreOffice computes of spreadsheets without computed values, all in one run."""

    def recompute(books: dict[str, bytes]) -> dict[str, dict[str, Any]]:
        program = find_program()
        assert program is not None, "these tests need LibreOffice"
        for name, data in books.items():
            (tmp_path / f"{name}.xlsx").write_bytes(data)
        profile = (tmp_path / "profile").as_uri()
        files = [str(tmp_path / f"{name}.xlsx") for name in books]
        subprocess.run(
            [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
             "--outdir", str(tmp_path / "out"), *files],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return {n: values_of((tmp_path / "out" / f"{n}.xlsx").read_bytes()) for n in books}

    return recompute


def many_lines(seed: int) -> str:
    """Lines with every kind of trouble: halves of cents, open hours and rates, overhead."""
    chance = random.Random(seed)

    def number(most: int, what: str) -> str:
        known = Decimal(chance.randrange(most)) / 100
        return f"{known:.2f}" if chance.random() < 0.9 else f"!open {what}"

    lines = ["hours:"]
    for place in range(60):
        partner = chance.choice(["hogeschool", "zorg", "stad"])
        own = ", paid_by: partner" if chance.random() < 0.4 else ""
        overhead = f", overhead: {chance.randrange(900)}.15" if chance.random() < 0.2 else ""
        lines.append(
            f"  - {{work_package: wp{place % 3 + 1}, partner: {partner}, function: '=Rol {place}', "
            f"hours: {number(30_000, 'Uren')}, rate: {number(15_000, 'Tarief')}{overhead}{own}}}"
        )
    lines.append("materials:")
    for place in range(20):
        partner = chance.choice(["hogeschool", "zorg", "stad"])
        lines.append(
            f"  - {{work_package: wp{place % 3 + 1}, partner: {partner}, what: Post {place}, "
            f"amount: {number(200_000, 'Prijs')}}}"
        )
    return "\n".join([*lines, FUNDING])


FUNDING = """\
funding:
  subsidy: !open Subsidie
  contributions:
    - {partner: zorg, cash: 12.34, in_kind: !open Waarde}
    - {partner: stad, cash: 0, in_kind: 100.10}
"""


def with_many_lines(project: SmallProject, seed: int) -> None:
    text = project.read(PROPOSAL)
    start, end = text.index("  - id: wp1"), text.index("planning:")
    package = text[start:end]
    packages = "".join(package.replace("wp1", name) for name in ("wp1", "wp2", "wp3"))
    text = f"{text[:start]}{packages}{text[end:]}"
    project.write(PROPOSAL, text[: text.index("hours:\n")] + many_lines(seed))


def test_libreoffice_computes_what_we_computed(
    complete: SmallProject, recomputed: Recompute
) -> None:
    base = sheets_of(complete)
    changed = filled_in(
        base, {"Begroting!F6": 12.35, "Begroting!G6": 66.3, "Financiering!C7": 1.01}
    )
    opened = filled_in(base, {"Begroting!G6": "nog open: Tarief", "Financiering!D6": "nog open: x"})
    expected = {"base": base}
    complete.change(PROPOSAL, "hours: 10, rate: 66.67", "hours: 12.35, rate: 66.30")
    complete.change(PROPOSAL, "in_kind: 333.30", "in_kind: 1.01")
    expected["changed"] = sheets_of(complete)
    complete.change(PROPOSAL, "hours: 12.35, rate: 66.30", "hours: 10, rate: !open Tarief")
    complete.change(PROPOSAL, "in_kind: 1.01", "in_kind: 333.30")
    complete.change(PROPOSAL, "  subsidy: 500", "  subsidy: !open x")
    expected["opened"] = sheets_of(complete)
    original = complete.read(PROPOSAL)
    for seed in (1, 2):
        complete.write(PROPOSAL, original)
        with_many_lines(complete, seed)
        expected[f"many-{seed}"] = sheets_of(complete)
    found = recomputed(
        {name: filled_in(data, {}) for name, data in expected.items()}
        | {"changed": changed, "opened": opened}
    )
    for name, data in expected.items():
        assert found[name] == values_of(data), name


def test_the_sheets_and_the_document_show_the_same_numbers(complete: SmallProject) -> None:
    complete.run("build", "--no-layout")
    texts = [text_of(p) for p in paragraphs(part(complete.path("build/leuk.docx")))]
    values = values_of(sheets_of(complete))

    def row(text: str, after: str) -> list[str]:
        start = texts.index(text, texts.index(after)) + 1
        return texts[start : start + 2]

    def money(sheet: str, amount: str, part: str) -> list[str]:
        euro, of_whole = values[f"{sheet}!{amount}"], values[f"{sheet}!{part}"]
        shown = dutch.number(Decimal(str(of_whole)) * 100, 1)
        return [dutch.euro(Decimal(str(euro))), f"{shown} %"]

    assert row("Hogeschool", "Totalen") == money("Partners", "E6", "F6")
    assert row("Zorginstelling", "Totalen") == money("Partners", "E7", "F7")
    assert row("Werkpakket 1", "Totalen") == money("Werkpakketten", "D6", "E6")
    assert row("Personeel", "Totalen") == money("Begroting", "H11", "I11")
    assert row("Materieel", "Totalen") == money("Begroting", "H12", "I12")
    assert row("Totale projectkosten", "Totalen") == money("Begroting", "H13", "I13")
    assert row("Gevraagde subsidie", "Financiering") == money("Financiering", "D6", "E6")
    assert row("Totale financiering", "Financiering") == money("Financiering", "D9", "E9")
    assert row("Alle uren", "Uren en persoonsmaanden") == ["13,5", "0,12"]
    assert (values["Persoonsmaanden!B10"], values["Persoonsmaanden!C10"]) == (13.5, 0.12)
    assert values["Financiering!A14"] == "Als deel van de totale projectkosten"
    assert values["Financiering!D14"] == 0.5
    assert values["Financiering!D11"] == 0


def test_every_number_that_is_not_filled_in_is_a_formula(complete: SmallProject) -> None:
    data = sheets_of(complete)
    numbers = {place for place, value in values_of(data).items() if isinstance(value, float | int)}
    typed = numbers - set(formulas_of(data))
    assert {place for place in typed if not place.split("!")[1].startswith(("A", "B"))} == {
        "Begroting!F6", "Begroting!G6", "Begroting!F7", "Begroting!G7", "Begroting!H8",
        "Partners!J6", "Partners!K6", "Partners!J7", "Partners!K7", "Partners!J8", "Partners!K8",
        "Financiering!D6", "Financiering!C7", "Financiering!C8", "Financiering!D15",
    }  # fmt: skip
    formulas = formulas_of(data)
    assert formulas["Begroting!H6"] == '=IF(COUNT(F6:G6)=2,ROUND(F6*G6,2),"nog open")'
    assert formulas["Partners!E6"] == "=SUMIFS(regel_bedrag,regel_partner,A6)"


def test_co_financing_is_a_part_of_the_subsidy_where_the_scheme_says_so(
    complete: SmallProject,
) -> None:
    complete.change(SCHEME, "of: total-costs", "of: requested-subsidy")
    data = sheets_of(complete)
    assert values_of(data)["Financiering!A14"] == "Als deel van de gevraagde subsidie"
    assert values_of(data)["Financiering!D14"] == 1
    assert formulas_of(data)["Financiering!D14"] == (
        '=IF(OR(F13+F6>0,D6=0),"nog open",ROUND(D13/D6,3))'
    )


def test_what_is_open_stands_in_its_cell_and_no_sum_hides_it(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "hours: 10, rate: 66.67", "hours: 10, rate: !open Tarief (adviseur)")
    values = values_of(sheets_of(sound))
    assert values["Begroting!G6"] == "nog open: Tarief (adviseur)"
    assert values["Begroting!H6"] == "nog open"
    assert (values["Begroting!H13"], values["Begroting!J13"]) == (333.3, 1)
    assert "Begroting!I13" not in values, "no share of a sum that is not known"
    assert (values["Partners!E6"], values["Partners!G6"]) == (0, 1)
    assert values["Financiering!D11"] == "nog open"
    assert values["Financiering!D14"] == "nog open"


def test_without_a_rule_for_the_hours_of_a_year_there_are_no_person_months(
    complete: SmallProject,
) -> None:
    rule = "     value: 1363, year: '2023', source: https://example.org/e}\n"
    complete.change(SCHEME, rule, "}\n")
    complete.change(SCHEME, "1363 uren., status: other-year,", "1363 uren., status: unknown")
    data = sheets_of(complete)
    values = values_of(data)
    assert "Persoonsmaanden zijn niet berekend: regel niet gevonden." in values.values()
    assert values["Persoonsmaanden!B10"] == 13.5
    assert "Persoonsmaanden!C10" not in values
    assert "productieve_uren" not in openpyxl.load_workbook(io.BytesIO(data)).defined_names


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_begins_like_a_formula_stays_a_text(complete: SmallProject, start: str) -> None:
    text = f"{start}HYPERLINK(A1)"
    complete.change(PROPOSAL, "function: Onderzoeker", f"function: '{text}'")
    complete.change(PROPOSAL, "name: Gemeente", f"name: '{text}'")
    data = sheets_of(complete)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell in (book["Begroting"]["E6"], book["Partners"]["B8"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_names_that_are_patterns_or_the_same_are_not_mixed_up(complete: SmallProject) -> None:
    complete.change(PROPOSAL, "name: Gemeente", "name: '*'")
    complete.change(PROPOSAL, "name: Hogeschool", "name: Zorginstelling")
    values = values_of(sheets_of(complete))
    assert [values[f"Partners!B{row}"] for row in (6, 7, 8)] == [
        "Zorginstelling", "Zorginstelling", "*",
    ]  # fmt: skip
    assert [values[f"Partners!E{row}"] for row in (6, 7, 8)] == [666.7, 333.3, 0]


def test_the_same_proposal_gives_the_same_bytes(complete: SmallProject) -> None:
    assert sheets_of(complete) == sheets_of(complete)


def test_a_budget_that_is_open_as_a_whole_shows_no_sums_of_nothing(small: SmallProject) -> None:
    assert values_of(sheets_of(small)) == {
        "Begroting!A1": "Begroting",
        "Begroting!A2": "Leuk werk in de zorg. Regeling RAAK-publiek. Een proef.",
        "Begroting!A3": (
            "Blauw is ingevuld, zwart is berekend. Geel is nog open; een som daarvan is onvolledig."
        ),
        "Begroting!A5": "Wat nodig is",
        "Begroting!A6": "nog open: Begroting",
    }


def test_a_validator_of_office_files_finds_nothing(sound: SmallProject, tmp_path: Path) -> None:
    (tmp_path / "begroting.xlsx").write_bytes(sheets_of(sound))
    validator = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [validator, "-f", "microsoft365", str(tmp_path / "begroting.xlsx")],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
