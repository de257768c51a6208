"""From a new process to its first page, with a catalogue already compiled and without. Median of 7, JSON.

Beside ``import flask, sqlmodel, numpy``, that no application of this kind can spare. A worker that
replaces a dead one is a copy and pays none of it: see ``servers.py``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIES = 7
CLOCK = "import time; print(time.perf_counter() - began, time.process_time())"
IMPORTS = f"import time; began = time.perf_counter()\nimport flask, sqlmodel, numpy\n{CLOCK}"
FIRST_PAGE = f"""import time; began = time.perf_counter()
from webapp import create_app
assert create_app().test_client().get("/").status_code == 200
{CLOCK}"""


def measured(code: str, var: Path, *, compiled: bool) -> dict[str, float]:
    runs = []
    for _ in range(TRIES):
        if not compiled:
            for compiled in var.glob("catalogue-*"):
                compiled.unlink()
        env = {**os.environ, "VAR_DIR": str(var), "DATABASE_URL": ""}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
        runs.append(tuple(map(float, done.stdout.split()[-2:])))
    wall, processor = (statistics.median(column) for column in zip(*runs, strict=True))
    return {"seconds": round(wall, 2), "processor_s": round(processor, 2)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        found = {
            "imports": measured(IMPORTS, var, compiled=True),
            "nothing_compiled": measured(FIRST_PAGE, var, compiled=False),
            "compiled": measured(FIRST_PAGE, var, compiled=True),
        }
        print(json.dumps(found, indent=1))
