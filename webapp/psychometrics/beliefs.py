"""Everyone's posterior at once: the engine's belief propagation with one more axis, for people.

The same equations as ``webapp.psychometrics.evidence.posterior`` and ``tree.propagate``, checked
equal to them session by session in the tests. A room of 1,000 people then costs what matrix products
cost, not what 1,000 calls cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from webapp.psychometrics.tree import TINY, Floats, TraitTree


@dataclass(frozen=True, eq=False)
class Beliefs:
    """What is known of everyone; every last axis is the nodes.

    general (people, n) · domains (people, domains, n) · competences (people, competences, n)
    up      B_d, what its answers say to each domain, (people, domains, n)
    told    M_k, what a competence says to its domain, (people, competences, n)
    nodes   abilities, shape ``(n,)``
    evidence  log of the probability of all the answers of each person, shape ``(people,)``
    """

    tree: TraitTree
    nodes: Floats
    general: Floats
    domains: Floats
    competences: Floats
    up: Floats
    told: Floats
    evidence: Floats

    def moments(self, densities: Floats) -> tuple[Floats, Floats]:
        """Mean and SD along the last axis."""
        mean = densities @ self.nodes
        variance = densities @ self.nodes**2 - mean**2
        return np.asarray(mean), np.sqrt(np.maximum(variance, 0))

    def total(self) -> tuple[Floats, Floats]:
        """Mean and SD of the average of the domains, shape ``(people,)`` each.

        Given the general trait the domains are independent: the variance of their average is the mean
        of the conditional variances plus the variance of the conditional means.
        """
        kernel, shift = self.tree.to_domain.T, self.nodes - self.tree.grid
        weight = np.maximum(self.up @ kernel, TINY)
        first = (self.up * self.tree.grid) @ kernel / weight
        second = (self.up * self.tree.grid**2) @ kernel / weight
        average = first.mean(axis=1)
        inside = (second - first**2).sum(axis=1) / first.shape[1] ** 2
        mean = (self.general * average).sum(axis=-1)
        spread = (self.general * (average - mean[:, None]) ** 2).sum(axis=-1)
        variance = (self.general * inside).sum(axis=-1) + spread
        return np.asarray(mean + shift[0]), np.sqrt(np.maximum(variance, 0))

    def masses(self, cuts: Floats) -> Floats:
        """Probability of each band of each domain, shape ``(people, domains, cuts + 1)``."""
        step = float(self.nodes[1] - self.nodes[0])
        below = np.cumsum(self.domains, axis=-1)
        place = (cuts - (self.nodes[0] - step / 2)) / step
        row = np.clip(place.astype(np.intp), 0, self.nodes.size - 1)
        partial = self.domains[..., row] * (place - row)
        at_cuts = below[..., row] - self.domains[..., row] + partial
        ends = np.zeros((*at_cuts.shape[:-1], 1))
        return np.diff(np.concatenate((ends, at_cuts, ends + 1), axis=-1), axis=-1)


def beliefs(tree: TraitTree, log_likelihood: Floats, shift: float) -> Beliefs:
    """Belief propagation for everyone; ``log_likelihood`` has shape (people, competences, n)."""
    likelihood = _scaled(log_likelihood)
    told = np.maximum(likelihood @ tree.from_competence, TINY)
    domain_logs = np.add.reduceat(np.log(told), tree.first_competence, axis=1)
    up = _scaled(domain_logs)
    root_told = np.maximum(up @ tree.from_domain, TINY)
    every = tree.prior_log + np.log(root_told).sum(axis=1)
    general = _scaled(every)
    mass = general.sum(axis=-1, keepdims=True)
    prior = np.exp(tree.prior_log).sum()
    removed = log_likelihood.max(axis=-1).sum(axis=1) + domain_logs.max(axis=-1).sum(axis=1)
    evidence = removed + every.max(axis=-1) + np.log(mass[:, 0] / prior)
    # As in ``propagate``, each child given its parent sums to one without being made to.
    general /= mass
    domains = up * ((general[:, None] / root_told) @ tree.to_domain)
    competences = likelihood * ((domains[:, tree.domain_of] / told) @ tree.to_competence)
    return Beliefs(tree, tree.grid + shift, general, domains, competences, up, told, evidence)


def _scaled(logs: Floats) -> Floats:
    return np.asarray(np.exp(logs - logs.max(axis=-1, keepdims=True)))
