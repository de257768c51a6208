"""What one person has answered, for practice, reviews and proofs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.sitting.answer_joins import CORRECTION_OF_ANSWER, QUESTION_OF_ANSWER, RIGHT
from webapp.assessment.sitting.reading import ALONE, ANSWERED, COUNTED, DONE_FOR

EACH = 10
"""Answers kept of each exercise: what is read is bounded by the bank, not by years of work, and a skill
left alone for a year is not forgotten because others were practised. A proof looks at five answers of a
skill, and a memory settles in six."""
ALWAYS = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    """One answer of the past. ``purpose`` is that of the question (test, try, practice…)."""

    item_id: str
    purpose: str
    outcome: str
    right: bool
    hint: bool
    recorded_at: datetime
    help: str = ALONE

    @property
    def counted(self) -> bool:
        """False for an exercise that was impossible here, or that somebody else did."""
        return self.outcome in COUNTED and self.help != DONE_FOR

    @property
    def alone(self) -> bool:
        """True when it was done without a hint and without anybody."""
        return self.outcome == ANSWERED and not self.hint and self.help == ALONE


def _latest() -> Any:
    order = col(Answer.recorded_at), col(Answer.id)
    age = func.row_number().over(
        partition_by=col(Question.item_id), order_by=[one.desc() for one in order]
    )
    # « Je ne sais pas » has no right or wrong in the table; here it is simply not right.
    right = func.coalesce(RIGHT, False).label("right")
    found = (
        select(  # type: ignore[call-overload]
            Question.item_id,
            Question.purpose,
            Answer.outcome,
            right,
            Answer.hint,
            Answer.recorded_at,
            Answer.help,
            Answer.id,
            age.label("age"),
        )
        .join(Question, QUESTION_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(
            col(Answer.learner_id) == bindparam("learner"),
            col(Answer.recorded_at) < bindparam("before"),
        )
        .subquery()
    )
    kept = found.c
    return (
        select(
            kept.item_id,
            kept.purpose,
            kept.outcome,
            kept.right,
            kept.hint,
            kept.recorded_at,
            kept.help,
        )
        .where(kept.age <= EACH)
        .order_by(kept.recorded_at, kept.id)
    )


LATEST = _latest()
LAST_MET = (
    select(col(Question.item_id), func.max(col(Question.shown_at)))
    .where(
        col(Question.learner_id) == bindparam("learner"),
        col(Question.item_id).in_(bindparam("items", expanding=True)),
    )
    .group_by(col(Question.item_id))
)


def of_learner(session: Session, *, learner_id: UUID, before: datetime = ALWAYS) -> Sequence[Past]:
    """The latest answers of a person to each exercise, oldest first."""
    values = {"learner": learner_id, "before": before}
    return [Past(**row._asdict()) for row in session.connection().execute(LATEST, values)]


def last_met(
    session: Session, *, learner_id: UUID, items: Collection[str]
) -> Mapping[str, datetime]:
    """When each of these exercises was last shown to a person; those never shown are left out."""
    values = {"learner": learner_id, "items": list(items)}
    rows = session.connection().execute(LAST_MET, values)
    return {row[0]: row[1] for row in rows}
