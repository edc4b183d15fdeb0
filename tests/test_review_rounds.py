"""Rounds and decisions that editors and git broke, and copies of one file."""

import re
from collections.abc import Callable

import pytest

from returned_files import (
    DECISIONS,
    ROUND,
    STAKE,
    THEME,
    SentProject,
    inserted,
    lines,
)

# --- decisions that an editor edited


def _two_items(sent: SentProject) -> list[str]:
    document = sent.edited().after("Hoe blijft werk leuk?", inserted(" Echt?", "Bea"))
    sent.read_back(document)
    return sent.ids()


def _double(text: str) -> str:
    return text + text.partition("items:\n")[2]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda text: text.replace("  decision: open", "  decision: acepted", 1),
            [
                ":6:13: error: “acepted” is not one of: open, accepted, rejected, answered"
                " [not-a-choice]",
                "did you mean “accepted”?",
            ],
        ),
        (
            lambda text: text.replace("  decision: open\n", "", 1),
            [":5:3: error: the key “decision” is missing [missing-key]"],
        ),
        (
            lambda text: text.replace("  decision: open", "  besluit: open", 1),
            [
                ":5:3: error: the key “decision” is missing [missing-key]",
                ":6:3: error: unknown key “besluit” [unknown-key]",
                "known here: id, decision, kind, who, document, files, passage, date, where, says,"
                " state, reply_to, refused, why, applied",
            ],
        ),
        (
            _double,
            [
                ":25:7: error: “{0}” stands in the decisions twice [review-twice]",
                f"the first is at {DECISIONS}:5:7; keep one of them and delete the other",
                ":35:7: error: “{1}” stands in the decisions twice [review-twice]",
                f"the first is at {DECISIONS}:15:7; keep one of them and delete the other",
            ],
        ),
        (
            lambda text: text.replace(
                "  decision: open\n",
                "<<<<<<< HEAD\n  decision: open\n=======\n  decision: accepted\n>>>>>>> ander\n",
                1,
            ),
            [
                ":6:1: error: here begins what git could not merge [git-conflict]",
                "keep what is right of both and delete the lines with <<<<<<<, ======= and >>>>>>>",
            ],
        ),
        (
            lambda text: text.replace("\n  decision", "\n\tdecision", 1),
            [
                ":6:1: error: not valid YAML: while scanning for the next token found character"
                " that cannot start any token [yaml-syntax]",
                "a tab or a special character? indent with spaces, quote the text",
            ],
        ),
        (lambda text: "", [": error: the file is empty [empty-file]"]),
    ],
    ids=["wrong word", "missing", "wrong key", "twice", "git", "tab", "empty"],
)
def test_broken_decisions_stop_every_command_with_the_place(
    spoil: Callable[[str], str], said: list[str], sent: SentProject
) -> None:
    ids = _two_items(sent)
    broken = spoil(sent.read(DECISIONS))
    sent.write(DECISIONS, broken)
    expected = [
        (f"{DECISIONS}{line}" if line.startswith(":") else line)
        .replace("{0}", ids[0])
        .replace("{1}", ids[1])
        for line in said
    ]
    for command in (
        ("list",),
        ("accept", ids[0]),
        ("accept", "--all"),
        ("answer", ids[0], "Ja."),
        ("apply",),
        ("read", str(sent.path("in/terug.docx"))),
    ):
        done = sent.run("review", *command)
        assert lines(done.stderr) == expected, command
        assert done.exit_code == 1, command
    assert sent.read(DECISIONS) == broken


def _other_order(text: str) -> str:
    return re.sub(r"- (id: \S+)\n  (decision: open)", r"- \2\n  \1", text)


def _indented(text: str) -> str:
    head, mark, rest = text.partition("items:\n")
    return head + mark + re.sub("(?m)^(?=.)", "    ", rest)


