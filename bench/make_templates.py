"""The project's templates in the syntax of the engines that it is measured against.

Each engine gets the design as it is, and its own way to repeat, to leave out and to show.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

_RENDERED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!</w:p>).)*</w:p>", re.DOTALL)
_ROW = re.compile(r"<w:tr[ >](?:(?!</w:tr>).)*</w:tr>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_BLOCK = re.compile(r"\{\{p (\S+) \}\}")
_TAG = re.compile(
    r"\{\{ (?P<value>\S+) \}\}|\{%\w* for (?P<name>\w+) in (?P<list>\S+) %\}"
    r"|\{%\w* if (?P<condition>[\w.]+)[^%]*%\}|\{%\w* (?P<end>endfor|endif) %\}"
)
_TAG_OF_ROW = re.compile(r"\{%tr .*?%\}")
_PIECE = re.compile(
    r"</?w:(?:tbl|tr|tc)[ >]|<w:p[ >](?:(?!</w:p>).)*</w:p>|\{%tr .*?%\}", re.DOTALL
)
_ELEMENTS = {
    "<w:tbl": "<table>", "</w:tbl": "</table>", "<w:tr": "<tr>", "</w:tr": "</tr>",
    "<w:tc": "<td>", "</w:tc": "</td>",
}  # fmt: skip
_CONTENTS = '<w:p><w:fldSimple w:instr="TOC \\o &quot;1-2&quot;"/></w:p>'


class Syntax(Protocol):
    """How an engine writes what Jinja writes as for, if and a value; paths have no names."""

    def begin(self, path: str) -> str:
        """Before what is repeated for each item of a list; may be empty."""

    def end(self, path: str) -> str:
        """Behind what is repeated."""

    def item(self, path: str) -> str:
        """The path of an item within what is repeated."""

    def begin_if(self, path: str) -> str:
        """Before what is left out when a value is empty."""

    def end_if(self, path: str) -> str:
        """Behind it."""

    def value(self, path: str) -> str:
        """A text."""


class Docxtemplater:
    """Paths start from the item; the script's parser knows dots and a question mark for `if`."""

    top = ""

    def begin(self, path: str) -> str:
        """A loop."""
        return f"{{#{path}}}"

    def end(self, path: str) -> str:
        """The end of the innermost loop."""
        return "{/}" if path else ""

    def item(self, path: str) -> str:
        """Within a loop everything is seen from the item."""
        return "" if path else path

    def begin_if(self, path: str) -> str:
        """A loop of one turn or none."""
        return f"{{#{path}?}}"

    def end_if(self, path: str) -> str:
        """Its end."""
        return self.end(path)

    def value(self, path: str) -> str:
        """A text."""
        return f"{{{path}}}"


class Carbone:
    """Full paths; a list ends where the next item would begin."""

    top = "d."

    def begin(self, path: str) -> str:
        """A list begins where its first [i] stands."""
        return "" if path else path

    def end(self, path: str) -> str:
        """The next item, which Carbone takes away."""
        return f"{{{path}[i+1]}}"

    def item(self, path: str) -> str:
        """An item of a list."""
        return f"{path}[i]."

    def begin_if(self, path: str) -> str:
        """What is hidden when empty."""
        return f"{{{path}:ifEM:hideBegin}}"

    def end_if(self, path: str) -> str:
        """The end of what is hidden."""
        return f"{{{path}:hideEnd}}"

    def value(self, path: str) -> str:
        """A text."""
        return f"{{{path}}}"


def docxtpl_templates(templates: Path, made: Path) -> None:
    """Plain docxtpl: a text is a list of paragraphs, the table of contents a field."""
    _rewritten(templates, made, lambda part: _PARAGRAPH.sub(_for_docxtpl, part))


def compiled_templates(templates: Path, made: Path) -> None:
    """The same, of which docxtpl made Jinja: in files of their own, and the part is left empty."""
    from docxtpl import DocxTemplate

    docxtpl_templates(templates, made)
    for path in sorted(made.glob("*.docx")):
        template = DocxTemplate(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name in filter(_RENDERED.fullmatch, parts):
            jinja = made / "jinja" / path.name / name
            jinja.parent.mkdir(parents=True, exist_ok=True)
            jinja.write_text(template.patch_xml(parts[name].decode()), "utf-8")
            parts[name] = b""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)


def docxtemplater_templates(templates: Path, made: Path) -> None:
    """docxtemplater, with loops around paragraphs and rows."""
    _rewritten(templates, made, lambda part: _Translator(Docxtemplater()).part(part))


def carbone_templates(templates: Path, made: Path) -> None:
    """Carbone, with lists of paragraphs and rows."""
    _rewritten(templates, made, lambda part: _Translator(Carbone()).part(part))


