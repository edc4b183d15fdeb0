"""Text with Markdown to WordprocessingML, through the named styles of a template.

Text is escaped once, where it becomes XML, in `_run`. What a document needs besides its text
(footnotes, addresses of links, restarts of numbered lists) is gathered in `Extras`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bpa_agenda import dutch
from bpa_agenda.citations import Citation, Citations, Mark, marks_in
from bpa_agenda.markdown import Block, Figure, ListBlock, Paragraph, Quote, Span, Spans, Table
from bpa_agenda.model import Picture
from bpa_agenda.references import Name, Names
from bpa_agenda.values import Formatted, Piece
from bpa_agenda.word_anchors import ATOM, ATOM_END, Marks
from bpa_agenda.word_pictures import NO_PICTURES, Album, drawing
from bpa_agenda.xml_escape import escape, quoteattr

STRONG, EMPHASIS, LINK, OPEN = "Strong", "Emphasis", "Hyperlink", "Open punt"
NOTE_TEXT, NOTE_MARK = "footnote text", "footnote reference"
BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
NUMBERS = ("List Number", "List Number 2", "List Number 3")
CONTINUED = ("List Continue", "List Continue 2", "List Continue 3")
QUOTE, TABLE, CELL, HEADER_CELL = "Quote", "Tabel", "Tabeltekst", "Tabelkop"
FIGURE, CAPTION = "Figuur", "caption"
STYLES = (
    *(STRONG, EMPHASIS, LINK, OPEN, NOTE_TEXT, NOTE_MARK, FIGURE, CAPTION),
    *(*BULLETS, *NUMBERS, *CONTINUED, QUOTE, TABLE, CELL, HEADER_CELL),
)

# The standard has w:i after these and before all others.
_BEFORE_ITALIC = re.compile(r"(?:<w:(?:rStyle|rFonts|b|bCs)\b[^>]*/>)*")
_RUN_STYLE = re.compile(r"<w:rStyle [^>]*/>")


@dataclass(slots=True)
class Extras:
    """What the text asks of the rest of the document: footnotes, lists that begin anew, places.

    `first_number` is the highest number of a list in the template. `places` are the bookmarks that
    were made, with their numbers, `wanted` those that references point at. `captions`, kind and id,
    and `pictures` are in the order in which they stand in the document.
    """

    first_number: int
    places: dict[str, int] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    note_links: list[str] = field(default_factory=list)
    restarts: list[tuple[str, int]] = field(default_factory=list)
    captions: list[tuple[str, str]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one part; `styles` maps names, in lower case, to ids.

    `names` is how references read, `citations` how citations do, `album` holds the pictures.
    `extras`, of the document, and `links`, the addresses in this part, are filled.
    """

    styles: Mapping[str, str]
    names: Names
    extras: Extras
    links: list[str]
    citations: Citations = field(default_factory=dict)
    album: Album = NO_PICTURES

    def style(self, name: str) -> str:
        """The id of a style; the template was checked to have it."""
        return self.styles[name.lower()]

    def runs(self, spans: Spans, look: str = "") -> str:
        """Runs; `look` is the content of the w:rPr on which they build."""
        return "".join([self._run(span, look) for span in spans])

    def words(self, text: str, look: str = "") -> str:
        """Runs of text without Markdown."""
        if "@" in text and (marks := tuple(marks_in(text))):
            return "".join(self._with_references(text, marks, look))
        return _run(text, look)

    def open_point(self, what: str, look: str = "") -> str:
        """A run that shows that something is still to be filled in."""
        return _run(f"[{what}]", self._styled(OPEN, look))

    def blocks(self, blocks: Sequence[Block], properties: str, look: str = "") -> str:
        """Paragraphs and tables; `properties` is the content of the w:pPr of a plain paragraph."""
        return "".join(self._block(block, properties, look) for block in blocks)

    def paragraph(self, runs: str, properties: str) -> str:
        """A paragraph around runs."""
        inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{inside}{runs}</w:p>"

    def _run(self, span: Span, look: str) -> str:
        if span.note:
            return self._note(span.note)
        look = self._look(span, look)
        if span.line_break:
            return f"<w:r>{_properties(look)}<w:br/></w:r>"
        if span.link and not any(marks_in(span.text)):
            return self._link(span.text, span.link, look)
        return self.words(span.text, look)

    def _link(self, text: str, address: str, look: str) -> str:
        self.links.append(address)
        run = _run(text, self._styled(LINK, look))
        return f'<w:hyperlink r:id="rIdLink{len(self.links)}" w:history="1">{run}</w:hyperlink>'

    def _with_references(self, text: str, marks: Sequence[Mark], look: str) -> Iterator[str]:
        """The runs of a text in which references and citations stand."""
        done = 0
        for mark in marks:
            yield _run(text[done : mark.start], look) if mark.start > done else ""
            yield f"{ATOM}{self._meant(mark, look)}{ATOM_END}"
            done = mark.end
        if rest := text[done:]:
            yield _run(rest, look)

    def _meant(self, mark: Mark, look: str) -> str:
        if isinstance(mark.means, Citation):
            return self.formatted(self.citations[mark.means], look)
        if mark.means is not None:
            return self._reference(self.names[mark.means], look)
        return _run(mark.text, look)

    def _reference(self, name: Name, look: str) -> str:
        before = _run(name.before, look) if name.before else ""
        after = _run(name.after, look) if name.after else ""
        return before + self.cross_reference(name.text, name.bookmark, look) + after

    def formatted(self, value: Formatted, look: str = "") -> str:
        """The runs of a text with looks of its own, as a place when it has a bookmark."""
        runs = "".join(self._piece(piece, look) for piece in value.pieces)
        return self._place(runs, value.bookmark) if value.bookmark else runs

    def _piece(self, piece: Piece, look: str) -> str:
        look = self._styled(EMPHASIS, look) if piece.look == "italic" else look
        if piece.link and not piece.link.startswith("#"):
            return self._link(piece.text, piece.link, look)
        is_open = piece.look == "open"
        run = self.open_point(piece.text, look) if is_open else _run(piece.text, look)
        if not piece.link:
            return run
        self.extras.wanted.append(piece.link[1:])
        return f'<w:hyperlink w:anchor="{piece.link[1:]}" w:history="1">{run}</w:hyperlink>'

    def cross_reference(self, text: str, bookmark: str, look: str = "") -> str:
        """A field that repeats the text at a bookmark; plain text where there is no bookmark."""
        if not bookmark:
            return _run(text, look)
        self.extras.wanted.append(bookmark)
        # Without the last switch a number that is bold where it stands becomes bold here too.
        switches = r"\h \* MERGEFORMAT"
        code = f'<w:instrText xml:space="preserve"> REF {bookmark} {switches} </w:instrText>'
        return _field(code, _run(text, look), _properties(look))

    def target(self, text: str, bookmark: str, look: str = "") -> str:
        """Runs between the ends of a bookmark; the first time only, a place is one."""
        return self._place(_run(text, look), bookmark)

    def _place(self, runs: str, bookmark: str) -> str:
        places = self.extras.places
        if bookmark in places:
            return runs
        places[bookmark] = number = len(places) + 1
        start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'

    def _look(self, span: Span, look: str) -> str:
        if span.bold:
            strong = self._styled(STRONG, look)
            return _BEFORE_ITALIC.sub(r"\g<0><w:i/>", strong, count=1) if span.italic else strong
        return self._styled(EMPHASIS, look) if span.italic else look

    def _styled(self, name: str, look: str) -> str:
        return f'<w:rStyle w:val="{self.style(name)}"/>' + _RUN_STYLE.sub("", look)

    def _note(self, blocks: Sequence[Block]) -> str:
        mark = f'<w:rPr><w:rStyle w:val="{self.style(NOTE_MARK)}"/></w:rPr>'
        first = f'<w:r>{mark}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        place = len(self.extras.notes)
        self.extras.notes.append("")
        writer = replace(self, links=self.extras.note_links)
        text = writer.blocks(blocks, f'<w:pStyle w:val="{self.style(NOTE_TEXT)}"/>')
        self.extras.notes[place] = text.replace("</w:pPr>", f"</w:pPr>{first}", 1)
        return f'<w:r>{mark}<w:footnoteReference w:id="{place + 1}"/></w:r>'

    def _block(self, block: Block, properties: str, look: str) -> str:
        if isinstance(block, Paragraph):
            return self.paragraph(self.runs(block.spans, look), properties)
        if isinstance(block, ListBlock):
            return "".join(self._items(block, 0))
        if isinstance(block, Quote):
            return self.blocks(block.blocks, f'<w:pStyle w:val="{self.style(QUOTE)}"/>')
        if isinstance(block, Figure):
            return self._figure(block)
        above = self._caption("table", block.id, block.caption, _ABOVE) if block.caption else ""
        return above + self._table(block)

    def _figure(self, figure: Figure) -> str:
        """A picture with its caption under it, on the same page."""
        picture = self.album.pictures[figure.source]
        self.extras.pictures.append(picture)
        place = len(self.extras.pictures)
        name = f"Figuur {self.names['figure', figure.id].text}"
        run = drawing(self.album, picture, place, name, figure.alt)
        properties = f'<w:pStyle w:val="{self.style(FIGURE)}"/><w:keepNext/>'
        caption = self._caption("figure", figure.id, figure.caption, _UNDER)
        return self.paragraph(run, properties) + caption

    def _caption(self, kind: str, name: str, text: Spans, properties: str) -> str:
        """A caption whose number Word counts and references repeat."""
        self.extras.captions.append((kind, name))
        label, called = dutch.capital(dutch.CAPTIONS[kind]), self.names[kind, name]
        code = f'<w:instrText xml:space="preserve"> SEQ {label} \\* ARABIC </w:instrText>'
        look = self._styled(STRONG, "")
        field = _field(code, _run(called.text, look), _properties(look))
        number = self._place(field, called.bookmark)
        label_and_number = f"{_run(f'{label} ', look)}{number}{_run('. ', look)}"
        runs = f"{ATOM}{label_and_number}{ATOM_END}{self.runs(text)}"
        return self.paragraph(runs, f'<w:pStyle w:val="{self.style(CAPTION)}"/>{properties}')

    def _items(self, block: ListBlock, depth: int) -> Iterator[str]:
        """The items of a list; the second paragraph of an item stands under the first."""
        depth = min(depth, len(BULLETS) - 1)
        style = self.style((NUMBERS if block.ordered else BULLETS)[depth])
        numbering = self._restart(style, block.start) if block.ordered else ""
        for item in block.items:
            marked = f'<w:pStyle w:val="{style}"/>{numbering}'
            for inner in item:
                if isinstance(inner, ListBlock):
                    yield from self._items(inner, depth + 1)
                else:
                    yield self._block(inner, marked, "")
                    marked = f'<w:pStyle w:val="{self.style(CONTINUED[depth])}"/>'

    def _restart(self, style: str, start: int) -> str:
        self.extras.restarts.append((style, start))
        number = self.extras.first_number + len(self.extras.restarts)
        return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'

    def _table(self, table: Table) -> str:
        widths = _widths(table)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(
            self._row(row, table.aligned, widths, is_header=number == 0)
            for number, row in enumerate(table.rows)
        )
        style = f'<w:tblStyle w:val="{self.style(TABLE)}"/><w:tblW w:w="5000" w:type="pct"/>'
        look = '<w:tblLook w:val="0020" w:firstRow="1" w:noVBand="1"/>'
        heads = ", ".join("".join(span.text for span in cell) for cell in table.rows[0])
        title = "".join(span.text for span in table.caption)
        caption = f"<w:tblCaption w:val={quoteattr(title)}/>" if title else ""
        description = f"<w:tblDescription w:val={quoteattr(f'Tabel met de kolommen {heads}')}/>"
        properties = f"<w:tblPr>{style}{look}{caption}{description}</w:tblPr>"
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _row(
        self,
        cells: Sequence[Spans],
        aligned: Sequence[str],
        widths: Sequence[int],
        *,
        is_header: bool,
    ) -> str:
        style = self.style(HEADER_CELL if is_header else CELL)
        repeat = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_header else "")
        written = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + self.paragraph(self.runs(cell), f'<w:pStyle w:val="{style}"/>{_ALIGNED[side]}')
            + "</w:tc>"
            for cell, side, width in zip(cells, aligned, widths, strict=True)
        )
        return f"<w:tr><w:trPr>{repeat}</w:trPr>{written}</w:tr>"