def _one_in_flow(text: str) -> str:
    head, mark, rest = text.partition("items:\n")
    entries = re.split(r"(?m)^- ", rest)[1:]
    flow = ["{" + ", ".join(re.sub("(?m)^  ", "", e).strip().splitlines()) + "}" for e in entries]
    return f"{head}{mark[:-1]} [{', '.join(flow)}]\n"


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text + "# tot hier\n",
        lambda text: text.replace("decision: open", 'decision: "open"   # nog doen'),
        _other_order,
        _indented,
        _one_in_flow,
    ],
    ids=["CRLF", "BOM", "no newline", "comment", "quoted", "order", "indented", "flow"],
)
def test_decisions_that_are_written_in_another_way_are_understood(
    edit: Callable[[str], str], sent: SentProject
) -> None:
    ids = _two_items(sent)
    edited = edit(sent.read(DECISIONS)).encode()
    sent.path(DECISIONS).write_bytes(edited)
    done = sent.run("review", "reject", ids[0], "--why", "Nee: “dat” # niet")
    assert (done.output, done.exit_code) == ("1 rejected.\n", 0)
    more = sent.edited().after("Met ", inserted(" drie", "Cor"))
    assert "1 new" in sent.read_back(more, "meer.docx").output
    listed = sent.run("review", "list", "--all").output
    assert re.findall(r"[0-9a-f]{8}  (\w+)  inserted, (\w+)", listed) == [
        ("rejected", "Anna"),
        ("open", "Bea"),
        ("open", "Cor"),
    ]
    assert "decided: Nee: “dat” # niet" in listed
    after = sent.path(DECISIONS).read_bytes()
    assert after.count(b"\r\n") in (0, after.count(b"\n"))


def test_an_entry_that_was_deleted_comes_back_when_the_file_is_read_again(
    sent: SentProject,
) -> None:
    ids = _two_items(sent)
    sent.write(DECISIONS, sent.read(DECISIONS).partition("items:\n")[0] + "items:\n")
    assert sent.run("review", "list").output == "0 listed; 0 of 0 still to be decided.\n"
    done = sent.run("review", "read", str(sent.path("in/terug.docx")))
    assert "2 new" in done.output
    assert sent.ids() == ids


# --- rounds that lost something


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        (
            "round.yaml",
            None,
            [
                f"{ROUND}/round.yaml: error: it is missing, and what was decided in this round"
                " with it [review-round-gone]",
                "bring it back from an earlier version, or delete the folder of the round",
            ],
        ),
        (
            "round.yaml",
            lambda text: text.replace("round: ronde-1\n", ""),
            [f"{ROUND}/round.yaml:2:1: error: the key “round” is missing [missing-key]"],
        ),
        (
            "base/agenda.docx.*.json",
            None,
            [
                f"{ROUND}/round.yaml:5:3: error: the map of “agenda.docx” as it was sent is"
                " missing [review-base-gone]",
                "bring the folder “base” of this round back from an earlier version",
            ],
        ),
        (
            "base/agenda.docx.*.json",
            lambda text: text.replace('werk.yaml","stake"', 'werk.yaml","title"'),
            [
                f"{ROUND}/base/*: error: the map of what was sent was changed or cannot be read"
                " [review-base-broken]",
                "bring it back from an earlier version; nobody needs to edit it",
            ],
        ),
        (
            "base/agenda.docx.*.json",
            lambda text: text[:-9],
            [
                f"{ROUND}/base/*: error: the map of what was sent was changed or cannot be read"
                " [review-base-broken]",
                "bring it back from an earlier version; nobody needs to edit it",
            ],
        ),
    ],
    ids=["no round", "broken round", "no map", "other map", "broken map"],
)
def test_a_round_that_lost_something_says_what_to_bring_back(
    name: str, spoil: Callable[[str], str] | None, said: list[str], sent: SentProject
) -> None:
    sent.read_back(sent.edited())
    [path] = sent.path(ROUND).glob(name)
    if spoil is None:
        path.unlink()
    else:
        path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    expected = [line.replace("base/*", f"base/{path.name}") for line in said]
    for command in ("list", "apply"):
        done = sent.run("review", command)
        assert (lines(done.stderr), done.exit_code) == (expected, 1)


