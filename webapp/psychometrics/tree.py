"""The exact posterior over a tree of traits.

Digital ability is one general trait, a few domains under it, and competences under those. Every item
loads on one competence, so the joint posterior factorises along the tree and belief propagation on a
fixed grid gives it exactly: no sampling, no approximation, and no dependence on the order of answers.
The idea is dimension reduction for bifactor models (Gibbons & Hedeker 1992; Cai 2010), with expected
a posteriori estimation by quadrature (Bock & Mislevy 1982).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROOT = "g"
COLD_DOMAIN_LOADING = 0.5**0.5
DOMAIN_COMPETENCE_LOADING = 0.85**0.5
GRID_LOW, GRID_HIGH, GRID_NODES = -4.5, 4.5, 61
TINY = 1e-300


@dataclass(frozen=True, eq=False)
class TraitTree:
    """General trait → domains → competences, given as data.

    domains             each domain with the names of its competences, in order
    domain_loading      λ: correlation of a domain with the general trait, in [0, 1)
    competence_loading  κ: correlation of a competence with its domain, in [0, 1)
    grid                nodes of the quadrature, in standard deviations of ability, shape ``(n,)``

    Raises ``ValueError`` for a loading outside [0, 1), a name used twice or an empty domain.
    """

    domains: Mapping[str, Sequence[str]]
    domain_loading: float = COLD_DOMAIN_LOADING
    competence_loading: float = DOMAIN_COMPETENCE_LOADING
    grid: Floats = field(default_factory=lambda: np.linspace(GRID_LOW, GRID_HIGH, GRID_NODES))

    def __post_init__(self) -> None:
        names = [*self.domains, *self.competences]
        if len(set(names)) < len(names) or ROOT in names:
            raise ValueError("a trait is named twice")
        if not all(self.domains.values()):
            raise ValueError("a domain has no competence")
        for loading in (self.domain_loading, self.competence_loading):
            if not 0 <= loading < 1:
                raise ValueError(f"loading {loading} is outside [0, 1)")

    @cached_property
    def competences(self) -> tuple[str, ...]:
        """Every competence, domain by domain."""
        return tuple(name for children in self.domains.values() for name in children)

    @cached_property
    def domain_names(self) -> tuple[str, ...]:
        """Every domain, in order."""
        return tuple(self.domains)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Row of each competence in arrays of shape ``(competences, n)``."""
        return {name: row for row, name in enumerate(self.competences)}

    @cached_property
    def domain_of(self) -> NDArray[np.intp]:
        """Row of the domain of each competence, shape ``(competences,)``."""
        sizes = [len(children) for children in self.domains.values()]
        return np.repeat(np.arange(len(sizes)), sizes)

    @cached_property
    def membership(self) -> Floats:
        """One where a domain has a competence, shape ``(domains, competences)``: a sum as a product."""
        mine = self.domain_of == np.arange(len(self.domains))[:, None]
        return np.asarray(mine, dtype=np.float64)

    @cached_property
    def identity(self) -> Floats:
        """One competence a row: its columns say which competence an answer is about."""
        return np.eye(len(self.competences))

    @cached_property
    def powers(self) -> Floats:
        """1, x and x² at each node of the grid, shape ``(3, n)``: sums over them are moments."""
        return np.stack((np.ones_like(self.grid), self.grid, self.grid**2))

    @cached_property
    def prior_log(self) -> Floats:
        """Logarithm of the density of g, up to a constant, shape ``(n,)``."""
        return np.asarray(-(self.grid**2) / 2)

    @cached_property
    def first_competence(self) -> NDArray[np.intp]:
        """Where each domain's competences start, for ``reduceat``."""
        sizes = [len(children) for children in self.domains.values()]
        return np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)

    @cached_property
    def to_domain(self) -> Floats:
        """Transition p(domain | g), shape ``(n, n)``, rows sum to one."""
        return _transition(self.grid, self.domain_loading)

    @cached_property
    def to_competence(self) -> Floats:
        """Transition p(competence | domain), shape ``(n, n)``, rows sum to one."""
        return _transition(self.grid, self.competence_loading)

    @cached_property
    def from_domain(self) -> Floats:
        """``to_domain`` transposed, in one piece of memory: messages go up through it."""
        return np.ascontiguousarray(self.to_domain.T)

    @cached_property
    def from_competence(self) -> Floats:
        """``to_competence`` transposed, in one piece of memory."""
        return np.ascontiguousarray(self.to_competence.T)


def _transition(grid: Floats, loading: float) -> Floats:
    """K[i, j] ∝ exp(−(x_j − λ x_i)² / 2(1 − λ²)): a child given its parent."""
    kernel = np.exp(-((grid[None, :] - loading * grid[:, None]) ** 2) / (2 * (1 - loading**2)))
    return np.asarray(kernel / kernel.sum(axis=1, keepdims=True))


