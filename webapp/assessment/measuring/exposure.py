"""How often each exercise would be seen: invented people sit the real test of a parcours.

The engine, the bank and the rules are those of the product; only the people are drawn. Each has an
ability around the prior and, in each domain, an offset around it. They answer by the same model as
the engine believes, without « je ne sais pas » and without stopping early of their own accord: the
figures tell which exercise is worn out first, not what a real month will show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from webapp import psychometrics as psy
from webapp.assessment.measuring.model import Plan, bank_for, measurement_model, plan_of
from webapp.content import Catalogue

PEOPLE = 200
DOMAIN_SD = 0.5
MOST_SEED = 2**63


@dataclass(frozen=True)
class ExpectedExposure:
    """``shares`` of the people who saw each exercise; ``length``, questions asked on average."""

    parcours: str
    people: int
    length: float
    shares: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """Everything, made of JSON."""
        return vars(self) | {"shares": dict(self.shares)}


def expected_exposure(
    catalogue: Catalogue, parcours_id: str, *, people: int = PEOPLE, seed: int = 1
) -> ExpectedExposure:
    """The exposure of every exercise a parcours may ask; the same seed gives the same figures."""
    plan = plan_of(catalogue, catalogue.parcours[parcours_id])
    mean = catalogue.rules.assessment.prior.mean(None)
    seen: Counter[str] = Counter()
    asked = 0
    for number in range(people):
        met = _one_test(catalogue, plan, mean, np.random.default_rng([seed, number]))
        seen.update(met)
        asked += len(met)
    shares = {item_id: seen[item_id] / people for item_id in sorted(plan.eligible)}
    return ExpectedExposure(parcours_id, people, asked / max(1, people), MappingProxyType(shares))


def _one_test(
    catalogue: Catalogue, plan: Plan, mean: float, luck: np.random.Generator
) -> list[str]:
    made = measurement_model(catalogue)
    ability = luck.normal(mean, 1.0)
    offsets = {d.code: luck.normal(0.0, DOMAIN_SD) for d in catalogue.framework.domains}
    answers: list[psy.Evidence] = []
    met: list[str] = []
    while True:
        known = psy.posterior(made.tree, answers, prior_mean=mean)
        if psy.decide(known, len(met), plan.stopping).stop:
            return met
        choice = psy.select(
            bank_for(made, answers),
            known,
            administered=met,
            rules=plan.selection,
            eligible=plan.eligible,
            seed=int(luck.integers(MOST_SEED)),
        )
        if choice is None:
            return met
        item = made.items[choice.item_id]
        theta = ability + offsets[catalogue.items[item.id].domain]
        right = luck.random() < psy.probability(theta, item.a, item.b, item.c)
        answers.append(psy.Evidence(item, psy.Outcome.RIGHT if right else psy.Outcome.WRONG))
        met.append(item.id)
