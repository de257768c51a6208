"""When enough is known: never a question more than the person needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from webapp.psychometrics.statements import MASS, WIDEST_STATEMENT, band_set, checked_cuts
from webapp.psychometrics.tree import Posterior

PRECISE, LENGTH, CONTINUE = "precise", "length", "continue"


@dataclass(frozen=True)
class StoppingRules:
    """shortest, longest  fewest and most questions
    sd        stop when every domain is known this well
    cuts, mass  or when every domain has a statement of at most two bands, from a direct answer
    domains   the domains that matter (all by default)
    """

    shortest: int = 0
    longest: int = 20
    sd: float = 0.45
    cuts: Sequence[float] = ()
    mass: float = MASS
    domains: Collection[str] | None = None


@dataclass(frozen=True)
class Decision:
    """``reason`` is precise, length or continue."""

    stop: bool
    reason: str


def decide(posterior: Posterior, asked: int, rules: StoppingRules) -> Decision:
    """Stop or go on after ``asked`` counted answers."""
    if asked >= rules.longest:
        return Decision(stop=True, reason=LENGTH)
    if asked >= rules.shortest and (_all_known(posterior, rules) or _all_stated(posterior, rules)):
        return Decision(stop=True, reason=PRECISE)
    return Decision(stop=False, reason=CONTINUE)


def _rows(posterior: Posterior, rules: StoppingRules) -> list[int]:
    names = posterior.tree.domain_names
    return [n for n, name in enumerate(names) if rules.domains is None or name in rules.domains]


def _all_known(posterior: Posterior, rules: StoppingRules) -> bool:
    return bool(np.all(posterior.domain_sd[_rows(posterior, rules)] <= rules.sd))


def _all_stated(posterior: Posterior, rules: StoppingRules) -> bool:
    if not rules.cuts:
        return False
    cuts = checked_cuts(rules.cuts)
    for row in _rows(posterior, rules):
        low, high = band_set(posterior.masses(cuts, posterior.tree.domain_names[row]), rules.mass)
        if high - low + 1 > WIDEST_STATEMENT or not posterior.domain_answers[row]:
            return False
    return True
