"""The `agenda` command: the only place that prints and that sets exit codes.

Exit status: 0 all is well, 1 there are errors in the content, 2 the command cannot run.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bpa_agenda import cli_build
from bpa_agenda.cli_print import count, print_problems, refused, show, summary
from bpa_agenda.cli_review import review
from bpa_agenda.problems import Severity, did_you_mean, errors
from bpa_agenda.project import Project, find_project

if TYPE_CHECKING:
    from bpa_agenda.pipeline import Checked

_KINDS = ("agenda", "proposal", "report")


class _Commands(click.Group):
    """The commands; what the machine refuses is said in a line, not in a traceback."""

    def invoke(self, context: click.Context) -> object:
        """Runs a command; exit status 2 when a file cannot be read or written."""
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise
        except OSError as error:
            click.echo(refused(error), err=True)
            click.echo("    is the file open in another program, or the disk full?", err=True)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
    cli_build.check(project, strict=strict, quiet=quiet)


@main.command()
@click.option("--pdf", is_flag=True, help="Make a PDF of each document too (needs LibreOffice).")
@click.option("--no-layout", is_flag=True, help="Do not ask LibreOffice for page numbers.")
@click.option("--final", is_flag=True, help="Refuse while anything is still open.")
@click.option("--timings", is_flag=True, help="Say where the time went; builds all anew.")
@click.pass_obj
def build(project: Project, pdf: bool, no_layout: bool, final: bool, timings: bool) -> None:
    """Make the Word documents and the account in build/, all of them or none.

    LibreOffice, where it is installed, finds the page numbers for the table of contents.
    """
    cli_build.build(project, pdf=pdf, no_layout=no_layout, final=final, timings=timings)


@main.command()
@click.option("--no-layout", is_flag=True, help="Do not ask LibreOffice for page numbers.")
@click.pass_obj
def watch(project: Project, no_layout: bool) -> None:
    """Build, and build again each time that a file is saved, until Ctrl-C.

    The documents are there at once; page numbers follow when LibreOffice has found them.
    """
    cli_build.watch(project, no_layout=no_layout)


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
    print_problems(done.problems)
    if errors(done.problems):
        click.echo(f"Nothing was changed. {summary(done.problems)}", err=True)
        sys.exit(1)
    for file in done.written:
        click.echo(f"wrote {project.name(file)}")
    kept = "" if done.written else " Nothing changed."
    click.echo(f"{done.statements} statements, {done.guesses} with a guess to confirm.{kept}")


@main.command()
@click.argument("proposal")
@click.option("--html", is_flag=True, help="Also write build/gereed-PROPOSAL.html.")
@click.pass_obj
def ready(project: Project, proposal: str, html: bool) -> None:
    """How far a proposal is: per criterion what is there, what is missing, what fails."""
    from bpa_agenda.pipeline import ready as ready_proposal
    from bpa_agenda.pipeline import write_readiness
    from bpa_agenda.show_readiness import readiness_lines

    found, checked = ready_proposal(project, proposal)
    if found is None:
        _no_proposal(proposal, checked)
    show(readiness_lines(found))
    if html:
        click.echo(f"wrote {project.name(write_readiness(project, proposal, found))}")


@main.command()
@click.argument("proposal")
@click.option("--draft", is_flag=True, help="For the partners, while points are still open.")
@click.pass_obj
def submit(project: Project, proposal: str, draft: bool) -> None:
    """Put a proposal in one zip: Word, PDF, budget (.xlsx), readiness page and checksums.

    Refuses while there are errors or open points. Needs LibreOffice.
    """
    from bpa_agenda.submit import submit as submit_proposal

    done, checked = submit_proposal(project, proposal, draft=draft)
    if done is None:
        _no_proposal(proposal, checked)
    print_problems(p for p in done.problems if p.severity > Severity.NOTE)
    if done.file is None:
        click.echo(f"Nothing was made. {summary(done.problems)}", err=True)
        if done.open and not draft:
            click.echo(f"    for the partners: agenda submit {proposal} --draft", err=True)
        sys.exit(1)
    click.echo(f"made {project.name(done.file)} with {', '.join(done.contents)}")
    if done.open:
        click.echo(f"It is a draft: {count(done.open, 'open point')}.")


@main.group(invoke_without_command=True)
@click.option("--qdpx", is_flag=True, help="Also write build/agenda.qdpx (REFI-QDA).")
@click.pass_context
def trace(context: click.Context, qdpx: bool) -> None:
    """What became of every statement, and what the agenda rests on.

    Without a subcommand: the matrix group by theme, and build/trace.json and build/trace.csv.
    """
    from bpa_agenda.pipeline import check as check_project
    from bpa_agenda.pipeline import export_qdpx, export_trace
    from bpa_agenda.show_trace import overview

    project: Project = context.obj
    checked = check_project(project)
    context.obj = (project, checked)
    if errors(checked.problems):
        print_problems(errors(checked.problems))
        click.echo("The trace cannot be made before these errors are mended.", err=True)
        sys.exit(1)
    if context.invoked_subcommand is None:
        show(overview(checked.trace))
        files = [
            *export_trace(project, checked),
            *([export_qdpx(project, checked)] if qdpx else []),
        ]
        for file in files:
            click.echo(f"wrote {project.name(file)}")


@trace.command("question")
@click.argument("name")
@click.pass_obj
def trace_question(given: "tuple[Project, Checked]", name: str) -> None:
    """What a question or sub-question rests on."""
    from bpa_agenda.show_trace import of_question

    checked = given[1]
    _show_or_hint(of_question(checked.trace, checked.content, name), checked, "question", name)


@trace.command("statement")
@click.argument("name")
@click.pass_obj
def trace_statement(given: "tuple[Project, Checked]", name: str) -> None:
    """What became of a statement."""
    from bpa_agenda.show_trace import of_statement

    _show_or_hint(of_statement(given[1].trace, name), given[1], "statement", name)


@trace.command("group")
@click.argument("name")
@click.pass_obj
def trace_group(given: "tuple[Project, Checked]", name: str) -> None:
    """What a group contributed, as w1.geel."""
    from bpa_agenda.show_trace import of_group

    _show_or_hint(of_group(given[1].trace, name), given[1], "group", name)


@trace.command("one-group")
@click.pass_obj
def trace_one_group(given: "tuple[Project, Checked]") -> None:
    """The core questions that rest on one group only."""
    from bpa_agenda.show_trace import one_group

    show(one_group(given[1].trace, given[1].content))


@trace.command("set-aside")
@click.pass_obj
def trace_set_aside(given: "tuple[Project, Checked]") -> None:
    """The statements that were set aside, and why."""
    from bpa_agenda.show_trace import set_aside

    show(set_aside(given[1].trace))


@trace.command("suggest")
@click.pass_obj
def trace_suggest(given: "tuple[Project, Checked]") -> None:
    """For statements without a place: the likely core questions, best first, and how sure."""
    from bpa_agenda.show_trace import suggestions

    show(suggestions(given[1].trace, given[1].content))


@trace.command("accept")
@click.argument("statements", nargs=-1)
@click.pass_obj
def trace_accept(given: "tuple[Project, Checked]", statements: tuple[str, ...]) -> None:
    """Say that you have looked at statements that changed; all of them when none is named."""
    from bpa_agenda.pipeline import accept_links
    from bpa_agenda.show_trace import known_names

    project, checked = given
    known = set(known_names(checked.trace, checked.content, "statement"))
    for name in statements:
        if name not in known:
            _show_or_hint(None, checked, "statement", name)
    remembered = accept_links(project, checked, statements)
    click.echo(f"{remembered} links remember what their statement says.")


@main.group()
def template() -> None:
    """Word templates: what is wrong with them, and what they can show."""


@template.command("check")
@click.argument("templates", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--comments",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Also write a copy of each template with a Word comment at each mistake.",
)
@click.pass_obj
def template_check(project: Project, templates: tuple[Path, ...], folder: Path | None) -> None:
    """Find all mistakes in templates at once; all that agenda/documents.yaml names by default."""
    from bpa_agenda.pipeline import check_templates

    chosen = [path if path.exists() else project.templates / path for path in templates]
    checked = check_templates(project, chosen, folder)
    print_problems(checked.problems)
    for copy in checked.copies:
        click.echo(f"wrote {project.name(copy)}")
    counted = summary(checked.problems).rpartition(",")[0]
    click.echo(f"{count(len(checked.templates), 'template')}: {counted}.")
    if errors(checked.problems):
        sys.exit(1)


@template.command("fields")
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.option("--markdown", is_flag=True, help="As docs/sjabloonvelden.md.")
@click.pass_obj
def template_fields(project: Project, kind: str | None, markdown: bool) -> None:
    """List everything that a template can show, as one would write it, with examples."""
    from bpa_agenda.pipeline import template_fields as fields_of_project
    from bpa_agenda.template_fields import as_markdown, as_text

    found = fields_of_project(project, [kind] if kind else _KINDS)
    if markdown:
        show(as_markdown(found))
    else:
        for _, groups in found:
            show(as_text(groups))


def _no_proposal(name: str, checked: "Checked") -> NoReturn:
    """Says that there is no such proposal, and which one was perhaps meant."""
    print_problems(errors(checked.problems))
    click.echo(f"agenda: there is no proposal “{name}” with a known scheme", err=True)
    if near := did_you_mean(name, [p.id for p in checked.content.proposals]):
        click.echo(f"    {near}", err=True)
    sys.exit(2)


def _show_or_hint(lines: Iterable[str] | None, checked: "Checked", kind: str, name: str) -> None:
    """Shows the lines, or says that there is no such thing and which one was perhaps meant."""
    from bpa_agenda.show_trace import known_names

    if lines is not None:
        show(lines)
        return
    click.echo(f"agenda: there is no {kind} “{name}”", err=True)
    if near := did_you_mean(name, known_names(checked.trace, checked.content, kind)):
        click.echo(f"    {near}", err=True)
    sys.exit(2)


main.add_command(review)


def end_with(error: BaseException) -> NoReturn:
    """Ends as a command does that was given up, or that the machine refused."""

    def raised() -> NoReturn:
        raise error

    _Commands(callback=raised, invoke_without_command=True).main([])
    raise error
