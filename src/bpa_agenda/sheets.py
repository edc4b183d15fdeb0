"""What a workbook of sheets is: cells with a look, a value and perhaps the formula behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpa_agenda.budget import Total, share
from bpa_agenda.values import Amount, Open

FIRST = 6
OPEN = "nog open"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a text, a number, or a formula (without its =) with the value that it has now.

    `look` is a word for how it is shown. Where the formula `incomplete` holds, the cell shows that
    it is only the known part of a sum.
    """

    value: str | Decimal = ""
    look: str = "text"
    formula: str = ""
    incomplete: str = ""


Row = tuple[Cell, ...]
NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the widths of its columns in characters, and its rows.

    The rows from `FIRST` on hold data; the one before has the heads of the columns.
    """

    name: str
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets, and the names by which formulas call ranges of them."""

    title: str
    author: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str]


def heads(*names: str) -> Row:
    """The heads of columns."""
    return tuple(Cell(name, "head") for name in names)


def count(number: int) -> Cell:
    """The number of a work package or partner."""
    return Cell(Decimal(number), "count")


def given(value: Amount | Open, look: str) -> Cell:
    """A number that somebody filled in, or in words that it is open."""
    if isinstance(value, Open):
        return Cell(f"{OPEN}: {value.what}", "open")
    return Cell(value, f"given-{look}")


def computed(total: Total, look: str, formula: str) -> Cell:
    """What a line comes to; in words when something that it needs is open."""
    return Cell(total.known if total.is_whole else OPEN, look, formula)


def summed(total: Total, look: str, formula: str, incomplete: str) -> Cell:
    """A sum of what is known; where the formula `incomplete` holds, something of it is open."""
    return Cell(total.known, look, formula, incomplete)


def over_lines(total: Total, look: str, of: str, where: Mapping[str, str]) -> Cell:
    """The sum of a column of all lines of costs in which other columns say this.

    Columns go by their names after “regel_”; what they must say is a formula.
    """
    names = {f"regel_{column}": value for column, value in where.items()}
    tests = "".join(f",{column},{value}" for column, value in names.items())
    formula = f"SUMIFS(regel_{of}{tests})" if where else f"SUM(regel_{of})"
    return summed(total, look, formula, f"{open_lines(of, where)}>0")


def open_lines(of: str, where: Mapping[str, str]) -> str:
    """A formula for how many of these lines have words for a number in a column."""
    tests = "*".join([*(f"(regel_{column}={value})" for column, value in where.items()), "1"])
    return f"SUMPRODUCT(ISTEXT(regel_{of})*{tests})"


def still_open(total: Total, formula: str, look: str = "open-count") -> Cell:
    """How many amounts of a sum are open."""
    return Cell(Decimal(total.open), look, formula)


def share_of(
    part: Total, whole: Total, cells: tuple[str, str, str], look: str = "percent", no: str = ""
) -> Cell:
    """A share with one decimal; `cells` are the part, the whole, and what counts what is open.

    While anything is open and where there is no whole, it is the text `no`.
    """
    found = share(part, whole)
    value = no if found is None else found / 100
    mine, all_of_it, still = cells
    formula = f'IF(OR({still}>0,{all_of_it}=0),"{no}",ROUND({mine}/{all_of_it},3))'
    return Cell(value, look, formula)


def sum_below(rows: Sequence[Row], column: str, look: str, incomplete: str = "") -> Cell:
    """The cell below a column (a letter): the sum of the numbers in it.

    Unless told otherwise it is incomplete when there are words among them.
    """
    above = [cells[ord(column) - ord("A")].value for cells in rows]
    value = sum((number for number in above if isinstance(number, Decimal)), Decimal(0))
    where = f"{column}{FIRST}:{column}{FIRST + len(rows) - 1}"
    if not rows:
        return Cell(value, f"total-{look}")
    return Cell(
        value, f"total-{look}", f"SUM({where})", incomplete or f"SUMPRODUCT(ISTEXT({where})*1)>0"
    )
