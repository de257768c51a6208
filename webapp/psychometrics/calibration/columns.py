"""Answers in columns: what calibration reads, made from sessions or from a plain matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from webapp.psychometrics.evidence import CalibratedItem, Evidence, Outcome, guessing_propensity

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]
# With twice as many, nearly half of the time goes into asking the system for memory again and again.
ROOM = 250


@dataclass(frozen=True, eq=False)
class Sittings:
    """Everyone's answers.

    One row an answer, sessions in any order:
    session  number of the session, from 0
    item     number of the item in the bank, from 0
    right    whether the answer is right; « je ne sais pas » is not
    degree   how far a task done by degrees was done, −1 for any other answer

    One value a session:
    guessing  propensity to guess, γ̂ of ``guessing_propensity`` (1 is the usual 3PL)
    mean      prior mean of the population it comes from
    """

    session: Whole
    item: Whole
    right: Flags
    degree: Whole
    guessing: Floats
    mean: Floats

    @property
    def sessions(self) -> int:
        """Number of sessions."""
        return int(self.guessing.size)


def sittings(
    items: Sequence[CalibratedItem],
    sessions: Sequence[Sequence[Evidence]],
    means: ArrayLike = 0.0,
) -> Sittings:
    """From the engine's own evidence. Helped and ignored answers say nothing of an item: left out.

    means  prior mean of each session, or one for all

    Raises ``KeyError`` for an item that is not in ``items``.
    """
    row = {item.id: n for n, item in enumerate(items)}
    kept = [[e for e in entries if _counts(e)] for entries in sessions]
    flat = [(n, entry) for n, entries in enumerate(kept) for entry in entries]
    return Sittings(
        np.array([n for n, _ in flat], dtype=np.intp),
        np.array([row[entry.item.id] for _, entry in flat], dtype=np.intp),
        np.array([entry.outcome is Outcome.RIGHT for _, entry in flat], dtype=bool),
        np.array([entry.degree if entry.partial else -1 for _, entry in flat], dtype=np.intp),
        np.array([guessing_propensity(entries) for entries in kept], dtype=float),
        np.broadcast_to(np.asarray(means, dtype=float), (len(kept),)).copy(),
    )


def _counts(entry: Evidence) -> bool:
    return entry.outcome is not Outcome.IGNORED and not entry.helped


def from_matrix(responses: ArrayLike, means: ArrayLike = 0.0) -> Sittings:
    """From people × items: 1 right, 0 wrong, NaN not asked. Guessing is that of the usual 3PL.

    Raises ``ValueError`` for anything else.
    """
    values = np.asarray(responses, dtype=float)
    if values.ndim != 2 or not (np.isin(values, (0, 1)) | np.isnan(values)).all():
        raise ValueError("responses are people × items, of 1, 0 or NaN")
    session, item = np.nonzero(~np.isnan(values))
    right = values[session, item] == 1
    none = np.full(session.size, -1, dtype=np.intp)
    people = values.shape[0]
    return Sittings(
        session,
        item,
        right,
        none,
        np.ones(people),
        np.broadcast_to(np.asarray(means, dtype=float), (people,)).copy(),
    )


@dataclass(frozen=True, eq=False)
class Room:
    """Some sessions of one population. ``place``: row of each answer in ``sessions × competences``."""

    sessions: int
    item: Whole
    right: Flags
    degree: Whole
    guessing: Floats
    place: Whole


def rooms(taken: Sittings, competence: Whole, competences: int) -> Iterator[tuple[float, Room]]:
    """Rooms of at most 250 sessions, each with the prior mean of its people."""
    by_session = np.argsort(taken.session, kind="stable")
    starts = np.searchsorted(taken.session[by_session], np.arange(taken.sessions + 1))
    for mean in np.unique(taken.mean):
        alike = np.flatnonzero(taken.mean == mean)
        for first in range(0, alike.size, ROOM):
            group = alike[first : first + ROOM]
            sizes = starts[group + 1] - starts[group]
            rows = _ranges(starts[group], sizes)
            number = np.repeat(np.arange(group.size), sizes)
            yield (
                float(mean),
                _room(taken, by_session[rows], number, group.size, competence, competences),
            )


def _ranges(starts: Whole, sizes: Whole) -> Whole:
    """Concatenation of start, start + 1, … of each size."""
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - (ends - sizes), sizes))


def _room(
    taken: Sittings, rows: Whole, number: Whole, count: int, competence: Whole, competences: int
) -> Room:
    item = taken.item[rows]
    return Room(
        count,
        item,
        taken.right[rows],
        taken.degree[rows],
        taken.guessing[taken.session[rows]],
        number * competences + competence[item],
    )


def added(rows: Floats, place: Whole, size: int) -> Floats:
    """Sum of the rows that go to each place, shape ``(size, n)``."""
    columns = rows.shape[1]
    where = place[:, None] * columns + np.arange(columns)
    sums = np.bincount(where.ravel(), rows.ravel(), size * columns)
    return np.asarray(sums.reshape(size, columns), dtype=np.float64)
