"""A round of review up to the decisions, as editors type it."""

import re
import shutil

import pytest
import yaml

from returned import COR, DAY, Reviewer, SmallRound, without_comment_marks

THEME, DECISIONS = "agenda/themes/werk.yaml", "agenda/reviews/ronde-1/decisions.yaml"
GREEN = "agenda/themes/werk.yaml questions/werk-uren/explanation"


# --- sending


def test_a_round_says_which_files_go_out_and_keeps_what_they_say(unsent: SmallRound) -> None:
    assert (
        unsent.review("send", "--no-layout")
        == """\
ronde-1: send these files
  build/agenda.docx
  build/leuk.docx
What they say is kept in agenda/reviews/ronde-1/.
"""
    )
    kept = sorted(path.name for path in unsent.path("agenda/reviews").rglob("*.*"))
    assert [re.sub("[0-9a-f]{8}", "…", name) for name in kept] == [
        *("agenda.docx.….json", "leuk.docx.….json", "round.yaml")
    ]
    assert unsent.problems() == []


def test_a_next_round_has_the_next_name_or_one_that_is_given(project: SmallRound) -> None:
    assert project.review("send", "--no-layout").splitlines()[0] == "ronde-2: send these files"
    printed = project.review("send", "--no-layout", "--name", "eind")
    assert printed.splitlines()[0] == "eind: send these files"
    rounds = sorted(path.parent.name for path in project.path("agenda/reviews").glob("*/*.yaml"))
    assert rounds == ["eind", "ronde-1", "ronde-2"]


def test_nothing_is_sent_when_the_content_has_an_error(unsent: SmallRound) -> None:
    unsent.change(THEME, "title: Leuk werk", "title: [Leuk]")
    printed = unsent.review("send", "--no-layout", fails=True)
    assert "“title” must be text, not a list [wrong-type]" in printed
    assert not unsent.path("agenda/reviews").exists()


# --- reading and listing


def _full(project: SmallRound) -> Reviewer:
    return (
        project.reviewer()
        .edit("replace", "vroeg dit", "vroeg dat")
        .edit("delete", "vaste ", tracked=False)
        .edit("comment", "Een citaat", "Van wie?", "Van een deelnemer.", "Goed.")
        .resolve()
        .edit("replace", "groep geel", "groep blauw")
    )


def test_reading_says_what_is_in_a_file_so_that_it_adds_up(project: SmallRound) -> None:
    file = _full(project).save(project.path("in/anna.docx"), last="Els Fortuin")
    assert (
        project.review("read", file)
        == """\
anna.docx (agenda.docx, ronde-1)
     2 × replaced
     2 × reply
     1 × deleted
     1 × comment
  6 items by Anna Bakker, Els Fortuin, Cor Dijk: 6 placed, 0 not placed; 6 new
  in the file: 4 tracked changes and 3 comments, all read; 1 edit without tracking
"""
    )
    assert project.review("list") == LISTED


LISTED = """\
agenda/themes/werk.yaml questions/werk-leuk/explanation
  3fac6c04  open  replaced, Anna Bakker, 2026-03-04  (ronde-1)
      Herkomst: Werkatelier 1, [-groep geel-]{+groep blauw+}
      by hand: this text is made by the program or stands in the template
  ad5902c6  open  deleted without tracking, Els Fortuin  (ronde-1)
      [-vaste -]roosters
agenda/themes/werk.yaml questions/werk-uren/explanation
  3706ff41  open  replaced, Anna Bakker, 2026-03-04  (ronde-1)
      Groep groen [-vroeg dit-]{+vroeg dat+}.
agenda/sections/inleiding.yaml text
  64935755  open, resolved in Word  comment, Anna Bakker, 2026-03-04  (ronde-1)
      Een citaat
      “Van wie?”
  7788feef  open, resolved in Word  reply, Cor Dijk, 2026-03-04  (ronde-1)
      Een citaat
      “Van een deelnemer.”
      (reply to 64935755)
  73d6dbc2  open, resolved in Word  reply, Anna Bakker, 2026-03-04  (ronde-1)
      Een citaat
      “Goed.”
      (reply to 64935755)
6 listed; 6 of 6 still to be decided.
"""


