"""A person's answers in a format other tools read, as they stand after any correction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from webapp.assessment.models import Answer, Correction, Question, Sitting
from webapp.assessment.runs import TEST, WITHDRAWN
from webapp.content import Catalogue
from webapp.content.interchange.xapi import Statement, Told, statement

COLUMNS = (
    Answer.id, Answer.learner_id, Answer.sitting_id, Sitting.rules, Sitting.purpose, Answer.outcome,
    Answer.response, func.coalesce(Correction.score, Answer.score),
    func.coalesce(Correction.right, Answer.right), Answer.locale, Answer.recorded_at,
    Question.item_id, Question.item_version,
)  # fmt: skip


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


def _told(row: list[Any]) -> Told:
    id_, person, sitting, rules, purpose, *rest = row
    return Told(id_, person, sitting, rules, purpose != TEST, *rest)


def _query(learner_id: UUID) -> Any:
    question = and_(
        col(Question.learner_id) == col(Answer.learner_id), col(Question.id) == col(Answer.id)
    )
    sitting = and_(
        col(Sitting.learner_id) == col(Answer.learner_id),
        col(Sitting.id) == col(Answer.sitting_id),
    )
    again = and_(
        col(Correction.learner_id) == col(Answer.learner_id), col(Correction.id) == col(Answer.id)
    )
    return (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Question, question)
        .join(Sitting, sitting)
        .outerjoin(Correction, again)
        .where(col(Answer.learner_id) == learner_id, col(Answer.outcome) != WITHDRAWN)
        .order_by(col(Answer.recorded_at), col(Answer.id))
    )
