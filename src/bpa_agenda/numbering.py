"""The numbers of themes, questions and sub-questions: 1, 1.2, 1.2.a. They come from the order."""

from collections.abc import Iterator, Sequence

from bpa_agenda.model import Content, Theme

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def themes_in_order(content: Content) -> list[Theme]:
    """The themes that the agenda shows, as `agenda.yaml` orders them."""
    themes = {theme.id: theme for theme in content.themes}
    order = content.front.themes if content.front else ()
    return [themes[name] for name in order if name in themes]


def numbers(themes: Sequence[Theme]) -> dict[str, str]:
    """The number of each theme, question and sub-question by its id."""
    return dict(_numbered(themes))


def _numbered(themes: Sequence[Theme]) -> Iterator[tuple[str, str]]:
    for number, theme in enumerate(themes, start=1):
        yield theme.id, f"{number}"
        for place, question in enumerate(theme.questions, start=1):
            yield question.id, f"{number}.{place}"
            for sub_place, sub in enumerate(question.sub_questions):
                yield sub.id, f"{number}.{place}.{letters(sub_place)}"


def letters(place: int) -> str:
    """The letters of a place that counts from 0: a to z, then aa, ab and so on."""
    before, last = divmod(place, len(LETTERS))
    return (letters(before - 1) if before else "") + LETTERS[last]
