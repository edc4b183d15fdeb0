"""The parts in which Word keeps comments: texts, who answers whom, what is done, who spoke."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from edits import Edit

_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:mc="{_OFFICE}/markup-compatibility/2006"'
    f' xmlns:w14="{_MICROSOFT}/word/2010/wordml" xmlns:w15="{_MICROSOFT}/word/2012/wordml"'
    ' mc:Ignorable="w14 w15"'
)
_PARTS = {
    "comments": (f"{_TYPE}.comments+xml", f"{_RELATIONS}/comments", "w:comments"),
    "commentsExtended": (
        f"{_TYPE}.commentsExtended+xml",
        f"{_MICROSOFT}/2011/relationships/commentsExtended",
        "w15:commentsEx",
    ),
    "people": (f"{_TYPE}.people+xml", f"{_MICROSOFT}/2011/relationships/people", "w15:people"),
}
_STYLE = (
    '<w:style w:type="character" w:styleId="CommentReference">'
    '<w:name w:val="annotation reference"/><w:uiPriority w:val="99"/>'
    '<w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
)


class Comments:
    """Comments and replies in the order in which they were made."""

    def __init__(self) -> None:
        self._made: list[tuple[str, str, str, bool]] = []  # author, text, paragraph of parent, done

    def add(self, edit: Edit) -> list[str]:
        """Adds a comment with its replies, in turn by the other and the author; gives the ids."""
        first = len(self._made)
        speakers = (edit.author, edit.other, edit.author)
        for turn, text in enumerate((edit.text, *edit.texts)):
            parent = _paragraph_id(first) if turn else ""
            self._made.append((speakers[turn], text, parent, edit.resolved))
        return [str(number) for number in range(first, len(self._made))]

    def add_to(self, document: Path) -> None:
        """Adds the parts to a saved document."""
        if not self._made:
            return
        with zipfile.ZipFile(document) as archive:
            files = {name: archive.read(name).decode("utf-8") for name in archive.namelist()
                     if name.endswith((".xml", ".rels"))}  # fmt: skip
            others = {n: archive.read(n) for n in archive.namelist() if n not in files}
        for name, inside in self._parts():
            content, relation, root = _PARTS[name]
            _register(files, name, content, relation)
            files[f"word/{name}.xml"] = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                f"<{root} {_SPACES}>{inside}</{root}>"
            )
        files["word/styles.xml"] = _before_end(files["word/styles.xml"], "w:styles", _STYLE)
        with zipfile.ZipFile(document, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in {**files, **others}.items():
                archive.writestr(name, data)

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield "comments", "".join(self._comment(n) for n in range(len(self._made)))
        yield (
            "commentsExtended",
            "".join(
                f'<w15:commentEx w15:paraId="{_paragraph_id(number)}"'
                f'{f" w15:paraIdParent={parent!r}" if parent else ""} w15:done="{int(done)}"/>'
                for number, (_, _, parent, done) in enumerate(self._made)
            ),
        )
        yield (
            "people",
            "".join(
                f'<w15:person w15:author="{author}"><w15:presenceInfo w15:providerId="None"'
                f' w15:userId="{author}"/></w15:person>'
                for author in sorted({made[0] for made in self._made})
            ),
        )

    def _comment(self, number: int) -> str:
        author, text, _, _ = self._made[number]
        initials = "".join(word[0] for word in author.split())
        return (
            f'<w:comment w:id="{number}" w:author="{author}" w:initials="{initials}"'
            f' w:date="2026-03-04T10:{number % 60:02}:00Z">'
            f'<w:p w14:paraId="{_paragraph_id(number)}" w14:textId="77777777">'
            '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
            f'<w:r><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p></w:comment>'
        )


def _paragraph_id(number: int) -> str:
    return f"{0x20000000 + number:08X}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _before_end(xml: str, root: str, added: str) -> str:
    assert xml.count(f"</{root}>") == 1
    return xml.replace(f"</{root}>", f"{added}</{root}>")


def _register(files: dict[str, str], name: str, content: str, relation: str) -> None:
    place = "word/_rels/document.xml.rels"
    files[place] = _before_end(
        files[place],
        "Relationships",
        f'<Relationship Id="rIdReview{name}" Type="{relation}" Target="{name}.xml"/>',
    )
    types = "[Content_Types].xml"
    files[types] = _before_end(
        files[types], "Types", f'<Override PartName="/word/{name}.xml" ContentType="{content}"/>'
    )
