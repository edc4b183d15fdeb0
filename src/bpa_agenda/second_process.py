"""Work for a second processor, in a copy of this process."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, Generic, NoReturn, Self, TypeVar

Made = TypeVar("Made")


class Meanwhile(Generic[Made]):
    """A piece of work that a copy of this process begins with at once.

    The work may change nothing outside of itself, and what it makes is carried over as a pickle.
    With one processor, with threads (a copy would have their locks and not them), on a system that
    cannot copy processes, or when it is not to be `at_once`, the work is only done when it is asked
    for. So it is when the copy fails, for whatever reason: its errors are seen as if it had never
    been. At the end of the `with` work that nobody asked for is given up.
    """

    def __init__(self, work: Callable[[], Made], *, at_once: bool = True) -> None:
        self._work = work
        self._copy = 0
        if at_once and _can_copy():
            self._begin()

    def _begin(self) -> None:
        inlet, outlet = os.pipe()
        with os.fdopen(outlet, "wb") as pipe:
            try:
                copy = os.fork()
            except OSError:  # the system has no room for it
                os.close(inlet)
                return
            if not copy:
                os.close(inlet)
                _work_and_end(self._work, pipe)
        self._copy, self._inlet = copy, os.fdopen(inlet, "rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._copy:
            self._inlet.close()
            os.kill(self._copy, signal.SIGKILL)
            os.waitpid(self._copy, 0)

    def made(self) -> Made:
        """What the work makes; to be asked once."""
        if not self._copy:
            return self._work()
        with self._inlet:
            data = self._inlet.read()
        _, status = os.waitpid(self._copy, 0)
        self._copy = 0
        return self._work() if status else pickle.loads(data)  # noqa: S301  # of our own making


def _work_and_end(work: Callable[[], Any], pipe: IO[bytes]) -> NoReturn:
    """Writes what the work made; ends without a word, and without what others do at their end."""
    status = 1
    try:
        pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
        pipe.close()
        status = 0
    finally:
        os._exit(status)


def _can_copy() -> bool:
    # The system libraries of macOS may have threads that Python knows nothing of.
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return False
    # Whoever started this process may have asked the system to bury its copies itself.
    is_told = signal.getsignal(signal.SIGCHLD) is signal.SIG_DFL
    return is_told and _processors() > 1 and threading.active_count() == 1


def _processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
