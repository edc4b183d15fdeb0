"""`suggest`: the likely core questions of a statement, and how sure that is."""

from dataclasses import replace

import pytest

from bpa_agenda.model import Content, Front, Level, Question, SubQuestion, Theme
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.register import Group, Kind, Register, Statement
from bpa_agenda.suggest import GUESS, LIKELY, PERHAPS, Candidate, Suggestions, suggest
from bpa_agenda.trace import build_trace
from bpa_agenda.values import (
    Date,
    Identifier,
    Line,
    Markdown,
    Number,
    QuestionId,
    RegisterId,
    StatementId,
    ThemeId,
    Verbatim,
)
from conftest import ROOT, SmallProject


def said(name: str, text: str, parent: str = "") -> Statement:
    return Statement(
        StatementId(name),
        Kind("point"),
        Number(1),
        Verbatim(text),
        parent=StatementId(parent) if parent else None,
    )


def question(name: str, asks: str, *sources: str, subs: tuple[SubQuestion, ...] = ()) -> Question:
    links = tuple(map(StatementId, sources))
    return Question(
        QuestionId(name), Line("Titel"), Line(asks), (Level("person"),), Markdown(""), subs, links
    )


def sub_question(name: str, asks: str, *sources: str) -> SubQuestion:
    return SubQuestion(QuestionId(name), Line(asks), tuple(map(StatementId, sources)))


def theme(workshop: str, *questions: Question) -> Theme:
    name = ThemeId(f"thema-{workshop}")
    return Theme(name, Line("Thema"), RegisterId(workshop), Markdown(""), (), questions)


def content(themes: list[Theme], *statements: Statement) -> Content:
    line = Line("x")
    front = Front(
        line, line, line, line, line, Date(2018, 6, 1), (), tuple(t.id for t in themes), ()
    )
    group = Group(Identifier("geel"), Line("Groep geel"), statements)
    register = Register(RegisterId("w1"), line, Line("reports/x.txt"), (group,))
    return Content(front=front, themes=tuple(themes), registers=(register,))


def suggestions(given: Content, statement: Statement, most: int = 3) -> Suggestions:
    (found,) = suggest(build_trace(given), given, [statement], most)
    return found


def order(given: Content, statement: Statement) -> list[str]:
    return [f"{candidate.question}" for candidate in suggestions(given, statement).candidates]


LUNCH = question("lunch", "Hoe wordt de lunch gezonder?")
REIS = question("reis", "Hoe wordt de reistijd korter?")


def test_a_question_is_found_by_the_words_that_it_shares_with_a_statement() -> None:
    given = content([theme("w1", LUNCH, REIS)])
    found = suggestions(given, said("w1.geel.trein", "Lange reistijd met de trein"))
    first = found.candidates[0]
    assert (first.question, first.number, first.title) == ("reis", "1.2", "Titel")
    assert first.words == ("reistijd",)


def test_a_part_of_a_compound_is_enough() -> None:
    given = content([theme("w1", LUNCH, REIS)])
    assert order(given, said("w1.geel.kosten", "Reiskosten"))[0] == "reis"


def test_a_question_is_found_by_what_supports_it_already() -> None:
    placed = said("w1.geel.trein", "Een vaste plaats in de trein")
    given = content([theme("w1", LUNCH, replace(REIS, sources=(placed.id,)))], placed)
    assert order(given, said("w1.geel.stilte", "Stilte in de trein"))[0] == "reis"


def test_what_stands_above_a_statement_counts() -> None:
    heading = said("w1.geel.reistijd", "Reistijd")
    below = said("w1.geel.minder", "Kan dat minder?", parent="w1.geel.reistijd")
    given = content([theme("w1", LUNCH, REIS)], heading, below)
    assert order(given, below)[0] == "reis"
    assert "reis" not in order(given, said("w1.geel.los", "Kan dat minder?"))


def test_what_stands_beside_a_statement_counts() -> None:
    heading = said("w1.geel.wensen", "Wensen")
    beside = said("w1.geel.reistijd", "Reistijd", parent="w1.geel.wensen")
    asked = said("w1.geel.minder", "Minder!", parent="w1.geel.wensen")
    given = content([theme("w1", LUNCH, REIS)], heading, beside, asked)
    assert suggestions(given, asked).candidates[0].words == ("reistijd",)


def test_parents_in_a_circle_come_to_an_end() -> None:
    one = said("w1.geel.een", "Lunch", parent="w1.geel.twee")
    two = said("w1.geel.twee", "Reistijd", parent="w1.geel.een")
    given = content([theme("w1", LUNCH, REIS)], one, two)
    assert sorted(order(given, one)) == ["lunch", "reis"]


