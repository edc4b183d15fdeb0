"""How the `agenda` command begins and ends, and which arguments need no Click (ADR 13)."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bpa_agenda import cli_build
from bpa_agenda.project import find_project

# What is typed all day is understood without click, which takes longer to load than to check the
# content; with anything else among the arguments click has the word.
_PLAIN: Mapping[str, tuple[Callable[..., None], set[str]]] = {
    "build": (cli_build.build, {"--pdf", "--no-layout", "--final", "--timings"}),
    "check": (cli_build.check, {"--strict", "--quiet"}),
}


def start() -> None:
    """The command as a process of its own, which ends soon.

    Giving back piece by piece what it holds would take a tenth of its time at the end.
    """
    try:
        _run(sys.argv[1:])
        sys.exit(0)
    except SystemExit as end:
        if isinstance(end.code, int):
            # Where this fails, as when nobody reads any more, Python knows what to do.
            with suppress(OSError):
                for stream in (sys.stdout, sys.stderr):
                    # Who started it may have closed one.
                    if stream is not None:
                        stream.flush()
                os._exit(end.code)
        raise


def _run(arguments: Sequence[str]) -> None:
    name, flags = "".join(arguments[:1]), set(arguments[1:])
    try:
        if name in _PLAIN and flags <= _PLAIN[name][1] and (project := find_project(Path())):
            options = {flag.removeprefix("--").replace("-", "_"): True for flag in flags}
            _PLAIN[name][0](project, **options)
            return
    except (OSError, KeyboardInterrupt) as error:
        from bpa_agenda.cli import end_with

        end_with(error)
    from bpa_agenda.cli import main

    main()
