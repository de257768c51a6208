"""What an answer teaches about the question itself: how well it tells people apart.

Choosing the steepest questions is most of what a calibrated bank is worth, and an adaptive test learns
slopes badly: it asks what is as hard as the person is able, where a steep question and a flat one have
the same chance of a right answer. A slope shows some 1.5 / a away from there; on one side only it is
taken for a difficulty. Both are in the formula: what one more answer removes of the doubt about ln a
when b is in doubt too, a sequential D_s-optimal design (Silvey 1980; Berger 1992 for item calibration).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.evidence import CalibratedItem
from webapp.psychometrics.irt import logistic

Floats = NDArray[np.float64]
# How well a domain is known at the end of a test: an answer is read with all the others.
KNOWN_TO = 0.4
# What nobody knows anything about is taken as known to a factor of e, or to three units of ability.
MOST_SLOPE_DOUBT, MOST_DOUBT = 1.0, 3.0


def lessons(items: Sequence[CalibratedItem], nodes: Floats) -> Floats:
    """Share of the variance of ln a that an answer at each node removes, shape ``(items, n)``.

    With Σ the covariance of (ln a, b), g the gradient of the chance P of a right answer:
    (Σg)₁² / (Σ₁₁ (P(1 − P) + gᵀΣg)). P and g are averaged over N(node, 0.4²): nobody's ability is
    known better. Nothing for a known slope, nor for a task done by degrees, which no calibration moves.

    nodes  evenly spaced abilities, shape ``(n,)``
    """
    a, b, c = (np.array([[getattr(i, name)] for i in items], dtype=float) for name in "abc")
    z = a * (nodes - b)
    knows = logistic(z)
    around = np.exp(-(((nodes[:, None] - nodes) / KNOWN_TO) ** 2) / 2)
    around /= around.sum(axis=0)
    rise = (1 - c) * knows * (1 - knows)
    chance = np.clip((c + (1 - c) * knows) @ around, 1e-9, 1 - 1e-9)
    by_slope, by_place = (rise * z) @ around, -a * (rise @ around)
    first, both, second = _doubts(items)
    moved = first * by_slope + both * by_place
    noise = chance * (1 - chance) + first * by_slope**2 + 2 * both * by_slope * by_place
    noise += second * by_place**2
    return np.asarray(moved**2 / (np.where(first > 0, first, np.inf) * noise))


def _doubts(items: Sequence[CalibratedItem]) -> tuple[Floats, Floats, Floats]:
    """Variance of ln a, its covariance with b, variance of b; shape ``(items, 1)`` each."""
    learnt = np.array([[not item.steps] for item in items])
    slope = learnt * np.array([[min(item.slope_se, MOST_SLOPE_DOUBT)] for item in items])
    place = np.array([[min(item.b_se, MOST_DOUBT)] for item in items])
    together = np.array([[item.slope_b] for item in items])
    return slope**2, together * slope * place, place**2
