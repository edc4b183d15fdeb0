"""Has LibreOffice edit documents as a reviewer does, with tracked changes and comments."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

# LibreOffice's bridge belongs to the Python of the system, not to the one of the tests.
PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("edit_in_libreoffice.py")


def why_not() -> str:
    """Why LibreOffice cannot be driven here, or nothing."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    bridge = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "LibreOffice's bridge (python3-uno) is not installed" if bridge.returncode else ""


needs_bridge = pytest.mark.skipif(bool(why_not()), reason=why_not())


def edit(*steps: Sequence[object]) -> None:
    """Does steps (a verb of the script and its arguments) in one LibreOffice, in order."""
    asked = json.dumps(steps, default=str)
    command = [PYTHON, str(SCRIPT)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
