"""The `agenda` command: the only place that prints and that sets exit codes.

Exit status: 0 all is well, 1 there are errors in the content, 2 the command cannot run.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from bpa_agenda.problems import Problem, Severity, errors
from bpa_agenda.project import Project, find_project


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bpa-agenda")
@click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="A folder in the project; this folder unless told otherwise.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """From workshop report to research agenda and proposals in Word."""
    project = find_project(folder)
    if project is None:
        click.echo(f"agenda: no project at or above {folder.resolve()}", err=True)
        click.echo("    a project is a folder that holds agenda/agenda.yaml", err=True)
        sys.exit(2)
    context.obj = project


@main.command()
@click.option("--strict", is_flag=True, help="Statements without a place are errors too.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors and warnings only.")
@click.pass_obj
def check(project: Project, strict: bool, quiet: bool) -> None:
    """Check everything, change nothing.

    Tells what is wrong and where, what is still open, and proves that every line of the reports is
    in the registers.
    """
    from bpa_agenda.pipeline import check as check_project

    checked = check_project(project)
    least = Severity.WARNING if quiet else Severity.NOTE
    _print(p for p in checked.problems if p.severity >= least)
    click.echo(_summary(checked.problems))
    registers = checked.content.registers
    lines = sum(1 for r in registers for s in r.statements for _ in s.lines())
    click.echo(f"{len(registers)} registers hold {lines} lines of the reports.")
    unplaced = [p for p in checked.problems if p.code == "unaccounted"]
    if errors(checked.problems) or (strict and unplaced):
        sys.exit(1)


@main.command()
@click.pass_obj
def build(project: Project) -> None:
    """Make the Word documents in build/, all of them or none."""
    from bpa_agenda.pipeline import build as build_project

    built = build_project(project)
    _print(p for p in built.problems if p.severity > Severity.NOTE)
    if not built.files:
        click.echo(f"Nothing was made. {_summary(built.problems)}", err=True)
        sys.exit(1)
    for file in built.files:
        click.echo(f"made {project.name(file)}")
    click.echo(f"{_summary(built.problems)} “agenda check” lists them.")


@main.command("import")
@click.argument("report", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--drop-vanished",
    is_flag=True,
    help="Delete statements from the registers that the report no longer holds.",
)
@click.pass_obj
def import_(project: Project, report: Path, drop_vanished: bool) -> None:
    """Read a workshop report (.txt or .docx) into the registers of statements.

    What a person has corrected in a register stays as it is.
    """
    from bpa_agenda.pipeline import import_statements

    done = import_statements(project, report, drop_vanished=drop_vanished)
    _print(done.problems)
    if errors(done.problems):
        click.echo(f"Nothing was changed. {_summary(done.problems)}", err=True)
        sys.exit(1)
    for file in done.written:
        click.echo(f"wrote {project.name(file)}")
    kept = "" if done.written else " Nothing changed."
    click.echo(f"{done.statements} statements, {done.guesses} with a guess to confirm.{kept}")


def _print(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _summary(problems: Iterable[Problem]) -> str:
    """How much there is of each severity, in one sentence."""
    found = list(problems)
    counts = [
        _count(sum(1 for p in found if p.severity is severity), name)
        for severity, name in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.NOTE, "open point"),
        )
    ]
    return f"{', '.join(counts)}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    main()
