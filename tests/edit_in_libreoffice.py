"""Does in LibreOffice what standard input says: a list of steps, each a verb and its arguments.

For the Python that has LibreOffice's bridge (`uno`), which has nothing else: no pytest, no project.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_BOLD, _ITALIC = 150.0, 2
_NORMAL, _UPRIGHT = 100.0, 0


class _Editor:
    """The steps, each a method; the document is the one that was opened last."""

    def __init__(self, context: Any) -> None:
        self._manager = context.ServiceManager
        self._context = context
        self._desktop = self._service("com.sun.star.frame.Desktop")
        self._document: Any = None

    def _service(self, name: str) -> Any:
        return self._manager.createInstanceWithContext(name, self._context)

    def open(self, path: str) -> None:
        url = Path(path).as_uri() if path else "private:factory/swriter"
        hidden = _property("Hidden", True)
        self._document = self._desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
        if not path:
            self._document.Text.insertString(self._document.Text.End, "", False)

    def save(self, path: str) -> None:
        word = _property("FilterName", "MS Word 2007 XML")
        self._document.storeToURL(Path(path).as_uri(), (word,))
        self._document.close(True)

    def author(self, name: str) -> None:
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (_property("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        access.setPropertyValue("givenname", name)
        access.commitChanges()

    def track(self, on: bool) -> None:
        self._document.RecordChanges = on

    def replace(self, old: str, new: str) -> None:
        self._find(old).String = new

    def insert_after(self, text: str, new: str) -> None:
        found = self._find(text)
        found.Text.insertString(found.End, new, False)

    def insert_before(self, text: str, new: str) -> None:
        found = self._find(text)
        found.Text.insertString(found.Start, new, False)

    def look(self, text: str, bold: bool | None, italic: bool | None) -> None:
        found = self._find(text)
        if bold is not None:
            found.CharWeight = _BOLD if bold else _NORMAL
        if italic is not None:
            found.setPropertyValue("CharPosture", _slant(italic))

    def character_style(self, text: str, style: str) -> None:
        self._find(text).CharStyleName = style

    def paragraph_style(self, text: str, style: str) -> None:
        self._find(text).ParaStyleName = style

    def link(self, text: str, address: str) -> None:
        self._find(text).HyperLinkURL = address

    def split(self, text: str) -> None:
        """Makes what comes after a text a paragraph of its own."""
        found = self._find(text)
        found.Text.insertControlCharacter(found.End, 0, False)

    def join(self, text: str) -> None:
        """Takes away the end of the paragraph in which a text stands."""
        cursor = self._cursor(text)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.String = ""

    def delete_paragraph(self, text: str) -> None:
        cursor = self._cursor(text)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        cursor.String = ""

    def delete_range(self, first: str, last: str) -> None:
        """Takes away all from one text to the end of another."""
        cursor = self._cursor(first)
        cursor.gotoRange(self._find(last).End, True)
        cursor.String = ""

    def command(self, text: str, command: str) -> None:
        """Does to the place of a text what a menu of LibreOffice does, as in `.uno:DeleteRows`."""
        controller = self._document.CurrentController
        controller.select(self._find(text))
        dispatcher = self._service("com.sun.star.frame.DispatchHelper")
        dispatcher.executeDispatch(controller.Frame, command, "", 0, ())

    def comment(self, text: str, note: str, author: str, resolved: bool = False) -> None:
        found = self._find(text)
        field = self._document.createInstance("com.sun.star.text.textfield.Annotation")
        field.Content, field.Author, field.Resolved = note, author, resolved
        found.Text.insertTextContent(found, field, True)

    def footnote(self, text: str, note: str) -> None:
        found = self._find(text)
        footnote = self._document.createInstance("com.sun.star.text.Footnote")
        found.Text.insertTextContent(found.End, footnote, False)
        footnote.insertString(footnote.End, note, False)

    def quit(self) -> None:
        # It goes before it has answered.
        with contextlib.suppress(Exception):
            self._desktop.terminate()

    def _find(self, text: str) -> Any:
        search = self._document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = text, True
        found = self._document.findFirst(search)
        assert found is not None, f"no “{text}” in the document"
        return found

    def _cursor(self, text: str) -> Any:
        found = self._find(text)
        return found.Text.createTextCursorByRange(found.Start)


def _property(name: str, value: object) -> Any:
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _slant(italic: bool) -> Any:
    import uno

    return uno.Enum("com.sun.star.awt.FontSlant", "ITALIC" if italic else "NONE")


def _connected(pipe: str) -> Any:
    import uno

    here = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = here.ServiceManager.createInstanceWithContext(name, here)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise TimeoutError("LibreOffice does not answer")


def _main() -> None:
    folder = tempfile.mkdtemp()
    pipe = Path(folder).name
    profile = f"-env:UserInstallation={Path(folder).as_uri()}"
    accept = f"--accept=pipe,name={pipe};urp;"
    office = subprocess.Popen(
        ["soffice", profile, "--headless", "--norestore", accept],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        editor = _Editor(_connected(pipe))
        for verb, *arguments in json.load(sys.stdin):
            getattr(editor, verb)(*arguments)
        editor.quit()
        office.wait(20)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _main()
