"""Figures and tables with captions: which stand in which document, and how references read."""

from collections.abc import Iterable, Iterator

from bpa_agenda import dutch
from bpa_agenda.content_values import values_in
from bpa_agenda.markdown import Figure, Table, parse
from bpa_agenda.model import Content
from bpa_agenda.numbering import themes_in_order
from bpa_agenda.problems import Location
from bpa_agenda.proposal import Proposal
from bpa_agenda.records import dataclass
from bpa_agenda.references import Name, Names, bookmark_of, numbers_of
from bpa_agenda.values import Markdown

DRAWN = ("matrix",)


@dataclass(frozen=True, slots=True)
class Captioned:
    """A figure or table with a caption; `at` is the place of the text in which it stands."""

    kind: str
    id: str
    at: Location
    block: Figure | Table


def captions_in(content: Content, proposal: Proposal | None) -> tuple[Captioned, ...]:
    """The captions of a proposal, or of the agenda, in the order of the model."""
    return tuple(_captions(_agenda(content) if proposal is None else (proposal,)))


def caption_names(captions: Iterable[Captioned], elsewhere: str = "") -> Names:
    """How references to figures and tables read, by kind and id, where they stand or elsewhere.

    `elsewhere` says after the number where they stand: van de onderzoeksagenda.
    """
    numbers = numbers_of((caption.kind, caption.id) for caption in captions)
    return {
        (kind, name): Name(
            f"{dutch.CAPTIONS[kind]} ", number, elsewhere,
            "" if elsewhere else bookmark_of(kind, name),
        )
        for (kind, name), number in numbers.items()
    }  # fmt: skip


def _agenda(content: Content) -> tuple[object, ...]:
    """What the agenda shows, in its order."""
    sections = {section.id: section for section in content.sections}
    front = content.front
    before, after = (front.front, front.back) if front is not None else ((), ())
    return (
        *(sections[name] for name in before if name in sections),
        *themes_in_order(content),
        *(sections[name] for name in after if name in sections),
    )


def _captions(records: tuple[object, ...]) -> Iterator[Captioned]:
    for text in values_in(records).of(Markdown):
        # Most texts have neither, and parsing all of them once more would take a while.
        if "![" in text or "{#" in text:
            for block in parse(text):
                if isinstance(block, Figure):
                    yield Captioned("figure", block.id, text.at, block)
                elif isinstance(block, Table) and block.id:
                    yield Captioned("table", block.id, text.at, block)
