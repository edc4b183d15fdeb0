"""The paragraphs of a reviewed document once its changes are accepted or rejected.

A paragraph whose end goes runs on into the next one. As in Word, what the end of a paragraph says
goes with it: the style and the list of the last one remain. (LibreOffice keeps those of the first.)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from bpa_agenda.reviewed import Cell, Paragraph, Piece

Decision: TypeAlias = Callable[[int], bool]
_Container: TypeAlias = tuple[str, str, int | None, Cell | None]


def accepted_text(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The text of each paragraph when all changes are accepted."""
    return [text(paragraph) for paragraph in decided(paragraphs, lambda _: True)]


def rejected_text(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The text of each paragraph when all changes are rejected."""
    return [text(paragraph) for paragraph in decided(paragraphs, lambda _: False)]


def text(paragraph: Paragraph) -> str:
    """The text of all pieces, deleted ones too."""
    return "".join(piece.text for piece in paragraph.pieces)


def decided(paragraphs: Iterable[Paragraph], is_accepted: Decision) -> list[Paragraph]:
    """The paragraphs without changes, when those for which `is_accepted` are accepted.

    A paragraph into which others ran on has their pieces and bookmarks before its own. Formatting
    of whole paragraphs stays as it is in the file, whatever is decided about it.
    """
    kept = [p for p in paragraphs if not is_gone(p.row_inserted, p.row_deleted, is_accepted)]
    carried: dict[int, Paragraph] = {}
    found: list[tuple[Paragraph, bool]] = []
    for at, paragraph in enumerate(kept):
        whole = _joined(carried.pop(at, None), _settled(paragraph, is_accepted))
        runs_on = is_gone(paragraph.mark_inserted, paragraph.mark_deleted, is_accepted)
        following = _following(kept, at) if runs_on else None
        if following is not None:
            carried[following] = whole
        else:
            found.append((whole, runs_on and not whole.pieces))
    return list(_needed(found))


def is_gone(inserted: int | None, deleted: int | None, is_accepted: Decision) -> bool:
    """Whether what was inserted and deleted by these changes, if by any, is not there any more."""
    is_in = inserted is None or is_accepted(inserted)
    return not is_in or (deleted is not None and is_accepted(deleted))


def _settled(paragraph: Paragraph, is_accepted: Decision) -> Paragraph:
    pieces = (p for p in paragraph.pieces if not is_gone(p.inserted, p.deleted, is_accepted))
    return replace(
        paragraph,
        pieces=_merged(_settled_piece(piece, is_accepted) for piece in pieces),
        mark_inserted=None,
        mark_deleted=None,
        reshaped=None,
        row_inserted=None,
        row_deleted=None,
    )


def _settled_piece(piece: Piece, is_accepted: Decision) -> Piece:
    is_back = piece.formatted is not None and not is_accepted(piece.formatted)
    look = piece.before if is_back and piece.before is not None else piece.look
    return Piece(piece.text, look, kind=piece.kind, note=piece.note)


def _joined(first: Paragraph | None, second: Paragraph) -> Paragraph:
    if first is None:
        return second
    pieces = _merged((*first.pieces, *second.pieces))
    return replace(second, pieces=pieces, bookmarks=first.bookmarks + second.bookmarks)


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces, with neighbours that are text and look alike as one."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and last.kind == piece.kind == "text" and last.look == piece.look:
            merged[-1] = Piece(last.text + piece.text, last.look)
        else:
            merged.append(piece)
    return tuple(merged)


def _container(paragraph: Paragraph) -> _Container:
    return paragraph.part, paragraph.note, paragraph.box, paragraph.cell


def _following(paragraphs: Sequence[Paragraph], at: int) -> int | None:
    """The index of the paragraph into which one runs on: the next, if no table is between."""
    box = -1 if (own := paragraphs[at].box) is None else own
    later = range(at + 1, len(paragraphs))
    # The boxes that hang in a paragraph come between it and the next.
    outside = (i for i in later if (b := paragraphs[i].box) is None or b <= box)
    after = next(outside, None)
    if after is None or _container(paragraphs[after]) != _container(paragraphs[at]):
        return None
    return after


def _needed(found: Sequence[tuple[Paragraph, bool]]) -> Iterator[Paragraph]:
    """The paragraphs, with one that is gone only where its cell would have no other."""
    there = {_container(paragraph) for paragraph, gone in found if not gone}
    for paragraph, gone in found:
        own = _container(paragraph)
        if not gone or (paragraph.cell is not None and own not in there):
            there.add(own)
            yield paragraph
