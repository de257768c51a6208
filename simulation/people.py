"""Invented people: abilities drawn from a tree, and how each one behaves before a question.

Luck is drawn once per person and item, before any method runs. Two methods that ask the same person
the same item therefore get the same answer, and their comparison is paired.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulation.banks import Bank
from webapp.psychometrics.irt import logistic
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
WRONG, RIGHT, DONT_KNOW = 0, 1, 2
# A task done to degree m is TASK + m, from nothing at all to all of it.
TASK, ALL_OF_IT = 3, 6


@dataclass(frozen=True, eq=False)
class People:
    """Simulees.

    domain      true abilities of the domains, shape ``(people, domains)``
    competence  true abilities of the leaves, shape ``(people, competences)``
    honesty     chance of saying « je ne sais pas » rather than guessing, shape ``(people,)``
    seed        of their luck
    """

    domain: Floats
    competence: Floats
    honesty: Floats
    seed: int

    @property
    def count(self) -> int:
        """Number of people."""
        return int(self.domain.shape[0])

    @cached_property
    def total(self) -> Floats:
        """Mean of the domains, shape ``(people,)``."""
        return np.asarray(self.domain.mean(axis=1))

    def answers(self, bank: Bank) -> Whole:
        """What each person would do on each item: an outcome code, shape ``(people, items)``."""
        rng = np.random.default_rng([self.seed, 17])
        theta = self.competence[:, bank.items.competence]
        draw = rng.random(theta.shape)
        knows = draw < logistic(bank.items.a * (theta - bank.items.b))
        lucky = rng.random(theta.shape) < bank.items.c
        says = rng.random(theta.shape) < self.honesty[:, None]
        blind = np.where(says, DONT_KNOW, np.where(lucky, RIGHT, WRONG))
        found = np.where(knows, RIGHT, blind).astype(np.intp)
        found[:, bank.task] = TASK + self._degrees(bank, theta[:, bank.task], draw[:, bank.task])
        return found

    @staticmethod
    def _degrees(bank: Bank, theta: Floats, draw: Floats) -> Whole:
        """Degree of each task, P(X ≥ m) = σ(a(θ − b_m)), from one draw per person and task."""
        a, steps = bank.items.a[bank.task], bank.steps[bank.task]
        reached = draw[..., None] < logistic(a[:, None] * (theta[..., None] - steps))
        return np.asarray(reached.sum(axis=-1))


def simulees(
    tree: TraitTree, count: int, seed: int, *, mean: float = 0.0, honesty: float = 0.0
) -> People:
    """People whose domains correlate as the tree says; unit variances, every mean at ``mean``."""
    rng = np.random.default_rng([seed, 19])
    general = rng.standard_normal((count, 1))
    domain = _child(general, tree.domain_loading, rng.standard_normal((count, len(tree.domains))))
    own = rng.standard_normal((count, len(tree.competences)))
    leaf = _child(domain[:, tree.domain_of], tree.competence_loading, own)
    return People(domain + mean, leaf + mean, np.full(count, honesty), seed)


def _child(parent: Floats, loading: float, own: Floats) -> Floats:
    return np.asarray(loading * parent + np.sqrt(1 - loading**2) * own)
