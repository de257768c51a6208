"""Figures every table of lengths prints, computed the same way for each method."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation import metrics
from simulation.people import People
from simulation.sittings import Trace
from webapp.reports.findings import Cell, Curve, count, rounded

Floats = NDArray[np.float64]


def median_and_ninth(questions: NDArray[np.intp], asked: int) -> Cell:
    """« 23 (30) »: median and ninth decile; « jamais » beyond what was asked."""
    middle, late = (float(np.percentile(questions, share)) for share in (50, 90))
    return f"{_short(middle, asked)} ({_short(late, asked)})"


def _short(value: float, asked: int) -> str:
    return str(count(value, asked + 1)).removesuffix(".0").replace(".", ",")


def precision(trace: Trace, goals: Sequence[float]) -> list[Cell]:
    """Questions until every domain is known to each goal."""
    asked = trace.asked.shape[1]
    return [median_and_ninth(metrics.questions_to(trace.domain_sd, goal), asked) for goal in goals]


def errors(trace: Trace, people: People, lengths: Sequence[int]) -> list[Cell]:
    """RMSE over people and domains after some lengths."""
    return [rounded(metrics.rmse(people.domain, trace.domain_mean[:, n - 1])) for n in lengths]


def exact_bands(trace: Trace, people: People, cuts: tuple[float, ...], within: int) -> Floats:
    """Share of domains in the right band, ``within`` bands, after each question."""
    truth = metrics.bands(people.domain, cuts)[:, None]
    return np.asarray(
        (np.abs(metrics.bands(trace.domain_mean, cuts) - truth) <= within).mean(axis=(0, 2))
    )


def error_curve(label: str, trace: Trace, people: People) -> Curve:
    """RMSE after each question, with its Monte-Carlo error (delta method, people as units)."""
    squares = ((trace.domain_mean - people.domain[:, None]) ** 2).mean(axis=2)
    mean = squares.mean(axis=0)
    spread = squares.std(axis=0, ddof=1) / np.sqrt(people.count)
    root = np.sqrt(mean)
    x = np.arange(1, mean.size + 1)
    return Curve(label, _floats(x), _floats(root), _floats(spread / (2 * root)))


def share_curve(label: str, x: Sequence[float], shares: Sequence[float], people: int) -> Curve:
    """Shares with their binomial error."""
    return Curve(
        label,
        list(x),
        [rounded(s) for s in shares],
        [rounded(metrics.share_error(s, people), 4) for s in shares],
    )


def _floats(values: NDArray[np.generic]) -> list[float]:
    return [round(float(value), 4) for value in values]
