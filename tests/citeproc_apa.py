"""Publications in APA, in Dutch, by citeproc-py and `csl/apa.csl`: what `apa` is laid beside.

citeproc-py prints one publication at a time. What it lacks stands here: a and b after a year,
initials before a family name that two people share, citations without the author, and years in a
row after one author.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase
from types import SimpleNamespace
from typing import Any, TypeAlias
from unicodedata import combining, normalize

import citeproc
from citeproc.formatter import plain
from citeproc.source.json import CiteProcJSON

from bpa_agenda import dutch
from bpa_agenda.citations import Citation, Cite
from bpa_agenda.model import OTHERS, Publication
from bpa_agenda.references import bookmark_of
from bpa_agenda.values import Formatted, Open, Piece

Csl: TypeAlias = dict[str, Any]

STYLE = Path(__file__).with_name("csl") / "apa.csl"

TYPES = {
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "newspaper": "article-newspaper",
    "paper": "paper-conference",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
}
_FIELDS = {
    "title": "title",
    "container": "container-title",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "url": "URL",
    "doi": "DOI",
}
_OPEN_FIELDS = ("authors", "year", *_FIELDS)
_NO_DATE = "z.d."

# Characters for private use mark what citeproc must carry through as it is.
_ITALIC, _UPRIGHT, _DASH, _AUTHOR = "\ue000\ue001\ue002\ue003"
_FIRST_OPEN = 0xE100
_OPENS = "[\ue100-\uf8ff]"
_PIECES = re.compile(rf"([{_ITALIC}{_UPRIGHT}]|{_OPENS}|https?://[^\s\ue000-\uf8ff]+)")
# citeproc-py puts a full stop behind any other, as in “Wat is werk?.”
_TWO_STOPS = re.compile(rf"([.?!…]{_UPRIGHT}|[?!…])\.")


def _italic(text: object) -> str:
    return f"{_ITALIC}{text}{_UPRIGHT}"


_LOOKS = SimpleNamespace(
    preformat=str, Italic=_italic, Oblique=_italic, Bold=str, Light=str, Underline=str,
    Superscript=str, Subscript=str, SmallCaps=str,
)  # fmt: skip


class CiteprocApa:
    """How the publications of one document read, in its list and where they are cited."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self._style = citeproc.CitationStylesStyle(str(STYLE), locale="nl-NL", validate=False)
        self._known = {str(p.id): (p, place) for place, p in enumerate(publications)}
        data = {name: _csl(p, place) for name, (p, place) in self._known.items()}
        self.order = self._sorted([_without_accents(entry) for entry in data.values()])
        letters = dict(self._letters(_told_apart(data)))
        self._data = {name: entry | letters.get(name, {}) for name, entry in data.items()}
        self._cited = _told_apart(self._data)

    def entry(self, name: str) -> Formatted:
        """A publication as the list shows it, with its place; a note of the editors at its end."""
        publication, place = self._known[name]
        bibliography = self._bibliography([self._data[name]])
        text = str(bibliography.bibliography()[0])
        pieces = list(_pieces(_TWO_STOPS.sub(r"\1", text), _opens(publication, place)))
        if publication.note is not None:
            pieces += [Piece(" "), _note(publication.note)]
        return Formatted(tuple(pieces), bookmark_of("literature", name))

    def citation(self, citation: Citation) -> Formatted:
        """A citation, each publication in it linked to its entry in the list."""
        cites = list(citation.cites)
        # Words before a publication may say how it relates to the one before it.
        if not any(cite.prefix for cite in cites):
            cites.sort(key=lambda cite: self.order.index(cite.id))
        layout = self._style.root.citation.layout
        before, between, after = (layout.get(name) for name in ("prefix", "delimiter", "suffix"))
        pieces = [Piece(before), *self._cite(cites[0], is_row=False)]
        for one, other in pairwise(cites):
            is_row = self._is_row(one, other)
            pieces += [Piece(", " if is_row else between), *self._cite(other, is_row=is_row)]
        return Formatted((*(piece for piece in pieces if piece.text), Piece(after)))

    def _cite(self, cite: Cite, *, is_row: bool) -> Iterator[Piece]:
        publication, place = self._known[cite.id]
        author, rest = self._parts(cite)
        text = rest if is_row or cite.only_year else author + rest
        labels = {mark: dutch.FIELDS[field] for mark, field in _open_fields(publication, place)}
        yield Piece(cite.prefix)
        yield from _pieces(text, labels, "#" + bookmark_of("literature", cite.id))
        yield Piece(cite.suffix)

    def _is_row(self, one: Cite, other: Cite) -> bool:
        """Two years after one author: Jansen, 2016, 2017."""
        is_bare = not (one.locator or one.suffix or other.prefix)
        alike = one.only_year == other.only_year
        return is_bare and alike and self._parts(one)[0] == self._parts(other)[0]

    def _parts(self, cite: Cite) -> tuple[str, str]:
        """The authors with the comma after them, and the year with where in the publication."""
        data = self._cited[cite.id]
        rest = self._printed(data | {"author": [{"literal": _AUTHOR}]}, cite)
        rest = rest.removeprefix(f"{_AUTHOR}, ")
        return self._printed(data, cite).removesuffix(rest), rest

    def _printed(self, data: Csl, cite: Cite) -> str:
        """A citation of one publication without the brackets around it."""
        place = {}
        if cite.locator:
            # citeproc-py asks the publication, not the citation, whether the locator is a number;
            # it makes a dash of each hyphen, also where the locale has the hyphen.
            row = re.sub("[-–]", _DASH, cite.locator)
            place = {"locator": citeproc.Locator(cite.label, row)}
            data = data | {"locator": re.sub(r"\W.*", "", cite.locator)}
        item = citeproc.CitationItem(data["id"], **place)
        citation = citeproc.Citation([item])
        text = str(self._bibliography([data], citation).cite(citation, str))
        layout = self._style.root.citation.layout
        text = text.removeprefix(layout.get("prefix")).removesuffix(layout.get("suffix"))
        return text.replace(_DASH, str(layout.get_single_term(name="page-range-delimiter")))

    def _letters(self, cited: Mapping[str, Csl]) -> Iterator[tuple[str, Csl]]:
        """The letters after the years of publications that would otherwise be cited alike."""
        alike: dict[str, list[str]] = defaultdict(list)
        for name in self.order:
            if not isinstance(self._known[name][0].year, Open):
                alike[self._printed(cited[name], Cite(name))].append(name)
        for names in alike.values():
            if len(names) > 1:
                yield from (
                    (name, {"year-suffix": letter})
                    for name, letter in zip(names, ascii_lowercase, strict=False)
                )

    def _sorted(self, data: Sequence[Csl]) -> list[str]:
        bibliography = self._bibliography(data, looks=plain)
        bibliography.sort()
        return list(bibliography.keys)

    def _bibliography(self, data: Sequence[Csl], citation: Any = None, looks: Any = _LOOKS) -> Any:
        """What citeproc-py makes citations and lists from, for these publications only."""
        bibliography = citeproc.CitationStylesBibliography(self._style, CiteProcJSON(data), looks)
        items = [citeproc.CitationItem(entry["id"]) for entry in data]
        bibliography.register(citeproc.Citation(items) if citation is None else citation)
        return bibliography


