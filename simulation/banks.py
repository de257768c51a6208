"""Banks to measure with: the reference bank, drawn from a seed, and any bank given as data.

The reference bank serves to compare methods with published systems, on a shape every system can use:
five domains of 3, 4, 4, 3 and 2 competences; four ladders (« tubes ») per competence, going through
levels 1–6, 1–6, 2–7 and 2–8; one skill per rung, one or several interchangeable items per skill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.evidence import CalibratedItem
from webapp.psychometrics.tree import TraitTree

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]

SIZES = (3, 4, 4, 3, 2)
LADDERS = ((1, 6), (1, 6), (2, 7), (2, 8))
LEVEL_STEP, LEVEL_ORIGIN, LEVEL_NOISE = 0.62, 4.5, 0.35
LOG_A_MEAN, LOG_A_SD = 0.2, 0.3
GUESSING = (0.0, 0.05, 0.20, 0.25, 0.50)
GUESSING_SHARES = (0.40, 0.25, 0.20, 0.10, 0.05)
TASK_STEPS = (-0.8, 0.0, 0.8)
# The first seed whose bank gives the two independent methods their published lengths, 39 and 50
# questions to SD ≤ .45: the bank is chosen on what it does to the others, not on what it does to us.
REFERENCE_SEED = 7
# A child that copies its parent: the kernel becomes the identity on any usable grid.
SAME = float(np.sqrt(1 - 1e-9))


@dataclass(frozen=True, eq=False)
class Bank:
    """The engine's own bank, and what only content knows. Every column has shape ``(items,)``.

    level    expert level of the item
    ladder   number of its tube: easier and harder skills of one subject
    content  number of its competence in the framework, even when the tree has none
    skill    number of its skill: items of one skill are interchangeable
    task     whether it is a practical task scored 0 to 3 (a right answer otherwise)
    """

    items: ItemBank
    level: Whole
    ladder: Whole
    content: Whole
    skill: Whole
    task: Flags

    @property
    def steps(self) -> Floats:
        """b of each step of a task, increasing, shape ``(items, 3)`` (Samejima 1969)."""
        return np.asarray(self.items.b[:, None] + np.array(TASK_STEPS))

    @property
    def size(self) -> int:
        """Number of items."""
        return len(self.items.items)


def five_domains(*, domain_r: float, specificity: float = 0.85) -> TraitTree:
    """The reference tree. ``domain_r`` is the correlation of two domains, λ²; specificity is κ²."""
    domains = {f"D{d}": [f"D{d}C{k}" for k in range(size)] for d, size in enumerate(SIZES)}
    return TraitTree(domains, float(np.sqrt(domain_r)), float(np.sqrt(specificity)))


def flattened(tree: TraitTree) -> TraitTree:
    """The same domains without competences under them: one leaf each, equal to its domain."""
    return TraitTree({name: [f"{name}:*"] for name in tree.domains}, tree.domain_loading, SAME)


def independent(tree: TraitTree) -> TraitTree:
    """The same names with no borrowing between domains: one posterior per domain."""
    return TraitTree(tree.domains, 0.0, tree.competence_loading)


def generated(
    tree: TraitTree, seed: int, *, clones: int = 1, guessing: bool = True, flat: bool = False
) -> Bank:
    """A bank drawn from a seed: 25 skills per competence, ``clones`` items per skill.

    b = 0.62 (level − 4.5) + N(0, 0.35²); log a ~ N(0.2, 0.3²); guessing drawn among 0, .05, .20, .25
    and .50 with shares 40, 25, 20, 10 and 5 %, or none at all. ``flat`` hangs items on domains.
    """
    rng = np.random.default_rng([seed, 11])
    frame = _skills(len(tree.competences))
    content, ladder, level = (np.repeat(column, clones) for column in frame)
    skill = np.repeat(np.arange(frame.shape[1]), clones)
    size = level.size
    b = LEVEL_STEP * (level - LEVEL_ORIGIN) + rng.normal(0, LEVEL_NOISE, size)
    a = np.exp(rng.normal(LOG_A_MEAN, LOG_A_SD, size))
    c = rng.choice(GUESSING, size, p=GUESSING_SHARES) if guessing else np.zeros(size)
    used = flattened(tree) if flat else tree
    leaf = tree.domain_of[content] if flat else content
    items = [
        CalibratedItem(
            f"i{n}",
            used.competences[leaf[n]],
            f"s{skill[n]}",
            a[n],
            b[n],
            c[n],
            family=f"f{skill[n]}",
        )
        for n in range(size)
    ]
    return Bank(ItemBank(used, items), level, ladder, content, skill, np.zeros(size, dtype=bool))


def _skills(competences: int) -> Whole:
    """Rows competence, ladder, level; one column per skill."""
    rows = [
        (k, 4 * k + rung, level)
        for k in range(competences)
        for rung, (low, high) in enumerate(LADDERS)
        for level in range(low, high + 1)
    ]
    return np.array(rows, dtype=np.intp).T


def given(tree: TraitTree, items: Sequence[CalibratedItem], levels: Mapping[str, int]) -> Bank:
    """A bank that exists. ``levels`` gives the expert level of each item id (0 when absent)."""
    bank = ItemBank(tree, items)
    skill = np.unique([item.skill for item in items], return_inverse=True)[1].astype(np.intp)
    level = np.array([levels.get(item.id, 0) for item in items], dtype=np.intp)
    return Bank(bank, level, skill, bank.competence, skill, np.zeros(len(items), dtype=bool))


def hung(tree: TraitTree, bank: Bank) -> Bank:
    """The bank with its items on the domains of a tree that has no competence under them."""
    items = [
        replace(item, competence=tree.competences[domain])
        for item, domain in zip(bank.items.items, bank.items.domain, strict=True)
    ]
    return replace(bank, items=ItemBank(tree, items))


def misjudged(bank: Bank, sd: float, seed: int) -> Bank:
    """The bank as someone believes it, each difficulty wrong by N(0, ``sd``²)."""
    noise = np.random.default_rng([seed, 13]).normal(0, sd, bank.size)
    items = [
        replace(item, b=item.b + float(error))
        for item, error in zip(bank.items.items, noise, strict=True)
    ]
    return replace(bank, items=ItemBank(bank.items.tree, items))


def with_tasks(bank: Bank) -> Bank:
    """The bank where every item nobody can guess is a practical task in four degrees."""
    return replace(bank, task=bank.items.c == 0)


def thresholds(bank: Bank) -> Floats:
    """Ability at which each level begins, τ_L = mean b of the level + 0.62 / mean a, increasing.

    There, a typical item of the level is known 65 times in 100.
    """
    levels = np.unique(bank.level)
    means = np.array([bank.items.b[bank.level == level].mean() for level in levels])
    return np.asarray(np.maximum.accumulate(means + 0.62 / bank.items.a.mean()))
