"""The figures that are drawn from the data: sharp, readable without colour, and true."""

import io
import subprocess
import sys
from collections import Counter

import pytest
from PIL import Image

from bpa_agenda.draw_figures import (
    DPI,
    Matrix,
    Row,
    Workshop,
    contrast,
    draw,
    font,
    ink_on,
    luminance,
    tone,
)
from bpa_agenda.model import Content, Picture
from bpa_agenda.numbering import themes_in_order
from bpa_agenda.pipeline import check
from bpa_agenda.project import Project
from bpa_agenda.trace import build_trace, matrix
from conftest import ROOT, SmallProject
from figures import MATRIX, write

NEEDED = "áàäâçéèëêíïñóöøúüőčšžÉË‘’“”–—…€&"

DARK = [255 if grey < 160 else 0 for grey in range(256)]


@pytest.fixture(scope="module")
def content() -> Content:
    return check(Project(ROOT)).content


def test_the_matrix_is_sharp_and_as_wide_as_the_text(content: Content) -> None:
    picture = drawn(content)
    image = Image.open(io.BytesIO(picture.data))
    assert image.size == (picture.width, picture.height)
    assert picture.width / DPI * 2.54 == pytest.approx(12.6, rel=0.001)
    assert DPI >= 300


def drawn(content: Content) -> Picture:
    return draw("matrix", content, build_trace(content))


def test_the_matrix_is_drawn_the_same_each_time(content: Content) -> None:
    assert drawn(content).data == drawn(content).data


def test_more_statements_are_darker_without_colour_too(content: Content) -> None:
    tones = [tone(count, 50) for count in range(1, 51)]
    lights = [luminance(tone) for tone in tones]
    assert lights == sorted({*lights}, reverse=True)
    assert min(contrast(ink_on(tone), tone) for tone in tones) >= 4.5


def test_each_number_stands_on_its_tone_and_what_is_not_a_tone_is_grey(content: Content) -> None:
    counts = [counts for _, counts in matrix(build_trace(content))]
    most = max(map(max, counts))
    wanted = Counter(tone(count, most) for row in counts for count in row if count)
    image = Image.open(io.BytesIO(drawn(content).data)).convert("RGB")
    areas = {colour: area for area, colour in image.getcolors() or ()}
    cell = max(areas[colour] / number for colour, number in wanted.items())
    assert {c: round(areas[c] / cell) for c in wanted} == wanted
    assert max(areas, key=lambda colour: areas[colour]) == (255, 255, 255)
    labels = image.crop((0, 0, round(image.width * 0.28), image.height)).getcolors()
    greys = {colour for _, colour in labels or () if len({*colour}) == 1}
    assert {colour for _, colour in labels or ()} - greys == {(200, 206, 210)}
    assert 8 < len(greys) < 20


@pytest.mark.parametrize("most", [0, 1, 60, 61, 5000])
def test_a_matrix_of_any_size_has_few_enough_colours_and_smooth_letters(most: int) -> None:
    counts = range(0, most + 1, max(most // 100, 1))
    rows = tuple(Row("Groep blauw", (count,)) for count in counts)
    drawing = Matrix([("Thema 1", "Werk")], (Workshop("Werkatelier 1", rows),))
    data, width, height = drawing.drawn()
    image = Image.open(io.BytesIO(data))
    assert image.convert("RGB").size == (width, height)
    assert 8 < len(image.getcolors() or ()) <= 256


@pytest.mark.parametrize(("themes", "upright"), [(1, False), (4, False), (8, True), (22, True)])
def test_titles_of_many_themes_stand_upright_and_can_be_read(themes: int, upright: bool) -> None:
    titles = [(f"Thema {n}", "Arbeidsmarkt en mobiliteit") for n in range(1, themes + 1)]
    rows = (Row("Groep blauw", (1,) * themes),)
    data, width, height = Matrix(titles, (Workshop("Werkatelier 1", rows),)).drawn()
    grey = Image.open(io.BytesIO(data)).convert("L")
    labels, heads = 0.29 * width, 0.6 * height
    first = grey.crop((labels, 0, labels + (width - labels) / themes, heads)).point(DARK)
    left, top, right, bottom = first.getbbox() or (0, 0, 0, 0)
    assert (bottom - top > right - left) is upright
    # The letters with their descenders, or two lines of them, are not smaller than 6 points.
    assert min(bottom - top, right - left) / DPI * 72 >= 6


def test_a_matrix_of_more_themes_than_a_page_is_wide_can_be_drawn() -> None:
    titles = [(f"Thema {n}", "Werk") for n in range(1, 401)]
    drawing = Matrix(titles, (Workshop("Werkatelier 1", (Row("Groep blauw", (1,) * 400),)),))
    assert drawing.drawn()[0].startswith(b"\x89PNG")


def test_the_fonts_have_the_letters_that_dutch_names_need() -> None:
    for weight in ("regular", "bold"):
        letters = font(9.5, weight)
        nothing = bytes(letters.getmask("\uffff"))
        missing = [c for c in NEEDED if bytes(letters.getmask(c)) == nothing]
        assert missing == []


def test_a_content_without_workshops_or_with_long_names_can_be_drawn(small: SmallProject) -> None:
    assert drawn(Content()).data.startswith(b"\x89PNG")
    long = "Arbeidsmarktbeleidsvoorbereidingscommissie, coördinatie én ‘meer’"
    small.change("agenda/themes/werk.yaml", "title: Werk & zin", f"title: {long}")
    assert drawn(check(Project(small.root)).content).width > 1000


def test_pillow_is_loaded_only_for_a_document_with_a_figure(small: SmallProject) -> None:
    assert not loads_pillow(small)
    write(small, MATRIX)
    assert loads_pillow(small)
    small.change("agenda/themes/werk.yaml", "Werk moet leuk blijven", "Werk moet beter worden")
    assert not loads_pillow(small), "the figure of the build before is kept"


def loads_pillow(small: SmallProject) -> bool:
    """Whether a build does, all in one process."""
    code = (
        "import os, sys; del os.fork; from pathlib import Path;"
        "from bpa_agenda.build_project import build;"
        "from bpa_agenda.project import Project;"
        f"build(Project(Path({str(small.root)!r})), layout=False);"
        "print('PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


def test_what_the_agenda_says_of_its_matrix_is_so(content: Content) -> None:
    """The alternative text in verantwoording.yaml; mend it when this fails."""
    [section] = [s for s in content.sections if s.id == "verantwoording"]
    said = " ".join(str(section.text).split())
    assert "het hoogste aantal in de kolom van het thema van haar eigen werkatelier" in said
    own = {theme.register: place for place, theme in enumerate(themes_in_order(content))}
    for group, counts in matrix(build_trace(content)):
        register, name = group.key.split(".")
        if register in own and name != "plenair":
            assert Counter(counts)[max(counts)] == 1
            assert counts.index(max(counts)) == own[register]