DECIDED = """\
# Wat lezers voorstelden en vroegen, en wat de redactie ermee doet (agenda review read).
# decision: open, accepted, rejected of answered; why: de toelichting die de lezer te zien krijgt.
items:

- id: "0d0f0484"
  decision: open
  kind: replacement
  who: Anna Bakker
  date: "2026-03-04T09:01:00Z"
  where: agenda/themes/werk.yaml questions/werk-uren/explanation
  passage: "Groep groen [-vroeg dit-]{+vroeg: “dat”+}."
  document: agenda.docx
  files: [anna.docx]

- id: "64935755"
  decision: open
  kind: comment
  who: Anna Bakker
  date: "2026-03-04T10:00:00Z"
  where: agenda/sections/inleiding.yaml text
  passage: Een citaat
  says: "Van wie?"
  state: resolved
  document: agenda.docx
  files: [anna.docx]
"""


def test_decisions_are_yaml_that_a_person_can_read_and_write(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("replace", "vroeg dit", "vroeg: “dat”")
    project.read_back(reviewer.edit("comment", "Een citaat", "Van wie?").resolve())
    assert project.read(DECISIONS) == DECIDED


def test_what_an_editor_wrote_in_the_decisions_counts_and_stays(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("replace", "vroeg dit", "vroeg dat")
    project.read_back(reviewer.edit("replace", "Korte", "Kortere"))
    by_hand = (
        project.read(DECISIONS)
        .replace("decision: open\n", "decision: accepted  # Jo vindt het goed\n", 1)
        .replace("items:\n", "# Besproken op maandag.\nitems:\n")
    )
    project.write(DECISIONS, by_hand)
    printed = project.review("apply")
    assert printed == "1 accepted item applied in 1 file.\n  agenda/themes/werk.yaml\n"
    assert "title: Kortere weken" in project.read(THEME)
    assert "Groep groen vroeg dit." in project.read(THEME)
    assert project.read(DECISIONS) == by_hand.replace(
        "# Jo vindt het goed\n", f'# Jo vindt het goed\n  applied: "{DAY}"\n'
    )


def test_who_reads_the_same_file_again_is_asked_nothing_twice(project: SmallRound) -> None:
    file = _full(project).save(project.path("in/anna.docx"))
    project.review("read", file)
    project.review("reject", "--at", "groen", "--why", "Zo heet het.")
    before = project.read(DECISIONS)
    other = shutil.copyfile(file, project.path("in/anna (1).docx"))
    for same in (file, other):
        assert "6 placed, 0 not placed; 0 new\n" in project.review("read", same)
    assert project.read(DECISIONS) == before


def test_of_a_later_copy_only_what_is_new_is_asked(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("replace", "vroeg dit", "vroeg dat")
    project.read_back(reviewer)
    project.review("accept", "--all")
    project.review("apply")
    later = reviewer.edit("replace", "Met proeven", "Samen").edit("insert", "Groep groen", " ook")
    assert "3 items by Anna Bakker: 3 placed, 0 not placed; 2 new" in project.read_back(later)
    assert project.review("list").splitlines()[-1] == "2 listed; 2 of 3 still to be decided."
    project.review("accept", "--all")
    project.review("apply")
    assert "explanation: Groep groen ook vroeg dat." in project.read(THEME)
    assert "how: Samen." in project.read(THEME)


def test_an_untracked_edit_is_of_who_saved_the_file_last(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("replace", "dit", "dat", tracked=False, nth=1)
    project.review("read", reviewer.save(project.path("in/a.docx"), last="Els Fortuin"))
    assert (
        project.review("list")
        == f"""\
{GREEN}
  3914f779  open  replaced without tracking, Els Fortuin  (ronde-1)
      Groep groen vroeg [-dit-]{{+dat+}}.
1 listed; 1 of 1 still to be decided.
"""
    )


def test_a_comment_that_hangs_on_nothing_is_listed_as_not_placed(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("comment", "Een citaat", "Algemeen: prima.")
    file = reviewer.save(project.path("in/anna.docx"))
    printed = project.review("read", without_comment_marks(file))
    assert "1 item by Anna Bakker: 0 placed, 1 not placed; 1 new" in printed
    assert (
        project.review("list")
        == """\
not placed
  b1678ede  open  comment, Anna Bakker, 2026-03-04  (ronde-1)
      “Algemeen: prima.”
1 listed; 1 of 1 still to be decided.
"""
    )


# --- deciding


def test_one_those_of_a_reviewer_those_of_a_passage_or_all(project: SmallRound) -> None:
    project.read_back(
        project.reviewer().edit("replace", "Korte", "Kortere").edit("replace", "Met", "Door"),
    )
    other = project.reviewer(COR).edit("insert", "Groep groen", " ook").edit("delete", "vaste ")
    project.read_back(other.edit("comment", "Een citaat", "Wie?"), "cor.docx")
    first, *_ = project.ids()
    assert project.review("accept", first) == "1 accepted.\n"
    assert project.review("accept", "--at", "groen") == "1 accepted.\n"
    assert project.review("reject", "--by", "anna") == (
        f"1 rejected.\n  not {first}: it was accepted before; give its id to decide otherwise\n"
    )
    assert project.review("accept", "--all", "--by", "niemand").startswith("0 accepted.\n")
    assert project.review("accept", "--all") == "1 accepted.\n"
    states = re.findall(
        r"decision: (\w+)\n(?:  why.*\n)?  kind: (\S+)\n  who: (\w+)", project.read(DECISIONS)
    )
    assert states == [
        ("accepted", "replacement", "Anna"),
        ("rejected", "replacement", "Anna"),
        ("accepted", "deletion", "Cor"),
        ("accepted", "insertion", "Cor"),
        ("open", "comment", "Cor"),
    ]


def test_why_and_answers_are_kept_as_they_were_typed(project: SmallRound) -> None:
    reviewer = project.reviewer().edit("replace", "Korte", "Kortere")
    project.read_back(reviewer.edit("comment", "Een citaat", "Wie?"))
    change, comment = project.ids()
    why = 'Het heet "kort": \\ ’t is zo # niet langer'
    assert project.review("reject", change, "--why", why) == "1 rejected.\n"
    assert project.review("answer", comment, "Een deelnemer.\nZie het verslag.") == "1 answered.\n"
    assert project.review("list", "--all") == ANSWERED
    said = [entry["why"] for entry in yaml.safe_load(project.read(DECISIONS))["items"]]
    assert said == [why, "Een deelnemer.\nZie het verslag."]


ANSWERED = """\
agenda/themes/werk.yaml questions/werk-uren/title
  229f5563  rejected  replaced, Anna Bakker, 2026-03-04  (ronde-1)
      1.2 [-Korte-]{+Kortere+} weken
      decided: Het heet "kort": \\ ’t is zo # niet langer
agenda/sections/inleiding.yaml text
  d810525d  answered  comment, Anna Bakker, 2026-03-04  (ronde-1)
      Een citaat
      “Wie?”
      decided: Een deelnemer. Zie het verslag.
2 listed; 0 of 2 still to be decided.
"""


def test_what_cannot_be_accepted_says_why(project: SmallRound) -> None:
    project.read_back(_full(project).edit("remove", "Werk moet"))
    whole, remark, deletion, change, comment, *_ = project.ids()
    assert (
        project.review("accept", "--by", "bakker")
        == f"""\
2 accepted.
  not {remark}: by hand: this text is made by the program or stands in the template
"""
    )
    project.review("reject", whole)
    assert (
        project.review("accept", "--all")
        == f"""\
1 accepted.
  not {remark}: by hand: this text is made by the program or stands in the template
"""
    )
    assert (
        project.review("accept", comment)
        == f"""\
0 accepted.
  not {comment}: a comment is answered or rejected, with “agenda review answer” or “reject”
"""
    )
    project.review("apply")
    for name in (deletion, change):
        assert (
            project.review("accept", name)
            == f"""\
0 accepted.
  not {name}: it is in the text already
"""
        )


def test_all_says_of_each_change_what_is_in_its_way(project: SmallRound) -> None:
    anna = project.reviewer().edit("replace", "vroeg dit", "vroeg dat")
    anna.edit("replace", "Korte", "Kortere").edit("replace", "Met", "Door")
    project.read_back(anna.edit("insert", "vaste roosters", " "))
    project.read_back(project.reviewer(COR).edit("replace", "vroeg dit", "vroeg iets"), "cor.docx")
    project.change(THEME, "title: Korte weken", "title: Langere weken")
    project.change(THEME, "    how: Met *proeven*.\n", "")
    space, gone, other, one, two = project.ids()
    assert (
        project.review("accept", "--all")
        == f"""\
0 accepted.
  not {space}: nothing in the text changes by it
  not {gone}: its text is not in the agenda any more
  not {other}: the agenda has other words there by now
  not {one}: it touches {two}
  not {two}: it touches {one}
"""
    )


def test_a_decision_can_be_changed_by_name_until_it_is_in_the_text(project: SmallRound) -> None:
    project.read_back(project.reviewer().edit("replace", "Korte", "Kortere"))
    [name] = project.ids()
    project.review("accept", name)
    assert project.review("accept", "--by", "bakker") == "0 accepted.\n  no open change was found\n"
    passed = f"0 rejected.\n  not {name}: it was accepted before; give its id to decide otherwise\n"
    assert project.review("reject", "--by", "bakker") == passed
    assert project.review("reject", name) == "1 rejected.\n"
    assert project.review("accept", name) == "1 accepted.\n"
    project.review("apply")
    in_text = f"  not {name}: it is in the text already\n"
    assert project.review("reject", name) == f"0 rejected.\n{in_text}"
    assert project.review("reject", "--at", "korte") == f"0 rejected.\n{in_text}"
    assert project.review("answer", name, "Toch niet.") == f"0 answered.\n{in_text}"


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_answer_says_something(project: SmallRound, text: str) -> None:
    project.read_back(project.reviewer().edit("comment", "Een citaat", "Wie?"))
    printed = project.review("answer", *project.ids(), text, fails=True)
    said = "Error: Say what the answer is: the reviewer gets to read it."
    assert printed.splitlines()[-1] == said
    assert "decision: open" in project.read(DECISIONS)


@pytest.mark.parametrize("command", ["accept", "reject"])
def test_who_names_nothing_is_told_how(project: SmallRound, command: str) -> None:
    assert project.review(command, fails=True).splitlines()[-1] == (
        "Error: Say which: the ids that “agenda review list” shows, --by or --at."
    )


@pytest.mark.parametrize("command", [("accept",), ("reject",), ("answer",)])
def test_an_id_that_is_not_there(project: SmallRound, command: tuple[str, ...]) -> None:
    project.read_back(project.reviewer().edit("replace", "Korte", "Kortere"))
    [known] = project.ids()
    before = project.read(DECISIONS)
    wrong = known[:-1] + ("0" if known[-1] != "0" else "1")
    more = ("Ja.",) if command == ("answer",) else ()
    assert project.review(*command, wrong, *more, fails=True) == (
        f"agenda/reviews: error: there is no item “{wrong}” [review-unknown-item]\n"
        f"    did you mean “{known}”?\n"
    )
    assert project.read(DECISIONS) == before
