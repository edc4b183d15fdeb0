"""`agenda trace`: what became of every statement, and what everything rests on."""

import csv
import hashlib
import io
import json

import pytest

from bpa_agenda import show_trace
from bpa_agenda.links import fingerprint
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.register import Kind, Statement
from bpa_agenda.trace import build_trace, groups_behind, resting_on_one_group
from bpa_agenda.values import Number, StatementId, Verbatim
from conftest import ROOT, SmallProject

REGISTER = "sources/w1-werk-zin.yaml"


def test_the_matrix_shows_what_each_group_brought_in(small: SmallProject) -> None:
    assert small.run("trace").stdout == (
        "                  theme 1  said  question  section  list  set-aside  nothing\n"
        "verslag.voorwerk        0     2         0        2     0          0        0\n"
        "w1.plenair              0     3         0        2     1          0        0\n"
        "w1.geel                 4     4         4        0     0          0        0\n"
        "w1.groen                2     2         2        0     0          0        0\n"
        "theme 1: Werk & zin\n"
        "wrote build/trace.json\n"
        "wrote build/trace.csv\n"
    )  # fmt: skip


def test_many_themes_are_a_list_in_the_last_column(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show_trace, "MOST_THEMES", 0)
    assert [*show_trace.overview(check(Project(small.root)).trace)] == [
        "                  said  question  section  list  set-aside  nothing  themes",
        "verslag.voorwerk     2         0        2     0          0        0",
        "w1.plenair           3         0        2     1          0        0",
        "w1.geel              4         4        0     0          0        0  1: 4",
        "w1.groen             2         2        0     0          0        0  1: 2",
        "theme 1: Werk & zin",
    ]


def test_a_question_names_the_statements_that_it_rests_on(small: SmallProject) -> None:
    assert small.run("trace", "question", "werk-leuk").stdout == (
        "1.1 Hoe blijft werk leuk?\n"
        "  w1.geel.leuk\n"
        "      1. Hoe houden we werk leuk?\n"
        "  w1.geel.roosters\n"
        "      · Vaste roosters\n"
        "  w1.geel.leidinggevende\n"
        "      · Hoe helpt een leidinggevende?\n"
        "rests on 1 group: w1.geel\n"
    )


def test_a_statement_says_what_became_of_it(small: SmallProject) -> None:
    assert small.run("trace", "statement", "w1.geel.leidinggevende").stdout == (
        "· Hoe helpt een leidinggevende?\n"
        "question of w1.geel, line 10 of the report\n"
        "  supports question 1.1: Leuk werk (werk-leuk)\n"
        "  supports sub-question 1.1.a: Wat doet een leidinggevende? (werk-leidinggevende)\n"
    )


def test_a_group_finds_back_what_it_said(small: SmallProject) -> None:
    assert small.run("trace", "group", "w1.groen").stdout == (
        "Groep groen, werk & zin: 2 statements\n"
        "  Groep groen\n"
        "      → 1.2\n"
        "  Wie werkt er < 20 uur?\n"
        "      → 1.2\n"
    )


def test_questions_that_rest_on_one_group_are_named(small: SmallProject) -> None:
    assert small.run("trace", "one-group").stdout == (
        "1.1 Leuk werk (werk-leuk): w1.geel\n1.2 Korte weken (werk-uren): w1.groen\n"
    )


def test_a_name_that_does_not_exist_gets_a_hint(small: SmallProject) -> None:
    result = small.run("trace", "question", "werk-luek")
    assert result.stderr == (
        "agenda: there is no question “werk-luek”\n    did you mean “werk-leuk”?\n"
    )
    assert result.exit_code == 2


SET_ASIDE = """\
set_aside:
  - statement: w1.groen.groep
    reason: process
    explanation: Alleen de naam van de groep.
"""


def test_a_statement_that_supports_nothing_must_be_set_aside(small: SmallProject) -> None:
    small.change("agenda/themes/werk.yaml", "sources: [w1.groen.uren, w1.groen.groep]",
                 "sources: [w1.groen.uren]")  # fmt: skip
    result = small.run("check", "--strict")
    assert (
        "sources/w1-werk-zin.yaml:27:9: note: the statement “w1.groen.groep” supports nothing and "
        "was not set aside [unaccounted]\n"
        "    name it as a source, or say in agenda/set-aside.yaml why not\n" in result.stderr
    )
    assert result.exit_code == 1
    assert small.run("check").exit_code == 0
    small.write("agenda/set-aside.yaml", SET_ASIDE)
    assert small.run("check", "--strict").exit_code == 0
    assert small.run("trace", "set-aside").stdout == (
        "w1.groen.groep (process)\n    Alleen de naam van de groep.\n"
    )
    assert small.run("trace", "statement", "w1.groen.groep").stdout.endswith(
        "  set aside (process): Alleen de naam van de groep.\n"
    )


def test_a_statement_is_not_both_used_and_set_aside(small: SmallProject) -> None:
    small.write("agenda/set-aside.yaml", SET_ASIDE)
    assert small.problems() == [
        "agenda/set-aside.yaml:2:16: warning: the statement “w1.groen.groep” was set aside but is "
        "a source all the same [set-aside-but-used]\n    delete it here or there"
    ]


