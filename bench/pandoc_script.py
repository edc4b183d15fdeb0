"""The same documents with pandoc: the texts as HTML, the design from a reference document."""

import subprocess
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from plain_content import Project


def main(project: Path, templates: Path, output: Path) -> None:
    """Makes all documents of a project; `templates` holds HTML and is beside the Word templates."""
    jinja = Environment(loader=FileSystemLoader(templates), autoescape=True)
    for template, name, texts in Project(project).documents():
        html = jinja.get_template(f"{Path(template).stem}.html").render(texts)
        reference = project / "templates" / template
        subprocess.run(  # noqa: S603  # our own command
            ["pandoc", "-f", "html", f"--reference-doc={reference}", "-o", output / name],  # noqa: S607  # on PATH
            input=html.encode(),
            check=True,
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
