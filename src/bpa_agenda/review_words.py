"""How items and reasons are called where people read them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bpa_agenda.review_reasons import (
    COMPUTED,
    FIXED,
    GENERATED,
    NEW_NOTE,
    NEW_TABLE,
    NO_HOME,
    NO_SOURCE,
    NO_TEXT,
    NOT_PLACED,
    NOTHING_LEFT,
    ONE_LINE,
    ROWS,
    RUNS_ON,
    TWICE,
)
from bpa_agenda.review_rounds import Returned
from bpa_agenda.reviews import Entry, Round

_REASONS = {
    NO_SOURCE: "this text is made by the program or stands in the template",
    GENERATED: "this text is generated from a reference or a citation",
    COMPUTED: "this is a number or a date, or is computed",
    ONE_LINE: "a title or a text of one line stays one paragraph without formatting",
    NO_HOME: "no text of the agenda is here in which a paragraph could come",
    NOT_PLACED: "it is not known where in the YAML this stands",
    NO_TEXT: "it changes no text, but the layout",
    ROWS: "rows of this table are entries of the YAML",
    NOTHING_LEFT: "nothing would be left of this text; delete its key, or write !open",
    TWICE: "the document shows this text in two places and both were edited",
    RUNS_ON: "it would run on into what stands behind it, which is no part of the same text",
    NEW_TABLE: "a new table is put in by an editor, with all its cells",
    NEW_NOTE: "a new footnote or endnote is put in here by an editor, with its text",
    FIXED: "the Markdown of this paragraph cannot be taken apart",
}
IN_TEXT = "it is in the text already"
# Why nothing comes of a change that was accepted, though it is not refused.
NOTHING_CHANGES = "nothing in the text changes by it"
UNREAD = "it is in none of the files that came back"
TEXT_GONE = "its text is not in the agenda any more"
OTHER_WORDS = "the agenda has other words there by now"
NOT_OURS = "its file is not one of the agenda"
_KINDS = {
    "insertion": "inserted",
    "deletion": "deleted",
    "replacement": "replaced",
    "new-paragraph": "new paragraph",
    "removed-paragraph": "removed paragraph",
    "split": "split the paragraph",
    "join": "joined two paragraphs",
    "move": "moved",
    "formatting": "formatting",
    "row-insertion": "inserted a row",
    "row-deletion": "deleted a row",
    "paragraph-formatting": "formatting of the paragraph",
    "other": "other change",
    "comment": "comment",
    "reply": "reply",
}
_MOST, _ENDS = 600, 280


def counted(number: int, thing: str) -> str:
    """As “1 item” or “2 items”."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def reason_text(reason: str) -> str:
    """A reason in words; one that is words already stays what it is."""
    return _REASONS.get(reason, reason)


def touching_text(others: Iterable[str]) -> str:
    """Why a change is held that touches others, which are named by their ids."""
    return f"it touches {', '.join(others)}"


def list_lines(
    rounds: Sequence[Round], entries: Iterable[Entry], held: Mapping[str, str]
) -> Iterator[str]:
    """Entries as lines for the terminal, under the place in the YAML to which they belong.

    `held` says by ids why accepted changes cannot come into the text.
    """
    chosen = list(entries)
    names = {id(entry): one.name for one in rounds for entry in one.entries}
    places = dict.fromkeys(str(entry.where) for entry in chosen if entry.where)
    for place in [*places, ""]:
        here = [entry for entry in chosen if entry.where == place]
        if here:
            yield place or "not placed"
        for entry in here:
            yield from _entry_lines(entry, names.get(id(entry), ""), held.get(entry.id, ""))


def _entry_lines(entry: Entry, round_name: str, held: str) -> Iterator[str]:
    state = "applied" if entry.applied else str(entry.decision)
    state += ", resolved in Word" if entry.state == "resolved" else ""
    what = _KINDS[entry.kind] + (" without tracking" if entry.state == "untracked" else "")
    day = f", {entry.day}" if entry.day else ""
    yield f"  {entry.id}  {state}  {what}, {entry.who}{day}  ({round_name})"
    if entry.passage.strip("-"):
        yield f"      {_one_line(entry.passage)}"
    if entry.says:
        yield f"      “{_one_line(entry.says)}”"
    if entry.reply_to:
        yield f"      (reply to {entry.reply_to})"
    if entry.refused and not entry.applied:
        yield f"      by hand: {reason_text(entry.refused)}"
    elif held:
        yield f"      held: {held}"
    if entry.why:
        yield f"      decided: {_one_line(entry.why)}"


def _one_line(text: str) -> str:
    """A text on one line, without its middle when it is very long."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST else f"{line[:_ENDS]} […] {line[-_ENDS:]}"


def _printable(name: str) -> str:
    """A file name that can be printed, whatever its bytes are."""
    return name.encode(errors="replace").decode()


def read_lines(round_name: str, returned: Returned, new: int) -> Iterator[str]:
    """What was in a returned file, so that anybody can see that it adds up."""
    document, items = returned.aligned.document, returned.items
    placed = sum(1 for item in items if item.value >= 0)
    people = dict.fromkeys(item.who or "?" for item in items)
    yield f"{_printable(returned.name)} ({returned.aligned.base.document}, {round_name})"
    counts = Counter(_KINDS[item.kind] for item in items)
    for kind, count in counts.most_common():
        yield f"  {count:4} × {kind}"
    yield (
        f"  {counted(len(items), 'item')} by {', '.join(people) or 'nobody'}: {placed} placed, "
        f"{len(items) - placed} not placed; {new} new"
    )
    empty = sum(1 for item in items if item.kind == "other")
    if empty:
        yield f"  {empty} of these without text, so no decision needed"
    tracked = counted(len(document.changes), "tracked change")
    comments = counted(len(document.comments), "comment")
    untracked = sum(1 for item in items if not item.is_tracked and item.changes)
    yield (
        f"  in the file: {tracked} and {comments}, all read; "
        f"{counted(untracked, 'edit')} without tracking"
    )


def not_accepted(entry: Entry, reasons: Mapping[str, str], named: Collection[str]) -> str:
    """Why an item cannot be accepted; empty when it can. `named` are ids that somebody typed.

    `reasons` are known of changes that cannot be applied with what is accepted already.
    """
    if entry.is_remark:
        return "a comment is answered or rejected, with “agenda review answer” or “reject”"
    if entry.applied:
        return IN_TEXT
    if entry.refused and entry.id not in named:
        return f"by hand: {reason_text(entry.refused)}"
    return reasons.get(entry.id, "")


def in_text(entry: Entry) -> str:
    """Why nothing can be decided about an item any more; empty when it can."""
    return IN_TEXT if entry.applied else ""


def decided_before(entry: Entry, decision: str) -> str:
    """Why an item that nobody named stays as it was decided; empty when that is what is wanted."""
    if entry.kind == "other" or entry.decision in ("open", decision):
        return ""
    return in_text(entry) or f"it was {entry.decision} before; give its id to decide otherwise"
