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
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.irt import graded, logistic, shrunk
from webapp.psychometrics.tree import Floats, Posterior, TraitTree, propagate

# No answer is certain or impossible, whatever the ability: logarithms stay finite.
FLOOR = 1e-12
# So many answers cannot make a likelihood vanish, even at their floor: 10⁻¹² each.
MOST_UNSCALED = 24
MOST_DRAWN = 20_000
# What nobody has measured yet: experts give slopes to about a third of themselves.
SLOPE_SE = 0.3
_ITEM_ID = attrgetter("item.id")


class Outcome(Enum):
    """What happened. IGNORED says nothing about the person: impossible here, or not reached."""

    RIGHT = "right"
    WRONG = "wrong"
    DONT_KNOW = "dont_know"
    IGNORED = "ignored"


# Reading a member through its class costs ten times more, and a turn reads some for each answer.
RIGHT, WRONG, DONT_KNOW, IGNORED = Outcome


@dataclass(frozen=True)
class CalibratedItem:
    """Parameters of one item family.

    a, b, c  discrimination, difficulty, chance of a lucky right answer
    b_se     standard error of ``b``, folded into ``a`` wherever the item is used (``irt.shrunk``)
    steps    of a task done by degrees: what each degree adds to ``b``, increasing
    slope_se standard error of ln a: it never changes what an answer says, only which questions are worth
             asking for what they would teach of themselves (``SelectionRules.slopes``)
    slope_b  correlation of the errors of ln a and of b, strictly between −1 and 1

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
    slope_se: float = 0.0
    slope_b: float = 0.0

    def __post_init__(self) -> None:
        if any(high <= low for low, high in pairwise(self.steps)):
            raise ValueError(f"{self.id}: the steps of a task must increase: {self.steps}")
        if self.steps and self.c:
            raise ValueError(f"{self.id}: a task done by degrees cannot be guessed")

    def __hash__(self) -> int:
        """That of the id alone: one item is looked up for every answer of every turn."""
        return hash(self.id)


@dataclass(frozen=True)
class Evidence:
    """One answer. ``helped`` answers speak of the helped level only.

    weight  what it counts for, 0 to 1: one when it was given now, less when it was given in an earlier
            session (``returning``)
    degree  how far a task was done, 0 to the number of its steps (Samejima's graded response); None, or
            an item without steps: right or wrong, read at ``b`` as for any item

    Raises ``ValueError`` for a degree the task does not have, or a weight outside [0, 1].
    """

    item: CalibratedItem
    outcome: Outcome
    helped: bool = False
    degree: int | None = None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.degree is not None and not 0 <= self.degree <= len(self.item.steps):
            raise ValueError(f"{self.item.id} has no degree {self.degree}")
        if not 0 <= self.weight <= 1:
            raise ValueError(f"an answer counts for a share of one, not {self.weight}")

    @property
    def partial(self) -> bool:
        """Whether this answer is read by degrees."""
        return self.degree is not None and bool(self.item.steps)


def guessing_propensity(evidence: Sequence[Evidence]) -> float:
    """γ̂ = (1 + W) / (2 + W + D), in (0, 1): W guesses revealed by wrong answers, D « don't know ».

    Each wrong answer stands for 1/(1 − c) guesses, the lucky ones included; a task partly done is no
    guess. With no wrong answer and no « don't know » nothing is known and γ̂ is one half.
    """
    missed = [e for e in evidence if e.outcome is not RIGHT and not e.partial]
    wrong = sum(e.weight / (1 - e.item.c) for e in missed if e.outcome is WRONG)
    unknown = sum(e.weight for e in missed if e.outcome is DONT_KNOW)
    return (1 + wrong) / (2 + wrong + unknown)


class Drawn(dict[CalibratedItem, tuple[int, Floats]]):
    """Row of an item's competence, and chance of really knowing it at each node; drawn when asked for."""

    def __init__(self, tree: TraitTree, shift: float) -> None:
        super().__init__()
        self.tree, self.nodes = tree, np.asarray(tree.grid + shift)

    def __missing__(self, item: CalibratedItem) -> tuple[int, Floats]:
        """Draws it; forgets everything when there is far more than any bank."""
        if len(self) >= MOST_DRAWN:
            self.clear()
        knows = logistic(shrunk(item.a, item.b_se) * (self.nodes - item.b))
        knows = np.minimum(np.maximum(knows, FLOOR), 1 - FLOOR)
        self[item] = found = self.tree.index[item.competence], knows
        return found


@lru_cache(maxsize=16)
def drawn(tree: TraitTree, shift: float) -> Drawn:
    """The items met so far by people of one population."""
    return Drawn(tree, shift)


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
        if entry.outcome is not IGNORED and entry.weight and (with_help or not entry.helped)
    ]
    if not counted:
        return propagate(tree, np.ones((len(tree.competences), tree.grid.size)), shift=prior_mean)
    # In the order of ids, so that floating sums do not depend on the order of arrival.
    counted.sort(key=_ITEM_ID)
    rows, chances = _each(tree, counted, prior_mean)
    np.log(chances, out=chances)
    weights = np.array([entry.weight for entry in counted])
    chances *= weights[:, None]
    likelihood = tree.identity.take(rows, axis=1).dot(chances)
    direct = np.bincount(rows[weights == 1], minlength=len(tree.competences))
    if len(counted) > MOST_UNSCALED:
        likelihood -= likelihood.max(axis=1, keepdims=True)
    np.exp(likelihood, out=likelihood)
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


def _each(
    tree: TraitTree, counted: Sequence[Evidence], shift: float
) -> tuple[NDArray[np.intp], Floats]:
    """Competence and likelihood at each node of each answer, the latter of shape ``(answers, n)``.

    With K the chance of really knowing, a right answer has γc + (1 − γc) K, another one 1 − K: a line.
    """
    known, guesses = drawn(tree, shift), guessing_propensity(counted)
    rows, knows = zip(*[known[entry.item] for entry in counted], strict=True)
    right = np.array([entry.outcome is RIGHT for entry in counted])
    start = np.array([guesses * e.item.c if e.outcome is RIGHT else 1.0 for e in counted])
    chances = np.array(knows)
    chances *= (right - start)[:, None]
    chances += start[:, None]
    for row in [n for n, e in enumerate(counted) if e.degree is not None and e.item.steps]:
        item = counted[row].item
        steps = item.b + np.array(item.steps)
        degrees = graded(known.nodes, shrunk(item.a, item.b_se), steps)
        chances[row] = np.maximum(degrees[:, counted[row].degree], FLOOR)
    return np.array(rows), chances
