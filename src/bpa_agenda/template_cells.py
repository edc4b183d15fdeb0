"""docxtpl's tags for a table cell: `colspan`, `cellbg`, and `vm` and `hm` in a loop."""

import re
from collections.abc import Callable

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


def with_settings(source: str) -> str:
    """The source of a part with the widths and colours of cells that the template computes."""
    source = _with_cells(source, _COLSPAN, _with_width)
    return _with_cells(source, _CELLBG, _with_colour)


def with_merged(source: str) -> str:
    """The source of a part with the cells in loops that are one with their copies."""
    return _with_cells(_with_cells(source, _VM, _merged_down), _HM, _merged_across)


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
