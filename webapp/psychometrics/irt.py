"""Item response functions: the chance of a right answer, and what an answer is worth.

D = 1 throughout. ``a`` is discrimination, ``b`` difficulty on the scale of ability, ``c`` the chance
of a right answer by guessing, ``d`` the chance of a right answer by someone who surely knows. A task
done by degrees has one difficulty per degree (Samejima 1969).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def logistic(z: ArrayLike) -> Floats:
    """1 / (1 + e^−z), without overflow at either end."""
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, small) / (1.0 + small))


def probability(
    theta: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike = 0.0, d: ArrayLike = 1.0
) -> Floats:
    """P(right) = c + (d − c) σ(a(θ − b)): 4PL; 3PL when d = 1 (Birnbaum 1968); 2PL when c = 0.

    Arguments broadcast; the result has the broadcast shape.
    """
    theta, a, b, c, d = (np.asarray(value, dtype=float) for value in (theta, a, b, c, d))
    return np.asarray(c + (d - c) * logistic(a * (theta - b)))


def information(
    theta: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike = 0.0, d: ArrayLike = 1.0
) -> Floats:
    """Fisher information of an answer, P′² / (P(1 − P)) (Birnbaum 1968; 4PL: Magis 2013)."""
    a_, c_, d_ = (np.asarray(value, dtype=float) for value in (a, c, d))
    p = probability(theta, a, b, c, d)
    slope = a_ * (p - c_) * (d_ - p) / (d_ - c_)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = slope**2 / (p * (1 - p))
    return np.asarray(np.where((p <= 0) | (p >= 1), 0.0, value))


def graded(theta: ArrayLike, a: ArrayLike, difficulties: ArrayLike) -> Floats:
    """P(X = m) for m = 0 … M: graded response (Samejima 1969), P(X ≥ m) = σ(a(θ − b_m)).

    theta, a      broadcast together
    difficulties  b_1 < … < b_M, shape ``(…, M)``, leading axes broadcast with ``theta``

    The result has the broadcast shape and one more axis of M + 1 degrees, which sums to one. With M = 1
    it is the 2PL. Raises ``ValueError`` for difficulties that do not increase.
    """
    steps = np.asarray(difficulties, dtype=float)
    if not (np.diff(steps, axis=-1) > 0).all():
        raise ValueError("the difficulties of the degrees must increase")
    theta_, a_ = (np.asarray(value, dtype=float)[..., None] for value in (theta, a))
    least = logistic(a_ * (theta_ - steps))
    one = np.ones((*least.shape[:-1], 1))
    return -np.diff(np.concatenate((one, least, 0 * one), axis=-1), axis=-1)


def graded_information(theta: ArrayLike, a: ArrayLike, difficulties: ArrayLike) -> Floats:
    """Fisher information of a graded answer, Σ P′_m² / P_m (Samejima 1969); see ``graded``."""
    p = graded(theta, a, difficulties)
    below = np.cumsum(p, axis=-1)[..., :-1]
    slope = np.asarray(a, dtype=float)[..., None] * below * (1 - below)
    zero = np.zeros((*slope.shape[:-1], 1))
    first = np.diff(np.concatenate((zero, slope, zero), axis=-1), axis=-1)
    value = first**2 / np.where(p > 0, p, np.inf)
    return np.asarray(value.sum(axis=-1))


def shrunk(a: ArrayLike, b_se: ArrayLike) -> Floats:
    """Discrimination once the uncertainty of the difficulty is folded in.

    Averaging a logistic over a normal difficulty flattens it: a / √(1 + (π/8) a² σ_b²), the usual
    probit approximation (MacKay 1992). Intervals then stay honest before calibration.
    """
    a_, se = np.asarray(a, dtype=float), np.asarray(b_se, dtype=float)
    return np.asarray(a_ / np.sqrt(1 + np.pi / 8 * (a_ * se) ** 2))
