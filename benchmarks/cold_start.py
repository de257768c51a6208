"""From ``git clone`` to the first page, with an empty environment. Seconds a phase, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.soak import free_port  # noqa: E402

PATIENCE = 300


def timed(command: list[str], cwd: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    return round(time.perf_counter() - start, 2)


def first_page(clone: Path) -> float:
    port, start = free_port(), time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - start < PATIENCE:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read()
                return round(time.perf_counter() - start, 2)
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("no page")
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        os.environ["UV_CACHE_DIR"] = str(Path(folder) / "cache")
        cloned = timed(["git", "clone", "--quiet", str(ROOT), str(clone)], ROOT)
        print(
            json.dumps(
                {
                    "clone_s": cloned,
                    "setup_s": timed(["make", "setup"], clone),
                    "run_to_first_page_s": first_page(clone),
                }
            )
        )
