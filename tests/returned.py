"""Documents as they come back: edited by the words in them, and saved as Word does.

What Word writes is in `reviewer_word.py`; here is who does what to which words, also in paragraphs
that come from no value and in other parts than the body.
"""

import copy
from dataclasses import replace
from pathlib import Path

import yaml
from lxml import etree

from conftest import SmallProject
from edits import Edit, Passage
from marked_documents import W, body_paragraphs, own_runs, passages, read_main, run_text, write_main
from reviewer_word import review
from word_documents import unzipped, zipped
from word_runs import Element, after, beginning, mark_deleted, new, run_of, stretch, wrap

ANNA, COR, DAY = "Anna Bakker", "Cor Dijk", "2026-11-23"
_COMMENT_MARKS = ("RangeStart", "RangeEnd", "Reference")
_BODY = "word/document.xml"
_STAMP = {"id": "900", "author": ANNA, "date": "2026-03-04T09:00:00Z"}


class SmallRound(SmallProject):
    """The small project, of which a round was sent."""

    def review(self, *arguments: str | Path, fails: bool = False) -> str:
        """What a review command prints, errors and all."""
        done = self.run("review", *map(str, arguments))
        assert (done.exit_code != 0) == fails, done.output
        return done.output

    def reviewer(self, author: str = ANNA, document: str = "agenda.docx") -> "Reviewer":
        return Reviewer(self.path(f"build/{document}"), author)

    def read_back(self, reviewer: "Reviewer", name: str = "anna.docx") -> str:
        """Saves what a reviewer did and reads it."""
        return self.review("read", reviewer.save(self.path(f"in/{name}")))

    def ids(self) -> list[str]:
        """The ids of what was proposed, in the order of the decisions."""
        return list(self.edits())

    def edits(self) -> dict[str, str]:
        """What was proposed, by the ids."""
        text = self.read("agenda/reviews/ronde-1/decisions.yaml")
        return {entry["id"]: entry["passage"] for entry in yaml.safe_load(text)["items"]}


class Reviewer:
    """Somebody with a document that was sent."""

    def __init__(self, source: Path, author: str = ANNA) -> None:
        self.source = source
        self.author = author
        self.edits: list[Edit] = []
        self.passages = [_named(passage) for passage in passages(source)]

    def edit(
        self,
        kind: str,
        words: str,
        text: str = "",
        *texts: str,
        by: str = "",
        tracked: bool = True,
        nth: int = 0,
    ) -> "Reviewer":
        """One edit of `edits.Edit` at words of the `nth` paragraph that has them.

        An insertion comes after the words, a split before them; all else is done to the words or
        their paragraph.
        """
        found = [passage for passage in self.passages if words in plain(passage.text)]
        passage, start = found[nth], plain(found[nth].text).index(words)
        end = start + len(words)
        if kind in ("insert", "nested"):
            start = end
        edit = Edit(kind, passage.bookmark, start, start if kind == "split" else end, text, texts)
        self.edits.append(replace(edit, author=by or self.author, tracked=tracked))
        return self

    def nested(self, words: str, text: str, cut: str, other: str) -> "Reviewer":
        """Inserts a text after words, of which somebody else deletes a part."""
        span = (text.index(cut), text.index(cut) + len(cut))
        self.edit("nested", words, text, "")
        self.edits.append(replace(self.edits.pop(), other=other, cut=span))
        return self

    def resolve(self) -> "Reviewer":
        """Marks the last comment as done."""
        self.edits.append(replace(self.edits.pop(), resolved=True))
        return self

    def save(self, to: Path, *, last: str = "") -> Path:
        """Saves a copy; `last` is who saved it last, as its properties say."""
        to.parent.mkdir(parents=True, exist_ok=True)
        edits = [replace(e, other=e.other or COR) for e in self.edits]
        marked = write_main(self.source, to.with_suffix(".marked"), _marked(self.source))
        review(marked, to, self.passages, edits)
        marked.unlink()
        return saved_by(to, last) if last else to


def _named(passage: Passage) -> Passage:
    """A paragraph without an anchor gets a bookmark too, by which it can be found here."""
    return passage if passage.bookmark else replace(passage, bookmark=f"_x{passage.number}")


def _marked(source: Path) -> Element:
    root = read_main(source)
    for passage, paragraph in zip(passages(source), body_paragraphs(root), strict=True):
        if not passage.bookmark:
            about = {"id": str(5000 + passage.number), "name": _named(passage).bookmark}
            beginning(paragraph).put([new("w:bookmarkStart", about)])
            paragraph.append(new("w:bookmarkEnd", {"id": about["id"]}))
    return root


def saved_by(document: Path, who: str) -> Path:
    """Says in the properties of a document who saved it last."""
    name = f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy>"
    return changed_part(
        document, "docProps/core.xml", "</cp:coreProperties>", f"{name}</cp:coreProperties>"
    )


def changed_part(document: Path, part: str, old: str, text: str) -> Path:
    """Puts another text in a part, in place."""
    files = unzipped(document)
    before = files[part].decode()
    assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {part}"
    return zipped(document, {**files, part: before.replace(old, text).encode()})


def replaced(
    document: Path, part: str, words: str, text: str, *, tracked: bool = True, nth: int = 0
) -> Path:
    """Replaces words in the `nth` paragraph of a part that has them, in place."""
    files = unzipped(document)
    root = etree.fromstring(files[part])
    found = [p for p in root.iter(f"{W}p") if words in _text_of(p)]
    start = _text_of(found[nth]).index(words)
    runs = stretch(found[nth], start, start + len(words))
    typed = run_of(text, runs[0].find(f"{W}rPr"))
    after(runs[-1]).put([new("w:ins", _STAMP, typed) if tracked else typed])
    if tracked:
        mark_deleted(wrap(runs, "w:del", [{**_STAMP, "id": str(n)} for n in range(901, 960)]))
    else:
        for run in runs:
            run.getparent().remove(run)
    return zipped(document, {**files, part: etree.tostring(root)})


def _text_of(paragraph: Element) -> str:
    return plain("".join(map(run_text, own_runs(paragraph))))


def plain(text: str) -> str:
    """With one kind of space, so that words can be found as one types them."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def plain_again(document: Path, words: str) -> Path:
    """Takes the formatting off words, tracked, in place."""
    files = unzipped(document)
    root = etree.fromstring(files[_BODY])
    paragraph = next(p for p in root.iter(f"{W}p") if words in _text_of(p))
    start = _text_of(paragraph).index(words)
    for run in stretch(paragraph, start, start + len(words)):
        was = run.find(f"{W}rPr")
        run.replace(was, new("w:rPr", None, new("w:rPrChange", _STAMP, copy.deepcopy(was))))
    return zipped(document, {**files, _BODY: etree.tostring(root)})


def without_comment_marks(document: Path) -> Path:
    """Takes away what says on which words comments hang, in place."""
    files = unzipped(document)
    root = etree.fromstring(files[_BODY])
    for node in list(root.iter(*(f"{W}comment{end}" for end in _COMMENT_MARKS))):
        node.getparent().remove(node)
    return zipped(document, {**files, _BODY: etree.tostring(root)})
