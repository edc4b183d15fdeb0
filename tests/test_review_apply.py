"""What was accepted comes into the YAML: what merges, and of the rest nothing."""

from pathlib import Path

import pytest

from edits import Edit
from marked_documents import passages
from returned import COR, Reviewer, SmallRound
from reviewer_word import review as write_as_word

THEME, DECISIONS = "agenda/themes/werk.yaml", "agenda/reviews/ronde-1/decisions.yaml"


def _accepted(project: SmallRound, *reviewers: Reviewer) -> None:
    for number, reviewer in enumerate(reviewers):
        project.read_back(reviewer, f"{number}.docx")
    for name in project.ids():
        project.review("accept", name)


def _state(project: SmallRound) -> dict[str, bytes]:
    files = project.path("agenda").rglob("*")
    return {path.name: path.read_bytes() for path in files if path.is_file()}


def test_a_dry_run_shows_the_lines_and_changes_nothing(project: SmallRound) -> None:
    _accepted(project, project.reviewer().edit("replace", "Korte", "Kortere"))
    before = _state(project)
    assert (
        project.review("apply", "--dry-run")
        == """\
--- agenda/themes/werk.yaml
+++ agenda/themes/werk.yaml
@@ -20,7 +20,7 @@
     sources: [w1.geel.leuk, w1.geel.roosters, w1.geel.leidinggevende]
     how: Met *proeven*.
   - id: werk-uren
-    title: Korte weken
+    title: Kortere weken
     question: Wie werkt er < 20 uur?
     levels: [society]
     explanation: Groep groen vroeg dit.
1 accepted item would be applied in 1 file.
  agenda/themes/werk.yaml
"""
    )
    assert _state(project) == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_all_bytes_but_those_of_the_value_stay(unsent: SmallRound, newline: str) -> None:
    """Comments, order, quotes, folds, blank lines and no line end at the end of the file."""
    text = (
        unsent.read(THEME)
        .replace("title: Korte weken", "title:   'Korte weken' # nog eens naar kijken")
        .replace("    explanation: Groep groen vroeg dit.\n", "")
        .replace(
            "    levels: [society]\n",
            "    explanation: >-\n      Groep groen\n      vroeg dit.\n\n\n"
            "    levels: [ society ]\n",
        )
    )
    unsent.path(THEME).write_bytes(f"# Het thema.\n{text}".rstrip().replace("\n", newline).encode())
    unsent.review("send", "--no-layout")
    before = unsent.path(THEME).read_bytes()
    reviewer = unsent.reviewer().edit("replace", "Korte weken", "Weken die ’s korten")
    _accepted(unsent, reviewer.edit("insert", "vroeg", " ook", nth=1))
    unsent.review("apply")
    assert unsent.path(THEME).read_bytes() == before.replace(
        b"'Korte weken'", "'Weken die ’s korten'".encode()
    ).replace(b"vroeg dit.", b"vroeg ook dit.")


def test_who_applies_twice_changes_nothing_more(project: SmallRound) -> None:
    _accepted(project, project.reviewer().edit("insert", "Groep groen", " ook"))
    assert (
        project.review("apply") == "1 accepted item applied in 1 file.\n  agenda/themes/werk.yaml\n"
    )
    after = _state(project)
    assert project.review("apply") == "0 accepted items applied in 0 files.\n"
    assert _state(project) == after


