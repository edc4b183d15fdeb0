"""What becomes of the values that the tags of a template show."""

from collections.abc import Iterator, Sequence
from typing import Any

from bpa_agenda.markdown import parse, parse_line, plain
from bpa_agenda.template_parts import Look, Part
from bpa_agenda.values import Formatted, Line, Markdown, Open
from bpa_agenda.views import ContentsView, Cross, Target
from bpa_agenda.word_anchors import count_paragraphs
from bpa_agenda.word_contents import MARK
from bpa_agenda.word_markup import Writer


class PartValues:
    """What becomes of the values of a part: runs, or paragraphs."""

    def __init__(self, writer: Writer, part: Part) -> None:
        self.writer = writer
        self.marks = writer.extras.marks
        self.looks = part.looks

    def runs(self, value: Any, look: int) -> str:
        """A value within a paragraph."""
        # What most values are has no notes and no looks.
        if type(value) is Line:
            xml = self.writer.words(value, self.looks[look].run) if value else ""
            return self.marks.around_runs(value, xml)
        return self._marked_runs(value, self.looks[look])

    def _marked_runs(self, value: Any, look: Look) -> str:
        notes = self.writer.extras.notes
        before = len(notes)
        xml = self.marks.around_runs(value, self._runs(value, look))
        if len(notes) > before:
            notes[before:] = self._marked_notes(value, notes[before:], 1)
        return xml

    def _marked_notes(self, value: Any, notes: Sequence[str], first: int) -> Iterator[str]:
        """The footnotes of a value, whose paragraphs count after those of the value itself."""
        for note in notes:
            yield self.marks.in_blocks(value, note, first)
            first += count_paragraphs(note)

    def _runs(self, value: Any, look: Look) -> str:
        if isinstance(value, Open):
            return self.writer.open_point(value.what, look.run)
        if isinstance(value, Markdown):
            return self.writer.runs(parse_line(value), look.run)
        if isinstance(value, Cross):
            return self.writer.cross_reference(value, value.bookmark, look.run)
        if isinstance(value, Target):
            return self.writer.target(value, value.bookmark, look.run)
        if isinstance(value, Formatted):
            return self.writer.formatted(value, look.run)
        text = str(as_text(value))
        return self.writer.words(text, look.run) if text else ""

    def blocks(self, value: Any, look: int) -> str:
        """A value as paragraphs of its own; nothing for a value that is not there."""
        at = self.looks[look]
        if value is None:
            return ""
        if isinstance(value, ContentsView):
            return MARK
        if isinstance(value, Markdown):
            written = self._marked_blocks(value, at)
            # The standard wants a paragraph at the end of a table cell.
            end = self.writer.paragraph("", at.paragraph) if written.endswith("</w:tbl>") else ""
            return written + end
        runs = self._marked_runs(value, at)
        return self.writer.paragraph(runs, at.paragraph)

    def _marked_blocks(self, value: Markdown, at: Look) -> str:
        notes = self.writer.extras.notes
        before = len(notes)
        xml = self.writer.blocks(parse(value, once=True), at.paragraph, at.run)
        if len(notes) > before:
            notes[before:] = self._marked_notes(value, notes[before:], count_paragraphs(xml))
        return self.marks.in_blocks(value, xml)


def as_text(value: Any) -> Any:
    """What a value reads as where no formatting is possible."""
    if value is None:
        return ""
    if isinstance(value, Open):
        return f"[{value.what}]"
    if isinstance(value, Markdown):
        return plain(value)
    return str(value) if isinstance(value, Line) else value
