"""A part of a Word template in docxtpl's syntax as Jinja source.

Authors write what docxtpl's manual describes. What its tags do to the XML around them is done here,
on text, because a tag may stand anywhere and the XML is whole again only when the template is
rendered. `tests/test_template_source.py` holds this against docxtpl itself.
"""

import re

_MARKUP = r"(?:<[^>]*>)*"
_ANY_TAG = re.compile(
    rf"\{{{_MARKUP}(?:\{{.*?\}}{_MARKUP}\}}|%.*?%{_MARKUP}\}}|\#.*?\#{_MARKUP}\}})", re.DOTALL
)
_TO_NEXT_TEXT = re.compile(r"</w:t>.*?<w:t(?: [^>]*)?>", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OF_RUN = re.compile(r"(\{[{%])r ([^}%]*[}%]\})")
_WITH_PREFIX = {
    prefix: re.compile(rf"(\{{[{{%#]){prefix}( [^}}]*[}}%#]\}})") for prefix in ("tr", "tc", "p")
}
_FROM_BEFORE = r"(?s)</w:t>(?:(?!</w:t>).)*?\{%-"
_TO_BEHIND = r"-%\}(?:(?!\{[{%])[^<]|<(?!w:t[ >]))*<w:t(?: [^>]*)?>"

_OF_CELL = re.compile(r"\{%\s*(?:colspan|cellbg|[vh]m)\b")
_TYPED = {"&lt;": "<", "&gt;": ">", "“": '"', "”": '"', "‘": "'", "’": "'"}


def jinja_source(xml: str) -> str:
    """The source of a part from its XML, in which the prefix `w` stands for Word's namespace."""
    source = _ANY_TAG.sub(_in_one_text, xml)
    if not _OF_CELL.search(source):
        return _TAG.sub(_as_typed, _placed(source))
    from bpa_agenda.template_cells import with_merged, with_settings

    return _TAG.sub(_as_typed, with_merged(_placed(with_settings(source))))


def _in_one_text(tag: re.Match[str]) -> str:
    """A tag without what Word put between its characters."""
    return _TO_NEXT_TEXT.sub("", tag[0]) if "<" in tag[0] else tag[0]


def _placed(source: str) -> str:
    """The source with each tag in the place of what it stands for: a run, a paragraph, a row."""
    source = _with_spaces_kept(source)
    source = _OF_RUN.sub(r'</w:t></w:r>\1 \2<w:r><w:t xml:space="preserve">', source)
    if "{%-" in source:
        source = re.sub(_FROM_BEFORE, "{%", source)
    if "-%}" in source:
        source = re.sub(_TO_BEHIND, "%}", source)
    for prefix in _WITH_PREFIX:
        source = _in_place_of_element(source, prefix)
    return source


def _as_typed(tag: re.Match[str]) -> str:
    """A tag as it was typed, which is code: no entity, and no quote that Word made a curly one."""
    text = tag[0]
    if "&" in text or not text.isascii():
        for written, typed in _TYPED.items():
            text = text.replace(written, typed)
    return text


def _with_spaces_kept(source: str) -> str:
    """A tag may bring spaces at the edge of the text before it, which XML would not count."""
    first, *others = source.split("<w:t>")
    kept = '<w:t xml:space="preserve">'
    return first + "".join(f"{kept if _TAG.search(t) else '<w:t>'}{t}" for t in others)


def _in_place_of_element(source: str, prefix: str) -> str:
    """Puts each tag with a prefix in the place of the element that it stands in."""
    pieces, done = [], 0
    for tag in _WITH_PREFIX[prefix].finditer(source):
        starts = (source.rfind(f"<w:{prefix}{end}", done, tag.start()) for end in " >")
        start, end = max(starts), source.find(f"</w:{prefix}>", tag.end())
        if start >= 0 <= end:
            pieces += [source[done:start], tag[1], tag[2]]
            done = end + len(f"</w:{prefix}>")
    return "".join([*pieces, source[done:]])
