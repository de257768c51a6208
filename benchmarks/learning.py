"""T15. What 500 sessions of answers close of the gap between experts and a perfect bank. JSON.

    .venv/bin/python benchmarks/learning.py --people 8000 --seed 1
    .venv/bin/python benchmarks/learning.py --everyday

``--everyday``: sessions follow the product's rules (comfort, domains in turn, one of the five best).
Two to four minutes of one core; the standard error is over eight invented worlds.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from simulation.targets.learning import TEACHING, calibration_gap
from simulation.worlds import reference
from webapp.psychometrics.selection import EVERYDAY


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--everyday", action="store_true", help="sessions under everyday rules")
    options = parser.parse_args()
    rules = EVERYDAY if options.everyday else TEACHING
    measures = calibration_gap(reference(), options.people, options.seed, rules)
    result = {
        "people": options.people,
        "seed": options.seed,
        "everyday": options.everyday,
        "T15": [measure.as_json() for measure in measures],
    }
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
