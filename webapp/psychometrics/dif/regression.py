"""Logistic regression: does a question favour a group, evenly or at some abilities only?

Three nested models of a right answer: matching variable alone; and the group (uniform difference); and
their product (non-uniform). Mantel–Haenszel sees the first kind only (Swaminathan & Rogers 1990).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.psychometrics.dif.chances import chi_square_tail
from webapp.psychometrics.irt import logistic

Floats = NDArray[np.float64]
NEGLIGIBLE, MODERATE = 0.035, 0.070
SIGNIFICANCE = 0.05
STEPS, TOLERANCE, STEEPEST = 60, 1e-10, 30.0


@dataclass(frozen=True)
class LogisticDif:
    """Likelihood-ratio tests and effect size.

    chi2, p                  both kinds together, 2 degrees of freedom
    uniform_chi2, uniform_p  the group added to the matching variable, 1 degree of freedom
    nonuniform_chi2, nonuniform_p  their product added to both, 1 degree of freedom
    r2_change                Nagelkerke R² of the full model less that of the matching variable alone
    coefficients             of the full model: constant, matching (standardised), group, product
    """

    chi2: float
    p: float
    uniform_chi2: float
    uniform_p: float
    nonuniform_chi2: float
    nonuniform_p: float
    r2_change: float
    coefficients: tuple[float, ...]

    @property
    def category(self) -> str:
        """A, B or C (Jodoin & Gierl 2001): ΔR² under .035, to .070, above; A when not significant."""
        if self.p >= SIGNIFICANCE or self.r2_change < NEGLIGIBLE:
            return "A"
        return "B" if self.r2_change <= MODERATE else "C"


def logistic_dif(matching: ArrayLike, responses: ArrayLike, focal: ArrayLike) -> LogisticDif:
    """Logistic-regression DIF of one question.

    matching   ability estimate or rest score of each person, shape ``(people,)``
    responses  1 right, 0 wrong; NaN (not asked) leaves the person out
    focal      whether the person belongs to the focal group

    Raises ``ValueError`` for unequal lengths, a response that is neither 0, 1 nor NaN, an absent group,
    answers all alike, or a matching variable that does not vary.
    """
    score, right, group = _usable(matching, responses, focal)
    score = (score - score.mean()) / score.std()
    one = np.ones_like(score)
    design = np.column_stack((one, score, group, score * group))
    fits = [_fit(design[:, :width], right) for width in (1, 2, 3, 4)]
    null, match, uniform, full = (fit[1] for fit in fits)
    both, first, second = (
        max(2 * gain, 0.0) for gain in (full - match, uniform - match, full - uniform)
    )
    change = _nagelkerke(full, null, right.size) - _nagelkerke(match, null, right.size)
    return LogisticDif(
        both,
        chi_square_tail(both, 2),
        first,
        chi_square_tail(first, 1),
        second,
        chi_square_tail(second, 1),
        change,
        tuple(float(value) for value in fits[3][0]),
    )


def _usable(
    matching: ArrayLike, responses: ArrayLike, focal: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    score, right, group = (np.asarray(v, dtype=float) for v in (matching, responses, focal))
    if not score.shape == right.shape == group.shape or score.ndim != 1:
        raise ValueError("matching, responses and focal are not three lists of the same length")
    kept = np.isfinite(score) & np.isfinite(right) & np.isfinite(group)
    score, right, group = score[kept], right[kept], group[kept]
    if not np.isin(right, (0, 1)).all() or not np.isin(group, (0, 1)).all():
        raise ValueError("a response or a group is neither 0 nor 1")
    for values, what in (
        (group, "only one group"),
        (right, "only one outcome"),
        (score, "only one value of the matching variable"),
    ):
        if values.size == 0 or values.min() == values.max():
            raise ValueError(f"nothing to compare: {what}")
    return score, right, group


def _fit(design: Floats, right: Floats) -> tuple[Floats, float]:
    """Coefficients and log-likelihood by Newton's method, halving a step that would lose ground."""
    beta = np.zeros(design.shape[1])
    current = _log_likelihood(design, right, beta)
    for _ in range(STEPS):
        p = logistic(design @ beta)
        hessian = (design * (p * (1 - p))[:, None]).T @ design
        step = np.linalg.lstsq(hessian, design.T @ (right - p), rcond=None)[0]
        after = _log_likelihood(design, right, beta + step)
        while after < current and np.abs(step).max() > TOLERANCE:
            step = step / 2
            after = _log_likelihood(design, right, beta + step)
        # With separated groups the likelihood rises for ever: its limit is all that matters.
        if after - current < TOLERANCE or np.abs(beta + step).max() > STEEPEST:
            return (beta + step, after) if after >= current else (beta, current)
        beta, current = beta + step, after
    return beta, current


def _log_likelihood(design: Floats, right: Floats, beta: Floats) -> float:
    z = design @ beta
    return float((right * z - np.logaddexp(0.0, z)).sum())


def _nagelkerke(log_likelihood: float, null: float, people: int) -> float:
    """R² of Cox & Snell over its maximum (Nagelkerke 1991)."""
    reached = 1 - np.exp(2 * (null - log_likelihood) / people)
    return float(reached / (1 - np.exp(2 * null / people)))
