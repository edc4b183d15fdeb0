"""A publication in APA, in Dutch: its entry in a list, where it is cited, where it stands.

Everything reads as citeproc prints it with the style `apa.csl` of the CSL project, for what a
publication of ours can hold; the tests prove it. See docs/adr/0006-literature.md.
"""

import re
from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any, NamedTuple, TypeAlias

ITALIC, UPRIGHT = "\ue000", "\ue001"

_SERIAL = ("article", "newspaper", "paper")
_MOST_AUTHORS, _FIRST_AUTHORS, _MOST_CITED = 20, 19, 2
_NO_DATE = "z.d."
_LOCATORS = {
    "chapter": ("Hoofdstuk", "Hoofdstukken"),
    "figure": ("Figuur", "Figuren"),
    "page": ("p.", "pp."),
    "paragraph": ("par.", "par."),
    "part": ("Deel", "Delen"),
}
_NUMBER = re.compile(r"[A-Z]*\d+[A-Z]*", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+[^\d.]+\d+")
_ONCE = frozenset(" .,;:!?")
# A full stop adds nothing to a sign that ends a sentence, as in “Wat is werk?.”
_TWO_STOPS = re.compile(rf"([.?!…]{UPRIGHT}|[?!…])\.")

SortKey: TypeAlias = tuple[tuple[str, int | None] | None, ...]


class Author(NamedTuple):
    """A person, or without a given name an institution or names that are printed as they are."""

    family: str
    given: str | None = None


class Work(NamedTuple):
    """What a publication prints; what it lacks is empty.

    `kind` is one of `PublicationType`, or empty. `year` has four digits; `status` stands for it
    when there is none yet. `letter` tells it from others of the same authors and year.
    """

    kind: str
    authors: tuple[Author, ...]
    title: str
    year: str = ""
    status: str = ""
    letter: str = ""
    container: str = ""
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    url: str = ""
    doi: str = ""


def entry(work: Work) -> str:
    """The entry in a list; italics stand between `ITALIC` and `UPRIGHT`."""
    said = _row(". ", _authors(work.authors), f"({date(work)})", _titles(work), _source(work))
    return _TWO_STOPS.sub(r"\1", _row(" ", _joined(said, "."), _address(work)))


def cited(work: Work, label: str = "", row: str = "", *, only_year: bool = False) -> str:
    """A citation without its brackets; a `row` of what `label` says ends it: pp. 12-14."""
    authors = "" if only_year else short_authors(work.authors)
    return _row(", ", authors, date(work), _locator(label, row))


def short_authors(authors: Sequence[Author]) -> str:
    """The authors as a citation names them: Jansen, Jansen & Smit, Jansen et al."""
    if len(authors) > _MOST_CITED:
        return f"{authors[0].family} et al."
    return " & ".join(author.family for author in authors)


def date(work: Work) -> str:
    """The year with its letter, or what is printed in its place: 2016a, in druk, z.d.-a."""
    if work.year:
        year = int(work.year)
        return f"{year}{'AD' if year < 1000 else ''}{work.letter}"
    return "-".join(filter(None, (work.status.lower() or _NO_DATE, work.letter)))


def sort_key(work: Work) -> Any:
    """By what a list is sorted: authors, then what has no date, a year or a status, then titles."""
    group = 1 if work.year else 2 if work.status else 0
    year = date(work) if work.year else ""
    texts = (_authors(work.authors), str(group), year, work.status, _title(work), work.volume)
    return cmp_to_key(_compared)(tuple(_comparable(text) for text in texts))


def _comparable(text: str) -> tuple[str, int | None] | None:
    try:
        return text.lower(), int(text)
    except ValueError:
        return (text.lower(), None) if text else None


def _compared(one: SortKey, other: SortKey) -> int:
    """Below zero when the one comes first: numbers by size, what is not there behind what is."""
    for left, right in zip(one, other, strict=True):
        if left is None or right is None:
            order = (left is None) - (right is None)
        elif left[1] is None or right[1] is None:
            order = (left[0] > right[0]) - (left[0] < right[0])
        else:
            order = (left[1] > right[1]) - (left[1] < right[1])
        if order:
            return order
    return 0


def _locator(label: str, row: str) -> str:
    """Where in a publication: p. 12, pp. 12-14, Hoofdstuk 3; `label` says what `row` counts."""
    if not row:
        return ""
    row = row.replace("–", "-")
    words = _LOCATORS[label]
    # What is not counted in digits has no word before it if it is a chapter: that is one by name.
    if label == "chapter" and not _NUMBER.fullmatch(re.sub(r"\W.*", "", row)):
        return row
    return f"{words[_is_plural(row)]} {row}"


def _authors(authors: Sequence[Author]) -> str:
    """Jansen, J., Smit, P. K., & Bos, A.; of more than twenty the first nineteen and the last."""
    names = [
        name.family if name.given is None else f"{name.family}, {_initials(name.given)}"
        for name in authors
    ]
    if len(names) > _MOST_AUTHORS:
        return _row(", ", *names[:_FIRST_AUTHORS], f"… {names[-1]}")
    return _row(", ", *names[:-1], f"& {names[-1]}") if len(names) > 1 else names[0]


def _initials(given: str) -> str:
    """Jan-Willem K. van: J.-W. K. van; a word without a capital stays as it is."""
    parts = (part.replace(".", " ").split() for part in given.split("-"))
    return "-".join(
        " ".join(f"{name[0]}." if name[0].isupper() else name for name in names) for names in parts
    )


def _titles(work: Work) -> str:
    """The title, and what is printed behind it."""
    within = work.container or work.kind in (*_SERIAL, "webpage")
    place = "" if within else _place(work)
    university = work.publisher if work.kind == "thesis" and _address(work) else ""
    return _row(" ", _looks(_title(work), work), place, university and f"[{university}]")


def _title(work: Work) -> str:
    """The title, of a book with the name of its volume."""
    is_whole = not work.container and work.kind not in (*_SERIAL, "webpage")
    return _row(": ", work.title, _volume_name(work) if is_whole else "")


def _looks(title: str, work: Work) -> str:
    """Upright when it stands in something with a title of its own."""
    return title if work.container and work.kind != "webpage" else _italic(title)


def _source(work: Work) -> str:
    """What it stands in, and who publishes it."""
    if work.kind in _SERIAL:
        issue = work.issue and f"({work.issue})"
        number = _row("", _italic(work.volume), issue)
        return _row(", ", _italic(work.container), number, _pages(work.pages))
    if work.kind == "webpage":
        return _row(". ", work.publisher, work.container)
    whole = _italic(_row(": ", work.container, _volume_name(work))) if work.container else ""
    within = _row(" ", "In", whole, _place(work)) if whole else ""
    is_published = work.kind == "thesis" and _address(work)
    return _row(". ", within, "" if is_published else work.publisher)


def _volume_name(work: Work) -> str:
    """A volume that has a name and no number."""
    return "" if _NUMBER.fullmatch(work.volume) else _capital(work.volume)


def _place(work: Work) -> str:
    """Where in a book, between brackets: (Vol. 2, Nummer 3, pp. 1-20)."""
    volume = "" if _volume_name(work) or not work.volume else f"Vol. {_capital(work.volume)}"
    issue = work.issue and f"{('Nummer', 'Nummers')[_is_plural(work.issue)]} {work.issue}"
    label = work.pages and ("p.", "pp.")[_is_plural(work.pages)]
    place = _row(", ", volume, issue, _row(" ", label, _pages(work.pages)))
    return place and f"({place})"


def _address(work: Work) -> str:
    if work.doi:
        return f"https://doi.org/{work.doi}"
    is_dated = work.year or work.status
    return work.url if is_dated or not work.url else f"Geraadpleegd {work.url}"


def _pages(text: str) -> str:
    """Pages with one kind of hyphen and space between them."""
    rows = [[_page_range(part) for part in row.split("&")] for row in text.split(",")]
    return _all_joined(", ", [_all_joined(" & ", row) for row in rows])


def _page_range(text: str) -> str:
    parts = text.replace("–", "-").split("-")
    return "-".join(part.strip() for part in parts) if len(parts) == 2 else text.strip()


def _is_plural(numbers: str) -> bool:
    return _NUMBERS.search(numbers) is not None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _italic(text: str) -> str:
    return text and f"{ITALIC}{text}{UPRIGHT}"


def _row(between: str, *texts: str) -> str:
    """The texts that there are, with something between them."""
    return _all_joined(between, [text for text in texts if text])


def _all_joined(between: str, texts: Sequence[str]) -> str:
    whole = texts[0] if texts else ""
    for text in texts[1:]:
        whole = _joined(_joined(whole, between), text)
    return whole


def _joined(one: str, other: str) -> str:
    """One text behind another, without the same sign twice where they meet."""
    return one + (other[1:] if other[:1] in _ONCE and one[-1:] == other[:1] else other)
