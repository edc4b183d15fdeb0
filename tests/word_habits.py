"""What Word leaves in a file besides what people did: numbers, split runs, marks of its checks."""

import random

from lxml import etree

from marked_documents import W, body_paragraphs, own_runs, run_text
from word_runs import Element, after, before, new, split_at

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SESSIONS = ("00A1B2C3", "00D4E5F6", "001F2A3B")


def dress(old: Element, rng: random.Random) -> Element:
    """As Word saves a document that it opened: paragraph ids, and runs split where it pleases.

    Gives the new root, to which the paragraphs have moved.
    """
    root = _with_newer_names(old)
    for number, paragraph in enumerate(body_paragraphs(root), start=1):
        paragraph.set(f"{{{_W14}}}paraId", f"{0x10000000 + number:08X}")
        paragraph.set(f"{{{_W14}}}textId", "77777777")
        paragraph.set(f"{W}rsidR", _SESSIONS[0])
        paragraph.set(f"{W}rsidRDefault", _SESSIONS[0])
        text = "".join(map(run_text, own_runs(paragraph)))
        if len(text) > 3 and rng.random() < 0.4:
            _check_spelling(paragraph, rng, rng.randrange(1, len(text)))
        if text and rng.random() < 0.05:
            _break_page(next(own_runs(paragraph)))
    return root


def _check_spelling(paragraph: Element, rng: random.Random, offset: int) -> None:
    split_at(paragraph, offset)
    run = rng.choice(list(own_runs(paragraph)))
    run.set(f"{W}rsidR", rng.choice(_SESSIONS))
    if not list(run.iter(f"{W}fldChar", f"{W}instrText")):
        before(run).put([new("w:proofErr", {"type": "spellStart"})])
        after(run).put([new("w:proofErr", {"type": "spellEnd"})])


def _break_page(run: Element) -> None:
    properties = run.find(f"{W}rPr")
    run.insert(0 if properties is None else 1, new("w:lastRenderedPageBreak"))


def _with_newer_names(root: Element) -> Element:
    """A root with namespaces that programs may ignore; a root cannot get them afterwards."""
    named = etree.Element(root.tag, nsmap={**root.nsmap, "w14": _W14, "mc": _MC})
    named.set(f"{{{_MC}}}Ignorable", "w14")
    named.extend(list(root))
    return named


def leave_off(root: Element, rng: random.Random) -> None:
    """The place where the cursor was last, the session of what was changed, and new numbers."""
    _number(root)
    paragraphs = body_paragraphs(root)
    for change in root.iter(f"{W}ins", f"{W}del"):
        for run in change.iterchildren(f"{W}r"):
            run.set(f"{W}rsidR", _SESSIONS[2])
    last = rng.choice([p for p in paragraphs if p.find(f"{W}pPr") is not None])
    mark = {"id": "8999", "name": "_GoBack"}
    last.extend([new("w:bookmarkStart", mark), new("w:bookmarkEnd", {"id": mark["id"]})])


def _number(root: Element) -> None:
    """Numbers all changes anew, as parts of a split run share a change; ranges keep their ends."""
    ends = {n.get(f"{W}id"): n for n in root.iter(f"{W}moveFromRangeEnd", f"{W}moveToRangeEnd")}
    changes = [n for n in root.iter() if n.get(f"{W}author") and n.get(f"{W}id")]
    for number, change in enumerate(changes, start=1):
        if str(change.tag).endswith("RangeStart"):
            ends[change.get(f"{W}id")].set(f"{W}id", str(number))
        change.set(f"{W}id", str(number))
