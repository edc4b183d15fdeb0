"""Publications as a document cites and lists them, in APA, in Dutch.

What tells them apart stands here: a and b after a year, initials before a family name that two
people share, years in a row after one author. How one is printed stands in `print_apa`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from unicodedata import combining, normalize

from bpa_agenda import dutch
from bpa_agenda.citations import Citation, Cite
from bpa_agenda.model import OTHERS, Publication
from bpa_agenda.numbering import LETTERS
from bpa_agenda.print_apa import (
    ITALIC,
    UPRIGHT,
    Author,
    Work,
    cited,
    entry,
    short_authors,
    sort_key,
)
from bpa_agenda.references import bookmark_of
from bpa_agenda.values import Formatted, Open, Piece

_FIELDS = ("title", "container", "publisher", "volume", "issue", "pages", "url", "doi")
_OPEN_FIELDS = ("authors", "year", *_FIELDS)
_NO_DATE = "z.d."

# Characters for private use stand for what is open, so that it is printed where it belongs.
_FIRST_OPEN = 0xF0000
_OPENS = "[\U000f0000-\U000ffffd]"
_PIECES = re.compile(
    rf"([{ITALIC}{UPRIGHT}]|{_OPENS}|https?://[^\s{ITALIC}{UPRIGHT}\U000f0000-\U000ffffd]+)"
)


class Apa:
    """How the publications of one document read, in its list and where they are cited."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self._known = {str(p.id): (p, place) for place, p in enumerate(publications)}
        works = {name: _work(p, place) for name, (p, place) in self._known.items()}
        keys = {name: sort_key(_without_accents(work)) for name, work in works.items()}
        self.order = sorted(works, key=lambda name: keys[name])
        self._rank = {name: rank for rank, name in enumerate(self.order)}
        letters = dict(self._letters(_told_apart(works)))
        self._works = {
            name: work._replace(letter=letters.get(name, "")) for name, work in works.items()
        }
        self._cited = _told_apart(self._works)

    def entry(self, name: str) -> Formatted:
        """A publication as the list shows it, with its place; a note of the editors at its end."""
        publication, place = self._known[name]
        pieces = list(_pieces(entry(self._works[name]), _opens(publication, place)))
        if publication.note is not None:
            pieces += [Piece(" "), _note(publication.note)]
        return Formatted(tuple(pieces), bookmark_of("literature", name))

    def citation(self, citation: Citation) -> Formatted:
        """A citation, each publication in it linked to its entry in the list."""
        cites = list(citation.cites)
        # Words before a publication may say how it relates to the one before it.
        if not any(cite.prefix for cite in cites):
            cites.sort(key=lambda cite: self._rank[cite.id])
        pieces = [Piece("("), *self._cite(cites[0], is_row=False)]
        for one, other in pairwise(cites):
            is_row = self._is_row(one, other)
            pieces += [Piece(", " if is_row else "; "), *self._cite(other, is_row=is_row)]
        return Formatted((*(piece for piece in pieces if piece.text), Piece(")")))

    def _cite(self, cite: Cite, *, is_row: bool) -> Iterator[Piece]:
        publication, place = self._known[cite.id]
        only_year = is_row or cite.only_year
        said = cited(self._cited[cite.id], cite.label, cite.locator, only_year=only_year)
        labels = {mark: dutch.FIELDS[field] for mark, field in _open_fields(publication, place)}
        yield Piece(cite.prefix)
        yield from _pieces(said, labels, "#" + bookmark_of("literature", cite.id))
        yield Piece(cite.suffix)

    def _is_row(self, one: Cite, other: Cite) -> bool:
        """Two years after one author: Jansen, 2016, 2017."""
        is_bare = not (one.locator or one.suffix or other.prefix)
        alike = one.only_year == other.only_year
        authors = [short_authors(self._cited[cite.id].authors) for cite in (one, other)]
        return is_bare and alike and authors[0] == authors[1]

    def _letters(self, works: Mapping[str, Work]) -> Iterator[tuple[str, str]]:
        """The letters after the years of publications that would otherwise be cited alike."""
        alike: dict[str, list[str]] = defaultdict(list)
        for name in self.order:
            if not isinstance(self._known[name][0].year, Open):
                alike[cited(works[name])].append(name)
        for names in alike.values():
            if len(names) > 1:
                yield from zip(names, LETTERS, strict=False)


