"""Citations in running text, as Pandoc has them: `[zie @scp-2016, p. 12; @tno-2017]`.

All that stands between square brackets with an @ is a reference, a citation, or a mistake.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from bpa_agenda.records import dataclass
from bpa_agenda.references import REFERENCE, Reference
from bpa_agenda.values import Formatted

# An @ within a word belongs to an e-mail address.
_AT = r"(?<![\w.])@"
_KEY = r"(?:literature:)?(?P<id>\w(?:[\w.-]*\w)?)"
_BRACKETS = re.compile(rf"\[[^\[\]]*{_AT}[^\[\]]*\]")
_CITE = re.compile(rf"(?P<prefix>[^@]*?)(?P<minus>-?){_AT}{_KEY}(?P<rest>(?:[ ,][^@]*)?)")
_BARE = re.compile(rf"{_AT}{_KEY}")

_LABELS = {
    "page": r"pp?\.|blz\.|pag\.|pagina(?:’s|'s)?",
    "chapter": r"hfd?st\.|hoofdstuk(?:ken)?",
    "paragraph": r"par\.|paragra(?:af|fen)",
    "figure": r"fig\.|figu(?:ur|ren)",
    "part": r"deel|delen",
}
_NUMBER = r"(?:\d+\w*|[ivxlc]+)\b"
_ROW = rf"{_NUMBER}(?:(?:[-–]|, ){_NUMBER})*"
# Few citations have one, and to compile this takes as long as to read all citations.
_LOCATOR = (
    r"(?i:,? ?(?:"
    + "|".join(rf"(?P<{label}>{words})" for label, words in _LABELS.items())
    + rf") ?(?P<row>{_ROW})(?P<suffix>.*))"
)
_PAGES_ALONE = r", ?(\d+(?:[-–]\d+)?)"


class Cite(NamedTuple):
    """One publication in a citation.

    `locator` is where in it, “12-14”, and `label` what that counts, “page”. `only_year` leaves the
    author out, whom the sentence names. `prefix` and `suffix` stand as they are before and after.
    """

    id: str
    prefix: str = ""
    label: str = ""
    locator: str = ""
    suffix: str = ""
    only_year: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Publications between one pair of brackets."""

    cites: tuple[Cite, ...]


Citations: TypeAlias = Mapping[Citation, Formatted]


class Mark(NamedTuple):
    """A pair of brackets with an @ in it; `means` is None when it cannot be read."""

    start: int
    end: int
    text: str
    means: Reference | Citation | None


def marks_in(text: str) -> Iterator[Mark]:
    """All references and citations in a text, in order."""
    for match in _BRACKETS.finditer(text):
        yield Mark(match.start(), match.end(), match[0], _meaning(match[0]))


def without_marks(text: str) -> str:
    """The text with a space for each reference and citation."""
    return _BRACKETS.sub(" ", text)


def keys_outside_brackets(text: str) -> Iterator[str]:
    """What could have been meant as citations: @scp-2016 in running text."""
    return (match["id"] for match in _BARE.finditer(without_marks(text)))


def _meaning(text: str) -> Reference | Citation | None:
    reference = REFERENCE.fullmatch(text)
    if reference and reference[1] != "literature":
        return Reference(*reference.groups())
    inside = " ".join(text[1:-1].split())
    cites = [_cite(part.strip()) for part in inside.split(";")]
    known = tuple(cite for cite in cites if cite is not None)
    return Citation(known) if len(known) == len(cites) else None


def _cite(text: str) -> Cite | None:
    match = _CITE.fullmatch(text)
    if match is None:
        return None
    cite = Cite(match["id"], match["prefix"], only_year=bool(match["minus"]))
    rest = match["rest"].rstrip()
    if not rest:
        return cite
    if alone := re.fullmatch(_PAGES_ALONE, rest):
        return cite._replace(label="page", locator=alone[1])
    if found := re.fullmatch(_LOCATOR, rest):
        label = next(name for name in _LABELS if found[name])
        return cite._replace(label=label, locator=found["row"], suffix=found["suffix"])
    return cite._replace(suffix=rest)
