"""The account page in a real browser: headless Chromium, driven by selenium."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from account_pages import Static, page_of, real_page, real_statements
from bpa_agenda import html_overview
from conftest import ROOT, SmallProject

TAB, ENTER, ESCAPE, END, HOME, DOWN = "\ue004\ue007\ue00c\ue010\ue011\ue015"
REGISTER = "sources/w1-werk-zin.yaml"

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --window-size=1280,900"
).split()
CREATE = "w1.geel.creeer-inclusief-leven-lang"


class Browser:
    """A headless Chromium with a page in it; `open` begins afresh at an address."""

    def __init__(self, driver: Any, page: Path) -> None:
        self.driver, self.page, self.url = driver, page, page.as_uri()
        self.command = driver.execute_cdp_cmd
        self.run = driver.execute_script

    def open(self, address: str = "") -> None:
        self.driver.get("about:blank")
        self.driver.get(self.url + address)

    def look(self, media: str = "", scheme: str = "light", motion: str = "reduce") -> None:
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": motion}
        named = [{"name": name, "value": value} for name, value in features.items()]
        self.command("Emulation.setEmulatedMedia", {"media": media, "features": named})

    def width(self, pixels: int) -> None:
        size = {"width": pixels, "height": 740, "deviceScaleFactor": 1, "mobile": pixels < 500}
        self.command("Emulation.setDeviceMetricsOverride", size)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def focus(self) -> str:
        """What has the focus, as its text; it must be seen to have it."""
        node = self.driver.switch_to.active_element
        if node.get_attribute("tabindex") != "-1":
            assert node.value_of_css_property("outline-style") == "solid", node.text
        return " ".join(node.text.split())

    def text(self, selector: str) -> str:
        return " ".join(self.find(selector).text.split())

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        """The texts of all that can be seen of a selector."""
        script = (
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter((node) => node.checkVisibility()).map((node) => node.innerText)"
        )
        return [" ".join(text.split()) for text in self.run(script, selector)]

    def count(self) -> int:
        """The count that was announced, when it is that of what is shown."""
        shown = "return document.querySelectorAll('.statement:not(.gone)').length"
        words = lambda: re.match(r"\d+|Geen", self.text("#count[role=status]"))  # noqa: E731
        self.until(lambda: (found := words()) and found[0] in (str(self.run(shown)), "Geen"))
        return self.run(shown)

    def until(self, is_so: Callable[[], object]) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 5, 0.05).until(lambda _: is_so())

    def address(self) -> str:
        return unquote_plus(self.driver.current_url.partition("#")[2])


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Any, tmp_path: Path) -> Iterator[Browser]:
    """The page of the real content; afterwards: no request but for the page, and no complaint."""
    page = tmp_path / "verantwoording.html"
    page.write_text(real_page(), "utf-8", newline="\n")
    browser = Browser(chromium, page)
    browser.look()
    browser.width(1280)
    yield browser
    browser.command("Emulation.setScriptExecutionDisabled", {"value": False})
    assert requests_of(chromium, browser.url) == {browser.url}
    assert chromium.get_log("browser") == []


def requests_of(driver: Any, page: str) -> set[str]:
    """What a page asked for, itself included."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    addresses = {p["request"]["url"] for p in sent if p["documentURL"].startswith(page)}
    return {address.partition("#")[0] for address in addresses if address[:5] != "data:"}


def test_search_finds_words_whatever_their_case_and_accents(browser: Browser) -> None:
    browser.open()
    assert browser.count() == len(real_statements())
    browser.find("#zoek").send_keys("CREEER INCLUSIEF")
    browser.until(lambda: browser.count() == 1)
    assert browser.texts("#list mark") == ["creëer", "inclusief"]
    assert browser.text("#count") == f"1 van {len(real_statements())} uitspraken"
    assert browser.address() == "zoek=CREEER INCLUSIEF"
    browser.find("#zoek").send_keys(" zzz")
    browser.until(lambda: browser.text("#count") == "Geen uitspraken gevonden")
    browser.find("#clear").click()
    assert browser.count() == len(real_statements())
    assert browser.texts("#list mark") == []


