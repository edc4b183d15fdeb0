"""The steps of a path of keys to a value in a YAML file.

A path reads `questions/goed-werk/sub_questions/goed-werk-grens/question`: keys with "/" between
them. An item of a list is named by the first of `NAMES` that it has, when no other item of the
list has that name, and else by its number, `#1` for the first. Spaces around a name do not count;
"~", "/" and "#" within a key or name are written ~0, ~1 and ~2.
"""

from collections import Counter
from collections.abc import Sequence

NAMES = ("id", "short", "statement", "theme", "partner", "title")


def steps(names: Sequence[str]) -> list[str]:
    """The steps of the items of a list, from their names; a name is empty where there is none."""
    counted = Counter(names) if any(names) else {}
    return [
        escaped(name) if name and counted[name] == 1 else f"#{number}"
        for number, name in enumerate(names, start=1)
    ]


def escaped(step: str) -> str:
    """A name as one step."""
    return step.replace("~", "~0").replace("/", "~1").replace("#", "~2")
