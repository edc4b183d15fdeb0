"""Work for a second processor, in a copy of this process."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Generic, NoReturn, TypeAlias, TypeVar

Made = TypeVar("Made")


Hear: TypeAlias = Callable[[], bytes]


class Meanwhile(Generic[Made]):
    """A piece of work that a copy of this process begins with at once.

    The work may change nothing outside of itself. It gets something to call when it needs what only
    this process knows, which gives what is told then or later; what it makes is carried over as a
    pickle. With one processor, with threads (a copy would have their locks and not them), on a
    system that cannot copy processes, or when it is not to be `at_once`, there is no copy.
    """

    def __init__(self, work: Callable[[Hear], Made], *, at_once: bool = True) -> None:
        self._copy = 0
        self._is_told = False
        if at_once and _can_copy():
            self._begin(work)

    def _begin(self, work: Callable[[Hear], Made]) -> None:
        ends: list[int] = []
        try:
            for _ in range(2):
                ends += os.pipe()
            self._copy = os.fork()
        except OSError:  # the system has no room for it
            for end in ends:
                os.close(end)
            return
        hear, tell, inlet, outlet = ends
        if not self._copy:
            os.close(tell)
            os.close(inlet)
            _work_and_end(work, os.fdopen(hear, "rb"), os.fdopen(outlet, "wb"))
        os.close(hear)
        os.close(outlet)
        self._outlet, self._inlet = os.fdopen(tell, "wb"), os.fdopen(inlet, "rb")

    def give_up(self) -> None:
        """Ends the work if nobody asked for what it makes."""
        if self._copy:
            self._inlet.close()
            os.kill(self._copy, signal.SIGKILL)
            os.waitpid(self._copy, 0)
            self._copy = 0

    def tell(self, make: Callable[[], bytes]) -> None:
        """Tells the copy what is made here, if there is one; to be called once.

        The copy may listen later, and nobody waits for that.
        """
        if not self._copy:
            return
        try:
            threading.Thread(target=_write, args=(self._outlet, make()), daemon=True).start()
            self._is_told = True
        except RuntimeError:  # the system has no room for a thread
            self._outlet.close()
            self.give_up()

    def made(self) -> Made | None:
        """What the work makes, to be asked once; None without a copy, or when that failed."""
        if not self._copy:
            return None
        if not self._is_told:
            self._outlet.close()  # or it would wait to hear something
        with self._inlet:
            data = self._inlet.read()
        _, status = os.waitpid(self._copy, 0)
        self._copy = 0
        return None if status else pickle.loads(data)  # noqa: S301  # of our own making


def _write(pipe: IO[bytes], data: bytes) -> None:
    # A copy that has ended hears no more.
    with suppress(OSError), pipe:
        pipe.write(data)


def _work_and_end(work: Callable[[Hear], Any], inlet: IO[bytes], outlet: IO[bytes]) -> NoReturn:
    """Writes what the work made; ends without a word, and without what others do at their end."""
    status = 1
    try:
        pickle.dump(work(inlet.read), outlet, pickle.HIGHEST_PROTOCOL)
        outlet.close()
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
