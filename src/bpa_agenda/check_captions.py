"""The rules of figures and tables: their pictures, their ids, and what refers to them."""

from collections.abc import Iterable, Iterator

from bpa_agenda.captions import DRAWN, Captioned, captions_in
from bpa_agenda.content_values import ContentValues, Values
from bpa_agenda.markdown import Figure
from bpa_agenda.messages import problem
from bpa_agenda.model import Content
from bpa_agenda.problems import Location, Problem, did_you_mean
from bpa_agenda.references import CAPTIONED, references_in
from bpa_agenda.values import ID


def check_captions(content: Content, values: ContentValues) -> Iterator[Problem]:
    """Everything that is wrong with figures, with captions and with references to them.

    Without a front nobody knows what the agenda shows, so nothing is held against it.
    """
    if content.front is None:
        return
    agenda = captions_in(content, None)
    everything: list[Captioned] = [*agenda]
    yield from _same_ids(agenda)
    for part in (values.agenda, values.others):
        yield from _unknown_references(content, part, agenda)
    for proposal, in_proposal in zip(content.proposals, values.proposals, strict=True):
        own = captions_in(content, proposal)
        everything += own
        yield from _same_ids(own)
        yield from _unknown_references(content, in_proposal, (*own, *agenda))
    for caption in everything:
        if isinstance(caption.block, Figure):
            yield from _picture_problems(content, caption.block.source, caption.at)
    yield from _unused_pictures(content, everything)


def _same_ids(captions: Iterable[Captioned]) -> Iterator[Problem]:
    """Two figures, or two tables, of one document with the same id."""
    first: dict[tuple[str, str], Location] = {}
    for caption in captions:
        key = caption.kind, caption.id
        if key in first:
            yield problem(
                "duplicate-id", caption.at, kind=caption.kind, id=caption.id, other=first[key]
            )
        first.setdefault(key, caption.at)


def _unknown_references(
    content: Content, values: Values, captions: Iterable[Captioned]
) -> Iterator[Problem]:
    """References in a document to a figure or table that is not there."""
    known = {(caption.kind, caption.id) for caption in captions}
    for text in values.with_at:
        for kind, name in references_in(text):
            if kind not in CAPTIONED or name in content.mentioned:
                continue
            if (kind, name) not in known:
                near = did_you_mean(name, [other for of, other in known if of == kind])
                hint = near or _elsewhere(content, kind, name)
                yield problem("unknown-reference", text.at, kind=kind, id=name, hint=hint)


def _elsewhere(content: Content, kind: str, name: str) -> str:
    """A hint when a thing is in a proposal, which only that proposal itself can refer to."""
    for proposal in content.proposals:
        for caption in captions_in(content, proposal):
            if (caption.kind, caption.id) == (kind, name):
                return f"it stands in the proposal “{proposal.id}”; only there it can be named"
    return ""


def _picture_problems(content: Content, source: str, at: Location) -> Iterator[Problem]:
    """A figure whose picture is not there, or has a name that it cannot have."""
    pictures = [picture.file for picture in content.pictures]
    if "/" in source or "\\" in source:
        hint = "put the picture in agenda/figures/ and write its name only"
        yield problem("bad-file-name", at, value=source, hint=hint)
    elif source not in (*DRAWN, *pictures, *content.mentioned):
        known = (*DRAWN, *pictures)
        hint = did_you_mean(source, known) or "put it in agenda/figures/, as .png or .jpg"
        yield problem("no-picture", at, source=source, hint=hint)
    elif not ID.fullmatch(source.rsplit(".", 1)[0]):
        yield problem("bad-id", at, value=source.rsplit(".", 1)[0])


def _unused_pictures(content: Content, captions: Iterable[Captioned]) -> Iterator[Problem]:
    """Pictures that no text shows, so that nobody would see them."""
    shown = {c.block.source for c in captions if isinstance(c.block, Figure)} | content.mentioned
    for picture in content.pictures:
        if picture.file not in shown:
            hint = f'show it: ![What one sees]({picture.file} "The caption")'
            yield problem("unexpected-file", picture.at, hint=hint)
