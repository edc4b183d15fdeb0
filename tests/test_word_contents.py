"""The table of contents written into XML that a template can hold, byte for byte."""

import pytest

from bpa_agenda.word_contents import MARK, fill_contents, finish, for_layout

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H3"><w:name w:val="heading 3"/></w:style>
<w:style w:styleId="N1"><w:name w:val="numbered"/><w:basedOn w:val="H1"/>
<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
</w:styles>""".encode()
NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1 &amp;"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>""".encode()
FILES = {"word/styles.xml": STYLES, "word/numbering.xml": NUMBERING}


def document(*paragraphs: str) -> bytes:
    body = "".join([MARK, *paragraphs])
    return f'{HEAD}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()


def filled(*paragraphs: str) -> str:
    """What stands in the place of the paragraphs, without the entries."""
    made, _ = fill_contents(document(*paragraphs), FILES, ["TOC1", "TOC2"])
    text = made.joined().decode()
    return (
        text[text.rindex("</w:hyperlink>") :]
        .partition("</w:p>")[2]
        .removesuffix("</w:body></w:document>")
    )


def entries(*paragraphs: str) -> list[str]:
    """The text of each entry, with | for a tab."""
    made, count = fill_contents(document(*paragraphs), FILES, ["TOC1", "TOC2"])
    found = made.joined().decode().split('w:history="1">')[1:]
    texts = [entry.partition("<!--page")[0].replace("<w:tab/>", "|") for entry in found]
    assert len(texts) == count
    for tag in ("<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:t/>"):
        texts = [text.replace(tag, "") for text in texts]
    return texts


def styled(style: str, runs: str = "<w:r><w:t>Kop</w:t></w:r>") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def test_without_a_mark_nothing_changes() -> None:
    bare = document(styled("H1")).replace(MARK.encode(), b"")
    assert fill_contents(bare, FILES, ["TOC1"]) == ((bare,), 0)


def test_an_entry_links_to_the_bookmark_around_its_heading() -> None:
    made, count = fill_contents(document(" \n", styled("H1")), FILES, ["TOC1"])
    body = (
        '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><!--contents begins-->'
        '<w:hyperlink w:anchor="_Toc00000001" w:history="1"><w:r><w:t>Kop</w:t></w:r>'
        "<!--page 0--></w:hyperlink><!--contents ends--></w:p>"
        '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>'
        '<w:bookmarkStart w:id="1" w:name="_Toc00000001"/><w:r><w:t>Kop</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/></w:p>'
    )
    assert count == 1
    assert made.joined().decode() == (
        f'{HEAD}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (styled("H1", "<w:r><w:t>Leren &amp; &lt;werken&gt;</w:t></w:r>"),
         ["Leren &amp; &lt;werken&gt;"]),
        (styled("H1", '<w:r><w:t xml:space="preserve">Een </w:t><w:tab/><w:t>twee</w:t></w:r>'),
         ["Een |twee"]),
        (styled("N1") + styled("Normal") + styled("N1"), ["1 &amp;|Kop", "2 &amp;|Kop"]),
        (styled("N1", "") + styled("N1"), ["2 &amp;|Kop"]),
        (styled("Title") + styled("H3") + styled("unknown") + styled("H1", ""), []),
        ('<w:p/><w:p w:rsidR="00A1"/><w:p><w:pPr/></w:p>', []),
        ('<w:p w:rsidR="00A1"><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
         "<w:r><w:t>Twee</w:t></w:r></w:p>", ["Twee"]),
        (styled("H1", "<w:r><w:instrText>REF x</w:instrText><w:t>Kop</w:t></w:r>"), ["Kop"]),
    ],
)  # fmt: skip
def test_headings_are_found_with_their_labels(paragraph: str, expected: list[str]) -> None:
    assert entries(styled("H1", "<w:r><w:t>Eerst</w:t></w:r>"), paragraph) == ["Eerst", *expected]


def test_what_a_paragraph_was_before_a_change_is_not_what_it_is() -> None:
    was = '<w:pPrChange w:id="1" w:author="a"><w:pPr><w:pStyle w:val="{}"/></w:pPr></w:pPrChange>'
    now = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    heading = now.format("H1", was.format("Normal"), "Nu een kop")
    no_heading = now.format("Normal", was.format("H1"), "Geen kop meer")
    assert entries(heading, no_heading) == ["Nu een kop"]
    begun = '<w:bookmarkStart w:id="1" w:name="_Toc00000001"/>'
    assert f"</w:pPrChange></w:pPr>{begun}<w:r>" in filled(heading, no_heading)


def test_a_heading_with_a_text_box_ends_where_it_ends() -> None:
    box = f"<w:r><w:pict>{styled('Normal', '<w:r><w:t>In de kader</w:t></w:r>')}</w:pict></w:r>"
    heading = styled("H1", f"<w:r><w:t>Kop</w:t></w:r>{box}<w:r><w:t>einde</w:t></w:r>")
    assert filled(heading).endswith('<w:t>einde</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>')


def test_numbers_of_bookmarks_go_on_after_those_of_all_parts() -> None:
    notes = b'<w:footnotes><w:bookmarkStart w:name="x" w:id="41"/></w:footnotes>'
    made, _ = fill_contents(
        document(styled("H1")), {**FILES, "word/footnotes.xml": notes}, ["TOC1"]
    )
    assert b'<w:bookmarkStart w:id="42" w:name="_Toc00000001"/>' in made.joined()


def test_page_numbers_come_with_a_field_around_all_entries() -> None:
    made, _ = fill_contents(document(styled("H1"), styled("H1")), FILES, ["TOC1"])
    files = finish(made, ()), for_layout(made), finish(made, (3, 12))
    bare, laid, done = (file.joined() for file in files)
    assert bare.count(b"fldChar") == 0
    assert laid.count(b"<w:r><w:t>000</w:t></w:r>") == 2
    assert b" TOC " not in laid
    assert done.count(b" TOC ") == 1
    assert done.index(b"<w:t>3</w:t>") < done.index(b"<w:t>12</w:t>")
    assert not any(b"<!--" in text for text in (bare, laid, done))
