"""Which place in a Word file is which place in the YAML, and what stood there when it went out.

The map travels in the document itself and is kept in `agenda/reviews/` when a document goes out,
so that a file that lost its parts on the way still finds it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from bpa_agenda.pieces import Pieces
from bpa_agenda.problems import Location
from bpa_agenda.records import dataclass

VERSION = 1
NAMESPACE = "urn:bpa-agenda:anchors:1"
DOCUMENT, EDITION, FINGERPRINT = "agenda-document", "agenda-version", "agenda-input"
_DIGITS = 16
_KINDS = ("blocks", "inline", "line", "open", "other")
# A document is the name of a file and no more: it becomes part of the name of another.
_DOCUMENT = r"[^/\\\x00-\x1f\x7f-\x9f]{1,200}\.docx"
_PRINT = r"[0-9a-f]{64}"
_LINE = r"(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029]+"

# From where values stand to their paths of keys, in the same order.
PathsOf = Callable[[Sequence[Location]], list[str]]


class Atom(NamedTuple):
    """A stretch of text that is one thing, made from a reference or a citation; end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the YAML that a document shows, by its file and its path of keys.

    `kind` is how it is shown: blocks (Markdown with paragraphs), inline (Markdown within a
    paragraph), line (text as it is), open (what is still to be filled in) or other (a number, a
    date). `text` is what it said.
    """

    file: str
    path: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """The stretch of a passage, from `start` up to `end`, that comes from a value.

    `value` is an index in `Base.values`; `paragraph` counts the paragraphs of that value from 0,
    those of its footnotes after all others. `atoms` are within the stretch, counted as the passage
    is.
    """

    value: int
    paragraph: int
    start: int
    end: int
    atoms: tuple[Atom, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the document that has text: `story` is body, header1, footnotes and so on.

    `bookmark` is empty when nothing in it comes from the YAML. In `text` a footnote mark and a
    picture are one character, U+FFFC.
    """

    story: str
    bookmark: str
    text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """What went out: a document, its version, and the fingerprint of what it was made from."""

    document: str
    version: str
    fingerprint: str
    values: tuple[Value, ...]
    passages: tuple[Passage, ...]


def fingerprint(*texts: str | bytes | Pieces) -> str:
    """The SHA-256 of texts, in hexadecimal digits; the borders between the texts count."""
    return sha256("".join(map(_digest, texts)).encode()).hexdigest()


def _digest(text: str | bytes | Pieces) -> str:
    if not isinstance(text, Pieces):
        return sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()
    digest = sha256()
    for piece in text:
        digest.update(piece)
    return digest.hexdigest()


def _short_print(text: str) -> str:
    """The begin of the fingerprint of one text."""
    return sha256(sha256(text.encode()).hexdigest().encode()).hexdigest()[:_DIGITS]


def print_of(base: Base) -> str:
    """The fingerprint of a map itself, by which it is seen whether anybody changed it."""
    return fingerprint(base_text(base))


def base_text(base: Base) -> str:
    """The map as JSON, a line for each value and each passage."""
    values = (value_row(v.file, v.path, v.kind, v.text) for v in base.values)
    passages = (
        passage_row(p.story, p.bookmark, p.text, map(_part_row, p.parts)) for p in base.passages
    )
    said = (base.document, base.version, base.fingerprint)
    return b"".join(map_pieces(*said, _encoded(values), _encoded(passages))).decode()


def map_pieces(
    document: str, version: str, made_of: str, values: Sequence[bytes], passages: Sequence[bytes]
) -> Iterator[bytes]:
    """A map as JSON; each of `values` and `passages` holds rows with a comma and a line between."""
    yield f"""{{
 "format": {VERSION},
 "document": {_quoted(document)},
 "version": {_quoted(version)},
 "input": {_quoted(made_of)},
 "values": """.encode()
    yield from _rows(values)
    yield b',\n "passages": '
    yield from _rows(passages)
    yield b"\n}\n"


