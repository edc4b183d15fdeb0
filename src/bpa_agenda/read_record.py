"""A YAML file to a record of the model: by its shape when that is simple, and else in full."""

from pathlib import Path
from typing import TypeVar

from bpa_agenda.problems import Problem
from bpa_agenda.yaml_simple import read_simple

Record = TypeVar("Record")


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder in the order of their names, without those that programs hide."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))


def read_record(path: Path, file: str, record: type[Record]) -> tuple[Record | None, list[Problem]]:
    """The record that a file holds, or None with the reasons why not.

    `file` is what messages call it.
    """
    data = path.read_bytes() if path.is_file() else b""
    found = read_simple(data, file, record)
    return (found, []) if found is not None else _read_in_full(path, file, record)


def _read_in_full(
    path: Path, file: str, record: type[Record]
) -> tuple[Record | None, list[Problem]]:
    # Few projects need all of YAML, and to load that takes as long as to read a small one.
    from bpa_agenda.decode import decode
    from bpa_agenda.yaml_source import read_source

    source, problems = read_source(path, file)
    found, wrong = decode(source, record)
    return found, [*problems, *wrong]
