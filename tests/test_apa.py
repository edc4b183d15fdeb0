"""The literature laid beside what citeproc prints of it, for works of all kinds by chance."""

import hashlib
import random
from collections.abc import Sequence

import pytest

from bpa_agenda.apa import Apa
from bpa_agenda.citations import Citation, Cite
from bpa_agenda.model import OTHERS, Publication, PublicationType
from bpa_agenda.values import Line, Open
from citeproc_apa import STYLE, CiteprocApa

FAMILIES = ("Bos", "Jansen", "Van der Klink", "van Dam", "Çelik", "Évrard", "D’Arc", "O'Neill-Smit")
GIVEN = ("Jo", "J. K.", "Jan-Willem", "J.-W.", "Karel", "Özge É.", "J.K.", "Jo, Jr.")
INSTITUTIONS = ("SCP", "UWV", "Sociaal en Cultureel Planbureau", "Stichting Vragen?", "112", "B.V.")
TITLES = (
    "Werk", "Wat is werk?", "Werk!", "Werk.", "Werk…", "Werk:", "Werk: een begin", "1984", "2001",
    "“Werk” & zo", "(On)werk", "...en verder", "the Art of Work", "Één <b>werk</b>", "émigré, n.",
)  # fmt: skip
CONTAINERS = ("Tijdschrift voor arbeid", "Trouw", "Wie?", "De A.B.C.", "a: b", "the Journal of X")
VOLUMES = ("12", "3a", "b4", "IV", "deel drie", "1-2", "12.", "Ω")
ISSUES = ("3", "1-2", "1, 2", "2.0", "lente", "3a")
PAGES = (
    "12-34", "12–34", "7", "iv-x", "1, 3-5", "1 & 3", "1 - 2", "1-2-3", "1–2–3", "e12", "12-", "-",
    "3,,4", "1,&2", "p. 3", "1, 2 & 4-5.",
)  # fmt: skip
YEARS = ("2016", "2016", "2016", "2017", "0999", "0000", "z.d.", "in druk", "In Druk.", "ca. 1990")
PUBLISHERS = ("Boom", "Boom & zonen B.V.", "Wat?", "Universiteit Utrecht")
URLS = ("https://example.org/?a=1&b=2", "http://example.org.", "example.org")
DOIS = ("10.1000/xyz", "https://doi.org/10.1000/X", "http://dx.doi.org/10.1/1", "doi:10.1/a.")
ROWS = ("3", "12-14", "12–14", "3, 5-7", "iv", "IV-X", "3a", "3a4", "12a-14", "3é", "1–2, iv")
LABELS = ("page", "chapter", "paragraph", "figure", "part")


class Chance:
    """Publications and citations by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def library(self, size: int) -> tuple[Publication, ...]:
        return tuple(self.publication(f"p{number}") for number in range(size))

    def publication(self, name: str) -> Publication:
        kind = self.random.choice((*PublicationType.choices, None))
        fields = {
            "container": CONTAINERS, "publisher": PUBLISHERS, "volume": VOLUMES, "issue": ISSUES,
            "pages": PAGES, "url": URLS, "doi": DOIS,
        }  # fmt: skip
        there = self.random.choice((0.1, 0.5, 0.9))
        return Publication(
            id=name,  # type: ignore[arg-type]
            authors=self.or_open(self.authors()),
            year=self.or_open(self.random.choice(YEARS)),
            title=self.or_open(self.random.choice(TITLES)),
            type=self.or_open(kind),
            **{
                field: self.or_open(self.random.choice(texts))
                for field, texts in fields.items()
                if self.random.random() < there
            },
            note=self.random.choice((None, None, Line("Zie ook elders."), Open("Waar?"))),
        )

    def or_open(self, value: object) -> object:
        return Open("Wat?") if self.random.random() < 0.06 else value

    def authors(self) -> tuple[str, ...]:
        number = self.random.choice((1, 1, 1, 2, 2, 3, self.random.randrange(4, 26)))
        names = [self.name() for _ in range(number)]
        return (*names, OTHERS) if self.random.random() < 0.1 else tuple(names)

    def name(self) -> str:
        if self.random.random() < 0.2:
            return self.random.choice(INSTITUTIONS)
        return f"{self.random.choice(FAMILIES)}, {self.random.choice(GIVEN)}"

    def citation(self, names: Sequence[str]) -> Citation:
        number = self.random.choice((1, 1, 2, 3, 4))
        return Citation(tuple(self.cite(self.random.choice(names)) for _ in range(number)))

    def cite(self, name: str) -> Cite:
        prefix = self.random.choice(("", "", "", "zie ook "))
        suffix = self.random.choice(("", "", "", " en verder"))
        only_year = self.random.random() < 0.2
        if self.random.random() < 0.5:
            return Cite(name, prefix, suffix=suffix, only_year=only_year)
        label, row = self.random.choice(LABELS), self.random.choice(ROWS)
        return Cite(name, prefix, label, row, suffix, only_year)


@pytest.mark.parametrize("seed", range(8))
def test_all_reads_as_citeproc_prints_it(seed: int) -> None:
    chance = Chance(seed)
    library = chance.library(12)
    ours, theirs = Apa(library), CiteprocApa(library)
    assert ours.order == theirs.order
    for name in ours.order:
        assert ours.entry(name) == theirs.entry(name)
    for citation in (chance.citation(ours.order) for _ in range(8)):
        assert ours.citation(citation) == theirs.citation(citation)


def test_a_small_word_in_a_given_name_stays_as_it_is() -> None:
    work = Publication("a", ("Klink, Jac J. van der", "Bos, jan"), "2016", "Werk")  # type: ignore[arg-type]
    assert str(Apa([work]).entry("a")) == "Klink, J. J. van der, & Bos, jan. (2016). Werk."


def test_what_is_open_is_shown_in_a_library_of_any_size() -> None:
    library = [Publication(f"p{n}", (f"Groep {n}",), "2016", Open("Wat?")) for n in range(1000)]  # type: ignore[arg-type]
    apa = Apa(library)
    assert str(apa.entry("p999")) == "Groep 999. (2016). [Wat?]."


def test_the_style_is_the_one_of_its_authors_unchanged() -> None:
    digest = hashlib.sha256(STYLE.read_bytes()).hexdigest()
    assert digest == "1ece4fb3c295e66d04b4394e295aa58a87741ceeef1658192437eb9953c2f13e"
