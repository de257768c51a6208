"""A wrong key is corrected: every answer to that version is graded again, and people are told.

The old page is drawn again from the archive and graded with the new key. The answer a person gave is
never touched: a ``Correction`` stands beside it, and replaces its grade wherever it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, select
from sqlmodel import Session, col

from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.runs import ANSWERED
from webapp.content import Catalogue, Item, restore
from webapp.database import insert_new, now
from webapp.errors import Invalid, NotFound
from webapp.exercises import room
from webapp.exercises.contract import Grade

LONGEST_REASON = 200


@dataclass(frozen=True)
class Regraded:
    """``read`` answers were graded again; ``changed`` are now right or no longer so; ``people``."""

    read: int
    changed: int
    people: int


def regrade(
    session: Session, catalogue: Catalogue, *, item_id: str, version: int, reason: str
) -> Regraded:
    """Grade every answer to a version with the key of the exercise as it is now.

    Done twice, it changes nothing more. Raises ``NotFound`` for a version that is not kept, and
    ``Invalid`` when there is no reason or the new key does not fit the old page.
    """
    old, current = catalogue.at(item_id, version), catalogue.items.get(item_id)
    if old is None or current is None:
        raise NotFound(f"La version {version} de {item_id} n’est pas gardée.")
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid(f"Écrivez la raison, en {LONGEST_REASON} caractères au plus.", field="reason")
    corrected = replace(old, answer=current.answer)
    rows = list(_answers(session, item_id, version))
    changed = []
    for row in rows:
        grade = _grade(catalogue, corrected, row)
        if (grade.score, grade.right) != (row.score, row.right):
            changed.append(row.learner_id)
            _store(session, row, grade, version=current.version, reason=reason)
    return Regraded(len(rows), len(changed), len(set(changed)))


@dataclass(frozen=True)
class _Row:
    """An answer, with the grade that stands today."""

    learner_id: UUID
    id: UUID
    variant: str
    response: dict[str, Any]
    score: float
    right: bool


def _answers(session: Session, item_id: str, version: int) -> Iterator[_Row]:
    same = and_(
        col(Question.learner_id) == col(Answer.learner_id), col(Question.id) == col(Answer.id)
    )
    again = and_(
        col(Correction.learner_id) == col(Answer.learner_id), col(Correction.id) == col(Answer.id)
    )
    statement = (
        select(  # type: ignore[call-overload]
            Answer.learner_id, Answer.id, Question.variant, Answer.response,
            func.coalesce(Correction.score, Answer.score),
            func.coalesce(Correction.right, Answer.right),
        )
        .join(Question, same)
        .outerjoin(Correction, again)
        .where(
            col(Question.item_id) == item_id,
            col(Question.item_version) == version,
            col(Answer.outcome) == ANSWERED,
        )
    )  # fmt: skip
    for row in session.connection().execute(statement):
        yield _Row(*row)


def _grade(catalogue: Catalogue, item: Item, row: _Row) -> Grade:
    try:
        spec = catalogue.present(item, restore(item, row.variant)).spec
    except ValueError as error:
        raise Invalid(f"La nouvelle réponse ne va pas avec l’ancienne page : {error}") from None
    return room(item.type).grade(spec, row.response)


def _store(session: Session, row: _Row, grade: Grade, *, version: int, reason: str) -> None:
    """One correction an answer: the latest one."""
    session.connection().execute(
        delete(Correction).where(
            col(Correction.learner_id) == row.learner_id, col(Correction.id) == row.id
        )
    )
    insert_new(session, Correction, {
        "learner_id": row.learner_id, "id": row.id, "key_version": version, "score": grade.score,
        "right": grade.right, "keys": list(grade.keys), "harms": list(grade.harms),
        "reason": reason, "corrected_at": now(),
    })  # fmt: skip
