"""A fixed form: the same few questions for everyone, on paper or over the phone.

At one cut, ten well-chosen questions say about as much as ten adaptive ones. The answers feed the same
posterior as any others: the adaptive test that may follow starts from them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.irt import information
from webapp.psychometrics.tree import Floats

Whole = NDArray[np.intp]
WIDTH, WIDTH_NODES = 1.0, 21


def fixed_form(
    bank: ItemBank,
    cut: float,
    *,
    length: int = 10,
    eligible: Collection[str] | None = None,
    width: float = WIDTH,
) -> list[str]:
    """Ids of ``length`` questions that best tell who is below ``cut``, the easiest first.

    Greedy: domains in turn as evenly as ``length`` allows, then the question that settles most around
    the cut given those already chosen in its domain (see ``worth_around``), from a competence asked the
    least, never two of one family while others remain.

    cut       ability, on the scale of the bank
    eligible  ids that can be printed

    Fewer questions come back when fewer are eligible. Raises ``ValueError`` for a length below one.
    """
    if length < 1:
        raise ValueError("a form has at least one question")
    free = bank.mask(eligible)
    chosen: list[int] = []
    while len(chosen) < length and free.any():
        row = _next(bank, np.flatnonzero(free), chosen, worth_around(bank, cut, chosen, width))
        chosen.append(row)
        free[row] = False
    return [bank.items[row].id for row in sorted(chosen, key=lambda row: (bank.b[row], row))]


def worth_around(
    bank: ItemBank, cut: float, chosen: Sequence[int] = (), width: float = WIDTH
) -> Floats:
    """What each item adds to what the rows ``chosen`` in its domain tell, shape ``(items,)``.

    The fall of ln(posterior variance), ln(1 + I + i) − ln(1 + I) for prior variance one, averaged over
    abilities N(``cut``, ``width``²): a second question of the same difficulty is worth less than one that
    tells about other people.
    """
    place = np.linspace(-3, 3, WIDTH_NODES)
    weight = np.exp(-(place**2) / 2)
    every = information((cut + width * place)[:, None], bank.a, bank.b, bank.c)
    known = np.zeros((WIDTH_NODES, int(bank.domain.max()) + 1))
    for row in chosen:
        known[:, bank.domain[row]] += every[:, row]
    gain = np.log1p(every / (1 + known[:, bank.domain]))
    return np.asarray(weight @ gain / weight.sum())


def _next(bank: ItemBank, free: Whole, chosen: list[int], worth: Floats) -> int:
    """The best free row: family, then domain, then competence asked the least, then information."""
    family, domain, competence = (
        np.bincount(column[chosen], minlength=int(column.max()) + 1)[column[free]]
        for column in (bank.family, bank.domain, bank.competence)
    )
    return int(free[np.lexsort((free, -worth[free], competence, domain, family))[0]])
