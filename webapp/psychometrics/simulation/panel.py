"""Everyone's posterior at once: the engine's belief propagation with one more axis, for people.

The same equations as ``webapp.psychometrics.evidence.posterior`` and ``tree.propagate``, checked
equal to them session by session in the tests. A room of 1,000 people then costs what matrix products
cost, not what 1,000 calls cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.irt import logistic
from webapp.psychometrics.simulation.banks import Bank
from webapp.psychometrics.simulation.people import DONT_KNOW, RIGHT, TASK, WRONG
from webapp.psychometrics.tree import TINY, TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
FLOOR = 1e-12


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What is known of everyone; every last axis is the nodes.

    general (people, n) · domains (people, domains, n) · competences (people, competences, n)
    up      B_d, what its answers say to each domain, (people, domains, n)
    told    M_k, what a competence says to its domain, (people, competences, n)
    nodes   abilities, shape ``(n,)``
    """

    tree: TraitTree
    nodes: Floats
    general: Floats
    domains: Floats
    competences: Floats
    up: Floats
    told: Floats

    def moments(self, densities: Floats) -> tuple[Floats, Floats]:
        """Mean and SD along the last axis."""
        mean = densities @ self.nodes
        variance = densities @ self.nodes**2 - mean**2
        return np.asarray(mean), np.sqrt(np.maximum(variance, 0))

    def total(self) -> tuple[Floats, Floats]:
        """Mean and SD of the average of the domains, shape ``(people,)`` each.

        Given the general trait the domains are independent: the variance of their average is the mean
        of the conditional variances plus the variance of the conditional means.
        """
        kernel, shift = self.tree.to_domain.T, self.nodes - self.tree.grid
        weight = np.maximum(self.up @ kernel, TINY)
        first = (self.up * self.tree.grid) @ kernel / weight
        second = (self.up * self.tree.grid**2) @ kernel / weight
        average = first.mean(axis=1)
        inside = (second - first**2).sum(axis=1) / first.shape[1] ** 2
        mean = (self.general * average).sum(axis=-1)
        spread = (self.general * (average - mean[:, None]) ** 2).sum(axis=-1)
        variance = (self.general * inside).sum(axis=-1) + spread
        return np.asarray(mean + shift[0]), np.sqrt(np.maximum(variance, 0))

    def masses(self, cuts: Floats) -> Floats:
        """Probability of each band of each domain, shape ``(people, domains, cuts + 1)``."""
        step = float(self.nodes[1] - self.nodes[0])
        below = np.cumsum(self.domains, axis=-1)
        place = (cuts - (self.nodes[0] - step / 2)) / step
        row = np.clip(place.astype(np.intp), 0, self.nodes.size - 1)
        partial = self.domains[..., row] * (place - row)
        at_cuts = below[..., row] - self.domains[..., row] + partial
        ends = np.zeros((*at_cuts.shape[:-1], 1))
        return np.diff(np.concatenate((ends, at_cuts, ends + 1), axis=-1), axis=-1)


def beliefs(tree: TraitTree, log_likelihood: Floats, shift: float) -> Beliefs:
    """Belief propagation for everyone; ``log_likelihood`` has shape (people, competences, n)."""
    likelihood = _scaled(log_likelihood)
    logs = np.log(np.maximum(likelihood @ tree.to_competence.T, TINY))
    domain_logs = np.add.reduceat(logs, tree.first_competence, axis=1)
    up = _scaled(domain_logs)
    root_logs = np.log(np.maximum(up @ tree.to_domain.T, TINY))
    every = -(tree.grid**2) / 2 + root_logs.sum(axis=1)
    down = _scaled(every[:, None] - root_logs) @ tree.to_domain
    own = _scaled(domain_logs[:, tree.domain_of] - logs)
    from_domain = (down[:, tree.domain_of] * own) @ tree.to_competence
    return Beliefs(tree, tree.grid + shift, _normalised(_scaled(every)), _normalised(down * up),
                   _normalised(likelihood * from_domain), up, _scaled(logs))  # fmt: skip


