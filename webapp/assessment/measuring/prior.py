"""Someone who comes back: what a new test starts from, made once and kept in its row.

A test after another one starts from what the earlier ones said, weakened by the time gone and by what is
forgotten (``psychometrics.returning``). The text is written when the test begins and never changes with
the days: the choice of each question, « Pourquoi cette question ? » and the result read the same start.
A test after training starts from where the test before training started, for the two to be compared:
neither the old answers, which would hide what was learnt, nor an expected progress are in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from webapp import psychometrics as psy
from webapp.assessment.measuring.engine import outcome, start
from webapp.assessment.measuring.model import beginning, measurement_model, versioned
from webapp.assessment.models import Sitting
from webapp.assessment.sitting import history, reading
from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.reading import EXIT, TEST, SittingView
from webapp.content import Catalogue

DAYS_A_YEAR = 365.25
ASSESSED = frozenset({TEST, "review"})
"""Questions that ask without teaching; anything else done since makes earlier answers of a skill void."""

Recall = Callable[[Catalogue, Sequence[Past], datetime], Mapping[str, float]]
_RECALL: list[Recall] = []
"""The chance that each skill is still known. Training registers its own: it is the higher room."""


@dataclass(frozen=True)
class Start:
    """What a test starts from; ``before`` is None for somebody unknown."""

    channel: str
    before: str | None = None


def register_recall(recall: Recall) -> None:
    """Say how what a person remembers is known."""
    _RECALL[:] = [recall]


def start_of(
    session: Session,
    catalogue: Catalogue,
    *,
    learner_id: UUID,
    rules: str,
    channel: str,
    at: datetime,
) -> Start:
    """The start of a test that begins at ``at``."""
    parcours, _, phase = rules.partition(reading.PHASE)
    before = _last_ended(session, learner_id, at, parcours if phase == EXIT else None)
    if before is None:
        return Start(channel)
    if phase == EXIT:
        return Start(before.channel, before.before)
    state = _faded(
        catalogue,
        before,
        _at_the_end(session, catalogue, before),
        at,
        history.of_learner(session, learner_id=learner_id, before=at),
    )
    if not any(entry.weight for entry in state.answers):
        mean = catalogue.rules.assessment.prior.mean(channel)
        state = replace(state, prior_mean=mean)
    return Start(channel, psy.encode(state) if state.answers else None)


def reread(session: Session, catalogue: Catalogue, *, learner_id: UUID) -> None:
    """After a correction, the starts that hold the old grade are made again, the oldest first."""
    values = {"learner": learner_id}
    for sitting_id in session.connection().execute(WITH_A_PAST, values).scalars().all():
        run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
        again = start_of(
            session,
            catalogue,
            learner_id=learner_id,
            rules=run.rules,
            channel=run.channel,
            at=run.started_at,
        )
        changed = update(Sitting).where(
            col(Sitting.learner_id) == learner_id, col(Sitting.id) == sitting_id
        )
        session.connection().execute(changed.values(before=again.before))


WITH_A_PAST = (
    select(col(Sitting.id))
    .where(col(Sitting.learner_id) == bindparam("learner"), col(Sitting.before).is_not(None))
    .order_by(col(Sitting.started_at), col(Sitting.id))
)


def _last_ended(
    session: Session, learner_id: UUID, at: datetime, entry_of: str | None
) -> SittingView | None:
    """The last test ended by then; the last one before training of one parcours."""
    statement = (
        select(col(Sitting.id))
        .where(
            col(Sitting.learner_id) == learner_id,
            col(Sitting.purpose) == TEST,
            col(Sitting.started_at) < at,
            col(Sitting.ended_at) <= at,
            col(Sitting.end_reason) != reading.STARTED_AGAIN,
            *([] if entry_of is None else [col(Sitting.rules) == entry_of]),
        )
        .order_by(col(Sitting.ended_at).desc(), col(Sitting.id).desc())
        .limit(1)
    )
    found = session.connection().execute(statement).scalar()
    return (
        None
        if found is None
        else reading.of_sitting(session, learner_id=learner_id, sitting_id=found)
    )


def _at_the_end(session: Session, catalogue: Catalogue, run: SittingView) -> psy.SessionState:
    """What was known when a test ended. A start of another version is made again from the rows."""
    if run.before and beginning(catalogue, run.before) is None:
        again = start_of(
            session,
            catalogue,
            learner_id=run.learner_id,
            rules=run.rules,
            channel=run.channel,
            at=run.started_at,
        )
        run = replace(run, before=again.before)
    first = start(catalogue, run)
    return replace(first, answers=(*first.answers, *_answers(catalogue, run)))


def _answers(catalogue: Catalogue, run: SittingView) -> Iterator[psy.Evidence]:
    """What was answered, each exercise under the name of its version."""
    named = measurement_model(catalogue).named
    for asked in run.answered:
        item, said = named.get(versioned(asked.item_id, asked.item_version)), outcome(asked)
        if item is not None and said is not psy.Outcome.IGNORED and asked.answer is not None:
            yield psy.Evidence(item, said, helped=asked.answer.helped)


def _faded(
    catalogue: Catalogue,
    run: SittingView,
    state: psy.SessionState,
    at: datetime,
    past: Sequence[Past],
) -> psy.SessionState:
    rules = catalogue.rules.assessment.forgetting
    ended, (recall,) = run.ended_at or at, _RECALL or (_nothing,)
    forgetting = psy.ForgettingRules(rules.per_year, rules.memory, rules.answers)
    then = recall(catalogue, [one for one in past if one.recorded_at <= ended], ended)
    today = recall(catalogue, past, at)
    taught = {
        _skill_of(catalogue, one) for one in past if _teaches(one) and one.recorded_at > ended
    }
    years = (at - ended) / timedelta(days=DAYS_A_YEAR)

    def added(item: psy.CalibratedItem) -> float | None:
        if item.skill in taught:
            return None
        lost = max(0.0, then.get(item.skill, 0.0) - today.get(item.skill, 0.0))
        return forgetting.added(years, lost)

    return psy.faded(measurement_model(catalogue).tree, state, added, forgetting.most)


def _nothing(_catalogue: Catalogue, _past: Sequence[Past], _at: datetime) -> Mapping[str, float]:
    return {}


def _teaches(one: Past) -> bool:
    return one.purpose not in ASSESSED


def _skill_of(catalogue: Catalogue, one: Past) -> str | None:
    """The skill of an exercise, None when it left the bank."""
    item = catalogue.items.get(one.item_id)
    return None if item is None else item.skill
