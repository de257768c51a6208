"""What a person met in their other sittings: pages and families that should not come back soon."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from webapp.assessment.models import Question
from webapp.assessment.sitting.reading import TEST, SittingView

ASKED_BEFORE = (
    select(Question.item_id)  # type: ignore[call-overload]
    .distinct()
    .where(
        col(Question.learner_id) == bindparam("learner"),
        col(Question.sitting_id) != bindparam("sitting"),
        col(Question.purpose) == TEST,
        col(Question.shown_at) < bindparam("started"),
    )
)


def asked_before(session: Session, run: SittingView) -> frozenset[str]:
    """The families this person met in the tests before this one."""
    values = {"learner": run.learner_id, "sitting": run.sitting_id, "started": run.started_at}
    return frozenset(session.connection().execute(ASKED_BEFORE, values).scalars())


REMEMBERED_DRAWS = 3
RECENT_DRAWS = (
    select(Question.variant)  # type: ignore[call-overload]
    .where(
        col(Question.learner_id) == bindparam("learner"), col(Question.item_id) == bindparam("item")
    )
    .order_by(col(Question.shown_at).desc(), col(Question.id).desc())
    .limit(REMEMBERED_DRAWS)
)


def recent_draws(session: Session, run: SittingView, item_id: str) -> list[str]:
    """The last pages of an exercise shown to this person, answered or not, oldest first."""
    if not run.returning and all(asked.item_id != item_id for asked in run.asked):
        return []
    values = {"learner": run.learner_id, "item": item_id}
    return list(session.connection().execute(RECENT_DRAWS, values).scalars())[::-1]