def test_of_equal_questions_that_of_the_workshops_own_theme_comes_first() -> None:
    themes = [theme("w1", replace(LUNCH, id=QuestionId("een"))), theme("w2", LUNCH)]
    assert order(content(themes), said("w1.geel.soep", "Soep bij de lunch")) == ["een", "lunch"]
    assert order(content(themes), said("w2.rood.soep", "Soep bij de lunch")) == ["lunch", "een"]


def test_a_tie_is_told_in_the_order_of_the_agenda() -> None:
    twins = [replace(LUNCH, id=QuestionId(name)) for name in ("zee", "appel", "maan")]
    found = suggestions(content([theme("w1", *twins)]), said("w1.geel.soep", "Lunch met soep"))
    assert [candidate.question for candidate in found.candidates] == ["zee", "appel", "maan"]
    assert len({candidate.score for candidate in found.candidates}) == 1
    assert found.sureness == GUESS


def test_the_other_statements_asked_about_make_no_difference() -> None:
    given = content([theme("w1", LUNCH, REIS)])
    soup, train = said("w1.geel.soep", "Lunch met soep"), said("w1.geel.trein", "Reizen per trein")
    together = suggest(build_trace(given), given, [soup, train])
    assert together == [suggestions(given, soup), suggestions(given, train)]


def test_no_more_candidates_come_than_were_asked_for() -> None:
    given = content([theme("w1", LUNCH, REIS)])
    assert len(suggestions(given, said("w1.geel.soep", "Hoe wordt soep?"), 1).candidates) == 1


def test_a_statement_without_known_words_gets_no_suggestion() -> None:
    found = suggestions(content([theme("w1", LUNCH, REIS)]), said("w1.geel.x", "Qqq zyxw 12"))
    assert (found.candidates, found.sureness) == ((), GUESS)


def test_without_questions_there_is_nothing_to_suggest() -> None:
    assert suggestions(content([]), said("w1.geel.soep", "Lunch")).candidates == ()


def test_a_statement_does_not_speak_for_itself() -> None:
    placed = said("w1.geel.kano", "Kanovaren")
    sub = sub_question("reis-kano", "Wat doet kanovaren met mensen?", placed.id)
    held = replace(REIS, sources=(placed.id,), sub_questions=(sub,))
    given = content([theme("w1", LUNCH, held)], placed)
    assert suggestions(given, placed).candidates == ()
    assert order(given, said("w1.geel.ander", "Kanovaren")) == ["reis"]


@pytest.mark.parametrize(
    ("score", "word"), [(0.8, LIKELY), (0.79, PERHAPS), (0.5, PERHAPS), (0.49, GUESS)]
)
def test_sureness_has_three_words(score: float, word: str) -> None:
    candidate = Candidate(QuestionId("reis"), "1.2", "Reis", score, ())
    assert Suggestions(said("w1.geel.x", "x"), (candidate,)).sureness == word


def test_the_small_project_gets_suggestions(small: SmallProject) -> None:
    given = check(Project(small.root)).content
    found = suggestions(given, said("w1.groen.nieuw", "Wie werkt er meer dan 20 uur per week?"))
    assert found.candidates[0].number == "1.2"
    assert sum(candidate.score for candidate in found.candidates) <= 1


def test_on_the_real_agenda_links_are_found_back_as_often_as_the_docs_say() -> None:
    """The fair figures: one statement left out at a time, explanations not read."""
    read = check(Project(ROOT)).content
    given = replace(read, themes=tuple(map(_without_explanations, read.themes)))
    trace = build_trace(given)
    owner = {
        source: {q.id for t in given.themes for q in t.questions if source in q.sources}
        for source in trace.supports
    }
    kinds = ("question", "topic", "point", "prose")
    statements = [s for group in trace.groups for s in group.statements if s.kind in kinds]
    found = suggest(trace, given, [s for s in statements if owner.get(s.id)])
    sure = [one for one in found if one.sureness == LIKELY]
    assert _right(found, owner, most=1) >= 0.75
    assert _right(found, owner, most=3) >= 0.90
    assert _right(sure, owner, most=1) >= 0.85
    assert len(sure) / len(found) >= 1 / 3


def test_on_the_real_agenda_empty_words_are_never_more_than_a_guess() -> None:
    given = check(Project(ROOT)).content
    for text in ("En hoe is dat dan voor ons?", "Gebak bij de koffie", "Zie boven."):
        assert suggestions(given, said("w1.nieuw.x", text)).sureness == GUESS


def _without_explanations(theme: Theme) -> Theme:
    bare = (replace(question, explanation=Markdown("")) for question in theme.questions)
    return replace(theme, questions=tuple(bare))


def _right(found: list[Suggestions], owner: dict[str, set[QuestionId]], most: int) -> float:
    hits = sum(
        any(candidate.question in owner[one.statement.id] for candidate in one.candidates[:most])
        for one in found
    )
    return hits / len(found)
