"""How long a person goes without a success, at every level and unknowing, by the product's own rules.

Each person answers the real bank through ``engine.next_question``, in memory. They take the end that is
proposed; with ``--going-on`` they never do. The same people sit without mercy, for comparison: how far
the measured average is from the true one, and how many questions it takes. JSON.

    .venv/bin/python benchmarks/mercy.py --people 200
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from webapp.assessment.measuring import engine, mercy
from webapp.assessment.measuring.model import domains_of, measurement_model
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import AskedQuestion, RecordedAnswer, SittingView
from webapp.config import ROOT
from webapp.content import Catalogue, load_catalogue
from webapp.content.schema.rules import Mercy

LEVELS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0)
HONEST = 0.5
AT = datetime(2026, 11, 28, tzinfo=UTC)
PARCOURS = "PAR-0-BILAN"
NEVER = Mercy(surest_after=99, stop_after=99)


def with_mercy(catalogue: Catalogue, rules: Mercy) -> Catalogue:
    """The same catalogue under other rules of mercy."""
    assessment = catalogue.rules.assessment.model_copy(update={"mercy": rules})
    rules_ = catalogue.rules.model_copy(update={"assessment": assessment})
    return replace(catalogue, rules=rules_)


def sit(catalogue: Catalogue, theta: float | None, seed: int, *, goes_on: bool) -> SittingView:
    """One whole test; ``theta`` None for a person who does not know anything."""
    luck = np.random.default_rng([seed, 43])
    run = SittingView(
        UUID(int=seed + 1), UUID(int=seed + 1), reading.TEST, PARCOURS, "public", AT, None, None
    )
    while True:
        following = engine.next_question(catalogue, run)
        if isinstance(following, engine.Finished):
            return run
        answer = _answer(catalogue, following.item_id, theta, luck)
        number, item = len(run.asked) + 1, catalogue.items[following.item_id]
        asked = AskedQuestion(
            UUID(int=number), number, item.id, item.version, "", "", reading.TEST, answer=answer
        )
        run = replace(run, asked=(*run.asked, asked))
        if not goes_on and mercy.proposes_to_stop(catalogue.rules.assessment.mercy, run):
            return run


def _answer(
    catalogue: Catalogue, name: str, theta: float | None, luck: np.random.Generator
) -> RecordedAnswer:
    item = measurement_model(catalogue).items[name]
    knows, lucky, honest = luck.random(3)
    right = theta is not None and bool(knows < 1 / (1 + np.exp(-item.a * (theta - item.b))))
    says = not right and (theta is None or honest < HONEST)
    right = right or (not says and bool(lucky < item.c))
    outcome = reading.DONT_KNOW if says else reading.ANSWERED
    return RecordedAnswer(outcome, {}, float(right), right, (), (), False, reading.ALONE, AT)


def figures(
    catalogue: Catalogue, people: Iterable[SittingView], theta: float | None
) -> dict[str, float | int]:
    """The longest runs, and the measure."""
    sat = list(people)
    longest = [mercy.longest(run) for run in sat]
    found: dict[str, float | int] = {
        "median": float(np.median(longest)),
        "p99": float(np.percentile(longest, 99)),
        "longest": max(longest),
        "questions": round(float(np.mean([len(run.answered) for run in sat])), 2),
        "ends_on_a_success": round(
            float(np.mean([mercy.misses(run.answered) == 0 for run in sat])), 3
        ),
    }
    if theta is not None:
        domains = [domain.code for domain in domains_of(catalogue, PARCOURS)]
        means = np.array([engine.posterior(catalogue, run).average(domains)[0] for run in sat])
        found["bias"] = round(float(np.mean(means - theta)), 3)
        found["rmse"] = round(float(np.sqrt(np.mean((means - theta) ** 2))), 3)
    return found


def main() -> None:
    """Prints the figures of each level with and without mercy."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--going-on", action="store_true")
    options = parser.parse_args()
    if not 10 <= options.people <= 2000:
        parser.error("--people goes from 10 to 2000")
    catalogue = load_catalogue(ROOT / "content")
    result: dict[str, object] = {"people": options.people, "going_on": options.going_on}
    for name, rules in (("mercy", catalogue.rules.assessment.mercy), ("without", NEVER)):
        house = with_mercy(catalogue, rules)
        result[name] = {
            "always unknown" if theta is None else f"{theta:+.0f}": figures(
                house,
                (sit(house, theta, n, goes_on=options.going_on) for n in range(options.people)),
                theta,
            )
            for theta in (None, *LEVELS)
        }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
