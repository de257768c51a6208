"""From answers to the likelihood of each ability.

« Je ne sais pas » is an observation, not an omission (Mislevy & Wu 1996). With π the chance of really
knowing and γ the person's propensity to guess when they do not:

    right          π + (1 − π) γ c
    wrong          (1 − π) γ (1 − c)
    « don't know » (1 − π) (1 − γ)

A wrong answer and an honest « don't know » thus say the same about ability. What the usual « counted
as wrong under 3PL » gets wrong is the *right* answers: it discounts them for guesses an honest person
never makes, which under-rates that person by about 0.4 SD. γ is estimated from the session itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.irt import graded, logistic, shrunk
from webapp.psychometrics.tree import Floats, Posterior, TraitTree, propagate

FLOOR = 1e-12


class Outcome(Enum):
    """What happened. IGNORED says nothing about the person: impossible here, or not reached."""

    RIGHT = "right"
    WRONG = "wrong"
    DONT_KNOW = "dont_know"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Item:
    """Parameters of one item family.

    a, b, c  discrimination, difficulty, chance of a lucky right answer
    b_se     standard error of ``b``, folded into ``a`` wherever the item is used (``irt.shrunk``)
    steps    of a task done by degrees: what each degree adds to ``b``, increasing

    Raises ``ValueError`` for steps that do not increase, or a task that can be guessed.
    """

    id: str
    competence: str
    skill: str
    a: float
    b: float
    c: float = 0.0
    b_se: float = 0.0
    family: str = ""
    features: frozenset[str] = field(default_factory=frozenset)
    steps: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if any(high <= low for low, high in pairwise(self.steps)):
            raise ValueError(f"{self.id}: the steps of a task must increase: {self.steps}")
        if self.steps and self.c:
            raise ValueError(f"{self.id}: a task done by degrees cannot be guessed")


@dataclass(frozen=True)
class Evidence:
    """One answer. ``helped`` answers speak of the helped level only.

    degree  how far a task was done, 0 to the number of its steps (Samejima's graded response); None, or
            an item without steps: right or wrong, read at ``b`` as for any item

    Raises ``ValueError`` for a degree the task does not have.
    """

    item: Item
    outcome: Outcome
    helped: bool = False
    degree: int | None = None

    def __post_init__(self) -> None:
        if self.degree is not None and not 0 <= self.degree <= len(self.item.steps):
            raise ValueError(f"{self.item.id} has no degree {self.degree}")

    @property
    def partial(self) -> bool:
        """Whether this answer is read by degrees."""
        return self.degree is not None and bool(self.item.steps)


def guessing_propensity(evidence: Sequence[Evidence]) -> float:
    """γ̂ = (1 + W) / (2 + W + D), in (0, 1): W guesses revealed by wrong answers, D « don't know ».

    Each wrong answer stands for 1/(1 − c) guesses, the lucky ones included; a task partly done is no
    guess. With no wrong answer and no « don't know » nothing is known and γ̂ is one half.
    """
    plain = [e for e in evidence if not e.partial]
    wrong = sum(1 / (1 - e.item.c) for e in plain if e.outcome is Outcome.WRONG)
    unknown = sum(1 for e in plain if e.outcome is Outcome.DONT_KNOW)
    return (1 + wrong) / (2 + wrong + unknown)


def posterior(
    tree: TraitTree,
    evidence: Sequence[Evidence],
    prior_mean: float = 0.0,
    *,
    with_help: bool = False,
) -> Posterior:
    """The exact posterior of every trait.

    prior_mean  mean ability of the population entering by this door
    with_help   False: the level alone, helped answers left out; True: all answers, the helped level

    Raises ``KeyError`` for an item of a competence the tree does not have. The result depends on the
    set of answers only, never on their order.
    """
    counted = [
        entry
        for entry in evidence
        if entry.outcome is not Outcome.IGNORED and (with_help or not entry.helped)
    ]
    likelihood = np.ones((len(tree.competences), tree.grid.size))
    direct = np.zeros(len(tree.competences), dtype=np.intp)
    if counted:
        _multiply_in(tree, counted, prior_mean, likelihood, direct)
    return propagate(tree, likelihood, shift=prior_mean, direct=direct)


@dataclass(frozen=True)
class TwoLevels:
    """What a person does alone, and what they do with someone beside them."""

    alone: Posterior
    helped: Posterior


def two_levels(tree: TraitTree, evidence: Sequence[Evidence], prior_mean: float = 0.0) -> TwoLevels:
    """Two posteriors from the same answers.

    The rule: what was answered alone counts for both levels, since whoever does it alone does it with
    help too; what was answered with an adviser's help counts for the helped level only, so that help
    never raises — nor lowers — what is said of the person alone. With no helped answer both are equal.
    """
    return TwoLevels(
        posterior(tree, evidence, prior_mean),
        posterior(tree, evidence, prior_mean, with_help=True),
    )


def _multiply_in(
    tree: TraitTree,
    counted: Sequence[Evidence],
    shift: float,
    likelihood: Floats,
    direct: NDArray[np.intp],
) -> None:
    """Fill the rows of the competences that were answered; the largest entry of a row is one."""
    rows = np.array([tree.index[entry.item.competence] for entry in counted])
    logs = np.log(np.maximum(_each(tree, counted, shift), FLOOR))
    total = np.zeros_like(likelihood)
    # Sorting first makes the floating sums, and so the posterior, independent of arrival order.
    order = np.lexsort((logs[:, 0], logs.sum(axis=1), rows))
    np.add.at(total, rows[order], logs[order])
    np.add.at(direct, rows, 1)
    likelihood[:] = np.exp(total - total.max(axis=1, keepdims=True))


def _each(tree: TraitTree, counted: Sequence[Evidence], shift: float) -> Floats:
    """Likelihood of each answer at each node, shape ``(answers, n)``."""
    a = shrunk([e.item.a for e in counted], [e.item.b_se for e in counted])
    b = np.array([e.item.b for e in counted])
    c = np.array([e.item.c for e in counted])
    right = np.array([e.outcome is Outcome.RIGHT for e in counted])
    nodes = tree.grid + shift
    knows = logistic(a[:, None] * (nodes[None, :] - b[:, None]))
    lucky = guessing_propensity(counted) * c[:, None]
    chance = np.where(right[:, None], knows + (1 - knows) * lucky, 1 - knows)
    for row, entry in enumerate(counted):
        if entry.partial:
            steps = b[row] + np.array(entry.item.steps)
            chance[row] = graded(nodes, a[row], steps)[:, entry.degree]
    return chance
