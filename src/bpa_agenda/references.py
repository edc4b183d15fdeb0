"""References by id in running text: `[@question:leren-motiveren]`, `[@literature:scp-2016]`."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

REFERENCE = re.compile(r"\[@([a-z]+):([^\]\s]+)\]")

KINDS = (
    "section",
    "theme",
    "question",
    "proposal",
    "person",
    "organisation",
    "literature",
    "abbreviation",
    "statement",
    "figure",
    "table",
)

CAPTIONED = ("figure", "table")

_MOST = 20


class Reference(NamedTuple):
    """What a reference points at."""

    kind: str
    id: str


class Name(NamedTuple):
    """What a reference reads as: “vraag ” and “1.2”; the second part is a link when it can be.

    `bookmark` is the place in the same document that `text` repeats, empty when there is none.
    """

    before: str
    text: str
    after: str = ""
    bookmark: str = ""


Names: TypeAlias = Mapping[tuple[str, str], Name]


class NamesOnDemand(dict[tuple[str, str], Name]):
    """Names by kind and id, of which those that are not known are made when they are asked for."""

    def __init__(self, make: Callable[[str, str], Name], known: Names) -> None:
        super().__init__(known)
        self.make = make

    def __missing__(self, key: tuple[str, str]) -> Name:
        self[key] = made = self.make(*key)
        return made


def with_names(names: Names, changed: Names) -> Names:
    """The names, with others in the place of some."""
    known = {**names, **changed}
    return NamesOnDemand(names.make, known) if isinstance(names, NamesOnDemand) else known


def numbers_of(captions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The numbers of captions, kind and id, in their order; figures and tables count apart."""
    counts: Counter[str] = Counter()
    numbers = {}
    for kind, name in dict.fromkeys(captions):
        counts[kind] += 1
        numbers[kind, name] = str(counts[kind])
    return numbers


def references_in(text: str) -> Iterator[Reference]:
    """All references in a text, in order."""
    return (Reference(*match.groups()) for match in REFERENCE.finditer(text))


@cache
def bookmark_of(kind: str, name: str) -> str:
    """The name of the bookmark of a thing: at most 40 characters, as Word has it, and hidden."""
    digest = hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()[:8]
    return f"_Ref_{kind[0]}_{name[:_MOST].replace('-', '_').replace('.', '_')}_{digest}"