def pandoc_templates(templates: Path, made: Path) -> None:
    """HTML for pandoc, as Jinja; the design comes from the template itself."""
    made.mkdir(parents=True, exist_ok=True)
    for path in sorted(templates.glob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            body = archive.read("word/document.xml").decode()
        (made / f"{path.stem}.html").write_text("\n".join(_html(body)), "utf-8")


def _html(body: str) -> Iterator[str]:
    """The paragraphs and tables of a part; rows with nothing but a tag become the tag."""
    body = _ROW.sub(lambda row: _tags(row[0]) if "{%tr" in row[0] else row[0], body)
    for piece in _PIECE.findall(body):
        element = _ELEMENTS.get(piece.rstrip(" >").rstrip(">"), "")
        if element or not piece.startswith("<w:p"):
            yield element or piece.replace("{%tr", "{%")
        else:
            yield _html_paragraph(piece)


def _tags(xml: str) -> str:
    return "".join(_TAG_OF_ROW.findall("".join(_TEXT.findall(xml))))


def _html_paragraph(paragraph: str) -> str:
    text = "".join(_TEXT.findall(paragraph.replace("<w:tab/>", "<w:t> </w:t>"))).strip()
    path = _block(paragraph)
    if path == "contents":
        return ""
    if path is not None:
        return f"{{% for paragraph in {path} %}}<p>{{{{ paragraph }}}}</p>{{% endfor %}}"
    if text.startswith("{%p"):
        return text.replace("{%p", "{%")
    style = re.search(r'<w:pStyle w:val="(?:Heading([1-3]))?', paragraph)
    element = f"h{style[1]}" if style and style[1] else "p"
    return f"<{element}>{text}</{element}>"


def _rewritten(templates: Path, made: Path, rewrite: Callable[[str], str]) -> None:
    """Writes each template to another folder, with its text rewritten."""
    made.mkdir(parents=True, exist_ok=True)
    for path in sorted(templates.glob("*.docx")):
        with (
            zipfile.ZipFile(path) as before,
            zipfile.ZipFile(made / path.name, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for name in before.namelist():
                data = before.read(name)
                if _RENDERED.fullmatch(name):
                    data = rewrite(data.decode()).encode()
                after.writestr(name, data)


def _for_docxtpl(found: re.Match[str]) -> str:
    path = _block(found[0])
    if path is None:
        return found[0]
    if path == "contents":
        return _CONTENTS
    loop = (f"{{%p for paragraph in {path} %}}", "{{ paragraph }}", "{%p endfor %}")
    return "".join(_saying(found[0], text) for text in loop)


def _block(paragraph: str) -> str | None:
    """What a paragraph shows as paragraphs of its own, if it does."""
    found = _BLOCK.fullmatch("".join(_TEXT.findall(paragraph)).strip())
    return found[1] if found else None


def _saying(paragraph: str, text: str) -> str:
    """A paragraph with another text in its first run; nothing for no text."""
    first, *rest = _TEXT.finditer(paragraph)
    for other in reversed(rest):
        paragraph = paragraph[: other.start(1)] + paragraph[other.end(1) :]
    return paragraph[: first.start(1)] + text + paragraph[first.end(1) :] if text else ""


class _Translator:
    """Goes through a part from top to bottom and remembers what is repeated around a tag."""

    def __init__(self, syntax: "Docxtemplater | Carbone") -> None:
        self.syntax = syntax
        self.names: dict[str, str] = {}
        self.around: list[str] = []

    def part(self, xml: str) -> str:
        """A part with all its tags in the other syntax."""
        if isinstance(self.syntax, Docxtemplater):
            xml = _loops_into_rows(xml)
        return _PARAGRAPH.sub(lambda found: self._paragraph(found[0]), xml)

    def _paragraph(self, paragraph: str) -> str:
        path = _block(paragraph)
        if path == "contents":
            return _CONTENTS
        if path is not None:
            inner = self._path(path)
            shown = self.syntax.value(self.syntax.item(inner) + "p")
            loop = (self.syntax.begin(inner), shown, self.syntax.end(inner))
            return "".join(_saying(paragraph, text) for text in loop)
        changed = _TEXT.sub(lambda t: t[0].replace(t[1], _TAG.sub(self._tag, t[1])), paragraph)
        is_empty = not "".join(_TEXT.findall(changed)) and "{" in paragraph
        in_row = "{%tr" in paragraph
        return "" if is_empty and not in_row else changed

    def _tag(self, found: re.Match[str]) -> str:
        if found["value"]:
            return self.syntax.value(self._path(found["value"]))
        if found["list"]:
            path = self._path(found["list"])
            self.names[found["name"]] = self.syntax.item(path)
            self.around.append(path)
            return self.syntax.begin(path)
        if found["condition"]:
            self.around.append(self._path(found["condition"]))
            return self.syntax.begin_if(self.around[-1])
        path = self.around.pop()
        return self.syntax.end(path) if found["end"] == "endfor" else self.syntax.end_if(path)

    def _path(self, path: str) -> str:
        """The path of a value, from the top or from the item that it belongs to."""
        first, _, rest = path.partition(".")
        return f"{self.names[first]}{rest}" if first in self.names else f"{self.syntax.top}{path}"


def _loops_into_rows(xml: str) -> str:
    """The tags of a loop stand in the row that it repeats, not in rows of their own."""
    rows = list(_ROW.finditer(xml))
    for before, row, after in reversed(list(zip(rows, rows[1:], rows[2:], strict=False))):
        begin = re.search(r"\{%tr for .*?%\}", before[0])
        if begin:
            *_, last = _PARAGRAPH.finditer(row[0])
            end = _saying(last[0], "{%tr endfor %}")
            inner = row[0][: last.end()] + end + row[0][last.end() :]
            first = next(_TEXT.finditer(inner)).start(1)
            inner = inner[:first] + begin[0] + inner[first:]
            xml = xml[: before.start()] + inner + xml[after.end() :]
    return xml
