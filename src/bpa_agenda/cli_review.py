"""The `agenda review` commands; imports what it needs late, so that other commands start fast."""

import datetime
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpa_agenda.problems import Problem, Severity, errors, in_order
from bpa_agenda.project import Project

if TYPE_CHECKING:
    from bpa_agenda.review import Decided
    from bpa_agenda.reviews import Entry

# Whether it is there is found out while reading: the other files are to be read all the same.
_FILE = click.Path(path_type=Path)


@click.group()
def review() -> None:
    """Send documents out for review, read what comes back, decide, and apply it."""


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date().isoformat()


def _print(problems: Iterable[Problem]) -> None:
    for found in problems:
        click.echo(str(found), err=True)


def _shown(problems: Iterable[Problem]) -> list[Problem]:
    """The errors and warnings; what is open in the content is listed elsewhere."""
    return [found for found in problems if found.severity is not Severity.NOTE]


@review.command()
@click.option("--name", help="The name of the round; ronde-1, ronde-2, … unless told otherwise.")
@click.option("--layout/--no-layout", default=True, help="Find page numbers with LibreOffice.")
@click.pass_obj
def send(project: Project, name: str | None, layout: bool) -> None:
    """Make the documents, mark them as sent, and say which files go out."""
    from bpa_agenda.review import send as send_round

    sent = send_round(project, name, _today(), layout=layout)
    _print(_shown(sent.problems))
    if not sent.files:
        sys.exit(1)
    click.echo(f"{sent.round}: send these files")
    for path in sent.files:
        click.echo(f"  {project.name(path)}")
    click.echo(f"What they say is kept in agenda/reviews/{sent.round}/.")


@review.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.pass_obj
def read(project: Project, files: tuple[Path, ...]) -> None:
    """Read files that came back: comments, tracked changes, and edits nobody tracked."""
    from bpa_agenda.review import read as read_files
    from bpa_agenda.review_words import read_lines

    done = read_files(project, files, _today())
    _print(_shown(done.problems))
    for one in done.files:
        for line in read_lines(one.round, one.returned, one.new):
            click.echo(line)
    if errors(done.problems):
        sys.exit(1)


@review.command(name="list")
@click.option("--all", "everything", is_flag=True, help="Also what is decided.")
@click.option("--by", help="Only what somebody with this in the name did.")
@click.option("--at", "place", help="Only what stands where this is in file, path or words.")
@click.pass_obj
def list_items(project: Project, everything: bool, by: str | None, place: str | None) -> None:
    """List what reviewers propose and ask, by the place in the YAML."""
    from bpa_agenda.review import held_back
    from bpa_agenda.review_rounds import read_rounds
    from bpa_agenda.review_words import list_lines

    rounds, problems = read_rounds(project)
    _print(in_order(problems))
    entries = [entry for one in rounds for entry in one.entries]
    held = held_back(project, rounds)
    wanted = [e for e in entries if everything or _is_open(e) or e.id in held]
    chosen = [entry for entry in wanted if _matches(entry, by, place)]
    for line in list_lines(rounds, chosen, held):
        click.echo(line)
    waiting = sum(1 for entry in entries if entry.is_undecided(held))
    unasked = sum(1 for entry in entries if entry.needs_no_decision)
    more = f"; {unasked} without text, so no decision needed" if unasked else ""
    click.echo(f"{len(chosen)} listed; {waiting} of {len(entries)} still to be decided{more}.")
    if errors(problems):
        sys.exit(1)


def _is_open(entry: "Entry") -> bool:
    return entry.decision == "open"


def _matches(entry: "Entry", by: str | None, place: str | None) -> bool:
    said = f"{entry.where}\n{entry.passage}\n{entry.says}".lower()
    return (by is None or by.lower() in entry.who.lower()) and (
        place is None or place.lower() in said
    )


_Command = Callable[..., None]


def _choosing(command: _Command) -> _Command:
    """The options by which items are chosen."""
    for option in (
        click.option("--why", help="What the reviewer gets to read about it."),
        click.option("--at", "place", help="All open items whose file, path or words hold this."),
        click.option("--by", help="All open items of somebody with this in the name."),
        click.argument("ids", nargs=-1),
    ):
        command = option(command)
    return command


class _Choice:
    """What is asked for: items by their ids; open changes of somebody, at a place, or all."""

    def __init__(
        self, ids: tuple[str, ...], by: str | None, place: str | None, *, everything: bool = False
    ) -> None:
        if not (ids or everything or by or place):
            message = "Say which: the ids that “agenda review list” shows, --by or --at."
            raise click.UsageError(message)
        self.ids = ids
        self._by, self._place, self._everything = by or None, place or None, everything

    def has(self, entry: "Entry") -> bool:
        """Those that are named, also when decided before; of all others only what is open."""
        if entry.id in self.ids:
            return True
        return _is_open(entry) and not entry.is_remark and self._finds(entry)

    def passes(self, entry: "Entry") -> bool:
        """Whether it is a change of that person or place which was decided before."""
        return (
            self._is_narrowed()
            and not (_is_open(entry) or entry.is_remark or self.has(entry))
            and self._finds(entry)
        )

    def _finds(self, entry: "Entry") -> bool:
        is_asked = self._everything or self._is_narrowed()
        return is_asked and _matches(entry, self._by, self._place)

    def _is_narrowed(self) -> bool:
        return self._by is not None or self._place is not None


