"""Records from YAML of the simple forms: a key or an item on each line, and blocks of text.

Editors and the import write hardly anything else, and to read that by its shape takes less time
than to load a parser of all YAML and go through its nodes. A file in which anything has another
form, or may be a mistake, is left to `yaml_source` and `decode`, which know all forms and say what
is wrong.
"""

import re
from typing import Any, TypeAlias, TypeVar

from bpa_agenda.problems import Location
from bpa_agenda.shapes import Field, shape_of
from bpa_agenda.values import Line, Numeral, Open

Record = TypeVar("Record")

_CONTROL = bytes({*range(0x20), 0x7F} - {ord("\n")})
_CONTROL_OF_LATIN = re.compile(rb"\xc2[\x80-\x9f]")
# What YAML takes for the end of a line, for no character, or for nothing.
_STRANGE = ("\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff")
_BLANK = re.compile(r"(?: *(?:#.*)?\n)*")
# The simplest forms of the chapters 7 (flow styles) and 8 (block styles) of YAML 1.1.
_ENTRY = re.compile(
    r"""
    ^(\ *) (-\ +)?                              # indentation, and the hyphen of an item
    (?: ([a-z_]+): (?=[\ \n]) (\ *) )?          # a key, and the gap behind it
    (!open\ +)?
    ( [^\s\-?:,\[\]{}\#&*!|>'"%@`~=<]           # a plain text, without “: ” and “ #”
      [^:\#\n]* (?: (?: :(?=[^\s:\#]) | (?<=[^\ ])\# ) [^:\#\n]* )* (?<!\ )
    | [|>]-? \n (?: \1\ .*\n | \ *\n )* \1\ .*  # a text on lines of its own
    | "[^"\\\n]* (?: \\["\\n] [^"\\\n]* )*"
    | '[^'\n]* (?: '' [^'\n]* )*'
    | \[ \w[\w.-]* (?: ,\ *\w[\w.-]* )* \]
    | (?<=:) (?: \n\1\ *-\ [^\W\d_][\w.-]{5,} )+ (?=\n (?!\1\ *-\ ))  # a list of words
    |
    )
    \ *
    ((?: (?<=\ )\#.* )? \n (?: \ *(?:\#.*)?\n )*)  # remarks and blank lines
  | .+                                          # anything else
    """,
    re.VERBOSE | re.MULTILINE,
)
_ESCAPED = re.compile(r"\\(.)")
_LINE_ENDS = re.compile(r"\n(\n*)")
_WORD = re.compile(r"\w[\w.-]*")
# What YAML 1.1 may take for a number, a date, yes, no or nothing, if it is not in quotes.
_TYPED = re.compile(r"[+.0-9].*|(?i:y|n|yes|no|on|off|true|false|null)")
_LONGEST_TYPED = len("false")
_STYLED = frozenset("|>\"'[\n")
_COUNT = re.compile("[1-9][0-9]*")

# Indentation, hyphen, key, gap, “!open”, what is said, the rest of the line and blank lines.
_Entry: TypeAlias = tuple[str, str, str, str, str, str, str]
_new = tuple.__new__


class _NotSimple(Exception):  # noqa: N818  # not an error: PyYAML can read it
    """There is something that only a parser of all YAML can judge."""


def read_simple(data: bytes, file: str, record: type[Record]) -> Record | None:
    """The record that a file holds; None when not all of it has one of the simple forms."""
    try:
        data = data.replace(b"\r\n", b"\n")
        text = data.decode("utf-8-sig")
        return _Reader(text, file).whole(record) if _is_clean(data, text) else None
    except (UnicodeDecodeError, _NotSimple):
        return None


def _is_clean(data: bytes, text: str) -> bool:
    """Whether no character means anything but itself."""
    has_control = len(data.translate(None, _CONTROL)) < len(data) or _CONTROL_OF_LATIN.search(data)
    return text.endswith("\n") and not (has_control or any(char in text for char in _STRANGE))


