"""How references read in a document. A name is made when somebody asks for it: most never are."""

from collections.abc import Mapping
from functools import cached_property

from bpa_agenda.model import Content, Question, Section, Theme
from bpa_agenda.numbering import themes_in_order
from bpa_agenda.references import Name, bookmark_of


class DocumentNames:
    """The names of what one content holds, in the agenda and in other documents."""

    def __init__(self, content: Content, numbers: Mapping[str, str]) -> None:
        self._content = content
        self._numbers = numbers
        self._texts: dict[str, dict[str, Name]] = {}

    def in_agenda(self, kind: str, name: str) -> Name:
        """How a reference reads in the agenda, with the place of what it points at."""
        if kind == "section":
            return Name("‘", self._sections[name].title, "’", bookmark_of(kind, name))
        if kind == "theme":
            return Name("thema ", self._numbers[name], "", bookmark_of(kind, name))
        if kind == "question":
            question = self._questions[name]
            number = self._numbers[question.id]
            letter = self._numbers[name].removeprefix(number).lstrip(".")
            after = f", deelvraag {letter}" if letter else ""
            return Name("kernvraag ", number, after, bookmark_of(kind, question.id))
        return self._in_any(kind, name)

    def elsewhere(self, kind: str, name: str) -> Name:
        """How it reads in another document, which says where the agenda is meant."""
        assert self._content.front is not None, "content without errors has a front"
        of_agenda = f" van de {self._content.front.title}"
        if kind == "section":
            return Name("‘", self._sections[name].title, f"’{of_agenda}")
        if kind == "theme":
            return Name("thema ", self._numbers[name], f" ‘{self._themes[name].title}’{of_agenda}")
        if kind == "question":
            question = self._questions[name]
            word = "kernvraag " if name == question.id else "deelvraag "
            return Name(word, self._numbers[name], f" ‘{question.title}’{of_agenda}")
        return self._in_any(kind, name)

    def _in_any(self, kind: str, name: str) -> Name:
        """How a reference reads to what has no place in any document."""
        if kind not in self._texts:
            self._texts[kind] = self._of_kind(kind)
        return self._texts[kind][name]

    def _of_kind(self, kind: str) -> dict[str, Name]:
        content = self._content
        match kind:
            case "proposal":
                return {p.id: Name("‘", p.title, "’") for p in content.proposals}
            case "person":
                return {p.id: Name("", p.name) for p in content.people}
            case "organisation":
                return {o.id: Name("", o.name) for o in content.organisations}
            case "abbreviation":
                return {a.short: Name("", a.short) for a in content.abbreviations}
            case "statement":
                said = (s for register in content.registers for s in register.statements)
                return {statement.id: Name("‘", statement.text, "’") for statement in said}
        return {}

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in self._content.sections}

    @cached_property
    def _themes(self) -> Mapping[str, Theme]:
        return {theme.id: theme for theme in themes_in_order(self._content)}

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        """The core question that has a name, or of which what has the name is a part."""
        questions = [q for theme in self._themes.values() for q in theme.questions]
        of_names = {str(q.id): q for q in questions}
        return of_names | {str(sub.id): q for q in questions for sub in q.sub_questions}
