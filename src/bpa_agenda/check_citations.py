"""The rules of literature: citations that can be read and found, authors that can be told apart."""

from collections.abc import Iterator

from bpa_agenda.citations import Citation, keys_outside_brackets, marks_in
from bpa_agenda.content_values import ContentValues, Values
from bpa_agenda.messages import problem
from bpa_agenda.model import OTHERS, Content, Publication
from bpa_agenda.problems import Problem, did_you_mean
from bpa_agenda.values import Line, Markdown, Open, Verbatim


def check_citations(content: Content, values: ContentValues) -> Iterator[Problem]:
    """Everything that is wrong with citations and with publications."""
    known = {str(publication.id) for publication in content.literature}
    for part in values.parts:
        for text in part.with_at:
            if not isinstance(text, Verbatim):
                yield from _in_text(text, known, content.mentioned)
        for title in _titles(part) if part.with_at else ():
            for mark in marks_in(title):
                yield problem("reference-in-title", title.at, text=mark.text)
    for point in values.of(Open):
        if "@" in point.what and (first := next(marks_in(point.what), None)):
            yield problem("reference-in-open", point.at, text=first.text)
    for publication in content.literature:
        yield from _authors(publication)


def _titles(values: Values) -> Iterator[Line]:
    """Titles also stand in the contents and in references to them, where nothing can be cited."""
    for kind, records in values.by_type.items():
        if not issubclass(kind, str) and hasattr(kind, "title"):
            titles = [record.title for record in records]
            yield from (title for title in titles if isinstance(title, Line) and "@" in title)


def _in_text(text: Line, known: set[str], mentioned: frozenset[str]) -> Iterator[Problem]:
    for mark in marks_in(text):
        if mark.means is None:
            yield problem("unreadable-citation", text.at, text=mark.text)
        elif isinstance(mark.means, Citation):
            for name in dict.fromkeys(cite.id for cite in mark.means.cites):
                if name not in known and name not in mentioned:
                    hint = did_you_mean(name, known)
                    yield problem(
                        "unknown-reference", text.at, kind="literature", id=name, hint=hint
                    )
    for name in keys_outside_brackets(text):
        if name in known:
            yield problem("bare-citation", text.at, id=name)
    if isinstance(text, Markdown):
        yield from _broken(text)


def _broken(text: Markdown) -> Iterator[Problem]:
    """Brackets that bold text, a link or a line break cuts, so that the writer cannot see them."""
    from bpa_agenda.bibliography import stretches  # only few texts cite

    shown = [mark.text for stretch in stretches(text) for mark in marks_in(stretch)]
    written = [" ".join(mark.text.split()) for mark in marks_in(text) if mark.means is not None]
    if len(written) > len(shown):
        cut = next((mark for mark in written if mark not in shown), written[-1])
        yield problem("unreadable-citation", text.at, text=cut)


def _authors(publication: Publication) -> Iterator[Problem]:
    """Authors of whom nobody could see who they are."""
    authors = publication.authors
    if isinstance(authors, Open):
        return
    if not authors or authors[0] == OTHERS:
        yield problem("no-author", publication.at)
    for name in authors[:-1] if authors[-1:] == (OTHERS,) else authors:
        if "et al" in name or ";" in name or not all(part.strip() for part in name.split(",")):
            yield problem("unclear-author", name.at, name=name)
