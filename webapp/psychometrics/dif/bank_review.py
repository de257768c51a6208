"""A whole bank examined for a group: matching, purification, pooling by feature, false discoveries.

A question needs some 150 answers of the focal group to be judged alone; a feature shared by twenty
questions (drag and drop, image, keyboard path) needs eight of each. So features are examined first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.psychometrics.dif.mantel import (
    MantelHaenszel,
    Shrunken,
    empirical_bayes,
    mantel_haenszel,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]
FEWEST_PEOPLE = 50
STRATA, PURIFICATIONS, DISCOVERY = 6, 2, 0.05


class TooFewPeople(ValueError):
    """A group is too small for anything to be said of it without saying it of someone."""


@dataclass(frozen=True, eq=False)
class Answers:
    """One row an answer.

    item      number of the question, from 0
    person    number of the person
    right     whether the answer is right (« je ne sais pas » is not)
    focal     whether the person belongs to the group examined
    matching  ability of the person without this answer (rest score, rest estimate), any unit
    """

    item: Whole
    person: Whole
    right: Flags
    focal: Flags
    matching: Floats


@dataclass(frozen=True)
class Examined:
    """One question or one feature. ``suspect``: kept by the false-discovery rule and not class A."""

    name: str
    result: MantelHaenszel
    shrunken: Shrunken | None
    suspect: bool


def enough_people(person: ArrayLike, focal: ArrayLike, fewest: int = FEWEST_PEOPLE) -> None:
    """Raise ``TooFewPeople`` unless each group counts ``fewest`` different people."""
    who, group = np.asarray(person), np.asarray(focal, dtype=bool)
    for name, members in (("focal", group), ("reference", ~group)):
        count = np.unique(who[members]).size
        if count < fewest:
            raise TooFewPeople(
                f"the {name} group has {count} people, at least {fewest} are needed: refused"
            )


def stratified(
    matching: ArrayLike, right: ArrayLike, focal: ArrayLike, strata: int | None = STRATA
) -> Floats:
    """Tables of one question, shape ``(strata, 2, 2)``, as ``mantel_haenszel`` reads them.

    strata  number of groups of equal size cut by quantiles of ``matching``; None for one group per
            value (rest scores)
    """
    score = np.asarray(matching, dtype=float)
    good, group = np.asarray(right, dtype=bool), np.asarray(focal, dtype=bool)
    if strata is None:
        values, place = np.unique(score, return_inverse=True)
        count = values.size
    else:
        inner = np.quantile(score, np.arange(1, strata) / strata) if score.size else []
        place, count = np.searchsorted(inner, score, side="right"), strata
    cell = 4 * place + 2 * group + ~good
    return np.bincount(cell, minlength=4 * count).reshape(count, 2, 2).astype(float)


def false_discoveries(p: Sequence[float], rate: float = DISCOVERY) -> Flags:
    """Which findings to keep so that at most ``rate`` of them are false (Benjamini & Hochberg 1995).

    NaN, a comparison that could not be made, is never kept and does not count among those made.
    """
    values = np.asarray(p, dtype=float)
    made = np.flatnonzero(~np.isnan(values))
    order = made[np.argsort(values[made], kind="stable")]
    under = values[order] <= rate * np.arange(1, order.size + 1) / max(order.size, 1)
    kept = np.zeros(values.size, dtype=bool)
    if under.any():
        kept[order[: int(np.flatnonzero(under)[-1]) + 1]] = True
    return kept


def examine(
    answers: Answers,
    names: Sequence[str],
    *,
    rematch: Callable[[frozenset[int]], Floats] | None = None,
    strata: int | None = STRATA,
    rounds: int = PURIFICATIONS,
    fewest: int = FEWEST_PEOPLE,
    rate: float = DISCOVERY,
) -> list[Examined]:
    """Every question, in the order of ``names``.

    rematch  gives ``matching`` again when the numbered questions no longer count in it; called at most
             ``rounds`` times, until the same questions are suspect twice (purification: Holland &
             Thayer 1988)
    rate     share of false findings accepted

    Raises ``TooFewPeople`` when a group counts fewer than ``fewest`` people.
    """
    enough_people(answers.person, answers.focal, fewest)
    matching, out = answers.matching, frozenset[int]()
    for _ in range(rounds + 1):
        found = _judged(names, _item_tables(answers, matching, len(names), strata), rate)
        suspects = frozenset(n for n, one in enumerate(found) if one.suspect)
        if rematch is None or suspects == out:
            break
        matching, out = rematch(suspects), suspects
    return found


def examine_features(
    answers: Answers,
    features: Mapping[str, Collection[int]],
    *,
    strata: int | None = STRATA,
    fewest: int = FEWEST_PEOPLE,
    rate: float = DISCOVERY,
) -> list[Examined]:
    """Every feature: all tables of the questions that have it, taken as one.

    features  numbers of the questions that share each feature

    Raises ``TooFewPeople`` as ``examine`` does.
    """
    enough_people(answers.person, answers.focal, fewest)
    count = int(answers.item.max()) + 1 if answers.item.size else 0
    tables = _item_tables(answers, answers.matching, count, strata)
    pooled = [
        np.concatenate([np.empty((0, 2, 2)), *(tables[n] for n in sorted(set(items)) if n < count)])
        for items in features.values()
    ]
    return _judged(list(features), pooled, rate)


def _item_tables(
    answers: Answers, matching: Floats, count: int, strata: int | None
) -> list[Floats]:
    order = np.argsort(answers.item, kind="stable")
    edges = np.searchsorted(answers.item[order], np.arange(count + 1))
    rows = [order[edges[n] : edges[n + 1]] for n in range(count)]
    return [stratified(matching[r], answers.right[r], answers.focal[r], strata) for r in rows]


def _judged(names: Sequence[str], tables: Sequence[Floats], rate: float) -> list[Examined]:
    results = [mantel_haenszel(table) for table in tables]
    kept = false_discoveries([result.p for result in results], rate)
    return [
        Examined(name, result, shrunken, bool(keep) and result.category != "A")
        for name, result, shrunken, keep in zip(
            names, results, empirical_bayes(results), kept, strict=True
        )
    ]
