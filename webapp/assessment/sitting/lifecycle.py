"""Starting, continuing and ending a sitting."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Update, update
from sqlmodel import Session, col

from webapp.assessment.measuring import prior, recent_exposure
from webapp.assessment.measuring.engine import Finished, Next, draw_for, next_question
from webapp.assessment.models import Question, Sitting
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue, Variant
from webapp.database import insert_new, new_id, now
from webapp.errors import Invalid, NotFound

DEFAULT_PARCOURS = "PAR-0-BILAN"

Follower = Callable[[Session, Catalogue, SittingView], object]
_FOLLOWERS: dict[str, Follower] = {}
"""What comes after an answer, by purpose. Training registers its own: it is the higher room."""

_WATCHERS: list[Follower] = []
"""Who is told when where somebody stands in a sitting has changed. Higher rooms register theirs."""

FINISHED_BY_PERSON = "person"


def start(
    session: Session,
    catalogue: Catalogue,
    *,
    learner_id: UUID,
    parcours_id: str = DEFAULT_PARCOURS,
    channel: str = "public",
    phase: str = reading.ENTRY,
) -> UUID:
    """A new test and its first question. Raises ``NotFound`` for an unknown or closed parcours."""
    parcours = catalogue.parcours.get(parcours_id)
    if parcours is None or not parcours.available:
        raise NotFound("Ce parcours n’existe pas.")
    rules = parcours_id if phase == reading.ENTRY else f"{parcours_id}{reading.PHASE}{phase}"
    begun = prior.start_of(
        session, catalogue, learner_id=learner_id, rules=rules, channel=channel, at=now()
    )
    sitting_id = open_sitting(
        session,
        catalogue,
        learner_id=learner_id,
        purpose=reading.TEST,
        rules=rules,
        channel=begun.channel,
        before=begun.before,
    )
    run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    ask_next(session, catalogue, run)
    return sitting_id


def open_sitting(
    session: Session,
    catalogue: Catalogue,
    *,
    learner_id: UUID,
    purpose: str,
    rules: str,
    channel: str,
    before: str | None = None,
) -> UUID:
    """A sitting without any question yet."""
    sitting_id = new_id()
    values = {
        "learner_id": learner_id,
        "id": sitting_id,
        "purpose": purpose,
        "rules": rules,
        "channel": channel,
        "catalogue_version": catalogue.version,
        "started_at": now(),
        "before": before,
    }
    insert_new(session, Sitting, values)
    return sitting_id


def register_follower(purpose: str, follower: Follower) -> None:
    """Say what happens after an answer in sittings of this purpose."""
    _FOLLOWERS[purpose] = follower


def follow(session: Session, catalogue: Catalogue, run: SittingView) -> None:
    """Prepare what comes after the latest answer of this run."""
    _FOLLOWERS[run.purpose](session, catalogue, run)
    tell(session, catalogue, run)


def register_watcher(watcher: Follower) -> None:
    """Say who wants to know."""
    if watcher not in _WATCHERS:
        _WATCHERS.append(watcher)


def tell(session: Session, catalogue: Catalogue, run: SittingView) -> None:
    """After an answer, an end, a reopening or a correction."""
    for watcher in _WATCHERS:
        watcher(session, catalogue, run)


def ask_next(session: Session, catalogue: Catalogue, run: SittingView) -> Next | Finished:
    """Choose and store the next question of a test, or end it."""
    chosen = next_question(catalogue, run, met_before=met_before(session, catalogue, run))
    if isinstance(chosen, Finished):
        end(session, run, reason=chosen.reason)
    else:
        variant = new_page(session, catalogue, run, chosen.item_id)
        ask(session, catalogue, run, item_id=chosen.item_id, variant=variant, purpose=reading.TEST)
    return chosen


def new_page(session: Session, catalogue: Catalogue, run: SittingView, item_id: str) -> Variant:
    """A page of this exercise that is none of the last three this person was shown.

    It is stored with the question: a reload shows the same one.
    """
    recent = recent_exposure.recent_draws(session, run, item_id)
    return draw_for(catalogue.items[item_id], run, avoid=recent)


def met_before(session: Session, catalogue: Catalogue, run: SittingView) -> frozenset[str]:
    """After training, other families than before: what is measured is the skill, not the memory."""
    if run.phase != reading.EXIT or not catalogue.parcours[run.parcours_id].exit.new_families:
        return frozenset()
    return recent_exposure.asked_before(session, run)


def ask(
    session: Session,
    catalogue: Catalogue,
    run: SittingView,
    *,
    item_id: str,
    variant: Variant,
    purpose: str,
) -> UUID:
    """Store one question at the next position; a twin request stores nothing."""
    item, question_id = catalogue.items[item_id], new_id()
    values = {
        "learner_id": run.learner_id,
        "id": question_id,
        "sitting_id": run.sitting_id,
        "position": len(run.asked) + 1,
        "item_id": item_id,
        "item_version": item.version,
        "item_hash": item.hash,
        "variant": variant.id,
        "purpose": purpose,
        "shown_at": now(),
    }
    insert_new(session, Question, values)
    return question_id


def end(session: Session, run: SittingView, *, reason: str) -> None:
    """Close a sitting; a closed one stays as it was closed."""
    still_open = _this(run).where(col(Sitting.ended_at).is_(None))
    session.connection().execute(still_open.values(ended_at=now(), end_reason=reason))


def _this(run: SittingView) -> Update:
    """A change of this sitting's row."""
    return update(Sitting).where(
        col(Sitting.learner_id) == run.learner_id, col(Sitting.id) == run.sitting_id
    )


def set_help(session: Session, run: SittingView, way: str) -> None:
    """How somebody helps, from the next answer of this sitting on. Raises ``Invalid``."""
    if way not in reading.HELP:
        raise Invalid("Choisissez une réponse.", field="act")
    session.connection().execute(_this(run).values(help=way))


def resumable(session: Session, *, learner_id: UUID) -> SittingView | None:
    """The test a person can take up again on this device."""
    return reading.latest_open(session, learner_id=learner_id)


def untouched(run: SittingView) -> bool:
    """Open to everyone and nothing done in it: a second tap on « Commencer » needs no other."""
    alone = run.rules == DEFAULT_PARCOURS and run.help == reading.ALONE
    return alone and all(asked.answer is None for asked in run.asked)


def replace_by_another(session: Session, run: SittingView) -> None:
    """« Recommencer au début »: the test is not offered again, and the new one starts from nothing of
    it. One that somebody prescribed stays open.
    """
    if run.rules == DEFAULT_PARCOURS:
        end(session, run, reason=reading.STARTED_AGAIN)


def reopen(session: Session, run: SittingView) -> None:
    """Take up a test the person stopped; one that ended by itself stays ended."""
    stopped = _this(run).where(col(Sitting.end_reason) == FINISHED_BY_PERSON)
    session.connection().execute(stopped.values(ended_at=None, end_reason=None))


register_follower(reading.TEST, ask_next)
