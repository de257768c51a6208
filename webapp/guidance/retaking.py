"""Taking a test again after lessons: when, and with which rules. Rules come from the parcours file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.assessment.sitting.reading import TEST, TRAINING, SittingView
from webapp.content import Catalogue
from webapp.content.typography import french


@dataclass(frozen=True)
class Again:
    """A parcours that can be measured again, from ``at`` on; ``ready`` when that moment has come."""

    parcours_id: str
    title: str
    at: datetime
    ready: bool


def possible(catalogue: Catalogue, runs: Sequence[SittingView], *, at: datetime) -> Iterator[Again]:
    """Each parcours whose test was finished, with a lesson finished since then.

    A few days must pass after the last lesson (``exit.min_days_after_train``): what is measured is
    what stays, not what was just read.
    """
    tests = [run for run in runs if run.purpose == TEST and run.ended_at is not None]
    for parcours in catalogue.parcours.values():
        ended = [run.ended_at for run in tests if run.parcours_id == parcours.id and run.ended_at]
        if not ended or not parcours.available:
            continue
        lessons = [
            run.ended_at
            for run in runs
            if run.purpose == TRAINING and run.ended_at and run.ended_at > max(ended)
        ]
        if lessons:
            ready_at = max(lessons) + timedelta(days=parcours.exit.min_days_after_train)
            yield Again(parcours.id, french(parcours.title), ready_at, ready_at <= at)
