"""What was graded again lately, to tell the person wherever it changes what they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import Session, col

from webapp.assessment.models import Correction, Question
from webapp.content import Catalogue
from webapp.content.typography import french


@dataclass(frozen=True)
class CorrectionNotice:
    """One exercise graded again, and the reason as the person reads it."""

    title: str
    reason: str
    right: bool


def since(
    session: Session, catalogue: Catalogue, *, learner_id: UUID, at: datetime
) -> Sequence[CorrectionNotice]:
    """The corrections made after an instant, the latest first."""
    same = and_(
        col(Question.learner_id) == col(Correction.learner_id),
        col(Question.id) == col(Correction.id),
    )
    statement = (
        select(  # type: ignore[call-overload]
            Question.item_id, Question.item_version, Correction.reason, Correction.right
        )
        .join(Correction, same)
        .where(col(Correction.learner_id) == learner_id, col(Correction.corrected_at) > at)
        .order_by(col(Correction.corrected_at).desc(), col(Correction.id))
    )
    found = []
    for item_id, version, reason, right in session.connection().execute(statement):
        item = catalogue.as_asked(item_id, version)
        if item is not None:
            found.append(CorrectionNotice(french(item.text.title), french(reason), right))
    return list(dict.fromkeys(found))
