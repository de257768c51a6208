"""Ways of choosing the next item for everyone at once.

``Tree`` is the product's own choice (``webapp.psychometrics.selection.select``) with one more axis for
people, under the same ``SelectionRules``: the tests compare the two session by session. The others are
what it is measured against.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.metrics import normal_below
from simulation.panel import Panel
from simulation.regressions import falls, regressions
from webapp.psychometrics.beliefs import Beliefs
from webapp.psychometrics.irt import information
from webapp.psychometrics.selection import SelectionRules

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Method(Protocol):
    """Chooses one item row per person."""

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:
        """Item rows, shape ``(people,)``."""
        ...


def free_items(panel: Panel) -> Flags:
    """Items not asked yet, shape ``(people, items)``."""
    free = np.ones((panel.people, panel.bank.size), dtype=bool)
    free[np.arange(panel.people)[:, None], panel.asked] = False
    return free


def outlook(panel: Panel, known: Beliefs) -> tuple[Floats, Floats]:
    """Chance of success and expected posterior variance of every item, (people, items) each.

    The formula of ``selection.expected_variance``, as matrix products competence by competence.
    """
    bank, nodes = panel.bank.items, known.nodes
    chance = np.empty((panel.people, panel.bank.size))
    first = np.empty_like(chance)
    mean, second = np.empty_like(chance), np.empty_like(chance)
    for leaf in range(len(panel.tree.competences)):
        rows = np.flatnonzero(bank.competence == leaf)
        density, curves = known.competences[:, leaf], panel.curves[rows].T
        chance[:, rows] = density @ curves
        first[:, rows] = (density * nodes) @ curves
        mean[:, rows] = (density @ nodes)[:, None]
        second[:, rows] = (density @ nodes**2)[:, None]
    chance = np.clip(chance, 1e-9, 1 - 1e-9)
    variance = second - first**2 / chance - (mean - first) ** 2 / (1 - chance)
    for row in np.flatnonzero(panel.bank.task):
        density, degrees = known.competences[:, bank.competence[row]], panel.degrees[row].T
        shares, parts = np.maximum(density @ degrees, 1e-12), (density * nodes) @ degrees
        variance[:, row] = second[:, row] - (parts**2 / shares).sum(axis=1)
    return chance, variance


def with_lessons(panel: Panel, known: Beliefs, variance: Floats, slopes: float) -> Floats:
    """``variance`` with its fall counted for more where a question teaches its slope, as ``select``."""
    bank = panel.bank.items
    if not (slopes and bank.unsure):
        return variance
    taught, before = np.empty_like(variance), np.empty_like(variance)
    for leaf, lessons in enumerate(bank.lessons(panel.shift)):
        rows, density = np.flatnonzero(bank.competence == leaf), known.competences[:, leaf]
        taught[:, rows] = (density @ lessons)[:, bank.places[rows] - leaf * bank.width]
        before[:, rows] = (known.moments(density)[1] ** 2)[:, None]
    return np.asarray(before - (before - variance) * (1 + slopes * taught))


def best_of(scores: Floats, allowed: Flags, among: int, rng: np.random.Generator) -> Whole:
    """One of the ``among`` smallest scores of each row, drawn evenly; −1 when nothing is allowed."""
    left = np.where(allowed, scores, np.inf)
    people = np.arange(scores.shape[0])
    size = np.minimum(allowed.sum(axis=1), among)
    wanted = rng.integers(0, np.maximum(size, 1))
    chosen = np.full(scores.shape[0], -1, dtype=np.intp)
    for place in range(among):
        smallest = left.argmin(axis=1)
        take = (wanted == place) & (size > 0)
        chosen[take] = smallest[take]
        left[people, smallest] = np.inf
    return chosen


@dataclass(frozen=True)
class Random:
    """Any item not asked yet."""

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:  # noqa: ARG002
        """See ``Method``."""
        return best_of(rng.random((panel.people, panel.bank.size)), free_items(panel), 1, rng)


@dataclass(frozen=True)
class FixedForm:
    """The same questions for everyone, in the order of ``rows`` (``webapp.psychometrics.forms``)."""

    rows: tuple[int, ...]

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:  # noqa: ARG002
        """See ``Method``."""
        return np.full(panel.people, self.rows[panel.asked.shape[1]], dtype=np.intp)


@dataclass(frozen=True)
class RoundRobinInformation:
    """Domains in turn; inside one, the most informative item at the current estimate."""

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:
        """See ``Method``."""
        turn = panel.asked.shape[1] % len(panel.tree.domains)
        bank = panel.bank.items
        rows = np.flatnonzero(bank.domain == turn)
        mean = (known.competences @ known.nodes)[:, bank.competence[rows]]
        scores = np.full((panel.people, panel.bank.size), np.inf)
        scores[:, rows] = -information(mean, bank.a[rows], bank.b[rows], bank.c[rows])
        allowed = free_items(panel) & (bank.domain == turn)
        return best_of(scores, allowed, 1, rng)


@dataclass(frozen=True)
class Tree:
    """The least known branch, and there the smallest expected variance, among comfortable items.

    down  False: the branch is a domain, as in ``select``; True: it goes down to the least known
          competence of that domain, so that expected variances compare like with like
    """

    rules: SelectionRules = field(default_factory=SelectionRules)
    down: bool = False

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:
        """See ``Method``."""
        chance, variance = outlook(panel, known)
        candidates = rested(panel, self.rules.family_gap)
        early = panel.asked.shape[1] < self.rules.comfort_first_count
        floor = self.rules.comfort_first if early else self.rules.comfort
        comfortable = candidates & (chance >= floor)
        domain = self.branch(panel, known, candidates, comfortable)
        allowed = comfortable & (panel.bank.items.domain == domain[:, None])
        if self.down:
            allowed &= least_known(panel, known, allowed)
        left = with_lessons(panel, known, variance, self.rules.slopes)
        chosen = best_of(left, allowed, self.rules.randomesque, rng)
        # Nothing is comfortable enough: the kindest question there is.
        kindest = best_of(-chance, candidates, 1, rng)
        return np.asarray(np.where(domain < 0, kindest, chosen))

    def branch(self, panel: Panel, known: Beliefs, candidates: Flags, comfortable: Flags) -> Whole:
        """The domain to ask about, −1 where none has a comfortable item."""
        bank, domains = panel.bank.items, len(panel.tree.domains)
        possible = by_branch(candidates, bank.domain, domains)
        usable = by_branch(comfortable, bank.domain, domains)
        asked = counts(panel, domains)
        least = np.where(possible, asked, np.iinfo(np.intp).max).min(axis=1)
        fair = asked < least[:, None] + self.rules.balance_slack
        doubt = np.round(known.moments(known.domains)[1], 9)
        # Fair domains come first whatever the doubt; a standard deviation is never 100.
        order = np.where(usable, doubt + 100.0 * fair, -np.inf)
        return np.where(usable.any(axis=1), order.argmax(axis=1), -1)


@dataclass(frozen=True)
class Screening:
    """As many items per domain, each the one that best settles « is the total under the cut? ».

    The item chosen leaves the smallest expected variance of the yes or no, plus ``overall`` times that
    of the total itself, each as a share of what it is now: aiming at the cut alone sorts people a
    little better there and says much less about everyone else. The total given one competence is
    taken as normal, with its exact mean.
    """

    cut: float
    overall: float = 0.3

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:
        """See ``Method``."""
        domain, domains = panel.bank.items.domain, len(panel.tree.domains)
        asked = counts(panel, domains)
        least = asked == asked.min(axis=1, keepdims=True)
        allowed = free_items(panel) & least[:, domain]
        return best_of(-self._settled(panel, known), allowed, 1, rng)

    def _settled(self, panel: Panel, known: Beliefs) -> Floats:
        mean, sd = known.total()
        below = normal_below(self.cut, mean, sd)
        totals = [guess.mean(axis=1) for guess in regressions(known)]
        verdicts = []
        for leaf, total in enumerate(totals):
            explained = (known.competences[:, leaf] * (total - mean[:, None]) ** 2).sum(axis=1)
            rest = np.sqrt(np.maximum(sd**2 - explained, 1e-6))[:, None]
            verdicts.append(normal_below(self.cut, total, rest)[:, None])
        verdict = falls(panel, known, verdicts) / np.maximum(below * (1 - below), 1e-4)[:, None]
        every = falls(panel, known, [total[:, None] for total in totals]) / sd[:, None] ** 2
        return np.asarray(verdict + self.overall * every)


@dataclass(frozen=True)
class AOptimal:
    """The item leaving the smallest expected sum of the domains' variances."""

    def choose(self, panel: Panel, known: Beliefs, rng: np.random.Generator) -> Whole:
        """See ``Method``."""
        return best_of(-falls(panel, known, regressions(known)), free_items(panel), 1, rng)


