"""A reviewer who works in Word: writes planned edits into a document as Word would save them.

It knows no reader of Word files; what must come of the edits is reckoned in `edits.py`.
"""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from edits import Edit, Expected, Passage, back_to_front, expected, find, halves
from marked_documents import W, own_runs, read_main, write_main
from word_comment_parts import Comments
from word_habits import dress, leave_off
from word_runs import (
    Element,
    Place,
    after,
    before,
    beginning,
    look_at,
    mark_deleted,
    new,
    place_at,
    restyle_run,
    run_of,
    stretch,
    wrap,
)

_STYLES = {
    "plain": "BodyText", "heading": "Heading3", "bullet": "ListBullet", "deeper": "ListBullet2",
    "number": "ListNumber",
}  # fmt: skip


def review(
    source: Path, to: Path, passages: Sequence[Passage], edits: Sequence[Edit], seed: int = 0
) -> Expected:
    """Saves a copy with the edits; gives the paragraphs of the body that it must come to.

    The seed decides what Word does now this way, now that: where bookmarks end up, how runs are
    split, and on which side of a new paragraph the old paragraph mark stays.
    """
    rng = random.Random(seed)
    root = dress(read_main(source), rng)
    word = _Word(root, passages, rng)
    word.make(edits)
    leave_off(root, rng)
    write_main(source, to, root)
    word.comments.add_to(to)
    return expected(passages, edits)


