"""What a document cites: how each citation in it reads, and the list of publications."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field, fields
from typing import Any

from bpa_agenda.citations import Citation, Citations, marks_in
from bpa_agenda.kept import FORGETFUL, Kept
from bpa_agenda.markdown import Span, parse
from bpa_agenda.model import Publication
from bpa_agenda.records import dataclass
from bpa_agenda.values import Formatted, Line, Markdown, Open, Piece
from bpa_agenda.walk import walk


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The publications of a document in the order of its list, their entries, and citations."""

    publications: tuple[Publication, ...] = ()
    entries: tuple[Formatted, ...] = ()
    citations: Citations = field(default_factory=dict)


def make_bibliography(
    shown: Any,
    literature: Sequence[Publication],
    also: Collection[str] = (),
    kept: Kept = FORGETFUL,
) -> Bibliography:
    """The publications that are cited in what a document shows, and those with the ids `also`."""
    citations = tuple(dict.fromkeys(citations_in(shown)))
    cited = {cite.id for citation in citations for cite in citation.cites}
    publications = {str(p.id): p for p in literature if p.id in cited or p.id in also}
    if not publications:
        return Bibliography()
    said = [_said(publication) for publication in publications.values()]
    order, entries, cites = kept.once(
        ("apa", said, citations), lambda: _printed(tuple(publications.values()), citations)
    )
    return Bibliography(
        tuple(publications[name] for name in order),
        tuple(map(_formatted, entries)),
        dict(zip(citations, map(_formatted, cites), strict=True)),
    )


def _said(publication: Publication) -> list[object]:
    """All that a publication says, without where it stands."""
    names = (field.name for field in fields(publication) if field.name != "at")
    values = (getattr(publication, name) for name in names)
    return [("open", value.what) if isinstance(value, Open) else value for value in values]


def _printed(publications: Sequence[Publication], citations: Sequence[Citation]) -> Any:
    """The order of the publications, their entries, and the citations, of simple types only."""
    from bpa_agenda.apa import Apa  # citeproc is loaded only for documents that need it

    apa = Apa(publications)
    entries = [_simple(apa.entry(name)) for name in apa.order]
    return (
        [*map(str, apa.order)],
        entries,
        [_simple(apa.citation(citation)) for citation in citations],
    )


def _simple(text: Formatted) -> tuple[list[tuple[str, ...]], str]:
    return [tuple(map(str, piece)) for piece in text.pieces], text.bookmark


def _formatted(simple: tuple[list[tuple[str, ...]], str]) -> Formatted:
    pieces, bookmark = simple
    return Formatted(tuple(Piece(*piece) for piece in pieces), bookmark)


def citations_in(shown: Any) -> Iterator[Citation]:
    """All citations in a record or a view."""
    for value in walk(shown):
        if isinstance(value, Line) and "@" in value:
            for text in stretches(value):
                for mark in marks_in(text):
                    if isinstance(mark.means, Citation):
                        yield mark.means


def stretches(text: Line) -> Iterator[str]:
    """The parts of a text within which the writer looks for citations: those of one look."""
    if isinstance(text, Markdown):
        yield from (span.text for span in walk(parse(text)) if isinstance(span, Span))
    else:
        yield text
