"""What one competence tells of everything else, and what an answer to it is expected to settle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.panel import Panel
from webapp.psychometrics.beliefs import Beliefs
from webapp.psychometrics.tree import TINY

Floats = NDArray[np.float64]


def falls(panel: Panel, known: Beliefs, functions: Sequence[Floats]) -> Floats:
    """Expected fall of the variance of some quantities for each item, (people, items).

    functions  one per competence: E[each quantity | that competence, answers], (people, quantities, n)

    With f(x) = E[quantity | θ_k = x], an answer of chance P(x) moves the quantity's mean m to
    Σ p f P / s0 when right and to (m − Σ p f P) / (1 − s0) when wrong, s0 = Σ p P. Its variance falls
    on average by (Σ p f P − m s0)² / (s0 (1 − s0)).
    """
    total = np.zeros((panel.people, panel.bank.size))
    for leaf, function in enumerate(functions):
        rows = np.flatnonzero(panel.bank.items.competence == leaf)
        density, curves = known.competences[:, leaf], panel.curves[rows].T
        chance = np.clip(density @ curves, 1e-9, 1 - 1e-9)
        for quantity in range(function.shape[1]):
            weighted = density * function[:, quantity]
            moved = weighted @ curves - weighted.sum(axis=1, keepdims=True) * chance
            total[:, rows] += moved**2 / (chance * (1 - chance))
    return total


def regressions(known: Beliefs) -> list[Floats]:
    """E[every domain | one competence, answers], (people, domains, n), for each competence."""
    tree = known.tree
    up = np.maximum(known.up @ tree.to_domain.T, TINY)
    conditional = (known.up * known.nodes) @ tree.to_domain.T / up
    found = []
    for domain, names in enumerate(tree.domains.values()):
        others = known.general / up[:, domain]
        down = np.maximum(others @ tree.to_domain, TINY)
        guess = ((others[:, None] * conditional) @ tree.to_domain) / down[:, None]
        guess[:, domain] = known.nodes
        for name in names:
            told = np.maximum(known.told[:, tree.index[name]], TINY)
            beside = down * known.up[:, domain] / told
            weight = np.maximum(beside @ tree.to_competence, TINY)
            found.append(((beside[:, None] * guess) @ tree.to_competence) / weight[:, None])
    return found