class _Word:
    """A document that is being edited; edits come back to front, see `back_to_front`."""

    def __init__(self, root: Element, passages: Sequence[Passage], rng: random.Random) -> None:
        self.rng = rng
        self.passages = passages
        self.comments = Comments()
        self.paragraphs = {
            str(mark.get(f"{W}name")): next(mark.iterancestors(f"{W}p"))
            for mark in root.iter(f"{W}bookmarkStart")
        }
        self._id = 100
        self._moved: dict[tuple[str, int], list[Element]] = {}

    def make(self, edits: Sequence[Edit]) -> None:
        every = list(halves(edits, self.passages))
        for edit in (e for e in every if e.kind == "move-from"):
            runs = stretch(self.paragraphs[edit.bookmark], edit.start, edit.end)
            self._moved[edit.target, edit.at] = copy.deepcopy(runs)
        for edit in back_to_front(self.passages, every):
            _MAKE[edit.kind](self, edit, self.paragraphs[edit.bookmark])

    # --- marks of changes

    def stamp(self, author: str) -> dict[str, str]:
        self._id += 1
        date = f"2026-03-04T{9 + self._id // 3600 % 12:02}:{self._id // 60 % 60:02}:00Z"
        return {"id": str(self._id), "author": author, "date": date}

    def stamps(self, author: str) -> Iterator[dict[str, str]]:
        while True:
            yield self.stamp(author)

    def inserted(self, edit: Edit, runs: list[Element], tag: str = "w:ins") -> list[Element]:
        """Runs as they come into the text: marked, unless nothing is recorded."""
        return [new(tag, self.stamp(edit.author), *runs)] if edit.tracked and runs else runs

    def take_out(self, edit: Edit, runs: list[Element], tag: str = "w:del") -> None:
        """Marks or removes runs."""
        if not edit.tracked:
            for run in runs:
                run.getparent().remove(run)
            return
        made = wrap(runs, tag, self.stamps(edit.author))
        if tag == "w:del":
            mark_deleted(made)

    def mark_end(self, edit: Edit, paragraph: Element, tag: str) -> None:
        """Marks the end of a paragraph as inserted, deleted or moved."""
        if edit.tracked:
            properties = _child(_properties(paragraph), "w:rPr", ("w:sectPr", "w:pPrChange"))
            properties.insert(0, new(tag, self.stamp(edit.author)))

    def edge(self, paragraph: Element, offset: int, length: int) -> Place:
        """A place in the text; at its ends sometimes outside the bookmark."""
        outside = self.rng.random() < 0.5
        if outside and offset == 0:
            return beginning(paragraph)
        if outside and offset == length and paragraph[-1].tag == f"{W}bookmarkEnd":
            return after(paragraph[-1])
        return place_at(paragraph, offset)

    # --- edits of text

    def insert(self, edit: Edit, paragraph: Element) -> None:
        length = len(find(self.passages, edit.bookmark).text)
        look = look_at(paragraph, edit.start)
        place = self.edge(paragraph, edit.start, length)
        place.put(self.inserted(edit, [run_of(edit.text, look)]))

    def replace(self, edit: Edit, paragraph: Element) -> None:
        """Word puts the new text after what it replaces."""
        look = look_at(paragraph, edit.start)
        runs = stretch(paragraph, edit.start, edit.end)
        anchor = new("w:r")
        after(runs[-1]).put([anchor])
        self.take_out(edit, runs)
        if edit.text:
            after(anchor).put(self.inserted(edit, [run_of(edit.text, look)]))
        anchor.getparent().remove(anchor)

    def move_from(self, edit: Edit, paragraph: Element) -> None:
        runs = stretch(paragraph, edit.start, edit.end)
        if edit.tracked:
            starts, ends = self.range_marks(edit, "moveFrom")
            before(runs[0]).put([starts])
            after(runs[-1]).put([ends])
        self.take_out(edit, runs, "w:moveFrom")

    def move_to(self, edit: Edit, paragraph: Element) -> None:
        runs = self._moved[edit.bookmark, edit.start]
        nodes = self.inserted(edit, runs, "w:moveTo")
        if edit.tracked:
            starts, ends = self.range_marks(edit, "moveTo")
            nodes = [starts, *nodes, ends]
        place_at(paragraph, edit.start).put(nodes)

    def range_marks(self, edit: Edit, kind: str) -> tuple[Element, Element]:
        """The two marks around one end of a move; its name is the same at both ends."""
        about = self.stamp(edit.author)
        name = f"move{find(self.passages, edit.target).number}{edit.at:04}"
        start = new(f"w:{kind}RangeStart", {**about, "name": name})
        return start, new(f"w:{kind}RangeEnd", {"id": about["id"]})

    def nested(self, edit: Edit, paragraph: Element) -> None:
        """Within an insertion another author deletes a part, and inserts too."""
        look = look_at(paragraph, edit.start)
        start, end = edit.cut
        kept, cut, rest = edit.text[:start], edit.text[start:end], edit.text[end:]
        nodes = self.inserted(edit, [run_of(kept, look)])
        if cut:
            deleted = new("w:del", self.stamp(edit.other), run_of(cut, look))
            mark_deleted([deleted])
            nodes += self.inserted(edit, [deleted])
        if edit.texts[0]:
            nodes.append(new("w:ins", self.stamp(edit.other), run_of(edit.texts[0], look)))
        nodes += self.inserted(edit, [run_of(rest, look)])
        place_at(paragraph, edit.start).put(nodes)

    # --- looks and comments

    def format(self, edit: Edit, paragraph: Element) -> None:
        tag = {"bold": "b", "italic": "i"}[edit.text]
        for run in stretch(paragraph, edit.start, edit.end):
            was = restyle_run(run, tag)
            if edit.tracked:
                change = new("w:rPrChange", self.stamp(edit.author), was)
                run.find(f"{W}rPr").append(change)

    def comment(self, edit: Edit, paragraph: Element) -> None:
        """Each reply has a range and a mark of its own, at the same place."""
        runs = stretch(paragraph, edit.start, edit.end)
        first, last = runs[0], runs[-1]
        for number in self.comments.add(edit):
            before(first).put([new("w:commentRangeStart", {"id": number})])
            style = new("w:rPr", None, new("w:rStyle", {"val": "CommentReference"}))
            mark = new("w:r", None, style, new("w:commentReference", {"id": number}))
            after(last).put([new("w:commentRangeEnd", {"id": number}), mark])
            last = mark

    def restyle(self, edit: Edit, paragraph: Element) -> None:
        properties = _properties(paragraph)
        was = copy.deepcopy(properties)
        for tag in ("pStyle", "numPr"):
            for old in properties.findall(W + tag):
                properties.remove(old)
        properties.insert(0, new("w:pStyle", {"val": _STYLES[edit.text]}))
        if edit.tracked:
            for tag in ("rPr", "sectPr", "pPrChange"):
                for old in was.findall(W + tag):
                    was.remove(old)
            properties.append(new("w:pPrChange", self.stamp(edit.author), was))

    # --- paragraphs

    def split(self, edit: Edit, paragraph: Element) -> None:
        """The first part is the new paragraph; a bookmark around both ends in the second."""
        place = place_at(paragraph, edit.start)
        first = self.like(paragraph)
        start = beginning(paragraph).index
        for node in paragraph[start : place.index]:
            first.append(node)
        before(paragraph).put([first])
        self.mark_end(edit, first, "w:ins")
        self.paragraphs[edit.bookmark] = first

    def like(self, paragraph: Element) -> Element:
        """An empty paragraph with the same formatting, and no change to its end."""
        made = new("w:p", None, copy.deepcopy(_properties(paragraph)))
        for tag in ("w:rPr", "w:pPrChange"):
            for old in made[0].findall(W + tag[2:]):
                made[0].remove(old)
        return made

    def join(self, edit: Edit, paragraph: Element) -> None:
        if edit.tracked:
            self.mark_end(edit, paragraph, "w:del")
            return
        following = next(paragraph.itersiblings(f"{W}p"))
        beginning(following).put(list(paragraph)[beginning(paragraph).index :])
        paragraph.getparent().remove(paragraph)
        self.paragraphs[edit.bookmark] = following

    def add_after(self, edit: Edit, paragraph: Element) -> None:
        """Typed at the end of a paragraph, the first new mark is the one of the old paragraph.

        Pasted, each new paragraph brings its own; that takes a paragraph that follows.
        """
        made = self.typed(edit, paragraph)
        after(paragraph).put(made)
        pasted = find(self.passages, edit.bookmark).followed and self.rng.random() < 0.3
        for one in made if pasted else [paragraph, *made[:-1]]:
            self.mark_end(edit, one, "w:ins")

    def add_before(self, edit: Edit, paragraph: Element) -> None:
        made = self.typed(edit, paragraph)
        before(paragraph).put(made)
        for one in made:
            self.mark_end(edit, one, "w:ins")

    def typed(self, edit: Edit, paragraph: Element) -> list[Element]:
        made = [self.like(paragraph) for _ in edit.texts]
        for one, text in zip(made, edit.texts, strict=True):
            one.extend(self.inserted(edit, [run_of(text)]))
        return made

    def remove(self, edit: Edit, paragraph: Element) -> None:
        if not edit.tracked:
            paragraph.getparent().remove(paragraph)
            return
        self.take_out(edit, list(own_runs(paragraph)))
        self.mark_end(edit, paragraph, "w:del")

    def carry(self, edit: Edit, paragraph: Element) -> None:
        """The bookmark goes along with the text, or stays as long as the old text is there."""
        moved = copy.deepcopy(paragraph)
        moved.attrib.clear()
        _drop_bookmarks(moved if edit.tracked and self.rng.random() < 0.5 else paragraph)
        before(self.paragraphs[edit.target]).put([moved])
        if not edit.tracked:
            paragraph.getparent().remove(paragraph)
            return
        for one, tag in ((paragraph, "moveFrom"), (moved, "moveTo")):
            wrap(list(own_runs(one)), f"w:{tag}", self.stamps(edit.author))
            self.mark_end(edit, one, f"w:{tag}")
            starts, ends = self.range_marks(edit, tag)
            beginning(one).put([starts])
            after(one).put([ends])

    # --- rows

    def add_row(self, edit: Edit, paragraph: Element) -> None:
        row = next(paragraph.iterancestors(f"{W}tr"))
        added = copy.deepcopy(row)
        for cell, text in zip(added.findall(f"{W}tc"), edit.texts, strict=True):
            typed = self.like(cell.find(f"{W}p"))
            typed.extend(self.inserted(edit, [run_of(text)]))
            self.mark_end(edit, typed, "w:ins")
            for old in [node for node in cell if node.tag != f"{W}tcPr"]:
                cell.remove(old)
            cell.append(typed)
        after(row).put([added])
        self.mark_row(edit, added, "w:ins")

    def remove_row(self, edit: Edit, paragraph: Element) -> None:
        row = next(paragraph.iterancestors(f"{W}tr"))
        if not edit.tracked:
            row.getparent().remove(row)
            return
        self.mark_row(edit, row, "w:del")
        for one in row.iter(f"{W}p"):
            self.take_out(edit, list(own_runs(one)))
            self.mark_end(edit, one, "w:del")

    def mark_row(self, edit: Edit, row: Element, tag: str) -> None:
        if edit.tracked:
            properties = row.find(f"{W}trPr")
            if properties is None:
                properties = new("w:trPr")
                before(row.find(f"{W}tc")).put([properties])
            properties.append(new(tag, self.stamp(edit.author)))


