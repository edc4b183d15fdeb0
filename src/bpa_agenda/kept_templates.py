"""Templates that were found right, kept ready to be rendered.

A template that is kept needs neither the parser of Jinja nor another look at it.
"""

from pathlib import Path
from typing import Any

from bpa_agenda.kept import Kept
from bpa_agenda.problems import Problem
from bpa_agenda.template_parts import Look, Part, Template


def load_for_all(kept: Kept) -> None:
    """Loads what a first build reads templates with, before there are copies of the process."""
    try:
        is_first = kept.folder is not None and not kept.folder.is_dir()
    except OSError:  # it may not be looked into
        is_first = True
    if is_first:
        import bpa_agenda.templates  # noqa: F401


def kept_template(
    path: Path, file: str, kind: str, kept: Kept
) -> tuple[Template | None, list[Problem]]:
    """A template for what it is to show, and what is wrong with it; None when it is unusable."""
    template: Template | None = None
    problems: list[Problem] = []
    before = _bytes(path)

    def made() -> Any:
        nonlocal template, problems
        from bpa_agenda.templates import checked_template

        template, problems = checked_template(path, file, kind)
        # What is wrong with a template is said each time; it may be saved while it is read.
        if template is None or problems or _bytes(path) != before:
            return None
        return _as_tuple(template)

    found = kept.once(("template", before, file, kind), made)
    return (template, problems) if found is None else (_from_tuple(found), [])


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _as_tuple(template: Template) -> Any:
    parts = [
        (
            (part.name, part.label, part.source),
            [(look.paragraph, look.run) for look in part.looks],
            (part.paragraphs, part.in_cells, part.sound, part.program),
        )
        for part in template.parts
    ]
    return template.file, parts, dict(template.files), dict(template.styles)


def _from_tuple(found: Any) -> Template:
    file, parts, files, styles = found
    return Template(file, tuple(_part(*part) for part in parts), files, styles)


def _part(names: Any, looks: Any, rest: Any) -> Part:
    (name, label, source), (paragraphs, in_cells, sound, program) = names, rest
    return Part(
        name, label, source, tuple(Look(*look) for look in looks), paragraphs, in_cells, sound,
        program,
    )  # fmt: skip
