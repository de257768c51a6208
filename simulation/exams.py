"""Tests of a fixed length that touch every competence, and how they keep items from wearing out.

``Exam`` is ours (``webapp.psychometrics.exams``): the tree's posterior, two items per competence,
exposure kept under a cap (``webapp.psychometrics.exam_exposure``). ``flash`` is the anchor: the
one-dimensional rule Pix's certification describes, re-expressed from that description: two items per
competence, one of the five most informative, a prior drawn again around the last estimate at each
answer, and no guessing in the model.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulation.banks import Bank
from simulation.methods import best_of, free_items, outlook
from simulation.panel import Panel
from simulation.people import RIGHT
from webapp.psychometrics.beliefs import Beliefs
from webapp.psychometrics.exam_exposure import Eligibility, progressive, restricted
from webapp.psychometrics.irt import information, logistic

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(eq=False)
class Exam:
    """Largest deficit first, then the least known competence, then the item. Keeps its own counts.

    length       questions of the exam, for the progressive weight
    randomesque  draw among the best n
    progressive  start by chance, end by precision
    cap          largest share of people an item may be shown to; None for no limit
    by_chance    keep the cap by item eligibility rather than by a limit reached
    """

    length: int
    randomesque: int = 1
    progressive: bool = False
    cap: float | None = None
    by_chance: bool = False
    shown: Floats = field(default_factory=lambda: np.zeros(0))
    sat: int = 0
    memory: Eligibility = field(default_factory=lambda: Eligibility.fresh(0))
    open: Flags = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:
        """See ``methods.Method``."""
        turn = panel.asked.shape[1]
        if turn == 0:
            self._enter(panel, rng)
        allowed = self._rows(panel, known, self._eligible(panel))
        variance = outlook(panel, known)[1]
        own = known.moments(known.competences)[1] ** 2
        gain = own[:, panel.bank.items.competence] - variance
        chosen = best_of(-self._scores(gain, allowed, turn, rng), allowed, self.randomesque, rng)
        self.shown += np.bincount(chosen, minlength=panel.bank.size)
        if self.by_chance and turn + 1 == self.length:
            for mine, asked in zip(self.open, np.column_stack((panel.asked, chosen)), strict=True):
                self.memory = self.memory.after(mine, asked)
        return chosen

    def _enter(self, panel: Panel, rng: np.random.Generator) -> None:
        """A room sits down: eligible items are drawn from what earlier rooms saw."""
        if not self.shown.size:
            self.shown, self.memory = np.zeros(panel.bank.size), Eligibility.fresh(panel.bank.size)
        self.sat += panel.people
        if self.by_chance:
            draws = rng.random((panel.people, panel.bank.size))
            self.open = self.memory.drawn(draws, self.cap or 1.0)

    def _eligible(self, panel: Panel) -> Flags:
        """Free items within the cap; any free item of a competence where none is."""
        free = free_items(panel)
        if self.cap is None:
            return free
        unworn = self.open if self.by_chance else restricted(self.shown, self.sat, self.cap)
        kept: Flags = np.asarray(free & unworn)
        content = panel.bank.content
        for k in range(int(content.max()) + 1):
            worn_out: Flags = np.asarray(~kept[:, content == k].any(axis=1))
            kept |= worn_out[:, None] & free & (content == k)
        return kept

    def _rows(self, panel: Panel, known: Beliefs, free: Flags) -> Flags:
        """Items of the competence to ask about: the least asked, then the least known."""
        content, leaf = panel.bank.content, panel.bank.items.competence
        kinds = np.arange(int(content.max()) + 1)
        asked = (content[panel.asked][:, :, None] == kinds).sum(axis=1)
        possible = np.column_stack([free[:, content == k].any(axis=1) for k in kinds])
        # The leaf of a competence is itself, or its domain when the tree stops there.
        above = np.array([leaf[content == k][0] for k in kinds])
        doubt = np.round(known.moments(known.competences)[1], 9)[:, above]
        target = np.where(possible, doubt - 100.0 * asked, -np.inf).argmax(axis=1)
        return np.asarray(free & (content == target[:, None]))

    def _scores(self, gain: Floats, allowed: Flags, turn: int, rng: np.random.Generator) -> Floats:
        if not self.progressive:
            return gain
        worth = np.where(allowed, gain, 0.0)
        return progressive(worth, turn, self.length, rng.random(gain.shape))


@dataclass(frozen=True, eq=False)
class Flash:
    """The anchor's exam. asked (people, questions), capacity and error after the last, (people,)."""

    asked: Whole
    capacity: Floats
    error: Floats


GRID = np.linspace(-8, 8, 161)
FLASH_PRIOR_SD, FLASH_AMONG = 1.5, 5


def flash(bank: Bank, answers: Whole, length: int, seed: int) -> Flash:
    """One-dimensional exam, as many items from each competence."""
    rng, items = np.random.default_rng([seed, 41]), bank.items
    people, leaves = answers.shape[0], int(bank.content.max()) + 1
    curves = logistic(items.a[:, None] * (GRID - items.b[:, None]))
    logs, capacity = np.zeros((people, GRID.size)), np.zeros(people)
    asked = np.empty((people, 0), dtype=np.intp)
    who, free = np.arange(people), np.ones(answers.shape, dtype=bool)
    error = np.full(people, FLASH_PRIOR_SD)
    for _ in range(length):
        given = (bank.content[asked][:, :, None] == np.arange(leaves)).sum(axis=1)
        target = (given + rng.random(given.shape) * 0.5).argmin(axis=1)
        allowed = free & (bank.content == target[:, None])
        worth = information(capacity[:, None], items.a, items.b)
        chosen = best_of(-worth, allowed, FLASH_AMONG, rng)
        free[who, chosen] = False
        asked = np.column_stack((asked, chosen))
        right = (answers[who, chosen] == RIGHT)[:, None]
        logs += np.log(np.where(right, curves[chosen], 1 - curves[chosen]))
        # The prior follows the estimate: this is what makes the rule depend on the order of answers.
        prior = -((GRID - capacity[:, None]) ** 2) / (2 * FLASH_PRIOR_SD**2)
        weight = np.exp(logs + prior - (logs + prior).max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        capacity = weight @ GRID
        error = np.sqrt((weight * (GRID - capacity[:, None]) ** 2).sum(axis=1))
    return Flash(asked, capacity, error)
