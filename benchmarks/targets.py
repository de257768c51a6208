"""The engine's simulated targets T1–T7, T12–T14, T17 and T18, each with the anchor of the same run. JSON.

    .venv/bin/python benchmarks/targets.py --people 2000 --seed 1
    .venv/bin/python benchmarks/targets.py --only T1 --only T4

``--people 2000`` takes about three minutes of one core; 5,000 about seven.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from simulation.targets import TARGETS
from simulation.worlds import reference

MOST_PEOPLE = 5000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=list(TARGETS), default=None)
    options = parser.parse_args()
    if not 50 <= options.people <= MOST_PEOPLE:
        parser.error(f"--people goes from 50 to {MOST_PEOPLE}")
    result: dict[str, object] = {"people": options.people, "seed": options.seed}
    for name in options.only or TARGETS:
        start = time.perf_counter()
        measures = TARGETS[name](reference(), options.people, options.seed)
        result[name] = [measure.as_json() for measure in measures]
        print(f"{name}: {time.perf_counter() - start:.1f} s", file=sys.stderr)
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
