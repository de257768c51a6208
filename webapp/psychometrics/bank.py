"""A bank of items in columns, and its curves, made once: choosing is then a few products of matrices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.evidence import CalibratedItem
from webapp.psychometrics.irt import probability, shrunk
from webapp.psychometrics.slope_information import lessons
from webapp.psychometrics.tree import Floats, TraitTree

Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]
# No success is certain or impossible when what an item will teach is weighed.
TINY = 1e-9
# A parcours or two per door, and people who refused something: more is not worth remembering.
MOST_SETS = 64


@dataclass(frozen=True)
class Branch:
    """A domain that has items: its competences from ``first`` to before ``end``.

    places  where its items are in ``ItemBank.order``, those of a competence side by side
    tasks   rows of those done by degrees
    """

    domain: int
    first: int
    end: int
    places: slice
    tasks: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class ItemBank:
    """A bank in columns, shape ``(items,)`` each, in the order of ``items``.

    To choose, items are also put competence by competence, ``width`` places for each, the last ones
    empty where there are fewer: a branch is then a slice, and its curves one block of memory.
    """

    tree: TraitTree
    items: Sequence[CalibratedItem]
    _curves: dict[float, Floats] = field(default_factory=dict)
    _blocks: dict[float, Floats] = field(default_factory=dict)
    _lessons: dict[float, Floats] = field(default_factory=dict)
    _allowed: dict[frozenset[str] | None, Flags] = field(default_factory=dict)

    a: Floats = field(init=False)
    b: Floats = field(init=False)
    c: Floats = field(init=False)
    competence: Whole = field(init=False)
    domain: Whole = field(init=False)
    family: Whole = field(init=False)
    row: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        items = self.items
        competence = np.array([self.tree.index[i.competence] for i in items], dtype=np.intp)
        columns = {
            "a": shrunk([i.a for i in items], [i.b_se for i in items]),
            "b": np.array([i.b for i in items], dtype=float),
            "c": np.array([i.c for i in items], dtype=float),
            "competence": competence,
            "domain": self.tree.domain_of[competence],
            "family": np.unique([i.family or i.id for i in items], return_inverse=True)[1],
            "row": {item.id: row for row, item in enumerate(items)},
        }
        for name, column in columns.items():
            object.__setattr__(self, name, column)

    @cached_property
    def width(self) -> int:
        """Places of each competence: as many as items of the largest one."""
        return int(np.bincount(self.competence, minlength=1).max())

    @cached_property
    def places(self) -> Whole:
        """Place of each item, shape ``(items,)``."""
        by_competence = np.argsort(self.competence, kind="stable")
        sizes = np.bincount(self.competence, minlength=len(self.tree.competences))
        inside = np.arange(by_competence.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places = np.empty_like(by_competence)
        places[by_competence] = self.competence[by_competence] * self.width + inside
        return places

    @cached_property
    def order(self) -> Whole:
        """Row of the item at each place, −1 where there is none."""
        order = np.full(len(self.tree.competences) * self.width, -1, dtype=np.intp)
        order[self.places] = np.arange(len(self.items))
        return order

    @cached_property
    def kin(self) -> list[Whole]:
        """Places of the items of the family of each row."""
        by_family = np.argsort(self.family, kind="stable")
        firsts = np.unique(self.family[by_family], return_index=True)[1][1:]
        families = np.split(self.places[by_family], firsts)
        return [families[family] for family in self.family.tolist()]

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The domains that have items, in the order of the tree."""
        ends = [*self.tree.first_competence[1:].tolist(), len(self.tree.competences)]
        found = []
        for domain, (first, end) in enumerate(zip(self.tree.first_competence, ends, strict=True)):
            rows = np.flatnonzero(self.domain == domain).tolist()
            if rows:
                places = slice(int(first) * self.width, end * self.width)
                tasks = tuple(row for row in rows if self.items[row].steps)
                found.append(Branch(domain, int(first), end, places, tasks))
        return tuple(found)

    @cached_property
    def starts(self) -> Whole:
        """First place of each branch, for ``reduceat``."""
        return np.array([branch.places.start for branch in self.branches], dtype=np.intp)

    def curves(self, shift: float) -> Floats:
        """P(right) of each item at each node, shape ``(items, n)``, kept per population."""
        if shift not in self._curves:
            nodes = self.tree.grid + shift
            self._curves[shift] = probability(
                nodes[None, :], self.a[:, None], self.b[:, None], self.c[:, None]
            )
        return self._curves[shift]

    def blocks(self, shift: float) -> Floats:
        """The same curves by place, ``(competences, n, width)``; a half where there is no item."""
        if shift not in self._blocks:
            curves = np.clip(self.curves(shift), TINY, 1 - TINY)
            self._blocks[shift] = self._by_place(curves, 0.5)
        return self._blocks[shift]

    @cached_property
    def unsure(self) -> bool:
        """Whether some slope is not perfectly known."""
        return any(item.slope_se for item in self.items)

    def lessons(self, shift: float) -> Floats:
        """What an answer teaches of each slope, by node and place, ``(competences, n, width)``.

        See ``webapp.psychometrics.slope_information``; zero where there is no item.
        """
        if shift not in self._lessons:
            told = lessons(self.items, self.tree.grid + shift)
            self._lessons[shift] = self._by_place(told, 0.0)
        return self._lessons[shift]

    def _by_place(self, rows: Floats, nothing: float) -> Floats:
        competences, n = len(self.tree.competences), rows.shape[1]
        by_place = np.full((competences * self.width, n), nothing)
        by_place[self.places] = rows
        by_leaf = by_place.reshape(competences, self.width, n).transpose(0, 2, 1)
        return np.ascontiguousarray(by_leaf)

    def mask(self, ids: Collection[str] | None) -> Flags:
        """Which items are among ``ids`` (all of them for None)."""
        if ids is None:
            return np.ones(len(self.items), dtype=bool)
        chosen = np.zeros(len(self.items), dtype=bool)
        chosen[[self.row[name] for name in ids if name in self.row]] = True
        return chosen

    def allowed(self, ids: Collection[str] | None) -> Flags:
        """``mask`` by place, the caller's own copy. Sets that cannot change are remembered."""
        if ids is not None and not isinstance(ids, frozenset):
            ids = frozenset(ids)
        found = self._allowed.get(ids)
        if found is None:
            found = np.zeros(self.order.size, dtype=bool)
            found[self.places] = self.mask(ids)
            # Another thread may forget everything at any moment: nothing is read back.
            if len(self._allowed) >= MOST_SETS:
                self._allowed.clear()
            self._allowed[ids] = found
        return found.copy()

    def rows(self, ids: Sequence[str]) -> Whole:
        """Rows of ``ids``, in their order, those of other banks left out."""
        return np.array([row for row in map(self.row.get, ids) if row is not None], dtype=np.intp)

    def free(
        self, seen: Whole, gap: int, eligible: Collection[str] | None
    ) -> tuple[Flags, list[bool]]:
        """Places of the items that may be asked, and whether each branch has some.

        They are allowed, not shown yet, and of no family among the last ``gap`` shown: that gap yields
        when nothing else is left.
        """
        free = self.allowed(eligible)
        free[self.places.take(seen)] = False
        for row in seen[max(0, seen.size - gap) :].tolist():
            free[self.kin[row]] = False
        usable: list[bool] = np.logical_or.reduceat(free, self.starts).tolist()
        return (free, usable) if any(usable) or not gap else self.free(seen, 0, eligible)
