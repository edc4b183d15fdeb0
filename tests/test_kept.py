"""What is kept from build to build gives the documents, and the messages, of a clean build."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from bpa_agenda.build_project import KEPT
from bpa_agenda.kept import Kept
from broken_templates import AGENDA, remove
from broken_templates import change as change_text
from conftest import SmallProject
from figures import MATRIX, PROPOSAL, SECTION, THEME, write

Edit = Callable[[SmallProject, random.Random], None]
LITERATURE = "agenda/literature.yaml"
REGISTER = "sources/w1-werk-zin.yaml"
TEMPLATE = "templates/onderzoeksagenda.docx"


def replace(file: str, old: str, *new: str) -> Edit:
    """An edit that swaps a text for one of several, or back again."""

    def edit(small: SmallProject, chance: random.Random) -> None:
        text = small.read(file)
        known = next(word for word in (old, *new) if word in text)
        small.write(
            file, text.replace(known, chance.choice([w for w in (old, *new) if w != known]))
        )

    return edit


def save_template(edit: Callable[[object], None] | None) -> Edit:
    """An edit that saves the template of the project anew, with a change or as it was."""

    def save(small: SmallProject, chance: random.Random) -> None:
        document = docx.Document(str(AGENDA))
        if edit:
            edit(document)
        document.save(str(small.path(TEMPLATE)))

    return save


def damage(small: SmallProject, chance: random.Random) -> None:
    """Breaks each kept file in its own way."""
    for file in small.path(f"build/{KEPT}").iterdir():
        data = file.read_bytes()
        place = chance.randrange(len(data))
        other = bytes([data[place] ^ (1 + chance.randrange(255))])
        ways = (b"", data[:place], data[:place] + other + data[place + 1 :], data + b"x", b"x" * 99)
        file.write_bytes(chance.choice(ways))


def forget(small: SmallProject, chance: random.Random) -> None:
    shutil.rmtree(small.path("build") / chance.choice([".cache", KEPT]))


def forget_some(small: SmallProject, chance: random.Random) -> None:
    for file in small.path(f"build/{KEPT}").iterdir():
        if chance.random() < 0.5:
            file.unlink()


EDITS: dict[str, Edit] = {
    "a word": replace(THEME, "Werk moet leuk", "Werk is graag leuk", "Arbeid is leuk"),
    "a citation": replace(THEME, "Groep groen vroeg dit.", "Zie [@boek, p. 3].", "Zie [-@boek]."),
    "a year": replace(LITERATURE, "'2016'", "'2017'", "!open Jaar"),
    "an author": replace(LITERATURE, "[Klink]", '["Klink, Ab", De Vries]'),
    "a name in a figure": replace(THEME, "title: Werk & zin", "title: Werk met zin"),
    "a statement counted": replace(THEME, "[w1.geel.groep]", "[w1.geel.groep, w1.geel.leuk]"),
    "a proposal": replace(PROPOSAL, "summary: Een voorstel.", "summary: Een *ander* voorstel."),
    "a mistake": replace(THEME, "[w1.groen.uren, w1.groen.groep]", "[w1.groen.uur]"),
    "a template": save_template(change_text("Inhoud", "Wat erin staat")),
    "a mistake in a template": save_template(change_text("agenda.title", "agenda.titel")),
    "another mistake in it": save_template(remove("{%p endfor %}")),
    "the template as it was": save_template(None),
    "damage": damage,
    "all forgotten": forget,
    "some forgotten": forget_some,
}


def outcome(small: SmallProject) -> tuple[object, ...]:
    """What a build prints, and what is in build/ after it."""
    done = small.run("build", "--no-layout")
    made = (path for path in small.path("build").glob("*") if path.is_file())
    files = {path.name: path.read_bytes() for path in made}
    return done.exit_code, done.stdout, done.stderr, files if done.exit_code == 0 else {}


def clean_copy(small: SmallProject, to: Path) -> SmallProject:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(small.root, to, ignore=shutil.ignore_patterns("build"))
    return SmallProject(to)


@pytest.mark.parametrize("seed", range(2))
def test_kept_or_not_a_build_is_the_same(small: SmallProject, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    write(small, f"Zie het raster.\n\n{MATRIX}\n\nZo zegt [@boek].")
    names = list(EDITS)
    chance.shuffle(names)
    assert outcome(small)[0] == 0
    for name in names:
        small.path(f"build/{KEPT}").mkdir(parents=True, exist_ok=True)
        before = clean_copy(small, tmp_path / "before")
        EDITS[name](small, chance)
        found = outcome(small)
        assert found == outcome(clean_copy(small, tmp_path / "clean")), name
        assert found[0] == (1 if "mistake" in name else 0), name
        if "mistake" in name:
            shutil.copytree(before.root, small.root, dirs_exist_ok=True)


def test_an_edit_uses_what_was_kept_of_everything_else(small: SmallProject) -> None:
    write(small, f"{MATRIX}\n\nZo zegt [@boek].")
    small.run("build", "--no-layout")
    kept = {path.name for path in small.path(f"build/{KEPT}").iterdir()}
    assert len(kept) == 3, "two templates and a figure"
    small.change(SECTION, "Zo zegt", "Zo schrijft")
    small.run("build", "--no-layout")
    assert {path.name for path in small.path(f"build/{KEPT}").iterdir()} == kept


def test_only_the_latest_values_are_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    made: list[int] = []

    def number(n: int) -> int:
        value: int = kept.once(("number", n), lambda: made.append(n) or n)
        kept.save()
        return value

    assert [number(n) for n in (*range(130), 129, 0)] == [*range(130), 129, 0]
    assert made == [*range(130), 0]
    assert len(list((tmp_path / "kept").iterdir())) == 100
