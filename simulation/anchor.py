"""The published positioning rule of Pix, re-expressed from its description, as the anchor.

Pix (pix.fr) places people on levels 1 to 8 by walking ladders of skills. What its public documents and
screens describe, and what is written here from scratch:

* the level is the most likely one among half levels, an answer to a skill of level d being right with
  chance 1/(1 + e^(d − level)); two fictive answers, right at 0 and wrong at 7, keep it finite (the
  first real answer, at level 2, then moves it to 4.5 or to 1.0, as published);
* inside one ladder, a right answer also validates the easier skills, a wrong one rejects the harder;
* the next skill, never more than two levels above the estimate, is one expected to settle most others:
  chance of success × skills it would validate + chance of failure × skills it would reject;
* it ends when no such skill is left: there is no length and no error bar;
* a validated skill is worth min(4, 8 / skills of that level in that competence) points.

One run may cover the whole framework (a « campaign ») or one competence after the other. « Je ne sais
pas » counts as wrong, as a passed question does there. One item per skill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.banks import Bank
from simulation.people import RIGHT
from webapp.psychometrics.irt import logistic

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
HALF_LEVELS = np.arange(0.5, 8.01, 0.5)
FIRST_LEVEL, REACH = 2, 2
FICTIVE_RIGHT, FICTIVE_WRONG = 0.0, 7.0
POINTS_PER_LEVEL, POINTS_PER_SKILL = 8, 4


@dataclass(frozen=True, eq=False)
class Positioning:
    """One run of everyone. asked, points (people, questions): item row (−1 after the end), points won.

    content  competence of each item, to share points out
    """

    asked: Whole
    points: Floats
    content: Whole

    @property
    def lengths(self) -> Whole:
        """Questions each person answered before the rule ran out, shape ``(people,)``."""
        return np.asarray((self.asked >= 0).sum(axis=1))

    def scores(self, competences: int) -> Floats:
        """Points per competence after each question, shape ``(people, questions, competences)``."""
        own = self.content[self.asked][:, :, None] == np.arange(competences)
        won = np.where(self.asked >= 0, self.points, 0.0)
        return np.cumsum(own * won[:, :, None], axis=1)


def campaign(bank: Bank, answers: Whole, seed: int) -> Positioning:
    """One run over the whole framework."""
    asked, points = _run(bank, answers, np.arange(bank.size), np.random.default_rng([seed, 29]))
    return Positioning(asked, points, bank.content)


def by_competence(bank: Bank, answers: Whole, seed: int) -> Positioning:
    """One run per competence, one after the other, each to its own end."""
    rng = np.random.default_rng([seed, 31])
    runs = [
        _run(bank, answers, np.flatnonzero(bank.content == k), rng)
        for k in range(int(bank.content.max()) + 1)
    ]
    asked = np.concatenate([run[0] for run in runs], axis=1)
    points = np.concatenate([run[1] for run in runs], axis=1)
    # Everyone's empty turns go last, in the same order.
    order = np.argsort(asked < 0, axis=1, kind="stable")[:, : int((asked >= 0).sum(axis=1).max())]
    return Positioning(
        np.take_along_axis(asked, order, 1), np.take_along_axis(points, order, 1), bank.content
    )


def values(bank: Bank) -> Floats:
    """Points of each skill, shape ``(items,)``."""
    same = (bank.content[:, None] == bank.content) & (bank.level[:, None] == bank.level)
    return np.asarray(np.minimum(POINTS_PER_SKILL, POINTS_PER_LEVEL / same.sum(axis=1)))


def estimate(log_likelihood: Floats) -> Floats:
    """Most likely half level given real answers' log-likelihood, shape ``(people,)``."""
    fictive = np.log(logistic(HALF_LEVELS - FICTIVE_RIGHT)) + np.log(
        logistic(FICTIVE_WRONG - HALF_LEVELS)
    )
    return np.asarray(HALF_LEVELS[(log_likelihood + fictive).argmax(axis=1)])


def _run(bank: Bank, answers: Whole, rows: Whole, rng: np.random.Generator) -> tuple[Whole, Floats]:
    level, ladder = bank.level[rows].astype(float), bank.ladder[rows]
    same = ladder[:, None] == ladder
    # easier[i, j]: knowing j tells that i is known; harder: failing j tells that i is not.
    easier = (same & (level[:, None] <= level)).astype(float)
    harder = (same & (level[:, None] >= level)).astype(float)
    worth, people = values(bank)[rows], np.arange(answers.shape[0])
    unsettled = np.ones((people.size, rows.size))
    logs = np.zeros((people.size, HALF_LEVELS.size))
    asked: list[Whole] = []
    points: list[Floats] = []
    while True:
        scores = _rewards(unsettled, estimate(logs), level, easier, harder)
        if not asked:
            scores[:, level != FIRST_LEVEL] = -1
        if not (scores >= 0).any():
            return np.stack(asked, axis=1), np.stack(points, axis=1)
        best = (scores + rng.random(scores.shape) * 1e-9).argmax(axis=1)
        going = scores[people, best] >= 0
        right = answers[people, rows[best]] == RIGHT
        settled = np.where(right[:, None], easier[:, best].T, harder[:, best].T) * unsettled
        settled *= going[:, None]
        unsettled -= settled
        asked.append(np.where(going, rows[best], -1))
        points.append((settled * worth).sum(axis=1) * right)
        gap = HALF_LEVELS - level[best][:, None]
        told = np.log(logistic(np.where(right[:, None], gap, -gap)))
        logs += np.where(going[:, None], told, 0.0)


def _rewards(
    unsettled: Floats, level_now: Floats, level: Floats, easier: Floats, harder: Floats
) -> Floats:
    """Expected number of skills settled by each skill; −1 for what may not be asked."""
    chance = logistic(level_now[:, None] - level)
    reward = chance * (unsettled @ easier) + (1 - chance) * (unsettled @ harder)
    possible = (unsettled > 0) & (level - level_now[:, None] <= REACH)
    return np.where(possible, reward, -1.0)