def _work(publication: Publication, place: int) -> Work:
    """A publication as it is printed, a mark for each thing that is open."""
    marks = {field: mark for mark, field in _open_fields(publication, place)}
    values = {
        field: marks.get(field, str(value))
        for field in _FIELDS
        if (value := getattr(publication, field)) is not None
    }
    if "doi" in values:
        values["doi"] = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", values["doi"])
    year = marks.get("year", str(publication.year))
    if re.fullmatch(r"\d{4}", year):
        values["year"] = year
    elif year != _NO_DATE:
        values["status"] = year
    kind = publication.type if isinstance(publication.type, str) else ""
    return Work(str(kind), tuple(_authors(publication, marks)), **values)


def _authors(publication: Publication, marks: Mapping[str, str]) -> Iterator[Author]:
    """Family name and given name where a comma parts them; a row with “et al.” as it is printed."""
    authors = publication.authors
    if isinstance(authors, Open):
        yield Author(marks["authors"])
    elif authors[-1] == OTHERS:
        yield Author(dutch.authors(publication))
    else:
        yield from (Author(*(part.strip() for part in name.split(",", 1))) for name in authors)


def _told_apart(works: Mapping[str, Work]) -> dict[str, Work]:
    """For citations: initials before the first family name when others with that name are cited."""
    given = defaultdict(set)
    for work in works.values():
        if work.authors[0].given is not None:
            given[work.authors[0].family].add(_initials(work.authors[0].given))
    told = {}
    for name, work in works.items():
        first, *others = work.authors
        if first.given is not None and len(given[first.family]) > 1:
            first = Author(f"{_initials(first.given)} {first.family}", first.given)
        told[name] = work._replace(authors=(first, *others))
    return told


def _initials(given: str) -> str:
    """Jan-Willem K.: J.-W. K."""
    parts = given.replace(".", " ").split()
    return " ".join("-".join(f"{p[:1]}." for p in part.split("-")) for part in parts)


def _without_accents(work: Work) -> Work:
    """So that Çelik stands under the c; a list is sorted by the numbers of characters."""
    authors = (
        Author(_plain(author.family), None if author.given is None else _plain(author.given))
        for author in work.authors
    )
    return work._replace(authors=tuple(authors), title=_plain(work.title))


def _plain(text: str) -> str:
    if text.isascii():
        return text
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


def _open_fields(publication: Publication, place: int) -> Iterator[tuple[str, str]]:
    """The marks of what is open in a publication, each with the field."""
    for number, field in enumerate(_OPEN_FIELDS):
        if isinstance(getattr(publication, field), Open):
            yield chr(_FIRST_OPEN + place * len(_OPEN_FIELDS) + number), field


def _opens(publication: Publication, place: int) -> dict[str, str]:
    """What is to be filled in, by the marks of what is open."""
    return {
        mark: getattr(publication, field).what for mark, field in _open_fields(publication, place)
    }


def _pieces(text: str, opens: Mapping[str, str], link: str = "") -> Iterator[Piece]:
    look = ""
    for part in _PIECES.split(text):
        if part in (ITALIC, UPRIGHT):
            look = "italic" if part == ITALIC else ""
        elif part in opens:
            yield Piece(opens[part], "open", link)
        elif part:
            yield Piece(part, look, link or (part if part.startswith("http") else ""))


def _note(note: str | Open) -> Piece:
    return Piece(note.what, "open") if isinstance(note, Open) else Piece(str(note))
