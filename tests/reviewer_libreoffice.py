"""A reviewer who works in LibreOffice: makes planned edits in a document through UNO.

Moves of words it cannot make: they become a deletion and an insertion, as LibreOffice itself
records them. Whole paragraphs it moves by cutting and pasting, which it records as a move.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from edits import OBJECT, Edit, Expected, Passage, back_to_front, find, halves

_PYTHON = "/usr/bin/python3"
_DRIVER = Path(__file__).with_name("uno_driver.py")
_SECONDS = 600
_HOLDER = "\u200d"


@dataclass(frozen=True)
class Review:
    """What to do with a document: nothing, or edits, saved `to` a file, by way of .odt or not."""

    source: Path
    to: Path
    edits: Sequence[Edit] = ()
    passages: Sequence[Passage] = ()
    through_odt: bool = False


@cache
def why_not() -> str:
    """Why LibreOffice cannot be driven here, or nothing."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    if not Path(_PYTHON).exists():
        return f"there is no {_PYTHON} to drive LibreOffice with"
    done = subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "python3-uno is not installed" if done.returncode else ""


def skip_without() -> None:
    if why_not():
        pytest.skip(why_not())


def can_do(edit: Edit, passages: Sequence[Passage]) -> bool:
    """Whether LibreOffice can make an edit, and show what comes of it when it is accepted.

    It computes results of fields itself. Where it reads that the end of a paragraph is deleted, it
    leaves an empty one when a note is in it, or when it was moved and has a link.
    """
    here = find(passages, edit.bookmark)
    leaves_end = OBJECT in here.text and edit.kind in ("join", "remove", "carry")
    return edit.kind != "field" and not leaves_end and not (edit.kind == "carry" and here.links)


def as_lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs as it shows them: a line break ends a line too, and a picture is no text."""
    lines = "\n".join(texts).split("\n")
    return tuple("" if line == OBJECT else line for line in lines)


def review(reviews: Iterable[Review]) -> list[Expected]:
    """Makes all files in one LibreOffice; gives the lines it shows when all is decided.

    A review without edits only reads its source, or saves it by way of .odt.
    """
    jobs = [_job(review) for review in reviews]
    with tempfile.TemporaryDirectory(prefix="bpa") as folder:
        try:
            results = _driven(jobs, Path(folder) / "first")
        except RuntimeError:
            # It has been seen to crash or to stop answering with a fresh profile.
            results = _driven(jobs, Path(folder) / "second")
    return [Expected(_lines(r["accepted"]), _lines(r["rejected"])) for r in results]


def _lines(shown: Iterable[str]) -> tuple[str, ...]:
    """Without what it puts into the first cell of a new or deleted row, to hold the change."""
    return tuple(line.removeprefix(_HOLDER) for line in shown)


def _job(review: Review) -> dict[str, Any]:
    edits = list(halves(review.edits, review.passages))
    ordered = back_to_front(review.passages, edits)
    # Pasted paragraphs move no place that a bookmark and an offset name.
    ordered.sort(key=lambda edit: edit.kind != "carry")
    only_read = not review.edits and not review.through_odt
    to = (review.source if only_read else review.to).resolve()
    return {
        "source": str(review.source.resolve()),
        "to": str(to),
        "through": str(to.with_suffix(".odt")) if review.through_odt else "",
        "edits": [asdict(edit) for edit in ordered],
    }


def _driven(jobs: list[dict[str, Any]], folder: Path) -> list[dict[str, list[str]]]:
    folder.mkdir()
    path = folder / "job.json"
    path.write_text(json.dumps(jobs), "utf-8")
    # A session of its own, so that LibreOffice and its children can be ended together.
    process = subprocess.Popen(
        [_PYTHON, _DRIVER, path],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        said = f"LibreOffice was not ready after {_SECONDS} seconds"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        raise RuntimeError(said)
    results: list[dict[str, list[str]]] = json.loads(path.read_text("utf-8"))
    return results
