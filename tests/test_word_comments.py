"""The comments in a reviewed Word document: where they stand, replies, and what is resolved."""

from pathlib import Path

import pytest

from bpa_agenda.reviewed import Comment, ReviewedDocument
from reviewed_documents import deleted, inserted, shown, with_parts
from word_documents import (
    CHOICE,
    FALLBACK,
    cell,
    either,
    new,
    paragraph,
    row,
    run,
    table,
    with_body,
)


def start(id_: str = "1") -> str:
    return f'<w:commentRangeStart w:id="{id_}"/>'


def end(id_: str = "1") -> str:
    return f'<w:commentRangeEnd w:id="{id_}"/>'


def reference(id_: str = "1") -> str:
    return f'<w:r><w:commentReference w:id="{id_}"/></w:r>'


def comment(id_: str, *paragraphs: str) -> str:
    said = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs)
    return f'<w:comment w:id="{id_}" w:author="een" w:date="2024-05-01">{said}</w:comment>'


def commented(
    folder: Path, *blocks: str, comments: str = comment("1", "Echt?"), threads: str = ""
) -> ReviewedDocument:
    """What is read of a document with comments; `threads` is what is said about replies."""
    more = {"commentsExtended": f"<w15:commentsEx>{threads}</w15:commentsEx>"} if threads else {}
    document = with_body(*blocks)
    return with_parts(document, folder, comments=f"<w:comments>{comments}</w:comments>", **more)


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ([paragraph("een ", start(), "twee", end(), reference(), " drie")], (0, 4, 0, 8)),
        ([paragraph("een ", inserted(start() + run("x")), inserted(end()))], (0, 4, 0, 5)),
        ([paragraph("een ", start(), deleted("weg"), end())], (0, 4, 0, 7)),
        ([paragraph("a", start(), "b"), paragraph("c", end(), "d")], (0, 1, 1, 1)),
        ([start(), paragraph("ab"), end(), paragraph("c")], (0, 0, 0, 2)),
        ([start(), paragraph("ab", either(CHOICE, FALLBACK)), end()], (0, 0, 0, 3)),
        ([end(), paragraph("ab")], (0, 0, 0, 0)),
        ([paragraph("ab"), start(), end(), paragraph("cd")], (1, 0, 1, 0)),
        ([paragraph("ab"), start()], (0, 2, 0, 2)),
        ([table(row(cell("a") + start() + cell("b") + end() + cell("c")))], (1, 0, 1, 1)),
        ([paragraph("een ", reference(), "twee")], (0, 4, 0, 4)),
        ([paragraph("een ", start(), "twee", reference())], (0, 4, 0, 8)),
        ([paragraph("een ", start(), "twee")], (0, 4, 0, 4)),
        ([paragraph("een ", end(), "twee")], (0, 4, 0, 4)),
        ([paragraph(end(), "een ", start(), "twee")], (0, 4, 0, 4)),
        ([paragraph("a", start(), "b", end(), "c", start(), "d", end())], (0, 1, 0, 2)),
        ([paragraph("niets")], None),
        ([paragraph(start("9"), "andere", end("9"))], None),
    ],
)
def test_a_comment_stands_where_its_marks_stand(
    tmp_path: Path, blocks: list[str], place: tuple[int, ...] | None
) -> None:
    (found,) = commented(tmp_path, *blocks).comments
    assert found.place == place
    assert (found.id, found.author, found.date, found.text) == ("1", "een", "2024-05-01", "Echt?")


def test_a_comment_has_paragraphs_and_what_was_deleted_from_it_is_not_said(tmp_path: Path) -> None:
    said = comment("1", "Een.", paragraph("Twee", deleted(" drie"), inserted(" vier"), "."), "")
    document = commented(tmp_path, paragraph(reference()), comments=said)
    assert [c.text for c in document.comments] == ["Een.\nTwee vier.\n"]
    assert {change.kind for change in document.changes} == {"other"}


def paragraph_id(comment_: str, id_: str) -> str:
    """A comment whose last paragraph has an id, as by that it is known."""
    head, _, last = comment_.rpartition("<w:p>")
    return f'{head}<w:p w14:paraId="{id_}">{last}'


REPLIED = paragraph_id(comment("1", "Echt?", "Ja?"), "0000000A") + paragraph_id(
    comment("2", "Ja."), "0000000B"
)


