"""Choosing the next item: the one that will leave the least doubt, among those that feel possible.

Inside the least-known branch, the item with the smallest expected posterior variance (Owen 1975; van
der Linden 1998). A comfort filter keeps the chance of success high: on a public that has often been
told it fails, it cuts the longest run of failures from about 4 to 2.5 for some eight questions more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from webapp.psychometrics.bank import TINY, Branch, Flags, ItemBank, Whole
from webapp.psychometrics.irt import graded
from webapp.psychometrics.tree import Floats, Posterior


@dataclass(frozen=True)
class SelectionRules:
    """Numbers of the choice; the product reads them from its content files.

    comfort_first, comfort_first_count  least chance of success of the first items, and how many
    comfort        least chance of success afterwards
    family_gap     a family does not come back within this many items
    randomesque    draw among the best ``n`` (Kingsbury & Zara 1989), so that nobody sees a fixed test
    balance_slack  how far a domain may run ahead of the least asked one
    slopes         how much it counts that a question would teach its own slope: an expected fall of the
                   variance is worth 1 + slopes × ``ItemBank.lessons`` times itself; 0 for not at all
    """

    comfort_first: float = 0.75
    comfort_first_count: int = 3
    comfort: float = 0.60
    family_gap: int = 3
    randomesque: int = 5
    balance_slack: int = 1
    slopes: float = 0.0


EVERYDAY = SelectionRules()


@dataclass(frozen=True)
class SelectedItem:
    """The chosen item, and why. ``reason`` is first, new_domain, least_known or most_comfortable."""

    item_id: str
    probability: float
    expected_variance: float
    reason: str


def expected_variance(density: Floats, nodes: Floats, curves: Floats) -> tuple[Floats, Floats]:
    """Chance of success and expected posterior variance of each item (Owen 1975).

    density, curves  shape ``(items, n)``: the ability's distribution and P(right) per item.
    With s0 = Σ p P, s1 = Σ p x P, m = Σ p x, e2 = Σ p x²: e2 − s1²/s0 − (m − s1)²/(1 − s0).
    """
    mean = density @ nodes
    curves = np.clip(curves, TINY, 1 - TINY)
    chance = (density * curves).sum(axis=1)
    covariance = (density * (nodes - mean[:, None]) * curves).sum(axis=1)
    return chance, density @ nodes**2 - mean**2 - _fall(chance, covariance)


def _fall(chance: Floats, covariance: Floats) -> Floats:
    """What the same sum takes off V = e2 − m²: cov² / s0(1 − s0), with cov = s1 − m s0."""
    return np.asarray(covariance**2 / (chance * (1 - chance)))


def select(
    bank: ItemBank,
    posterior: Posterior,
    *,
    administered: Sequence[str],
    rules: SelectionRules | None = None,
    eligible: Collection[str] | None = None,
    seed: int = 0,
) -> SelectedItem | None:
    """The next item, or None when nothing eligible is left.

    administered  ids already shown in this session, in order (those that were impossible included)
    eligible      ids allowed here: device, accessibility, content
    seed          a whole number spread over a large range; the same seed gives the same item
    """
    rules = rules or EVERYDAY
    seen = bank.rows(administered)
    free, usable = bank.free(seen, rules.family_gap, eligible)
    branches = _branches(bank, posterior, seen, rules, usable)
    first = len(administered) < rules.comfort_first_count
    floor = rules.comfort_first if first else rules.comfort
    for branch, known in branches:
        chance, variance, left = _outlook(bank, posterior, branch, rules.slopes)
        kept = (free[branch.places] & (chance >= floor)).nonzero()[0]
        if kept.size:
            order = np.lexsort((bank.order[branch.places][kept], left[kept]))
            best = kept[order[: rules.randomesque]]
            pick = int(best[seed % best.size])
            reason = "least_known" if known else "new_domain" if administered else "first"
            return _choice(bank, branch, pick, (chance, variance), reason)
    return _kindest(bank, posterior, [branch for branch, _ in branches], free)


def _outlook(
    bank: ItemBank, posterior: Posterior, branch: Branch, slopes: float = 0.0
) -> tuple[Floats, Floats, Floats]:
    """``expected_variance`` at every place of a branch, as one product, and what places are ordered by.

    A variance does not depend on where zero is: moments are taken on the grid, whatever its shift. The
    order is by variance, its fall counted for more where a question teaches its slope.
    """
    leaves, tree = slice(branch.first, branch.end), posterior.tree
    density = posterior.competences[leaves]
    mean, square = tree.powers[1:].dot(density.T)[:, :, None]
    weights = np.empty((branch.end - branch.first, 2, tree.grid.size))
    weights[:, 0] = density
    np.multiply(density, tree.grid - mean, out=weights[:, 1])
    sums = np.empty((2, branch.end - branch.first, bank.width))
    np.matmul(weights, bank.blocks(posterior.shift)[leaves], out=sums.swapaxes(0, 1))
    falls = _fall(*sums)
    chance, fall, variance = sums[0].ravel(), falls.ravel(), (square - mean**2 - falls).ravel()
    for row in branch.tasks:
        place = bank.places[row] - branch.places.start
        variance[place] = _by_degrees(
            bank, posterior, row, density[bank.competence[row] - branch.first]
        )
    if not slopes or not bank.unsure:
        return chance, variance, variance
    taught = np.matmul((slopes * density)[:, None], bank.lessons(posterior.shift)[leaves])
    return chance, variance, variance - taught.ravel() * fall


def _by_degrees(bank: ItemBank, posterior: Posterior, row: int, density: Floats) -> float:
    """Expected variance after a task done by degrees: Σ p x² − Σ_m (Σ p x P_m)² / Σ p P_m."""
    steps = bank.b[row] + np.array(bank.items[row].steps)
    degrees = graded(posterior.nodes, bank.a[row], steps)
    shares, parts = density @ degrees, (density * posterior.nodes) @ degrees
    settled = (parts**2 / np.maximum(shares, 1e-12)).sum()
    return float(density @ posterior.nodes**2 - settled)


def _kindest(
    bank: ItemBank, posterior: Posterior, branches: Sequence[Branch], free: Flags
) -> SelectedItem | None:
    """When nothing is comfortable enough: the kindest question there is, None when nothing is left."""
    best: SelectedItem | None = None
    for branch in branches:
        chance, variance, _ = _outlook(bank, posterior, branch)
        left = free[branch.places].nonzero()[0]
        rows = bank.order[branch.places][left]
        pick = int(left[np.lexsort((rows, -chance[left]))[0]])
        found = _choice(bank, branch, pick, (chance, variance), "most_comfortable")
        if best is None or (-found.probability, bank.row[found.item_id]) < (
            -best.probability,
            bank.row[best.item_id],
        ):
            best = found
    return best


def _choice(
    bank: ItemBank, branch: Branch, pick: int, outlook: tuple[Floats, Floats], reason: str
) -> SelectedItem:
    chance, variance = outlook
    item = bank.items[int(bank.order[branch.places.start + pick])]
    return SelectedItem(item.id, float(chance[pick]), float(variance[pick]), reason)


def _branches(
    bank: ItemBank, posterior: Posterior, seen: Whole, rules: SelectionRules, usable: list[bool]
) -> list[tuple[Branch, bool]]:
    """Domains to try and whether each was asked about, those not ahead of the others first.

    Among these the least known comes first; equal ones keep the tree's order.
    """
    domains = len(bank.tree.domains)
    asked = np.bincount(bank.domain.take(seen), minlength=domains).tolist()
    possible = [branch for branch, some in zip(bank.branches, usable, strict=True) if some]
    ahead = min((asked[branch.domain] for branch in possible), default=0) + rules.balance_slack
    doubt = posterior.domain_sd.round(9).tolist()
    possible.sort(key=lambda branch: (asked[branch.domain] >= ahead, -doubt[branch.domain]))
    return [(branch, asked[branch.domain] > 0) for branch in possible]