def _rows(rows: Sequence[bytes]) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        yield b",\n" if number else b"[\n"
        yield row
    yield b"\n ]" if rows else b"[]"


def value_row(file: str, path: str, kind: str, text: str) -> str:
    """A value in a map."""
    return f"  [{_quoted(file)},{_quoted(path)},{_quoted(kind)},{_quoted(text)}]"


def passage_row(story: str, bookmark: str, text: str, parts: Iterable[str]) -> str:
    """A passage in a map; each part is a list of numbers in JSON."""
    of_text = _short_print(text)
    rest = "".join([f",{part}" for part in parts])
    return f'  [{_quoted(story)},{_quoted(bookmark)},"{of_text}",{_quoted(text)}{rest}]'


def _part_row(part: Part) -> str:
    numbers = [part.value, part.paragraph, part.start, part.end, *map(list, part.atoms)]
    return str(numbers).replace(" ", "")


def _encoded(rows: Iterable[str]) -> list[bytes]:
    return [row.encode() for row in rows]


def read_base(text: str) -> Base | None:
    """The map from its JSON; None when it is no map of this format, or was changed on the way."""
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _read(data: Mapping[str, Any]) -> Base | None:
    if data["format"] != VERSION:
        return None
    values = []
    for file, path, kind, text in data["values"]:
        values.append(Value(_file(file), _text(path), _text(kind), _text(text)))
    if any(value.kind not in _KINDS for value in values):
        raise ValueError("a value is of no kind that there is")
    passages = tuple(_passage(row, len(values)) for row in data["passages"])
    bookmarks = [passage.bookmark for passage in passages if passage.bookmark]
    if len(set(bookmarks)) != len(bookmarks):
        raise ValueError("two passages have the same bookmark")
    document = _matching(data["document"], _DOCUMENT)
    version = _matching(data["version"], _LINE)
    return Base(document, version, _matching(data["input"], _PRINT), tuple(values), passages)


def _passage(row: list[Any], values: int) -> Passage:
    story, bookmark, of_text, text, *parts = row
    if _short_print(_text(text)) != of_text:
        raise ValueError("the text is not the one that was generated")
    found = tuple(_part(part, values, len(text)) for part in parts)
    _in_order(found)
    return Passage(_text(story), _text(bookmark), text, found)


def _part(row: list[Any], values: int, length: int) -> Part:
    value, paragraph, start, end, *atoms = map(_numbers, row)
    part = Part(value, paragraph, start, end, tuple(Atom(*atom) for atom in atoms))
    if not (0 <= value < values and 0 <= start <= end <= length and paragraph >= 0):
        raise ValueError("a part lies outside its passage")
    _in_order(part.atoms)
    if part.atoms and not start <= part.atoms[0].start <= part.atoms[-1].end <= end:
        raise ValueError("an atom lies outside its part")
    return part


def _file(value: object) -> str:
    """A YAML file of the project, and nothing outside of it."""
    path = PurePosixPath(_text(value))
    if path.is_absolute() or ".." in path.parts or path.suffix != ".yaml" or "\\" in str(path):
        raise ValueError("this is no file of a project")
    return str(path)


def _in_order(stretches: "tuple[Part, ...] | tuple[Atom, ...]") -> None:
    done = 0
    for stretch in stretches:
        if not done <= stretch.start <= stretch.end:
            raise ValueError("stretches overlap")
        done = stretch.end


def _numbers(value: Any) -> Any:
    """A whole number, or a list of them; nothing that only looks like one."""
    for number in value if isinstance(value, list) else (value,):
        if type(number) is not int:
            raise TypeError("a whole number was expected")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text was expected")
    value.encode()
    return value


def _matching(value: object, pattern: str) -> str:
    if not re.fullmatch(pattern, _text(value)):
        raise ValueError("not what was written")
    return _text(value)
