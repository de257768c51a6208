"""What an experiment hands over: tables and curves with their words, ready for JSON and for a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | int | float


@dataclass(frozen=True)
class ReportTable:
    """One table. ``head`` names the columns."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Curve:
    """One line of a plot; ``error`` is the standard error of each y, drawn as a band of ±1.96."""

    label: str
    x: Sequence[float]
    y: Sequence[float]
    error: Sequence[float] | None = None


@dataclass(frozen=True)
class Plot:
    """Lines on common axes. ``description`` says in words what they show."""

    caption: str
    description: str
    x_label: str
    y_label: str
    curves: Sequence[Curve]


@dataclass(frozen=True)
class ExperimentOutcome:
    """The outcome of one experiment on one frame."""

    name: str
    title: str
    frame: str
    people: int
    seed: int
    note: str
    tables: Sequence[ReportTable]
    plots: Sequence[Plot] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def number(value: float) -> str:
    """A number as French writes it; a dash when there is none (a share of nobody)."""
    if math.isnan(value):
        return "–"
    return f"{value:g}".replace(".", ",").replace("-", "−")


def rounded(value: float, digits: int = 3) -> float:
    """A figure as it is printed."""
    return round(float(value), digits)


def count(value: float, never: float) -> Cell:
    """A number of questions, or « jamais »."""
    return "jamais" if value >= never else rounded(value, 1)
