r"""Replaces values in a YAML text: in the style in which they were written, all else to the byte.

A style that cannot hold the new value makes place for the nearest that can: for several lines a
literal block, for a long line a folded block, else double quotes. A one-line value in double quotes
becomes a literal block too when it gets more lines, because nobody reads `\n`. A value whose tag
goes was a note about what is to come: its style is chosen anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import yaml
from yaml import Node, ScalarNode

from bpa_agenda import yaml_styles
from bpa_agenda.write_yaml import Edit, apply_edits
from bpa_agenda.yaml_places import find
from bpa_agenda.yaml_proof import Wanted, prove
from bpa_agenda.yaml_site import (
    BLOCKS,
    BOM,
    Frame,
    Site,
    can_be_block,
    frame_of,
    site_of,
    surroundings,
)
from bpa_agenda.yaml_source import LOADER
from bpa_agenda.yaml_styles import BREAK, WIDTH


def replace_scalar(text: str, node: ScalarNode, value: str, *, keep_tag: bool = True) -> Edit:
    """The edit that gives one scalar another value; without `keep_tag` a tag as `!open` goes.

    `node` is of this text as `parse` read it, so without a byte order mark; a text that begins
    with one may be given all the same.
    """
    root = _composed(text.removeprefix(BOM))
    place = node.start_mark.index
    around = next(found for other, found in surroundings(root) if other.start_mark.index == place)
    return _edit(site_of(text, node, around, keep_tag=keep_tag), value)


def replace_scalars(text: str, changes: Mapping[str, str], untag: Collection[str] = ()) -> str:
    """The text with other values at these paths of `yaml_places`; those in `untag` lose their tag.

    What comes out is proved, see `prove`. A path that is not in the text is a ValueError.
    """
    body = text.removeprefix(BOM)
    root = _composed(body)
    around = {id(node): found for node, found in surroundings(root)}
    nodes = {path: _found(root, path) for path in changes}
    wanted = {id(nodes[path]): Wanted(value, path in untag) for path, value in changes.items()}
    changed = apply_edits(
        body,
        [
            _edit(site_of(body, node, around[id(node)], keep_tag=path not in untag), changes[path])
            for path, node in nodes.items()
        ],
    )
    prove(body, changed, root, wanted)
    return text[: len(text) - len(body)] + changed


def ended_as(old: str, value: str) -> str:
    """The value between the white space of `old`: a block keeps the newline at its end."""
    core = old.strip()
    before, _, after = old.partition(core) if core else ("", "", old)
    return before + value.strip() + after


def _composed(text: str) -> Node:
    root = yaml.compose(text, Loader=LOADER)
    if root is None:
        raise ValueError("the text holds no value")
    return root


def _found(root: Node, path: str) -> ScalarNode:
    node = find(root, path)
    if node is None:
        raise ValueError(f"no value at {path}")
    return node


def _edit(site: Site, value: str) -> Edit:
    if value == site.value and site.text[site.begin : site.start] == site.properties:
        return Edit(site.start, site.start, "")
    frame = frame_of(site)
    style = _style(site, frame, value)
    if style in BLOCKS:
        return Edit(site.begin, frame.end, _before(site) + _block(site, frame, style, value))
    inline = _before(site) + _inline(site, style, value)
    if not frame.header:
        return Edit(site.begin, site.end, inline)
    content = site.text[site.begin : frame.tail_at]
    end = site.begin + len(content) - len(_line_end(content))
    return Edit(site.begin, end, inline + frame.rest)


def _line_end(text: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r", "\x85") if text.endswith(end)), "")


def _before(site: Site) -> str:
    """What stands before the value: what stays of its tag, and a space if nothing was there."""
    if site.start < site.end:
        return site.properties
    apart = (site.text[: site.begin] + site.properties)[-1:]
    return site.properties + (" " if apart.strip(f" \t\r\n[{{{BOM}") else "")


def _style(site: Site, frame: Frame, value: str) -> str:
    block = _may_be_block(site, frame, value)
    if site.fresh:
        one_line = "\n" not in value and site.column + len(value) <= WIDTH
        return "" if one_line and _plain(site, value) else _nearest(site, value, block)
    keeps = block if site.style in BLOCKS else _keeps_inline(site, value, block)
    return site.style if keeps else _nearest(site, value, block)


def _keeps_inline(site: Site, value: str, block: bool) -> bool:
    """Whether a plain or quoted value can go on in its style."""
    lines = "\n" not in value or (_is_spread(site) and yaml_styles.flows(value))
    if site.style == '"':
        return lines or "\n" in site.value or not block
    holds = yaml_styles.single_quotes_hold(value) if site.style == "'" else _plain(site, value)
    return lines and holds


def _nearest(site: Site, value: str, block: bool) -> str:
    if block and "\n" in value:
        return "|"
    long = site.column + len(value) + 2 > WIDTH
    return ">" if block and long and value == value.strip(" \t") else '"'


def _plain(site: Site, value: str) -> bool:
    return yaml_styles.plain_holds(value, flow=site.around.flow, kinds=site.kinds)


def _is_spread(site: Site) -> bool:
    """Whether a plain or quoted value stands on more than one line."""
    return site.style not in BLOCKS and bool(BREAK.search(site.raw))


def _may_be_block(site: Site, frame: Frame, value: str) -> bool:
    """Whether a block can hold the value here; only one that is there keeps several newlines."""
    far = frame.indent - max(site.around.indent, 0) > 9
    spaced = yaml_styles.begins_with_space(value.split("\n"))
    return (
        yaml_styles.block_holds(value)
        and can_be_block(site, frame)
        and not (far and spaced)
        and (bool(frame.header) or not value.endswith("\n\n"))
    )


def _block(site: Site, frame: Frame, style: str, value: str) -> str:
    core = value.rstrip("\n")
    ends = len(value) - len(core)
    old = [read for read, _ in frame.lines]
    folds = yaml_styles.old_lines(old if frame.header[:1] == ">" else ())
    lines = core.split("\n")
    if style == ">":
        lines = yaml_styles.folded_lines(core, WIDTH - frame.indent, folds)
    tail = _tail(frame, ends)
    chomping = _chomping(frame, ends, tail)
    header = _header(site, frame, style, chomping, yaml_styles.begins_with_space(lines))
    body = "".join([*_in_old_bytes(lines, frame), *tail])
    if ends == 0 and not tail and not _line_end(site.text[: frame.end]):
        body = body.removesuffix(frame.newline)
    return f"{header}{frame.rest}{frame.newline}{body}"


def _tail(frame: Frame, ends: int) -> Sequence[str]:
    """The empty lines after a block: those that stand there, or as many as the value has."""
    if ends < 2 or len(frame.tail) == ends - 1:
        return frame.tail
    return [frame.newline] * (ends - 1)


def _chomping(frame: Frame, ends: int, tail: Sequence[str]) -> str:
    """How many newlines YAML reads at the end: `-` none, `+` all, and one without a sign."""
    keeps = "+" in frame.header and len(tail) == ends - 1
    if ends == 0:
        return "-"
    return "+" if ends > 1 or keeps else ""


def _header(site: Site, frame: Frame, style: str, chomping: str, spaced: bool) -> str:
    digit = "".join(filter(str.isdigit, frame.header))
    if spaced and not digit:
        digit = str(frame.indent - max(site.around.indent, 0))
    header = style + digit + chomping
    return frame.header if sorted(header) == sorted(frame.header) else header


def _in_old_bytes(lines: Sequence[str], frame: Frame) -> list[str]:
    """The lines as they are written; one that stood there before stays as it was, to the byte."""
    space = " " * frame.indent
    new = [f"{space}{line}{frame.newline}" if line else frame.newline for line in lines]
    old, raws = [read for read, _ in frame.lines], [raw for _, raw in frame.lines]
    return _again(new, lines, old, raws)


def _inline(site: Site, style: str, value: str) -> str:
    if site.style == style and not site.fresh and _is_spread(site) and yaml_styles.flows(value):
        return _spread(site, style, value)
    return f"{style}{_encoded(style, value)}{style}"


def _encoded(style: str, value: str) -> str:
    if style == "'":
        return yaml_styles.single_quoted(value)
    return yaml_styles.double_quoted(value) if style else value


def _spread(site: Site, style: str, value: str) -> str:
    """A plain or quoted value over several lines, as it stood on several lines before."""
    raws = list(yaml_styles.lines_of(site.raw))
    quote = len(style)
    texts = [raw.strip(" \t\r\n") for raw in raws]
    texts = [texts[0][quote:], *texts[1:-1], texts[-1].removesuffix(style)]
    second = next(raw for raw in raws[1:] if raw.strip(" \t\r\n"))
    space = second[: len(second) - len(second.lstrip(" \t"))]
    width = WIDTH - len(space) - quote
    lines = yaml_styles.flow_lines(
        [_encoded(style, line) for line in value.split("\n")],
        WIDTH - site.column - quote,
        width,
        yaml_styles.old_lines(texts),
    )
    lines = [style + lines[0], *lines[1:]]
    lines[-1] += style
    return "".join(_spread_in_old_bytes(lines, raws, space))


def _spread_in_old_bytes(lines: list[str], raws: list[str], space: str) -> Iterator[str]:
    """The lines as they are written; those at both ends have no indentation and no line end."""
    old = [raw.strip(" \t\r\n") for raw in raws]
    newline = _line_end(raws[0])
    if len(lines) == 1:
        yield lines[0]
        return
    yield raws[0] if lines[0] == old[0] else lines[0] + newline
    inner = [f"{space}{line}{newline}" if line else newline for line in lines[1:-1]]
    yield from _again(inner, lines[1:-1], old[1:-1], raws[1:-1])
    yield raws[-1] if lines[-1] == old[-1] else space + lines[-1]


def _again(
    new: list[str], lines: Sequence[str], old: Sequence[str], raws: Sequence[str]
) -> list[str]:
    """`new`, but a line that is one of the old lines is as that was written, to the byte."""
    for at, to, size in SequenceMatcher(None, old, lines, autojunk=False).get_matching_blocks():
        new[to : to + size] = raws[at : at + size]
    return new
