"""Plans of edits for a document, drawn by chance from a seed: the same seed, the same plan."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from edits import OBJECT, Edit, Passage, Span

AUTHORS = ("Anna Bakker", "Cor Dijk", "Els Fortuin")
TEXT_KINDS = ("insert", "delete", "replace", "move", "nested", "field")
MARKING_KINDS = ("format", "comment", "restyle")
PARAGRAPH_KINDS = ("split", "join", "add-after", "add-before", "remove", "carry")
ROW_KINDS = ("add-row", "remove-row")
KINDS = TEXT_KINDS + MARKING_KINDS + PARAGRAPH_KINDS + ROW_KINDS

_TRIES = 40
_WORDS = (
    "werk arbeid mensen met zonder tussen platform onderzoek vraag bedrijven scholing loon rooster "
    "vaak soms altijd nooit samen ook niet wel maar dus omdat hoewel beter eerlijker coöperatie "
    "reïntegratie één zzp’ers mbo-niveau 2.0 10% €\u00a05.000 ’s ochtends"
).split(" ")
_ODD = (
    "*sterk*", "_nadruk_", "[@bron]", "[haak", "<b>", "&amp;", "&", "“citaat”", "‘zo’", "\"recht\"",
    "twee  spaties", "hard\u00a0spatie", "😀", "👩\u200d🏫", "1. eerst", "- streep", "# kop",
    "`code`",     "\\", "a|b", "{{ veld }}", "{% if %}", "~", "^2", "--", "…", "https://voorbeeld.nl/a_b?c=d&e",
    ": dubbele punt", "@naam", "!", "e\u0301", "☃", "${x}", "%s", "'n", "µm²",
)  # fmt: skip
_JOINED = ("\u0301", "\u200d")
_STYLES = {
    "plain": ("bullet", "heading"), "heading": ("plain",), "bullet": ("deeper", "plain", "number"),
    "number": ("bullet", "plain"), "cell": (),
}  # fmt: skip


@dataclass
class _Plan:
    """What is planned so far, and which characters and paragraph ends are taken by it."""

    rng: random.Random
    passages: Sequence[Passage]
    crowded: bool
    taken: dict[int, list[Span]] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    marked: set[int] = field(default_factory=set)
    rows: set[tuple[int, int]] = field(default_factory=set)

    def is_free(self, passage: Passage, start: int, end: int) -> bool:
        taken = self.taken.get(passage.number, [])
        return all(end < first or last < start for first, last in taken)

    def is_untouched(self, passage: Passage) -> bool:
        busy = self.ends | self.marked | set(self.taken)
        return passage.number not in busy and passage.row not in self.rows

    def take(self, passage: Passage, start: int, end: int) -> None:
        self.taken.setdefault(passage.number, []).append((start, end))

    def take_whole(self, passage: Passage) -> None:
        self.take(passage, -1, len(passage.text) + 1)

    def before(self, passage: Passage) -> Passage | None:
        """The paragraph right before one, if nothing stands between them."""
        found = self.passages[passage.number - 1] if passage.number else None
        return found if found is not None and found.followed else None

    def after(self, passage: Passage) -> Passage:
        return self.passages[passage.number + 1]


def plans(
    seed: int,
    passages: Sequence[Passage],
    count: int,
    kinds: Sequence[str] = KINDS,
    *,
    untracked: float = 0.15,
    crowded: bool = False,
) -> list[Edit]:
    """At most `count` edits in passages with a bookmark, all kinds in turn as far as they fit.

    `untracked` is the share of edits made without recording. Edits of one paragraph neither touch
    nor overlap; with `crowded`, comments and formatting may lie over other edits.
    """
    plan = _Plan(random.Random(seed), passages, crowded)
    made: list[Edit] = []
    turn: list[str] = []
    for _ in range(count + len(kinds)):
        if len(made) == count:
            break
        turn = turn or plan.rng.sample(kinds, len(kinds))
        edit = _drawn(plan, turn.pop())
        if edit is not None:
            made.append(_signed(plan.rng, edit, untracked))
    return made


def _drawn(plan: _Plan, kind: str) -> Edit | None:
    """An edit of a kind in one of many passages that are tried, or None."""
    candidates = [p for p in plan.passages if p.bookmark and p.row not in plan.rows]
    for passage in plan.rng.sample(candidates, min(len(candidates), _TRIES)):
        edit = _DRAW[kind](plan, passage)
        if edit is not None:
            return edit
    return None


def _signed(rng: random.Random, edit: Edit, untracked: float) -> Edit:
    author, other = rng.sample(AUTHORS, 2)
    needs_tracking = edit.kind in ("nested", "comment")
    tracked = needs_tracking or rng.random() >= untracked
    return replace(edit, author=author, other=other, tracked=tracked)


# --- edits of text


def phrase(rng: random.Random, most: int = 6) -> str:
    words = rng.choices(_WORDS, k=rng.randint(1, most))
    if rng.random() < 0.4:
        words.insert(rng.randrange(len(words) + 1), rng.choice(_ODD))
    return " ".join(words)


def _insertion(rng: random.Random, text: str, at: int) -> str:
    """Words that mostly stand apart from their neighbours, as people type them."""
    new = phrase(rng)
    if rng.random() < 0.2:
        return new[: rng.randint(1, 3)]
    if rng.random() < 0.07:
        return new + rng.choice("\t\n") + phrase(rng, 2)
    before = " " if text[:at] and not text[at - 1].isspace() else ""
    after = " " if text[at:] and not text[at].isspace() else ""
    return f"{before}{new}{after}"


def _place(plan: _Plan, passage: Passage) -> int | None:
    """A free place in the text that is in no field: an end of the text, of a word, or any."""
    text, rng = passage.text, plan.rng
    edges = [0, len(text)]
    words = [i for i in range(1, len(text)) if text[i - 1].isspace() != text[i].isspace()]
    at = rng.choice(rng.choice([edges, words or edges, range(len(text) + 1)]))
    inside = any(start < at < end for start, end in passage.fields) or _splits_letter(text, at)
    return None if inside or not plan.is_free(passage, at, at) else at


def _splits_letter(text: str, at: int) -> bool:
    return text[at : at + 1] in _JOINED or text[max(at - 1, 0) : at] == "\u200d"


def _span(plan: _Plan, passage: Passage) -> Span | None:
    """Free text that holds fields whole or not at all, and nothing that is referred to."""
    if not passage.text or passage.target:
        return None
    start = plan.rng.randrange(len(passage.text))
    longest = plan.rng.choice([3, 12, 40, 200])
    end = min(len(passage.text), start + plan.rng.randint(1, longest))
    for first, last in passage.fields:
        if start < last and first < end:
            start, end = min(start, first), max(end, last)
    broken = _splits_letter(passage.text, start) or _splits_letter(passage.text, end)
    return None if broken or not plan.is_free(passage, start, end) else (start, end)


def _insert(plan: _Plan, passage: Passage) -> Edit | None:
    at = _place(plan, passage)
    if at is None:
        return None
    plan.take(passage, at, at)
    text = _insertion(plan.rng, passage.text, at)
    return Edit("insert", passage.bookmark, at, at, text)


def _delete(plan: _Plan, passage: Passage) -> Edit | None:
    span = _span(plan, passage)
    if span is None:
        return None
    plan.take(passage, *span)
    return Edit("delete", passage.bookmark, *span)


def _replace(plan: _Plan, passage: Passage) -> Edit | None:
    edit = _delete(plan, passage)
    return None if edit is None else replace(edit, kind="replace", text=phrase(plan.rng, 3))


def _move(plan: _Plan, passage: Passage) -> Edit | None:
    span = _span(plan, passage)
    nothing_but_text = span and OBJECT not in passage.text[slice(*span)] and not passage.fields
    if not span or not nothing_but_text:
        return None
    plan.take(passage, *span)
    near = [p for p in plan.passages if p.bookmark and abs(p.number - passage.number) < 20]
    target = plan.rng.choice(near)
    at = None if target.row in plan.rows and target.row else _place(plan, target)
    if at is None:
        plan.taken[passage.number].remove(span)
        return None
    plan.take(target, at, at)
    return Edit("move", passage.bookmark, *span, target=target.bookmark, at=at)


def _nested(plan: _Plan, passage: Passage) -> Edit | None:
    at = _place(plan, passage)
    if at is None:
        return None
    plan.take(passage, at, at)
    text = f" {phrase(plan.rng)} {phrase(plan.rng)} "
    start = plan.rng.randrange(1, len(text) - 1)
    end = plan.rng.randint(start, len(text) - 1)
    if _splits_letter(text, start) or _splits_letter(text, end):
        start = end = 1
    added = plan.rng.choice(["", phrase(plan.rng, 2)])
    return Edit("nested", passage.bookmark, at, at, text, (added,), cut=(start, end))


def _field(plan: _Plan, passage: Passage) -> Edit | None:
    free = [s for s in passage.fields if s[1] > s[0] and plan.is_free(passage, *s)]
    if not free:
        return None
    start, end = plan.rng.choice(free)
    plan.take(passage, start, end)
    at = plan.rng.randrange(start, end)
    return Edit("field", passage.bookmark, at, at + 1, plan.rng.choice(["7", "9.9", "x"]))


# --- edits of looks, and comments


def _marking(plan: _Plan, passage: Passage) -> Span | None:
    was = plan.taken
    if plan.crowded:
        plan.taken = {n: [s for s in spans if s[0] < 0] for n, spans in was.items()}
    span = _span(plan, passage)
    plan.taken = was
    if span is not None and plan.crowded:
        plan.marked.add(passage.number)
    elif span is not None:
        plan.take(passage, *span)
    return span


def _format(plan: _Plan, passage: Passage) -> Edit | None:
    span = _marking(plan, passage)
    look = plan.rng.choice(["bold", "italic"])
    return span and Edit("format", passage.bookmark, *span, look)


def _comment(plan: _Plan, passage: Passage) -> Edit | None:
    span = _marking(plan, passage)
    replies = tuple(phrase(plan.rng) for _ in range(plan.rng.choice([0, 0, 1, 2])))
    done = plan.rng.random() < 0.3
    text = phrase(plan.rng, 12)
    return span and Edit("comment", passage.bookmark, *span, text, replies, resolved=done)


def _restyle(plan: _Plan, passage: Passage) -> Edit | None:
    styles = _STYLES[passage.kind]
    if not styles or not plan.is_untouched(passage) or passage.target:
        return None
    plan.take_whole(passage)
    return Edit("restyle", passage.bookmark, text=plan.rng.choice(styles))


# --- edits of paragraphs and rows


def _split(plan: _Plan, passage: Passage) -> Edit | None:
    at = _place(plan, passage)
    if at in (None, 0, len(passage.text)) or any(a < at < b for a, b in passage.links):
        return None
    plan.take(passage, at, at)
    return Edit("split", passage.bookmark, at, at)


def _join(plan: _Plan, passage: Passage) -> Edit | None:
    if not passage.followed or passage.number in plan.ends:
        return None
    after = plan.after(passage)
    end = len(passage.text)
    if not after.bookmark or not plan.is_free(passage, end, end) or not plan.is_free(after, 0, 0):
        return None
    plan.ends.add(passage.number)
    plan.take(passage, end, end)
    plan.take(after, 0, 0)
    return Edit("join", passage.bookmark)


def _new_paragraphs(rng: random.Random) -> tuple[str, ...]:
    return tuple(f"{phrase(rng)}." for _ in range(rng.choice([1, 1, 2, 3])))


def _add_after(plan: _Plan, passage: Passage) -> Edit | None:
    """What is typed at the very end of the text may well stand beside it."""
    whole = (-1, len(passage.text) + 1)
    if passage.number in plan.ends or whole in plan.taken.get(passage.number, []):
        return None
    plan.ends.add(passage.number)
    return Edit("add-after", passage.bookmark, texts=_new_paragraphs(plan.rng))


def _add_before(plan: _Plan, passage: Passage) -> Edit | None:
    before = plan.before(passage)
    if before is None or before.number in plan.ends or not plan.is_free(passage, 0, 0):
        return None
    plan.ends.add(before.number)
    plan.take(passage, 0, 0)
    return Edit("add-before", passage.bookmark, texts=_new_paragraphs(plan.rng))


def _can_leave(plan: _Plan, passage: Passage) -> bool:
    before = plan.before(passage)
    ends = {passage.number} | (set() if before is None else {before.number})
    return (
        plan.is_untouched(passage) and passage.followed and not passage.target
        and not ends & plan.ends and passage.kind != "cell"
    )  # fmt: skip


def _leave(plan: _Plan, passage: Passage) -> None:
    before = plan.before(passage)
    plan.ends |= {passage.number} | (set() if before is None else {before.number})
    plan.take_whole(passage)


def _remove(plan: _Plan, passage: Passage) -> Edit | None:
    if not _can_leave(plan, passage):
        return None
    _leave(plan, passage)
    return Edit("remove", passage.bookmark)


def _carry(plan: _Plan, passage: Passage) -> Edit | None:
    if not _can_leave(plan, passage) or OBJECT in passage.text or passage.fields:
        return None
    near = [p for p in plan.passages if p.bookmark and 1 < abs(p.number - passage.number) < 12]
    target = plan.rng.choice(near or [passage])
    before = plan.before(target)
    if before is None or before.number in plan.ends or target.kind == "cell":
        return None
    if target is passage or before is passage or not plan.is_free(target, 0, 0):
        return None
    _leave(plan, passage)
    plan.ends.add(before.number)
    plan.take(target, 0, 0)
    return Edit("carry", passage.bookmark, target=target.bookmark)


def _row_is_free(plan: _Plan, passage: Passage) -> bool:
    cells = [p for p in plan.passages if p.row == passage.row]
    return bool(passage.row) and all(map(plan.is_untouched, cells))


def _add_row(plan: _Plan, passage: Passage) -> Edit | None:
    if not _row_is_free(plan, passage):
        return None
    plan.rows.add(passage.row)
    cells = [p for p in plan.passages if p.row == passage.row]
    texts = tuple(phrase(plan.rng, 3) for p in cells if not p.followed)
    return Edit("add-row", passage.bookmark, texts=texts)


def _remove_row(plan: _Plan, passage: Passage) -> Edit | None:
    """Some other row of the table always stays."""
    if not _row_is_free(plan, passage):
        return None
    others = {p.row for p in plan.passages if p.row} - plan.rows - {passage.row}
    if passage.row[0] not in {table for table, _ in others}:
        return None
    plan.rows.add(passage.row)
    return Edit("remove-row", passage.bookmark)


_DRAW: dict[str, Callable[[_Plan, Passage], Edit | None]] = {
    "insert": _insert, "delete": _delete, "replace": _replace, "move": _move, "nested": _nested,
    "field": _field, "format": _format, "comment": _comment, "restyle": _restyle, "split": _split,
    "join": _join, "add-after": _add_after, "add-before": _add_before, "remove": _remove,
    "carry": _carry, "add-row": _add_row, "remove-row": _remove_row,
}  # fmt: skip
