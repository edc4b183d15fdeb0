"""A part of a Word template in docxtpl's syntax as Jinja source.

Authors write what docxtpl's manual describes. What its tags do to the XML around them is done here,
on text, because a tag may stand anywhere and the XML is whole again only when the template is
rendered. `tests/test_template_source.py` holds this against docxtpl itself.
"""

import re
from collections.abc import Callable

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
_FROM_BEFORE = re.compile(r"</w:t>(?:(?!</w:t>).)*?\{%-", re.DOTALL)
_TO_BEHIND = re.compile(r"-%\}(?:(?!\{[{%])[^<]|<(?!w:t[ >]))*<w:t(?: [^>]*)?>")

_COLSPAN = re.compile(r"\{%\s*colspan\s+([^%]*)%\}")
_CELLBG = re.compile(r"\{%\s*cellbg\s+([^%]*)%\}")
_VM, _HM = re.compile(r"\{%\s*vm\s*%\}"), re.compile(r"\{%\s*hm\s*%\}")
_CELL = re.compile(r"<w:tc[ >](?:(?!<w:tc[ >]).)*?</w:tc>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>")
_PROPERTIES = re.compile(r"<w:tcPr(?: [^>]*)?>")
_WITHOUT_TEXT = re.compile(r"<w:r[ >](?:(?!<w:r[ >]).)*?<w:t></w:t>.*?</w:r>", re.DOTALL)
_WIDTH = re.compile(r'(?<=<w:gridSpan w:val=")\d+')
_OLD_WIDTH, _NEW_WIDTH = re.compile(r"<w:gridSpan[^/]*/>"), '<w:gridSpan w:val="{{%s}}"/>'
_OLD_COLOUR = re.compile(r"<w:shd[^/]*/>")
_NEW_COLOUR = '<w:shd w:val="clear" w:color="auto" w:fill="{{%s}}"/>'
_DOWN = '<w:vMerge w:val="{% if loop.first %}restart{% else %}continue{% endif %}"/>'
_ACROSS = '<w:gridSpan w:val="{{ loop.length }}"/>'

_TYPED = {"&lt;": "<", "&gt;": ">", "“": '"', "”": '"', "‘": "'", "’": "'"}
_WRITTEN = re.compile("|".join(_TYPED))


def jinja_source(xml: str) -> str:
    """The source of a part from its XML, in which the prefix `w` stands for Word's namespace."""
    source = _ANY_TAG.sub(lambda tag: _TO_NEXT_TEXT.sub("", tag[0]), xml)
    for tag, change in ((_COLSPAN, _with_width), (_CELLBG, _with_colour)):
        source = _with_cells(source, tag, change)
    source = _with_spaces_kept(source)
    source = _OF_RUN.sub(r'</w:t></w:r>\1 \2<w:r><w:t xml:space="preserve">', source)
    if "{%-" in source:
        source = _FROM_BEFORE.sub("{%", source)
    source = _TO_BEHIND.sub("%}", source)
    for prefix in _WITH_PREFIX:
        source = _in_place_of_element(source, prefix)
    for tag, change in ((_VM, _merged_down), (_HM, _merged_across)):
        source = _with_cells(source, tag, change)
    return _TAG.sub(lambda tag: _WRITTEN.sub(_as_typed, tag[0]), source)


def _as_typed(written: re.Match[str]) -> str:
    """What was typed, which is code: no entity, and no quote that Word made a curly one."""
    return _TYPED[written[0]]


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


def _with_cells(
    source: str, tag: re.Pattern[str], change: Callable[[str, re.Match[str]], str]
) -> str:
    """The source with each table cell changed that holds the tag.

    In a cell in which it cannot be done the tag stays, and Jinja says that it knows none.
    """
    if not tag.search(source):
        return source

    def changed(cell: re.Match[str]) -> str:
        found = tag.search(cell[0])
        return change(cell[0], found) if found else cell[0]

    return _CELL.sub(changed, source)


def _with_width(cell: str, tag: re.Match[str]) -> str:
    """A cell as many columns wide as the template computes."""
    return _with_setting(cell, tag, _OLD_WIDTH, _NEW_WIDTH)


def _with_colour(cell: str, tag: re.Match[str]) -> str:
    """A cell in the colour that the template computes."""
    return _with_setting(cell, tag, _OLD_COLOUR, _NEW_COLOUR)


def _with_setting(cell: str, tag: re.Match[str], old: re.Pattern[str], new: str) -> str:
    rest = old.sub("", _WITHOUT_TEXT.sub("", _without(cell, tag)), count=1)
    place = _PROPERTIES.search(rest)
    return f"{rest[: place.end()]}{new % tag[1]}{rest[place.end() :]}" if place else cell


def _merged_down(cell: str, tag: re.Match[str]) -> str:
    """A cell in a loop over rows that is one with its copies; only the first shows its text."""
    properties = cell.find("</w:tcPr>")
    text = _TEXT.search(cell, max(properties, 0), tag.start())
    end = cell.find("</w:t>", tag.end())
    if properties < 0 or text is None or end < 0:
        return cell
    start = text.end()
    shown = cell[start : tag.start()] + cell[tag.end() : end]
    once = f"{{% if loop.first %}}{shown}{{% endif %}}"
    return f"{cell[:properties]}{_DOWN}{cell[properties:start]}{once}{cell[end:]}"


def _merged_across(cell: str, tag: re.Match[str]) -> str:
    """A cell in a loop over cells that is one with its copies, as wide as all of them."""
    once = _without(cell, tag)
    if _WIDTH.search(once):
        once = _WIDTH.sub(r"{{ \g<0> * loop.length }}", once)
    elif "</w:tcPr>" in once:
        once = once.replace("</w:tcPr>", _ACROSS + "</w:tcPr>", 1)
    else:
        return cell
    return f"{{% if loop.first %}}{once}{{% endif %}}"


def _without(cell: str, tag: re.Match[str]) -> str:
    return cell[: tag.start()] + cell[tag.end() :]
