"""One-trait ability estimates, for checks in a notebook and against published values.

Item parameters are numbers or lists of the same length; ``responses`` are 1 (right), 0 (wrong) or NaN
(not asked: left out). Anything else raises ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.psychometrics.irt import information, probability

Floats = NDArray[np.float64]
BOUNDS = (-6.0, 6.0)
DEFAULT_GRID = (-6.0, 6.0, 241)
NODES = 2401


def _asked(*values: ArrayLike) -> tuple[Floats, ...]:
    """a, b, c, d and responses as arrays of one length, items that were not asked left out."""
    given = np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, dtype=float)) for v in values))
    responses = given[-1]
    if not (np.isin(responses, (0, 1)) | np.isnan(responses)).all():
        raise ValueError("responses are 1, 0 or NaN")
    kept = tuple(np.asarray(column[~np.isnan(responses)]) for column in given)
    if not np.isfinite(kept).all():
        raise ValueError("an item parameter is infinite or missing")
    return kept


def log_likelihood(
    theta: Floats, a: Floats, b: Floats, c: Floats, d: Floats, responses: Floats
) -> Floats:
    """Log-likelihood of the answers at each ability, shape of ``theta``."""
    p = np.clip(probability(theta[:, None], a, b, c, d), 1e-12, 1 - 1e-12)
    return np.asarray((responses * np.log(p) + (1 - responses) * np.log(1 - p)).sum(axis=1))


def eap(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    responses: ArrayLike,
    mean: float = 0.0,
    sd: float = 1.0,
    grid: tuple[float, float, int] = DEFAULT_GRID,
) -> tuple[float, float]:
    """Expected a posteriori ability and its posterior SD (Bock & Mislevy 1982).

    The prior is N(``mean``, ``sd``²); ``grid`` is (low, high, number of nodes) of the trapezoidal rule.
    Without answers the prior comes back. Raises ``ValueError`` for an ``sd`` that is not positive.
    """
    if not sd > 0:
        raise ValueError("the prior needs a positive standard deviation")
    items = _asked(a, b, c, d, responses)
    nodes = np.linspace(*grid)
    logs = log_likelihood(nodes, *items) - (nodes - mean) ** 2 / (2 * sd**2)
    weights = np.exp(logs - logs.max())
    weights[[0, -1]] /= 2
    weights /= weights.sum()
    estimate = float(weights @ nodes)
    return estimate, float(np.sqrt(weights @ (nodes - estimate) ** 2))


def maximum_likelihood(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, responses: ArrayLike
) -> tuple[float, float]:
    """Maximum likelihood ability within ±6, and 1/√information there.

    A bound when it diverges (all right, all wrong), with the large error of that place. Without answers
    nothing is known: NaN and an infinite error.
    """
    items = _asked(a, b, c, d, responses)
    if not items[0].size:
        return nan, inf
    found = [*_falling_roots(_score, items), *_rising_bounds(items)]
    estimate = _likeliest(found, items)
    return estimate, _standard_error(estimate, *items[:4])


def warm(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, responses: ArrayLike
) -> tuple[float, float]:
    """Weighted likelihood ability (Warm 1989): finite even when every answer is right or wrong.

    Solves l′(θ) + J(θ)/(2I(θ)) = 0 with J = Σ P′P″/(P(1 − P)), within ±6. Without answers nothing is
    known: NaN and an infinite error.
    """
    items = _asked(a, b, c, d, responses)
    if not items[0].size:
        return nan, inf
    found = _falling_roots(_weighted_score, items) or [_uphill_bound(items)]
    estimate = _likeliest(found, items)
    return estimate, _standard_error(estimate, *items[:4])


def _score(theta: Floats, a: Floats, b: Floats, c: Floats, d: Floats, responses: Floats) -> Floats:
    """Slope of the log-likelihood."""
    p = np.clip(probability(theta[:, None], a, b, c, d), 1e-12, 1 - 1e-12)
    slope = a * (p - c) * (d - p) / (d - c)
    return np.asarray((slope * (responses - p) / (p * (1 - p))).sum(axis=1))


def _weighted_score(
    theta: Floats, a: Floats, b: Floats, c: Floats, d: Floats, responses: Floats
) -> Floats:
    p = np.clip(probability(theta[:, None], a, b, c, d), 1e-12, 1 - 1e-12)
    first = a * (p - c) * (d - p) / (d - c)
    second = a * first * (d + c - 2 * p) / (d - c)
    j = (first * second / (p * (1 - p))).sum(axis=1)
    total = (first**2 / (p * (1 - p))).sum(axis=1)
    return np.asarray(_score(theta, a, b, c, d, responses) + j / (2 * total))


def _falling_roots(score: Callable[..., Floats], items: tuple[Floats, ...]) -> list[float]:
    """Every place within ±6 where a score goes from positive to negative: the tops of its integral.

    With guessing there may be several tops. A root is found to the last digit; the highest node of a
    grid is not: near its top a likelihood is flat, and its values tie long before the ninth digit.
    """
    nodes = np.linspace(*BOUNDS, NODES)
    values = score(nodes, *items)
    before = np.nonzero((values[:-1] > 0) & (values[1:] <= 0))[0]
    at = lambda theta: float(score(np.array([theta]), *items)[0])  # noqa: E731
    return [_bisect(at, nodes[place], nodes[place + 1]) for place in before]


def _rising_bounds(items: tuple[Floats, ...]) -> list[float]:
    """The bounds towards which the likelihood still rises."""
    first, last = _score(np.array(BOUNDS), *items)
    return [BOUNDS[0]] * bool(first <= 0) + [BOUNDS[1]] * bool(last > 0)


def _uphill_bound(items: tuple[Floats, ...]) -> float:
    last = float(_weighted_score(np.array(BOUNDS[1:]), *items)[0])
    return BOUNDS[1] if last > 0 else BOUNDS[0]


def _likeliest(places: list[float], items: tuple[Floats, ...]) -> float:
    return places[int(np.argmax(log_likelihood(np.array(places), *items)))]


def _bisect(function: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return float((low + high) / 2)


def _standard_error(theta: float, a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    total = float(information(theta, a, b, c, d).sum())
    return float(1 / np.sqrt(total)) if total > 0 else float("inf")
