"""What one process tells another of the registers."""

from pathlib import Path

import pytest

from bpa_agenda.carry_registers import carried, delivered
from bpa_agenda.project import Project
from bpa_agenda.read_sources import read_registers
from bpa_agenda.register import Register
from bpa_agenda.values import Line
from conftest import ROOT

FILE = """\
id: w1
title: Werk en inkomen
report: reports/verslag.txt
date: 2018-03-28
groups:
  - id: geel
    title: Groep geel
    statements:
      - id: w1.geel.meer-uren
        kind: point
        line: 12
        mark: "-"
        text: "Meer uren, minder stress"
"""


def told(tmp_path: Path) -> tuple[Register, Register]:
    """The register as it was read, and as it was told."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "w1.yaml").write_text(FILE, "utf-8")
    registers, problems = read_registers(Project(tmp_path))
    assert not problems
    return registers[0], delivered(carried(registers))[0]


def test_ids_titles_and_texts_are_told(tmp_path: Path) -> None:
    _, register = told(tmp_path)
    [group] = register.groups
    [statement] = register.statements
    assert (register.id, register.title, str(register.date)) == (
        "w1",
        "Werk en inkomen",
        "2018-03-28",
    )
    assert (group.id, group.title) == ("geel", "Groep geel")
    assert (statement.id, statement.text) == ("w1.geel.meer-uren", "Meer uren, minder stress")


def test_whatever_else_is_asked_of_a_statement_is_no_guess(tmp_path: Path) -> None:
    _, register = told(tmp_path)
    [statement] = register.statements
    for name in ("kind", "line", "mark", "parent", "guess", "at"):
        with pytest.raises(AttributeError, match=name):
            getattr(statement, name)


def places(register: Register) -> list[object]:
    """The places of all values of a register but those of statements, and what kind they are."""
    values = [register.id, register.title, register.report, register.date]
    values += (value for group in register.groups for value in (group.id, group.title))
    ats = [(type(value), value.at) for value in values if value is not None]
    return [*ats, register.at, *(group.at for group in register.groups)]


def test_what_a_document_shows_knows_its_place(tmp_path: Path) -> None:
    read, register = told(tmp_path)
    assert places(register) == places(read)
    assert str(register.groups[0].title.at) == "sources/w1.yaml:7:12"


def test_the_real_registers_come_over() -> None:
    registers, _ = read_registers(Project(ROOT))
    others = delivered(carried(registers))
    assert [places(register) for register in others] == [places(r) for r in registers]
    for register, read in zip(others, registers, strict=True):
        said = [(type(s.id), s.id, type(s.text), s.text) for s in register.statements]
        assert said == [(type(s.id), s.id, type(s.text), s.text) for s in read.statements]
        assert all(isinstance(group.title, Line) for group in register.groups)
