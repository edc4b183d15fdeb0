"""Where the time of a command went, for `agenda build --timings`; costs nothing when it is off."""

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext

_OFF: AbstractContextManager[None] = nullcontext()


class Timings:
    """The seconds that each step took, in the order in which the steps began."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._seconds: dict[str, float] = {}

    @property
    def on(self) -> bool:
        """Whether it measures: then one thing is done after the other."""
        return self._began is not None

    def begin(self) -> None:
        """Measures from now on."""
        self._began, self._seconds = time.perf_counter(), {}

    def step(self, name: str) -> AbstractContextManager[None]:
        """Counts what happens within to a step; steps do not stand in each other."""
        return _OFF if self._began is None else self._measured(name)

    @contextmanager
    def _measured(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        self._seconds.setdefault(name, 0.0)
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - start

    def table(self) -> Iterator[str]:
        """A line for each step, one for all else, and their sum."""
        assert self._began is not None, "nothing was measured"
        total = time.perf_counter() - self._began
        rest = total - sum(self._seconds.values())
        every: Mapping[str, float] = {**self._seconds, "all else": rest, "together": total}
        for name, seconds in every.items():
            yield f"{name:<12}{1000 * seconds:>8.0f} ms"


TIMINGS = Timings()