# The style has what both kinds of caption share, and is meant for one above a table.
_ABOVE = "<w:keepNext/>"
_UNDER = '<w:keepNext w:val="0"/><w:spacing w:before="100" w:after="280"/>'
_TABLE_WIDTH = 7100
_ROOM = 3
_ALIGNED = {"left": "", "center": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>'}


def _widths(table: Table) -> list[int]:
    """Widths of the columns in twentieths of a point, by what stands in them."""
    lengths = [
        max(len("".join(span.text for span in row[column])) for row in table.rows)
        for column in range(len(table.aligned))
    ]
    shares = [min(max(length, 4), 30) + _ROOM for length in lengths]
    return [_TABLE_WIDTH * share // sum(shares) for share in shares]


def _field(code: str, result: str, properties: str) -> str:
    """A field with the result that it has now."""
    ends = [
        f'<w:r>{properties}<w:fldChar w:fldCharType="{end}"/></w:r>'
        for end in ("begin", "separate", "end")
    ]
    return f"{ends[0]}<w:r>{properties}{code}</w:r>{ends[1]}{result}{ends[2]}"


def _run(text: str, look: str) -> str:
    text = escape(text)
    if "\t" in text:
        text = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"{_begin_of_run(look)}{text}</w:t></w:r>"


@cache
def _begin_of_run(look: str) -> str:
    return f'<w:r>{_properties(look)}<w:t xml:space="preserve">'


def _properties(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""


def relationship(number: int, address: str) -> str:
    """The relationship of the link with this number, from 1."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    target = quoteattr(address)
    return (
        f'<Relationship Id="rIdLink{number}" Type="{kind}" Target={target} TargetMode="External"/>'
    )
