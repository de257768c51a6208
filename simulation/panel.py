"""A room of people answering side by side, believed by the engine's own model or by the usual 3PL."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.banks import Bank
from simulation.people import DONT_KNOW, RIGHT, TASK, WRONG
from webapp.psychometrics.beliefs import Beliefs, beliefs
from webapp.psychometrics.irt import logistic
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
FLOOR = 1e-12


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
