"""The E-step: everyone's exact posterior, and what it says of each item's slope and difficulty.

With π = σ(a(θ − b)), q = 1 − π and λ = γc the chance that someone who does not know finds out by luck,
a right answer has chance P = π + qλ and the score of an answer for z = a(θ − b) is

    right          π (1 − P) / P
    wrong          −π

The gradient of the marginal likelihood is the posterior mean of the score times ∂z/∂(ln a) = z and
∂z/∂b = −a (Fisher's identity; Bock & Aitkin 1981 for the 2PL), its information that of the same answer
at known θ, π²q(1 − λ) / P.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.beliefs import beliefs
from webapp.psychometrics.calibration.columns import Room, added
from webapp.psychometrics.evidence import FLOOR
from webapp.psychometrics.irt import graded, logistic
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Parameters:
    """The bank being estimated, shape ``(items,)`` each; ``steps`` of the tasks done by degrees."""

    log_a: Floats
    b: Floats
    c: Floats
    competence: Whole
    steps: Sequence[tuple[float, ...]]

    @property
    def a(self) -> Floats:
        """Discriminations."""
        return np.exp(self.log_a)


@dataclass(frozen=True, eq=False)
class ItemExpectation:
    """What the answers say of the items.

    gradient     of the log-likelihood for (ln a, b), shape ``(items, 2)``
    information  of (ln a, b), shape ``(items, 2, 2)``
    likelihood   log of the marginal likelihood of all answers
    """

    gradient: Floats
    information: Floats
    likelihood: float

    def __add__(self, other: ItemExpectation) -> ItemExpectation:
        return ItemExpectation(
            self.gradient + other.gradient,
            self.information + other.information,
            self.likelihood + other.likelihood,
        )


@dataclass(frozen=True, eq=False)
class Curves:
    """Every item at every node of one population: z and σ(z), shape ``(items, n)``."""

    nodes: Floats
    z: Floats
    knows: Floats
    log_fails: Floats


def curves(parameters: Parameters, tree: TraitTree, mean: float) -> Curves:
    """Curves of the bank for people whose prior mean is ``mean``."""
    nodes = tree.grid + mean
    z = parameters.a[:, None] * (nodes - parameters.b[:, None])
    knows = logistic(z)
    return Curves(nodes, z, knows, np.log(np.maximum(1 - knows, FLOOR)))


@dataclass(frozen=True, eq=False)
class Read:
    """The answers of a room read at current parameters; ``(answers, n)``, ``luck`` ``(answers, 1)``."""

    knows: Floats
    luck: Floats
    right: Floats
    log_chance: Floats


def read(parameters: Parameters, drawn: Curves, room: Room) -> Read:
    """Chance of each answer at each node."""
    knows = drawn.knows[room.item]
    luck = (room.guessing * parameters.c[room.item])[:, None]
    right = knows + (1 - knows) * luck
    logs = drawn.log_fails[room.item]
    good = np.flatnonzero(room.right)
    logs[good] = np.log(np.maximum(right[good], FLOOR))
    for row in np.flatnonzero(room.degree >= 0):
        item = room.item[row]
        steps = parameters.b[item] + np.array(parameters.steps[item])
        chance = graded(drawn.nodes, parameters.a[item], steps)[:, room.degree[row]]
        logs[row] = np.log(np.maximum(chance, FLOOR))
    return Read(knows, luck, right, logs)


def posteriors(tree: TraitTree, room: Room, logs: Floats, mean: float) -> tuple[Floats, float]:
    """Posterior of the competence behind each answer, ``(answers, n)``, and the log-likelihood."""
    table = added(logs, room.place, room.sessions * len(tree.competences))
    known = beliefs(tree, table.reshape(room.sessions, -1, tree.grid.size), mean)
    leaf = known.competences.reshape(table.shape)
    return leaf[room.place], float(known.evidence.sum())


def expectation(
    parameters: Parameters, tree: TraitTree, drawn: Curves, room: Room, mean: float
) -> ItemExpectation:
    """What one room says of every item. Tasks done by degrees inform people, not themselves."""
    seen = read(parameters, drawn, room)
    density, likelihood = posteriors(tree, room, seen.log_chance, mean)
    density[room.degree >= 0] = 0
    share = density / np.maximum(seen.right, FLOOR)
    score, worth = share * room.right[:, None] - density, share - density
    # What depends on the item alone, π, waits until answers are added up.
    pull, weight = (added(values, room.item, parameters.b.size) for values in (score, worth))
    pull, weight = pull * drawn.knows, weight * drawn.knows**2
    return ItemExpectation(
        _gradient(pull, drawn.z, parameters.a),
        _information(weight, drawn.z, parameters.a),
        likelihood,
    )


def _gradient(pull: Floats, z: Floats, a: Floats) -> Floats:
    return np.stack(((pull * z).sum(axis=1), -a * pull.sum(axis=1)), axis=1)


def _information(weight: Floats, z: Floats, a: Floats) -> Floats:
    slope, place = (weight * z**2).sum(axis=1), a**2 * weight.sum(axis=1)
    both = -a * (weight * z).sum(axis=1)
    return np.stack((slope, both, both, place), axis=1).reshape(-1, 2, 2)
