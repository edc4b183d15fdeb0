"""Which core questions a statement likely supports, best first, and how sure that is.

A question is known by what it asks (its title and question) and by what was said about it (its
explanation, its sub-questions and the statements that it rests on). A statement is compared with
both by the pieces of words that they share. `docs/trace-suggest.md` says how well that works.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bpa_agenda.citations import without_marks
from bpa_agenda.model import Content, Question
from bpa_agenda.numbering import numbers, themes_in_order
from bpa_agenda.register import Statement
from bpa_agenda.trace import Trace
from bpa_agenda.values import QuestionId

LIKELY, PERHAPS, GUESS = "likely", "perhaps", "a guess"
# Chosen so that the words keep what docs/trace-suggest.md promises of them; bench/suggest.py.
LIKELY_FROM, PERHAPS_FROM = 0.8, 0.5

# Dutch writes compounds as one word: pieces see the “markt” of “arbeidsmarkt”, a stemmer does not.
_PIECE = 4
# Each statement above counts half, all that stand beside and below count half together.
_AROUND = 0.5
# Nearly all statements support a question of the theme that their workshop was held about.
_OWN_THEME = 3.0
# With this power, scores come near to the share of first candidates that are right.
_POWER = 4
# How like a question a statement is that has nothing to do with it.
_CHANCE = 0.2
# A word that speaks less than this part of what the strongest does, decided nothing.
_DECIDES = 0.2
_MOST_WORDS = 4

Vector = Mapping[str, float]
Weighed = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A core question that a statement may support.

    `score` is from 0 to 1, that of all questions together at most 1. `words` are those of the
    statement, and of the statements around it, that speak most for this question above others.
    """

    question: QuestionId
    number: str
    title: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The candidates for a statement, best first; none when it shares nothing with a question."""

    statement: Statement
    candidates: tuple[Candidate, ...]

    @property
    def sureness(self) -> str:
        """How far the first candidate can be trusted: likely, perhaps or a guess."""
        best = self.candidates[0].score if self.candidates else 0.0
        if best >= LIKELY_FROM:
            return LIKELY
        return PERHAPS if best >= PERHAPS_FROM else GUESS


@dataclass(frozen=True, slots=True)
class _Passage:
    """A text that was said about a question, and the statements that it was made from."""

    text: str
    rests_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Described:
    """A question with the texts that describe it; `register` is the workshop of its theme."""

    question: Question
    number: str
    register: str
    said: tuple[_Passage, ...]

    def rests_on(self, statement: str) -> bool:
        """Whether a statement supports this question already."""
        return any(statement in passage.rests_on for passage in self.said)

    def texts(self) -> Iterator[str]:
        """All texts that describe the question."""
        yield from (self.question.title, self.question.question)
        yield from (passage.text for passage in self.said)


@dataclass(frozen=True, slots=True)
class _Language:
    """How telling each piece of a word is: the fewer texts have it, the more."""

    telling: Vector
    unseen: float

    @classmethod
    def of(cls, texts: Iterable[str]) -> "_Language":
        """The language of some texts, each counted once."""
        different = dict.fromkeys(texts)
        seen = Counter(piece for text in different for piece in _pieces(text))
        most = len(different) + 1
        telling = {piece: math.log(most / (count + 0.5)) for piece, count in seen.items()}
        return cls(telling, math.log(most / 0.5))

    def weight(self, piece: str) -> float:
        """How telling a piece is."""
        return self.telling.get(piece, self.unseen)

    def vector(self, texts: Iterable[Weighed]) -> Vector:
        """Texts together as one vector of length 1; without any words, one of length 0."""
        counts: dict[str, float] = {}
        for text, weight in texts:
            for piece, count in _pieces(text).items():
                counts[piece] = counts.get(piece, 0.0) + weight * count
        raw = {piece: math.log1p(count) * self.weight(piece) for piece, count in counts.items()}
        length = math.hypot(*raw.values()) or 1.0
        return {piece: value / length for piece, value in raw.items()}


@dataclass(frozen=True, slots=True)
class _Index:
    """All that statements are compared with.

    `profiles` are the vectors of the questions, `common` is their mean; `around` holds each
    statement with what stands around it.
    """

    language: _Language
    questions: tuple[_Described, ...]
    profiles: tuple[Vector, ...]
    common: Vector
    around: Mapping[str, tuple[Weighed, ...]]

    @classmethod
    def of(cls, trace: Trace, content: Content) -> "_Index":
        """The index of a content."""
        said = {str(s.id): str(s.text) for group in trace.groups for s in group.statements}
        questions = tuple(_described(content, said))
        language = _Language.of([*said.values(), *(text for q in questions for text in q.texts())])
        profiles = tuple(_profile(language, described) for described in questions)
        around = dict(_in_context(trace))
        return cls(language, questions, profiles, _mean(profiles), around)


def suggest(
    trace: Trace, content: Content, statements: Sequence[Statement], most: int = 3
) -> list[Suggestions]:
    """The likely core questions of each statement, in the order of the statements.

    A statement never speaks for itself: that it supports a question already is not looked at, and
    neither are the sub-questions that rest on it.
    """
    index = _Index.of(trace, content)
    return [Suggestions(s, tuple(_candidates(index, s, most))) for s in statements]


def _candidates(index: _Index, statement: Statement, most: int) -> Iterator[Candidate]:
    texts = index.around.get(statement.id, ((str(statement.text), 1.0),))
    profiles = _profiles_without(index, statement.id)
    scores = _scores(index, statement, index.language.vector(texts), profiles)
    best = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    for place in best[:most]:
        if scores[place] > 0:
            found = index.questions[place]
            words = _deciding(index, texts, profiles[place])
            title = found.question.title
            yield Candidate(found.question.id, found.number, title, scores[place], words)


def _scores(
    index: _Index, statement: Statement, vector: Vector, profiles: Sequence[Vector]
) -> list[float]:
    """How like each question a statement is, as shares of 1; a share is for no question at all."""
    workshop = statement.id.split(".", maxsplit=1)[0]
    own = [_OWN_THEME if q.register == workshop else 1.0 for q in index.questions]
    alike = (_alike(vector, profile) for profile in profiles)
    powers = [(value * factor) ** _POWER for value, factor in zip(alike, own, strict=True)]
    whole = sum(powers) + (_CHANCE * max(own, default=1.0)) ** _POWER
    # Rounded: questions with the same words are equal, in whatever order their pieces were added.
    return [round(power / whole, 6) for power in powers]


def _alike(vector: Vector, profile: Vector) -> float:
    return sum(value * profile.get(piece, 0.0) for piece, value in vector.items())


def _profiles_without(index: _Index, statement: str) -> list[Vector]:
    """The profiles of the questions, without what rests on a statement."""
    return [
        _profile(index.language, described, statement) if described.rests_on(statement) else profile
        for described, profile in zip(index.questions, index.profiles, strict=True)
    ]


def _profile(language: _Language, described: _Described, without: str = "") -> Vector:
    """What a question asks and what was said about it; each counts as much as the other."""
    question = described.question
    asked = language.vector([(question.title, 1.0), (question.question, 1.0)])
    said = language.vector((p.text, 1.0) for p in described.said if without not in p.rests_on)
    return _sum([asked, said])


def _sum(vectors: Iterable[Vector]) -> Vector:
    total: dict[str, float] = {}
    for vector in vectors:
        for piece, value in vector.items():
            total[piece] = total.get(piece, 0.0) + value
    return total


def _mean(vectors: Sequence[Vector]) -> Vector:
    return {piece: value / len(vectors) for piece, value in _sum(vectors).items()}


def _described(content: Content, said: Mapping[str, str]) -> Iterator[_Described]:
    themes = themes_in_order(content)
    number = numbers(themes)
    for theme in themes:
        for question in theme.questions:
            passages = tuple(_passages(question, said))
            yield _Described(question, number[question.id], theme.register, passages)


def _passages(question: Question, said: Mapping[str, str]) -> Iterator[_Passage]:
    yield _Passage(without_marks(question.explanation))
    for sub in question.sub_questions:
        yield _Passage(sub.question, frozenset(sub.sources))
    links = (*question.sources, *(link for sub in question.sub_questions for link in sub.sources))
    for link in dict.fromkeys(links):
        yield _Passage(said.get(link, ""), frozenset([link]))


def _in_context(trace: Trace) -> Iterator[tuple[str, tuple[Weighed, ...]]]:
    """Each statement with what stands above, beside and below it, and how much that counts."""
    statements = {str(s.id): s for group in trace.groups for s in group.statements}
    below: dict[str, list[Statement]] = {}
    for statement in statements.values():
        below.setdefault(statement.parent or "", []).append(statement)
    for statement in statements.values():
        beside = below[statement.parent] if statement.parent else []
        kin = [s for s in (*beside, *below.get(statement.id, ())) if s is not statement]
        above = ((str(s.text), _AROUND) for s in _above(statement, statements))
        near = ((str(s.text), _AROUND / len(kin)) for s in kin)
        yield statement.id, ((str(statement.text), 1.0), *above, *near)


def _above(statement: Statement, statements: Mapping[str, Statement]) -> list[Statement]:
    """The statements that a statement stands under, the nearest first."""
    found: dict[str, Statement] = {}
    above = statements.get(statement.parent or "")
    # In a register with a mistake, parents may go in a circle.
    while above and above.id not in (statement.id, *found):
        found[above.id] = above
        above = statements.get(above.parent or "")
    return list(found.values())


def _deciding(index: _Index, texts: Iterable[Weighed], profile: Vector) -> tuple[str, ...]:
    """The words that speak more for a question than for others, the strongest first."""
    weights: dict[str, float] = {}
    for text, weight in texts:
        for word in _words(text):
            weights[word] = max(weight, weights.get(word, 0.0))
    gains = {
        word: weight * sum(_gain(index, piece, profile) for piece in _pieces_of_word(word))
        for word, weight in weights.items()
    }
    least = _DECIDES * max(gains.values(), default=0.0)
    best = sorted(gains, key=lambda word: (-gains[word], word))
    return tuple(word for word in best[:_MOST_WORDS] if gains[word] > 0 and gains[word] >= least)


def _gain(index: _Index, piece: str, profile: Vector) -> float:
    more = profile.get(piece, 0.0) - index.common.get(piece, 0.0)
    return index.language.weight(piece) * more


@lru_cache(maxsize=10_000)
def _pieces(text: str) -> Counter[str]:
    return Counter(piece for word in _words(text) for piece in _pieces_of_word(word))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{2,}", unicodedata.normalize("NFC", text).lower())


def _pieces_of_word(word: str) -> list[str]:
    """The pieces of a word with its ends marked: baan gives <baa, baan and aan>."""
    marked = f"<{word}>"
    return [marked[at : at + _PIECE] for at in range(max(1, len(marked) - _PIECE + 1))]
