"""A person's answers in a format other tools read, as they stand after any correction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.models import Answer, Correction, Question, Sitting
from webapp.assessment.sitting.answer_joins import (
    CORRECTION_OF_ANSWER,
    QUESTION_OF_ANSWER,
    RIGHT,
    SCORE,
    SITTING_OF_ANSWER,
)
from webapp.assessment.sitting.reading import TEST, WITHDRAWN
from webapp.content import Catalogue
from webapp.content.interchange.xapi import AnswerRecord, Statement, statement

COLUMNS = (
    Answer.id,
    Answer.learner_id,
    Answer.sitting_id,
    Sitting.rules,
    Sitting.purpose,
    Answer.outcome,
    Answer.response,
    SCORE,
    RIGHT,
    Answer.locale,
    Answer.recorded_at,
    Question.item_id,
    Question.item_version,
)


def statements(
    session: Session, catalogue: Catalogue, *, learner_id: UUID, base: str
) -> list[Statement]:
    """Oldest first. An exercise whose old page is not kept any more is told by its latest one."""
    found = []
    for row in session.connection().execute(_query(learner_id)):
        *told, item_id, version = row
        item = catalogue.as_asked(item_id, version)
        if item is not None:
            found.append(statement(_told(told), item, base=base))
    return found


def _told(row: list[Any]) -> AnswerRecord:
    id_, person, sitting, rules, purpose, *rest = row
    return AnswerRecord(id_, person, sitting, rules, purpose != TEST, *rest)


def _query(learner_id: UUID) -> Any:
    return (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Question, QUESTION_OF_ANSWER)
        .join(Sitting, SITTING_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(col(Answer.learner_id) == learner_id, col(Answer.outcome) != WITHDRAWN)
        .order_by(col(Answer.recorded_at), col(Answer.id))
    )
