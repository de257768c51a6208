"""T18. Finding a question that is unfair to a group, alone and through a feature it shares.

People without the setting examined and people with it take an ordinary adaptive test. Each studied
question is then put, as an adaptive test would, to those it suits: in each group, the half whose estimate
is nearest to its difficulty, two thousand people of the former and some of the latter. They are matched
on that estimate. An unfair question divides the odds of the group by e^0.64, 1.5 on the ETS delta scale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulation.methods import Tree
from simulation.metrics import share_error
from simulation.sittings import sit
from simulation.targets.measure import Measure
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.dif import (
    false_discoveries,
    logistic_dif,
    mantel_haenszel,
    stratified,
)
from webapp.psychometrics.irt import probability

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
REFERENCE, FOCAL, QUESTIONS = 2000, 600, 30
SUITED = FOCAL // 2
EFFECT, LEVEL = 0.64, 0.01
ALONE, SHARED, EACH = 150, 20, 8
UNFAIR_SHARE, BANK = 0.2, 100


@dataclass(frozen=True, eq=False)
class Groups:
    """True ability and estimate of everyone in each domain, ``(people, domains)``; the group last."""

    truth: Floats
    matching: Floats

    def question(
        self, rng: np.random.Generator, focal: int, effect: float
    ) -> tuple[Floats, Flags, Flags]:
        """One studied question: estimate, outcome and group of each person who answers it."""
        domain = rng.integers(self.truth.shape[1])
        a, b, c = float(np.exp(rng.normal(0.2, 0.3))), rng.normal(), rng.choice((0.0, 0.2))
        gap = np.abs(self.matching[:, domain] - b)
        suited = np.argpartition(gap[2 * REFERENCE :], SUITED)[:SUITED]
        rows = np.concatenate(
            (
                np.argpartition(gap[: 2 * REFERENCE], REFERENCE)[:REFERENCE],
                2 * REFERENCE + rng.choice(suited, focal, replace=False),
            )
        )
        group = rows >= 2 * REFERENCE
        p = probability(self.truth[rows, domain], a, b, c)
        right = rng.random(rows.size) < p / (p + (1 - p) * np.exp(effect * group))
        return self.matching[rows, domain], right, group

    def judged(self, rng: np.random.Generator, focal: int, effect: float) -> tuple[float, float]:
        """p of one studied question: Mantel–Haenszel, and the even part of the regression."""
        seen = self.question(rng, focal, effect)
        return mantel_haenszel(stratified(*seen)).p, logistic_dif(*seen).uniform_p

    def tested(self, rng: np.random.Generator, focal: int, effect: float) -> float:
        """p of one studied question by Mantel–Haenszel alone, as a bank is examined."""
        return mantel_haenszel(stratified(*self.question(rng, focal, effect))).p

    def pooled(self, rng: np.random.Generator, focal: int, effect: float) -> float:
        """p of a feature shared by twenty questions, each answered by ``focal`` of the group."""
        tables = [stratified(*self.question(rng, focal, effect)) for _ in range(SHARED)]
        return mantel_haenszel(np.concatenate(tables)).p


def groups(frame: StudyFrame, seed: int) -> Groups:
    """Everyone after the adaptive test."""
    folks, bank = frame.people(2 * REFERENCE + FOCAL, seed), frame.bank()
    method = Tree(replace(PRECISION, randomesque=5))
    trace = sit(frame.setting(bank), folks, method, QUESTIONS, seed)
    return Groups(folks.domain, trace.domain_mean[:, -1])


def fairness(frame: StudyFrame, people: int, seed: int) -> list[Measure]:
    """T18. ``people`` sets the number of studied questions (half of it) and features (a twentieth)."""
    everyone, rng = groups(frame, seed), np.random.default_rng([seed, 53])
    alone, shared = max(people // 2, 50), max(people // 20, 20)

    def found(effect: float, focal: int) -> tuple[float, float]:
        """Share of questions found, by Mantel–Haenszel and by regression."""
        p = [everyone.judged(rng, focal, effect) for _ in range(alone)]
        tables, regression = np.mean(np.array(p) < LEVEL, axis=0)
        return float(tables), float(regression)

    def feature(effect: float) -> float:
        return float(np.mean([everyone.pooled(rng, EACH, effect) < LEVEL for _ in range(shared)]))

    (tables, power), (_, fewer), (_, alarms) = (
        found(EFFECT, ALONE),
        found(EFFECT, 100),
        found(0.0, ALONE),
    )
    false, banks = _false_share(everyone, rng, max(people // 100, 4))
    pooled, wolf = feature(EFFECT), feature(0.0)
    return [
        Measure(
            "T18",
            f"exercices injustes trouvés, {ALONE} réponses",
            power,
            share_error(power, alone),
            0.75,
            at_most=False,
            moonshot=0.90,
            anchor=tables,
            anchor_name="Mantel-Haenszel corrigé, mêmes réponses",
        ),
        Measure(
            "T18",
            "exercices injustes trouvés, 100 réponses",
            fewer,
            share_error(fewer, alone),
            None,
            at_most=False,
            moonshot=0.90,
        ),
        Measure(
            "T18",
            "fausses alertes, exercice seul",
            alarms,
            share_error(alarms, alone),
            0.02,
            at_most=True,
            moonshot=0.01,
        ),
        Measure(
            "T18", "part de faux parmi les exercices retenus", false, banks, 0.05, at_most=True
        ),
        Measure(
            "T18",
            f"traits injustes trouvés, {SHARED} exercices de {EACH} réponses",
            pooled,
            share_error(pooled, shared),
            0.75,
            at_most=False,
            moonshot=0.90,
        ),
        Measure(
            "T18",
            "fausses alertes, trait partagé",
            wolf,
            share_error(wolf, shared),
            None,
            at_most=True,
            moonshot=0.01,
        ),
    ]


def _false_share(everyone: Groups, rng: np.random.Generator, banks: int) -> tuple[float, float]:
    """Mean share of fair questions among those kept in banks of which a fifth is unfair; its error."""
    unfair = np.arange(BANK) < UNFAIR_SHARE * BANK
    shares, total = [], 0
    for _ in range(banks):
        p = [everyone.tested(rng, ALONE, EFFECT * bad) for bad in unfair]
        kept = false_discoveries(p)
        shares.append(float((kept & ~unfair).sum() / max(kept.sum(), 1)))
        total += int(kept.sum())
    false = float(np.mean(shares))
    return false, share_error(false, max(total, 1))
