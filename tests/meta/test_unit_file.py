"""The unit of systemd that operators copy is one that systemd takes and the service understands."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from webapp.config import Settings


def unit(root) -> str:
    return (root / "docs" / "marchepied.service").read_text(encoding="utf-8")


def test_systemd_takes_it(root, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    here = tmp_path / "marchepied.service"
    text = unit(root).replace("/srv/marchepied", str(root))
    here.write_text(re.sub("^User=.*$", "User=daemon", text, flags=re.MULTILINE), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", here], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "Unknown" not in done.stderr, done.stderr


def test_its_variables_are_settings(root):
    line = re.search("^Environment=(.*)$", unit(root), re.MULTILINE)[1]
    names = [pair.partition("=")[0] for pair in line.split()]
    assert names and all(name in Settings.__doc__ for name in names)
