"""Hours and money that do not agree, and parts that are not there: each with its own message."""

import pytest

from conftest import SmallProject
from proposals import PROPOSAL

BROKEN = {
    "hours that a partner promises and does not have in the budget": (
        "contribution: {hours: 3.5, cash: 100}", "contribution: {hours: 8, cash: 100}",
        ["28:28: error: “zorg” promises 8 hours and pays 3.50 hours itself in the budget "
         "[hours-differ]\n"
         "    mend one of the two; hours that a partner pays itself have “paid_by: partner”"],
    ),
    "hours that the project pays": (
        "rate: 40,\n     paid_by: partner}", "rate: 40,\n     paid_by: project}",
        ["28:28: error: “zorg” promises 3.5 hours and pays 0 hours itself in the budget "
         "[hours-differ]\n"
         "    mend one of the two; hours that a partner pays itself have “paid_by: partner”",
         "60:43: error: the funding counts on 333.30 in kind from “zorg”, which pays 193.30 itself "
         "in the budget [in-kind-differs]\n"
         "    mend one of the two; costs that a partner pays itself have “paid_by: partner”"],
    ),
    "money that a partner promises and the funding does not count on": (
        "contribution: {hours: 0, cash: 0}", "contribution: {hours: 0, cash: 25}",
        ["30:37: error: “stad” promises 25 in cash and the funding counts on 0 [cash-differs]\n"
         "    mend one of the two"],
    ),
    "money that the funding counts on and a partner does not promise": (
        "contribution: {hours: 0, cash: 66.70}", "contribution: {hours: 0, cash: 60}",
        ["26:79: error: “hogeschool” promises 60 in cash and the funding counts on 66.70 "
         "[cash-differs]\n    mend one of the two"],
    ),
    "costs that a partner pays itself and the funding does not count on": (
        "    - {partner: zorg, cash: 100, in_kind: 333.30}\n",
        "    - {partner: stad, cash: 0, in_kind: 0}\n",
        ["27:10: error: the funding counts on 0 in kind from “zorg”, which pays 333.30 itself in "
         "the budget [in-kind-differs]\n"
         "    mend one of the two; costs that a partner pays itself have “paid_by: partner”",
         "28:39: error: “zorg” promises 100 in cash and the funding counts on 0 [cash-differs]\n"
         "    mend one of the two",
         "58:3: error: co-financing is 6.6 % of the total costs and must be 50 % "
         "[co-financing-too-low]\n    RAAK-publiek, rule of 2018: https://example.org/c",
         "58:3: error: the costs are 1000.00 and the funding is 566.70 [money-differs]\n"
         "    a difference of 433.30; mend lines of costs, the subsidy or a contribution"],
    ),
    "a partner that the funding counts twice": (
        "    - {partner: hogeschool, cash: 66.70, in_kind: 0}\n",
        "    - {partner: hogeschool, cash: 66.70, in_kind: 0}\n"
        "    - {partner: hogeschool, cash: 66.70, in_kind: 0}\n",
        ["62:17: error: “hogeschool” is named twice in this list [repeated-reference]\n"
         "    delete one of them"],
    ),
    "two partners with one name": (
        "  - {id: stad, name: !open Gemeente, kind",
        "  - {id: zorg, name: !open Buurt, kind: other, role: !open Rol, knowledge: !open Kennis,\n"
        "     contribution: {hours: 0, cash: 0}}\n"
        "  - {id: stad, name: !open Gemeente, kind",
        ["29:10: error: the partner id “zorg” is used twice [duplicate-id]\n"
         "    the other is at agenda/proposals/leuk.yaml:27:10; give one another id"],
    ),
    "a line of a partner in a work package in which it does not work": (
        "    sub_questions: [wat]\n", "    sub_questions: [wat]\n    partners: [zorg]\n",
        ["53:34: error: “hogeschool” has costs in “wp1” and does not work in it [not-in-package]\n"
         "    add it to “partners” of “wp1”, or give the line another work package"],
    ),
    "a partner in a work package without hours in it": (
        "    sub_questions: [wat]\n",
        "    sub_questions: [wat]\n    partners: [zorg, hogeschool, stad]\n",
        ["41:34: warning: “stad” works in “wp1” and has no hours in it [no-hours-in-package]\n"
         "    add a line of hours, or take it out of “partners”"],
    ),
    "a work package with an unknown partner": (
        "    sub_questions: [wat]\n",
        "    sub_questions: [wat]\n    partners: [zorg, hogeschool, stat]\n",
        ["41:34: error: there is no partner “stat” [unknown-reference]\n    did you mean “stad”?"],
    ),
    "a sub-question without a method": (
        "    method: Interviews\n", "",
        ["18:9: error: the sub-question “wat” has no method [sub-question-without]\n"
         "    write “method: !open …” if it is not known yet"],
    ),
    "a sub-question without a product": (
        "    product: !open Welk product\n", "",
        ["18:9: error: the sub-question “wat” has no product [sub-question-without]\n"
         "    write “product: !open …” if it is not known yet"],
    ),
    "no doorwerking in education": (
        "  education: !open Onderwijs\n", "",
        ["43:3: error: there is no doorwerking for education [impact-without]\n"
         "    write “education: !open …” if it is not known yet; "
         "RAAK-publiek, rule of 2018: https://example.org/f"],
    ),
    "a section of dots": (
        "risks: !open Risico’s", "risks: '…'",
        ["47:8: error: “…” says nothing yet [placeholder]\n"
         "    write !open and what is to be filled in, so that it is listed"],
    ),
    "a section that is still to be written": (
        "method: Interviews", "method: '**Nog in te vullen.**'",
        ["20:13: error: “**Nog in te vullen.**” says nothing yet [placeholder]\n"
         "    write !open and what is to be filled in, so that it is listed"],
    ),
    "a section of spaces": (
        "planning: !open Planning", "planning: '  '",
        ["41:11: error: “planning” has no value [empty-value]\n"
         "    write one, or !open followed by what is to be filled in"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_each_mistake_has_its_message_and_place(sound: SmallProject, case: str) -> None:
    old, new, expected = BROKEN[case]
    sound.change(PROPOSAL, old, new)
    assert sound.problems() == [f"{PROPOSAL}:{words}" for words in expected]


def test_a_part_that_is_open_is_an_open_point_and_no_mistake(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "    method: Interviews\n", "    method: !open Hoe dan\n")
    assert sound.problems() == []
    assert "20:13: note: still open: Hoe dan [open]" in sound.run("check").stderr


def test_what_is_open_is_not_compared(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "contribution: {hours: 3.5, cash: 100}", "contribution: !open Wat")
    assert sound.problems() == []
    sound.change(PROPOSAL, "hours: 3.5, rate: 40", "hours: 3.5, rate: !open Tarief")
    assert sound.problems() == []


def test_an_empty_consortium_names_the_criterion_that_is_judged_by_it(small: SmallProject) -> None:
    text = small.read(PROPOSAL)
    start, end = text.index("consortium:"), text.index("initiatives:")
    small.write(PROPOSAL, f"{text[:start]}consortium: []\n{text[end:]}")
    assert small.problems() == [
        f"{PROPOSAL}:1:1: error: “consortium” is empty, and netwerkvorming is judged by it "
        "[empty-section]\n    write it, or take it up again"
    ]


def test_a_budget_in_words_only_is_no_budget(small: SmallProject) -> None:
    small.change(PROPOSAL, "budget: !open Begroting", "budget: Zie de bijlage.")
    assert small.problems() == [
        f"{PROPOSAL}:49:9: error: the budget has a text and no funding [no-budget]\n"
        "    fill in “funding”, or write “budget: !open …”",
        f"{PROPOSAL}:49:9: error: the budget has a text and no lines of costs [no-budget]\n"
        "    fill in “hours” and “materials”, or write “budget: !open …”",
    ]


def test_costs_without_funding_and_funding_without_costs_are_not_compared(
    sound: SmallProject,
) -> None:
    text = sound.read(PROPOSAL)
    lines, funding = text.index("hours:\n"), text.index("funding:\n")
    sound.write(PROPOSAL, text[:funding])
    assert sound.problems() == []
    sound.write(PROPOSAL, text[:lines] + text[funding:])
    assert sound.problems() == []
