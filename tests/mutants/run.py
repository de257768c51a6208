"""``make mutants``: plants each mistake in a copy of the tree, and tells which ones no test sees.

The work tree is never touched. Tests run without a mistake first: where they fail already, they
would see anything. A mistake is seen when a test fails. Tests that do not end in time, or cannot even
be loaded, prove nothing, and are told apart.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.planting import Mutant, mutants, planted

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "var" / "mutants.json"
QUICK = "not a11y and not e2e and not slow and not orca and not postgres"
LONGEST = 300
"""Seconds for the tests of one mutant."""
LONGEST_IN_ALL = 1800
"""Seconds for all these tests, without a mistake."""
MOST_PROCESSES = 2
KILLED, SURVIVED, BROKEN = "killed", "survived", "broken"
TESTS_FAILED = 1
"""The status of pytest for tests that ran and failed."""


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant. ``by`` is the first test that failed."""

    name: str
    area: str
    file: str
    verdict: str
    by: str
    seconds: float


def copy_of_the_tree(place: Path) -> Path:
    """The files of the project as they are now, without what is made from them."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, os.fsdecode(names).split("\0")):
        if (ROOT / name).is_file():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    return place


@contextmanager
def copies(count: int) -> Iterator[SimpleQueue[Path]]:
    """Trees to plant in, each taken by one thread at a time."""
    free: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        for number in range(count):
            free.put(copy_of_the_tree(Path(place) / str(number)))
        yield free


def run_tests(tree: Path, tests: Sequence[str], seconds: int) -> tuple[int | None, str]:
    """The status of pytest in a tree, None when it did not end; and what it said."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", QUICK]
    # No byte code: two mistakes in one second would be read as one.
    settings = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [*command, *tests],
            cwd=tree,
            env=settings,
            timeout=seconds,
            check=False,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stdout + done.stderr


def judged(mutant: Mutant, free: SimpleQueue[Path]) -> Verdict:
    """Plant one mistake and run its tests."""
    tree, start = free.get(), time.monotonic()
    try:
        with planted(mutant, tree):
            status, said = run_tests(tree, mutant.tests, LONGEST)
    finally:
        free.put(tree)
    verdict = {TESTS_FAILED: KILLED, 0: SURVIVED}.get(status, BROKEN)
    by = "not ended in time" if status is None else first_failure(said)
    seconds = round(time.monotonic() - start, 1)
    result = Verdict(mutant.name, mutant.area, mutant.file, verdict, by, seconds)
    print(f"{result.verdict:9}{result.area:13}{result.name:62}{result.by}", flush=True)
    return result


def first_failure(said: str) -> str:
    """The test that failed first, as pytest names it."""
    lines = (line.split() for line in said.splitlines())
    return next((line[1] for line in lines if line[:1] in (["FAILED"], ["ERROR"])), "")


def chosen(words: Sequence[str]) -> list[Mutant]:
    """The mutants whose name or area holds one of these words; all of them without a word."""
    return [m for m in mutants() if not words or any(w in f"{m.area} {m.name}" for w in words)]


def main() -> int:
    """0 when every mistake is seen."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("words", nargs="*", help="words of the names or areas to run")
    options.add_argument("--processes", type=int, default=1, choices=range(1, MOST_PROCESSES + 1))
    asked = options.parse_args()
    wanted = chosen(asked.words)
    with copies(asked.processes) as free, ThreadPoolExecutor(asked.processes) as pool:
        tree = free.get()
        everything = sorted({name for mutant in wanted for name in mutant.tests})
        status, said = run_tests(tree, everything, LONGEST_IN_ALL)
        if status != 0:
            print(said, "The tests fail without any mistake.", sep="\n")
            return 2
        free.put(tree)
        verdicts = list(pool.map(lambda mutant: judged(mutant, free), wanted))
    return report(verdicts)


def report(verdicts: Sequence[Verdict]) -> int:
    """The counts, the names of those no test sees, and the file."""
    names = {
        kind: [v.name for v in verdicts if v.verdict == kind] for kind in (KILLED, SURVIVED, BROKEN)
    }
    print(*(f"{kind}: {len(found)}" for kind, found in names.items()), sep=" · ")
    for name in (*names[SURVIVED], *names[BROKEN]):
        print(f"  {name}")
    counts = {kind: len(found) for kind, found in names.items()}
    table = [asdict(verdict) for verdict in verdicts]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(
        json.dumps({**counts, "mutants": table}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    return 0 if counts[KILLED] == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
