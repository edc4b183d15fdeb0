"""What readers wrote, made fit to be shown: as it is, but for what no document can hold."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bpa_agenda.review_views import ParagraphView, PieceView, SentenceView
from bpa_agenda.reviewed import OBJECT
from bpa_agenda.values import Formatted, Line, Piece

_CONTEXT = 60
_END, _BREAK = "¶", "↵"
_PART = re.compile(f"[^{_END}{_BREAK}]*[{_END}{_BREAK}]|[^{_END}{_BREAK}]+")
_MOST_OLD = 600
_MOST_ABOUT = 160
_LOOKS = {"bold": "vet", "italic": "cursief", "link": "link"}
_INSTEAD = "\N{REPLACEMENT CHARACTER}"
# They turn the direction of the text that follows, also of what others wrote.
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINES = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CHANGE = re.compile(
    r"\[-(?P<old>.*?)-\](?:\{\+(?P<by>.*?)\+\})?|\{\+(?P<new>.*?)\+\}"
    r"|\{~(?P<marked>.*?)~\}(?:\((?P<looks>[^()]*)\))?",
    re.DOTALL,
)


def visible(text: str) -> str:
    """The text with a mark for each character that a document cannot hold or that hides others."""
    lines = _LINES.sub("\n", text).replace(OBJECT, "[voetnoot of afbeelding]")
    return "".join(_INSTEAD if _is_hidden(character) else character for character in lines)


def _is_hidden(character: str) -> bool:
    if character in "\t\n":
        return False
    is_control = unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTIONS
    return is_control or ord(character) & 0xFFFE == 0xFFFE


def verbatim(text: str) -> Formatted:
    """A text of which nothing is read: a reference in it stays the text that it is."""
    return Formatted((Piece(text),) if text else ())


def line(text: str) -> Formatted:
    """A text as one line, verbatim."""
    return verbatim(" ".join(visible(text).split()))


def sentences(text: str) -> tuple[SentenceView, ...]:
    """The paragraphs of what the editors wrote."""
    return tuple(SentenceView(verbatim(one)) for one in _lines(text))


def said(text: str) -> tuple[ParagraphView, ...]:
    """The paragraphs of a comment."""
    return tuple(ParagraphView((_piece("same", one),)) for one in _lines(text))


def _lines(text: str) -> Iterator[str]:
    return (one for one in (part.strip() for part in visible(text).split("\n")) if one)


def about(text: str) -> Line | None:
    """The words that a comment is about, not all of them when there are many."""
    words = line(text)
    return verbatim(_shortened(words, _MOST_ABOUT)) if words else None


def changed(
    before: str, old: str, new: str, after: str, *, is_marked: bool = False
) -> tuple[ParagraphView, ...]:
    """A change between the words around it; with `is_marked` the words of `old` stay."""
    texts = [
        ("same", _cut(visible(before), at_start=True)),
        ("marked" if is_marked else "old", _shortened(visible(old), _MOST_OLD)),
        ("new", "" if is_marked else visible(new)),
        ("same", _cut(visible(after), at_start=False)),
    ]
    return tuple(_paragraphs((look, text) for look, text in texts if text))


def change_in(passage: str) -> tuple[str, str, str, str]:
    """The change in a passage with marks: what stands before it, old, new, and what is after it."""
    match = _CHANGE.search(passage)
    if match is None:
        return "", "", "", "" if passage == "-" else passage
    old = match["marked"] or match["old"] or ""
    new = match["by"] or match["new"] or match["looks"] or ""
    return passage[: match.start()], old, new, passage[match.end() :]


def looks(text: str) -> str:
    """What a change of formatting does, as “+bold -italic”, in words."""
    found = ((word[:1], _LOOKS.get(word[1:])) for word in text.split())
    return ", ".join(f"{'niet ' if sign == '-' else ''}{name}" for sign, name in found if name)


def _paragraphs(texts: Iterable[tuple[str, str]]) -> Iterator[ParagraphView]:
    """Pieces with looks as paragraphs, cut behind each end of a paragraph and each line break."""
    pieces: list[PieceView] = []
    for look, text in texts:
        for part in _PART.findall(text.replace("\n", _BREAK)):
            pieces.append(_piece(look, part))
            if part.endswith((_END, _BREAK)):
                yield ParagraphView(tuple(pieces))
                pieces = []
    if pieces:
        yield ParagraphView(tuple(pieces))


def _piece(look: str, text: str) -> PieceView:
    texts = {name: verbatim(text if name == look else "") for name in PieceView.__slots__}
    return PieceView(**texts)


def _cut(text: str, *, at_start: bool) -> str:
    """The words beside a change, whole ones, with dots where more text stands."""
    if len(text) < _CONTEXT or " " not in text.strip():
        return text
    if at_start:
        return f"… {text.split(' ', 1)[1]}"
    return f"{text.rsplit(' ', 1)[0]} …"


def _shortened(text: str, most: int) -> str:
    """The beginning and the end of a long text, and how many words stand between them."""
    if len(text) <= most:
        return text
    start = text[: most // 3].rsplit(" ", 1)[0]
    end = text[-(most // 3) :].split(" ", 1)[-1]
    left = text[len(start) : len(text) - len(end)]
    return f"{start} [… {len(left.split())} woorden …] {end}"
