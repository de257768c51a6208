"""T19. Spaced reviews: our replay of a person's answers beside the reference scheduler; and a simulated
year, what they keep against fixed reviews in the same minutes. JSON.

    .venv/bin/python benchmarks/reviews.py --people 200 --seed 1
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from fsrs import Card, Rating, Scheduler

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from simulation.reviewing import WORLDS, year
from webapp.assessment.sitting.history import Past
from webapp.config import ROOT
from webapp.content import load_catalogue
from webapp.training import memory

HISTORIES, LONGEST, SKILL = 10_000, 12, "SEC-2-SMS"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def histories(item_id, rng):
    """Right, hinted or missed answers, days or months apart."""
    for _ in range(HISTORIES):
        at, entries = START, []
        for _ in range(rng.integers(1, LONGEST + 1)):
            at += timedelta(hours=float(rng.exponential(24 * 20)))
            entries.append(
                Past(
                    item_id,
                    "practice:4",
                    "answered",
                    bool(rng.random() < 0.7),
                    bool(rng.random() < 0.1),
                    at,
                )
            )
        yield entries


def reference(entries, rules):
    """The library used directly, written again from its documentation."""
    scheduler = Scheduler(
        desired_retention=rules.retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=rules.longest_days,
        enable_fuzzing=False,
    )
    card = Card(card_id=1)
    for entry in entries:
        grade = Rating.Again if not entry.right else Rating.Hard if entry.hint else Rating.Good
        card, _ = scheduler.review_card(card, grade, entry.recorded_at)
    return card


def replayed(catalogue):
    """T19: the same day and the same stability as the reference, on invented histories."""
    rules, scheduler = catalogue.rules.review, memory.scheduler_for(catalogue.rules.review)
    item = catalogue.items_of(SKILL)[0]
    same, farthest, answers, spent = 0, 0.0, 0, 0.0
    for entries in histories(item.id, np.random.default_rng(1)):
        begun = time.perf_counter()
        ours = memory.replay(scheduler, catalogue, SKILL, [(item, entry) for entry in entries])
        spent += time.perf_counter() - begun
        theirs = reference(entries, rules)
        same += ours.due == theirs.due
        farthest = max(farthest, abs(ours.stability - theirs.stability))
        answers += len(entries)
    return {
        "target": "T19",
        "histories": HISTORIES,
        "same_day": same,
        "largest_stability_gap": farthest,
        "gate": 1e-6,
        "moonshot": 1e-9,
        "met": same == HISTORIES and farthest <= 1e-6,
        "us_per_answer": round(spent / answers * 1e6, 1),
    }


def kept(catalogue, people, seed):
    """Each way of reviewing in each world, over a year."""
    scheduler = memory.scheduler_for(catalogue.rules.review)
    return {
        world: {
            name: found.as_json() for name, found in year(scheduler, world, people, seed).items()
        }
        for world in WORLDS
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    catalogue = load_catalogue(ROOT / "content")
    result = replayed(catalogue) | {
        "people": options.people,
        "seed": options.seed,
        "year": kept(catalogue, options.people, options.seed),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
