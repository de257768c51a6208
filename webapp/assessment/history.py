"""Everything one person has answered, for practice, reviews and proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.joins import CORRECTION_OF_ANSWER, QUESTION_OF_ANSWER, RIGHT
from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.runs import ANSWERED, COUNTED

LATEST = 1000


@dataclass(frozen=True)
class Past:
    """One answer of the past. ``purpose`` is that of the question (test, try, practice…)."""

    sitting_id: UUID
    question_id: UUID
    item_id: str
    variant: str
    purpose: str
    outcome: str
    right: bool
    hint: bool
    recorded_at: datetime

    @property
    def counted(self) -> bool:
        """False for an exercise that was impossible here."""
        return self.outcome in COUNTED

    @property
    def alone(self) -> bool:
        """True when it was done without any help shown."""
        return self.outcome == ANSWERED and not self.hint


COLUMNS = (
    Answer.sitting_id, Answer.id, Question.item_id, Question.variant, Question.purpose,
    Answer.outcome, RIGHT, Answer.hint, Answer.recorded_at,
)  # fmt: skip


def of_learner(session: Session, *, learner_id: UUID, limit: int = LATEST) -> Sequence[Past]:
    """The latest answers of a person, oldest first."""
    statement = (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Question, QUESTION_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(col(Answer.learner_id) == learner_id)
        .order_by(col(Answer.recorded_at).desc(), col(Answer.id).desc())
        .limit(limit)
    )
    rows: Sequence[Sequence[Any]] = session.connection().execute(statement).all()
    return [Past(*_plain(row)) for row in reversed(rows)]


def _plain(row: Sequence[Any]) -> Sequence[Any]:
    """« Je ne sais pas » has no right or wrong in the table; here it is simply not right."""
    return [*row[:6], bool(row[6]), *row[7:]]
