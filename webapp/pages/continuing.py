"""What a person who comes back to the first page was doing, and what waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from sqlmodel import Session

from webapp.assessment.sitting import lifecycle, reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.training import reviews


class Waiting(Enum):
    """The one thing to go on with."""

    TEST = "test"
    LESSON = "lesson"
    EXERCISES = "exercises"
    REVIEW = "review"
    RESULT = "result"


@dataclass(frozen=True)
class Continuation:
    """``sitting_id`` is what to open, None for a review to begin; ``due`` counts the skills to review."""

    kind: Waiting
    sitting_id: UUID | None
    title: str
    due: int


def continuation(
    session: Session, catalogue: Catalogue, *, learner_id: UUID
) -> Continuation | None:
    """What is open first, then what is due, then the latest result; None for who did nothing here."""
    runs = reading.of_learner(session, learner_id=learner_id)
    if not runs:
        return None
    due = len(reviews.due(session, catalogue, learner_id=learner_id))
    test = lifecycle.resumable(session, learner_id=learner_id)
    if test is not None:
        return Continuation(Waiting.TEST, test.sitting_id, "", due)
    opened = next((run for run in runs if run.ended_at is None), None)
    if opened is not None:
        return _opened(catalogue, opened, due)
    if due:
        return Continuation(Waiting.REVIEW, None, "", due)
    return _latest_result(runs)


def _opened(catalogue: Catalogue, run: SittingView, due: int) -> Continuation:
    module = catalogue.modules.get(run.rules) if run.purpose == reading.TRAINING else None
    if module is None:
        return Continuation(Waiting.EXERCISES, run.sitting_id, "", due)
    return Continuation(Waiting.LESSON, run.sitting_id, french(module.title), due)


def _latest_result(runs: Sequence[SittingView]) -> Continuation | None:
    """Of a test that was not begun again in the place of another."""
    tests = (run for run in runs if run.purpose == reading.TEST)
    latest = next((run for run in tests if run.end_reason != reading.STARTED_AGAIN), None)
    return None if latest is None else Continuation(Waiting.RESULT, latest.sitting_id, "", 0)
