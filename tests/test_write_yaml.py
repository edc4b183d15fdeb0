"""Writing and editing files: all of them or none, and no byte that was not meant."""

from pathlib import Path

import pytest

from bpa_agenda.write_yaml import Edit, Writing, apply_edits, scalar, write_all


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("before")
    (tmp_path / "blocked").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="blocked"):
        write_all({tmp_path / "first": b"after", tmp_path / "blocked" / "second": b"after"})
    assert (tmp_path / "first").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blocked", "first"]


def test_when_one_file_cannot_be_replaced_all_stay_as_they_were(tmp_path: Path) -> None:
    old, new, blocked = (tmp_path / name for name in ("oud", "nieuw", "in-de-weg"))
    old.write_text("was")
    blocked.mkdir()
    with pytest.raises(OSError, match=r"in-de-weg'$"):
        write_all({old: b"wordt", new: b"ook", blocked: b"niet"})
    assert old.read_text() == "was"
    assert sorted(tmp_path.iterdir()) == [blocked, old]


def test_edits_change_what_they_name_and_nothing_else() -> None:
    text = "a: 1  # een\r\nb: 2\r\n"
    assert apply_edits(text, [Edit(16, 17, "3"), Edit(3, 4, "10")]) == "a: 10  # een\r\nb: 3\r\n"


def test_what_is_not_put_in_its_place_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "file"
    with Writing() as writing, writing.open(file) as stream:
        stream.write(b"not all of it")
    assert list(tmp_path.iterdir()) == []


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="edits overlap at character 2"):
        apply_edits("abcdef", [Edit(1, 4, "x"), Edit(2, 3, "y")])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Vaste roosters", "Vaste roosters"),
        ("no", '"no"'),
        ("Let op: dit", '"Let op: dit"'),
        ("2018-03-28", '"2018-03-28"'),
        ("zegt “ja”", '"zegt “ja”"'),
        ("twee\nregels", '"twee\\nregels"'),
    ],
)
def test_a_value_is_written_so_that_every_reader_takes_it_for_text(
    value: str, written: str
) -> None:
    assert scalar(value) == written
