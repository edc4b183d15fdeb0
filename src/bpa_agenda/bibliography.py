"""What a document cites: how each citation in it reads, and the list of publications."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from typing import Any

from bpa_agenda.citations import Citation, Citations, marks_in
from bpa_agenda.markdown import Span, parse
from bpa_agenda.model import Publication
from bpa_agenda.records import dataclass
from bpa_agenda.values import Formatted, Line, Markdown
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
) -> Bibliography:
    """The publications that are cited in what a document shows, and those with the ids `also`."""
    citations = tuple(dict.fromkeys(citations_in(shown)))
    cited = {cite.id for citation in citations for cite in citation.cites}
    publications = {str(p.id): p for p in literature if p.id in cited or p.id in also}
    if not publications:
        return Bibliography()
    # Only a document with literature needs it.
    from bpa_agenda.apa import Apa

    apa = Apa(tuple(publications.values()))
    return Bibliography(
        tuple(publications[name] for name in apa.order),
        tuple(apa.entry(name) for name in apa.order),
        {citation: apa.citation(citation) for citation in citations},
    )


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
