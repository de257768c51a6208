"""A wrong key is corrected: every answer to that version is graded again, and people are told.

The old page is drawn again from the archive and graded with the new key. The answer a person gave is
never touched: a ``Correction`` stands beside it, and replaces its grade wherever it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, literal, select, tuple_
from sqlmodel import Session, col

from webapp.assessment.joins import CORRECTION_OF_ANSWER, QUESTION_OF_ANSWER, RIGHT, SCORE
from webapp.assessment.models import Answer, Correction, Question
from webapp.assessment.runs import ANSWERED
from webapp.content import Catalogue, Item, restore
from webapp.content.prose import PLACEHOLDER
from webapp.database import CompactUuid, insert_new, now
from webapp.errors import Invalid, NotFound
from webapp.exercises import room
from webapp.exercises.contract import Grade

LONGEST_REASON = 200
READ_AT_ONCE = 500


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
    read, changed, corrected = 0, list[UUID](), with_key(old, current)
    for row in _answers(session, item_id, version):
        read += 1
        grade = _grade(catalogue, corrected, row)
        if (grade.score, grade.right) != (row.score, row.right):
            changed.append(row.learner_id)
            _store(session, row, grade, version=current.version, reason=reason)
    return Regraded(read, len(changed), len(set(changed)))


def with_key(old: Item, current: Item) -> Item:
    """The old page with the key, and the words said after it, of the exercise as it is now."""
    return replace(old, answer=current.answer, feedback=current.feedback)


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
    """A few at a time, in the order of the keys: a whole country does not fit in memory."""
    statement, last = _select(item_id, version), None
    while rows := _page(session, statement, last):
        yield from rows
        last = rows[-1]


def _page(session: Session, statement: Any, last: _Row | None) -> list[_Row]:
    if last is not None:
        keys = tuple_(col(Answer.learner_id), col(Answer.id))
        # Bound as the columns are: a bare UUID is another type for SQLite.
        statement = statement.where(
            keys > tuple_(literal(last.learner_id, CompactUuid), literal(last.id, CompactUuid))
        )
    return [_Row(*row) for row in session.connection().execute(statement)]


def _select(item_id: str, version: int) -> Any:
    return (
        select(  # type: ignore[call-overload]
            Answer.learner_id, Answer.id, Question.variant, Answer.response,
            SCORE, RIGHT,
        )
        .join(Question, QUESTION_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(
            col(Question.item_id) == item_id,
            col(Question.item_version) == version,
            col(Answer.outcome) == ANSWERED,
        )
        .order_by(col(Answer.learner_id), col(Answer.id))
        .limit(READ_AT_ONCE)
    )  # fmt: skip


def _grade(catalogue: Catalogue, item: Item, row: _Row) -> Grade:
    try:
        presented = catalogue.present(item, restore(item, row.variant))
        if left := PLACEHOLDER.findall(str(presented.answer)):
            raise ValueError(f"l’ancienne page n’a pas de valeur « {left[0]} ».")
        spec = presented.spec
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
