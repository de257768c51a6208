"""What a person has done, has to review and could take next: all that the pages of lessons show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from webapp.accounts import goals
from webapp.assessment.sitting import history, reading
from webapp.assessment.sitting.reading import TRAINING, SittingView
from webapp.content import Catalogue
from webapp.content.schema.module import Module
from webapp.database import now
from webapp.training import lessons, next_lesson, reviews
from webapp.training.lessons import LessonPlace, Standing
from webapp.training.memory import Memory
from webapp.training.next_lesson import Proposal


@dataclass(frozen=True)
class Overview:
    """Every sitting, newest first; what is due for a review; the lesson proposed."""

    past: Sequence[SittingView] = ()
    due: Sequence[Memory] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True)
class LessonState:
    """A lesson among those of a person; ``place`` while it is open."""

    standing: Standing
    place: LessonPlace | None


@dataclass(frozen=True)
class LessonEnd:
    """A lesson that was finished: the first time it was, the next review, what to take next."""

    module: Module
    first: Standing
    review_at: datetime | None
    proposal: Proposal | None


def overview(session: Session, catalogue: Catalogue, *, learner_id: UUID | None) -> Overview:
    """What the list of lessons shows; nothing of somebody unknown."""
    if learner_id is None:
        return Overview()
    past = lessons.past_of(session, learner_id)
    begun = [run.rules for run in past if run.purpose == TRAINING]
    answers = history.of_learner(session, learner_id=learner_id)
    return Overview(
        past,
        reviews.due_among(catalogue, answers, now()),
        next_lesson.from_past(
            catalogue, answers, begun, goals.goal_of(session, learner_id=learner_id)
        ),
    )


def lesson_state(
    session: Session, catalogue: Catalogue, module: Module, *, learner_id: UUID | None
) -> LessonState:
    """Whether a lesson is done, and where it stands while it is open."""
    past = lessons.past_of(session, learner_id)
    known = lessons.open_run(past, TRAINING, module.id)
    place = None
    if known is not None:
        run = reading.of_sitting(session, learner_id=known.learner_id, sitting_id=known.sitting_id)
        place = lessons.place(session, catalogue, run)
    return LessonState(lessons.standing(past, module.id), place)


def lesson_end(session: Session, catalogue: Catalogue, run: SittingView) -> LessonEnd:
    """What the end of a lesson says."""
    module = lessons.module_of(catalogue, run.rules)
    past = lessons.past_of(session, run.learner_id)
    done = {p.rules for p in past if p.purpose == TRAINING and p.ended_at is not None}
    answers = history.of_learner(session, learner_id=run.learner_id)
    goal = goals.goal_of(session, learner_id=run.learner_id)
    return LessonEnd(
        module,
        lessons.standing(past, module.id),
        reviews.next_day_after(catalogue, answers, module.skills),
        next_lesson.after_lesson(catalogue, run, answers, done, goal),
    )
