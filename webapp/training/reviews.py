"""Coming back: a few questions on the skills a person is about to forget, in a few minutes.

Spaced retrieval beats massed practice (Latimier et al. 2021). The day comes from the memory of each
skill (``memory``); a review asks one new page of each skill whose day has come, as long as the longest
exercises that may be drawn hold in its minutes. What is likeliest still known comes first: when more
waits than a review holds, keeping what can be kept keeps more of it all (``simulation/reviewing.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from webapp.assessment.sitting import history, lifecycle, reading
from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.schema.module import Pick
from webapp.database import now
from webapp.training import lessons
from webapp.training.exercise_choice import choose, families_of, open_families
from webapp.training.memory import Memory, memories

RULES = "review"
"""What a review sitting is about: every skill, so no lesson."""


def due(
    session: Session, catalogue: Catalogue, *, learner_id: UUID, at: datetime | None = None
) -> Sequence[Memory]:
    """Skills whose day has come, as one review asks them."""
    return due_among(catalogue, history.of_learner(session, learner_id=learner_id), at or now())


def next_day(
    session: Session, catalogue: Catalogue, *, learner_id: UUID, skills: Sequence[str] = ()
) -> datetime | None:
    """The day of the next review, of these skills or of all; None when there is none to come."""
    return next_day_after(catalogue, history.of_learner(session, learner_id=learner_id), skills)


def next_day_after(
    catalogue: Catalogue, past: Sequence[Past], skills: Sequence[str] = ()
) -> datetime | None:
    """The same, from answers already read."""
    days = [m.due_at for m in memories(catalogue, past) if not skills or m.skill in skills]
    return min(days, default=None)


def due_among(catalogue: Catalogue, past: Sequence[Past], at: datetime) -> Sequence[Memory]:
    """What the review of this time asks, from answers already read: what holds in its minutes."""
    return in_one_review(catalogue, to_ask(memories(catalogue, past), at))


def to_ask(known: Sequence[Memory], at: datetime) -> Sequence[Memory]:
    """Those whose day has come, the likeliest still known first."""
    waiting = [memory for memory in known if memory.due_at <= at]
    return sorted(waiting, key=lambda memory: (memory.age(at), memory.skill))


def in_one_review(catalogue: Catalogue, waiting: Sequence[Memory]) -> Sequence[Memory]:
    """The first of these skills that hold in one review; always one at least."""
    left = catalogue.rules.review.minutes * 60
    kept: list[Memory] = []
    for memory in waiting:
        families = open_families(catalogue, memory.skill)
        left -= max((item.meta.seconds for item in families), default=0)
        if kept and left < 0:
            break
        kept.append(memory)
    return kept


def start(session: Session, catalogue: Catalogue, *, learner_id: UUID) -> UUID | None:
    """Open a review, or take up the one already open; None when nothing is due."""
    for run in reading.of_learner(session, learner_id=learner_id):
        if run.purpose == reading.REVIEW and run.ended_at is None:
            return run.sitting_id
    if not due(session, catalogue, learner_id=learner_id):
        return None
    return lessons.begin(
        session,
        catalogue,
        learner_id=learner_id,
        purpose=reading.REVIEW,
        rules=RULES,
        advance=advance,
    )


def advance(session: Session, catalogue: Catalogue, run: SittingView) -> None:
    """The next skill that was due when the review began, or the end."""
    if run.current is not None:
        return
    past = history.of_learner(session, learner_id=run.learner_id, before=run.started_at)
    asked = skills_of(catalogue, run)
    waiting = [m.skill for m in due_among(catalogue, past, run.started_at) if m.skill not in asked]
    if not waiting:
        lifecycle.end(session, run, reason=lessons.FINISHED)
        return
    families = families_of(catalogue, Pick(skill=waiting[0], count=1))
    item = choose(run, families, {entry.item_id: entry.recorded_at for entry in past})
    lifecycle.ask(
        session,
        catalogue,
        run,
        item_id=item.id,
        purpose=reading.REVIEW,
        variant=lifecycle.new_page(session, catalogue, run, item.id),
    )


def skills_of(catalogue: Catalogue, run: SittingView) -> Sequence[str]:
    """The skills asked in a review, in order."""
    items = (catalogue.items.get(asked.item_id) for asked in run.asked)
    return [item.skill for item in items if item is not None]


lifecycle.register_follower(reading.REVIEW, advance)
