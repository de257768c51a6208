"""One step of the engine among 2,000 items × 24 competences, beside catsim on one trait. JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from webapp.psychometrics import (
    Evidence,
    Item,
    ItemBank,
    Outcome,
    TraitTree,
    posterior,
    select,
)

ITEMS, ANSWERS, RUNS = 2000, 20, 300


def percentiles(spent: list[float]) -> dict[str, float]:
    return {"p50_us": round(float(np.percentile(spent, 50)) * 1e6, 1),
            "p99_us": round(float(np.percentile(spent, 99)) * 1e6, 1)}  # fmt: skip


def timed(work, runs: int) -> dict[str, float]:
    for _ in range(5):
        work()
    spent = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return percentiles(spent)


def ours() -> dict[str, float]:
    rng = np.random.default_rng(1)
    tree = TraitTree({f"D{d}": [f"D{d}-{k}" for k in range(3)] for d in range(8)})
    items = [
        Item(f"i{n}", tree.competences[n % 24], "S", float(np.exp(rng.normal(0.2, 0.3))),
             float(rng.normal()), 0.2, 0.5, f"i{n}")
        for n in range(ITEMS)
    ]  # fmt: skip
    bank = ItemBank(tree, items)
    shown = [f"i{n * 7}" for n in range(ANSWERS)]
    answers = [
        Evidence(items[int(name[1:])], Outcome.RIGHT if n % 3 else Outcome.WRONG)
        for n, name in enumerate(shown)
    ]

    def step() -> None:
        select(bank, posterior(tree, answers, -0.5), administered=shown, seed=5)

    return timed(step, RUNS)


def catsims() -> dict[str, float] | str:
    try:
        from catsim.estimation import NumericalSearchEstimator
        from catsim.item_bank import ItemBank as CatsimBank
        from catsim.selection import MaxInfoSelector
    except ImportError as error:
        return f"catsim cannot be imported here: {error}"
    bank = CatsimBank.generate_item_bank(ITEMS)
    shown = [n * 7 for n in range(ANSWERS)]
    answers = [bool(n % 3) for n in range(ANSWERS)]
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()

    def step() -> None:
        theta = estimator.estimate(
            item_bank=bank, administered_items=shown, response_vector=answers, est_theta=0.0
        )
        selector.select(item_bank=bank, administered_items=shown, est_theta=theta)

    try:
        return timed(step, 60)
    except Exception as error:  # noqa: BLE001 (a peer's interface may change: say so)
        return f"catsim did not run: {type(error).__name__}: {error}"


def cold_import(module: str) -> float:
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        spent.append(time.perf_counter() - start)
    return round(min(spent) * 1000, 1)


if __name__ == "__main__":
    mine, theirs = ours(), catsims()
    result = {
        "items": ITEMS, "answers": ANSWERS, "ours_24_competences": mine, "catsim_1_trait": theirs,
        "import_ms": {"python": cold_import("sys"), "numpy": cold_import("numpy"),
                      "engine": cold_import("webapp.psychometrics")},
    }  # fmt: skip
    if isinstance(theirs, dict):
        result["catsim_over_ours_p50"] = round(theirs["p50_us"] / mine["p50_us"], 1)
    print(json.dumps(result, indent=1))
