"""What is wrong with a figure, a caption or a reference to one, each with its place."""

import pytest
from PIL import Image

from conftest import SmallProject
from figures import FIGURE, MATRIX, PROPOSAL, SECTION, SUMMARY, TABLE, change, save, write

PROBLEMS = {
    "a picture in running text": (
        'Een zin met een ![Kaart](kaart.png "Een kaart") erin.',
        "the picture “kaart.png” does not stand alone [picture-in-text]\n    put it in a paragraph "
        "of its own, outside lists, quotations, tables and footnotes",
    ),
    "a picture in a list": (
        '- ![Kaart](kaart.png "Een kaart")',
        "the picture “kaart.png” does not stand alone [picture-in-text]\n    put it in a paragraph "
        "of its own, outside lists, quotations, tables and footnotes",
    ),
    "a picture in a footnote": (
        'Een zin[^1].\n\n[^1]: ![Kaart](kaart.png "Een kaart")',
        "the picture “kaart.png” does not stand alone [picture-in-text]\n    put it in a paragraph "
        "of its own, outside lists, quotations, tables and footnotes",
    ),
    "no alternative text": (
        '![](kaart.png "Een kaart")',
        "the picture “kaart.png” has no alternative text [no-alt-text]\n    say what one sees in "
        'it, for who cannot see it: ![What one sees](kaart.png "The caption")',
    ),
    "no caption": (
        "![Kaart](kaart.png)",
        "the picture “kaart.png” has no caption [no-caption]\n    write it in quotes behind the "
        'name: ![What one sees](kaart.png "The caption")',
    ),
    "a name with a space": (
        '![Kaart](mijn kaart.png "Een kaart")',
        'this picture cannot be read: ![Kaart](mijn kaart.png "Een kaart") [picture-syntax]\n'
        '    write ![What one sees](file.png "The caption")',
    ),
    "a file that is not there": (
        '![Kaart](kaartje.png "Een kaart")',
        "there is no picture “kaartje.png” [no-picture]\n    did you mean “kaart.png”?",
    ),
    "a path out of the folder": (
        '![Kaart](../geheim.png "Een kaart")',
        "“../geheim.png” is not a file name in its folder [bad-file-name]\n"
        "    put the picture in agenda/figures/ and write its name only",
    ),
    "an address on the web": (
        '![Kaart](https://example.org/kaart.png "Een kaart")',
        "“https://example.org/kaart.png” is not a file name in its folder [bad-file-name]\n"
        "    put the picture in agenda/figures/ and write its name only",
    ),
    "the same picture twice": (
        f"{FIGURE}\n\n{FIGURE}",
        "the figure id “kaart” is used twice [duplicate-id]\n"
        f"    the other is at {SECTION}:3:7; give one another id",
    ),
    "two tables with one id": (
        f"{TABLE}\n\n{TABLE}",
        "the table id “deelnemers” is used twice [duplicate-id]\n"
        f"    the other is at {SECTION}:3:7; give one another id",
    ),
    "a caption of a table without an id": (
        TABLE.replace(" {#deelnemers}", ""),
        "this caption of a table has no id: Tabel: Wie er was [caption-without-id]\n    end it "
        "with an id to refer to, as in: Tabel: Wie meedeed {#wie-meedeed}",
    ),
    "an id that cannot be one": (
        TABLE.replace("{#deelnemers}", "{#De Deelnemers}"),
        "“De Deelnemers” cannot be an id [bad-id]\n"
        "    use lower-case letters, digits and hyphens, as in werk-en-zorg",
    ),
    "a caption without a table": (
        "Tabel: Wie er was {#deelnemers}\n\nEen zin.",
        "no table follows this caption: Tabel: Wie er was {#deelnemers} [caption-without-table]\n"
        "    put it in the paragraph right before its table, outside lists and quotations",
    ),
    "a reference to a figure that is not there": (
        f"Zie [@figure:kaartje].\n\n{FIGURE}",
        "there is no figure “kaartje” [unknown-reference]\n    did you mean “kaart”?",
    ),
    "a reference to a table that is a figure": (
        f"Zie [@table:kaart].\n\n{FIGURE}",
        "there is no table “kaart” [unknown-reference]",
    ),
}


