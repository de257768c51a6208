"""Choosing the next item: the one that will leave the least doubt, among those that feel possible.

Inside the least-known branch, the item with the smallest expected posterior variance (Owen 1975; van
der Linden 1998). A comfort filter keeps the chance of success high: on a public that has often been
told it fails, it cuts the longest run of failures from about 4 to 2.5 for some eight questions more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.evidence import Item
from webapp.psychometrics.irt import graded, probability, shrunk
from webapp.psychometrics.tree import Floats, Posterior, TraitTree


@dataclass(frozen=True)
class SelectionRules:
    """Numbers of the choice; the product reads them from its content files.

    comfort_first, comfort_first_count  least chance of success of the first items, and how many
    comfort        least chance of success afterwards
    family_gap     a family does not come back within this many items
    randomesque    draw among the best ``n`` (Kingsbury & Zara 1989), so that nobody sees a fixed test
    balance_slack  how far a domain may run ahead of the least asked one
    """

    comfort_first: float = 0.75
    comfort_first_count: int = 3
    comfort: float = 0.60
    family_gap: int = 3
    randomesque: int = 5
    balance_slack: int = 1


@dataclass(frozen=True)
class Choice:
    """The chosen item, and why. ``reason`` is first, new_domain, least_known or most_comfortable."""

    item_id: str
    probability: float
    expected_variance: float
    reason: str


@dataclass(frozen=True, eq=False)
class ItemBank:
    """A bank in columns, made once: a choice is then one pass of array arithmetic."""

    tree: TraitTree
    items: Sequence[Item]
    _curves: dict[float, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        items = self.items
        columns: dict[str, Any] = {
            "a": shrunk([i.a for i in items], [i.b_se for i in items]),
            "b": np.array([i.b for i in items], dtype=float),
            "c": np.array([i.c for i in items], dtype=float),
            "competence": np.array([self.tree.index[i.competence] for i in items], dtype=np.intp),
            "row": {item.id: row for row, item in enumerate(items)},
            "family": np.unique([i.family or i.id for i in items], return_inverse=True)[1],
            "tasks": frozenset(row for row, item in enumerate(items) if item.steps),
        }
        columns["domain"] = self.tree.domain_of[columns["competence"]]
        for name, column in columns.items():
            object.__setattr__(self, name, column)

    a: Floats = field(init=False)
    b: Floats = field(init=False)
    c: Floats = field(init=False)
    competence: NDArray[np.intp] = field(init=False)
    domain: NDArray[np.intp] = field(init=False)
    family: NDArray[np.intp] = field(init=False)
    row: dict[str, int] = field(init=False)
    tasks: frozenset[int] = field(init=False)

    def curves(self, shift: float) -> Floats:
        """P(right) of each item at each node, shape ``(items, n)``, kept per population."""
        if shift not in self._curves:
            nodes = self.tree.grid + shift
            self._curves[shift] = probability(
                nodes[None, :], self.a[:, None], self.b[:, None], self.c[:, None]
            )
        return self._curves[shift]

    def mask(self, ids: Collection[str] | None) -> NDArray[np.bool_]:
        """Which items are among ``ids`` (all of them for None)."""
        if ids is None:
            return np.ones(len(self.items), dtype=bool)
        chosen = np.zeros(len(self.items), dtype=bool)
        chosen[[self.row[name] for name in ids if name in self.row]] = True
        return chosen


def expected_variance(density: Floats, nodes: Floats, curves: Floats) -> tuple[Floats, Floats]:
    """Chance of success and expected posterior variance of each item (Owen 1975).

    density, curves  shape ``(items, n)``: the ability's distribution and P(right) per item.
    With s0 = Σ p P, s1 = Σ p x P, m = Σ p x, e2 = Σ p x²: e2 − s1²/s0 − (m − s1)²/(1 − s0).
    """
    weighted = density * curves
    s0 = np.clip(weighted.sum(axis=1), 1e-9, 1 - 1e-9)
    s1 = weighted @ nodes
    m, e2 = density @ nodes, density @ nodes**2
    return s0, e2 - s1**2 / s0 - (m - s1) ** 2 / (1 - s0)


def select(
    bank: ItemBank,
    posterior: Posterior,
    *,
    administered: Sequence[str],
    rules: SelectionRules | None = None,
    eligible: Collection[str] | None = None,
    seed: int = 0,
) -> Choice | None:
    """The next item, or None when nothing eligible is left.

    administered  ids already shown in this session, in order (those that were impossible included)
    eligible      ids allowed here: device, accessibility, content
    seed          a whole number spread over a large range; the same seed gives the same item
    """
    rules = rules or SelectionRules()
    candidates = free_rows(bank, administered, rules.family_gap, eligible)
    if not candidates.size:
        return None
    first = len(administered) < rules.comfort_first_count
    floor = rules.comfort_first if first else rules.comfort
    for domain, reason in _branches(bank, posterior, administered, rules, candidates):
        branch = candidates[bank.domain[candidates] == domain]
        chance, variance = _outlook(bank, posterior, branch)
        kept = np.flatnonzero(chance >= floor)
        if kept.size:
            best = kept[np.lexsort((branch[kept], variance[kept]))][: rules.randomesque]
            pick = int(best[seed % best.size])
            return _choice(bank, branch[pick], chance[pick], variance[pick], reason)
    # Nothing is comfortable enough: the kindest question there is.
    chance, variance = _outlook(bank, posterior, candidates)
    pick = int(np.argmax(chance))
    return _choice(bank, candidates[pick], chance[pick], variance[pick], "most_comfortable")


def _outlook(bank: ItemBank, posterior: Posterior, rows: NDArray[np.intp]) -> tuple[Floats, Floats]:
    density = posterior.competences[bank.competence[rows]]
    chance, variance = expected_variance(
        density, posterior.nodes, bank.curves(posterior.shift)[rows]
    )
    if bank.tasks:
        for place in np.flatnonzero([int(row) in bank.tasks for row in rows]):
            variance[place] = _by_degrees(bank, posterior, int(rows[place]), density[place])
    return chance, variance


def _by_degrees(bank: ItemBank, posterior: Posterior, row: int, density: Floats) -> float:
    """Expected variance after a task done by degrees: Σ p x² − Σ_m (Σ p x P_m)² / Σ p P_m."""
    steps = bank.b[row] + np.array(bank.items[row].steps)
    degrees = graded(posterior.nodes, bank.a[row], steps)
    shares, parts = density @ degrees, (density * posterior.nodes) @ degrees
    settled = (parts**2 / np.maximum(shares, 1e-12)).sum()
    return float(density @ posterior.nodes**2 - settled)


def _choice(
    bank: ItemBank, row: np.intp, chance: np.float64, variance: np.float64, reason: str
) -> Choice:
    return Choice(bank.items[int(row)].id, float(chance), float(variance), reason)


def free_rows(
    bank: ItemBank, administered: Sequence[str], gap: int, eligible: Collection[str] | None
) -> NDArray[np.intp]:
    """Items allowed and not shown yet; the family ``gap`` yields when nothing else is left."""
    seen = [bank.row[name] for name in administered if name in bank.row]
    free = bank.mask(eligible)
    free[seen] = False
    recent = bank.family[seen[max(0, len(seen) - gap) :]]
    rested = free & ~np.isin(bank.family, recent)
    return np.flatnonzero(rested if rested.any() else free)


def _branches(
    bank: ItemBank,
    posterior: Posterior,
    administered: Sequence[str],
    rules: SelectionRules,
    candidates: NDArray[np.intp],
) -> Iterator[tuple[int, str]]:
    """Domains to try, the least known first among those that are not ahead of the others."""
    seen = [bank.row[name] for name in administered if name in bank.row]
    asked = np.bincount(bank.domain[seen], minlength=len(posterior.tree.domain_names))
    possible = np.unique(bank.domain[candidates])
    fair = possible[asked[possible] < asked[possible].min() + rules.balance_slack]
    for domain in (
        *_by_doubt(posterior, fair),
        *_by_doubt(posterior, np.setdiff1d(possible, fair)),
    ):
        new = "new_domain" if administered else "first"
        yield domain, "least_known" if asked[domain] else new


def _by_doubt(posterior: Posterior, domains: NDArray[np.intp]) -> list[int]:
    """Domains, the least known first; equal ones keep the tree's order."""
    doubt = np.round(posterior.domain_sd[domains], 9)
    return [int(domain) for domain in domains[np.argsort(-doubt, kind="stable")]]
