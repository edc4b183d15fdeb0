"""The lines of a workshop report that is a Word document: all that it prints, each thing once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from bpa_agenda import word_text
from bpa_agenda.messages import problem
from bpa_agenda.problems import Location, Problem
from bpa_agenda.report_lines import ReportLine
from bpa_agenda.word_drawings import is_picture, said_in
from bpa_agenda.word_numbering import Counters, Numbering, read_numbering
from bpa_agenda.word_package import Package, open_package
from bpa_agenda.word_styles import Styles, heading_level, read_styles
from bpa_agenda.word_text import NoteMark, Piece
from bpa_agenda.word_xml import Element, name

_TAB = "\t"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(path: Path, file: str) -> tuple[list[ReportLine], list[Problem]]:
    """The lines of a report, one for each paragraph; `file` is what messages call it.

    First the body, then the notes in the order of their marks, then headers and footers. The text
    of a paragraph in a table or text box begins with a tab.
    """
    package, problems = open_package(path, file)
    if package is None:
        return [], problems
    page = _Page.of(package)
    page.read()
    return page.lines, list(_warnings(page, file))


@dataclass(frozen=True, slots=True)
class _Story:
    """Text that runs on by itself: the body, the text of a box, all footnotes.

    `part` is the part of the package that holds it, `codes` what its fields hide.
    """

    part: str
    codes: frozenset[Element]
    indent: str = ""
    counters: Counters = field(default_factory=Counters)


@dataclass(slots=True)
class _Page:
    """Goes through a document and keeps its lines, with the line of each paragraph."""

    package: Package
    styles: Styles
    numbering: Numbering
    lines: list[ReportLine] = field(default_factory=list)
    line_of: dict[Element, int] = field(default_factory=dict)
    roots: list[Element] = field(default_factory=list)
    notes: dict[NoteMark, None] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> "_Page":
        """A page without lines, for a document."""
        styles = read_styles(_definitions(package, "styles"))
        numbering = read_numbering(_definitions(package, "numbering"), styles)
        return cls(package, styles, numbering)

    def read(self) -> None:
        """Reads the whole document."""
        self._part(self.package.document)
        self._notes("footnotes")
        self._notes("endnotes")
        self._headers_and_footers()

    def _part(self, part: str, counters: Counters | None = None) -> None:
        """Reads a part that holds nothing but one story."""
        root = self.package.xml(part)
        if root is not None:
            self.roots.append(root)
            story = _Story(part, word_text.field_codes(root), "", counters or Counters())
            self._blocks(root, story)

    def _notes(self, kind: str) -> None:
        """Only those notes are printed to which a mark refers that is itself printed."""
        part = next(self.package.related(self.package.document, kind), "")
        root = self.package.xml(part)
        if root is None:
            return
        self.roots.append(root)
        story = _Story(part, word_text.field_codes(root))
        notes = {note.get(name("w:id")): note for note in root if not _separates(note)}
        for mark in [mark for mark in self.notes if mark.kind == kind and mark.id in notes]:
            self._blocks(notes[mark.id], story)

    def _headers_and_footers(self) -> None:
        """Each text once, however many sections and kinds of pages repeat it."""
        counters, before = Counters(), len(self.lines)
        for part in (
            *self._of_sections("w:headerReference"),
            *self._of_sections("w:footerReference"),
        ):
            self._part(part, counters)
        body, repeated = self.lines[:before], self.lines[before:]
        first = {(line.label, line.text.strip()): line for line in reversed(repeated)}
        distinct = (line for line in reversed(first.values()) if not line.is_blank)
        lines = enumerate([*body, *distinct], start=1)
        self.lines = [replace(line, number=number) for number, line in lines]

    def _of_sections(self, reference: str) -> Iterable[str]:
        """The parts to which the sections refer, in order, each once."""
        document = self.package.document
        root = self.package.xml(document)
        references = root.iter(name(reference)) if root is not None else ()
        targets = (self.package.target(document, r.get(name("r:id"))) for r in references)
        return dict.fromkeys(target for target in targets if target)

    def _blocks(self, parent: Element, story: _Story) -> None:
        """Reads the paragraphs and tables in an element."""
        carried: list[Piece] = []
        paragraph = parent
        for block in word_text.reach(parent, word_text.BLOCKS):
            if block.tag == word_text.TABLE:
                self._left_over(paragraph, carried, story)
                self._table(block, story)
            else:
                paragraph = block
                carried += word_text.pieces(block, story.codes)
                if word_text.runs_on(block):
                    continue
                self._paragraph(block, carried, story)
            carried = []
        self._left_over(paragraph, carried, story)

    def _left_over(self, paragraph: Element, carried: Sequence[Piece], story: _Story) -> None:
        """Reads a paragraph that runs on, but has none to run on into."""
        if any(not isinstance(piece, str) or piece.strip() for piece in carried):
            self._paragraph(paragraph, carried, story)

    def _table(self, table: Element, story: _Story) -> None:
        """Reads a table row by row."""
        inside = replace(story, indent=_TAB)
        for at, row in enumerate(word_text.rows(table)):
            for cell in word_text.cells(row, is_first=at == 0):
                self._blocks(cell, inside)

    def _paragraph(self, paragraph: Element, found: Sequence[Piece], story: _Story) -> None:
        """Reads a paragraph, and after it what hangs in it."""
        text = "".join(piece for piece in found if isinstance(piece, str))
        self.notes |= dict.fromkeys(piece for piece in found if isinstance(piece, NoteMark))
        drawings = [piece for piece in found if not isinstance(piece, str | NoteMark)]
        said = [s for drawing in drawings for s in said_in(drawing, self.package, story.part)]
        place = self.numbering.place(paragraph, self.styles.of(paragraph))
        label = story.counters.label(place) if place else ""
        # A paragraph that holds nothing but a picture is that picture, not a blank line before it.
        if said and is_picture(said[0]) and not text.strip() and not label:
            text = str(said.pop(0))
        level = place.level if place and label else None
        self._add(text, story.indent, label, level, heading_level(paragraph, self.styles))
        self.line_of[paragraph] = len(self.lines)
        for inside in said:
            self._said(inside, story)

    def _said(self, said: Element | str, story: _Story) -> None:
        """Reads what a drawing says; each text box counts its lists by itself."""
        if isinstance(said, str):
            self._add(said, story.indent if is_picture(said) else _TAB)
        else:
            self._blocks(said, _Story(story.part, story.codes, _TAB))

    def _add(
        self,
        text: str,
        indent: str,
        label: str = "",
        level: int | None = None,
        heading: int | None = None,
    ) -> None:
        indented = indent + text if text.strip() else text
        self.lines.append(ReportLine(len(self.lines) + 1, indented, label, level, heading))


def _definitions(package: Package, kind: str) -> Element | None:
    return package.xml(next(package.related(package.document, kind), ""))


def _separates(note: Element) -> bool:
    """Whether it is the line above the notes rather than a note."""
    return note.get(name("w:type")) in _SEPARATORS


def _warnings(page: _Page, file: str) -> Iterator[Problem]:
    changed = (_first_change(root, page.line_of) for root in page.roots)
    first = next((line for line in changed if line is not None), None)
    if first is not None:
        yield problem("tracked-changes", Location(file, min(first, len(page.lines)), 1))
    if any(next(root.iter(*word_text.EMBEDDED), None) is not None for root in page.roots):
        detail = "it fetches a part of its text from another document"
        hint = "open it in Word and save it; that makes the text its own"
        yield problem("report-unreadable", Location(file), detail=detail, hint=hint)


def _first_change(root: Element, line_of: Mapping[Element, int]) -> int | None:
    """The line of the first tracked change; of one that leaves no line, the next line."""
    change = next(root.iter(*word_text.CHANGES), None)
    if change is None:
        return None
    around = change.iterancestors(word_text.PARAGRAPH)
    paragraphs = chain(around, _after(change, word_text.PARAGRAPH))
    return next((line_of[p] for p in paragraphs if p in line_of), max(line_of.values(), default=0))


def _after(element: Element, tag: str) -> Iterator[Element]:
    """The elements with a tag that come after an element in the document."""
    for at in chain([element], element.iterancestors()):
        for following in at.itersiblings():
            yield from following.iter(tag)