@pytest.mark.parametrize(("text", "message"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_mistake_is_said_with_its_place(small: SmallProject, text: str, message: str) -> None:
    save(small, "kaart.png")
    write(small, text)
    problems = [p for p in small.problems() if "unexpected-file" not in p]
    assert problems == [f"{SECTION}:3:7: error: {message}"]


def test_a_figure_of_a_proposal_can_only_be_named_there(small: SmallProject) -> None:
    change(small, PROPOSAL, SUMMARY, MATRIX)
    write(small, "Zie [@figure:matrix].")
    assert small.problems() == [
        f"{SECTION}:3:7: error: there is no figure “matrix” [unknown-reference]\n"
        "    it stands in the proposal “leuk”; only there it can be named"
    ]


def test_a_file_with_a_mistake_does_not_make_its_figure_unknown(small: SmallProject) -> None:
    save(small, "kaart.png")
    write(small, f"{FIGURE}\n\n{TABLE}")
    small.change(SECTION, "title: Vervolg", "titel: Vervolg")
    change(small, PROPOSAL, SUMMARY, "Zie [@figure:kaart] en [@table:deelnemers].")
    assert {p.split("[")[-1].split("]")[0] for p in small.problems()} == {
        "missing-key", "unknown-key",
    }  # fmt: skip


UNUSABLE = {
    "no picture at all": (
        b"dit is geen plaatje",
        "it is not a PNG or JPEG [bad-picture]\n"
        "    open it in a drawing program and save it as .png or .jpg",
    ),
    "half a picture": (
        b"half",
        "it is damaged or incomplete [bad-picture]\n    take it once more from where it came",
    ),
    "too many bytes": (
        b"\0" * 12_000_000, "it is 12 MB [bad-picture]\n    save it smaller; at most 10 MB",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_file_that_cannot_be_shown_is_said_once(
    small: SmallProject, data: bytes, message: str
) -> None:
    whole = save(small, "kaart.png")
    if data == b"half":
        data = whole[: len(whole) // 2]
    small.path("agenda/figures/kaart.png").write_bytes(data)
    write(small, f"Zie [@figure:kaart].\n\n{FIGURE}")
    assert small.problems() == [
        f"agenda/figures/kaart.png: error: this picture cannot be used: {message}"
    ]


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(
    small: SmallProject,
) -> None:
    save(small, "kaart.png", (9000, 5000))
    write(small, FIGURE)
    [found] = small.problems()
    assert "it has too many pixels [bad-picture]" in found


def test_a_jpeg_that_is_called_png_is_refused(small: SmallProject) -> None:
    data = save(small, "kaart.jpg")
    small.path("agenda/figures/kaart.jpg").unlink()
    small.path("agenda/figures/kaart.png").write_bytes(data)
    write(small, FIGURE)
    [found] = small.problems()
    assert "it is a JPEG, whatever its name [bad-picture]\n    end its name in .jpg" in found


def test_a_photograph_on_its_side_is_refused(small: SmallProject) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    save(small, "kaart.jpg", exif=exif)
    write(small, FIGURE.replace("png", "jpg"))
    [found] = small.problems()
    assert "it is stored on its side" in found


def test_a_picture_that_no_text_shows_is_a_warning(small: SmallProject) -> None:
    save(small, "kaart.png")
    small.write("agenda/figures/kaart.svg", "<svg/>")
    assert small.problems() == [
        "agenda/figures/kaart.png: warning: nothing reads this file [unexpected-file]\n"
        '    show it: ![What one sees](kaart.png "The caption")',
        "agenda/figures/kaart.svg: warning: nothing reads this file [unexpected-file]\n"
        "    pictures end in .png or .jpg",
    ]
