"""The law of the review at length: python bench/review.py FILES EDITS writes docs/review.md.

Plans edits by chance in the real documents, has them made in the manner of Word and in LibreOffice
(also by way of .odt), brings them back with everything accepted, and counts. The tests do the same
with fewer; they and this script share `tests/law.py`.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
# What the tests share is no package: the folder must be known before it is imported (E402).
sys.path.insert(0, str(ROOT / "tests"))

from bpa_agenda.project import Project  # noqa: E402
from law import Plan, copy_of, outcome, plan, sent_project, texts  # noqa: E402
from reviewer_libreoffice import Review, as_lines, can_do, review  # noqa: E402
from reviewer_word import review as write_as_word  # noqa: E402

DOCUMENTS = (
    "voorstel-formeel-en-informeel-werk.docx",
    "onderzoeksagenda.docx",
    "voorstel-duurzame-plaatsing-mkb.docx",
)
PAGE = ROOT / "docs" / "review.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEAD = (
    "| made by | where | files | edits | items | placed | conflicts | refused"
    " | restored exactly |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)
Made = tuple[Path, Plan, tuple[str, ...]]


@click.command()
@click.argument("files", type=int, default=12)
@click.argument("edits", type=int, default=40)
def main(files: int, edits: int) -> None:
    """Counts over FILES returned files of each kind with at most EDITS edits each."""
    with tempfile.TemporaryDirectory(prefix="bpa-law-") as name:
        folder = Path(name)
        project = sent_project(folder / "sent")
        rows = [
            _row("manner of Word", True, project, folder, _by_word(project, folder, files, edits)),
            _row("LibreOffice", True, project, folder, _by_office(project, folder, files, edits)),
            _row(
                "LibreOffice, by way of .odt",
                True,
                project,
                folder,
                _by_office(project, folder, files // 3, edits, through_odt=True),
            ),
            _row(
                "manner of Word",
                False,
                project,
                folder,
                _by_word(project, folder, files, edits, anywhere=True),
            ),
        ]
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{HEAD}{''.join(rows)}{END}{after}", "utf-8")


def _by_word(
    project: Project, folder: Path, files: int, edits: int, *, anywhere: bool = False
) -> Iterator[Made]:
    for seed in range(1000, 1000 + files):
        document = DOCUMENTS[seed % len(DOCUMENTS)]
        planned = plan(project, document, seed, edits, anywhere=anywhere)
        file = folder / f"word-{anywhere}-{seed}.docx"
        source = project.build / document
        seen = write_as_word(source, file, planned.passages, planned.edits, seed)
        yield file, planned, texts(seen.accepted)


def _by_office(
    project: Project, folder: Path, files: int, edits: int, *, through_odt: bool = False
) -> Iterator[Made]:
    done: list[tuple[Path, Plan]] = []
    for seed in range(2000, 2000 + files):
        document = DOCUMENTS[seed % len(DOCUMENTS)]
        drawn = plan(project, document, seed, edits)
        own = tuple(edit for edit in drawn.edits if can_do(edit, drawn.passages))
        file = folder / f"office-{through_odt}-{seed}.docx"
        done.append((file, Plan(document, drawn.passages, own)))
    shown = review(
        Review(project.build / one.document, file, one.edits, one.passages, through_odt)
        for file, one in done
    )
    for (file, planned), seen in zip(done, shown, strict=True):
        yield file, planned, texts(seen.accepted)


def _row(
    made_by: str, reviewable: bool, project: Project, folder: Path, made: Iterator[Made]
) -> str:
    counts: Counter[str] = Counter()
    lines: Callable[[Sequence[str]], tuple[str, ...]] = as_lines if "Office" in made_by else tuple
    for number, (file, planned, seen) in enumerate(made):
        found = outcome(copy_of(project, folder / f"{file.stem}-{number}"), file, planned.document)
        counts["files"] += 1
        counts["edits"] += len(planned.edits)
        counts["items"] += found.items
        counts["unplaced"] += len(found.unplaced)
        counts["conflicts"] += sum("touch each other" in problem for problem in found.problems)
        counts["refused"] += len(found.refused)
        counts["refused"] += sum("by itself" in problem for problem in found.problems)
        is_exact = texts(lines(found.built)) == seen
        counts["exact"] += is_exact
        click.echo(f"{file.name}: {len(planned.edits)} edits, {'exact' if is_exact else 'differs'}")
        for problem in (*found.problems, *found.refused, *found.unplaced):
            click.echo(f"    {problem[:150]}")
    where = "reviewable passages" if reviewable else "anywhere"
    placed = counts["items"] - counts["unplaced"]
    exact = f"{counts['exact']} of {counts['files']} files" if reviewable else "-"
    return (
        f"| {made_by} | {where} | {counts['files']} | {counts['edits']} | {counts['items']} "
        f"| {placed} | {counts['conflicts']} | {counts['refused']} | {exact} |\n"
    )


if __name__ == "__main__":
    main()
