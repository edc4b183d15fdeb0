"""Where something stands in a document, in words that its readers know: Thema 1, kernvraag 1.2."""

from collections.abc import Iterator, Sequence

from bpa_agenda import dutch
from bpa_agenda.anchors import Base, Part, Passage

# Lists of the YAML by their key: what an item of it is called.
_NUMBERED = {
    "questions": "kernvraag",
    "sub_questions": "deelvraag",
    "work_packages": "werkpakket",
    "consortium": "partner",
    "hours": "uren, regel",
    "materials": "materiële kosten, regel",
    "contributions": "bijdragen, regel",
}
_NAMED = {
    "subsections": "",
    "abbreviations": "afkortingen",
    "people": "genoemde personen",
    "organisations": "genoemde organisaties",
    "literature": "literatuur",
}
_FIELDS = {
    **dutch.FIELDS,
    **dutch.PARTS,
    **_NAMED,
    "explanation": "toelichting",
    "levels": "niveau",
    "links": "samenhang met andere thema’s",
    "origin": "totstandkoming",
    "question": "vraag",
    "questions": "kernvragen",
    "stake": "inleiding",
    "status": "status",
    "subtitle": "ondertitel",
    "version": "versie",
}
# A key that says no more than the name of what it belongs to.
_SILENT = frozenset(("text", "name", "short", "long"))
_NAMES = ("title", "question", "name", "short")
_CHAPTERS = ("agenda/sections/", "agenda/themes/")
_QUOTED = 60


class Places:
    """Finds the words for the places of one document."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._shown: dict[tuple[str, str], tuple[Passage, Part]] = {}
        self._first: dict[tuple[str, str], int] = {}
        for number, passage in enumerate(base.passages):
            for part in passage.parts:
                value = base.values[part.value]
                self._shown.setdefault((value.file, value.path), (passage, part))
                self._first.setdefault((value.file, value.path), number)

    def passage_of(self, file: str, path: str) -> int:
        """The first passage that shows a value; -1 when none does."""
        return self._first.get((file, path), -1)

    def words(self, passage: int, value: int = -1) -> str:
        """Where a passage stands, and in it the value with this number; empty when nobody knows."""
        if not 0 <= passage < len(self.base.passages):
            return ""
        here = self.base.passages[passage]
        if here.story.startswith(("header", "footer")):
            return "Koptekst" if here.story.startswith("header") else "Voettekst"
        found = self._of_value(value) if value >= 0 else self._around(passage)
        note = "voetnoot" if "notes" in here.story else ""
        words = ", ".join(part for part in (found, note) if part)
        return dutch.capital(words) or f"‘{_shortened(here.text)}’"

    def _of_value(self, number: int) -> str:
        value = self.base.values[number]
        return self._path(value.file, value.path.split("/"))

    def _around(self, passage: int) -> str:
        """The place that text of the template shares with what stands before and after it."""
        before = self._nearest(range(passage, -1, -1))
        after = self._nearest(range(passage + 1, len(self.base.passages)))
        if before is None or after is None or before[0] != after[0]:
            return ""
        shared = []
        for one, other in zip(before[1], after[1], strict=False):
            if one != other:
                break
            shared.append(one)
        return self._path(before[0], shared)

    def _nearest(self, numbers: range) -> tuple[str, list[str]] | None:
        parts = (part for n in numbers for part in self.base.passages[n].parts[:1])
        if (part := next(parts, None)) is None:
            return None
        value = self.base.values[part.value]
        return value.file, value.path.split("/")

    def _path(self, file: str, steps: Sequence[str]) -> str:
        chapter = self._chapter(file) if file.startswith(_CHAPTERS) else ""
        return ", ".join(word for word in (chapter, *self._steps(file, steps)) if word)

    def _chapter(self, file: str) -> str:
        """What a theme or section is called: its number if it has one, else its title."""
        label, title = self._called(file, "title")
        return label or title

    def _steps(self, file: str, steps: Sequence[str]) -> Iterator[str]:
        place = 0
        while place < len(steps):
            step, rest = steps[place], len(steps) - place
            if rest > 1 and (step in _NUMBERED or step in _NAMED or step == "links"):
                yield self._item(file, steps[: place + 2])
                place += 2
            else:
                yield _field(steps, place)
                place += 1

    def _item(self, file: str, steps: Sequence[str]) -> str:
        """What an item of a list is called."""
        key, name = steps[-2], _plain(steps[-1])
        if key == "links":
            return f"samenhang met {self._chapter(f'agenda/themes/{name}.yaml') or name}"
        label, title = self._called(file, "/".join(steps))
        if key in _NAMED:
            return ": ".join(word for word in (_NAMED[key], title or name) if word)
        number = label.split()[-1] if label else str(self._ordinal(file, steps))
        return f"{_NUMBERED[key]} {number}" + (
            f" ({title})" if key == "questions" and title else ""
        )

    def _called(self, file: str, path: str) -> tuple[str, str]:
        """How a value, or the name of an item, reads: what the template puts before it, and it."""
        keys = [path, *(f"{path}/{name}" for name in _NAMES)]
        found = next((self._shown[file, key] for key in keys if (file, key) in self._shown), None)
        if found is None:
            return "", ""
        passage, part = found
        return passage.text[: part.start].strip(" \t:."), passage.text[part.start : part.end]

    def _ordinal(self, file: str, steps: Sequence[str]) -> int:
        """The number of an item among those of its list that the document shows, from 1."""
        before = "/".join(steps[:-1]) + "/"
        paths = (v.path for v in self.base.values if v.file == file and v.path.startswith(before))
        names = list(dict.fromkeys(path[len(before) :].split("/")[0] for path in paths))
        return names.index(steps[-1]) + 1 if steps[-1] in names else 0


def _field(steps: Sequence[str], place: int) -> str:
    """What a key is called; nothing when the name of what it belongs to says it."""
    step = steps[place]
    of_sub_question = step == "question" and place >= 1 and "question" in _above(steps, place)
    if place and (step in _SILENT or of_sub_question):
        return ""
    return "" if step in _SILENT else _FIELDS.get(step, _plain(step))


def _above(steps: Sequence[str], place: int) -> str:
    """The key of the group or the list in which a key stands."""
    in_list = place >= 2 and steps[place - 2] in _NUMBERED
    key = steps[place - 2] if in_list else steps[place - 1]
    return key if key in ("sub_questions", "practice_question") else ""


def _plain(step: str) -> str:
    return step.replace("~2", "#").replace("~1", "/").replace("~0", "~")


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rsplit(' ', 1)[0]} …"
