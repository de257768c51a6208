"""What is measured on a simulation, each with its Monte-Carlo error where a target rests on it.

Arrays have people first. « Truth » and « estimate » are aligned; the last axis is traits.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]

NORMAL_90 = 1.6448536269514722
NEVER = 10_000
DRAWS = 200


def correlation(truth: Floats, estimate: Floats) -> float:
    """Mean over traits of the correlation across people."""
    pairs = zip(truth.reshape(len(truth), -1).T, estimate.reshape(len(truth), -1).T, strict=True)
    return float(np.mean([np.corrcoef(t, e)[0, 1] if e.std() else 0.0 for t, e in pairs]))


def rmse(truth: Floats, estimate: Floats) -> float:
    """Root mean square error over people and traits."""
    return float(np.sqrt(np.mean((estimate - truth) ** 2)))


def bands(values: Floats, cuts: Floats | tuple[float, ...]) -> Whole:
    """Band (0 is the lowest) of each value between increasing ``cuts``."""
    return np.searchsorted(np.asarray(cuts), values, side="right")


def agreement(truth: Whole, estimate: Whole, within: int = 0) -> float:
    """Share of estimates at most ``within`` levels away from the truth."""
    return float(np.mean(np.abs(truth - estimate) <= within))


def coverage(truth: Floats, mean: Floats, sd: Floats) -> float:
    """Share of nominal 90 % intervals, mean ± 1.645 SD, that hold the truth."""
    return float(np.mean(np.abs(truth - mean) <= NORMAL_90 * sd))


def questions_to(sd: Floats, goal: float) -> Whole:
    """First number of questions after which every trait is known to ``goal``; NEVER otherwise.

    sd  shape (people, questions, traits)
    """
    reached = np.asarray((sd <= goal).all(axis=2))
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, NEVER)


def first_length(values: Floats | list[float], goal: float) -> int:
    """First number of questions from which ``values[n − 1]`` reaches ``goal``; NEVER otherwise."""
    reached = np.asarray(values) >= goal
    return int(reached.argmax()) + 1 if reached.any() else NEVER


def band_sets(masses: Floats, mass: float) -> tuple[Whole, Whole]:
    """``statements.band_set`` for any leading shape: lowest and highest band of each set."""
    count = masses.shape[-1]
    sums = np.concatenate((np.zeros((*masses.shape[:-1], 1)), np.cumsum(masses, axis=-1)), axis=-1)
    goal = np.minimum(mass, sums[..., -1] - 1e-12)
    low = np.zeros(masses.shape[:-1], dtype=np.intp)
    width = np.zeros_like(low)
    for size in range(count, 0, -1):
        runs = sums[..., size:] - sums[..., :-size]
        enough = runs.max(axis=-1) >= goal
        low = np.where(enough, runs.argmax(axis=-1), low)
        width = np.where(enough, size, width)
    return low, low + width - 1


def auc(positive: Flags, score: Floats) -> float:
    """Chance that someone concerned scores higher than someone who is not (Mann–Whitney).

    No number when everybody, or nobody, is concerned.
    """
    ranks = np.empty(score.size)
    ranks[np.argsort(score)] = np.arange(1, score.size + 1)
    inside, outside = int(positive.sum()), int((~positive).sum())
    if not inside or not outside:
        return math.nan
    return float((ranks[positive].sum() - inside * (inside + 1) / 2) / (inside * outside))


def longest_failures(right: Flags) -> Whole:
    """Longest run of failures of each person, shape ``(people,)``."""
    longest = np.zeros(right.shape[0], dtype=np.intp)
    run = np.zeros_like(longest)
    for turn in range(right.shape[1]):
        run = np.where(right[:, turn], 0, run + 1)
        longest = np.maximum(longest, run)
    return longest


def exposure(asked: Whole, items: int) -> Floats:
    """Share of people who saw each item, shape ``(items,)``."""
    return np.asarray(np.bincount(asked[asked >= 0].ravel(), minlength=items) / asked.shape[0])


def overlap(asked: Whole, items: int) -> float:
    """Mean share of items two people have in common, from exposure (Chen et al. 2003)."""
    people, length = asked.shape
    rates = exposure(asked, items)
    return float((people * (rates**2).sum() / length - 1) / (people - 1))


def bootstrap(
    statistic: Callable[[Whole], float], people: int, seed: int = 0, draws: int = DRAWS
) -> float:
    """Standard error of ``statistic(rows)`` when people are drawn again with replacement."""
    rng = np.random.default_rng([seed, 37])
    values = [statistic(rng.integers(0, people, people)) for _ in range(draws)]
    return float(np.std(values, ddof=1))


def share_error(share: float, count: int) -> float:
    """Binomial standard error of a share; never zero, as if one more of each had been seen."""
    p = (share * count + 1) / (count + 2)
    return float(np.sqrt(p * (1 - p) / count))


def normal_below(cut: float, mean: Floats, sd: Floats) -> Floats:
    """P(ability < cut) when the posterior is taken as normal."""
    return 0.5 * (1 + _erf((cut - mean) / (np.sqrt(2) * sd)))


def _erf(x: Floats) -> Floats:
    """Error function, absolute error below 1.5e-7 (Abramowitz & Stegun 1964, 7.1.26)."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    terms = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
    series = sum(term * t ** (n + 1) for n, term in enumerate(terms))
    return np.asarray(np.sign(x) * (1 - series * np.exp(-(x**2))))


def correlations(truth: Floats, estimates: Floats) -> Floats:
    """Mean correlation after each question: truth (people, traits), estimates (people, n, traits)."""
    there = truth - truth.mean(axis=0)
    here = estimates - estimates.mean(axis=0)
    product = np.einsum("pt,pnt->nt", there, here)
    norm = np.sqrt((there**2).sum(axis=0) * (here**2).sum(axis=0))
    return np.asarray((product / np.where(norm > 0, norm, np.inf)).mean(axis=1))
