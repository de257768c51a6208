"""The next question of an exam: every competence in turn, precision at the end, exposure held.

A fixed length, as many questions for each competence. The competence with the largest deficit comes
first (a maximum-priority index with one constraint: Cheng & Chang 2009), the least known among equals;
there, the progressive-restricted rule. No comfort filter: everyone's exam is built alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webapp.psychometrics.bank import ItemBank
from webapp.psychometrics.exam_exposure import CAP, progressive, restricted
from webapp.psychometrics.selection import SelectedItem, expected_variance
from webapp.psychometrics.tree import Posterior

Whole = NDArray[np.intp]


@dataclass(frozen=True)
class ExamRules:
    """per_competence  questions for each competence of the bank
    cap             largest share of people a question may be shown to; None for no limit
    family_gap      a family does not come back within this many questions
    """

    per_competence: int = 2
    cap: float | None = CAP
    family_gap: int = 3


@dataclass(frozen=True)
class Exposure:
    """People who sat (the present one included), and how many of them saw each question id."""

    people: int
    shown: Mapping[str, int]


NOBODY = Exposure(1, {})


def exam_length(bank: ItemBank, rules: ExamRules) -> int:
    """Number of questions of the exam."""
    return rules.per_competence * int(np.unique(bank.competence).size)


def select_exam(
    bank: ItemBank,
    posterior: Posterior,
    *,
    administered: Sequence[str],
    rules: ExamRules | None = None,
    exposure: Exposure = NOBODY,
    eligible: Collection[str] | None = None,
    seed: int = 0,
) -> SelectedItem | None:
    """The next question; None after the last one, or when nothing is left.

    administered  ids already shown, in order
    exposure      what others saw
    eligible      ids allowed here; ``Eligibility.drawn`` may narrow it further
    seed          of the person's exam: the same seed asks the same questions

    When every question of a competence is over its cap the cap yields: an exam is never cut short.
    ``reason`` is ``exam``.
    """
    rules = rules or ExamRules()
    length = exam_length(bank, rules)
    seen = bank.rows(administered)
    free, usable = bank.free(seen, rules.family_gap, eligible)
    if len(administered) >= length or not any(usable):
        return None
    rows = _of_competence(bank, posterior, seen, bank.order[free])
    rows = _unworn(bank, rows, rules, exposure)
    chance, variance = expected_variance(
        posterior.competences[bank.competence[rows]],
        posterior.nodes,
        bank.curves(posterior.shift)[rows],
    )
    gain = posterior.competence_variance[bank.competence[rows]] - variance
    draws = np.random.default_rng([seed, len(administered)]).random(len(bank.items))[rows]
    pick = int(np.argmax(progressive(gain, len(administered), length, draws)))
    item = bank.items[int(rows[pick])]
    return SelectedItem(item.id, float(chance[pick]), float(variance[pick]), "exam")


def _of_competence(bank: ItemBank, posterior: Posterior, seen: Whole, free: Whole) -> Whole:
    """Free items of the competence asked the least, the least known among equals."""
    asked = np.bincount(bank.competence[seen], minlength=len(posterior.tree.competences))
    possible = np.unique(bank.competence[free])
    # Rounded: two equal doubts must not be told apart by the last digit.
    doubt = np.round(posterior.competence_variance[possible], 9)
    target = possible[np.lexsort((-doubt, asked[possible]))[0]]
    return np.asarray(free[bank.competence[free] == target])


def _unworn(bank: ItemBank, rows: Whole, rules: ExamRules, exposure: Exposure) -> Whole:
    if rules.cap is None:
        return rows
    shown = [exposure.shown.get(bank.items[int(row)].id, 0) for row in rows]
    kept = rows[restricted(shown, exposure.people, rules.cap)]
    return np.asarray(kept if kept.size else rows)
