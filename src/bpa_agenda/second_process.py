"""Work for a second processor, in a copy of this process."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeVar

Made = TypeVar("Made")


class Meanwhile(Generic[Made]):
    """A piece of work that a copy of this process begins with at once.

    The work may change nothing outside of itself, and what it makes is carried over as a pickle.
    With one processor, with threads (a copy would have their locks and not them), on a system that
    cannot copy processes, or when it is not to be `at_once`, the work is only done when it is asked
    for. So it is when the copy fails, for whatever reason: its errors are seen as if it had never
    been.
    """

    def __init__(self, work: Callable[[], Made], *, at_once: bool = True) -> None:
        self._work = work
        self._copy = 0
        if at_once and _can_copy():
            self._inlet, outlet = os.pipe()
            self._copy = os.fork()
            if not self._copy:
                os.close(self._inlet)
                _work_and_end(work, outlet)
            os.close(outlet)

    def made(self) -> Made:
        """What the work makes; to be asked once."""
        if not self._copy:
            return self._work()
        with os.fdopen(self._inlet, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(self._copy, 0)
        return self._work() if status else pickle.loads(data)  # noqa: S301  # of our own making

    def leave(self) -> None:
        """Gives the work up, instead of asking what it made."""
        if self._copy:
            os.close(self._inlet)
            os.kill(self._copy, signal.SIGKILL)
            os.waitpid(self._copy, 0)


def _work_and_end(work: Callable[[], Any], outlet: int) -> NoReturn:
    """Writes what the work made; ends without a word, and without what others do at their end."""
    status = 1
    try:
        with os.fdopen(outlet, "wb") as pipe:
            pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _can_copy() -> bool:
    return hasattr(os, "fork") and _processors() > 1 and threading.active_count() == 1


def _processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
