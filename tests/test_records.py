"""Our `dataclass` does what that of the standard library does."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from bpa_agenda import records


def pair(decorator: Any) -> tuple[type, type]:
    @decorator(frozen=True, slots=True)
    class Point:
        """A place."""

        x: int
        y: int = 0
        tags: tuple[str, ...] = dataclasses.field(default_factory=tuple)

        def moved(self) -> "Point":
            return dataclasses.replace(self, x=self.x + 1)

    @decorator(frozen=True, slots=True)
    class Other:
        x: int

    return Point, Other


@pytest.fixture(params=[dataclasses.dataclass, records.dataclass], ids=["standard", "ours"])
def both(request: pytest.FixtureRequest) -> tuple[type, type]:
    return pair(request.param)


def test_it_is_made_compared_hashed_and_shown_alike(both: tuple[type, type]) -> None:
    point, other = both
    assert point(1) == point(1, 0, ()) == point(x=1, tags=())
    assert point(1) != point(2)
    assert other(1) != point(1)
    assert len({point(1), point(1), point(2), other(1)}) == 3
    assert repr(point(1)).endswith("Point(x=1, y=0, tags=())")
    assert dataclasses.replace(point(1), y=5) == point(1, 5)
    assert point(1).moved() == point(2)
    assert [field.name for field in dataclasses.fields(point)] == ["x", "y", "tags"]
    assert dataclasses.is_dataclass(point)
    assert dataclasses.asdict(point(1)) == {"x": 1, "y": 0, "tags": ()}
    match point(1, 2):
        case point(x, y):
            assert (x, y) == (1, 2)


def test_it_is_frozen_and_takes_what_it_should(both: tuple[type, type]) -> None:
    point, _ = both
    for wrong in ((), (1, 2, (), 4)):
        with pytest.raises(TypeError):
            point(*wrong)
    for name in ("x", "new"):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            setattr(point(1), name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point(1).x
    assert not hasattr(point(1), "__dict__")


@records.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, so that pickle finds it."""

    name: str
    inner: "Kept | None" = None


def test_it_can_be_copied_and_pickled() -> None:
    kept = Kept("a", Kept("b"))
    assert copy.copy(kept) == copy.deepcopy(kept) == pickle.loads(pickle.dumps(kept)) == kept
