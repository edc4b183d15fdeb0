"""A project with N times the content of this one: python bench/make_content.py N FOLDER.

The first copy is the content as it is; in the others every id is new, so that `agenda build` finds
no error. Copied are the report, the registers, all of the agenda but its abbreviations and
documents. The proposals stay two, as they are.
"""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("themes", "sections")
LISTS = ("people", "organisations", "literature", "set-aside", "queries")
_ID = re.compile(r"^ *(?:- )?id: (\S+)$", re.MULTILINE)
_REGISTER = r"w\d+|werkateliers-bpa-2018"
_STATEMENT = re.compile(rf"\b({_REGISTER})(\.[a-z0-9-]+\.[a-z0-9-]+)\b")
_REGISTER_ID = re.compile(rf"^(id|register): ({_REGISTER})$", re.MULTILINE)
_REPORT = re.compile(r"^(report: reports/.*)(\.\w+)$", re.MULTILINE)
_SUB_QUESTION = re.compile(r"^(        question: .*)\?('?)$", re.MULTILINE)
_AUTHOR = re.compile(r"^(      - [A-Z].*)$", re.MULTILINE)
_FIGURE = re.compile(r'!\[[^\]]*\]\(\w+ "([^"]*)"\)')

Change = Callable[[str], str]


def make_content(times: int, to: Path, root: Path = ROOT) -> None:
    """Writes a project with so many times the content; the folder must not be there yet."""
    for folder in ("agenda", "sources", "templates"):
        shutil.copytree(root / folder, to / folder)
    (to / "build").mkdir()
    if times == 1:
        return
    renamed = _names(root)
    _leave_out_figures(to / "agenda")
    for number in range(2, times + 1):
        _add_copy(root, to, _change(renamed, number), number)
    _order(root, to, times)
    links = json.loads((root / "agenda" / "links.json").read_text("utf-8"))
    every = [json.loads(_link_ids(links["links"], renamed, n)) for n in range(2, times + 1)]
    for more in every:
        for owner, memory in more.items():
            links["links"].setdefault(owner, {}).update(memory)
    (to / "agenda" / "links.json").write_text(json.dumps(links, ensure_ascii=False, indent=1))


def _names(root: Path) -> frozenset[str]:
    """The ids that must be new in each copy, but for those of statements."""
    files = [
        *(path for folder in FOLDERS for path in (root / "agenda" / folder).glob("*.yaml")),
        *(root / "agenda" / f"{name}.yaml" for name in LISTS),
    ]
    return frozenset(name for path in files for name in _ID.findall(path.read_text("utf-8")))


def _change(names: frozenset[str], number: int) -> Change:
    """How the text of a file becomes that of a copy."""
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    whole = re.compile(
        rf"^( *(?:- )?(?:(?:id|organisation|theme): )?)({either})$|(@)({either})\b", re.MULTILINE
    )
    captioned = re.compile(r"(\[@(?:table|figure):|\{#)([\w-]+)")

    def changed(text: str) -> str:
        text = whole.sub(lambda m: f"{m[1] or m[3]}{m[2] or m[4]}-{number}", text)
        text = captioned.sub(rf"\1\2-{number}", text)
        text = _STATEMENT.sub(lambda m: _register(m[1], number) + m[2], text)
        text = _REGISTER_ID.sub(lambda m: f"{m[1]}: {_register(m[2], number)}", text)
        text = _REPORT.sub(rf"\1-{number}\2", text)
        return _SUB_QUESTION.sub(rf"\1 ({number})?\2", text)

    return changed


def _register(name: str, number: int) -> str:
    """The id of a register in a copy: workshops go on counting."""
    if re.fullmatch(r"w\d+", name):
        return f"w{int(name[1:]) + 3 * (number - 1)}"
    return f"{name}-{number}"


def _add_copy(root: Path, to: Path, change: Change, number: int) -> None:
    for path in (root / "sources").glob("*.yaml"):
        _write(to / "sources" / f"{path.stem}-{number:03}.yaml", change(path.read_text("utf-8")))
    for path in (root / "sources" / "reports").iterdir():
        copy = f"{path.stem}-{number}{path.suffix}"
        shutil.copyfile(path, to / "sources" / "reports" / copy)
    for folder in FOLDERS:
        for path in (root / "agenda" / folder).glob("*.yaml"):
            text = _without_figures(path.read_text("utf-8"))
            _write(to / "agenda" / folder / f"{path.stem}-{number}.yaml", change(text))
    for name in LISTS:
        text = (root / "agenda" / f"{name}.yaml").read_text("utf-8")
        entries = change(text[text.index("\n  - ") + 1 :])
        if name == "literature":
            # Other authors, or the style would tell publications of a year apart by a letter.
            entries = _AUTHOR.sub(rf"\1 {number}", entries)
        with (to / "agenda" / f"{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(entries if entries.endswith("\n") else entries + "\n")


def _order(root: Path, to: Path, times: int) -> None:
    """agenda.yaml names the themes and sections of all copies."""
    text = (root / "agenda" / "agenda.yaml").read_text("utf-8")
    copies = range(2, times + 1)
    text = re.sub(
        r"^  - (\S+)$",
        lambda m: "\n".join([m[0], *(f"{m[0]}-{number}" for number in copies)]),
        text,
        flags=re.MULTILINE,
    )
    _write(to / "agenda" / "agenda.yaml", text)


def _leave_out_figures(agenda: Path) -> None:
    for folder in FOLDERS:
        for path in (agenda / folder).glob("*.yaml"):
            _write(path, _without_figures(path.read_text("utf-8")))


def _without_figures(text: str) -> str:
    """A drawing of all groups and all themes is no use, and endless, at a hundred times as many."""
    return _FIGURE.sub(r"\1", text).replace("[@figure:matrix]", "het raster")


def _link_ids(links: dict[str, dict[str, str]], names: frozenset[str], number: int) -> str:
    """The memory of links of a copy, as JSON."""
    renamed = {}
    for owner, memory in links.items():
        kind, colon, name = owner.partition(":")
        of_copy = f"{name}-{number}" if name in names else name
        renamed[f"{kind}{colon}{of_copy}"] = {
            _STATEMENT.sub(lambda m: _register(m[1], number) + m[2], statement): fingerprint
            for statement, fingerprint in memory.items()
        }
    return json.dumps(renamed)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    make_content(int(sys.argv[1]), Path(sys.argv[2]))
