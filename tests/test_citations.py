"""Literature: a few lines of YAML, a citation, and the exact Dutch APA that comes of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bpa_agenda.bibliography import Bibliography, make_bibliography
from bpa_agenda.model import Publication
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.values import Formatted, Markdown
from conftest import SmallProject
from word import W, normalised, part

LITERATURE = "agenda/literature.yaml"
SECTION = "agenda/sections/inleiding.yaml"
THEME = "agenda/themes/werk.yaml"
PROPOSAL = "agenda/proposals/leuk.yaml"
DASH = "\N{EN DASH}"


def literature(small: SmallProject, text: str) -> tuple[Publication, ...]:
    """Writes publications, the keys of which stand at the margin, and reads them."""
    marks = ("- " if line.startswith("id: ") else "  " for line in text.splitlines())
    lines = (f"{mark}{line}\n" for mark, line in zip(marks, text.splitlines(), strict=True))
    small.write(LITERATURE, "literature:\n" + "".join(lines))
    small.write(SECTION, small.read(SECTION).replace(" [zie @boek, p. 3]", ""))
    checked = check(Project(small.root))
    assert [str(p) for p in checked.problems if p.at.file == LITERATURE and p.severity > 1] == []
    return checked.content.literature


def bibliography(small: SmallProject, publications: str, text: str = "") -> Bibliography:
    known = literature(small, publications)
    return make_bibliography(Markdown(text), known, [publication.id for publication in known])


def marked(text: Formatted) -> str:
    """Italics between asterisks, what is open between double square brackets."""
    looks = {"": "{}", "italic": "*{}*", "open": "[[{}]]"}
    return "".join(looks[piece.look].format(piece.text) for piece in text.pieces)


ENTRIES = {
    "a book": (
        "id: a\ntype: book\nauthors: ['Jansen, Jo']\nyear: 2016\n"
        "title: 'Leuk werk: Over werk met plezier'\npublisher: Boom & zonen",
        "Jansen, J. (2016). *Leuk werk: Over werk met plezier*. Boom & zonen.",
    ),
    "an article by two": (
        "id: a\ntype: article\nauthors: ['Jansen, Jo', 'Smit, Piet K.']\nyear: 2017\n"
        "title: Werk in de zorg\ncontainer: Tijdschrift voor arbeid\nvolume: 12\nissue: 3\n"
        "pages: 12-34\ndoi: https://doi.org/10.1000/xyz",
        "Jansen, J., & Smit, P. K. (2017). Werk in de zorg. *Tijdschrift voor arbeid*, *12*(3), "
        "12-34. https://doi.org/10.1000/xyz",
    ),
    "a chapter by three": (
        "id: a\ntype: chapter\nauthors: ['Van der Klink, Jac', 'Jansen, J.-W.', 'Smit, A.']\n"
        f"year: 2016\ntitle: Duurzaam?\ncontainer: Handboek arbeid\npages: 1{DASH}20\n"
        "publisher: Boom",
        "Van der Klink, J., Jansen, J.-W., & Smit, A. (2016). Duurzaam? In *Handboek arbeid* "
        "(pp. 1-20). Boom.",
    ),
    "a report by an institution": (
        "id: a\ntype: report\nauthors: [Sociaal en Cultureel Planbureau]\nyear: 2016\n"
        "title: De toekomst tegemoet\nurl: https://example.org/toekomst",
        "Sociaal en Cultureel Planbureau. (2016). *De toekomst tegemoet*. "
        "https://example.org/toekomst",
    ),
    "a page without a year": (
        "id: a\ntype: webpage\nauthors: [UWV]\nyear: z.d.\ntitle: Cijfers\nurl: https://uwv.nl/",
        "UWV. (z.d.). *Cijfers*. Geraadpleegd https://uwv.nl/",
    ),
    "a paper in a newspaper": (
        "id: a\ntype: newspaper\nauthors: ['Bos, A.']\nyear: 2015\ntitle: Werk\n"
        "container: Trouw\npages: 3",
        "Bos, A. (2015). Werk. *Trouw*, 3.",
    ),
    "a thesis": (
        "id: a\ntype: thesis\nauthors: ['Bos, A.']\nyear: 2015\ntitle: Werk\n"
        "publisher: Universiteit Utrecht",
        "Bos, A. (2015). *Werk*. Universiteit Utrecht.",
    ),
    "a book that is being printed": (
        "id: a\ntype: book\nauthors: ['Bos, A.']\nyear: in druk\ntitle: Wat is werk?\n"
        "publisher: Boom",
        "Bos, A. (in druk). *Wat is werk?* Boom.",
    ),
    "a note of the editors": (
        "id: a\nauthors: ['Bos, A.']\nyear: 2015\ntitle: Werk\nnote: In te zien bij het platform.",
        "Bos, A. (2015). *Werk*. In te zien bij het platform.",
    ),
    "authors as a report names them": (
        "id: a\nauthors:\n  - Abma\n  - Brouwer\n  - et al.\nyear: 2016\ntitle: !open Welke titel?",
        "Abma, Brouwer et al. (2016). [[Welke titel?]].",
    ),
    "a title and a year that are open": (
        "id: a\ntype: webpage\nauthors: [SCP]\nyear: !open Jaar van uitgave\ntitle: !open Titel",
        "SCP. ([[Jaar van uitgave]]). [[Titel]].",
    ),
    "everything open": (
        "id: a\ntype: !open Soort\nauthors: !open Wie\nyear: !open Jaar\ntitle: !open Titel\n"
        "container: !open Waarin\npublisher: !open Door wie\nvolume: !open Jaargang\n"
        "issue: !open Nummer\npages: !open Bladzijden\nurl: !open Adres\nnote: !open Noot",
        "[[Wie]]. ([[Jaar]]). [[Titel]]. In [[Waarin]]*: *[[Jaargang]] (Nummer [[Nummer]], "
        "p. [[Bladzijden]]). [[Door wie]]. [[Adres]] [[Noot]]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENTRIES)
def test_an_entry_reads_as_apa_wants_it_in_dutch(small: SmallProject, case: str) -> None:
    publication, expected = ENTRIES[case]
    assert [marked(entry) for entry in bibliography(small, publication).entries] == [expected]


LIBRARY = """\
id: een
authors: ['Smit, Jo']
year: 2016
title: Een
id: twee
authors: ['Smit, Jo', 'Bos, A.']
year: 2017
title: Twee
id: drie
authors: ['Van der Klink, Jac', 'Bos, A.', 'Cos, B.']
year: 2011
title: Drie
id: instelling
authors: [Sociaal en Cultureel Planbureau]
year: 2016
title: Instelling
id: zonder-jaar
authors: [UWV]
year: z.d.
title: Zonder
id: beta
authors: [SCP]
year: 2016
title: Beta
id: alfa
authors: [SCP]
year: 2016
title: Alfa
id: later
authors: [SCP]
year: 2018
title: Later
id: wanneer
authors: [SCP]
year: !open Jaar van uitgave
title: !open Titel
id: wie
authors: !open Wie dit schreef
year: 2012
title: Onbekend
id: abma
authors: [Abma, Brouwer, et al.]
year: 2016
title: !open Titel"""

CITATIONS = {
    "one author": ("[@een]", "(Smit, 2016)"),
    "two authors": ("[@twee]", "(Smit & Bos, 2017)"),
    "three authors": ("[@drie]", "(Van der Klink et al., 2011)"),
    "an institution": ("[@instelling]", "(Sociaal en Cultureel Planbureau, 2016)"),
    "no year": ("[@zonder-jaar]", "(UWV, z.d.)"),
    "the same author and year, the one": ("[@alfa]", "(SCP, 2016a)"),
    "the same author and year, the other": ("[@beta]", "(SCP, 2016b)"),
    "authors as a report names them": ("[@abma]", "(Abma, Brouwer et al., 2016)"),
    "an open year": ("[@wanneer]", "(SCP, [[jaar]])"),
    "open authors": ("[@wie]", "([[auteurs]], 2012)"),
    "the kind before the id": ("[@literature:een]", "(Smit, 2016)"),
    "a page": ("[@een, p. 12]", "(Smit, 2016, p. 12)"),
    "a page in another word": ("[@een, blz. 12]", "(Smit, 2016, p. 12)"),
    "a number alone": ("[@een, 12]", "(Smit, 2016, p. 12)"),
    "pages": ("[@een, pp. 12-14]", "(Smit, 2016, pp. 12-14)"),
    "pages with a dash": (f"[@een, pp. 12{DASH}14]", "(Smit, 2016, pp. 12-14)"),
    "some pages": ("[@een, pp. 3, 5-7]", "(Smit, 2016, pp. 3, 5-7)"),
    "pages and words": ("[@een, p. 3 en verder]", "(Smit, 2016, p. 3 en verder)"),
    "a chapter": ("[@een, hoofdstuk 3]", "(Smit, 2016, Hoofdstuk 3)"),
    "chapters": ("[@een, hfst. 3-5]", "(Smit, 2016, Hoofdstukken 3-5)"),
    "a paragraph": ("[@een, par. 2]", "(Smit, 2016, par. 2)"),
    "a figure": ("[@een, figuur 2]", "(Smit, 2016, Figuur 2)"),
    "words of one’s own behind": ("[@een, tabel 2]", "(Smit, 2016, tabel 2)"),
    "words before": ("[onder meer @een]", "(onder meer Smit, 2016)"),
    "a cluster": ("[@instelling; @een]", "(Smit, 2016; Sociaal en Cultureel Planbureau, 2016)"),
    "a cluster with words keeps its order": (
        "[@instelling; zie ook @een, p. 3]",
        "(Sociaal en Cultureel Planbureau, 2016; zie ook Smit, 2016, p. 3)",
    ),
    "years of one author": ("[@later; @beta; @alfa]", "(SCP, 2016a, 2016b, 2018)"),
    "years with a page between": ("[@alfa, p. 2; @later]", "(SCP, 2016a, p. 2; SCP, 2018)"),
    "the year only": ("[-@een]", "(2016)"),
    "the year only with a page": ("[-@alfa, p. 2]", "(2016a, p. 2)"),
    "no year only": ("[-@zonder-jaar]", "(z.d.)"),
    "years only": ("[-@alfa; -@later]", "(2016a, 2018)"),
}


@pytest.mark.parametrize("case", CITATIONS)
def test_a_citation_reads_as_apa_wants_it_in_dutch(small: SmallProject, case: str) -> None:
    text, expected = CITATIONS[case]
    made = bibliography(small, LIBRARY, f"Zie {text}.")
    assert [marked(citation) for citation in made.citations.values()] == [expected]


def test_people_with_one_family_name_are_told_apart_by_their_initials(small: SmallProject) -> None:
    text = (
        "id: a\nauthors: ['Jansen, Jo']\nyear: 2016\ntitle: A\n"
        "id: b\nauthors: ['Jansen, Karel-Jan', 'Bos, A.']\nyear: 2016\ntitle: B"
    )
    made = bibliography(small, text, "[@a] [@b]")
    assert [str(citation) for citation in made.citations.values()] == [
        "(J. Jansen, 2016)",
        "(K.-J. Jansen & Bos, 2016)",
    ]


def test_the_list_is_in_order_of_authors_years_and_titles(small: SmallProject) -> None:
    authors = ["Çelik, Ö.", "van Dam, E.", "Dekker, A.", "Cremers, B.", "UWV", "Évrard, C."]
    text = "\n".join(
        f"id: p{n}\nauthors: ['{name}']\nyear: {year}\ntitle: {title}"
        for n, (name, year, title) in enumerate(
            [*((name, 2010, "T") for name in authors), ("UWV", 2009, "T"),
             ("UWV", 2010, "S"), ("UWV", "z.d.", "T en meer"), ("UWV", "z.d.", "T")]
        )
    )  # fmt: skip
    assert [str(entry) for entry in bibliography(small, text).entries] == [
        "Çelik, Ö. (2010). T.",
        "Cremers, B. (2010). T.",
        "Dekker, A. (2010). T.",
        "Évrard, C. (2010). T.",
        "UWV. (z.d.-a). T.",
        "UWV. (z.d.-b). T en meer.",
        "UWV. (2009). T.",
        "UWV. (2010a). S.",
        "UWV. (2010b). T.",
        "van Dam, E. (2010). T.",
    ]


def build_with(small: SmallProject, text: str, publications: str = LIBRARY) -> None:
    literature(small, publications)
    small.change(PROPOSAL, "literature: [boek]\n", "")
    small.change(SECTION, "Tussen de lijsten.", text)
    result = small.run("build", "--no-layout")
    assert result.exit_code == 0, result.stderr


def lines(small: SmallProject, document: str, style: str) -> list[str]:
    found = normalised(small.path(f"build/{document}.docx")).splitlines()
    return [line.removeprefix(f"{style}: ") for line in found if line.startswith(f"{style}:")]


def test_a_document_lists_what_it_cites_and_nothing_else(small: SmallProject) -> None:
    build_with(small, "Zie [@alfa] en [@twee].")
    assert lines(small, "agenda", "Bibliography") == [
        "SCP. (2016). <Emphasis>Alfa</>.",
        "Smit, J., & Bos, A. (2017). <Emphasis>Twee</>.",
    ]
    assert lines(small, "leuk", "Bibliography") == []


def test_the_agenda_also_lists_what_the_report_names(small: SmallProject) -> None:
    sources = "\nsources: [w1.groen.uren]"
    build_with(small, "Zie [@alfa].", LIBRARY + sources)
    assert lines(small, "agenda", "Bibliography") == [
        "Abma, Brouwer et al. (2016). <Openpunt>[Titel]</>.",
        "SCP. (2016). <Emphasis>Alfa</>.",
    ]


def test_a_proposal_also_lists_what_it_names_under_literature(small: SmallProject) -> None:
    literature(small, LIBRARY)
    small.change(PROPOSAL, "literature: [boek]", "literature: [wanneer]")
    small.change(PROPOSAL, "summary: Een voorstel.", "summary: Een voorstel [@een].")
    assert small.run("build", "--no-layout").exit_code == 0
    assert "Een voorstel (Smit, 2016)." in lines(small, "leuk", "BodyText")
    assert lines(small, "leuk", "Bibliography") == [
        "SCP. (<Openpunt>[Jaar van uitgave]</>). <Openpunt>[Titel]</>.",
        "Smit, J. (2016). <Emphasis>Een</>.",
    ]
    assert lines(small, "leuk", "| Tabeltekst")[-4:] == [
        "SCP, jaar", "Jaar van uitgave", "SCP, titel", "Titel",
    ]  # fmt: skip


def test_citations_in_notes_lists_and_tables_are_links_to_the_list(small: SmallProject) -> None:
    build_with(small, "Tekst[^2].\n\n  - zie [@alfa;\n    @beta]\n\n  [^2]: Zo zegt [@een].")
    body = part(small.path("build/agenda.docx"))
    notes = part(small.path("build/agenda.docx"), "word/footnotes.xml")
    targets = {node.get(f"{{{W}}}name") for node in body.iter(f"{{{W}}}bookmarkStart")}
    linked = [
        (node.get(f"{{{W}}}anchor"), "".join(node.itertext()))
        for root in (body, notes)
        for node in root.iter(f"{{{W}}}hyperlink")
        if str(node.get(f"{{{W}}}anchor")).startswith("_Ref_l")
    ]
    assert [text for _, text in linked] == ["SCP, 2016a", "2016b", "Smit, 2016"]
    assert {anchor for anchor, _ in linked} <= targets
    validator = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [validator, "-f", "microsoft365", str(small.path("build/agenda.docx"))],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_an_address_in_the_list_is_a_link(small: SmallProject) -> None:
    url = "https://example.org/?a=1&b=2"
    build_with(small, "[@a]", f"id: a\nauthors: [SCP]\nyear: 2016\ntitle: A < B\nurl: {url}")
    assert lines(small, "agenda", "Bibliography") == [
        f"SCP. (2016). <Emphasis>A < B</>. <Hyperlink>{url}</>"
    ]


CANNOT_BE_READ = (
    "write [@id], [zie @id, p. 12], [-@id] or [@id; @id], without bold, italics or links in it"
)
BROKEN = {
    "an id that does not exist": (
        "[@boekje]", "there is no literature “boekje” [unknown-reference]", "did you mean “boek”?",
    ),
    "an id that does not exist, with its kind": (
        "[@literature:boekje]",
        "there is no literature “boekje” [unknown-reference]", "did you mean “boek”?",
    ),
    "one of two that does not exist": (
        "[zie @boek, p. 3; @beok]",
        "there is no literature “beok” [unknown-reference]", "did you mean “boek”?",
    ),
    "a part without an id": (
        "[@boek; en anderen]",
        "this citation cannot be read: [@boek; en anderen] [unreadable-citation]", CANNOT_BE_READ,
    ),
    "a publication beside a question": (
        "[@boek; @question:werk-leuk]",
        "this citation cannot be read: [@boek; @question:werk-leuk] [unreadable-citation]",
        CANNOT_BE_READ,
    ),
    "italics within the brackets": (
        "[*zie* @boek]",
        "this citation cannot be read: [*zie* @boek] [unreadable-citation]", CANNOT_BE_READ,
    ),
    "a citation that is a link": (
        "[@boek](https://example.org)",
        "this citation cannot be read: [@boek] [unreadable-citation]", CANNOT_BE_READ,
    ),
    "no brackets": (
        "Volgens @boek is het zo.",
        "“@boek” stands outside square brackets [bare-citation]",
        "write [@boek], or only the year: [-@boek]",
    ),
}  # fmt: skip


def test_an_open_point_holds_no_citation(small: SmallProject) -> None:
    small.change("agenda/agenda.yaml", "!open Datum van", "!open Datum (zie [@boek]) van")
    assert small.problems() == [
        "agenda/agenda.yaml:6:7: error: what is still to be filled in is plain text "
        "and cannot hold [@boek] [reference-in-open]\n"
        "    name the publication or the question in words"
    ]


@pytest.mark.parametrize("case", BROKEN)
def test_a_citation_that_is_wrong_has_its_message(small: SmallProject, case: str) -> None:
    text, message, hint = BROKEN[case]
    small.change(SECTION, "Tussen de lijsten.", text)
    assert small.problems() == [f"{SECTION}:3:7: error: {message}\n    {hint}"]


@pytest.mark.parametrize(
    "text",
    ["mail jo@voorbeeld.nl", "[mail jo@voorbeeld.nl]", "volg @iemand", "> [zie\n  > @boek]"],
)
def test_what_is_not_a_mistake_has_no_message(small: SmallProject, text: str) -> None:
    small.change(SECTION, "Tussen de lijsten.", text)
    assert small.problems() == []
    assert small.run("build", "--no-layout").exit_code == 0


def test_a_title_cannot_cite(small: SmallProject) -> None:
    small.change(SECTION, "title: Werkwijze", "title: Werkwijze [@boek]")
    assert small.problems() == [
        f"{SECTION}:25:12: error: a title cannot hold a reference: [@boek] [reference-in-title]\n"
        "    put it in the text below the title"
    ]


@pytest.mark.parametrize(
    ("authors", "message"),
    [
        ("['Abma, Brouwer et al.']",
         "4:15: error: “Abma, Brouwer et al.” is not one author [unclear-author]\n"
         "    an item for each, as in “Jansen, Jo”; if there are more, “et al.” as the last item"),
        ("[et al., Abma]",
         "2:5: error: the publication has no author [no-author]\n"
         "    write “authors: !open …” if nobody knows yet"),
        ("[Abma, !open wie nog]",
         "4:21: error: “authors” cannot be left open [open-not-allowed]"),
        ("Abma",
         "4:14: error: “authors” must be a list, not text [wrong-type]\n"
         "    put “- ” before each item"),
    ],
)  # fmt: skip
def test_authors_that_are_unclear_have_their_message(
    small: SmallProject, authors: str, message: str
) -> None:
    small.write(
        LITERATURE,
        "literature:\n  - id: boek\n    type: book\n"
        f"    authors: {authors}\n    year: 2016\n    title: Boek\n",
    )
    assert f"{LITERATURE}:{message}" in small.problems()
