"""The money of a proposal, and the rules of its scheme: a draft that is right, then broken."""

from decimal import Decimal

import docx
import pytest

from bpa_agenda.budget import Total, budget, of_partner, of_work_package, share
from bpa_agenda.pipeline import check
from bpa_agenda.planning_chart import planning_chart
from bpa_agenda.project import Project
from bpa_agenda.proposal import Proposal
from conftest import SmallProject
from proposals import OTHER, PROPOSAL, RULES, SCHEME, add_another
from word import paragraphs, part, style_of, text_of


def proposal_of(project: SmallProject) -> Proposal:
    [proposal] = check(Project(project.root)).content.proposals
    return proposal


def test_totals_add_the_lines_to_the_cent(sound: SmallProject) -> None:
    proposal = proposal_of(sound)
    money = budget(proposal)
    assert money.hours == Total(Decimal("13.50"))
    assert money.personnel == Total(Decimal("806.70"))
    assert money.costs == Total(Decimal("1000.00"))
    assert money.co_financing == Total(Decimal("500.00"))
    assert money.funding == money.costs
    assert of_partner(proposal, "zorg") == Total(Decimal("333.30"))
    assert of_partner(proposal, "hogeschool") == Total(Decimal("666.70"))
    assert of_work_package(proposal, "wp1") == money.costs


def test_a_share_is_a_percentage_of_the_right_base(sound: SmallProject) -> None:
    money = budget(proposal_of(sound))
    assert share(money.co_financing, money.costs) == Decimal("50.0")
    assert share(money.co_financing, money.subsidy) == Decimal("100.0")


def test_rounding_is_half_up_and_does_not_drift(sound: SmallProject) -> None:
    thirds = "".join(
        "  - {work_package: wp1, partner: zorg, function: Hulp, hours: 0.50, rate: 0.25}\n"
        for _ in range(3)
    )
    sound.change(PROPOSAL, "materials:\n", f"{thirds}materials:\n")
    assert budget(proposal_of(sound)).personnel == Total(Decimal("807.09"))


def test_an_open_amount_makes_the_totals_open_and_no_share_is_given(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "hours: 10, rate: 66.67", "hours: 10, rate: !open Tarief")
    money = budget(proposal_of(sound))
    assert money.costs == Total(Decimal("333.30"), open=1)
    assert share(money.co_financing, money.costs) is None


