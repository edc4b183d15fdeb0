"""What `agenda build`, `agenda check` and `agenda watch` do.

They import late, so that “nothing changed” is said at once, and know nothing of click.
"""

import gc
import signal
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from bpa_agenda.cli_print import print_problems, refused, say, show, summary
from bpa_agenda.one_at_a_time import alone
from bpa_agenda.problems import Severity, errors
from bpa_agenda.project import Project
from bpa_agenda.timings import TIMINGS

if TYPE_CHECKING:
    from bpa_agenda.build_project import Built
    from bpa_agenda.built import Said
    from bpa_agenda.office import Office


def build(
    project: Project,
    *,
    pdf: bool = False,
    no_layout: bool = False,
    final: bool = False,
    timings: bool = False,
) -> None:
    """Builds and says what was made; exits when it could not."""
    _end_as_with_ctrl_c()
    if timings:
        TIMINGS.begin()
    with alone(project):
        # What it was built of is held until the process ends: to give that back takes a while.
        status, _ = _build(project, pdf=pdf, layout=not no_layout, final=final, anew=timings)
    if timings:
        show(TIMINGS.table())
    sys.exit(status)


def _build(
    project: Project,
    *,
    pdf: bool,
    layout: bool,
    final: bool,
    anew: bool = False,
    office: "Office | None" = None,
) -> "tuple[int, Built | None]":
    """Builds, or says again what the last build said if nothing changed; gives the exit status."""
    from bpa_agenda.built import fingerprint, forget, recall, remember, state

    options = (pdf, layout, final)
    before = state(project)
    made_of = fingerprint(project, options)
    if not anew and (said := recall(project, made_of)) is not None:
        _say(said)
        return 0, None
    from bpa_agenda.build_project import build as build_project

    built = build_project(project, layout=layout, pdf=pdf, final=final, office=office)
    said = _said(project, built)
    _say(said)
    if not built.files or errors(built.problems):
        return 1, built
    # A file may have been saved meanwhile, also as it was, and LibreOffice may do better next time.
    lasts = all(found.code != "layout" for found in built.problems)
    if lasts and state(project) == before and made_of == fingerprint(project, options):
        remember(project, made_of, built.files, said)
    else:
        forget(project)
    return 0, built


def _said(project: Project, built: "Built") -> "Said":
    """What is printed of a build."""
    from bpa_agenda.built import Said

    problems = tuple(str(p) for p in built.problems if p.severity > Severity.NOTE)
    counted = summary(built.problems)
    if not built.files:
        return Said((*problems, f"Nothing was made. {counted}"), ())
    made = (f"made {project.name(file)}" for file in built.files)
    return Said(problems, (*made, f"{counted} “agenda check” lists them."))


def check(project: Project, *, strict: bool = False, quiet: bool = False) -> None:
    """Checks and says what is wrong; exits with 1 when there are errors."""
    from bpa_agenda.pipeline import check as check_project

    checked = check_project(project)
    least = Severity.WARNING if quiet else Severity.NOTE
    print_problems(p for p in checked.problems if p.severity >= least)
    say(summary(checked.problems))
    registers = checked.content.registers
    lines = sum(1 for r in registers for s in r.statements for _ in s.lines())
    say(f"{len(registers)} registers hold {lines} lines of the reports.")
    unplaced = [p for p in checked.problems if p.code == "unaccounted"]
    # Also without errors, as to return would give back all that was read.
    sys.exit(1 if errors(checked.problems) or (strict and unplaced) else 0)


def watch(project: Project, *, no_layout: bool = False) -> None:
    """Builds, and builds again each time that a file is saved, until Ctrl-C."""
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
        say()


def _end_as_with_ctrl_c() -> None:
    """Clears up too when the window is closed; who said nohup is obeyed."""
    for name in ("SIGTERM", "SIGHUP"):
        ending = getattr(signal, name, None)
        if ending is not None and signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, signal.default_int_handler)


def _build_and_go_on(project: Project, *, layout: bool, office: "Office | None") -> None:
    """A build whose mistakes, ours too, do not end the watching."""
    try:
        with alone(project):
            _build(project, pdf=False, layout=layout, final=False, office=office)
    except OSError as error:
        say(refused(error), err=True)
    except Exception:
        from traceback import print_exc

        print_exc()
    if office is not None:
        office.warm_up()
    # Otherwise garbage is left alone, but this goes on all day.
    gc.collect()
    say(f"{time.strftime('%H:%M:%S')} waiting for changes; Ctrl-C ends this")


def _say(said: "Said") -> None:
    for problem in said.problems:
        say(problem, err=True)
    show(said.lines)
