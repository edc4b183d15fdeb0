"""The least that can be made of `docxtpl_script.py`: what its author may come to on a long evening.

The same YAML by the same fast loader, the same texts and templates. But docxtpl has only made Jinja
of those, once and before; what Jinja compiles of it is kept, and a rendered part is only seen to be
well-formed and goes straight into the zip, beside the parts that are copied.
"""

import sys
import zipfile
from pathlib import Path
from xml.parsers import expat

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from plain_content import Project


def main(project: Path, templates: Path, output: Path) -> None:
    """Renders all documents of a project."""
    kept = FileSystemBytecodeCache(str(templates))
    jinja = Environment(autoescape=True, loader=FileSystemLoader(templates), bytecode_cache=kept)
    for template, name, texts in Project(project).documents():
        with (
            zipfile.ZipFile(templates / template) as before,
            zipfile.ZipFile(output / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
        ):
            for part in before.namelist():
                data = before.read(part)
                if not data:
                    data = jinja.get_template(f"jinja/{template}/{part}").render(texts).encode()
                    expat.ParserCreate().Parse(data, True)
                after.writestr(part, data)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
