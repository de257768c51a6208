"""T16. A night's calibration: 2,000 items, 20,000 sessions of 30 answers. JSON.

Seconds of processor are summed over threads: what one core would take.

.venv/bin/python benchmarks/calibration.py
.venv/bin/python benchmarks/calibration.py --sessions 5000
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from simulation import five_domains, generated, simulees
from webapp.psychometrics.calibration import Sittings, calibrate
from webapp.psychometrics.irt import probability

CLONES, ANSWERS, EXPERT_ERROR, SEED = 5, 30, 0.5, 1


def answered(bank, sessions):
    """Everyone answers thirty items of the bank, drawn evenly."""
    people, rng = simulees(bank.items.tree, sessions, SEED), np.random.default_rng(SEED)
    item = np.concatenate([rng.choice(bank.size, ANSWERS, replace=False) for _ in range(sessions)])
    session = np.repeat(np.arange(sessions), ANSWERS)
    columns = bank.items
    theta = people.competence[session, columns.competence[item]]
    right = rng.random(item.size) < probability(
        theta, columns.a[item], columns.b[item], columns.c[item]
    )
    wrong = np.bincount(session, ~right / (1 - columns.c[item]), sessions)
    return Sittings(
        session, item, right, np.full(item.size, -1), (1 + wrong) / (2 + wrong), np.zeros(sessions)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=20_000)
    sessions = parser.parse_args().sessions
    tree = five_domains(domain_r=0.7)
    bank = generated(tree, SEED, clones=CLONES)
    taken = answered(bank, sessions)
    noise = np.random.default_rng(2).normal(0, EXPERT_ERROR, bank.size)
    experts = [
        replace(item, a=float(np.exp(0.2)), b=item.b + float(error))
        for item, error in zip(bank.items.items, noise, strict=True)
    ]
    wall, core = time.perf_counter(), time.process_time()
    found = calibrate(taken, experts, tree=tree)
    wall, core = time.perf_counter() - wall, time.process_time() - core
    gap = np.array([fit.b for fit in found.items]) - bank.items.b
    held = np.abs(gap) <= 1.6448536 * np.array([fit.b_se for fit in found.items])
    print(
        json.dumps(
            {
                "target": "T16",
                "items": bank.size,
                "sessions": sessions,
                "answers": found.answers,
                "core_seconds": round(core, 1),
                "wall_seconds": round(wall, 1),
                "gate_seconds": 60,
                "moonshot_seconds": 10,
                "met": core <= 60,
                "beyond_moonshot": core <= 10,
                "e_steps": found.rounds,
                "converged": found.converged,
                "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "rmse_b_experts": round(float(np.sqrt(np.mean(noise**2))), 3),
                "rmse_b_calibrated": round(float(np.sqrt(np.mean(gap**2))), 3),
                "intervals_90_holding_the_truth": round(float(held.mean()), 3),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
