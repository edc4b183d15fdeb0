"""What the template of the table of reactions can show: what became of what readers proposed.

A reaction is a change or a comment. All texts of readers are shown as they are, without Markdown.
"""

from bpa_agenda.records import dataclass
from bpa_agenda.values import Line, Open


@dataclass(frozen=True, slots=True)
class RoundView:
    """The round of review; `date` is the day on which the table says how things stand."""

    name: Line
    sent: Line
    date: Line
    publisher: Line
    agenda: Line


@dataclass(frozen=True, slots=True)
class CountsView:
    """How many reactions there are and what was decided; answers of readers count too."""

    total: Line
    decided: Line
    accepted: Line
    by_hand: Line
    rejected: Line
    answered: Line
    open: Line


@dataclass(frozen=True, slots=True)
class PieceView:
    """A stretch of text; one of the fields holds it, and says how it is to look."""

    same: Line
    old: Line
    new: Line
    marked: Line


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph of a change between the words around it, or of a comment."""

    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A paragraph that the editors or the program wrote."""

    text: Line


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer of a reader to a comment; without a decision of its own that of the comment holds.

    `paragraphs` is what was said, `why` the explanation of the decision.
    """

    who: Line
    date: Line
    paragraphs: tuple[ParagraphView, ...]
    decision: Line | Open | None
    why: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class ReactionView:
    """A change or a comment; `about` are the words that a comment is about."""

    number: Line
    kind: Line
    date: Line
    place: Line
    about: Line | None
    paragraphs: tuple[ParagraphView, ...]
    answers: tuple[AnswerView, ...]
    notes: tuple[SentenceView, ...]
    decision: Line | Open
    why: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class ReactedDocumentView:
    """A document with the reactions of one reader to it, in the order of the document."""

    title: Line
    reactions: tuple[ReactionView, ...]


@dataclass(frozen=True, slots=True)
class ReaderView:
    """A reader; `link` is the name as a link to where `name` stands.

    `elsewhere` are the numbers of comments of others that the reader answered.
    """

    name: Line
    link: Line
    counts: CountsView
    elsewhere: Line
    documents: tuple[ReactedDocumentView, ...]


@dataclass(frozen=True, slots=True)
class ReceivedFileView:
    """A file that came back; `document` is the title of the document that it is a version of."""

    name: Line
    document: Line
    readers: Line
    total: Line


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """All variables of a template that shows what became of a round of review."""

    round: RoundView
    counts: CountsView
    readers: tuple[ReaderView, ...]
    files: tuple[ReceivedFileView, ...]
