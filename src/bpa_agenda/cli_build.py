"""`agenda build` and `agenda watch`, which import late: “nothing changed” is said at once."""

import gc
import signal
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from bpa_agenda.cli_print import show, summary
from bpa_agenda.problems import Severity, errors
from bpa_agenda.project import Project
from bpa_agenda.timings import TIMINGS

if TYPE_CHECKING:
    from bpa_agenda.build_project import Built
    from bpa_agenda.built import Said
    from bpa_agenda.office import Office


@click.command()
@click.option("--pdf", is_flag=True, help="Make a PDF of each document too (needs LibreOffice).")
@click.option("--no-layout", is_flag=True, help="Do not ask LibreOffice for page numbers.")
@click.option("--final", is_flag=True, help="Refuse while anything is still open.")
@click.option("--timings", is_flag=True, help="Say where the time went; builds all anew.")
@click.pass_obj
def build(project: Project, pdf: bool, no_layout: bool, final: bool, timings: bool) -> None:
    """Make the Word documents and the account in build/, all of them or none.

    LibreOffice, where it is installed, finds the page numbers for the table of contents.
    """
    if timings:
        TIMINGS.begin()
    status = _build(project, pdf=pdf, layout=not no_layout, final=final, anew=timings)
    if timings:
        show(TIMINGS.table())
    if status:
        sys.exit(status)


def _build(
    project: Project,
    *,
    pdf: bool,
    layout: bool,
    final: bool,
    anew: bool = False,
    office: "Office | None" = None,
) -> int:
    """Builds, or says again what the last build said when nothing changed; the exit status."""
    from bpa_agenda.built import fingerprint, recall, remember

    options = (pdf, layout, final)
    made_of = fingerprint(project, options)
    if not anew and (said := recall(project, made_of)) is not None:
        _say(said)
        return 0
    from bpa_agenda.build_project import build as build_project

    built = build_project(project, layout=layout, pdf=pdf, final=final, office=office)
    said = _said(project, built)
    _say(said)
    if not built.files or errors(built.problems):
        return 1
    # A file may have been saved meanwhile, and LibreOffice may do better next time.
    lasts = all(found.code != "layout" for found in built.problems)
    if lasts and made_of == fingerprint(project, options):
        remember(project, made_of, built.files, said)
    return 0


def _said(project: Project, built: "Built") -> "Said":
    """What is printed of a build."""
    from bpa_agenda.built import Said

    problems = tuple(str(p) for p in built.problems if p.severity > Severity.NOTE)
    counted = summary(built.problems)
    if not built.files:
        return Said((*problems, f"Nothing was made. {counted}"), ())
    made = (f"made {project.name(file)}" for file in built.files)
    return Said(problems, (*made, f"{counted} “agenda check” lists them."))


@click.command()
@click.option("--no-layout", is_flag=True, help="Do not ask LibreOffice for page numbers.")
@click.pass_obj
def watch(project: Project, no_layout: bool) -> None:
    """Build, and build again each time that a file is saved, until Ctrl-C.

    The documents are there at once; page numbers follow when LibreOffice has found them.
    """
    from bpa_agenda.office import find_program, office
    from bpa_agenda.watch import changes

    _end_as_with_ctrl_c()
    saved = changes(project)
    has_office = not no_layout and find_program() is not None
    try:
        with office() if has_office else nullcontext() as at_work:
            _build_and_go_on(project, layout=not no_layout, office=at_work)
            for _ in saved:
                _build_and_go_on(project, layout=not no_layout, office=at_work)
    except KeyboardInterrupt:
        click.echo()


def _end_as_with_ctrl_c() -> None:
    """Ends LibreOffice too when the window is closed; who said nohup is obeyed."""
    for name in ("SIGTERM", "SIGHUP"):
        ending = getattr(signal, name, None)
        if ending is not None and signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, signal.default_int_handler)


def _build_and_go_on(project: Project, *, layout: bool, office: "Office | None") -> None:
    """A build whose mistakes, ours too, do not end the watching."""
    try:
        _build(project, pdf=False, layout=layout, final=False, office=office)
    except OSError as error:
        click.echo(f"agenda: {error.strerror}: {error.filename}", err=True)
    except Exception:
        from traceback import print_exc

        print_exc()
    if office is not None:
        office.warm_up()
    # Otherwise garbage is left alone, but this goes on all day.
    gc.collect()
    click.echo(f"{time.strftime('%H:%M:%S')} waiting for changes; Ctrl-C ends this")


def _say(said: "Said") -> None:
    for problem in said.problems:
        click.echo(problem, err=True)
    show(said.lines)