@dataclass(frozen=True, eq=False)
class Posterior:
    """What is known after the answers. Every distribution is on ``tree.grid`` plus ``shift``.

    general      p(g), shape ``(n,)``
    domains      one row a domain, shape ``(domains, n)``
    competences  one row a competence, shape ``(competences, n)``
    shift        prior mean of the population: the grid is centred there
    direct       number of counted answers per competence, shape ``(competences,)``
    told         what its answers say to each domain, B_d, shape ``(domains, n)``
    """

    tree: TraitTree
    general: Floats
    domains: Floats
    competences: Floats
    shift: float
    direct: NDArray[np.intp]
    told: Floats

    @cached_property
    def nodes(self) -> Floats:
        """Ability at each node, shape ``(n,)``."""
        return np.asarray(self.tree.grid + self.shift)

    def density(self, trait: str = ROOT) -> Floats:
        """Probability of each node for one trait, shape ``(n,)``. Raises ``KeyError``."""
        if trait == ROOT:
            return self.general
        if trait in self.tree.index:
            return np.asarray(self.competences[self.tree.index[trait]])
        if trait in self.tree.domains:
            return np.asarray(self.domains[self.tree.domain_names.index(trait)])
        raise KeyError(trait)

    def mean(self, trait: str = ROOT) -> float:
        """Expected a posteriori ability (Bock & Mislevy 1982)."""
        return float(self.density(trait) @ self.nodes)

    def sd(self, trait: str = ROOT) -> float:
        """Posterior standard deviation."""
        density = self.density(trait)
        mean = density @ self.nodes
        return float(np.sqrt(density @ (self.nodes - mean) ** 2))

    @cached_property
    def domain_sd(self) -> Floats:
        """Standard deviation of every domain, shape ``(domains,)``."""
        return np.sqrt(self._variances(self.domains))

    @cached_property
    def competence_variance(self) -> Floats:
        """Variance of every competence, shape ``(competences,)``."""
        return self._variances(self.competences)

    def _variances(self, rows: Floats) -> Floats:
        means, squares = self.tree.powers[1:].dot(rows.T)
        return np.asarray(np.maximum(squares - means**2, 0))

    @cached_property
    def domain_answers(self) -> NDArray[np.intp]:
        """Direct answers per domain, shape ``(domains,)``."""
        return np.asarray(np.add.reduceat(self.direct, self.tree.first_competence))

    def average(self, domains: Sequence[str]) -> tuple[float, float]:
        """Mean and SD of the average ability over some domains.

        Given the general trait they are independent: the variance of their average is the mean of the
        conditional variances plus the variance of the conditional means.
        """
        rows = [self.tree.domain_names.index(name) for name in domains]
        told, kernel = self.told[rows], self.tree.from_domain
        weight = np.maximum(told @ kernel, TINY)
        first, second = ((told * power) @ kernel / weight for power in self.tree.powers[1:])
        inside = (second - first**2).sum(axis=0) / len(rows) ** 2
        middle = first.mean(axis=0)
        mean = self.general @ middle
        variance = self.general @ inside + self.general @ (middle - mean) ** 2
        return float(mean + self.shift), float(np.sqrt(max(variance, 0.0)))

    def masses(self, cuts: Sequence[float], trait: str = ROOT) -> Floats:
        """Probability of each band between increasing ``cuts``, shape ``(cuts + 1,)``.

        The mass of a node cut by a threshold is shared in proportion, so that masses move smoothly.
        """
        half = float(self.nodes[1] - self.nodes[0]) / 2
        edges = np.concatenate((self.nodes - half, [self.nodes[-1] + half]))
        below = np.concatenate(([0.0], np.cumsum(self.density(trait))))
        at_cuts = np.interp(np.asarray(cuts, dtype=float), edges, below)
        return np.diff(np.concatenate(([0.0], at_cuts, [below[-1]])))


def propagate(
    tree: TraitTree,
    likelihood: Floats,
    *,
    shift: float = 0.0,
    direct: NDArray[np.intp] | None = None,
) -> Posterior:
    """Belief propagation, up then down the tree.

    likelihood  of the answers at each node, shape ``(competences, n)``; rows of ones where nothing
                was answered; only ratios within a row matter
    direct      counted answers per competence (zeros by default)
    """
    told = likelihood.dot(tree.from_competence)  # M_k, to its domain
    np.maximum(told, TINY, out=told)
    domain_told = tree.membership.dot(np.log(told))
    domain_told -= np.maximum.reduce(domain_told, axis=1, keepdims=True)
    np.exp(domain_told, out=domain_told)  # B_d
    root_told = domain_told.dot(tree.from_domain)  # N_d
    np.maximum(root_told, TINY, out=root_told)
    general = tree.prior_log + np.add.reduce(np.log(root_told))
    general = np.exp(general - np.maximum.reduce(general))
    general /= np.add.reduce(general)
    # A child given its parent, weighed by what is known of the parent: B_d Σ p(g) K / N_d, and again
    # below. Both sum to one, since N_d and M_k are those very sums.
    domains = (general / root_told).dot(tree.to_domain)
    domains *= domain_told
    competences = (domains.take(tree.domain_of, axis=0) / told).dot(tree.to_competence)
    competences *= likelihood
    counts = np.zeros(len(tree.competences), dtype=np.intp) if direct is None else direct
    return Posterior(tree, general, domains, competences, shift, counts, domain_told)
