"""Reads a Word document that came back from a review: nothing in it is accepted or rejected."""

from collections.abc import Iterator

from bpa_agenda.count_revisions import count_revisions
from bpa_agenda.reviewed import Change, Comment, ReviewedDocument
from bpa_agenda.revisions import accepted_text
from bpa_agenda.word_changes import read_changes
from bpa_agenda.word_comments import COMMENT, read_comments
from bpa_agenda.word_fields import read_fields
from bpa_agenda.word_lines import Part
from bpa_agenda.word_looks import Looks
from bpa_agenda.word_numbering import read_numbering
from bpa_agenda.word_package import Package
from bpa_agenda.word_properties import custom_parts, custom_properties, saved
from bpa_agenda.word_stories import Definitions, Story, Text
from bpa_agenda.word_styles import read_styles
from bpa_agenda.word_xml import Element, name

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_COMMENTS, _EXTENDED = name("w:comments"), name("w15:commentsEx")
_NOTES = ("footnotes", "endnotes")


def read_reviewed(package: Package) -> ReviewedDocument:
    """What a document holds: the text of all its parts, all changes and all comments.

    Never refuses: what is broken in it is read as far as it goes.
    """
    return _Reader(package).read()


class _Reader:
    """What all parts of a document share while they are read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._stories = dict(_stories(package))
        styles_part = _definitions(package, "styles")
        styles = read_styles(styles_part)
        numbering = read_numbering(_definitions(package, "numbering"), styles)
        self._definitions = Definitions(styles, numbering)
        self._looks = Looks(styles_part)
        self._changes = self._read_changes()
        self._ids = {element: change.id for element, change in self._changes.items()}
        self._text = Text()

    def _read_changes(self) -> dict[Element, Change]:
        trees = self._package.trees
        stories = {part.lower() for part in self._stories}
        others = (tree for part, tree in sorted(trees.items()) if part not in stories)
        return read_changes([trees[part.lower()] for part in self._stories], others)

    def read(self) -> ReviewedDocument:
        for part, label in self._stories.items():
            self._read_story(part, label)
        author, modified = saved(self._package)
        parts, trees = self._package.parts, self._package.trees
        return ReviewedDocument(
            paragraphs=tuple(self._text.paragraphs),
            changes=tuple(self._changes.values()),
            comments=tuple(self._comments()),
            counted=count_revisions(parts[part] for part in trees),
            properties=custom_properties(self._package),
            custom=custom_parts(self._package),
            author=author,
            modified=modified,
        )

    def _read_story(self, part: str, label: str) -> None:
        root = self._package.trees[part.lower()]
        story = Story(self._part(part, root, label), self._definitions, self._text)
        if label not in _NOTES:
            story.read(root)
            return
        for note in root:
            if note.get(name("w:type")) not in _SEPARATORS:
                story.read(note, f"{label} {note.get(name('w:id'), '')}")

    def _part(self, part: str, root: Element, label: str) -> Part:
        addresses = self._package.addresses(part)
        return Part(label, self._ids, self._looks, read_fields(root), addresses)

    def _comments(self) -> list[Comment]:
        found = [
            (element, shared)
            for part, root in self._roots(_COMMENTS)
            for shared in [self._part(part, root, "comments")]
            for element in root.iter(COMMENT)
        ]
        parts = dict(found)

        def text_of(comment: Element) -> str:
            text = Text()
            Story(parts[comment], self._definitions, text).read(comment)
            return "\n".join(accepted_text(text.paragraphs))

        extended = [root for _, root in self._roots(_EXTENDED)]
        elements = [element for element, _ in found]
        text = self._text
        return read_comments(elements, extended, text.spots, text.paragraphs, text_of)

    def _roots(self, tag: str) -> Iterator[tuple[str, Element]]:
        """The parts with a root, also those to which nothing refers any more."""
        return ((part, root) for part, root in self._package.trees.items() if root.tag == tag)


def _stories(package: Package) -> Iterator[tuple[str, str]]:
    """The parts with the text of a document, and what they are called."""
    document = package.document
    yield document, "body"
    for kind in ("header", "footer"):
        of_sections = _of_sections(package, name(f"w:{kind}Reference"))
        parts = dict.fromkeys([*of_sections, *package.related(document, kind)])
        there = (part for part in parts if package.xml(part) is not None)
        yield from ((part, f"{kind}{number}") for number, part in enumerate(there, start=1))
    for kind in _NOTES:
        part = next(package.related(document, kind), "")
        if package.xml(part) is not None:
            yield part, kind


def _of_sections(package: Package, reference: str) -> Iterator[str]:
    """The parts to which the sections refer, in order."""
    root = package.xml(package.document)
    references = root.iter(reference) if root is not None else ()
    targets = {found.id: found.target for found in package.relationships(package.document)}
    found = (targets.get(reference.get(name("r:id"), "")) for reference in references)
    return (target for target in found if target)


def _definitions(package: Package, kind: str) -> Element | None:
    return package.xml(next(package.related(package.document, kind), ""))
