"""What a reviewer wrote in a new footnote or endnote, which is said where its mark stands."""

from collections.abc import Collection, Iterator

from bpa_agenda.align_review import Aligned, Token
from bpa_agenda.reviewed import Paragraph


def note_paragraphs(aligned: Aligned, note: str) -> Iterator[Paragraph]:
    """The paragraphs of a new footnote or endnote."""
    return (aligned.document.paragraphs[place] for place in aligned.notes.get(note, ()))


def said_with_notes(aligned: Aligned, tokens: Collection[Token]) -> str:
    """What tokens say, each mark of a new note with the text of the note in parentheses."""
    return "".join(token.text + _in_parentheses(aligned, token.note) for token in tokens)


def _in_parentheses(aligned: Aligned, note: str) -> str:
    said = "¶".join(map(_said, note_paragraphs(aligned, note))).strip(" \t¶")
    return f"({said})" if said else ""


def _said(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph.pieces if piece.deleted is None)


def changes_in_note(aligned: Aligned, note: str) -> Iterator[int]:
    """The tracked changes within a new footnote or endnote."""
    for paragraph in note_paragraphs(aligned, note):
        for piece in paragraph.pieces:
            yield from _some(piece.inserted, piece.deleted, piece.formatted)
        yield from _some(paragraph.mark_inserted, paragraph.mark_deleted, paragraph.reshaped)
        yield from _some(paragraph.row_inserted, paragraph.row_deleted)


def _some(*changes: int | None) -> Iterator[int]:
    return (change for change in changes if change is not None)


def is_for_editor(aligned: Aligned, token: Token) -> bool:
    """Whether a new note cannot become a footnote of the YAML without an editor.

    That is an endnote, one at which two have worked, and one that holds more than text.
    """
    if token.note.startswith("endnotes"):
        return True
    own = [] if token.inserted is None else [token.inserted]
    changes = [aligned.changes[n] for n in (*own, *changes_in_note(aligned, token.note))]
    authors = {change.author for change in changes if change.element}
    return len(authors) > 1 or any(map(_holds_more, note_paragraphs(aligned, token.note)))


def _holds_more(paragraph: Paragraph) -> bool:
    kinds = {piece.kind for piece in paragraph.pieces}
    return paragraph.cell is not None or not kinds.isdisjoint({"note", "picture"})


def is_lost(aligned: Aligned, token: Token, passage: int) -> bool:
    """Whether new text stands in a note that did not go out, or not in that of a passage."""
    paragraphs = aligned.document.paragraphs
    note = paragraphs[token.paragraph].note if token.paragraph >= 0 else ""
    known = (p for p, place in enumerate(aligned.passages) if place == passage)
    return bool(note) and all(paragraphs[place].note != note for place in known)
