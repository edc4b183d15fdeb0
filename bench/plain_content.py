"""The project's YAML as plain dicts and lists of text, as a script of one afternoon would have it.

Shared by the scripts that `agenda build` is measured against. It knows nothing of `bpa_agenda`,
checks nothing and gives the same words; Markdown becomes paragraphs without formatting.
"""

import re
from collections import Counter
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import plain_words as words
import yaml
from plain_words import Open, Record, shown

# The list of a file is under the name of the file; each of the others is a record.
LISTS = (
    "abbreviations", "documents", "literature", "organisations", "people", "set-aside",
)  # fmt: skip


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C or not
    """PyYAML's fast loader; with the slow one, which most scripts use, this script loses more."""


Loader.add_constructor(
    "!open", lambda loader, node: Open(loader.construct_scalar(node).strip())
)  # fmt: skip


def read(path: Path) -> Any:
    """What a YAML file holds."""
    # A subclass of SafeLoader.
    return yaml.load(path.read_bytes(), Loader=Loader)  # noqa: S506  # it is a safe one


def read_all(folder: Path) -> list[Any]:
    """What the YAML files of a folder hold, in the order of their names."""
    return [read(path) for path in sorted(folder.glob("*.yaml"))]


class Project:
    """The files of a project, and the texts of its documents."""

    def __init__(self, root: Path) -> None:
        agenda = root / "agenda"
        self.front = read(agenda / "agenda.yaml")
        self.sections = {section["id"]: section for section in read_all(agenda / "sections")}
        themes = {theme["id"]: theme for theme in read_all(agenda / "themes")}
        self.themes = [themes[name] for name in self.front["themes"]]
        self.proposals = {proposal["id"]: proposal for proposal in read_all(agenda / "proposals")}
        self.lists = {
            name: read(agenda / f"{name}.yaml")[name.replace("-", "_")] for name in LISTS
        }  # fmt: skip
        self.registers = read_all(root / "sources")
        self.schemes = {scheme["id"]: scheme for scheme in read_all(root / "sources" / "schemes")}
        self.workshops = [register for register in self.registers if "date" in register]
        self.workshop_of = {register["id"]: register for register in self.workshops}
        self.numbers = dict(self._numbers())
        self.titles = {theme["id"]: theme["title"] for theme in self.themes}
        questions = (question for theme in self.themes for question in theme["questions"])
        self.questions = {q["id"]: (place, q) for place, q in enumerate(questions)}
        self.publications = {entry["id"]: entry for entry in self.lists["literature"]}
        self.captions: dict[tuple[str, str], str] = {}
        self.captioned: Counter[str] = Counter()
        # The number of the workshop, the place of the group in it, and its name.
        self.group_of = {
            statement["id"]: (number, place, group["id"])
            for number, register in enumerate(self.workshops, start=1)
            for place, group in enumerate(register["groups"])
            for statement in group["statements"]
        }

    def documents(self) -> list[tuple[str, str, Record]]:
        """The template, the name and the texts of each document."""
        return [
            (
                entry["template"],
                entry["output"],
                self.proposal(self.proposals[entry["proposal"]])
                if "proposal" in entry
                else self.agenda(),
            )
            for entry in self.lists["documents"]
        ]

    def agenda(self) -> Record:
        """The texts of the agenda."""
        lists = self.lists
        open_in = (
            (
                {key: value for key, value in self.front.items() if key == "date"},
                self.front["title"],
            ),
            *((section, section["title"]) for section in self.sections.values()),
            *((theme, theme["title"]) for theme in self.themes),
            *((entry, entry["short"]) for entry in lists["abbreviations"]),
            *((entry, entry["name"]) for entry in lists["people"]),
            *((entry, words.authors(entry)) for entry in lists["literature"]),
        )
        return {
            "agenda": self._front(),
            "sections_before": [self._section(self.sections[n]) for n in self.front["front"]],
            "themes": [self._theme(theme) for theme in self.themes],
            "sections_after": [self._section(self.sections[n]) for n in self.front["back"]],
            "abbreviations": [shown(entry, "short", "long") for entry in lists["abbreviations"]],
            "people": self._people(),
            "organisations": [shown(entry, "name", "note") for entry in lists["organisations"]],
            "literature": [{"entry": words.publication(entry)} for entry in lists["literature"]],
            "open_points": [p for record, name in open_in for p in words.open_points(record, name)],
            "account": self._account(),
        }

    def proposal(self, proposal: Record) -> Record:
        """The texts of a proposal; a budget is not shown."""
        plain = shown(
            proposal,
            "title",
            "acronym",
            "round",
            "date",
            "applicant",
            "lector",
            "research_question",
        )
        texts = {
            name: self._text(proposal.get(name, ""))
            for name in (
                "summary", "state_of_the_art", "initiatives", "planning", "organisation", "risks",
                "data_management", "budget",
            )
        }  # fmt: skip
        asked = proposal["practice_question"]
        months = proposal["months"]
        places = {q["id"]: str(n) for n, q in enumerate(proposal["sub_questions"], start=1)}
        proposed = {
            **plain,
            **texts,
            "scheme": self.schemes[proposal["scheme"]]["title"],
            "duration": f"[{months}]" if isinstance(months, Open) else f"{months} maanden",
            "practice_question": {
                "question": asked["question"],
                "origin": self._text(asked["origin"]),
                "groups": self._origin(asked["sources"]),
            },
            "questions": self._questions(proposal["questions"]),
            "sub_questions": [
                {"number": places[q["id"]], "question": q["question"]}
                | {name: self._text(q[name]) for name in ("method", "data", "product")}
                for q in proposal["sub_questions"]
            ],
            "consortium": [
                {
                    "name": words.value(partner["name"]),
                    "kind": words.PARTNER_KINDS[partner["kind"]],
                    "contribution": words.value(partner["contribution"]),
                    "role": self._text(partner["role"]),
                    "knowledge": self._text(partner["knowledge"]),
                }
                for partner in proposal["consortium"]
            ],
            "work_packages": [
                self._work_package(n, package, places)
                for n, package in enumerate(proposal["work_packages"], start=1)
            ],
            "impact": {name: self._text(text) for name, text in proposal["impact"].items()},
            "planning_chart": [],
            "money": None,
            "literature": [],
        }
        return {
            "agenda": self._front(),
            "proposal": proposed,
            "open_points": list(words.open_points(proposal, "")),
        }

    def _numbers(self) -> Any:
        for number, theme in enumerate(self.themes, start=1):
            yield theme["id"], f"{number}"
            for place, question in enumerate(theme["questions"], start=1):
                yield question["id"], f"{number}.{place}"

    def _front(self) -> Record:
        return shown(self.front, "title", "subtitle", "publisher", "version", "status", "date")

    def _section(self, section: Record) -> Record:
        return {
            "title": section["title"],
            "text": self._text(section["text"]),
            "origin": self._origin(section.get("sources", ())),
            "subsections": [self._section(part) for part in section.get("subsections", ())],
        }

    def _theme(self, theme: Record) -> Record:
        workshop = self.workshop_of[theme["register"]]
        return {
            "number": self.numbers[theme["id"]],
            "title": theme["title"],
            "workshop": {
                "number": workshop["id"].removeprefix("w"),
                "date": words.date(workshop["date"]),
            },
            "stake": self._text(theme["stake"]),
            "questions": [self._question(question) for question in theme["questions"]],
            "links": [
                {
                    "number": self.numbers[link["theme"]],
                    "title": self.titles[link["theme"]],
                    "text": self._text(link["text"]),
                }
                for link in theme.get("links", ())
            ],
        }

    def _question(self, question: Record) -> Record:
        subs = question["sub_questions"]
        sources = [*question["sources"], *(name for sub in subs for name in sub["sources"])]
        return {
            "number": self.numbers[question["id"]],
            "title": question["title"],
            "question": question["question"],
            "levels": words.row([words.LEVELS[level] for level in question["levels"]]),
            "explanation": self._text(question["explanation"]),
            "sub_questions": [
                {"letter": chr(ord("a") + place), "question": sub["question"]}
                for place, sub in enumerate(subs)
            ],
            "who": self._text(question.get("who", "")),
            "how": self._text(question.get("how", "")),
            "related": self._questions(question.get("related", ())),
            "origin": self._origin(sources),
        }

    def _questions(self, names: Any) -> list[Record]:
        wanted = sorted((self.questions[name] for name in set(names)), key=itemgetter(0))
        return [
            {"number": self.numbers[q["id"]], "title": q["title"], "question": q["question"]}
            for _, q in wanted
        ]

    def _origin(self, sources: Any) -> str:
        """Which groups of which workshops said the statements."""
        groups = sorted({self.group_of[name] for name in sources if name in self.group_of})
        parts = (
            f"werkatelier\N{NO-BREAK SPACE}{number}, {words.group_names([g[2] for g in found])}"
            for number, found in groupby(groups, key=itemgetter(0))
        )
        return words.capital("; ".join(parts))

    def _people(self) -> list[Record]:
        names = {entry["id"]: entry["name"] for entry in self.lists["organisations"]}
        return [
            {
                **shown(person, "name", "role", "note"),
                "organisation": names.get(person.get("organisation"))
                or words.value(person.get("organisation", "")),
            }
            for person in self.lists["people"]
        ]

    def _account(self) -> list[Record]:
        """What became of the statements of each group: in a question, elsewhere or set aside."""
        by_question: dict[str, set[str]] = {}
        in_themes: set[str] = set()
        for theme in self.themes:
            in_themes |= words.sources(theme)
            for question in theme["questions"]:
                for name in words.sources(question):
                    by_question.setdefault(name, set()).add(self.numbers[question["id"]])
        elsewhere = set().union(*(words.sources(section) for section in self.sections.values()))
        for name in ("people", "organisations", "literature"):
            elsewhere |= words.sources(self.lists[name])
        elsewhere -= in_themes
        aside = {entry["statement"] for entry in self.lists["set-aside"]}
        order = {number: place for place, number in enumerate(self.numbers.values())}
        rows = []
        for number, register in enumerate(self.workshops, start=1):
            for group in register["groups"]:
                ids = {statement["id"] for statement in group["statements"]}
                asked = {question for name in ids for question in by_question.get(name, ())}
                rows.append(
                    {
                        "workshop": f"Werkatelier\N{NO-BREAK SPACE}{number}",
                        "group": words.group_names([group["id"]]),
                        "statements": str(len(ids)),
                        "in_questions": str(len(ids & in_themes)),
                        "elsewhere": str(len(ids & elsewhere)),
                        "set_aside": str(len(ids & aside)),
                        "questions": ", ".join(sorted(asked, key=order.__getitem__)),
                    }
                )
        return rows

    def _work_package(self, number: int, package: Record, places: Record) -> Record:
        start, end = package["start"], package["end"]
        return {
            "number": str(number),
            "title": package["title"],
            "lead": words.value(package["lead"]),
            "first_month": words.value(start),
            "last_month": "" if start == end else words.value(end),
            "activities": self._text(package["activities"]),
            "products": self._text(package["products"]),
            "sub_questions": words.row([places[name] for name in package["sub_questions"]]),
        }

    def _text(self, markdown: str) -> list[str]:
        """Markdown as paragraphs of plain text."""
        if isinstance(markdown, Open) or not markdown:
            return [f"[{markdown}]"] if markdown else []
        text = re.sub(r"\[@(?:figure|table):([\w-]+)\]", self._caption, markdown.strip())
        text = re.sub(r"\[([^@\[\]]*)@([\w-]+)\]", self._citation, text)
        text = re.sub(r'!\[[^\]]*\]\((\w+) "([^"]*)"\)', self._figure, text)
        text = re.sub(r"^Tabel: (.*) \{#(.*)\}$", self._table, text, flags=re.MULTILINE)
        text = re.sub(r"\[\^[^\]]*\]:? ?|\*\*", "", text)
        return [line for part in text.split("\n\n") for line in words.lines(part)]

    def _caption(self, found: re.Match[str]) -> str:
        kind = "figuur" if "@figure" in found[0] else "tabel"
        return f"{kind}\N{NO-BREAK SPACE}{self._place(kind, found[1])}"

    def _place(self, kind: str, name: str) -> str:
        """The number of a figure or table, which are numbered as they are met."""
        if (kind, name) not in self.captions:
            self.captioned[kind] += 1
            self.captions[kind, name] = str(self.captioned[kind])
        return self.captions[kind, name]

    def _figure(self, found: re.Match[str]) -> str:
        return f"Figuur {self._place('figuur', found[1])}. {found[2]}"

    def _table(self, found: re.Match[str]) -> str:
        return f"Tabel {self._place('tabel', found[2])}. {found[1]}"

    def _citation(self, found: re.Match[str]) -> str:
        entry = self.publications[found[2]]
        return f"({found[1]}{words.authors(entry)}, {entry['year']})"