BROKEN = {
    "a subsidy above the maximum": (
        "  subsidy: 500\n", "  subsidy: 1500\n",
        ["the subsidy of 1500 is above the maximum of 1000 [subsidy-too-high]\n"
         "    RAAK-publiek, rule of 2024 (not the year of this draft): https://example.org/a",
         "the costs are 1000.00 and the funding is 2000.00 [money-differs]"],
    ),
    "a project that is too short": (
        "months: 24", "months: 12",
        ["9:9: error: 12 months is less than the 18 that it must be [too-short]\n"
         "    RAAK-publiek, rule of 2023 (not the year of this draft): https://example.org/b",
         "“wp1” has month 24; the project has months 1 to 12 [outside-project]"],
    ),
    "a project that is too long": (
        "months: 24", "months: 30",
        ["9:9: error: 30 months is more than the 24 that it may be [too-long]\n"
         "    RAAK-publiek, rule of 2023 (not the year of this draft): https://example.org/b"],
    ),
    "too few partners of a kind": (
        "{id: stad, name: !open Gemeente, kind: public,",
        "{id: stad, name: !open Gemeente, kind: sme,",
        ["the consortium needs 2 partners of the kind public and has 1 [too-few-partners]\n"
         "    add a partner with “name: !open …”; RAAK-publiek, rule of 2018: https://example.org/c"],
    ),
    "co-financing that is a little too low": (
        "rate: 66.67}", "rate: 66.72}",
        ["co-financing is 49.9 % of the total costs and must be 50 % [co-financing-too-low]\n"
         "    RAAK-publiek, rule of 2018: https://example.org/c",
         "the costs are 1000.50 and the funding is 1000.00 [money-differs]\n"
         "    a difference of 0.50; mend lines of costs, the subsidy or a contribution"],
    ),
    "overhead on top of a rate that includes it": (
        "rate: 66.67}", "rate: 66.67, overhead: 50}",
        ["the rate already includes overhead; delete this [overhead-twice]\n"
         "    RAAK-publiek, rule of 2018: https://example.org/d"],
    ),
    "a line of a partner that does not exist": (
        "partner: zorg, what: Zaalhuur", "partner: zrog, what: Zaalhuur",
        ["there is no partner “zrog” [unknown-reference]\n    did you mean “zorg”?"],
    ),
    "a work package that ends before it begins": (
        "start: 1\n", "start: 30\n",
        ["“wp1” begins in month 30 and ends in month 24 [ends-before-it-begins]"],
    ),
    "a sub-question that no work package serves": (
        "sub_questions: [wat]", "sub_questions: []",
        ["the sub-question “wat” serves nothing [serves-nothing]",
         "the work package “wp1” serves nothing [serves-nothing]"],
    ),
    "a partner without a task": (
        "lead: stad", "lead: zorg",
        ["the partner “stad” serves nothing [serves-nothing]\n    give it a task or delete it"],
    ),
    "a practice question that nobody in a group asked": (
        "sources: [w1.geel.leuk]", "sources: [w1.plenair.deelnemers]",
        ["the practice question of “leuk” rests on no statement of a discussion group "
         "[not-from-the-field]"],
    ),
    "an amount with a comma": (
        "amount: 193.30", "amount: '193,30'",
        ["“193,30” is not an amount [not-an-amount]\n"
         "    write digits only, with a point for cents, as in 1250.50"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_each_mistake_in_a_proposal_names_its_rule(sound: SmallProject, case: str) -> None:
    old, new, expected = BROKEN[case]
    sound.change(PROPOSAL, old, new)
    problems = sound.problems()
    for words in expected:
        assert any(words in found for found in problems), problems


def test_co_financing_is_judged_on_the_subsidy_where_the_scheme_says_so(
    sound: SmallProject,
) -> None:
    sound.change(SCHEME, "of: total-costs", "of: requested-subsidy")
    sound.change(SCHEME, "value: 50,", "value: 101,")
    assert any(
        "co-financing is 100.0 % of the requested subsidy and must be 101 %" in found
        for found in sound.problems()
    )


def test_a_rule_that_nobody_found_is_said_to_be_untested(sound: SmallProject) -> None:
    assert (
        "sources/schemes/raak-publiek.yaml:17:5: note: RAAK-publiek, not tested: rule not found: "
        "De omvang is niet gevonden. [rule-unknown]" in sound.run("check").stderr
    )


def test_what_is_to_be_filled_in_is_not_counted_with_other_notes(sound: SmallProject) -> None:
    checked = sound.run("check")
    assert checked.stderr.count("[open]") == 31
    assert checked.stderr.count(": note: ") == 33
    assert checked.stdout.startswith("0 errors, 0 warnings, 31 open points, 2 other notes.\n")


def test_a_new_round_is_a_new_file(sound: SmallProject) -> None:
    newer = RULES.replace("id: raak-publiek\n", "id: raak-publiek-2025\n").replace("1000", "400")
    sound.write("sources/schemes/raak-publiek-2025.yaml", newer)
    sound.change(PROPOSAL, "scheme: raak-publiek", "scheme: raak-publiek-2025")
    assert any("is above the maximum of 400" in found for found in sound.problems())


def test_ready_shows_per_criterion_what_is_there_missing_and_wrong(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "  subsidy: 500\n", "  subsidy: 1500\n")
    shown = sound.run("ready", "leuk").stdout
    assert shown.startswith("Leuk werk in de zorg (RAAK-publiek)\n")
    assert "Praktijkvraag ingevuld" in shown
    assert "Consortium deels open" in shown
    assert "Stand van kennis open" in shown
    assert "  open: Consortium, partner 1, naam: Hogeschool\n" in shown
    assert "  fout: the subsidy of 1500 is above the maximum of 1000 (" in shown
    assert "niet getoetst: De omvang is niet gevonden.\n" in shown
    assert shown.endswith("niet getoetst aan het formulier of de oproep van Regieorgaan SIA.\n")


def test_ready_names_who_could_answer(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "risks: !open Risico’s", "risks: !open Risico’s en maatregelen (lector)")
    assert (
        "  open: Risico’s: Risico’s en maatregelen [lector]\n" in sound.run("ready", "leuk").stdout
    )


def test_ready_writes_a_page_that_stands_alone(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "title: Leuk werk in de zorg", "title: Leuk <werk> & zorg")
    assert sound.run("ready", "leuk", "--html").stdout.endswith("wrote build/gereed-leuk.html\n")
    page = sound.read("build/gereed-leuk.html")
    assert "<h1>Leuk &lt;werk&gt; &amp; zorg</h1>" in page
    assert "http" not in page.replace("https://example.org", "")
    assert '<html lang="nl">' in page


def test_ready_of_a_proposal_that_does_not_exist_gives_a_hint(sound: SmallProject) -> None:
    result = sound.run("ready", "luek")
    assert result.stderr == (
        "agenda: there is no proposal “luek” with a known scheme\n    did you mean “leuk”?\n"
    )
    assert result.exit_code == 2


def test_a_final_build_refuses_while_points_are_open_and_says_which(small: SmallProject) -> None:
    result = small.run("build", "--no-layout", "--final")
    assert result.exit_code == 1
    assert (
        "agenda/proposals/leuk.yaml:3:10: error: still open: Letterwoord [open]\n" in result.stderr
    )
    assert result.stderr.endswith("Nothing was made. 29 errors, 0 warnings, 0 open points.\n")
    assert not small.path("build").exists()


def test_the_document_shows_money_in_tables_that_add_up(sound: SmallProject) -> None:
    sound.run("build", "--no-layout")
    cells = [
        text_of(p)
        for p in paragraphs(part(sound.path("build/leuk.docx")))
        if style_of(p) == "Tabeltekst"
    ]
    start = cells.index("Werkpakket 1")
    assert [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells[start : start + 72]] == [
        "Werkpakket 1", "Partner 1", "Onderzoeker", "10", "€ 66,67", "€ 666,70",
        "Werkpakket 1", "Partner 2", "Verpleegkundige (in natura)", "3,5", "€ 40,00", "€ 140,00",
        "Werkpakket 1", "Partner 2", "Zaalhuur (in natura)", "", "", "€ 193,30",
        "Partner 1", "€ 666,70", "66,7 %",
        "Partner 2", "€ 333,30", "33,3 %",
        "Partner 3", "€ 0,00", "0,0 %",
        "Werkpakket 1", "€ 1.000,00", "100,0 %",
        "Personeel", "€ 806,70", "80,7 %",
        "Materieel", "€ 193,30", "19,3 %",
        "Totale projectkosten", "€ 1.000,00", "100,0 %",
        "Partner 1", "10", "0,09",
        "Partner 2", "3,5", "0,03",
        "Partner 3", "0", "0,00",
        "Werkpakket 1", "13,5", "0,12",
        "Alle uren", "13,5", "0,12",
        "Gevraagde subsidie", "€ 500,00", "50,0 %",
        "Bijdrage van Partner 2", "€ 433,30", "43,3 %",
        "Bijdrage van Partner 1", "€ 66,70", "6,7 %",
        "Waarvan in geld", "€ 166,70", "16,7 %",
        "Waarvan in natura", "€ 333,30", "33,3 %",
        "Totale financiering", "€ 1.000,00", "100,0 %",
    ]  # fmt: skip
    texts = [text_of(p) for p in paragraphs(part(sound.path("build/leuk.docx")))]
    assert "De cofinanciering is 50,0 % van de totale projectkosten." in texts
    assert (
        "Een persoonsmaand is een twaalfde van 1.363 productieve uren per jaar, voor alle partners "
        "(regel van 2023, niet die van het jaar van dit voorstel: https://example.org/e)."
    ) in texts
    assert "Bijdrage: 3,5 uur en €\N{NO-BREAK SPACE}100,00" in texts


def test_the_document_never_shows_a_known_part_as_the_whole(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "hours: 10, rate: 66.67", "hours: 10, rate: !open Tarief")
    sound.run("build", "--no-layout")
    texts = [text_of(p) for p in paragraphs(part(sound.path("build/leuk.docx")))]
    assert "€\N{NO-BREAK SPACE}333,30 en 1 bedrag open" in texts
    assert "De cofinanciering is te berekenen als alle bedragen bekend zijn." in texts
    assert "1 bedrag open" in texts


def test_an_open_amount_says_in_the_table_what_is_needed(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "amount: 193.30", "amount: !open Huur (penvoerder)")
    sound.run("build", "--no-layout")
    texts = [text_of(p) for p in paragraphs(part(sound.path("build/leuk.docx")))]
    start = texts.index("Zaalhuur (in\N{NO-BREAK SPACE}natura)")
    assert texts[start : start + 4] == [
        "Zaalhuur (in\N{NO-BREAK SPACE}natura)", "", "", "[Huur (penvoerder)]",
    ]  # fmt: skip


OPEN_MONEY = {
    "a rate": (
        "rate: 66.67", "rate: !open Tarief",
        "Begroting, werkpakket 1, partner 1, Onderzoeker: uurtarief",
    ),
    "hours": (
        "hours: 3.5, rate", "hours: !open Uren, rate",
        "Begroting, werkpakket 1, partner 2, Verpleegkundige: uren",
    ),
    "an amount of a partner whose name is known": (
        "name: !open Zorginstelling, kind: public, role: !open Rol, knowledge: !open Kennis,\n"
        "     contribution: {hours: 3.5, cash: 100}",
        "name: Zorg en Co, kind: public, role: !open Rol, knowledge: !open Kennis,\n"
        "     contribution: {hours: 3.5, cash: 100}",
        "Begroting, werkpakket 1, Zorg en Co, Zaalhuur: bedrag",
    ),
    "the subsidy": (
        "subsidy: 500", "subsidy: !open Subsidie", "Begroting, financiering: subsidie",
    ),
    "a contribution": (
        "in_kind: 333.30", "in_kind: !open Waarde",
        "Begroting, financiering, partner 2: bijdrage in natura",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", OPEN_MONEY)
def test_what_is_open_in_the_budget_is_listed_with_where_it_is(
    sound: SmallProject, what: str
) -> None:
    old, new, where = OPEN_MONEY[what]
    sound.change(PROPOSAL, old, new)
    if what.startswith("an amount"):
        sound.change(PROPOSAL, "amount: 193.30", "amount: !open Bedrag")
    sound.run("build", "--no-layout")
    assert where in [text_of(p) for p in paragraphs(part(sound.path("build/leuk.docx")))]
    assert f"  open: {where}: " in sound.run("ready", "leuk").stdout


def test_an_open_amount_of_an_unknown_partner_is_named_by_its_id(sound: SmallProject) -> None:
    sound.change(
        PROPOSAL,
        "partner: zorg, what: Zaalhuur, amount: 193.30",
        "partner: zrog, what: Zaalhuur, amount: !open Bedrag",
    )
    assert "  open: Begroting, werkpakket 1, zrog, Zaalhuur: bedrag: Bedrag\n" in (
        sound.run("ready", "leuk").stdout
    )


MONTHS = {
    "of two months": ("1", "5", "maand 1 tot en met 5"),
    "of one month": ("8", "8", "maand 8"),
    "of which the end is open": ("9", "!open Einde", "maand 9 tot en met [Einde]"),
    "of which the begin is open": ("!open Begin", "9", "maand [Begin] tot en met 9"),
    "that is open": ("!open Begin", "!open Einde", "maand [Begin] tot en met [Einde]"),
    "that is open in the same words": ("!open Maand", "!open Maand",
                                       "maand [Maand] tot en met [Maand]"),
}  # fmt: skip


@pytest.mark.parametrize("period", MONTHS)
def test_a_work_package_shows_what_is_known_of_its_months_and_what_is_open(
    sound: SmallProject, period: str
) -> None:
    first, last, expected = MONTHS[period]
    sound.change(PROPOSAL, "start: 1\n", f"start: {first}\n")
    sound.change(PROPOSAL, "end: 24\n", f"end: {last}\n")
    assert sound.run("build", "--no-layout").exit_code == 0
    written = paragraphs(part(sound.path("build/leuk.docx")))
    assert f"Maanden\t{expected}" in [text_of(p) for p in written]


def test_the_planning_is_a_chart_of_work_packages_by_periods(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "end: 24\n", "end: 5\n")
    chart = planning_chart(proposal_of(sound))
    assert chart is not None
    assert chart.replace("\N{WORD JOINER}", "") == (
        "| Werkpakket | 1–3 | 4–6 | 7–9 | 10–12 | 13–15 | 16–18 | 19–21 | 22–24 |\n"
        "| --- | :-: | :-: | :-: | :-: | :-: | :-: | :-: | :-: |\n"
        "| 1. Vragen | ■ | ■ |  |  |  |  |  |  |"
    )
    sound.run("build", "--no-layout")
    written = paragraphs(part(sound.path("build/leuk.docx")))
    assert [text_of(p) for p in written].count("■") == 2


def test_the_months_above_a_narrow_column_stay_on_one_line(sound: SmallProject) -> None:
    chart = planning_chart(proposal_of(sound))
    assert chart is not None
    months = chart.splitlines()[0].split(" | ")[4]
    assert months == "10\N{WORD JOINER}–\N{WORD JOINER}12"


def test_a_note_under_a_table_may_stand_on_another_page_than_what_follows(
    sound: SmallProject,
) -> None:
    sound.run("build", "--no-layout")
    document = docx.Document(str(sound.path("build/leuk.docx")))
    under = ("Een persoonsmaand is", "De cofinanciering is")
    notes = [p for p in document.paragraphs if p.text.startswith(under)]
    styles = [note.style for note in notes if note.style]
    assert [style.paragraph_format.keep_with_next for style in styles] == [None, None]


def test_there_is_no_chart_while_the_length_of_the_project_is_open(small: SmallProject) -> None:
    assert planning_chart(proposal_of(small)) is None


def test_person_months_are_not_given_when_nobody_found_how_many_hours_a_year_has(
    sound: SmallProject,
) -> None:
    sound.change(SCHEME, "     value: 1363, year: '2023', source: https://example.org/e}\n", "}\n")
    sound.change(SCHEME, "1363 uren., status: other-year,", "1363 uren., status: unknown")
    sound.run("build", "--no-layout")
    texts = [text_of(p) for p in paragraphs(part(sound.path("build/leuk.docx")))]
    assert "Persoonsmaanden zijn niet berekend: regel niet gevonden." in texts
    start = texts.index("Alle uren")
    assert texts[start : start + 3] == ["Alle uren", "13,5", ""]


def test_hours_that_are_open_make_person_months_open(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "hours: 10,", "hours: !open Uren,")
    sound.run("build", "--no-layout")
    texts = [text_of(p) for p in paragraphs(part(sound.path("build/leuk.docx")))]
    start = texts.index("Alle uren")
    assert texts[start + 1 : start + 3] == ["3,5 en 1 regel open", "0,03 en 1 regel open"]


def test_the_cover_says_that_it_is_a_concept_only_while_something_is_open(
    complete: SmallProject,
) -> None:
    complete.run("build", "--no-layout")
    final = [text_of(p) for p in paragraphs(part(complete.path("build/leuk.docx")))]
    assert "Onderzoeksvoorstel" in final
    assert [text for text in final if "Concept" in text or "niet getoetst" in text] == []
    complete.change(PROPOSAL, "round: Ronde", "round: !open Ronde")
    complete.run("build", "--no-layout")
    draft = [text_of(p) for p in paragraphs(part(complete.path("build/leuk.docx")))]
    note = "Concept. Dit document is niet getoetst aan het formulier van Regieorgaan SIA."
    assert "Onderzoeksvoorstel (concept)" in draft
    assert note in draft


def test_ready_tells_a_warning_from_an_error(sound: SmallProject) -> None:
    sound.change(
        PROPOSAL,
        "    sub_questions: [wat]\n",
        "    sub_questions: [wat]\n    partners: [hogeschool, zorg, stad]\n",
    )
    shown = sound.run("ready", "leuk", "--html").stdout
    assert "\n25 open punten, 0 fouten, 1 waarschuwing.\n" in shown
    assert "  let op: “stad” works in “wp1” and has no hours in it (" in shown
    assert "<li>Let op: “stad” works in" in sound.read("build/gereed-leuk.html")


def test_a_partner_that_cannot_be_read_is_not_called_missing(real: SmallProject) -> None:
    name = "agenda/proposals/duurzame-plaatsing-mkb.yaml"
    text = real.read(name)
    assert "    contribution: !open" in text
    real.write(name, text.replace("    contribution: !open", "    contribution: veel #", 1))
    [found] = real.problems()
    assert "error: “contribution” must be a group of keys, not text [wrong-type]" in found


def test_the_name_of_a_proposal_needs_no_explanation_in_that_proposal(sound: SmallProject) -> None:
    add_another(sound)
    sound.change(PROPOSAL, "acronym: !open Letterwoord", "acronym: PLAATS")
    sound.change(PROPOSAL, "summary: Een voorstel.", "summary: PLAATS gaat over plezier.")
    assert sound.problems() == []
    sound.change(OTHER, "summary: Een voorstel.", "summary: Dit lijkt op PLAATS.")
    assert sound.problems() == [
        f"{OTHER}:10:10: warning: the abbreviation “PLAATS” is not explained "
        "[unknown-abbreviation]\n    add it to agenda/abbreviations.yaml"
    ]


def test_a_name_of_more_words_covers_those_in_capitals(sound: SmallProject) -> None:
    sound.change(PROPOSAL, "acronym: !open Letterwoord", "acronym: Werk PLAATS")
    assert sound.problems() == []
