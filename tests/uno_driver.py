"""Edits documents in one LibreOffice, as people do, with changes recorded. Run by Debian's python3.

Debian's `python3-uno` works with Debian's own interpreter only, so this is a program by itself:
`/usr/bin/python3 uno_driver.py job.json`. It reads jobs and writes results over them (see
`reviewer_libreoffice.py`). An edit is a JSON object with the fields of `edits.Edit`.
"""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.TextContentAnchorType import AS_CHARACTER

DOCX = "MS Word 2007 XML"
ODT = "writer8"
_BOLD = 150.0
_SECONDS = 60  # for starting, and for each document
_BREAK = 0  # com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_CONTENTS = "\ue000"
_STYLES = {
    "plain": "Text Body", "heading": "Heading 3", "bullet": "List Bullet",
    "deeper": "List Bullet 2", "number": "List Number",
}  # fmt: skip


class Office:
    """A running LibreOffice with a profile of its own."""

    def __init__(self, profile):
        # Each LibreOffice needs a name of its own, or it would answer to another's driver.
        pipe = f"review{os.getpid()}"
        at = Path(profile).as_uri()
        command = ["soffice", f"-env:UserInstallation={at}", "--headless", "--norestore"]
        command += ["--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.context = self._connected(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.dispatcher = self.service("com.sun.star.frame.DispatchHelper")

    def _connected(self, address):
        local = uno.getComponentContext()
        name = "com.sun.star.bridge.UnoUrlResolver"
        resolver = local.ServiceManager.createInstanceWithContext(name, local)
        while True:
            try:
                return resolver.resolve(address)
            except NoConnectException:
                if self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path):
        return self.desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, (value("Hidden", True),)
        )

    def save(self, document, path, kind=DOCX):
        document.storeToURL(Path(path).as_uri(), (value("FilterName", kind),))

    def dispatch(self, document, command, **arguments):
        frame = document.CurrentController.Frame
        values = tuple(value(*item) for item in arguments.items())
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, values)

    def be(self, author):
        """Gives the user of the profile a name; LibreOffice looks at it at every change."""
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        user = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (value("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        first, _, last = author.partition(" ")
        user.setPropertyValue("givenname", first)
        user.setPropertyValue("sn", last)
        user.commitChanges()

    def stop(self):
        # It may end before it answers.
        with contextlib.suppress(Exception):
            self.desktop.terminate()
        self.process.wait(20)


def value(name, content):
    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


# --- reading


def each(container):
    elements = container.createEnumeration()
    while elements.hasMoreElements():
        yield elements.nextElement()


def contents(document):
    """The entries of the first table of contents."""
    blocks = itertools.dropwhile(lambda block: not is_entry(block), each(document.Text))
    return list(itertools.takewhile(is_entry, blocks))


def is_entry(block):
    is_paragraph = block.supportsService("com.sun.star.text.Paragraph")
    return (
        is_paragraph
        and block.ParaStyleName.startswith("Contents ")
        and (block.ParaStyleName[-1].isdigit())
    )


def shown(portion):
    kind = portion.TextPortionType
    if kind in ("Text", "TextField"):
        return portion.getString()
    if kind == "Footnote":
        return _OBJECT
    if kind == "Frame":
        frames = portion.createContentEnumeration("com.sun.star.text.TextContent")
        return _OBJECT if frames.nextElement().AnchorType == AS_CHARACTER else ""
    return ""


def lines(document):
    """The text of the body in one call: each paragraph, also in cells, and each line of it.

    Tables of contents are left out, as it breaks them whenever it saves.
    """
    document.RecordChanges = False
    for number in range(document.Footnotes.Count):
        document.Footnotes.getByIndex(number).Label = _OBJECT
    for entry in contents(document):
        entry.setString(_CONTENTS)
    return [line for line in document.Text.getString().split("\n") if line != _CONTENTS]


def after(office, path, command):
    document = office.open(path)
    office.dispatch(document, command)
    found = lines(document)
    document.close(True)
    return found


# --- places


def passage(document, name):
    """The paragraph in which a bookmark starts."""
    return whole(document.Bookmarks.getByName(name).Anchor)


def whole(place):
    """The paragraph of a place, as it is now: an older one knows nothing of what was added."""
    cursor = place.Text.createTextCursorByRange(place.Start)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return next(each(cursor))


def at(paragraph, offset):
    """A cursor right after so many characters of a paragraph."""
    text = paragraph.Text
    passed = 0
    for portion in each(whole(paragraph)) if offset else ():
        piece = shown(portion)
        if piece and passed + len(piece) >= offset:
            if portion.TextPortionType != "Text":
                return text.createTextCursorByRange(portion.End)
            cursor = text.createTextCursorByRange(portion.Start)
            cursor.goRight(offset - passed, False)
            return cursor
        passed += len(piece)
    return text.createTextCursorByRange(paragraph.Start)


def between(paragraph, start, end):
    cursor = at(paragraph, start)
    cursor.gotoRange(at(paragraph, end), True)
    return cursor


def with_end(paragraph):
    """A whole paragraph and its end, as somebody selects it to delete it."""
    cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
    cursor.gotoEndOfParagraph(True)
    cursor.goRight(1, True)
    return cursor


# --- edits: each takes the office, the document, the paragraph and the edit


def replace(office, document, paragraph, edit):
    cursor = between(paragraph, edit["start"], edit["end"])
    if edit["text"]:
        place = at(paragraph, edit["end"])
        place.Text.insertString(place, edit["text"], False)
    if edit["start"] < edit["end"]:
        cursor = between(paragraph, edit["start"], edit["end"])
        cursor.setString("")


def nested(office, document, paragraph, edit):
    replace(office, document, paragraph, edit)
    office.be(edit["other"])
    start, end = (edit["start"] + offset for offset in edit["cut"])
    replace(office, document, paragraph, {"start": start, "end": end, "text": edit["texts"][0]})


def style_characters(office, document, paragraph, edit):
    cursor = between(paragraph, edit["start"], edit["end"])
    if edit["text"] == "bold":
        cursor.CharWeight = _BOLD
    else:
        cursor.CharPosture = ITALIC


def comment(office, document, paragraph, edit):
    """This version knows no replies through UNO: they become comments at the same place."""
    speakers = (edit["author"], edit["other"], edit["author"])
    for number, text in enumerate([edit["text"], *edit["texts"]]):
        note = document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Author, note.Content = speakers[number], text
        note.Initials = "".join(word[0] for word in speakers[number].split())
        note.Resolved = edit["resolved"]
        note.DateTimeValue = uno.createUnoStruct(
            "com.sun.star.util.DateTime", 0, 0, number, 10, 4, 3, 2026, False
        )
        cursor = between(paragraph, edit["start"], edit["end"])
        cursor.Text.insertTextContent(cursor, note, True)


def restyle(office, document, paragraph, edit):
    document.CurrentController.select(paragraph.Start)
    office.dispatch(document, "StyleApply", Template=_STYLES[edit["text"]], Family=2)


def split(office, document, paragraph, edit):
    place = at(paragraph, edit["start"])
    place.Text.insertControlCharacter(place, _BREAK, False)


def join(office, document, paragraph, edit):
    cursor = paragraph.Text.createTextCursorByRange(paragraph.End)
    cursor.goRight(1, True)
    cursor.setString("")


def add_after(office, document, paragraph, edit):
    cursor = paragraph.Text.createTextCursorByRange(paragraph.End)
    for text in edit["texts"]:
        cursor.Text.insertControlCharacter(cursor, _BREAK, False)
        cursor.Text.insertString(cursor, text, False)


def add_before(office, document, paragraph, edit):
    cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
    for text in edit["texts"]:
        cursor.Text.insertString(cursor, text, False)
        cursor.Text.insertControlCharacter(cursor, _BREAK, False)


def remove(office, document, paragraph, edit):
    with_end(paragraph).setString("")


def carry(office, document, paragraph, edit):
    document.CurrentController.select(with_end(paragraph))
    office.dispatch(document, "Cut")
    document.CurrentController.select(passage(document, edit["target"]).Start)
    office.dispatch(document, "Paste")


def add_row(office, document, paragraph, edit):
    table, name = paragraph.TextTable, paragraph.Cell.CellName
    document.CurrentController.select(table.getCellByName(name).createTextCursor())
    office.dispatch(document, "InsertRowsAfter")
    row = int("".join(filter(str.isdigit, name))) + 1
    for column, text in enumerate(edit["texts"]):
        cell = table.getCellByName(f"{chr(ord('A') + column)}{row}")
        cell.insertString(cell.End, text, False)


def remove_row(office, document, paragraph, edit):
    table, name = paragraph.TextTable, paragraph.Cell.CellName
    document.CurrentController.select(table.getCellByName(name).createTextCursor())
    office.dispatch(document, "DeleteRows")


MAKE = {
    "insert": replace, "delete": replace, "replace": replace, "nested": nested,
    "move-from": replace, "move-to": replace,
    "format": style_characters, "comment": comment, "restyle": restyle, "split": split,
    "join": join, "add-after": add_after, "add-before": add_before, "remove": remove,
    "carry": carry, "add-row": add_row, "remove-row": remove_row,
}  # fmt: skip


def reviewed(office, job):
    """Makes the edits of a job one by one, saves, and gives the lines of the saved document."""
    # LibreOffice has been seen to answer no more; then this program ends, and is run again.
    signal.alarm(_SECONDS)
    if job["edits"] or job["through"]:
        document = office.open(job["source"])
        for edit in job["edits"]:
            office.be(edit["author"])
            document.RecordChanges = edit["tracked"]
            MAKE[edit["kind"]](office, document, passage(document, edit["bookmark"]), edit)
        if job["through"]:
            office.save(document, job["through"], ODT)
            document.close(True)
            document = office.open(job["through"])
        office.save(document, job["to"])
        document.close(True)
    return {
        "accepted": after(office, job["to"], "AcceptAllTrackedChanges"),
        "rejected": after(office, job["to"], "RejectAllTrackedChanges"),
    }


def main(path):
    jobs = json.loads(path.read_text("utf-8"))
    signal.alarm(_SECONDS)
    office = Office(path.with_name("profile"))
    try:
        results = [reviewed(office, job) for job in jobs]
    finally:
        office.stop()
    path.write_text(json.dumps(results), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
