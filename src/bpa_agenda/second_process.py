"""Work for a second processor, in a copy of this process."""

import os
import pickle
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

Made = TypeVar("Made")


def meanwhile(work: Callable[[], Made]) -> Callable[[], Made]:
    """Begins with a piece of work in a copy of this process; what is given back waits for it.

    The work may change nothing outside of itself, and what it makes is carried over as a pickle.
    With one processor, with threads (a copy would have their locks and not them), or on a system
    that cannot copy processes, the work is only done when it is waited for. So it is when the copy
    fails, for whatever reason: its errors are seen as if it had never been.
    """
    if not hasattr(os, "fork") or _processors() < 2 or threading.active_count() > 1:
        return work
    inlet, outlet = os.pipe()
    if not (copy := os.fork()):
        os.close(inlet)
        _work_and_end(work, outlet)
    os.close(outlet)

    def made() -> Made:
        with os.fdopen(inlet, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(copy, 0)
        return work() if status else pickle.loads(data)  # noqa: S301  # of our own making

    return made


def _work_and_end(work: Callable[[], Any], outlet: int) -> NoReturn:
    """Writes what the work made; ends without a word, and without what others do at their end."""
    status = 1
    try:
        with os.fdopen(outlet, "wb") as pipe:
            pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