def _csl(publication: Publication, place: int) -> Csl:
    """A publication as citeproc reads it, a mark for each thing that is open."""
    marks = {field: mark for mark, field in _open_fields(publication, place)}
    values = {
        name: marks.get(field, value)
        for field, name in _FIELDS.items()
        if (value := getattr(publication, field)) is not None
    }
    # Dutch titles keep their small letters: citeproc capitalises only English ones.
    fixed = {"id": str(publication.id), "type": _type(publication), "language": "nl-NL"}
    if "DOI" in values:
        values["DOI"] = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", values["DOI"])
    year = marks.get("year", publication.year)
    return {**fixed, **values, "author": _names(publication, marks), **_issued(str(year))}


def _type(publication: Publication) -> str:
    kind = publication.type
    return TYPES[kind] if isinstance(kind, str) else "document"


def _issued(year: str) -> Csl:
    """The year; what is not a year, as “in druk”, is printed as it is; nothing for “z.d.”."""
    if re.fullmatch(r"\d{4}", year):
        return {"issued": {"date-parts": [[int(year)]]}}
    return {} if year == _NO_DATE else {"status": year}


def _names(publication: Publication, marks: Mapping[str, str]) -> list[Csl]:
    """Family name and given name where a comma parts them; a row with “et al.” as it is printed."""
    authors = publication.authors
    if isinstance(authors, Open):
        return [{"literal": marks["authors"]}]
    if authors[-1] == OTHERS:
        return [{"literal": dutch.authors(publication)}]
    parts = [[part.strip() for part in name.split(",", 1)] for name in authors]
    return [
        {"family": part[0], "given": part[1]} if len(part) == 2 else {"literal": part[0]}
        for part in parts
    ]


def _told_apart(data: Mapping[str, Csl]) -> dict[str, Csl]:
    """For citations: initials before the first family name when others with that name are cited."""
    given = defaultdict(set)
    for entry in data.values():
        first = entry["author"][0]
        given[first.get("family")].add(_initials(first.get("given", "")))
    told = {}
    for name, entry in data.items():
        first, *others = entry["author"]
        if len(given[first.get("family")]) > 1 and "family" in first:
            first = first | {"family": f"{_initials(first['given'])} {first['family']}"}
        told[name] = entry | {"author": [first, *others]}
    return told


def _initials(given: str) -> str:
    """Jan-Willem K.: J.-W. K."""
    parts = given.replace(".", " ").split()
    return " ".join("-".join(f"{p[:1]}." for p in part.split("-")) for part in parts)


def _without_accents(data: Csl) -> Csl:
    """So that Çelik stands under the c; citeproc-py sorts by the numbers of characters."""
    authors = [{part: _plain(text) for part, text in name.items()} for name in data["author"]]
    return data | {"author": authors, "title": _plain(data["title"])}


def _plain(text: str) -> str:
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
        if part in (_ITALIC, _UPRIGHT):
            look = "italic" if part == _ITALIC else ""
        elif part in opens:
            yield Piece(opens[part], "open", link)
        elif part:
            yield Piece(part, look, link or (part if part.startswith("http") else ""))


def _note(note: str | Open) -> Piece:
    return Piece(note.what, "open") if isinstance(note, Open) else Piece(str(note))
