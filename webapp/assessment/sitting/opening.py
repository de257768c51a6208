"""A question ready to be shown or graded: its exercise, its variant and what was done so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.correcting.regrade import with_key
from webapp.assessment.models import ActionEntry
from webapp.assessment.sitting.reading import AskedQuestion, SittingView
from webapp.content import Catalogue, Item, Presented, restore
from webapp.content.presentation import FRENCH
from webapp.exercises import Exercise, room
from webapp.exercises.contract import Spec


@dataclass(frozen=True)
class Opened:
    """Everything a page or a grader needs about one asked question."""

    run: SittingView
    asked: AskedQuestion
    item: Item
    presented: Presented
    room: Exercise
    spec: Spec
    log: tuple[dict[str, Any], ...] = ()


class Withdrawn(Exception):
    """The exercise left the bank, or changed, while the person was on it."""

    def __init__(self, run: SittingView, asked: AskedQuestion) -> None:
        super().__init__(asked.item_id)
        self.run, self.asked = run, asked


def open_question(
    session: Session,
    catalogue: Catalogue,
    run: SittingView,
    asked: AskedQuestion,
    *,
    locale: str = "fr",
) -> Opened:
    """Draw the stored variant again. Raises ``Withdrawn`` when that is no longer possible.

    Translations are those of today: an old page is shown in French, as it was written.
    """
    item = catalogue.at(asked.item_id, asked.item_version)
    current = catalogue.items.get(asked.item_id)
    if item is None or (item is not current and asked.answer is None):
        raise Withdrawn(run, asked)
    presented, spec = _drawn(catalogue, asked, item, current, locale)
    if presented is None or spec is None:
        raise Withdrawn(run, asked)
    exercise = room(item.type)
    log = _log(session, run.learner_id, asked.id) if exercise.has_actions(spec) else ()
    return Opened(run, asked, item, presented, exercise, spec, tuple(log))


def _drawn(
    catalogue: Catalogue, asked: AskedQuestion, item: Item, current: Item | None, locale: str
) -> tuple[Presented, Spec] | tuple[None, None]:
    """The page with the corrected key when there is one that still fits, else as it was."""
    pages = [item]
    if current and item is not current and asked.answer and asked.answer.corrected:
        pages.insert(0, with_key(item, current))
    for page in pages:
        try:
            language = locale if page is current else FRENCH
            presented = catalogue.present(page, restore(page, asked.variant), language)
            return presented, presented.spec
        except ValueError:
            continue
    return None, None


def _log(session: Session, learner_id: UUID, question_id: UUID) -> Sequence[dict[str, Any]]:
    statement = (
        select(ActionEntry.action)  # type: ignore[call-overload]
        .where(
            col(ActionEntry.learner_id) == learner_id, col(ActionEntry.question_id) == question_id
        )
        .order_by(col(ActionEntry.step))
    )
    return list(session.connection().execute(statement).scalars())
