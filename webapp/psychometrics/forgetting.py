"""Someone who comes back: what earlier answers still say, less and less as time goes.

The last posterior is the start, its variance grown by what may have been forgotten:

    V ← V + 0.10 · years + 0.25 · (memory lost)

Variance grows by raising the likelihood of each earlier answer to a power (power prior; Ibrahim & Chen
2000): an answer then counts for a share of one. With a normal prior of variance 1 and a likelihood of
precision l, V = 1/(1 + l); the share that makes it V′ is (1/V′ − 1)/(1/V − 1). Each answer takes the V of
its competence, so that evidence is weakened where it was, the tree stays exact, and doubt never passes
that of somebody unknown: whoever comes back after many years starts as anyone at that door. The two
numbers are guesses, to be estimated from people measured twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from webapp.psychometrics.evidence import CalibratedItem, Evidence, two_levels
from webapp.psychometrics.state import SessionState
from webapp.psychometrics.tree import TraitTree

LATEST = 0.99
"""An earlier answer weighs less than one of today, however recent: that tells them apart."""
DIGITS = 3


@dataclass(frozen=True)
class ForgettingRules:
    """per_year  variance added by a year
    memory    variance added when a memory is wholly lost
    most      earlier answers kept, the latest ones
    """

    per_year: float = 0.10
    memory: float = 0.25
    most: int = 60

    def added(self, years: float, lost: float) -> float:
        """Variance added after so long; ``lost``, the share of the memory that is gone, 0 to 1."""
        return self.per_year * years + self.memory * lost


def share(variance: float, added: float) -> float:
    """What an answer counts for once the variance it led to has grown by ``added``; in [0, 1]."""
    later = variance + added
    if added <= 0:
        return 1.0
    return 0.0 if later >= 1 else (1 / later - 1) / (1 / variance - 1)


def faded(
    tree: TraitTree, state: SessionState, added: Callable[[CalibratedItem], float | None], most: int
) -> SessionState:
    """The state a new session starts from.

    added  variance to add for the answers to an item; None when they say nothing any more (the person
           has been taught since)
    most   answers kept, the latest ones; one that counts for nothing is kept too, as having been met
    """
    levels = two_levels(tree, state.answers, state.prior_mean)
    variances = levels.alone.competence_variance, levels.helped.competence_variance

    def weaker(entry: Evidence) -> Evidence:
        more = added(entry.item)
        known = variances[entry.helped][tree.index[entry.item.competence]]
        left = 0.0 if more is None else share(float(known), more) * entry.weight
        return replace(entry, weight=round(min(left, LATEST), DIGITS))

    kept = state.answers[max(0, len(state.answers) - most) :]
    return replace(state, answers=tuple(weaker(entry) for entry in kept))
