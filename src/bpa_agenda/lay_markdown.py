"""Where paragraphs stand in Markdown: in which quotations and items, and what is between them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bpa_agenda.markdown_places import Container, ItemList, Path, Unit
from bpa_agenda.rich_text import DEEPEST, MARKED, RichParagraph, Source


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are written as one.

    `unit` is where they stood, `base` what stood there, None and empty for new ones. `same`: their
    text is as it was; `kept`: they are still what they were, an item of that depth, a quotation.
    `label` and `group` are those of a footnote.
    """

    paragraphs: tuple[RichParagraph, ...]
    unit: Unit | None = None
    base: tuple[RichParagraph, ...] = ()
    same: bool = False
    kept: bool = False
    label: str = ""
    group: "tuple[Block, ...]" = ()

    @property
    def kind(self) -> str:
        """That of its first paragraph; other for lines that show nothing."""
        return self.paragraphs[0].kind if self.paragraphs else "other"

    @property
    def level(self) -> int:
        """The depth in lists, from 0."""
        return self.paragraphs[0].level if self.paragraphs else 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its containers, of which the first `shared` are open already."""

    block: Block
    path: Path
    shared: int

    @property
    def first(self) -> str:
        """What stands on its first line before the text."""
        opened = (container.opener for container in self.path[self.shared :])
        return "".join((*(container.filler for container in self.path[: self.shared]), *opened))

    @property
    def rest(self) -> str:
        """What stands on its other lines before the text."""
        return "".join(container.filler for container in self.path)

    @property
    def as_it_was(self) -> bool:
        """Whether its lines can stay as they are in the source."""
        unit = self.block.unit
        if unit is None or not self.block.same:
            return False
        return unit.kind == "other" or (unit.path == self.path and unit.shared == self.shared)


def openers_of(source: Source) -> dict[bool, str]:
    """How the lists of a value mark their items, by whether they are numbered."""
    found = {False: "- ", True: "1. "}
    units = [unit for unit in source.units for unit in (unit, *unit.units)]
    for container in (container for unit in reversed(units) for container in unit.path):
        if container.items is not None:
            found[container.items.ordered] = container.opener.lstrip()
    return found


def place(
    blocks: Sequence[Block], openers: Mapping[bool, str], root: Path = (), current: Path = ()
) -> list[Placed]:
    """The blocks in their containers; `root` is around all of them, `current` is open already."""
    placer = _Placer(openers, root, current)
    placed = [placer.place(block, blocks[at + 1 :]) for at, block in enumerate(blocks)]
    return _renumbered(placed, placer.parted)


def between(one: Placed, other: Placed, lines: Sequence[str] | None) -> list[str]:
    """The lines between two blocks: as they were, or none in a tight list, or an empty one.

    `lines` are those of the value, None when what stood between blocks does not matter.
    """
    before, after = one.block.unit, other.block.unit
    if lines is not None and before and after and _stay(one, other):
        gap = lines[before.end : after.start]
        if before.end <= after.start and not any(line.strip(" \t>") for line in gap):
            return list(gap)
    shared = other.shared
    if len(other.path) > shared and other.path[shared].items and _is_tight(one, other):
        return []
    return ["".join(container.filler for container in other.path[:shared]).rstrip()]


def _stay(one: Placed, other: Placed) -> bool:
    """Whether two blocks stand beside each other as before, in the same containers."""
    return all(
        placed.block.unit is not None
        and [c.line for c in placed.block.unit.path] == [c.line for c in placed.path]
        for placed in (one, other)
    )


def _is_tight(one: Placed, other: Placed) -> bool:
    """Whether an item follows without an empty line."""
    at = other.shared
    items = other.path[at].items
    assert items is not None  # it is an item
    beside = one.path[at].items if len(one.path) > at else None
    if beside is not None:
        return beside.tight and items.tight
    around = other.path[at - 1].items if at else None
    # A list that does not begin with 1 cannot follow a paragraph without an empty line.
    may_follow = not items.ordered or other.path[at].number == 1
    return around is not None and around.tight and items.tight and may_follow


@dataclass(slots=True)
class _Placer:
    """Goes through blocks in order and knows which containers are open."""

    openers: Mapping[bool, str]
    root: Path
    current: Path
    parted: set[int] = field(default_factory=set)

    def place(self, block: Block, ahead: Sequence[Block]) -> Placed:
        """A block in its containers; `ahead` are the blocks that follow."""
        path = self._path(block, ahead)
        shared = _shared(path, self.current)
        self._part(path, shared)
        # After a footnote, and after lines that show nothing, no list goes on.
        self.current = self.root if block.label or not block.paragraphs else path
        return Placed(block, path, shared)

    def _path(self, block: Block, ahead: Sequence[Block]) -> Path:
        if block.label or not block.paragraphs:
            note = Container("note", f"[^{block.label}]: ", " " * 4)
            return block.unit.path if block.unit else (*self.root, note)
        if block.kind in _IN_ITEMS:
            return self._within(block, ahead)
        if block.unit is not None and block.kept:
            return self._kept(block, block.unit.path)
        if block.kind in MARKED:
            return self._new_item(block, ahead)
        return self._parents(block.level + 1) if block.kind == "continued" else self.root

    def _within(self, block: Block, ahead: Sequence[Block]) -> Path:
        """A quotation or table: in the item that goes on after it, or where it was."""
        own: Path = ()
        if block.kind == "quote":
            is_open = bool(self.current) and self.current[-1].kind == "quote"
            own = (self.current[-1] if is_open else Container("quote", "> ", "> "),)
        path = (*self.root, *own)
        if block.unit is not None and block.kept:
            path = self._kept(block, block.unit.path)
            own = path[-1:] if block.kind == "quote" else ()
        elif own and own[0] in self.current:
            path = self.current
        count = _items_needed(ahead)
        outer = self._parents(count) if count else ()
        if count and all(c in self.current for c in outer) and path[: len(outer)] != outer:
            return (*outer, *own)
        return path

    def _kept(self, block: Block, path: Path) -> Path:
        """The containers that a block had, or those that stand there now instead."""
        own = path[-1:] if block.kind in MARKED else ()
        end = len(path) - len(own)
        done = [*self.root]
        for at in range(len(self.root), end):
            is_open = len(self.current) > at and self.current[:at] == tuple(done)
            have = self.current[at] if is_open else None
            is_item = have is not None and have.items and path[at].items
            if have is None or not (have is path[at] or is_item):
                return (*done, *path[at:end], *own)
            done.append(have)
        return (*done, *own)

    def _part(self, path: Path, shared: int) -> None:
        """Remembers numbered lists that would run together with the one before."""
        if len(path) <= shared or shared >= len(self.current):
            return
        new, old = path[shared].items, self.current[shared].items
        both = new and old and new is not old and new.ordered and old.ordered
        if both and self._sign(path[shared]) == self._sign(self.current[shared]):
            self.parted ^= {id(new)}

    def _sign(self, item: Container) -> str:
        """What stands behind the number of an item."""
        sign = item.opener.strip()[-1:]
        return _OTHER_SIGN[sign] if id(item.items) in self.parted else sign

    def _new_item(self, block: Block, ahead: Sequence[Block]) -> Path:
        ordered = block.kind == "number"
        parents = self._parents(block.level)
        beside = self.current[len(parents)] if len(self.current) > len(parents) else None
        if beside is None or beside.items is None or beside.items.ordered != ordered:
            beside = _ahead(block, ahead)
        if beside is None or beside.items is None:
            items, opener, line = ItemList(ordered), self.openers[ordered], 0
        else:
            items, opener, line = beside.items, beside.opener, beside.number
        number = line + 1 if ordered else 0
        opener = re.sub(r"\d+", str(number), opener)
        new = Container("item", opener, " " * len(opener), items=items, number=number)
        return (*parents, new)

    def _parents(self, count: int) -> Path:
        """So many items, the innermost that are open, and new ones where there are too few."""
        path = self.current
        while len(path) > len(self.root) and path[-1].kind == "quote":
            path = path[:-1]
        start = len(path)
        while start > len(self.root) and path[start - 1].kind == "item":
            start -= 1
        if len(path) < len(self.root):
            path, start = self.root, len(self.root)
        depth = len(path) - start
        if count == DEEPEST and depth > DEEPEST + 1:
            count = depth - 1
        elif count > DEEPEST and depth > count:
            count = depth
        missing = count - depth
        more = [self._empty_item() for _ in range(missing)]
        return (*path[: start + count], *more)

    def _empty_item(self) -> Container:
        opener = self.openers[False]
        return Container("item", opener, " " * len(opener), items=ItemList(ordered=False))


_OTHER_SIGN = {".": ")", ")": "."}
_SWAPPED = {ord(sign): other for sign, other in _OTHER_SIGN.items()}


def _shared(path: Path, current: Path) -> int:
    count = 0
    while count < min(len(path), len(current)) and path[count] is current[count]:
        count += 1
    return count


# Besides paragraphs of their own kind, items of lists hold these.
_IN_ITEMS = ("quote", "cell")


def _items_needed(ahead: Sequence[Block]) -> int:
    """How many items must stay open for what comes after quotations and tables."""
    after = next((block for block in ahead if block.kind not in _IN_ITEMS), None)
    if after is None or after.kind not in (*MARKED, "continued"):
        return 0
    return after.level + (after.kind == "continued")


def _ahead(block: Block, ahead: Sequence[Block]) -> Container | None:
    """The item, of the value itself, that a new item comes to stand before."""
    for other in ahead:
        if (other.kind, other.level) != (block.kind, block.level):
            return None
        if other.kept and other.unit is not None:
            container = other.unit.path[-1]
            return replace(container, number=container.number - 1)
    return None


def _renumbered(placed: Sequence[Placed], parted: set[int]) -> list[Placed]:
    """With the numbers of lists that changed in order again."""
    lists: dict[int, list[Container]] = {}
    for one in placed:
        for container in one.path[one.shared :]:
            if container.items is not None and container.items.ordered:
                lists.setdefault(id(container.items), []).append(container)
    new = {
        id(old): made
        for items in lists.values()
        for old, made in _in_order(items, is_parted=id(items[0].items) in parted)
    }
    return [
        replace(one, path=tuple(new.get(id(container), container) for container in one.path))
        for one in placed
    ]


def _in_order(
    items: Sequence[Container], *, is_parted: bool
) -> Iterator[tuple[Container, Container]]:
    """The items of one list that get another number or another sign behind it."""
    assert items[0].items is not None  # they are items
    known = items[0].items.numbers
    is_as_before = [item.number for item in items] == known
    is_constant = len(known) > 1 and len(set(known)) == 1
    start = known[0] if known else items[0].number
    for count, item in enumerate(items):
        number = start if is_constant else start + count
        number = item.number if is_as_before else number
        if number != item.number or is_parted:
            opener = re.sub(r"\d+", str(number), item.opener)
            if is_parted:
                opener = opener.translate(_SWAPPED)
            filler = " " * len(opener)
            yield item, replace(item, opener=opener, filler=filler, number=number)
