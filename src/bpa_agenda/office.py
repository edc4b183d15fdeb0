"""LibreOffice: found on this machine, put to work, and ended with all that it started."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("soffice", "libreoffice")
TIMEOUT = 180.0
_WAIT = ("--norestore", "--nologo", "--nodefault")


class OfficeError(Exception):
    """LibreOffice did not do what was asked; the message says why, in a line."""


class Office:
    """LibreOffice with a profile of its own, so that one that somebody has open is left alone."""

    def __init__(self, program: str, profile: Path) -> None:
        self._start = (program, f"-env:UserInstallation={profile.as_uri()}", "--headless")
        self._waiting: subprocess.Popen[str] | None = None

    def convert(self, files: Sequence[Path], target: str, folder: Path) -> str:
        """Converts files into a folder, all in one process; what that said. OfficeError when late.

        `target` is the type of the new files and the filter for it. A LibreOffice that waits with
        the same profile does the work, and that ends it.
        """
        words = ("--convert-to", target, "--outdir", str(folder), *map(str, files))
        process = self._run(subprocess.PIPE, *words)
        try:
            said, _ = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired as error:
            self.close()
            raise OfficeError(f"LibreOffice was not ready after {TIMEOUT:.0f} seconds") from error
        finally:
            _end(process)
        return said.strip() or f"exit status {process.returncode}"

    def warm_up(self) -> None:
        """Lets a LibreOffice start and wait, so that the next conversion need not wait for that."""
        if self._waiting is None or self._waiting.poll() is not None:
            self._waiting = self._run(subprocess.DEVNULL, *_WAIT)

    def close(self) -> None:
        """Ends the one that waits."""
        if self._waiting is not None:
            _end(self._waiting)
            self._waiting = None

    def _run(self, output: int, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603  # found on the path, the files are ours
            [*self._start, *words],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip


@contextmanager
def office() -> Iterator[Office]:
    """A LibreOffice with an empty profile, which is ended and cleared away afterwards.

    OfficeError when this machine has none.
    """
    program = find_program()
    if program is None:
        raise OfficeError("LibreOffice is not installed on this machine")
    with TemporaryDirectory(prefix="agenda-office-", ignore_cleanup_errors=True) as folder:
        found = Office(program, Path(folder))
        try:
            yield found
        finally:
            found.close()


def find_program() -> str | None:
    """The LibreOffice of this machine, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def _end(process: subprocess.Popen[str]) -> None:
    """Ends a process and those that it started: the program on the path is only a starter."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