def test_a_returned_file_that_is_gone_is_missed(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    sent.run("review", "accept", "--all")
    sent.path(f"{ROUND}/received/terug.docx").unlink()
    done = sent.run("review", "apply")
    assert lines(done.stderr) == [
        f"{DECISIONS}:5:3: error: “{sent.ids()[0]}” was accepted and is in none of the files that"
        " came back (terug.docx) [review-file-gone]",
        "bring “received” of this round back from an earlier version, or reject it",
    ]
    assert done.exit_code == 1


# --- copies


def test_two_files_with_one_name_are_both_kept(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    sent.read_back(sent.sent().after(STAKE, inserted(" Zeker.", "Bea")), "Terug.docx")
    assert sorted(name.lower() for name in sent.kept()) == ["terug-2.docx", "terug.docx"]


def test_the_same_file_is_kept_once_and_asks_nothing_twice(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    before = sent.read(DECISIONS)
    assert "0 new" in sent.read_back(sent.edited(), "kopie.docx").output
    assert sent.kept() == ["terug.docx"]
    assert sent.read(DECISIONS) == before


def test_a_later_copy_asks_only_what_is_new_and_names_what_is_gone(sent: SentProject) -> None:
    question = "Hoe blijft werk leuk?"
    sent.read_back(sent.edited().after(question, inserted(" Echt?")))
    kept, gone = sent.ids()
    sent.run("review", "reject", kept)
    later = sent.edited().after("Met ", inserted("drie "))
    done = sent.read_back(later, "later.docx")
    assert "2 items by Anna: 2 placed, 0 not placed; 1 new" in done.stdout
    assert lines(done.stderr) == [
        f"in/later.docx: warning: what Anna did in “terug.docx” is not all in this file: {gone}"
        " [review-vanished]",
        "taken back, or changed since? they stay as they are until you decide about them",
    ]
    assert sent.ids()[:2] == [kept, gone]
    assert "files: [terug.docx, later.docx]" in sent.read(DECISIONS).replace('"', "")
    states = re.findall(r"  (open|rejected)  ", sent.run("review", "list", "--all").output)
    assert sorted(states) == ["open", "open", "rejected"]


def test_an_edit_that_nobody_tracked_is_asked_once_for_all_copies(sent: SentProject) -> None:
    document = sent.sent()
    document.text = document.text.replace(STAKE, "Werk moet fijn blijven.")
    sent.read_back(document)
    saved = document.files["docProps/core.xml"].replace(
        b"</cp:coreProperties>",
        b"<cp:lastModifiedBy>Bea</cp:lastModifiedBy></cp:coreProperties>",
    )
    done = sent.read_back(document.part("docProps/core.xml", saved), "later.docx")
    assert "1 item by Bea: 1 placed, 0 not placed; 0 new" in done.output


def test_a_file_of_the_first_round_belongs_to_it_after_the_second(sent: SentProject) -> None:
    document = sent.edited()
    sent.change(THEME, f"stake: {STAKE}\n", "stake: Werk moet echt leuk blijven.\n")
    assert sent.run("review", "send", "--no-layout").exit_code == 0
    assert "(agenda.docx, ronde-1)" in sent.read_back(document).output
    sent.run("review", "accept", "--all")
    assert sent.run("review", "apply").exit_code == 0
    assert "stake: Werk moet echt leuk blijven. Ook thuis.\n" in sent.read(THEME)


def test_what_is_in_one_round_is_no_question_in_the_next(sent: SentProject) -> None:
    sent.read_back(sent.edited())
    assert sent.run("review", "send", "--no-layout").exit_code == 0
    done = sent.read_back(sent.edited().after("Met ", inserted("drie ")), "later.docx")
    assert lines(done.output)[0] == "later.docx (agenda.docx, ronde-2)"
    assert "2 items by Anna: 2 placed, 0 not placed; 1 new" in done.output
