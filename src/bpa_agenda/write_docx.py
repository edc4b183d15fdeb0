"""Model to Word: renders a template with what it may show, whole or not at all."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import SEEK_END, BytesIO
from itertools import islice
from types import CodeType
from typing import IO, Any, NamedTuple, TypeAlias
from xml.parsers import expat

from bpa_agenda.anchors import (
    DOCUMENT,
    EDITION,
    FINGERPRINT,
    Base,
    PathsOf,
    fingerprint,
    map_pieces,
)
from bpa_agenda.citations import Citations
from bpa_agenda.messages import problem
from bpa_agenda.model import Picture
from bpa_agenda.pieces import Pieces, in_pieces
from bpa_agenda.problems import Location, Problem
from bpa_agenda.records import dataclass
from bpa_agenda.references import Name, Names, numbers_of, with_names
from bpa_agenda.template_parts import PLAIN, Part, Template
from bpa_agenda.template_values import PartValues
from bpa_agenda.timings import TIMINGS
from bpa_agenda.views import ContentsView
from bpa_agenda.word_anchors import Marks
from bpa_agenda.word_base import base_in, map_part, with_map
from bpa_agenda.word_contents import fill_contents, finish, for_layout
from bpa_agenda.word_files import (
    Properties,
    abstract_of_styles,
    core,
    footnotes,
    highest_number,
    numbering,
    relationships,
    write_zip,
    zipped,
)
from bpa_agenda.word_markup import NUMBERS, STYLES, Extras, Writer
from bpa_agenda.word_pictures import album, picture_files, picture_relationships
from bpa_agenda.xml_escape import escape

CONTENTS = ("toc 1", "toc 2", "toc 3")
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_END_OF_PARAGRAPH = "</w:p>"
_BATCH = 1000
# The parts that were made, what they ask of the rest, and what went wrong.
_Written: TypeAlias = tuple[dict[str, bytes], Extras, list[Problem]]
# It is looked for at each run, and so gives up without trying what cannot be.
_EMPTY_RUN = re.compile(
    r"<w:r>(?:<w:rPr>[^<]*+(?:<(?!/w:rPr>)[^<]*+)*+</w:rPr>)?+"
    r"<w:t(?:/| [^>]*+)?+>(?:(?<=/>)|</w:t>)</w:r>"
)


@dataclass(frozen=True, slots=True)
class References:
    """What stands for the ids in running text.

    `names` is how a reference by kind and id reads, `citations` how each citation does, `pictures`
    what the names of pictures show.
    """

    names: Names
    citations: Citations
    pictures: Mapping[str, Picture]


class Identity(NamedTuple):
    """Which document it is, of which version, and how places in the YAML are called."""

    document: str
    version: str
    paths_of: PathsOf


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is whole but for the page numbers of its table of contents.

    `headings` is how many headings that table lists, `levels` down to which level; `map` is the
    file that says where its paragraphs are in the YAML, empty when it has none.
    """

    files: Mapping[str, Pieces]
    body: str
    headings: int
    levels: int
    map: str

    @property
    def base(self) -> Base | None:
        """The map from its paragraphs to the YAML, which it carries."""
        return base_in(self.files[self.map].joined()) if self.map else None

    def write(self, stream: IO[bytes]) -> None:
        """Writes the Word file without page numbers."""
        write_zip(stream, {**self.files, self.body: finish(self.files[self.body], ())})

    def finished(self, pages: Sequence[int] = ()) -> bytes:
        """The Word file, with page numbers when they are known."""
        return zipped({**self.files, self.body: finish(self.files[self.body], pages)})

    def for_layout(self) -> bytes:
        """The Word file as a program should see it that is to find the page numbers."""
        return zipped({**self.files, self.body: for_layout(self.files[self.body])})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document that lacks its table of contents and its map.

    What it was made of may be forgotten before it gets them: there may be much of that.
    `files` are all but the one named `body`, which is `xml`; `marks` are for the map, and `styles`
    those of the entries of a table down to a level.
    """

    files: Mapping[str, bytes]
    body: str
    xml: bytes
    marks: Marks
    styles: Sequence[str]
    levels: int

    def draft(self, identity: Identity | None) -> Draft:
        """The document with its table of contents, and with a map if it has an identity."""
        with TIMINGS.step("contents"):
            document, headings = fill_contents(self.xml, self.files, self.styles, self.levels)
        if identity is None:
            files, name = in_pieces(self.files), ""
        else:
            with TIMINGS.step("maps"):
                files, name = _with_map(identity, self, document)
        return Draft({**files, self.body: document}, self.body, headings, self.levels, name)


def render(
    template: Template,
    variables: Mapping[str, Any],
    properties: Properties,
    references: References,
    *,
    has_anchors: bool,
) -> tuple[Rendered | None, list[Problem]]:
    """The document, or None and what is wrong with the template.

    It carries no anchors for who must not see where its text comes from.
    """
    if missing := list(missing_styles(template)):
        return None, missing
    made, extras, problems = _written(template, variables, references, has_anchors)
    if changed := _renumbered(references.names, extras):
        # Only now it is known that the template shows figures in another order than the model.
        numbered = replace(references, names=with_names(references.names, changed))
        del made, extras
        made, extras, problems = _written(template, variables, numbered, has_anchors)
    problems += _lost_places(template, extras)
    if problems:
        return None, problems
    made |= footnotes(template, made, extras) | numbering(template, extras)
    made |= picture_files(template.files, extras.pictures)
    made["docProps/core.xml"] = core(properties).encode()
    return _rendered(template, made, extras.marks, variables.get("contents")), []


def _rendered(
    template: Template, made: Mapping[str, bytes], marks: Marks, contents: object
) -> Rendered:
    """The document with the parts that were made in the place of those of the template."""
    body = template.parts[0].name
    files = {name: data for name, data in {**template.files, **made}.items() if name != body}
    levels = contents.levels if isinstance(contents, ContentsView) else 0
    styles = _contents_styles(template, levels)
    return Rendered(files, body, made[body], marks, styles, levels)


def _with_map(
    identity: Identity, rendered: Rendered, document: Pieces
) -> tuple[dict[str, Pieces], str]:
    """The files beside the body with the map of a document, and which of them that is.

    Its fingerprint is that of all that the input made of the files.
    """
    files = {**in_pieces(rendered.files), rendered.body: document}
    digest = fingerprint(*(part for name in sorted(files) for part in (name, files[name])))
    said = {DOCUMENT: identity.document, EDITION: identity.version, FINGERPRINT: digest}
    changed, name = with_map(rendered.files, rendered.body, said)
    values = list(rendered.marks.named(identity.paths_of))
    about = escape(identity.document), escape(identity.version), digest
    of_map = map_part(map_pieces(*about, values, rendered.marks.passages))
    return {**in_pieces(changed), name: of_map}, name


def _written(
    template: Template, variables: Mapping[str, Any], references: References, has_anchors: bool
) -> _Written:
    """The parts as `_write` gives them, whose programs may fail."""
    try:
        return _write(template, variables, references, has_anchors)
    except Exception:
        # Jinja says what is wrong with a template; a defect of ours shows itself once more.
        parts = tuple(replace(part, program=None) for part in template.parts)
        return _write(replace(template, parts=parts), variables, references, has_anchors)


def _write(
    template: Template, variables: Mapping[str, Any], references: References, has_anchors: bool
) -> _Written:
    """The parts with their relationships, what they ask of the rest, and what went wrong."""
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    extras = Extras(first_number=highest_number(template), marks=Marks(wanted=has_anchors))
    shown = album(references.pictures, template.files, template.parts[0].name)
    for part in template.parts:
        links: list[str] = []
        before = len(extras.pictures)
        writer = Writer(
            template.styles, references.names, extras, links, references.citations, shown
        )
        values = PartValues(writer, part)
        with TIMINGS.step("render"):
            made[part.name], wrong = _render_part(template, part, variables, values)
        problems += wrong
        images = picture_relationships(extras.pictures[before:], before + 1)
        made |= relationships(template, part.name, links, images)
    return made, extras, problems


def _renumbered(names: Names, extras: Extras) -> dict[tuple[str, str], Name]:
    """Figures and tables that have another number in the document than in these names."""
    numbers = numbers_of(extras.captions).items()
    return {k: names[k]._replace(text=number) for k, number in numbers if names[k].text != number}


def _has_contents(template: Template) -> bool:
    return any("{ contents," in part.source for part in template.parts)


def _contents_styles(template: Template, levels: int) -> list[str]:
    """The styles of the entries of a table of contents; the check has seen that they are there."""
    return [template.styles.get(name, "") for name in CONTENTS[:levels]]


def _lost_places(template: Template, extras: Extras) -> Iterator[Problem]:
    """References to numbers or titles that the template shows nowhere."""
    for bookmark in dict.fromkeys(extras.wanted):
        if bookmark not in extras.places:
            at = template.at(template.parts[0], 1)[0]
            yield problem("template-target", at, name=bookmark)


def missing_styles(template: Template) -> Iterator[Problem]:
    """The styles that documents need and the template lacks, or has without their numbering."""
    needed = (*STYLES, *(CONTENTS[:2] if _has_contents(template) else ()))
    numbered = abstract_of_styles(template)
    for name in needed:
        style = template.styles.get(name.lower())
        if style is None:
            hint = "make a style with this name in Word (Styles, New style)"
            yield problem("template-style", Location(template.file), name=name, hint=hint)
        elif name in NUMBERS and style not in numbered:
            yield problem("template-numbering", Location(template.file), name=name)


def _render_part(
    template: Template, part: Part, variables: Mapping[str, Any], values: PartValues
) -> tuple[bytes, list[Problem]]:
    try:
        stretches = _stretches(_pieces(part, variables, values))
        xml = _whole(_finished(xml, values.marks, part.label) for xml in stretches)
    except Exception as error:
        from bpa_agenda.template_jinja import what_is_wrong

        if (wrong := what_is_wrong(error, template, part)) is None:
            raise
        return b"", [wrong]
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError as error:
        at = template.at(part, 1)[0]
        hint = "does each {%p for %} have its {%p endfor %}, in paragraphs of their own?"
        return b"", [problem("template-broken", at, detail=str(error), hint=hint)]
    return xml, []


def _pieces(part: Part, variables: Mapping[str, Any], values: PartValues) -> Iterator[str]:
    if not part.has_tags:
        return iter((part.source,))
    if part.program is not None and part.program.co_filename == PLAIN:
        return _loaded(part.program)(variables, values.runs, values.blocks)
    from bpa_agenda.template_jinja import rendered

    return rendered(part, variables, values)


@cache
def _loaded(program: CodeType) -> Callable[..., Iterator[str]]:
    """What gives the pieces of a part; documents that share a template share it."""
    space: dict[str, Any] = {}
    exec(program, space)  # noqa: S102  # of our own making
    pieces: Callable[..., Iterator[str]] = space["pieces"]
    return pieces


def _stretches(pieces: Iterator[str]) -> Iterator[str]:
    """What is rendered in stretches that end with a paragraph, so that little of it is held."""
    rest = ""
    while batch := list(islice(pieces, _BATCH)):
        head, end, rest = (rest + "".join(batch)).rpartition(_END_OF_PARAGRAPH)
        yield head + end
    yield rest.rstrip()


def _whole(stretches: Iterable[bytes]) -> bytes:
    """A part from its stretches, without space before it; all of it is in memory only once."""
    xml = BytesIO(_HEAD)
    xml.seek(0, SEEK_END)
    for stretch in stretches:
        xml.write(stretch if xml.tell() > len(_HEAD) else stretch.lstrip())
    return xml.getvalue()


def _finished(xml: str, marks: Marks, label: str) -> bytes:
    """A stretch of a part as it goes into the document."""
    return marks.anchored(_EMPTY_RUN.sub("", xml.replace("\n<", "<")), label).encode()
