"""T15. How soon answers replace experts: the gap to a perfectly known bank closed after 500 sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.calibration import Sittings, calibrate
from webapp.psychometrics.evidence import Item
from webapp.psychometrics.simulation.banks import LOG_A_MEAN, Bank
from webapp.psychometrics.simulation.methods import Tree
from webapp.psychometrics.simulation.metrics import rmse
from webapp.psychometrics.simulation.people import People
from webapp.psychometrics.simulation.sittings import Setting, Trace, joined, sit
from webapp.psychometrics.simulation.targets.measure import Measure
from webapp.psychometrics.simulation.worlds import PRECISION, Frame

SESSIONS, NIGHT, QUESTIONS = 500, 25, 30
EXPERT_ERROR, AMONG, WORLDS = 0.5, 10, 8


def calibration_gap(frame: Frame, people: int, seed: int) -> list[Measure]:
    """Errors of the next ``people`` with the experts' bank, the calibrated one and the true one.

    Each world has its own experts (difficulties wrong by N(0, 0.5²), slopes unknown) and 500 sessions of
    30 questions, one of the ten best each, the bank being calibrated again after every 25. The next
    people get the best question each time. The standard error is over worlds: one world alone says .40 or
    .62, depending on which steep questions its 500 people happened to meet.
    """
    shares = [_share(frame, max(people // WORLDS, 50), seed + 1000 * w) for w in range(WORLDS)]
    error = float(np.std(shares, ddof=1) / np.sqrt(WORLDS))
    return [
        Measure("T15", "part de l'écart à un calibrage parfait comblée, 500 séances",
                float(np.mean(shares)), error, 0.60, at_most=False, moonshot=0.80, anchor=0.0,
                anchor_name="niveaux des experts"),
    ]  # fmt: skip


def _share(frame: Frame, people: int, seed: int) -> float:
    bank = frame.bank()
    errors = np.random.default_rng([seed, 59]).normal(0, EXPERT_ERROR, bank.size)
    experts = [
        replace(item, a=float(np.exp(LOG_A_MEAN)), b=item.b + float(error), b_se=EXPERT_ERROR)
        for item, error in zip(bank.items.items, errors, strict=True)
    ]
    learnt = after_sessions(frame, bank, experts, seed)
    folks = frame.people(people, seed + 1)
    before, now, perfect = (
        _error(frame, given, bank, folks, seed) for given in (_with(bank, experts), learnt, bank)
    )
    return (before - now) / (before - perfect)


def after_sessions(frame: Frame, bank: Bank, experts: Sequence[Item], seed: int) -> Bank:
    """The bank as calibrated after 500 sessions, night after night."""
    folks = frame.people(SESSIONS, seed + 2)
    believed, items, traces = _with(bank, experts), list(experts), list[Trace]()
    for night in range(SESSIONS // NIGHT):
        rows = slice(night * NIGHT, (night + 1) * NIGHT)
        tonight = replace(
            folks, domain=folks.domain[rows], competence=folks.competence[rows],
            honesty=folks.honesty[rows], seed=seed + night,
        )  # fmt: skip
        method = Tree(replace(PRECISION, randomesque=AMONG))
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
    return Sittings(np.repeat(np.arange(people), length), trace.asked.ravel(), trace.right.ravel(),
                    none, (1 + wrong) / (2 + wrong), np.full(people, mean))  # fmt: skip


def _error(frame: Frame, believed: Bank, bank: Bank, folks: People, seed: int) -> float:
    setting = Setting(bank.items.tree, believed, bank, frame.cuts, frame.mean)
    trace = sit(setting, folks, Tree(PRECISION), QUESTIONS, seed)
    return rmse(folks.domain, trace.domain_mean[:, -1])


def _with(bank: Bank, items: Sequence[Item]) -> Bank:
    return replace(bank, items=ItemBank(bank.items.tree, items))