@review.command()
@_choosing
@click.option("--all", "everything", is_flag=True, help="All open changes without a conflict.")
@click.pass_obj
def accept(
    project: Project,
    ids: tuple[str, ...],
    by: str | None,
    place: str | None,
    why: str | None,
    everything: bool,
) -> None:
    """Accept changes: one, those of a reviewer, those of a passage, or all without conflict."""
    from bpa_agenda.review import not_together
    from bpa_agenda.review_words import not_accepted

    choice = _Choice(ids, by, place, everything=everything)
    reasons = not_together(project) if everything else {}
    _decide(project, choice, "accepted", why, lambda entry: not_accepted(entry, reasons, ids))


@review.command()
@_choosing
@click.pass_obj
def reject(
    project: Project, ids: tuple[str, ...], by: str | None, place: str | None, why: str | None
) -> None:
    """Reject changes, with a reason that the reviewer gets to read."""
    from bpa_agenda.review_words import in_text

    _decide(project, _Choice(ids, by, place), "rejected", why, in_text)


@review.command()
@click.argument("item")
@click.argument("text")
@click.pass_obj
def answer(project: Project, item: str, text: str) -> None:
    """Answer a comment with its replies, or a change that is processed by hand."""
    from bpa_agenda.review import answer as answer_item
    from bpa_agenda.review_words import IN_TEXT

    if not text.strip():
        raise click.UsageError("Say what the answer is: the reviewer gets to read it.")
    _known(project, (item,))
    done = answer_item(project, item, text)
    _decided(done, "answered", {} if done.entries else {item: IN_TEXT})


def _decide(
    project: Project,
    choice: _Choice,
    decision: str,
    why: str | None,
    objection: "Callable[[Entry], str]",
) -> None:
    """Decides what was chosen, but for that to which there is an objection, and says which."""
    from bpa_agenda.review import decide
    from bpa_agenda.review_words import decided_before

    left: dict[str, str] = {}

    def chosen(entry: "Entry") -> bool:
        reason = objection(entry) if choice.has(entry) else ""
        if choice.passes(entry):
            reason = decided_before(entry, decision)
        if reason:
            left[entry.id] = reason
        return choice.has(entry) and not reason

    _known(project, choice.ids)
    _decided(decide(project, chosen, decision, why), decision, left)


def _known(project: Project, ids: tuple[str, ...]) -> None:
    """Stops when there is no item with one of these ids."""
    from bpa_agenda.review import unknown
    from bpa_agenda.review_rounds import read_rounds

    rounds, problems = read_rounds(project)
    if errors(problems):
        _print(in_order(problems))
        sys.exit(1)
    missing = list(unknown((entry for one in rounds for entry in one.entries), ids))
    if missing:
        _print(missing)
        sys.exit(1)


def _decided(done: "Decided", decision: str, left: Mapping[str, str]) -> None:
    """Says how many items were decided, and why others were not."""
    _print(done.problems)
    click.echo(f"{len(done.entries)} {decision}.")
    for name, reason in left.items():
        click.echo(f"  not {name}: {reason}")
    if not (done.entries or left):
        click.echo("  no open change was found")
    if errors(done.problems):
        sys.exit(1)


@review.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.pass_obj
def apply(project: Project, dry_run: bool) -> None:
    """Bring the accepted changes into the YAML: only the lines of the edited texts change."""
    from bpa_agenda.review import apply as apply_accepted
    from bpa_agenda.review_words import counted

    done = apply_accepted(project, _today(), dry_run=dry_run)
    if dry_run:
        for line in done.diff:
            click.echo(line)
    _print(done.problems)
    would = "would be " if dry_run else ""
    items, files = counted(len(done.entries), "accepted item"), counted(len(done.files), "file")
    click.echo(f"{items} {would}applied in {files}.")
    for path in done.files:
        click.echo(f"  {project.name(path)}")
    if errors(done.problems):
        sys.exit(1)


@review.command()
@click.option("--round", "name", help="The name of the round; the newest unless told otherwise.")
@click.pass_obj
def report(project: Project, name: str | None) -> None:
    """Make a Word table for the reviewers: what became of each comment and each change."""
    from bpa_agenda.review_report import report as make_report
    from bpa_agenda.review_words import counted

    done = make_report(project, name, _today())
    _print(done.problems)
    if done.file is None:
        sys.exit(1)
    readers, items = counted(done.readers, "reviewer"), counted(done.total, "item")
    click.echo(f"made {project.name(done.file)}: {readers}, {items}, {done.open} to be decided.")
    if errors(done.problems):
        sys.exit(1)