def _scaled(logs: Floats) -> Floats:
    return np.asarray(np.exp(logs - logs.max(axis=-1, keepdims=True)))


def _normalised(rows: Floats) -> Floats:
    return np.asarray(rows / rows.sum(axis=-1, keepdims=True))


class Panel:
    """A room of people answering side by side.

    tree      the tree of the scoring (not necessarily that of the people)
    bank      the bank as it is believed
    shift     prior mean
    honest    True: the engine's own model, where each session tells how much a person guesses;
              False: the usual 3PL, everyone guesses and « je ne sais pas » counts as wrong
    """

    def __init__(
        self, tree: TraitTree, bank: Bank, people: int, *, shift: float = 0.0, honest: bool = True
    ) -> None:
        self.tree, self.bank, self.shift, self.honest = tree, bank, shift, honest
        nodes = tree.grid + shift
        items = bank.items
        self.knows = logistic(items.a[:, None] * (nodes[None, :] - items.b[:, None]))
        self.curves = items.c[:, None] + (1 - items.c[:, None]) * self.knows
        steps = np.where(bank.task[:, None], bank.steps, np.nan)
        least = logistic(items.a[:, None, None] * (nodes - steps[:, :, None]))
        ends = np.ones((bank.size, 1, nodes.size))
        # degrees[i, m]: chance of doing exactly m of task i; NaN for what is not a task.
        self.degrees = -np.diff(np.concatenate((ends, least, 0 * ends), axis=1), axis=1)
        self.settled = np.zeros((people, len(tree.competences), tree.grid.size))
        self.asked = np.empty((people, 0), dtype=np.intp)
        self.outcomes = np.empty((people, 0), dtype=np.intp)

    @property
    def people(self) -> int:
        """Number of people in the room."""
        return int(self.asked.shape[0])

    def record(self, items: Whole, outcomes: Whole) -> None:
        """One answer of everyone: item rows and outcomes, shape ``(people,)``; −1 for no item."""
        self.asked = np.column_stack((self.asked, items))
        self.outcomes = np.column_stack((self.outcomes, outcomes))
        guessable = (outcomes == RIGHT) & (self.bank.items.c[items] > 0) & self.honest
        who = np.flatnonzero((items >= 0) & ~guessable)
        rows = items[who]
        right = (outcomes[who] == RIGHT)[:, None]
        chance = np.where(right, self.curves[rows], 1 - self.knows[rows])
        task = outcomes[who] >= TASK
        chance[task] = self.degrees[rows[task], outcomes[who][task] - TASK]
        leaf = self.bank.items.competence[rows]
        self.settled[who, leaf] += np.log(np.maximum(chance, FLOOR))

    def propensity(self) -> Floats:
        """γ̂ of each session, as ``evidence.guessing_propensity``, shape ``(people,)``."""
        given = self.asked >= 0
        weight = 1 / (1 - self.bank.items.c[self.asked])
        wrong = np.where(given & (self.outcomes == WRONG), weight, 0.0).sum(axis=1)
        unknown = (given & (self.outcomes == DONT_KNOW)).sum(axis=1)
        return np.asarray((1 + wrong) / (2 + wrong + unknown))

    def log_likelihood(self) -> Floats:
        """Of each competence's answers, shape (people, competences, n)."""
        c = self.bank.items.c[self.asked]
        lucky = (self.asked >= 0) & (self.outcomes == RIGHT) & (c > 0)
        if not (self.honest and lucky.any()):
            return self.settled
        total = self.settled.copy()
        who, turn = np.nonzero(lucky)
        rows = self.asked[who, turn]
        knows = self.knows[rows]
        guess = (self.propensity()[who] * self.bank.items.c[rows])[:, None]
        logs = np.log(np.maximum(knows + (1 - knows) * guess, FLOOR))
        np.add.at(total, (who, self.bank.items.competence[rows]), logs)
        return total

    def beliefs(self) -> Beliefs:
        """What is known of everyone now."""
        return beliefs(self.tree, self.log_likelihood(), self.shift)
