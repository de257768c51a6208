"""T8 and T9. One step of the engine among 2,000 items: every posterior from all the answers of a
sitting, then the next item; beside catsim, which knows one trait. JSON.

    .venv/bin/python benchmarks/engine_step.py

Frames: 16 competences (the target) and 24 (the product's shape). Rounds are interleaved, so that all
suffer the same neighbours. ``cpu`` is the processor time of the thread, which a busy machine does not
stretch; ``products`` is the step in units of one 16 × 61 by 61 × 61 matrix product timed in the same
rounds, to compare machines.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from webapp.psychometrics import (
    CalibratedItem,
    Evidence,
    ItemBank,
    Outcome,
    SelectionRules,
    TraitTree,
    posterior,
    select,
)

ITEMS, ANSWERS, ROUNDS, EACH, GATE, MOONSHOT = 2000, 20, 20, 100, (120, 500), (30, 100)
IMPORTS, SLOPES = 9, 320.0
FRAMES = {"16_competences": (3, 4, 4, 3, 2), "24_competences": (3,) * 8}


def ours(sizes: tuple[int, ...], slopes: float) -> Callable[[], object]:
    """A step after twenty answers. The allowed items are given, as a parcours does.

    slopes  of the selection rules: with 0, slopes are as if perfectly known
    """
    rng = np.random.default_rng(1)
    tree = TraitTree({f"D{d}": [f"D{d}-{k}" for k in range(n)] for d, n in enumerate(sizes)})
    leaves = tree.competences
    items = [
        CalibratedItem(
            f"i{n}",
            leaves[n % len(leaves)],
            "S",
            float(np.exp(rng.normal(0.2, 0.3))),
            float(rng.normal()),
            0.2,
            0.5,
            f"i{n}",
            slope_se=0.3,
        )
        for n in range(ITEMS)
    ]
    bank, eligible = ItemBank(tree, items), frozenset(i.id for i in items)
    rules = SelectionRules(slopes=slopes)
    shown = [f"i{n * 7}" for n in range(ANSWERS)]
    answers = [
        Evidence(items[n * 7], Outcome.RIGHT if n % 3 else Outcome.WRONG) for n in range(ANSWERS)
    ]

    def step() -> object:
        known = posterior(tree, answers, -0.5)
        return select(bank, known, administered=shown, rules=rules, eligible=eligible, seed=5)

    return step


def catsims() -> Callable[[], object]:
    """catsim's own estimate and choice. Raises ``ImportError`` when it is not there."""
    from catsim.estimation import NumericalSearchEstimator
    from catsim.item_bank import ItemBank as CatsimBank
    from catsim.selection import MaxInfoSelector

    bank = CatsimBank.generate_item_bank(ITEMS)
    shown = [n * 7 for n in range(ANSWERS)]
    answers = [bool(n % 3) for n in range(ANSWERS)]
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()

    def step() -> object:
        theta = estimator.estimate(
            item_bank=bank, administered_items=shown, response_vector=answers, est_theta=0.0
        )
        return selector.select(item_bank=bank, administered_items=shown, est_theta=theta)

    return step


def product() -> Callable[[], object]:
    """The unit: what most of a step is made of."""
    rows, kernel = np.ones((16, 61)), np.ones((61, 61))
    return lambda: rows @ kernel


def timed(steps: dict[str, tuple[Callable[[], object], int]]) -> dict[str, dict[str, float]]:
    """Microseconds of each step: wall and processor, a few runs of each in turn."""
    wall: dict[str, list[float]] = {name: [] for name in steps}
    cpu: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(ROUNDS + 1):
        for name, (step, runs) in steps.items():
            for _ in range(runs):
                start, own = time.perf_counter(), time.thread_time()
                step()
                own, start = time.thread_time() - own, time.perf_counter() - start
                # The first round warms up.
                if number:
                    wall[name].append(start * 1e6)
                    cpu[name].append(own * 1e6)
    return {name: {**figures(wall[name], ""), **figures(cpu[name], "cpu_")} for name in steps}


def figures(spent: list[float], kind: str) -> dict[str, float]:
    p50, p99 = np.percentile(spent, (50, 99))
    return {
        f"{kind}min_us": round(min(spent), 1),
        f"{kind}p50_us": round(float(p50), 1),
        f"{kind}p99_us": round(float(p99), 1),
    }


def cold_imports() -> dict[str, float]:
    """Milliseconds of a new interpreter that imports nothing, NumPy, the engine: in turn, the shortest.

    Bytecode is compiled once before, apart, even where the environment forbids writing it: what is
    measured is the import of an installed service. ``ratio`` is the engine's over NumPy's, Python's own
    start taken off both; ``added`` is what the engine adds to NumPy.
    """
    modules = {"python": "sys", "numpy": "numpy", "engine": "webapp.psychometrics"}
    spent: dict[str, list[float]] = {name: [] for name in modules}
    with tempfile.TemporaryDirectory() as compiled:
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment = kept | {"PYTHONPYCACHEPREFIX": compiled}
        for number in range(IMPORTS + 1):
            for name, module in modules.items():
                start = time.perf_counter()
                subprocess.run(
                    [sys.executable, "-c", f"import {module}"], check=True, env=environment
                )
                if number:
                    spent[name].append((time.perf_counter() - start) * 1000)
    found = {name: min(times) for name, times in spent.items()}
    python, numpy, engine = found.values()
    figures = found | {"added": engine - numpy, "ratio": (engine - python) / (numpy - python)}
    return {name: round(value, 2) for name, value in figures.items()}


def main() -> None:
    steps = {name: (ours(sizes, 0.0), EACH) for name, sizes in FRAMES.items()}
    steps |= {f"{name}_slopes": (ours(s, SLOPES), EACH) for name, s in FRAMES.items()}
    steps["product"] = (product(), EACH)
    missing = None
    try:
        steps["catsim_1_trait"] = (catsims(), EACH // 10)
    except ImportError as error:
        missing = f"catsim cannot be imported here: {error}"
    found = timed(steps)
    unit = found.pop("product")
    for name in [name for name in found if name != "catsim_1_trait"]:
        row = found[name]
        row["products"] = round(row["min_us"] / unit["min_us"], 1)
        if "catsim_1_trait" in found:
            row["catsim_over_ours_p50"] = round(
                found["catsim_1_trait"]["p50_us"] / row["p50_us"], 1
            )
    target = found["16_competences"]
    print(
        json.dumps(
            {
                "target": "T8",
                "items": ITEMS,
                "answers": ANSWERS,
                "gate_us": GATE,
                "moonshot_us": MOONSHOT,
                "met": target["p50_us"] <= GATE[0] and target["p99_us"] <= GATE[1],
                "met_in_processor_time": target["cpu_p50_us"] <= GATE[0]
                and target["cpu_p99_us"] <= GATE[1],
                **found,
                "catsim": missing or "same run",
                "product_us": unit["min_us"],
                "import_ms": cold_imports(),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
