"""What a person did since the test they share, and what changed: for the page of that person.

Read only while the agreement covers it; nothing here is kept for the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.advising.models import Participation
from webapp.advising.scope import within
from webapp.assessment.measuring import results
from webapp.assessment.measuring.results import Result
from webapp.assessment.measuring.skills import SkillStanding
from webapp.assessment.sitting import history, reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.typography import french
from webapp.recognition.proofs import proofs


@dataclass(frozen=True)
class Change:
    """From one test to a later one: both whole, and the skills that are done since."""

    before: Result
    after: Result
    learned: tuple[str, ...]


@dataclass(frozen=True)
class FollowUp:
    """Titles of the lessons finished since the test, labels of what is proven, the latest change."""

    lessons: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    change: Change | None = None


def follow_up(
    session: Session, catalogue: Catalogue, row: Participation, shared: Result
) -> FollowUp:
    """After the shared test, while the agreement covers it; else what changed since an earlier one."""
    earlier = _earlier(session, catalogue, row)
    since_earlier = change(earlier, shared) if earlier else None
    if not row.covers_follow_up or shared.ended_at is None:
        return FollowUp(change=since_earlier)
    runs = reading.of_learner(session, learner_id=row.learner_id)
    past = history.of_learner(session, learner_id=row.learner_id)
    retake = _retake(runs, shared)
    return FollowUp(
        lessons=tuple(_lessons(catalogue, runs, shared.ended_at)),
        proven=tuple(proof.label for proof in proofs(catalogue, past) if proof.proven),
        change=change(shared, _result(session, catalogue, row.learner_id, retake.sitting_id))
        if retake
        else since_earlier,
    )


def change(before: Result, after: Result) -> Change:
    """What was not done each time before, and is now."""
    known = {skill.code for skill in before.skills if skill.standing is SkillStanding.DONE}
    learned = tuple(
        skill.label
        for skill in after.skills
        if skill.standing is SkillStanding.DONE and skill.code not in known
    )
    return Change(before, after, learned)


def _lessons(catalogue: Catalogue, runs: Sequence[SittingView], since: datetime) -> list[str]:
    """Each lesson once, the oldest first."""
    done = {
        run.rules: None
        for run in reversed(runs)
        if run.purpose == reading.TRAINING and run.ended_at and run.ended_at > since
    }
    modules = (catalogue.modules.get(module_id) for module_id in done)
    return [french(module.title) for module in modules if module]


def _retake(runs: Sequence[SittingView], shared: Result) -> SittingView | None:
    """The latest test after training of the same parcours."""
    return next(
        (
            run
            for run in runs
            if run.purpose == reading.TEST
            and (run.parcours_id, run.phase) == (shared.parcours_id, reading.EXIT)
            and run.ended_at
            and run.started_at > shared.started_at
        ),
        None,
    )


def _earlier(session: Session, catalogue: Catalogue, row: Participation) -> Result | None:
    """The test this person shared with the same organisation before this one, if it had answers."""
    statement = (
        select(Participation)
        .where(
            col(Participation.learner_id) == row.learner_id,
            col(Participation.created_at) < row.created_at,
        )
        .order_by(col(Participation.created_at).desc())
    )
    rows = session.execute(statement, execution_options=within(row.organisation_id)).scalars()
    sitting = next((one.sitting_id for one in rows if one.shared), None)
    if sitting is None:
        return None
    found = _result(session, catalogue, row.learner_id, sitting)
    return found if found.answered else None


def _result(session: Session, catalogue: Catalogue, learner_id: UUID, sitting_id: UUID) -> Result:
    return results.result(session, catalogue, learner_id=learner_id, sitting_id=sitting_id)