def test_a_link_is_suspect_when_its_statement_changes_until_it_is_accepted(
    small: SmallProject,
) -> None:
    assert small.run("trace", "accept").stdout == "14 links remember what their statement says.\n"
    assert small.problems() == []
    small.change(REGISTER, "text: Vaste roosters", "text: Losse roosters")
    small.change("sources/reports/verslag.txt", "Vaste roosters", "Losse roosters")
    assert small.problems() == [
        "agenda/themes/werk.yaml:20:29: warning: the statement “w1.geel.roosters” has changed "
        "since this link was last looked at; it now says: Losse roosters [suspect-link]\n"
        "    read it, mend the text here if needed, then: agenda trace accept w1.geel.roosters"
    ]
    small.run("trace", "accept", "w1.geel.roosters")
    assert small.problems() == []


def test_accepting_one_statement_leaves_the_others_suspect(small: SmallProject) -> None:
    small.run("trace", "accept")
    for old, new in (("Vaste roosters", "Losse roosters"), ("Jo Jansen", "Jo Janssen")):
        small.change(REGISTER, f"text: {old}", f"text: {new}")
        small.change("sources/reports/verslag.txt", old, new)
    small.run("trace", "accept", "w1.geel.roosters")
    assert [p.split("“")[1].split("”")[0] for p in small.problems()] == ["w1.plenair.jo-jansen"]


def test_a_moved_line_makes_no_link_suspect(small: SmallProject) -> None:
    small.run("trace", "accept")
    text = small.read("sources/reports/verslag.txt")
    small.write("sources/reports/verslag.txt", "\n\n" + text)
    small.run("import", str(small.path("sources/reports/verslag.txt")))
    assert small.problems() == []


def test_the_memory_of_links_is_refused_when_it_is_damaged(small: SmallProject) -> None:
    small.write("agenda/links.json", '{"version": 1, "links": {')
    assert small.problems()[0].startswith(
        "agenda/links.json:1:26: error: the memory of links cannot be read: "
    )


def test_json_and_csv_hold_every_statement(small: SmallProject) -> None:
    small.run("trace")
    data = json.loads(small.read("build/trace.json"))
    rows = list(csv.DictReader(io.StringIO(small.read("build/trace.csv")[1:]), delimiter=";"))
    assert [s["id"] for s in data["statements"]] == [row["statement"] for row in rows]
    assert rows[-1] == {
        "statement": "w1.groen.uren",
        "workshop": "werk & zin",
        "date": "2018-03-28",
        "group": "groen",
        "line": "13",
        "kind": "question",
        "parent": "",
        "text": "Wie werkt er < 20 uur?",
        "outcome": "question",
        "supports": "1.2 Korte weken",
        "reason": "",
        "explanation": "",
    }


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(small: SmallProject) -> None:
    small.change(REGISTER, "text: Vaste roosters", "text: '=1+1'")
    small.change("sources/reports/verslag.txt", "Vaste roosters", "=1+1")
    small.run("trace")
    assert ";'=1+1;" in small.read("build/trace.csv")


def test_on_the_real_content_every_statement_has_a_place() -> None:
    checked = check(Project(ROOT))
    assert [p for p in checked.problems if p.code == "unaccounted"] == []


def test_on_the_real_content_every_group_supports_core_questions() -> None:
    content = check(Project(ROOT)).content
    trace = build_trace(content)
    questions = [q for theme in content.themes for q in theme.questions]
    groups = {key for q in questions for key in groups_behind(trace, q.id)}
    assert len(groups) == 12
    assert resting_on_one_group(trace, content) == []
    assert all(4 <= len(theme.questions) <= 7 for theme in content.themes)


def test_suggestions_name_the_likely_question_and_say_how_sure(small: SmallProject) -> None:
    small.change("agenda/themes/werk.yaml", "sources: [w1.geel.leuk, w1.geel.roosters, ",
                 "sources: [w1.geel.leuk, ")  # fmt: skip
    shown = small.run("trace", "suggest").stdout.splitlines()
    assert shown[:3] == [
        "w1.geel.roosters",
        "    · Vaste roosters",
        "    1.1 Leuk werk [werk-leuk] (leidinggevende, roosters, leuk, vaste)",
    ]
    assert shown[-1].strip() in ("likely", "perhaps", "a guess")


def test_there_is_nothing_to_suggest_when_every_statement_has_a_place(small: SmallProject) -> None:
    assert small.run("trace", "suggest").stdout == "every statement has a place\n"


def test_a_fingerprint_is_that_of_canonical_json() -> None:
    text = 'Zo, "tussen" \\ streep,\nregel\t\x7f\u2028 é 😀 en </script>'
    said = Statement(
        StatementId("w1.geel.a"), Kind("point"), Number(7), Verbatim(text), Verbatim("•")
    )
    canonical = json.dumps(
        {"kind": "point", "mark": "•", "text": text, "version": 1},
        sort_keys=True, ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    assert fingerprint(said) == hashlib.sha256(canonical.encode()).hexdigest()[:16]
