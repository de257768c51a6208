"""What a calibration hands over: parameters with their errors, and how each item fits.

An answer is compared with what the other answers of its session let expect of it: the posterior without
that answer. The same comparison gives the errors, since the marginal likelihood as a function of one item
is the product of those predictions: with P the chance predicted, information Σ P′P′ᵀ / (P(1 − P)).
Errors are for an item's own slope and difficulty together; the uncertainty of the other items, small in
a bank, is not added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.calibration.columns import Room
from webapp.psychometrics.calibration.expectation import Parameters, curves, posteriors, read
from webapp.psychometrics.evidence import CalibratedItem
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Never ±1: two errors are not one.
CONFUSED = 0.999


@dataclass(frozen=True)
class ItemFit:
    """One item after calibration.

    a, b, a_se, b_se  slope and difficulty, with posterior standard errors (those of the priors when
                      nobody answered; ``a_se`` is a times that of ln a)
    answers           counted answers
    right, expected   right ones, and how many the model lets expect
    slope_b           correlation of the errors of ln a and of b: an item met from one side only has its
                      slope and its difficulty confused
    residual          (right − expected) / √Σ P(1 − P): about N(0, 1) when the item fits
    held              whether the parameters were held: an anchor, or a task done by degrees
    """

    id: str
    a: float
    b: float
    c: float
    a_se: float
    b_se: float
    answers: int
    right: int
    expected: float
    residual: float
    held: bool
    slope_b: float = 0.0

    @property
    def slope_se(self) -> float:
        """Standard error of ln a."""
        return self.a_se / self.a


@dataclass(frozen=True)
class Calibration:
    """A whole bank after calibration.

    log_likelihood  of all answers, marginal over people
    rounds          E-steps used; ``converged`` whether parameters had settled
    """

    items: tuple[ItemFit, ...]
    sessions: int
    answers: int
    log_likelihood: float
    rounds: int
    converged: bool

    @property
    def cold(self) -> bool:
        """True when there was no answer: the parameters are the priors, nothing was learnt."""
        return self.answers == 0

    def applied(self, items: Sequence[CalibratedItem]) -> list[CalibratedItem]:
        """``items`` with what was found, and the errors: of ``b`` to fold in, of ln a to choose by."""
        found = {fit.id: fit for fit in self.items}
        return [
            replace(
                item, a=fit.a, b=fit.b, b_se=fit.b_se, slope_se=fit.slope_se, slope_b=fit.slope_b
            )
            if (fit := found.get(item.id)) is not None and not fit.held
            else item
            for item in items
        ]


@dataclass(frozen=True, eq=False)
class ItemSums:
    """Sums over the answers of each item, shape ``(items,)``; ``information`` ``(items, 2, 2)``."""

    answers: Floats
    right: Floats
    expected: Floats
    variance: Floats
    information: Floats
    likelihood: float


def check(parameters: Parameters, tree: TraitTree, every: Sequence[tuple[float, Room]]) -> ItemSums:
    """Each answer against what the rest of its session lets expect."""
    size = parameters.b.size
    sums, information, likelihood = np.zeros((4, size)), np.zeros((size, 4)), 0.0
    for mean, room in every:
        predicted, slope, one = _predicted(parameters, tree, room, mean)
        plain = room.degree < 0
        spread = np.where(plain, predicted * (1 - predicted), 1.0)
        right = room.right & plain
        values = (np.ones_like(spread), right, predicted, spread)
        sums += [np.bincount(room.item, plain * value, size) for value in values]
        outer = (slope[:, :, None] * slope[:, None, :]).reshape(-1, 4) * (plain / spread)[:, None]
        for column in range(4):
            information[:, column] += np.bincount(room.item, outer[:, column], size)
        likelihood += one
    answers, rights, expected, variance = sums
    return ItemSums(answers, rights, expected, variance, information.reshape(-1, 2, 2), likelihood)


def _predicted(
    parameters: Parameters, tree: TraitTree, room: Room, mean: float
) -> tuple[Floats, Floats, float]:
    """Chance of a right answer given the rest, its slopes in (ln a, b), and the log-likelihood."""
    drawn = curves(parameters, tree, mean)
    seen = read(parameters, drawn, room)
    density, likelihood = posteriors(tree, room, seen.log_chance, mean)
    rest = density * np.exp(-seen.log_chance)
    rest /= rest.sum(axis=1, keepdims=True)
    rise = rest * seen.knows * (1 - seen.knows) * (1 - seen.luck)
    slope = np.stack(
        ((rise * drawn.z[room.item]).sum(axis=1), -parameters.a[room.item] * rise.sum(axis=1)),
        axis=1,
    )
    return np.clip((rest * seen.right).sum(axis=1), 1e-9, 1 - 1e-9), slope, likelihood


def summary(
    items: Sequence[CalibratedItem],
    found: Parameters,
    checked: ItemSums,
    precision: Floats,
    free: Flags,
    run: tuple[int, int, bool],
) -> Calibration:
    """The calibration in full. ``run``: sessions, E-steps used, whether it converged."""
    matrix = checked.information + precision[:, :, None] * np.eye(2)
    axes = np.eye(2)
    variances = [solved(matrix, np.tile(axes[n], (len(items), 1)))[:, n] for n in range(2)]
    # Two directions told apart by nothing but rounding: as good as unknown.
    errors = np.sqrt([np.where(value > 0, value, np.inf) for value in variances]).T
    scale = np.sqrt(matrix[:, 0, 0] * matrix[:, 1, 1])
    confused = np.clip(-matrix[:, 0, 1] / np.where(scale > 0, scale, np.inf), -CONFUSED, CONFUSED)
    gap = checked.right - checked.expected
    residual = np.where(
        checked.answers > 0, gap / np.sqrt(np.maximum(checked.variance, 1e-12)), 0.0
    )
    fits = tuple(
        ItemFit(
            item.id,
            a,
            float(found.b[n]),
            item.c,
            a * float(errors[n, 0]),
            float(errors[n, 1]),
            int(checked.answers[n]),
            int(checked.right[n]),
            float(checked.expected[n]),
            float(residual[n]),
            not free[n],
            float(confused[n]),
        )
        for n, item in enumerate(items)
        for a in (float(found.a[n]),)
    )
    sessions, rounds, converged = run
    total = int(checked.answers.sum())
    return Calibration(fits, sessions, total, checked.likelihood, rounds, converged)


def solved(matrix: Floats, target: Floats) -> Floats:
    """Solution of each 2 × 2 system, shape ``(items, 2)``; infinite where nothing is known."""
    (p, q), (_, r) = matrix.transpose(1, 2, 0)
    determinant = p * r - q**2
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (r * target[:, 0] - q * target[:, 1]) / determinant
        second = (p * target[:, 1] - q * target[:, 0]) / determinant
    both = np.stack((first, second), axis=1)
    return np.asarray(np.nan_to_num(both, nan=np.inf, posinf=np.inf, neginf=-np.inf))
