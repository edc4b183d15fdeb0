"""A workshop report, as text or as a Word document, to its lines."""

from pathlib import Path

from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem, errors
from bpa_agenda.report_lines import ReportLine

ENDINGS = (".txt", ".docx")


def read_new_report(path: Path, file: str) -> tuple[list[ReportLine], list[Problem]]:
    """The lines of what somebody says is a report; refused when it cannot be one."""
    if path.suffix.lower() not in ENDINGS:
        detail = f"a report ends in {' or '.join(ENDINGS)}"
        hint = "save it as a Word document (.docx) or as plain text (.txt)"
        return [], [problem("report-unreadable", Location(file), detail=detail, hint=hint)]
    lines, problems = read_report(path, file)
    if not errors(problems) and all(line.is_blank for line in lines):
        problems = [*problems, problem("empty-file", Location(file))]
    return lines, problems


def read_report(path: Path, file: str) -> tuple[list[ReportLine], list[Problem]]:
    """The lines of a report; `file` is what messages call it."""
    if path.suffix.lower() == ".docx":
        from bpa_agenda.read_report_docx import read_docx

        return read_docx(path, file)
    return _read_text(path, file)


def _read_text(path: Path, file: str) -> tuple[list[ReportLine], list[Problem]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return [], [problem("missing-file", Location(file))]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        byte = f"0x{error.object[error.start]:02X}"
        return [], [problem("not-utf-8", Location(file, line, 1), byte=byte)]
    lines = text.replace("\r\n", "\n").split("\n")
    return [ReportLine(number, line) for number, line in enumerate(lines, start=1)], []
