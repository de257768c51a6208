"""Programs started for the tests by ear: what is missing to start them, and their end."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def skip_without(absent: Sequence[str], what: str) -> None:
    """Leave the test out, and say why, when programs are not installed."""
    if absent:
        pytest.skip(f"{what} here, these are not installed: {', '.join(absent)}")


def end(processes: Sequence[subprocess.Popen], home: Path) -> None:
    """End what was started, last first, and forget its files."""
    for process in reversed(processes):
        process.terminate()
    for process in processes:
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
    shutil.rmtree(home, ignore_errors=True)
