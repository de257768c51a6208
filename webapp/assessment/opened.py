"""A question ready to be shown or graded: its exercise, its variant and what was done so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.models import ActionEntry
from webapp.assessment.runs import Asked, Run
from webapp.content import Catalogue, Item, Presented, present, variant_from_json
from webapp.exercises import Exercise, room
from webapp.exercises.contract import Spec


@dataclass(frozen=True)
class Opened:
    """Everything a page or a grader needs about one asked question."""

    run: Run
    asked: Asked
    item: Item
    presented: Presented
    room: Exercise
    spec: Spec
    log: tuple[dict[str, Any], ...] = ()

    @property
    def withdrawn(self) -> bool:
        """The author changed or retired this exercise while the person was on it."""
        return self.item.hash != self.asked.item_hash


def open_question(
    session: Session, catalogue: Catalogue, run: Run, asked: Asked, *, locale: str = "fr"
) -> Opened:
    """Draw the stored variant again. Raises ``KeyError`` when the exercise left the bank."""
    item = catalogue.items[asked.item_id]
    presented = present(catalogue, item, variant_from_json(asked.variant), locale)
    exercise = room(item.type)
    spec = exercise.spec(presented.world, presented.answer, presented.params)
    log = (
        _log(session, run.learner_id, asked.id) if exercise.has_actions(spec) else ()
    )
    return Opened(run, asked, item, presented, exercise, spec, tuple(log))


def _log(session: Session, learner_id: UUID, question_id: UUID) -> Sequence[dict[str, Any]]:
    statement = (
        select(ActionEntry.action)  # type: ignore[call-overload]
        .where(
            col(ActionEntry.learner_id) == learner_id, col(ActionEntry.question_id) == question_id
        )
        .order_by(col(ActionEntry.step))
    )
    return list(session.connection().execute(statement).scalars())
