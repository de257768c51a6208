"""A fixed form: the same few questions for everyone, on paper or over the phone.

At one cut, ten well-chosen questions say about as much as ten adaptive ones. The answers feed the same
posterior as any others: the adaptive test that may follow starts from them.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.irt import information
from webapp.psychometrics.selection import ItemBank
from webapp.psychometrics.tree import Floats

Whole = NDArray[np.intp]
WIDTH, WIDTH_NODES = 0.5, 21


def fixed_form(
    bank: ItemBank,
    cut: float,
    *,
    length: int = 10,
    eligible: Collection[str] | None = None,
    width: float = WIDTH,
) -> list[str]:
    """Ids of ``length`` questions that best tell who is below ``cut``, the easiest first.

    Greedy: domains in turn as evenly as ``length`` allows, in each the question with the most
    information around the cut, from a competence asked the least, never two of one family while others
    remain. Information is averaged over abilities N(cut, ``width``²): the cut itself, and those near it.

    cut       ability, on the scale of the bank
    eligible  ids that can be printed

    Fewer questions come back when fewer are eligible. Raises ``ValueError`` for a length below one.
    """
    if length < 1:
        raise ValueError("a form has at least one question")
    worth = worth_around(bank, cut, width)
    free = bank.mask(eligible)
    chosen: list[int] = []
    while len(chosen) < length and free.any():
        row = _next(bank, np.flatnonzero(free), chosen, worth)
        chosen.append(row)
        free[row] = False
    return [bank.items[row].id for row in sorted(chosen, key=lambda row: (bank.b[row], row))]


def worth_around(bank: ItemBank, cut: float, width: float = WIDTH) -> Floats:
    """Information of each item averaged over N(``cut``, ``width``²), shape ``(items,)``."""
    place = np.linspace(-3, 3, WIDTH_NODES)
    weight = np.exp(-(place**2) / 2)
    theta = (cut + width * place)[:, None]
    return np.asarray(weight @ information(theta, bank.a, bank.b, bank.c) / weight.sum())


def _next(bank: ItemBank, free: Whole, chosen: list[int], worth: Floats) -> int:
    """The best free row: family, then domain, then competence asked the least, then information."""
    family, domain, competence = (
        np.bincount(column[chosen], minlength=int(column.max()) + 1)[column[free]]
        for column in (bank.family, bank.domain, bank.competence)
    )
    return int(free[np.lexsort((free, -worth[free], competence, domain, family))[0]])
