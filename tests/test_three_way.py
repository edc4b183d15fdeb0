"""Two edits of one text: both are had where they do not clash, and told of where they do."""

import random
import re
import textwrap
from functools import cache
from pathlib import Path

import pytest
import yaml

from bpa_agenda.text_tokens import tokens
from bpa_agenda.three_way import Conflict, Merged, merge
from bpa_agenda.yaml_source import LOADER

ROOT = Path(__file__).parents[1]
BASE = "De groep vroeg naar werk. Zij wil meer.\n\nHet platform leest mee.\n"
LIST = "Zij noemde:\n\n- een\n- twee\n- drie\n"


def _edit(base: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert base.count(old) == 1, old
        base = base.replace(old, new)
    return base


MERGED = {
    "far apart": (BASE, ("groep", "tafel"), ("leest", "kijkt")),
    "one word between": (BASE, ("groep", "tafel"), ("naar", "om")),
    "at both sides of a paragraph's end": (BASE, ("meer.", "minder."), ("Het", "Een")),
    "a paragraph inserted, the word before it": (
        BASE,
        ("meer.", "meer.\n\nOok."),
        ("meer", "iets"),
    ),
    "a paragraph inserted, the word after it": (BASE, ("meer.", "meer.\n\nOok."), ("Het", "Een")),
    "a paragraph inserted, a sentence before it": (
        BASE,
        ("meer.\n", "meer.\n\nOok.\n"),
        ("wil meer.", "wil meer. Extra."),
    ),
    "a paragraph deleted": (BASE, ("\n\nHet platform leest mee.", ""), ("meer", "iets")),
    "a paragraph split": (BASE, (" Zij", "\n\nZij"), ("leest", "kijkt")),
    "paragraphs joined": (BASE, ("\n\nHet", " Het"), ("groep", "tafel")),
    "an item inserted": (LIST, ("- een", "- een\n- nieuw"), ("twee", "vier")),
    "an item deleted": (LIST, ("\n- twee", ""), ("drie", "vier")),
    "bold": (BASE, ("groep vroeg naar", "groep **vroeg** naar"), ("Zij", "Men")),
    "a mark": (BASE, ("meer.", "meer!"), ("Zij wil", "Men wil")),
    "a hard line break": (BASE, ("werk. Zij", "werk.  \nZij"), ("leest", "kijkt")),
    "a non-breaking space": (BASE, ("De groep", "De\xa0groep"), ("leest", "kijkt")),
}


@pytest.mark.parametrize(("base", "one", "other"), MERGED.values(), ids=MERGED)
def test_edits_that_do_not_touch_are_both_had(
    base: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    ours, theirs = _edit(base, one), _edit(base, other)
    both = Merged(_both(base, one, other))
    assert merge(base, ours, theirs) == both
    assert merge(base, theirs, ours) == both


def _both(base: str, *changes: tuple[str, str]) -> str:
    """Both changes at the places that they have in the base."""
    for old, new in sorted(changes, key=lambda change: base.index(change[0]), reverse=True):
        at = base.index(old)
        same = len(old) if new.startswith(old) else 0
        base = base[: at + same] + new[same:] + base[at + len(old) :]
    return base


CLASHES = {
    "the same word": (("vroeg", "zocht"), ("vroeg", "riep"), (" vroeg", " zocht", " riep")),
    "words next to each other": (
        ("vroeg", "zocht"),
        ("naar", "om"),
        (" vroeg naar", " zocht naar", " vroeg om"),
    ),
    "two insertions at one place": (
        ("naar werk", "naar goed werk"),
        ("naar werk", "naar leuk werk"),
        ("", " goed", " leuk"),
    ),
    "two paragraphs at one place": (
        ("meer.", "meer.\n\nOnze."),
        ("meer.", "meer.\n\nHun."),
        ("", "\n\nOnze.", "\n\nHun."),
    ),
    "an edit in what was deleted": (
        ("\n\nHet platform leest mee.", ""),
        ("leest", "kijkt"),
        ("\n\nHet platform leest mee.", "", "\n\nHet platform kijkt mee."),
    ),
    "an edit within what was rewritten": (
        ("groep vroeg naar werk", "tafel zocht naar geld"),
        ("naar", "om"),
        (" groep vroeg naar werk", " tafel zocht naar geld", " groep vroeg om werk"),
    ),
    "a paragraph split at a word that changed": (
        (" Zij", "\n\nZij"),
        ("Zij", "Men"),
        (" Zij", "\n\nZij", " Men"),
    ),
}


@pytest.mark.parametrize(("one", "other", "texts"), CLASHES.values(), ids=CLASHES)
def test_edits_that_touch_are_a_conflict(
    one: tuple[str, str], other: tuple[str, str], texts: tuple[str, str, str]
) -> None:
    ours, theirs = _edit(BASE, one), _edit(BASE, other)
    base, mine, yours = texts
    assert merge(BASE, ours, theirs) == Merged(None, (Conflict(base, mine, yours),))
    assert merge(BASE, theirs, ours) == Merged(None, (Conflict(base, yours, mine),))


def test_all_conflicts_are_told_in_order_and_no_text_is_made() -> None:
    ours = _edit(BASE, ("groep", "tafel"), ("leest", "kijkt"), ("wil", "hoopt"))
    theirs = _edit(BASE, ("groep", "kring"), ("leest", "denkt"))
    assert merge(BASE, ours, theirs) == Merged(
        None, (Conflict(" groep", " tafel", " kring"), Conflict(" leest", " kijkt", " denkt"))
    )


def test_what_both_sides_changed_alike_is_changed_once() -> None:
    both = _edit(BASE, ("vroeg", "zocht"), ("meer.", "meer.\n\nOok."))
    ours, theirs = _edit(both, ("Zij", "Men")), _edit(both, ("leest", "kijkt"))
    assert merge(BASE, ours, theirs) == Merged(_edit(ours, ("leest", "kijkt")))


def test_other_line_breaks_are_no_edit() -> None:
    base = "een twee drie vier\nvijf zes zeven acht\n"
    ours = "een twee\ndrie vier vijf zes\nzeven acht\n"
    assert merge(base, ours, "een twee drie vier\nvijf zes zeven negen\n") == Merged(
        "een twee\ndrie vier vijf zes\nzeven negen\n"
    )
    assert merge(base, "een 2 drie vier\nvijf zes zeven acht\n", ours) == Merged(
        "een 2\ndrie vier vijf zes\nzeven acht\n"
    )


def test_a_line_break_that_means_something_is_an_edit() -> None:
    assert merge("- een - twee\n- drie\n", "- een\n- twee\n- drie\n", "- een - 2\n- drie\n") == (
        Merged(None, (Conflict(" - twee", "\n- twee", " - 2"),))
    )


def test_a_number_before_a_bracket_begins_an_item_only_where_a_list_is() -> None:
    base = "de groepen (werkatelier 3) vroegen meer"
    assert merge(base, "de groepen (werkatelier\n3) vroegen meer", f"{base} dan dat") == Merged(
        "de groepen (werkatelier\n3) vroegen meer dan dat"
    )
    base = "1. een 2. twee\n3. drie"
    assert merge(base, "1. een\n2. twee\n3. drie", f"{base}!").text == "1. een\n2. twee\n3. drie!"


def test_edits_that_together_mean_something_else_are_a_conflict() -> None:
    base, ours, theirs = "een twee 1 drie vier", "een twee\n1 drie vier", "een twee 1. drie vier"
    assert merge(base, ours, theirs) == Merged(None, (Conflict(base, ours, theirs),))


def test_one_side_may_be_empty() -> None:
    assert merge("", "een\n", "twee\n") == Merged(None, (Conflict("", "een", "twee"),))
    assert merge("een\n", "", "een\n") == Merged("")


# On the real content: random edits of both sides with some words between them.


@cache
def _real() -> tuple[str, ...]:
    files = sorted(ROOT.glob("agenda/**/*.yaml"))
    roots = [yaml.compose(file.read_text("utf-8"), Loader=LOADER) for file in files]
    return tuple(value for root in roots for value in _values(root) if len(value) > 300)


def _values(node: yaml.Node) -> list[str]:
    if isinstance(node, yaml.ScalarNode):
        return [node.value]
    children = node.value if isinstance(node, yaml.SequenceNode) else [v for _, v in node.value]
    return [value for child in children for value in _values(child)]


def _apply(text: str, edits: dict[int, str]) -> str:
    """The text with other words at these places; a word that goes takes a space with it."""
    pieces, done = [], 0
    for number, match in enumerate(re.finditer(r"\w+", text)):
        if number in edits:
            lost = not edits[number] and text[match.start() - 1 : match.start()] == " "
            pieces += [text[done : match.start() - lost], edits[number]]
            done = match.end()
    return "".join([*pieces, text[done:]])


def _edits(chance: random.Random, words: list[str], places: list[int], mark: str) -> dict[int, str]:
    return {
        place: chance.choice(
            [f"{mark}{place}", f"{words[place]} {mark}{place} erbij", f"{mark} {words[place]}", ""]
        )
        for place in places
    }


def _wrapped_anew(text: str) -> str:
    """Paragraphs of running text with other line breaks, anything else as it was."""
    return "\n\n".join(
        part
        if re.search(r"^\s*(?:[-*|>#]|\d+\.|\[\^)|  $", part, re.MULTILINE)
        else "\n".join(textwrap.wrap(part, 72, break_long_words=False, break_on_hyphens=False))
        for part in text.split("\n\n")
    )


def test_the_tokens_of_the_real_content_are_its_text() -> None:
    for text in _real():
        assert "".join(token.text for token in tokens(text)) == text


def test_random_edits_of_the_real_content_are_merged() -> None:
    chance = random.Random(20)
    texts = _real()
    assert len(texts) > 90
    for base in texts * 2:
        words = re.findall(r"\w+", base)
        places = list(range(chance.randrange(6), len(words), chance.choice((6, 9, 30))))
        chance.shuffle(places)
        half = min(len(places), chance.choice((2, 6, 30))) // 2
        mine = _edits(chance, words, places[:half], "onze")
        yours = _edits(chance, words, places[half : 2 * half], "hun")
        ours, theirs = _apply(base, mine), _apply(base, yours)
        wanted = _apply(base, mine | yours)
        merged = merge(base, ours, theirs)
        assert merged.text is not None, merged.conflicts
        assert merged.text.split() == wanted.split()
        wrapped = merge(base, ours, _wrapped_anew(theirs))
        assert wrapped.text is not None
        assert wrapped.text.split() == wanted.split()
        assert wrapped.text.count("\n\n") == base.count("\n\n")


def test_random_rewriting_of_the_real_content_clashes_alike_from_both_sides() -> None:
    chance = random.Random(21)
    clashes = 0
    for base in _real():
        words = re.findall(r"\w+", base)
        sides = [
            _apply(base, _edits(chance, words, chance.sample(range(len(words)), 6), mark))
            for mark in ("onze", "hun")
        ]
        there, back = merge(base, *sides), merge(base, *reversed(sides))
        clashes += bool(there.conflicts)
        assert [(c.base, c.theirs, c.ours) for c in back.conflicts] == [
            (c.base, c.ours, c.theirs) for c in there.conflicts
        ]
        assert (there.text or "").split() == (back.text or "").split()
        for side in sides:
            assert merge(base, base, side) == merge(base, side, base) == Merged(side)
            assert merge(base, side, side) == Merged(side)
    assert clashes > 20
