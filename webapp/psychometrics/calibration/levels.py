"""Where each level begins on the scale: rising by construction, whatever the data.

Isotonic regression of calibrated difficulties on the level experts gave (Barlow et al. 1972). Between
two neighbouring levels a least distance is kept, so that every level can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
# σ(0.62) = .65: at its threshold, a typical item of the level is known 65 times in 100.
KNOWN = 0.62
LEAST_DISTANCE = 0.1


@dataclass(frozen=True)
class Thresholds:
    """Ability τ at which each level begins, and its standard error; strictly increasing."""

    levels: tuple[int, ...]
    values: tuple[float, ...]
    errors: tuple[float, ...]

    def level(self, density: ArrayLike, nodes: ArrayLike) -> int | None:
        """Largest level L with P(θ > τ_L) ≥ ½; None under the first.

        density, nodes  the ability's distribution, shape ``(n,)`` each
        """
        mass, x = np.asarray(density, dtype=float), np.asarray(nodes, dtype=float)
        reached = [
            level
            for level, value in zip(self.levels, self.values, strict=True)
            if mass[x > value].sum() >= mass.sum() / 2
        ]
        return reached[-1] if reached else None


def isotonic(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Whole]:
    """The non-decreasing sequence nearest to ``values`` in weighted squares, and the block of each.

    Pool adjacent violators. ``weights`` are positive; both have shape ``(n,)``.
    """
    means: list[float] = []
    heavy: list[float] = []
    sizes: list[int] = []
    for value, weight in zip(
        np.asarray(values, dtype=float), np.asarray(weights, dtype=float), strict=True
    ):
        means.append(float(value))
        heavy.append(float(weight))
        sizes.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            last, load, size = means.pop(), heavy.pop(), sizes.pop()
            means[-1] = (means[-1] * heavy[-1] + last * load) / (heavy[-1] + load)
            heavy[-1] += load
            sizes[-1] += size
    return np.repeat(means, sizes), np.repeat(np.arange(len(sizes)), sizes)


def thresholds(
    level: ArrayLike,
    b: ArrayLike,
    a: ArrayLike,
    b_se: ArrayLike = 0.0,
    *,
    distance: float = LEAST_DISTANCE,
) -> Thresholds:
    """τ_L = fitted difficulty of the level + 0.62 / mean slope.

    level, b, a  expert level, difficulty and slope of each item, shape ``(items,)``
    b_se         standard error of each difficulty
    distance     least distance between neighbouring levels

    Levels between the lowest and the highest that have no item are placed in between. The error of a
    threshold is that of the mean of its items (those of all levels pooled with it).
    Raises ``ValueError`` without items, for lengths that differ, values that are not finite, or a
    distance that is not positive.
    """
    place = np.asarray(level, dtype=np.intp)
    hard, slope = np.asarray(b, dtype=float), np.asarray(a, dtype=float)
    error = np.broadcast_to(np.asarray(b_se, dtype=float), hard.shape)
    if not place.size or not place.shape == hard.shape == slope.shape:
        raise ValueError("levels, difficulties and slopes are lists of the same length, not empty")
    if not np.isfinite([hard, slope, error]).all() or distance <= 0:
        raise ValueError("difficulties are finite, and the distance between levels is positive")
    known, row = np.unique(place, return_inverse=True)
    count = np.bincount(row).astype(float)
    means = np.bincount(row, hard) / count
    # Fitting b − distance × level leaves at least that distance once it is put back.
    fitted, block = isotonic(means - distance * known, count)
    every = np.arange(int(known[0]), int(known[-1]) + 1)
    values = np.interp(every, known, fitted + distance * known) + KNOWN / float(slope.mean())
    errors = np.interp(every, known, _errors(row, block, hard, error))
    return Thresholds(tuple(every.tolist()), tuple(values.tolist()), tuple(errors.tolist()))


def _errors(row: Whole, block: Whole, hard: Floats, error: Floats) -> Floats:
    """Standard error of the mean of each level's block: spread of its items, and their own errors."""
    group = block[row]
    size = np.bincount(group).astype(float)
    centre = np.bincount(group, hard) / size
    spread = np.bincount(group, (hard - centre[group]) ** 2) / np.maximum(size - 1, 1)
    noise = np.bincount(group, error**2) / size
    return np.asarray(np.sqrt(np.maximum(spread, noise) / size)[block])
