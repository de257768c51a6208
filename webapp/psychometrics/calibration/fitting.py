"""MML-MAP: difficulties and slopes from answers, starting from what experts said.

Marginal maximum likelihood (Bock & Aitkin 1981) with priors on the items (Mislevy 1986). The E-step is
the exact posterior of the tree of traits; the M-step one step of Fisher scoring on (ln a, b), with the
experts' priors, then extrapolated over pairs of steps (SQUAREM: Varadhan & Roland 2008) whenever that
raises the posterior. Chances of guessing are given by the type of question and never estimated.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import inf, log, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.psychometrics.calibration.columns import Room, Sittings, from_matrix, rooms
from webapp.psychometrics.calibration.expectation import (
    ItemExpectation,
    Parameters,
    curves,
    expectation,
)
from webapp.psychometrics.calibration.fit import Calibration, check, solved, summary
from webapp.psychometrics.evidence import SLOPE_SE, CalibratedItem
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Rooms = list[tuple[float, Room]]
# Steps of 0.4 SD: exact to five decimals for any posterior an adaptive test can reach.
GRID = np.linspace(-4.4, 4.4, 23)
ROUNDS, TOLERANCE = 200, 1e-3
LARGEST_STEP, FARTHEST, LOG_A_LIMITS = 0.7, 8.0, (log(0.05), log(8.0))


@dataclass(frozen=True)
class Priors:
    """How much the experts are believed.

    b_sd      SD of the difficulties around those given, for items whose ``b_se`` is zero; an item's own
              ``b_se`` otherwise (two experts .5, one .7)
    log_a_sd  SD of ln a around that of the given slope, for items whose ``slope_se`` is zero

    An infinite SD is no prior at all.
    """

    b_sd: float = 0.5
    log_a_sd: float = SLOPE_SE


FLAT = Priors(inf, inf)
ONE_TRAIT = TraitTree({"trait": ["trait:*"]}, 0.0, 0.0)


def calibrate(
    answers: Sittings | ArrayLike,
    items: Sequence[CalibratedItem] | None = None,
    *,
    tree: TraitTree | None = None,
    priors: Priors | None = None,
    anchors: Collection[str] = (),
    start: Sequence[CalibratedItem] = (),
    grid: Floats = GRID,
    rounds: int = ROUNDS,
    tolerance: float = TOLERANCE,
) -> Calibration:
    """Item parameters that make the answers likely, without straying from the experts for no reason.

    answers    ``sittings(items, sessions)``; or people × items of 1, 0 and NaN (not asked)
    items      the bank as the experts gave it: ``a`` and ``b`` are the centres of the priors (never
               last night's estimates, or the same answers would count twice). None, for a matrix: items
               ``0``, ``1``… of one trait, 2PL, no priors
    tree       the tree of traits; one trait N(0, 1) when None
    priors     ``Priors()`` when items are given
    anchors    ids whose parameters are held, so that the scale does not move. Tasks done by degrees are
               held as well: their answers inform people, not yet the tasks
    start      items to start from (last night's), for speed only
    grid       nodes of the quadrature in SD, shape ``(n,)``
    rounds, tolerance  stop when no ln a nor b moves more than ``tolerance``, or after ``rounds``

    Without any answer the priors come back unchanged, and ``Calibration.cold`` says so.
    Raises ``ValueError`` for a matrix that does not fit the items or a slope that is not positive,
    ``KeyError`` for a competence the tree does not have.
    """
    taken = answers if isinstance(answers, Sittings) else from_matrix(answers)
    if items is None:
        count = int(taken.item.max()) + 1 if taken.item.size else 0
        count = count if isinstance(answers, Sittings) else np.shape(answers)[1]
        items = [CalibratedItem(str(n), "trait:*", "", 1.0, 0.0) for n in range(count)]
        priors = priors or FLAT
    if taken.item.size and int(taken.item.max()) >= len(items):
        raise ValueError("an answer is to an item beyond the bank")
    if tree is None:
        tree, items = ONE_TRAIT, [replace(item, competence="trait:*") for item in items]
    tree = TraitTree(tree.domains, tree.domain_loading, tree.competence_loading, grid)
    problem = _Problem(tree, items, priors or Priors(), taken, anchors)
    found, used, converged = problem.solve(start, rounds, tolerance)
    checked = check(found, tree, problem.rooms)
    return summary(
        items, found, checked, problem.precision, problem.free, (taken.sessions, used, converged)
    )


class _Problem:
    """Rooms of answers, priors, and what may move."""

    def __init__(
        self,
        tree: TraitTree,
        items: Sequence[CalibratedItem],
        priors: Priors,
        taken: Sittings,
        anchors: Collection[str],
    ) -> None:
        self.tree, self.names = tree, [item.id for item in items]
        self.centre = _parameters(tree, items)
        self.rooms: Rooms = list(rooms(taken, self.centre.competence, len(tree.competences)))
        b_sd = np.array([item.b_se or priors.b_sd for item in items], dtype=float)
        a_sd = np.array([item.slope_se or priors.log_a_sd for item in items], dtype=float)
        self.precision = 1 / np.stack((a_sd, b_sd), axis=1) ** 2
        held = set(anchors)
        self.free = np.array([item.id not in held and not item.steps for item in items], dtype=bool)

    def solve(
        self, start: Sequence[CalibratedItem], rounds: int, tolerance: float
    ) -> tuple[Parameters, int, bool]:
        """Parameters, E-steps used, and whether they settled."""
        here = self._from(start)
        if not any(room.item.size for _, room in self.rooms):
            return self._at(here), 0, True
        told, used = self._told(here), 1
        while used < rounds:
            first = self._step(here, told)
            if np.abs(first - here).max() <= tolerance:
                return self._at(first), used, True
            after = self._told(first)
            second = self._step(first, after)
            far = _extrapolated(here, first, second)
            here, told = far, self._told(far)
            used += 2
            # An extrapolation that loses ground is replaced by the two plain steps.
            if self._posterior(far, told) < self._posterior(first, after):
                here, told, used = second, self._told(second), used + 1
        return self._at(here), used, False

    def _from(self, start: Sequence[CalibratedItem]) -> Floats:
        """Where to start: the given items where they are free, the centres of the priors elsewhere."""
        point = np.stack((self.centre.log_a, self.centre.b), axis=1)
        given = {item.id: item for item in start}
        for row, name in enumerate(self.names):
            if name in given and self.free[row]:
                point[row] = log(given[name].a), given[name].b
        return point

    def _at(self, point: Floats) -> Parameters:
        return replace(self.centre, log_a=point[:, 0], b=point[:, 1])

    def _told(self, point: Floats) -> ItemExpectation:
        """One E-step over every room."""
        parameters, size = self._at(point), len(self.names)
        total = ItemExpectation(np.zeros((size, 2)), np.zeros((size, 2, 2)), 0.0)
        drawn, last = None, nan
        for mean, room in self.rooms:
            if drawn is None or mean != last:
                drawn, last = curves(parameters, self.tree, mean), mean
            total = total + expectation(parameters, self.tree, drawn, room, mean)
        return total

    def _posterior(self, point: Floats, told: ItemExpectation) -> float:
        """Log-likelihood and log-priors, up to a constant."""
        gap = point - np.stack((self.centre.log_a, self.centre.b), axis=1)
        return told.likelihood - float((self.precision * gap**2).sum()) / 2

    def _step(self, point: Floats, told: ItemExpectation) -> Floats:
        """One step of Fisher scoring of every free item."""
        centre = np.stack((self.centre.log_a, self.centre.b), axis=1)
        gradient = told.gradient + self.precision * (centre - point)
        matrix = told.information + self.precision[:, :, None] * np.eye(2)
        step = np.where(self.free[:, None], solved(matrix, gradient), 0.0)
        moved = point + np.clip(step, -LARGEST_STEP, LARGEST_STEP)
        return _bounded(np.where(self.free[:, None], moved, point))


def _extrapolated(here: Floats, first: Floats, second: Floats) -> Floats:
    """SQUAREM: x − 2αr + α²v with r the first step, v its change and α = −|r| / |v|."""
    r = first - here
    v = second - first - r
    size = float(np.linalg.norm(v))
    alpha = min(-float(np.linalg.norm(r)) / size, -1.0) if size > 0 else -1.0
    return _bounded(here - 2 * alpha * r + alpha**2 * v)


def _bounded(point: Floats) -> Floats:
    """Parameters inside what any item can be."""
    return np.stack(
        (np.clip(point[:, 0], *LOG_A_LIMITS), np.clip(point[:, 1], -FARTHEST, FARTHEST)), axis=1
    )


def _parameters(tree: TraitTree, items: Sequence[CalibratedItem]) -> Parameters:
    if not all(item.a > 0 for item in items):
        raise ValueError("a slope is not positive")
    return Parameters(
        np.log([item.a for item in items]),
        np.array([item.b for item in items], dtype=float),
        np.array([item.c for item in items], dtype=float),
        np.array([tree.index[item.competence] for item in items], dtype=np.intp),
        tuple(item.steps for item in items),
    )