def test_a_source_that_went_on_merges_where_it_can(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("replace", "Groep geel", "Tafel geel")
    _accepted(project, reviewer.edit("replace", "vroeg dit", "vroeg dat"))
    project.change(THEME, "blijft.\n", "blijft en leert.\n")
    project.change(THEME, "Groep groen vroeg dit.", "Groep groen zei iets.")
    second = project.ids()[1]
    before = _state(project)
    assert project.review("apply", fails=True) == (
        "agenda/themes/werk.yaml: error: changes of “questions/werk-uren/explanation” touch each "
        "other where it said “vroeg dit”: the agenda now: “zei iets”; Anna Bakker: “vroeg dat” "
        "[review-conflict]\n"
        f"    keep one and reject the others, or edit the text and reject all; here: {second}\n"
        "1 accepted item applied in 1 file.\n"
        "  agenda/themes/werk.yaml\n"
    )
    assert project.path(THEME).read_bytes() == before["werk.yaml"].replace(
        b"Groep geel vroeg hoe", b"Tafel geel vroeg hoe"
    )
    project.review("reject", second, "--why", "Het staat er nu anders.")
    assert project.review("apply") == "0 accepted items applied in 0 files.\n"


def test_a_text_that_is_gone(project: SmallRound) -> None:
    _accepted(project, project.reviewer().edit("replace", "Met", "Door"))
    project.change(THEME, "    how: Met *proeven*.\n", "")
    [name] = project.ids()
    assert project.review("apply", fails=True) == (
        "agenda/themes/werk.yaml: error: there is no text at “questions/werk-leuk/how” any more, "
        "where it said “Met *proeven*.”; Anna Bakker: “Door *proeven*.” [review-place-gone]\n"
        f"    edit the agenda by hand, and answer or reject these items: {name}\n"
        "0 accepted items applied in 0 files.\n"
    )


def test_two_readers_of_one_passage_apart(project: SmallRound) -> None:
    anna = project.reviewer().edit("replace", "Groep geel", "Tafel geel")
    _accepted(project, anna, project.reviewer(COR).edit("insert", "leuk blijft", " of wordt"))
    project.review("apply")
    assert "      Tafel geel vroeg hoe werk **leuk** blijft of wordt.\n" in project.read(THEME)


def test_two_readers_of_the_same_words_and_all_others(project: SmallRound) -> None:
    anna = (
        project.reviewer()
        .edit("replace", "vroeg dit", "vroeg dat")
        .edit("replace", "Groep groen", "Beste groep groen")
    )
    cor = (
        project.reviewer(COR)
        .edit("replace", "vroeg dit", "vroeg iets")
        .edit("replace", "Korte", "Lange")
    )
    _accepted(project, anna, cor)
    one, other = (name for name, edit in project.edits().items() if "[-vroeg dit-]" in edit)
    assert project.review("apply", fails=True) == (
        "agenda/themes/werk.yaml: error: changes of “questions/werk-uren/explanation” touch each "
        "other where it said “dit”: Anna Bakker: “dat”; Cor Dijk: “iets” "
        "[review-conflict]\n"
        "    keep one and reject the others, or edit the text and reject all; here: "
        f"{one}, {other}\n"
        "2 accepted items applied in 1 file.\n"
        "  agenda/themes/werk.yaml\n"
    )
    assert "explanation: Beste groep groen vroeg dit." in project.read(THEME)
    assert "title: Lange weken" in project.read(THEME)


def test_what_is_held_stays_listed_until_it_is_decided_otherwise(project: SmallRound) -> None:
    anna = project.reviewer().edit("replace", "vroeg dit", "vroeg dat")
    cor = project.reviewer(COR).edit("replace", "vroeg dit", "vroeg iets")
    _accepted(project, anna, cor)
    one, other = project.ids()
    listed = f"""\
agenda/themes/werk.yaml questions/werk-uren/explanation
  {one}  accepted  replaced, Anna Bakker, 2026-03-04  (ronde-1)
      Groep groen [-vroeg dit-]{{+vroeg dat+}}.
      held: it touches {other}
  {other}  accepted  replaced, Cor Dijk, 2026-03-04  (ronde-1)
      Groep groen [-vroeg dit-]{{+vroeg iets+}}.
      held: it touches {one}
2 listed; 2 of 2 still to be decided.
"""
    assert project.review("list") == listed
    project.review("apply", fails=True)
    assert project.review("list") == listed
    project.review("reject", other)
    assert project.review("list") == "0 listed; 0 of 2 still to be decided.\n"
    project.review("apply")
    assert project.review("list") == "0 listed; 0 of 2 still to be decided.\n"
    assert "explanation: Groep groen vroeg dat." in project.read(THEME)


def test_what_is_accepted_to_be_done_by_hand_stays_listed(project: SmallRound) -> None:
    _accepted(project, project.reviewer().edit("replace", "groep geel", "groep blauw"))
    assert project.review("list").splitlines()[-2:] == [
        "      by hand: this text is made by the program or stands in the template",
        "1 listed; 0 of 1 still to be decided.",
    ]


NESTED = {
    "both": ((0, 1), "Groep groen en geel vroeg dit."),
    "only the insertion": ((0,), "Groep groen en ook geel vroeg dit."),
    "only the deletion in it": ((1,), "Groep groen vroeg dit."),
}


@pytest.mark.parametrize(("accepted", "text"), NESTED.values(), ids=NESTED)
def test_a_reader_who_deletes_what_another_inserted(
    project: SmallRound, accepted: tuple[int, ...], text: str
) -> None:
    project.read_back(project.reviewer().nested("Groep groen", " en ook geel", " ook", COR))
    names = project.ids()
    for number, name in enumerate(names):
        project.review("accept" if number in accepted else "reject", name)
    project.review("apply", fails=accepted == (1,))
    assert f"    explanation: {text}\n" in project.read(THEME)


def test_a_change_of_which_nothing_comes_is_named(project: SmallRound) -> None:
    """As when somebody deletes words that another inserted, and those are not accepted."""
    project.read_back(project.reviewer().nested("Groep groen", " en ook geel", " ook", COR))
    name = project.ids()[1]
    project.review("accept", name)
    before = _state(project)
    assert project.review("apply", fails=True) == (
        f"{DECISIONS}:15:3: error: “{name}” cannot be put in the text by itself: nothing in the "
        "text changes by it [review-refused]\n"
        "    edit agenda/themes/werk.yaml questions/werk-uren/explanation by hand, and tell the "
        f'reader: agenda review answer {name} "…"\n'
        "0 accepted items applied in 0 files.\n"
    )
    assert _state(project) == before
    project.review("answer", name, "Die woorden komen er niet.")
    assert project.review("apply") == "0 accepted items applied in 0 files.\n"


def test_what_would_make_a_mistake_is_held_and_all_else_goes_on(project: SmallRound) -> None:
    reviewer = project.reviewer(document="leuk.docx")
    _accepted(
        project,
        reviewer.edit("replace", "[Looptijd]", "twee jaar").edit("replace", "Een voor", "Ons voor"),
    )
    held = project.ids()[0]
    assert project.review("apply", fails=True) == (
        f"agenda/reviews/ronde-1/decisions.yaml:5:3: error: “{held}” cannot be put in the text by "
        "itself: “twee jaar” is not a whole number [review-refused]\n"
        "    edit agenda/proposals/leuk.yaml months by hand, and tell the reader: agenda review "
        f'answer {held} "…"\n'
        "1 accepted item applied in 1 file.\n"
        "  agenda/proposals/leuk.yaml\n"
    )
    assert "months: !open Looptijd\n" in project.read("agenda/proposals/leuk.yaml")
    assert "summary: Ons voorstel.\n" in project.read("agenda/proposals/leuk.yaml")


def test_nothing_is_applied_while_the_decisions_cannot_be_read(project: SmallRound) -> None:
    _accepted(project, project.reviewer().edit("replace", "Korte", "Kortere"))
    project.change(DECISIONS, "decision: accepted", "decision: goed")
    before = _state(project)
    printed = project.review("apply", fails=True)
    assert "“goed” is not one of: open, accepted, rejected, answered" in printed
    assert _state(project) == before


def test_words_that_were_moved_far_are_one_item_and_keep_their_emphasis(
    project: SmallRound, tmp_path: Path
) -> None:
    document, file = project.path("build/agenda.docx"), tmp_path / "anna.docx"
    found = passages(document)
    source, target = (
        next(p for p in found if p.text == text)
        for text in ("Groep geel vroeg hoe werk leuk blijft.", "Groep groen vroeg dit.")
    )
    start = source.text.index(" leuk")
    move = Edit("move", source.bookmark, start, start + 5, target=target.bookmark, at=11)
    write_as_word(document, file, found, [move])
    assert "1 item by Anna Bakker: 1 placed" in project.review("read", file)
    [line] = [li for li in project.review("list").splitlines() if "Anna Bakker" in li]
    project.review("accept", line.split()[0])
    project.review("apply")
    theme = project.read("agenda/themes/werk.yaml")
    assert "Groep geel vroeg hoe werk blijft." in theme
    assert "Groep groen **leuk** vroeg dit." in theme