def rested(panel: Panel, gap: int) -> Flags:
    """Free items whose family was not among the last ``gap``; free ones when none is left."""
    free = free_items(panel)
    if not gap or not panel.asked.shape[1]:
        return free
    family = panel.bank.items.family
    recent = family[panel.asked[:, -gap:]]
    kept = free & (family[None, :, None] != recent[:, None, :]).all(axis=2)
    return np.where(kept.any(axis=1)[:, None], kept, free)


def least_known(panel: Panel, known: Beliefs, allowed: Flags) -> Flags:
    """Items of the least known competence that has an allowed one."""
    leaf = panel.bank.items.competence
    usable = by_branch(allowed, leaf, len(panel.tree.competences))
    doubt = np.round(known.moments(known.competences)[1], 9)
    return np.asarray(leaf == np.where(usable, doubt, -np.inf).argmax(axis=1)[:, None])


def by_branch(flags: Flags, branch: Whole, branches: int) -> Flags:
    """Whether each branch has at least one flagged item, shape ``(people, branches)``."""
    return np.column_stack([flags[:, branch == n].any(axis=1) for n in range(branches)])


def counts(panel: Panel, domains: int) -> Whole:
    """Items asked per domain, shape ``(people, domains)``."""
    asked = panel.bank.items.domain[panel.asked]
    return np.asarray((asked[:, :, None] == np.arange(domains)).sum(axis=1))
