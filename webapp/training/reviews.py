"""Coming back later: two questions after 2, 7 and 21 days keep what was learnt.

Spaced retrieval beats massed practice (Latimier et al. 2021); equal or growing gaps hardly differ,
so the dates are simply those of the module file, counted from the end of the lesson.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from webapp.assessment import history, runs, sittings
from webapp.assessment.runs import TRAINING, Run
from webapp.content import Catalogue
from webapp.content.schema.module import LaterStep, Module
from webapp.database import now
from webapp.training import lessons


@dataclass(frozen=True)
class Review:
    """A review of one lesson, due since ``at``."""

    module: Module
    at: datetime


def later_step(module: Module) -> LaterStep | None:
    """The review planned by the module file."""
    return next((step for step in module.steps if isinstance(step, LaterStep)), None)


def due(
    session: Session, catalogue: Catalogue, *, learner_id: UUID, at: datetime | None = None
) -> Sequence[Review]:
    """Reviews whose day has come, the oldest first."""
    at = at or now()
    past = runs.of_learner(session, learner_id=learner_id)
    found = (_next_review(past, module) for module in catalogue.modules.values())
    return sorted((r for r in found if r and r.at <= at), key=lambda review: review.at)


def _next_review(past: Sequence[Run], module: Module) -> Review | None:
    plan = later_step(module)
    ends = [
        r.ended_at for r in past if (r.purpose, r.rules) == (TRAINING, module.id) and r.ended_at
    ]
    if plan is None or not ends:
        return None
    learnt = min(ends)
    done = [r for r in past if (r.purpose, r.rules) == (lessons.REVIEW, module.id) and r.ended_at]
    if len(done) >= len(plan.days):
        return None
    return Review(module, learnt + timedelta(days=plan.days[len(done)]))


def start(session: Session, catalogue: Catalogue, *, learner_id: UUID, module_id: str) -> UUID:
    """Open a review, or take up the one already open."""
    module = lessons.module_of(catalogue, module_id)
    for run in runs.of_learner(session, learner_id=learner_id):
        if (run.purpose, run.rules, run.ended_at) == (lessons.REVIEW, module.id, None):
            return run.sitting_id
    sitting_id = sittings.open_sitting(
        session, catalogue, learner_id=learner_id, purpose=lessons.REVIEW, rules=module.id,
        channel=lessons.CHANNEL,
    )  # fmt: skip
    advance(session, catalogue,
            runs.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id))  # fmt: skip
    return sitting_id


def advance(session: Session, catalogue: Catalogue, run: Run) -> None:
    """The next question of the review, or its end."""
    plan = later_step(lessons.module_of(catalogue, run.rules))
    if run.current is not None:
        return
    if plan is None or _enough(run.asked, plan.pick.count):
        sittings.end(session, run, reason=lessons.FINISHED)
        return
    past = history.of_learner(session, learner_id=run.learner_id)
    item = lessons.choose(catalogue, run, past, plan.pick)
    sittings.ask(session, catalogue, run, item_id=item.id, purpose=lessons.REVIEW,
                 variant=lessons.new_variant(run, item, past))  # fmt: skip


def _enough(asked: Iterable[object], wanted: int) -> bool:
    return len(list(asked)) >= wanted


sittings.register_follower(lessons.REVIEW, advance)
