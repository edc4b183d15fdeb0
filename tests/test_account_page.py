"""The account page without a script: what stands in it, and that nothing said becomes markup."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from account_pages import Static, page_of, parts_of, real_page
from bpa_agenda import account, html_overview, register
from bpa_agenda.account import Account, GroupAccount, Said, make_account
from bpa_agenda.html_overview import overview
from bpa_agenda.model import Reason
from bpa_agenda.trace import matrix
from bpa_agenda.write_html import ASSETS, SCRIPTS, STYLES, policy, safe_json
from conftest import ROOT, SmallProject

THEME = "agenda/themes/werk.yaml"
REGISTER = "sources/w1-werk-zin.yaml"
ASIDE = "agenda/set-aside.yaml"


SAID = {
    "verslag.voorwerk.titel": "Klein verslag titel, regel 1 Hoofdstuk Inleiding",
    "w1.plenair.deelnemers": (
        "Er waren 10 deelnemers. plenair verslag, regel 5 Hoofdstuk Inleiding (Werkwijze)"
    ),
    "w1.plenair.jo-jansen": "Jo Jansen naam bij een beeld, regel 6 Genoemde personen Jo Jansen",
    "w1.geel.groep": "Groep geel kop van de groep, regel 7 Thema 1 Werk & zin (inleiding)",
    "w1.geel.leuk": (
        "1. Hoe houden we werk leuk? vraag, regel 8 Kernvraag 1.1 Leuk werk "
        "Onderzoeksvoorstel Leuk werk in de zorg"
    ),
    "w1.geel.leidinggevende": (
        "· Hoe helpt een leidinggevende? vraag, regel 10 Kernvraag 1.1 Leuk werk (deelvraag 1.1.a)"
    ),
    "w1.groen.uren": "Wie werkt er < 20 uur? vraag, regel 13 Kernvraag 1.2 Korte weken",
}


@pytest.mark.parametrize("name", SAID)
def test_a_statement_stands_there_with_what_became_of_it(small: SmallProject, name: str) -> None:
    assert Static(page_of(small.root)).text(f"uitspraak={name}") == SAID[name]


def test_a_question_names_its_groups_and_says_when_it_is_one(small: SmallProject) -> None:
    rests = (
        "1.1 Leuk werk Hoe blijft werk leuk? 1.1.a Wat doet een leidinggevende? "
        "Niveau: persoon, organisatie Rust op {}"
    )
    one = "3 uitspraken van 1 groep: werkatelier 1 (Groep geel) "
    note = "Let op: deze vraag rust op de inbreng van één groep."
    assert Static(page_of(small.root)).text("vraag=werk-leuk") == rests.format(one + note)
    small.change(THEME, "[w1.geel.leuk, w1", "[w1.groen.groep, w1.geel.leuk, w1")
    two = "4 uitspraken van 2 groepen: werkatelier 1 (Groep geel, Groep groen)"
    assert Static(page_of(small.root)).text("vraag=werk-leuk") == rests.format(two)


def test_a_question_names_the_plenary_part_and_the_front_matter_too(small: SmallProject) -> None:
    more = "[w1.plenair.deelnemers, verslag.voorwerk.titel, w1.geel.leuk, w1"
    small.change(THEME, "[w1.geel.leuk, w1", more)
    shown = Static(page_of(small.root)).text("vraag=werk-leuk")
    assert (
        "Rust op 5 uitspraken van 1 groep, het plenaire deel en het voorwerk van het verslag: "
        "Klein verslag (Voorwerk); werkatelier 1 (Plenair, Groep geel) Let op: deze vraag rust op "
        "de inbreng van één groep."
    ) in shown


def test_a_statement_that_was_set_aside_says_why(small: SmallProject) -> None:
    small.change(THEME, "sources: [w1.groen.uren, w1.groen.groep]", "sources: [w1.groen.groep]")
    bare = "Wie werkt er < 20 uur? vraag, regel 13 "
    page = Static(page_of(small.root))
    assert page.text("uitspraak=w1.groen.uren") == bare + "Nog zonder plaats in de agenda"
    assert "nog zonder plaats" in page.text("uitkomst")
    entry = "{statement: w1.groen.uren, reason: repeats, explanation: Zie geel.}"
    small.change(ASIDE, "[]", f"[{entry}]")
    page = Static(page_of(small.root))
    why = "Terzijde gelegd (herhaling van een andere uitspraak): Zie geel."
    assert page.text("uitspraak=w1.groen.uren") == bare + why
    assert "nog zonder plaats" not in page.text("uitkomst")


def test_what_somebody_said_is_never_markup(small: SmallProject) -> None:
    evil = "</script><script>alert(1)</script><!-- <b>&amp; {{ 7 * 7 }}"
    small.change(REGISTER, 'text: "Wie werkt er < 20 uur?"', f'text: "{evil}"')
    small.change("sources/reports/verslag.txt", "Wie werkt er < 20 uur?", evil)
    page = page_of(small.root)
    static = Static(page)
    assert len(static.root.xpath("//script")) == len(re.findall("<script", page)) == 3
    assert page.count("</script") == 3
    assert evil in static.text("uitspraak=w1.groen.uren")
    said = static.data()["workshops"][1]["groups"][2]["statements"][1]
    assert said["text"] == evil
    assert [13, evil] in static.data()["reports"]["reports/verslag.txt"]


def test_every_kind_and_reason_has_a_dutch_word() -> None:
    assert account.KINDS.keys() == register.KINDS.keys()
    assert tuple(account.REASONS) == Reason.choices


def test_no_file_of_the_page_ends_its_own_element() -> None:
    texts = [(ASSETS / name).read_text("utf-8") for name in (*STYLES, *SCRIPTS)]
    assert not re.search("</s|<!--", "\n".join(texts), re.IGNORECASE)


def test_json_in_a_page_is_safe_and_the_same() -> None:
    value = {"</ScRiPt>": "<!-- & \u2028 \u2029 ‘é’"}
    text = safe_json(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == value


def test_the_same_content_gives_the_same_bytes(small: SmallProject) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pathlib, account_pages as t;"
        "sys.stdout.write(t.page_of(pathlib.Path(sys.argv[2])))"
    )
    arguments = [sys.executable, "-c", program, str(Path(__file__).parent), str(small.root)]
    pages = {
        subprocess.run(
            arguments,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(pages) == 1
    assert pages.pop().decode() == page_of(small.root)


def test_only_our_own_style_and_scripts_may_run_and_nothing_is_fetched() -> None:
    root = Static(real_page()).root
    (style,) = root.xpath("//style/text()")
    scripts = root.xpath("//script[not(@type='application/json')]/text()")
    (meta,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert meta == policy(style, *scripts)
    assert not root.xpath("//@src | //@style | //@onclick | //@srcset")
    assert {href[0] for href in root.xpath("//a/@href")} == {"#"}
    assert "url(" not in style
    assert "@import" not in style


def test_every_real_statement_stands_there_once_with_its_outcome() -> None:
    trace, content, _ = parts_of(ROOT)
    page = Static(real_page())
    statements = [said for group in trace.groups for said in group.statements]
    found = [name for name in page.root.xpath("//@id") if name.startswith("uitspraak=")]
    assert found == [f"uitspraak={said.id}" for said in statements]
    publications = {entry.id for entry in content.literature}
    for said in statements:
        text = page.text(f"uitspraak={said.id}")
        assert " ".join(f"{said.mark} {said.text}".split()) in text
        assert f"regel {said.line}" in text
        for support in trace.supports.get(said.id, ()):
            expected = support.number or support.title
            assert expected in text or support.owner in publications, (said.id, support)
        if said.id in trace.set_aside:
            assert trace.set_aside[said.id].explanation in text


def test_the_picture_has_the_numbers_of_the_trace() -> None:
    trace, _, _ = parts_of(ROOT)
    rows = Static(real_page()).root.xpath("//table//tr[td]")[:-1]
    shown = [[int(cell.text_content()) for cell in row.xpath("td")] for row in rows]
    expected = matrix(trace)
    assert [row[0] for row in shown] == [len(group.statements) for group, _ in expected]
    assert [tuple(row[1:4]) for row in shown] == [counts for _, counts in expected]
    aside = [sum(s.id in trace.set_aside for s in group.statements) for group, _ in expected]
    assert [row[-1] for row in shown] == aside


def test_many_themes_are_lists_in_one_column(monkeypatch: pytest.MonkeyPatch) -> None:
    trace, _, _ = parts_of(ROOT)
    table = Static(real_page()).root.xpath("//table")[0]
    monkeypatch.setattr(html_overview, "MOST_THEMES", 2)
    many = Static(page_of(ROOT)).root.xpath("//table")[0]
    shown = [
        {item.text_content(): item.get("data-link") for item in row.xpath("td[2]//li")}
        for row in many.xpath("tbody/tr[td]")
    ]
    assert shown == [
        {
            f"Thema {number}: {count}": f"groep={group.key}&thema={number}"
            for number, count in enumerate(counts, start=1)
            if count
        }
        for group, counts in matrix(trace)
    ]
    assert many.xpath("tfoot//li/text()") == [
        f"Thema {number}: {sum(counts)}"
        for number, counts in enumerate(zip(*(c for _, c in matrix(trace)), strict=True), start=1)
    ]
    rest = "tbody/tr/td[last() - 3 <= position()] | tfoot/tr/td[last() - 3 <= position()]"
    assert [lxml.html.tostring(cell) for cell in many.xpath(rest)] == [
        lxml.html.tostring(cell) for cell in table.xpath(rest)
    ]
    widths = {sum(int(cell.get("colspan", 1)) for cell in row) for row in many.iter("tr")}
    assert widths == {7}


def test_the_overview_grows_with_what_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    trace, content, _ = parts_of(ROOT)
    monkeypatch.setattr(html_overview, "MOST_THEMES", 2)
    account = make_account(trace, content)
    once, four = (len("".join(overview(n_times(account, n), ()))) for n in (1, 4))
    assert four < 4.1 * once


def n_times(account: Account, times: int) -> Account:
    """An account with groups and themes of its own for each of so many times."""
    made = [renumbered(account, n * len(account.themes)) for n in range(times)]
    return replace(
        account,
        workshops=tuple(workshop for one in made for workshop in one.workshops),
        themes=tuple(theme for one in made for theme in one.themes),
    )


def renumbered(account: Account, more: int) -> Account:
    def said(one: Said) -> Said:
        return replace(one, themes=tuple(f"{int(theme) + more}" for theme in one.themes))

    def group(one: GroupAccount) -> GroupAccount:
        return replace(one, statements=tuple(map(said, one.statements)))

    return replace(
        account,
        workshops=tuple(
            replace(one, groups=tuple(map(group, one.groups))) for one in account.workshops
        ),
        themes=tuple(replace(one, number=f"{int(one.number) + more}") for one in account.themes),
    )


def test_every_link_leads_somewhere() -> None:
    root = Static(real_page()).root
    names = set(root.xpath("//@id"))
    views = {"beeld=uitspraken", "beeld=vragen", "beeld=overzicht"}
    assert views <= names
    assert {href[1:] for href in root.xpath("//a/@href")} <= names
    assert len(names) == len(root.xpath("//@id"))
