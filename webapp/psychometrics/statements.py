"""What may be said of a trait, given the posterior: a set of bands that holds the truth.

With four bands one standard deviation wide, no short test can name the right one nine times in ten.
So the statement is the smallest run of adjacent bands holding 90 % of the posterior: true at least
95 times in 100, and still at most two bands wide after 30 questions for 97 people in 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import NormalDist

import numpy as np

from webapp.psychometrics.tree import ROOT, TINY, Floats, Posterior

MASS = 0.90
RATHER = 0.65
WIDEST_STATEMENT = 2


class Kind(Enum):
    """How much may be said."""

    ONE = "one"
    BETWEEN = "between"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Statement:
    """Bands ``low`` to ``high`` (0 is the lowest). ``rather`` only when one of two is clear enough."""

    kind: Kind
    low: int
    high: int
    rather: int | None = None

    @property
    def band(self) -> int:
        """The one band to stand on: the likelier when it is clear, else the lower of the two."""
        return self.low if self.rather is None else self.rather

    @property
    def maybe(self) -> int | None:
        """The other band of two, which is possible too; None when only one is said."""
        return self.low + self.high - self.band if self.kind is Kind.BETWEEN else None


def checked_cuts(cuts: Sequence[float]) -> tuple[float, ...]:
    """The thresholds, if each is above the one before. Raises ``ValueError`` otherwise."""
    if any(high <= low for low, high in pairwise(cuts)):
        raise ValueError(f"thresholds must increase: {list(cuts)}")
    return tuple(cuts)


def band_set(masses: Floats | Sequence[float], mass: float = MASS) -> tuple[int, int]:
    """The shortest run of adjacent bands holding ``mass``; the heaviest among equals."""
    values = np.asarray(masses, dtype=float)
    goal = min(mass, float(values.sum()) - 1e-12)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    for width in range(1, values.size + 1):
        runs = sums[width:] - sums[:-width]
        best = int(np.argmax(runs))
        if runs[best] >= goal:
            return best, best + width - 1
    raise AssertionError("the whole range holds everything")


def statement(
    posterior: Posterior,
    cuts: Sequence[float],
    trait: str = ROOT,
    *,
    direct: bool = True,
    mass: float = MASS,
    rather: float = RATHER,
) -> Statement:
    """What may be said of one trait. ``direct=False`` (nothing asked there) is always UNSURE."""
    masses = posterior.masses(checked_cuts(cuts), trait)
    return _said(masses, direct=direct, mass=mass, rather=rather)


def overall(
    posterior: Posterior,
    cuts: Sequence[float],
    domains: Sequence[str],
    *,
    direct: bool = True,
    mass: float = MASS,
    rather: float = RATHER,
) -> Statement:
    """What may be said of the whole: the average of the domains asked about, taken as normal.

    Not the general trait. It is what domains share, on a scale of its own: where every domain is at
    −1.6 it is near −2, and would name a band that no domain is in.
    """
    if len(domains) == 1:
        return statement(posterior, cuts, domains[0], direct=direct, mass=mass, rather=rather)
    mean, sd = posterior.average(domains)
    below = [NormalDist(mean, max(sd, TINY)).cdf(cut) for cut in checked_cuts(cuts)]
    masses = np.diff(np.array([0.0, *below, 1.0]))
    return _said(masses, direct=direct, mass=mass, rather=rather)


def _said(masses: Floats, *, direct: bool, mass: float, rather: float) -> Statement:
    low, high = band_set(masses, mass)
    width = high - low + 1
    if not direct or width > WIDEST_STATEMENT:
        return Statement(Kind.UNSURE, low, high)
    if width == 1:
        return Statement(Kind.ONE, low, high)
    likelier = int(low + np.argmax(masses[low : high + 1]))
    share = masses[likelier] / masses[low : high + 1].sum()
    return Statement(Kind.BETWEEN, low, high, likelier if share >= rather else None)


def stands_apart(
    posterior: Posterior, domain: str, others: Sequence[str], mass: float = MASS
) -> bool:
    """Whether a domain is above each of the others with this mass; False when there is no other.

    Two domains are taken as independent. They go together, so that the truth is surer than this.
    """
    return bool(others) and all(_above(posterior, domain, other) >= mass for other in others)


def _above(posterior: Posterior, domain: str, other: str) -> float:
    """P(domain > other) on the grid, half of what falls on the same node counted."""
    mine, theirs = posterior.density(domain), posterior.density(other)
    return float(mine @ (np.cumsum(theirs) - theirs / 2))
