"""``make setup`` works once, then costs nothing; an environment that was moved is made again."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from webapp.config import ROOT

FILES = ("scripts/bootstrap", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
UV = '#!/bin/sh\necho "$1 $2" >>"$CALLS"\nmkdir -p .venv\n'


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The files an environment is made from, and a machine whose « uv » only takes note."""
    for name in FILES:
        (tmp_path / "house" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "house" / name)
    fake = tmp_path / "bin" / "uv"
    fake.parent.mkdir()
    fake.write_text(UV, "utf-8")
    fake.chmod(0o755)
    return tmp_path / "house"


def calls(house: Path, kind: str) -> list[str]:
    """What is asked of « uv » by one call of the script."""
    said = house.parent / "calls"
    said.write_text("", "utf-8")
    path = f"{house.parent / 'bin'}:{os.environ['PATH']}"
    subprocess.run(
        ["sh", house / "scripts/bootstrap", kind],
        env=os.environ | {"PATH": path, "CALLS": str(said)},
        check=True,
        capture_output=True,
    )
    return said.read_text("utf-8").splitlines()


MADE = ["venv --quiet", "pip sync", "pip install"]


def test_an_environment_is_made_once(house: Path) -> None:
    assert calls(house, "runtime") == MADE
    assert calls(house, "runtime") == []
    assert calls(house, "dev") == MADE
    assert calls(house, "runtime") == [], "the development environment holds the other one"


def test_it_is_made_again_when_its_lock_or_its_folder_changes(house: Path) -> None:
    assert calls(house, "dev") == MADE
    (house / "requirements-dev.lock").write_text("", "utf-8")
    assert calls(house, "dev") == MADE
    moved = shutil.move(house, house.with_name("elsewhere"))
    assert calls(Path(moved), "dev") == MADE


def test_another_word_is_refused(house: Path) -> None:
    done = subprocess.run(
        ["sh", house / "scripts/bootstrap", "tout"], check=False, capture_output=True
    )
    assert done.returncode == 2
    assert "usage" in done.stderr.decode()
