"""Item response functions: the chance of a right answer, and what an answer is worth.

D = 1 throughout. ``a`` is discrimination, ``b`` difficulty on the scale of ability, ``c`` the chance
of a right answer by guessing, ``d`` the chance of a right answer by someone who surely knows.
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


def shrunk(a: ArrayLike, b_se: ArrayLike) -> Floats:
    """Discrimination once the uncertainty of the difficulty is folded in.

    Averaging a logistic over a normal difficulty flattens it: a / √(1 + (π/8) a² σ_b²), the usual
    probit approximation (MacKay 1992). Intervals then stay honest before calibration.
    """
    a_, se = np.asarray(a, dtype=float), np.asarray(b_se, dtype=float)
    return np.asarray(a_ / np.sqrt(1 + np.pi / 8 * (a_ * se) ** 2))