class _Reader:
    """Goes from entry to entry; `entry` is the one that comes next, and stands on `line`."""

    def __init__(self, text: str, file: str) -> None:
        start = _BLANK.match(text).end()  # type: ignore[union-attr]  # it fits any text
        found: list[_Entry] = _ENTRY.findall(text, start)
        # Deeper than anything, so that it belongs to nothing.
        found.append((" " * len(text), "", "", "", "", "", ""))
        self.file = file
        self.line = 1 + text.count("\n", 0, start)
        self.entries = iter(found)
        self.entry = next(self.entries)

    def whole(self, record: type[Record]) -> Record:
        """The record that all entries make together."""
        indent, hyphen = self.entry[:2]
        found = self.record(record, 1) if not (indent or hyphen) else None
        if found is None or next(self.entries, None):
            raise _NotSimple
        return found

    def record(self, record: type[Record], column: int) -> Record:
        """The record whose keys begin at a column; its first may stand behind a hyphen."""
        shape = shape_of(record)  # type: ignore[arg-type]  # a class is hashable
        values: dict[str, Any] = {"at": Location(self.file, self.line, column)}
        while True:
            field = shape.fields.get(self.entry[2])
            if field is None or field.name in values:
                raise _NotSimple
            values[field.name] = self.value(field, column)
            indent, hyphen = self.entry[:2]
            if hyphen or len(indent) + 1 != column:
                break
        if not shape.required <= values.keys():
            raise _NotSimple
        return record(**values)

    def value(self, field: Field, column: int) -> Any:
        """What the key of this entry holds."""
        _, _, key, gap, tag, said, rest = self.entry
        if rest[0] == "#":
            _refuse_remark(field, said)
        at = _new(Location, (self.file, self.line, column + len(key) + 1 + len(gap), ""))
        self.step()
        if said and not field.many:
            return _made(field, said, tag, column, at)
        if tag:
            raise _NotSimple
        if not said:
            return self.nested(field, column)
        in_brackets = said[0] == "["
        words = _in_brackets(field, said, at) if in_brackets else _on_lines(field, said, column, at)
        return tuple(words)

    def step(self) -> None:
        """Goes to the next entry."""
        said, rest = self.entry[5:]
        self.line += 1 if rest == "\n" else rest.count("\n")
        if said and said[0] in "|>\n":
            self.line += said.count("\n")
        self.entry = next(self.entries)

    def nested(self, field: Field, column: int) -> Any:
        """What stands on the lines below a key: a list, or a record."""
        indent, hyphen = self.entry[:2]
        inner = len(indent) + 1
        if hyphen and field.many and inner >= column:
            return tuple(self.items(field, inner))
        if hyphen or field.many or field.make is not None or inner <= column:
            raise _NotSimple
        return self.record(field.type, inner)

    def items(self, field: Field, column: int) -> list[Any]:
        """The items whose hyphens are at a column."""
        items: list[Any] = []
        while self.entry[1] and len(self.entry[0]) + 1 == column:
            _, hyphen, key, _, tag, said, rest = self.entry
            inner = column + len(hyphen)
            if rest[0] == "#":
                _refuse_remark(field, said)
            if key and field.make is None:
                items.append(self.record(field.type, inner))
            elif said and not (key or tag):
                items.append(_made(field, said, tag, column, Location(self.file, self.line, inner)))
                self.step()
            else:
                raise _NotSimple
        return items


def _refuse_remark(field: Field, said: str) -> None:
    """Leaves a remark behind a text without quotes to who can say that it is one."""
    if field.holds_text and said[:1] not in _STYLED:
        raise _NotSimple


def _made(field: Field, said: str, tag: str, column: int, at: Location) -> Any:
    """The value that stands behind a key or hyphen at a column."""
    is_plain = said[0] not in _STYLED
    text = said if is_plain else _text(said, column)
    if tag:
        made = Open(text.strip(), at) if field.may_be_open and text.strip() else None
    elif is_plain and _is_typed(text, field):
        made = None
    else:
        made = field.make(text, at) if field.make is not None else None
    if made is None:
        raise _NotSimple
    return made


def _is_typed(text: str, field: Field) -> bool:
    """Whether YAML may take a plain text for something else, and that is not what is wanted."""
    if (text[0] > "9" and len(text) > _LONGEST_TYPED) or not _TYPED.fullmatch(text):
        return False
    is_fine = issubclass(field.type, Numeral) and _COUNT.fullmatch(text)
    return issubclass(field.type, Line) and not is_fine


def _text(said: str, column: int) -> str:
    """What is in quotes, or on lines of its own."""
    style = said[0]
    if style == '"':
        return _ESCAPED.sub(_unescaped, said[1:-1])
    if style == "'":
        return said[1:-1].replace("''", "'")
    if style in "|>":
        return _block(said, column)
    raise _NotSimple


def _unescaped(escape: re.Match[str]) -> str:
    return "\n" if escape[1] == "n" else escape[1]


def _block(said: str, column: int) -> str:
    """A text on lines of its own, deeper than the key or hyphen that is at a column."""
    style, _, block = said.partition("\n")
    indent = block[: len(block) - len(block.lstrip(" "))]
    lines = block.split("\n")
    whole = all(line.startswith(indent) or not line for line in lines)
    text = f"\n{block}".replace(f"\n{indent}", "\n")[1:]
    if len(indent) < column or not whole or text[:1] in "\n" or text[-1] in " \n":
        raise _NotSimple
    return (_folded(text) if style[0] == ">" else text) + ("" if style[-1] == "-" else "\n")


def _folded(text: str) -> str:
    """Lines as paragraphs."""
    if "\n " in text:
        raise _NotSimple
    return _LINE_ENDS.sub(lambda ends: ends[1] or " ", text)


def _in_brackets(field: Field, said: str, at: Location) -> list[Any]:
    """A list of words between brackets."""
    places = ((word[0], at.column + word.start()) for word in _WORD.finditer(said))
    return [
        _made(field, word, "", 0, Location(at.file, at.line, column)) for word, column in places
    ]


def _on_lines(field: Field, said: str, column: int, at: Location) -> list[Any]:
    """A list of words, each on a line of its own and all with hyphens at the same column."""
    before = said[: said.find("-") + 2]
    begin = len(before)
    make = field.make
    same = said[0] == "\n" and said.count(before) == said.count("\n")
    if make is None or begin - 2 < column or not same:
        raise _NotSimple
    file, line, _, _ = at
    words = enumerate(said.split(before)[1:], line + 1)
    made = [make(word, _new(Location, (file, number, begin, ""))) for number, word in words]
    if None in made:
        raise _NotSimple
    return made
