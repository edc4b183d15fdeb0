"""References by id in running text: `[@question:leren-motiveren]`, `[@literature:scp-2016]`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

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
)


class Reference(NamedTuple):
    """What a reference points at."""

    kind: str
    id: str


def references_in(text: str) -> Iterator[Reference]:
    """All references in a text, in order."""
    return (Reference(*match.groups()) for match in REFERENCE.finditer(text))
