"""What the tests of the account page share: the page, and how a reader without a script sees it."""

import json
from functools import cache
from pathlib import Path

import lxml.html

from bpa_agenda.model import Content
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.read_report import read_report
from bpa_agenda.report_lines import ReportLine
from bpa_agenda.trace import Trace, build_trace
from bpa_agenda.write_html import account_page
from conftest import ROOT


def parts_of(root: Path) -> tuple[Trace, Content, dict[str, list[ReportLine]]]:
    content = check(Project(root)).content
    names = {str(register.report) for register in content.registers}
    reports = {name: read_report(root / "sources" / name, name)[0] for name in sorted(names)}
    return build_trace(content), content, reports


def page_of(root: Path) -> str:
    return b"".join(account_page(*parts_of(root))).decode()


@cache
def real_page() -> str:
    return page_of(ROOT)


def real_statements() -> list[dict]:
    data = Static(real_page()).data()
    return [said for w in data["workshops"] for g in w["groups"] for said in g["statements"]]


class Static:
    """The page as a reader without a script has it."""

    def __init__(self, page: str) -> None:
        self.root = lxml.html.document_fromstring(page)

    def text(self, name: str) -> str:
        found = self.root.xpath("//*[@id=$name]", name=name)
        assert len(found) == 1, f"{len(found)} elements are called {name}"
        return " ".join(found[0].text_content().split())

    def data(self) -> dict:
        return json.loads(self.root.get_element_by_id("data").text)
