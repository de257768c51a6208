"""Mantel–Haenszel: is a question harder for a group than for people of the same ability?

For each stratum of ability, a 2 × 2 table A B / C D: reference right, wrong / focal right, wrong, N in
all. α = Σ(AD/N) / Σ(BC/N) is the common odds ratio, Δ = −2.35 ln α the same on the ETS delta scale:
negative when the question is harder for the focal group (Holland & Thayer 1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, inf, isfinite, log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.psychometrics.dif.chances import chi_square_tail, normal_tail

Floats = NDArray[np.float64]
DELTA_SCALE = 2.35
MODERATE, LARGE = 1.0, 1.5
SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class MantelHaenszel:
    """What the tables say.

    chi2     (|ΣA − ΣE| − ½)² / ΣV, one degree of freedom, never below zero
    p        chance of a χ² at least as large when both groups succeed alike
    alpha    common odds ratio, above one when the question is easier for the reference group
    delta    −2.35 ln α, in ETS delta units
    se       standard error of ``delta`` (Robins, Breslow & Greenland 1986); infinite with an empty cell
    reference, focal  people counted in each group, in strata that hold both groups and both outcomes
    strata   number of those strata

    When no stratum compares anything, ``chi2`` is 0, ``p`` is 1, ``alpha`` and ``delta`` are NaN.
    """

    chi2: float
    p: float
    alpha: float
    delta: float
    se: float
    reference: int
    focal: int
    strata: int

    @property
    def category(self) -> str:
        """ETS class A (negligible), B or C (large); « ? » when nothing can be said."""
        return ets_class(self.delta, self.se, self.p)


def ets_class(delta: float, se: float, p: float) -> str:
    """A: |Δ| < 1 or not different from 0; C: |Δ| ≥ 1.5 and surely above 1; B between (Zwick 2012).

    Both tests are at 5 %: ``p`` for « different from 0 », one-sided (|Δ| − 1) / SE for « above 1 ».
    """
    if not isfinite(delta):
        return "?"
    size = abs(delta)
    if size < MODERATE or p >= SIGNIFICANCE:
        return "A"
    sure = normal_tail((size - MODERATE) / se) < SIGNIFICANCE if se > 0 else True
    return "C" if size >= LARGE and sure else "B"


def mantel_haenszel(tables: ArrayLike | Sequence[ArrayLike]) -> MantelHaenszel:
    """Mantel–Haenszel over ``tables``, shape ``(strata, 2, 2)``, or one table of shape ``(2, 2)``.

    Each table is ``[[reference right, wrong], [focal right, wrong]]``, in numbers of people (weights
    need not be whole). Strata where one group is absent, or all answer alike, compare nothing and are
    left out. The continuity correction never turns a small gap into a larger one.

    Raises ``ValueError`` for another shape, a negative, infinite or missing (NaN) count.
    """
    kept = _informative(_checked(tables))
    if not len(kept):
        return MantelHaenszel(0.0, 1.0, nan, nan, inf, 0, 0, 0)
    (a, b), (c, d) = kept.transpose(1, 2, 0)
    n, right = a + b + c + d, a + c
    gap = abs(float((a - (a + b) * right / n).sum()))
    variance = float(((a + b) * (c + d) * right * (n - right) / (n**2 * (n - 1))).sum())
    chi2 = max(gap - 0.5, 0.0) ** 2 / variance
    up, down = float((a * d / n).sum()), float((b * c / n).sum())
    alpha = up / down if down else inf
    return MantelHaenszel(
        chi2,
        chi_square_tail(chi2, 1),
        alpha,
        -DELTA_SCALE * log(alpha) if up and down else (-inf if up else inf),
        DELTA_SCALE * _log_error(a, b, c, d) if up and down else inf,
        round(float((a + b).sum())),
        round(float((c + d).sum())),
        len(kept),
    )


def _checked(tables: ArrayLike | Sequence[ArrayLike]) -> Floats:
    values = np.asarray(tables, dtype=float)
    if values.size == 0:
        return np.empty((0, 2, 2))
    if values.shape == (2, 2):
        values = values[None]
    if values.ndim != 3 or values.shape[1:] != (2, 2):
        raise ValueError(f"tables have shape {values.shape}, not (strata, 2, 2)")
    if not np.isfinite(values).all() or (values < 0).any():
        raise ValueError("a count is negative, infinite or missing")
    return values


def _informative(tables: Floats) -> Floats:
    """Tables where both groups and both outcomes are there, and more than one person."""
    both = (tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)
    return np.asarray(tables[both & (tables.sum(axis=(1, 2)) > 1)])


def _log_error(a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    """Standard error of ln α (Robins, Breslow & Greenland 1986; Phillips & Holland 1987)."""
    n = a + b + c + d
    r, s = a * d / n, b * c / n
    p, q = (a + d) / n, (b + c) / n
    up, down = r.sum(), s.sum()
    variance = (
        (p * r).sum() / (2 * up**2)
        + (p * s + q * r).sum() / (2 * up * down)
        + (q * s).sum() / (2 * down**2)
    )
    return sqrt(float(variance))


@dataclass(frozen=True)
class Shrunken:
    """A Δ once the other questions have spoken: normal, ``mean`` and ``sd`` (delta units).

    a, b, c  chance that the true |Δ| is under 1, between, at least 1.5, whatever its sign
    """

    mean: float
    sd: float
    a: float
    b: float
    c: float


def empirical_bayes(results: Sequence[MantelHaenszel]) -> list[Shrunken | None]:
    """Each Δ drawn toward the mean of all, the more so as it is uncertain (Zwick, Thayer & Lewis 1999).

    Prior N(μ, τ²): μ the mean of the Δ, τ² their variance less the mean of their squared errors, never
    below zero. Posterior mean (τ²Δ + s²μ) / (τ² + s²), variance τ²s² / (τ² + s²). Works where groups
    are too small for a test of each question. None where Δ or its error is not finite.
    """
    usable = [r for r in results if isfinite(r.delta) and isfinite(r.se)]
    if not usable:
        return [None] * len(results)
    deltas = np.array([r.delta for r in usable])
    noise = float(np.mean([r.se**2 for r in usable]))
    spread = max(float(deltas.var(ddof=1)) - noise, 0.0) if len(usable) > 1 else 0.0
    centre = float(deltas.mean())
    return [_shrunken(r, centre, spread) if isfinite(r.se) else None for r in results]


def _shrunken(result: MantelHaenszel, centre: float, spread: float) -> Shrunken:
    error = result.se**2
    weight = spread / (spread + error) if spread + error > 0 else 1.0
    mean, sd = weight * result.delta + (1 - weight) * centre, sqrt(weight * error)
    small, moderate = (_within(mean, sd, limit) for limit in (MODERATE, LARGE))
    return Shrunken(mean, sd, small, moderate - small, 1 - moderate)


def _within(mean: float, sd: float, limit: float) -> float:
    """P(|normal| < limit)."""
    if sd == 0:
        return float(abs(mean) < limit)
    high, low = ((edge - mean) / (sd * sqrt(2)) for edge in (limit, -limit))
    return (erf(high) - erf(low)) / 2
