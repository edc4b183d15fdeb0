"""What somebody would write instead: the same three documents with plain docxtpl.

It renders only: no check, no trace, no anchors, no numbered table of contents, no formatting within
a paragraph. Its templates come from `make_templates.py`.
"""

import sys
from pathlib import Path

from docxtpl import DocxTemplate
from plain_content import Project


def main(project: Path, templates: Path, output: Path) -> None:
    """Renders all documents of a project."""
    for template, name, texts in Project(project).documents():
        document = DocxTemplate(templates / template)
        document.render(texts, autoescape=True)
        document.save(output / name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
