"""T15. How soon answers replace experts: the gap to a perfectly known bank closed after 500 sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulation.banks import LOG_A_MEAN, LOG_A_SD, Bank
from simulation.methods import Tree
from simulation.metrics import rmse
from simulation.people import People
from simulation.sittings import Setting, Trace, joined, sit
from simulation.targets.measure import Measure
from simulation.worlds import PRECISION, StudyFrame
from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.calibration import Sittings, calibrate
from webapp.psychometrics.evidence import CalibratedItem
from webapp.psychometrics.selection import SelectionRules

SESSIONS, NIGHT, QUESTIONS = 500, 25, 30
EXPERT_ERROR, AMONG, WORLDS = 0.5, 10, 8
# How much these sessions care about unknown slopes (``SelectionRules.slopes``).
SLOPES = 320.0
TEACHING = replace(PRECISION, randomesque=AMONG, slopes=SLOPES)


def calibration_gap(
    frame: StudyFrame, people: int, seed: int, rules: SelectionRules = TEACHING
) -> list[Measure]:
    """Errors of the next ``people`` with the experts' bank, the calibrated one and the true one.

    Each world has its own experts (difficulties wrong by N(0, 0.5²), slopes unknown) and 500 sessions of
    30 questions chosen by ``rules`` (one of the ten best each), the bank being calibrated again after
    every 25. The next people get the best question each time. The standard error is over worlds: one
    world alone says .40 or .62, depending on which steep questions its 500 people happened to meet. The
    same worlds are measured without looking for slopes.
    """
    worlds = [_World.of(frame, max(people // WORLDS, 50), seed + 1000 * w) for w in range(WORLDS)]
    cases = {"": SLOPES, ", sans chercher les pentes": 0.0}
    shares = {
        what: [world.share(replace(rules, slopes=slopes)) for world in worlds]
        for what, slopes in cases.items()
    }
    return [
        Measure(
            "T15",
            f"part de l'écart à un calibrage parfait comblée, 500 séances{what}",
            float(np.mean(found)),
            float(np.std(found, ddof=1) / np.sqrt(WORLDS)),
            None if what else 0.60,
            at_most=False,
            moonshot=0.80,
            anchor=0.0,
            anchor_name="niveaux des experts",
        )
        for what, found in shares.items()
    ]


def judged(bank: Bank, seed: int) -> list[CalibratedItem]:
    """The items as experts give them: difficulties wrong, slopes all alike."""
    errors = np.random.default_rng([seed, 59]).normal(0, EXPERT_ERROR, bank.size)
    a = float(np.exp(LOG_A_MEAN))
    return [
        replace(item, a=a, b=item.b + float(error), b_se=EXPERT_ERROR, slope_se=LOG_A_SD)
        for item, error in zip(bank.items.items, errors, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _World:
    """Experts, the next people, and their errors with the experts' bank and with the true one."""

    frame: StudyFrame
    bank: Bank
    experts: Sequence[CalibratedItem]
    folks: People
    seed: int
    before: float
    perfect: float

    @classmethod
    def of(cls, frame: StudyFrame, people: int, seed: int) -> _World:
        bank, folks = frame.bank(), frame.people(people, seed + 1)
        experts = judged(bank, seed)
        before, perfect = (
            _error(frame, given, bank, folks, seed) for given in (_with(bank, experts), bank)
        )
        return cls(frame, bank, experts, folks, seed, before, perfect)

    def share(self, rules: SelectionRules) -> float:
        """Of the gap, what sessions under these rules have closed."""
        learnt = after_sessions(self.frame, self.bank, self.experts, self.seed, rules)
        now = _error(self.frame, learnt, self.bank, self.folks, self.seed)
        return (self.before - now) / (self.before - self.perfect)


def after_sessions(
    frame: StudyFrame,
    bank: Bank,
    experts: Sequence[CalibratedItem],
    seed: int,
    rules: SelectionRules = TEACHING,
) -> Bank:
    """The bank as calibrated after 500 sessions, night after night."""
    folks = frame.people(SESSIONS, seed + 2)
    believed, items, traces = _with(bank, experts), list(experts), list[Trace]()
    method = Tree(rules)
    for night in range(SESSIONS // NIGHT):
        rows = slice(night * NIGHT, (night + 1) * NIGHT)
        tonight = replace(
            folks,
            domain=folks.domain[rows],
            competence=folks.competence[rows],
            honesty=folks.honesty[rows],
            seed=seed + night,
        )
        setting = Setting(bank.items.tree, believed, bank, frame.cuts, frame.mean)
        traces.append(sit(setting, tonight, method, QUESTIONS, seed))
        taken = from_trace(joined(traces), bank, frame.mean)
        found = calibrate(taken, experts, tree=bank.items.tree, start=items, tolerance=5e-3)
        items = found.applied(experts)
        believed = _with(bank, items)
    return believed


def from_trace(trace: Trace, bank: Bank, mean: float = 0.0) -> Sittings:
    """Answers of a simulation where nobody says « je ne sais pas », as calibration reads them."""
    people, length = trace.asked.shape
    wrong = (~trace.right / (1 - bank.items.c[trace.asked])).sum(axis=1)
    none: NDArray[np.intp] = np.full(people * length, -1, dtype=np.intp)
    return Sittings(
        np.repeat(np.arange(people), length),
        trace.asked.ravel(),
        trace.right.ravel(),
        none,
        (1 + wrong) / (2 + wrong),
        np.full(people, mean),
    )


def _error(frame: StudyFrame, believed: Bank, bank: Bank, folks: People, seed: int) -> float:
    setting = Setting(bank.items.tree, believed, bank, frame.cuts, frame.mean)
    trace = sit(setting, folks, Tree(PRECISION), QUESTIONS, seed)
    return rmse(folks.domain, trace.domain_mean[:, -1])


def _with(bank: Bank, items: Sequence[CalibratedItem]) -> Bank:
    return replace(bank, items=ItemBank(bank.items.tree, items))