FILTERS = {
    "werkatelier": ("w2", lambda said: said["id"].startswith("w2.")),
    "groep": ("w3.groep-4", lambda said: said["id"].startswith("w3.groep-4.")),
    "thema": ("2", lambda said: "2" in said["themes"]),
    "niveau": ("persoon", lambda said: "persoon" in said["levels"]),
    "uitkomst": ("terzijde", lambda said: said["reason"]),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_shows_what_it_counts(browser: Browser, name: str) -> None:
    value, passes = FILTERS[name]
    expected = sum(1 for said in real_statements() if passes(said))
    browser.open()
    option = browser.find(f"#{name} option[value='{value}']")
    assert option.text.endswith(f"({expected})")
    option.click()
    assert browser.count() == expected
    assert browser.address() == f"{name}={value}"


def test_filters_and_words_come_from_the_address(browser: Browser) -> None:
    browser.open("#zoek=leren&groep=w1.geel&uitkomst=hoofdstuk&thema=onzin")
    expected = [
        said["id"]
        for said in real_statements()
        if said["id"].startswith("w1.geel.") and "hoofdstuk" in said["outcomes"]
        if "leren" in said["text"].lower()
    ]
    assert browser.count() == len(expected) > 0
    assert browser.find("#zoek").get_attribute("value") == "leren"
    assert browser.texts("#list h4") == [f"Groep geel {len(expected)} van 22 uitspraken"]


def test_a_link_opens_a_statement_with_all_that_hangs_together_with_it(browser: Browser) -> None:
    browser.open(f"#uitspraak={CREATE}")
    panel = browser.text("#panel")
    for words in (
        "1. Hoe creëer je inclusief leven lang leren?",
        "Soort vraag Groep Groep geel Werkatelier 1: een leven lang leren, 28 maart 2018",
        "Kernvraag 1.2 Inclusief leven lang leren Hoe krijgt iedereen toegang tot",
        "Daaronder staat Deze vraag raakt aan het thema van 11 april",
    ):
        assert words in panel
    assert browser.focus() == "Uitspraak"
    lines = browser.driver.find_elements("css selector", ".lines li")
    assert [line.get_attribute("value") for line in lines] == [str(n) for n in range(109, 120)]
    assert browser.texts(".lines mark") == ["1. Hoe creëer je inclusief leven lang leren?"]
    browser.find("#panel .lines").find_element("xpath", "preceding-sibling::button[1]").click()
    reports = Static(real_page()).data()["reports"]
    assert len(browser.texts(".lines li")) == sum(map(len, reports.values()))
    browser.find(f".related a[href$='{CREATE[:7]}.vraag-raakt-thema-11']").click()
    assert "Staat onder 1. Hoe creëer je" in browser.text("#panel")
    browser.driver.back()
    browser.until(lambda: "Daaronder staat" in browser.text("#panel"))


def test_a_link_opens_a_question_with_what_it_rests_on(browser: Browser) -> None:
    browser.open("#vraag=leren-inclusief-toegang")
    (question,) = [
        question
        for theme in Static(real_page()).data()["themes"]
        for question in theme["questions"]
        if question["number"] == "1.2"
    ]
    browser.open(f"#vraag={question['parts'][1]['id']}")
    assert browser.texts("#panel .parts strong") == [f"1.2.b {question['parts'][1]['question']}"]
    rests = f"{question['statements']} uitspraken van {len(question['groups'])} groepen"
    assert f"Waarop deze vraag rust {rests} Werkatelier 1" in browser.text("#panel")
    assert len(browser.texts("#panel .related a")) == question["statements"]
    browser.find("#panel .related a").click()
    assert browser.text("#panel-title") == "Uitspraak"


def test_a_question_counts_the_plenary_part_beside_its_groups(browser: Browser) -> None:
    browser.open("#vraag=leren-lerende-organisatie")
    rests = "20 uitspraken van 4 groepen en het plenaire deel"
    assert f"Waarop deze vraag rust {rests} Werkatelier 1" in browser.text("#panel")


def test_an_address_that_leads_nowhere_says_so(browser: Browser) -> None:
    browser.open("#uitspraak=w9.wit.weg")
    assert "geen uitspraak met het kenmerk w9.wit.weg" in browser.text("#panel")


def test_everything_works_by_keyboard(browser: Browser) -> None:
    browser.open()
    browser.keys(TAB)
    assert browser.focus() == "Naar de inhoud"
    browser.keys(ENTER, TAB)
    assert browser.driver.switch_to.active_element.get_attribute("id") == "zoek"
    browser.keys("creëer")
    assert browser.count() > 2
    browser.keys(DOWN)
    shown = browser.texts(".statement .said")
    assert browser.focus() == shown[0]
    browser.keys(DOWN)
    assert browser.focus() == shown[1]
    browser.keys(END)
    assert browser.focus() == shown[-1]
    browser.keys(HOME, ENTER)
    assert browser.focus() == "Uitspraak"
    assert "uitspraak=" in browser.address()
    browser.keys(ESCAPE)
    assert browser.focus() == shown[0]
    assert browser.address() == "zoek=creëer"


@pytest.mark.parametrize("address", ["", f"#uitspraak={CREATE}", "#vraag=leren-inclusief"])
def test_a_telephone_shows_one_column(browser: Browser, address: str) -> None:
    browser.width(360)
    for view in (address, "#beeld=vragen", "#beeld=overzicht"):
        browser.open(view)
        assert browser.run("return document.documentElement.scrollWidth") <= 360
    browser.open(address)
    if address:
        assert browser.run("return document.querySelector('.top').inert")
        assert browser.run("return document.querySelector('#panel').scrollWidth") <= 360
        browser.find("#panel .close").click()
    assert not browser.find("#panel").is_displayed()
    assert not browser.run("return document.querySelector('.top').inert")


def test_without_a_script_everything_stands_there(browser: Browser) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open(f"#uitspraak={CREATE}")
    assert len(browser.texts(".statement")) == len(real_statements())
    assert "Kernvraag 1.2 Inclusief leven lang leren" in browser.text(".statement:target")
    assert browser.texts("form, .panel, nav.only-script") == []
    assert len(browser.texts("table tr")) > 12


def test_paper_has_everything_whatever_the_screen_shows(browser: Browser) -> None:
    browser.open("#groep=w1.geel&zoek=leren")
    browser.look("print", scheme="dark")
    assert len(browser.texts(".statement")) == len(real_statements())
    assert browser.texts("form, nav, .panel, .found") == []
    assert browser.find("body").value_of_css_property("color") == "rgba(0, 0, 0, 1)"
    assert len(browser.texts(".question .parts")) == 21


def test_nothing_moves_for_who_does_not_want_that(browser: Browser) -> None:
    durations = "return [...new Set([...document.querySelectorAll('a')].map((a) => " \
        "getComputedStyle(a).transitionDuration))].join()"  # fmt: skip
    browser.open()
    assert browser.run(durations) == "0s"


def test_what_somebody_said_is_text_in_the_browser_too(
    browser: Browser, small: SmallProject
) -> None:
    evil = "<img src=x onerror=alert(1)></script><b id=boo>"
    small.change(REGISTER, 'text: "Wie werkt er < 20 uur?"', f'text: "{evil}"')
    small.change("sources/reports/verslag.txt", "Wie werkt er < 20 uur?", evil)
    browser.page.write_text(page_of(small.root), "utf-8")
    browser.open("#uitspraak=w1.groen.uren&zoek=img")
    assert browser.texts("blockquote, #list .text, .lines mark") == [evil, evil, evil]
    assert browser.run("return document.querySelectorAll('#boo, img').length") == 0


SCANNED = ["#zoek=leren&groep=w1.geel", f"#uitspraak={CREATE}&groep=w1.geel",
           "#vraag=leren-inclusief", "#beeld=overzicht"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation(browser: Browser, scheme: str, width: int) -> None:
    browser.look(scheme=scheme)
    browser.width(width)
    for address in SCANNED:
        browser.open(address)
        assert violations(browser) == [], address


def violations(browser: Browser) -> list[tuple[str, list[str]]]:
    """What axe finds wrong with what the browser shows."""
    package = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    browser.run((Path(package.__file__).parent / "axe.min.js").read_text("utf-8"))
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        "resultTypes": ["violations"],
        # The rule takes the first links of a page for skip links and wants ids at their end.
        "rules": {"skip-link": {"enabled": False}},
        "selectors": False,
    }
    found = browser.driver.execute_async_script(
        "const done = arguments[1]; axe.run(document, arguments[0]).then(done)", rules
    )
    assert len(found["passes"]) > 15
    return [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_many_themes_are_links_in_one_column(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, width: int, scheme: str
) -> None:
    monkeypatch.setattr(html_overview, "MOST_THEMES", 2)
    browser.page.write_text(page_of(ROOT), "utf-8", newline="\n")
    browser.look(scheme=scheme)
    browser.width(width)
    browser.open("#beeld=overzicht")
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert violations(browser) == []
    link = browser.find("td.themes li:nth-child(2) a")
    assert link.text == "Thema 2: 1"
    assert link.get_attribute("aria-label") == "Thema 2: 1, Groep Roze en Blauw"
    link.click()
    assert browser.count() == 1