def _drop_bookmarks(paragraph: Element) -> None:
    for mark in list(paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)


def _properties(paragraph: Element) -> Element:
    if paragraph.find(f"{W}pPr") is None:
        paragraph.insert(0, new("w:pPr"))
    return paragraph.find(f"{W}pPr")


def _child(parent: Element, tag: str, later: Sequence[str]) -> Element:
    """The child of that name; made before those that must come later."""
    found = parent.find(W + tag.removeprefix("w:"))
    if found is None:
        found = new(tag)
        tails = [node for node in parent if node.tag in [W + name[2:] for name in later]]
        (before(tails[0]) if tails else Place(parent, len(parent))).put([found])
    return found


_MAKE: dict[str, Callable[[_Word, Edit, Element], None]] = {
    "insert": _Word.insert, "delete": _Word.replace, "replace": _Word.replace,
    "field": _Word.replace, "move-from": _Word.move_from, "move-to": _Word.move_to,
    "nested": _Word.nested, "format": _Word.format, "comment": _Word.comment,
    "restyle": _Word.restyle, "split": _Word.split, "join": _Word.join,
    "add-after": _Word.add_after, "add-before": _Word.add_before, "remove": _Word.remove,
    "carry": _Word.carry, "add-row": _Word.add_row, "remove-row": _Word.remove_row,
}  # fmt: skip