@pytest.mark.parametrize(("done", "resolved"), [("1", True), ("0", False), ("", False)])
def test_replies_have_a_parent_and_are_resolved_with_it(
    tmp_path: Path, done: str, resolved: bool
) -> None:
    threads = (
        f'<w15:commentEx w15:paraId="0000000A" w15:done="{done}"/>'
        '<w15:commentEx w15:paraId="0000000b" w15:paraIdParent="0000000a" w15:done="0"/>'
    )
    body = paragraph("een ", start(), "twee", end(), reference())
    found = commented(tmp_path, body, comments=REPLIED, threads=threads).comments
    assert found == (
        Comment("1", "een", "2024-05-01", "Echt?\nJa?", (0, 4, 0, 8), "", resolved),
        Comment("2", "een", "2024-05-01", "Ja.", (0, 4, 0, 8), "1", resolved),
    )


def test_a_reply_to_a_comment_without_a_place_keeps_its_own(tmp_path: Path) -> None:
    threads = '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A"/>'
    body = paragraph("een ", reference("2"))
    found = commented(tmp_path, body, comments=REPLIED, threads=threads).comments
    assert [(c.parent, c.place) for c in found] == [("", None), ("1", (0, 4, 0, 4))]


def test_a_reply_that_libreoffice_does_not_link_follows_the_comment(tmp_path: Path) -> None:
    """It writes only a reference, right after that to the comment."""
    replied = paragraph("een ", start(), "twee", end(), reference(), reference("2"))
    comments = comment("1", "Echt?") + comment("2", "Ja.")
    found = commented(tmp_path, replied, comments=comments).comments
    assert [(c.parent, c.place) for c in found] == [("", (0, 4, 0, 8)), ("1", (0, 4, 0, 8))]
    bare = paragraph("een ", reference(), reference("2"))
    found = commented(tmp_path, bare, comments=comments).comments
    assert [(c.parent, c.place) for c in found] == [("", (0, 4, 0, 4)), ("1", (0, 4, 0, 4))]
    apart = paragraph("een ", start(), "twee", end(), reference(), ".", reference("2"))
    found = commented(tmp_path, apart, comments=comments).comments
    assert [(c.parent, c.place) for c in found] == [("", (0, 4, 0, 8)), ("", (0, 9, 0, 9))]


@pytest.mark.parametrize(
    "threads",
    [
        '<w15:commentEx w15:paraId="0000000A" w15:paraIdParent="0000000A"/>',
        '<w15:commentEx w15:paraId="0000000A" w15:paraIdParent="0000000B"/>'
        '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A"/>',
        '<w15:commentEx w15:paraId="0000000A" w15:paraIdParent="FFFFFFFF"/>',
        "<w15:commentEx/>",
    ],
)
def test_threads_that_lead_nowhere_or_round_lose_no_comment(tmp_path: Path, threads: str) -> None:
    found = commented(tmp_path, paragraph("x"), comments=REPLIED, threads=threads).comments
    assert [c.text for c in found] == ["Echt?\nJa?", "Ja."]


def test_comments_with_the_same_id_or_none_are_all_there(tmp_path: Path) -> None:
    nobody = f"<w:comment>{paragraph('Wie?')}</w:comment>"
    comments = comment("1", "Een.") + comment("1", "Twee.") + nobody
    found = commented(tmp_path, paragraph("a", start(), "b", end()), comments=comments).comments
    assert [(c.text, c.place) for c in found] == [
        ("Een.", (0, 1, 0, 2)), ("Twee.", (0, 1, 0, 2)), ("Wie?", None),
    ]  # fmt: skip


def test_a_comment_stands_in_a_footnote(tmp_path: Path) -> None:
    note = f'<w:footnotes><w:footnote w:id="2">{paragraph("n", start(), "oot", end())}</w:footnote>'
    document = with_parts(
        with_body(paragraph("x")),
        tmp_path,
        comments=f"<w:comments>{comment('1', 'Echt?')}</w:comments>",
        footnotes=f"{note}</w:footnotes>",
    )
    assert shown(document) == ["x", "noot"]
    assert document.comments[0].place == (1, 1, 1, 4)


def test_a_document_without_comments_has_none(tmp_path: Path) -> None:
    assert with_parts(new(), tmp_path).comments == ()
