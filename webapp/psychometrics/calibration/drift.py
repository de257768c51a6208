"""Does an item still mean what it meant? Weekly residuals, a running alarm, and moved difficulties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from webapp.psychometrics.calibration.fit import Calibration

SLACK, LIMIT = 0.5, 5.0
LARGEST_MOVE, NORMAL_95 = 0.3, 1.959963984540054
FEWEST_ANSWERS = 200
STEADY = 3.0


@dataclass(frozen=True)
class Cusum:
    """Running sums after each week.

    high, low  sums of what exceeds ``slack`` upward (easier than it was) and downward (harder)
    alarm      number of the first week over the limit, from 0; None when there is none
    """

    high: tuple[float, ...]
    low: tuple[float, ...]
    alarm: int | None


def standardised_residual(right: ArrayLike, chance: ArrayLike) -> float:
    """z = Σ(u − P) / √ΣP(1 − P): right answers beyond what was predicted, about N(0, 1) without drift.

    right   1 or 0 for each answer of the week
    chance  what the fixed parameters predicted for each, in (0, 1)

    Zero without answers. Raises ``ValueError`` for unequal lengths or a chance outside (0, 1).
    """
    seen, p = np.asarray(right, dtype=float), np.asarray(chance, dtype=float)
    if seen.shape != p.shape:
        raise ValueError("as many answers as predictions are needed")
    if not ((p > 0) & (p < 1)).all():
        raise ValueError("a predicted chance lies between 0 and 1")
    return float((seen - p).sum() / np.sqrt((p * (1 - p)).sum())) if seen.size else 0.0


def cusum(residuals: Sequence[float], slack: float = SLACK, limit: float = LIMIT) -> Cusum:
    """Two-sided cumulative sum of weekly residuals (Page 1954), k = 0.5 and h = 5.

    S⁺ ← max(0, S⁺ + z − k), S⁻ ← max(0, S⁻ − z − k); alarm when either passes h. Without drift a false
    alarm comes about every 465 weeks; a shift of one SD is seen in about ten (Hawkins & Olwell 1998).
    """
    high: list[float] = []
    low: list[float] = []
    alarm = None
    for week, z in enumerate(residuals):
        high.append(max(0.0, (high[-1] if high else 0.0) + z - slack))
        low.append(max(0.0, (low[-1] if low else 0.0) - z - slack))
        if alarm is None and max(high[-1], low[-1]) > limit:
            alarm = week
    return Cusum(tuple(high), tuple(low), alarm)


def moved(before: float, after: float, before_se: float, after_se: float) -> bool:
    """Whether a difficulty moved enough to retire or re-anchor the item.

    |Δb| > 0.3 and the 95 % interval of Δb, from two independent estimates, leaves zero out.
    """
    gap, error = abs(after - before), sqrt(before_se**2 + after_se**2)
    return gap > LARGEST_MOVE and gap > NORMAL_95 * error


def steady(
    found: Calibration, drifted: Sequence[str] = (), fewest: int = FEWEST_ANSWERS
) -> frozenset[str]:
    """Ids fit to hold the scale: at least ``fewest`` answers, a residual under 3, no known drift."""
    out = set(drifted)
    return frozenset(
        fit.id
        for fit in found.items
        if fit.answers >= fewest
        and abs(fit.residual) < STEADY
        and fit.id not in out
        and fit.b_se < inf
    )
