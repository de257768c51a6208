"""Keeping questions from wearing out: who may still be asked what.

Three rules. *Randomesque* (Kingsbury & Zara 1989), in ``selection``: one of the five best, for everyday
tests. *Progressive-restricted*, for exams: chance first, precision at the end, and no question shown to
more than a share of people (Revuelta & Ponsoda 1998; Barrada, Olea, Ponsoda & Abad 2008). *Item
eligibility*, at scale: each question takes part in a person's test with a chance that its own past
settles, no simulation needed beforehand (van der Linden & Veldkamp 2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.intp]
CAP = 0.20


def progressive_weight(asked: int, length: int) -> float:
    """Weight of precision before question ``asked + 1``: W = Σ_{i≤asked} i / Σ_{i<length} i.

    0 for the first question, 1 for the last (Barrada et al. 2008, acceleration 1). Raises
    ``ValueError`` for a test of no question, or a question beyond the last.
    """
    if not 0 <= asked < length:
        raise ValueError(f"there is no question {asked + 1} in a test of {length}")
    return asked * (asked + 1) / (length * (length - 1)) if length > 1 else 1.0


def progressive(gain: ArrayLike, asked: int, length: int, draws: ArrayLike) -> Floats:
    """Score of each question, the highest to be asked: (1 − W)·U·max(gain) + W·gain.

    gain   what each question is expected to bring (information, fall of variance), shape ``(…, items)``
    draws  independent uniforms in [0, 1), same shape
    """
    worth = np.asarray(gain, dtype=float)
    weight = progressive_weight(asked, length)
    best = worth.max(axis=-1, keepdims=True, initial=0.0)
    return np.asarray((1 - weight) * np.asarray(draws, dtype=float) * best + weight * worth)


def restricted(shown: ArrayLike, people: int, cap: float = CAP) -> Flags:
    """Questions that may still be shown: seen so far by less than ``cap`` of ``people``.

    shown   people who saw each question, shape ``(items,)``
    people  people who sat, the present one included
    """
    return np.asarray(np.asarray(shown, dtype=float) < cap * max(people, 1))


@dataclass(frozen=True, eq=False)
class Eligibility:
    """What item eligibility remembers, shape ``(items,)`` each.

    eligible      people in whose test the question could be drawn
    administered  people who were shown it
    """

    eligible: Floats
    administered: Floats

    @classmethod
    def fresh(cls, items: int) -> Eligibility:
        """Nobody sat yet."""
        return cls(np.zeros(items), np.zeros(items))

    def chances(self, cap: float = CAP) -> Floats:
        """P(eligible) for the next person: min(1, r_max · eligible / administered), 1 if never shown."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = cap * self.eligible / self.administered
        return np.where(self.administered > 0, np.minimum(ratio, 1.0), 1.0)

    def drawn(self, draws: ArrayLike, cap: float = CAP) -> Flags:
        """Questions of the next person's test; ``draws`` are uniforms, shape ``(…, items)``."""
        return np.asarray(np.asarray(draws, dtype=float) < self.chances(cap))

    def after(self, eligible: Flags, asked: Whole) -> Eligibility:
        """Memory once a person is done: which questions were eligible, which rows were shown."""
        shown = np.bincount(asked, minlength=self.administered.size)
        # A question shown although it was not eligible (none was left) counts as both.
        return Eligibility(self.eligible + (eligible | (shown > 0)), self.administered + shown)
