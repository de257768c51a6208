"""Where a person stands, kept with what they share: written when they answer, read by the list.

Working it out costs an exact posterior: at each look, for everybody, it made the list of a busy adviser
slow for the whole service. It is kept only while the person agrees (``models``), and worked out again
after each answer, at each end, after a correction, and when the bank changes (``marchepied migrate``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.advising.following import NOT_STARTED, ListedStanding, standing
from webapp.advising.models import PRIVATE, Participation
from webapp.advising.prescribing import CHANNEL
from webapp.advising.scope import owned_by
from webapp.assessment.sitting import lifecycle, reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.database import Database
from webapp.errors import NotFound

BATCH = 100
Key = tuple[UUID, UUID]


def keep(session: Session, catalogue: Catalogue, run: SittingView) -> None:
    """Write down where the person of a prescribed test stands, if they share it."""
    if run.channel == CHANNEL and run.purpose == reading.TEST:
        again = reading.of_sitting(session, learner_id=run.learner_id, sitting_id=run.sitting_id)
        _write(session, run.learner_id, run.sitting_id, standing(catalogue, again))


def _write(session: Session, learner_id: UUID, sitting_id: UUID, found: ListedStanding) -> None:
    shared = update(Participation).where(
        col(Participation.sitting_id) == sitting_id,
        col(Participation.consent_at).is_not(None),
        col(Participation.revoked_at).is_(None),
    )
    session.execute(
        shared.values(
            progress=found.progress,
            line=found.line,
            next_action=found.next_action,
            answered_at=found.answered_at,
        ),
        execution_options=owned_by(learner_id) | {"synchronize_session": False},
    )


def keep_all(database: Database, load: Callable[[], Catalogue], *, again: bool = False) -> int:
    """Work out what never was; with ``again``, everybody's. The bank is loaded when there is any.

    In short transactions: people go on answering meanwhile.
    """
    with database.reading() as session:
        keys = [(row[0], row[1]) for row in session.connection().execute(_to_do(again=again))]
    if keys:
        catalogue = load()
        for start in range(0, len(keys), BATCH):
            these = keys[start : start + BATCH]
            database.run(partial(_keep_these, catalogue=catalogue, keys=these))
    return len(keys)


def _to_do(*, again: bool) -> Any:
    """Whoever the organisation is: the operator asks, and nobody is shown anything."""
    progress = col(Participation.progress)
    wanted = progress.is_distinct_from(PRIVATE) if again else progress.is_(None)
    return select(col(Participation.learner_id), col(Participation.sitting_id)).where(wanted)


def _keep_these(session: Session, *, catalogue: Catalogue, keys: Sequence[Key]) -> None:
    for learner_id, sitting_id in keys:
        try:
            run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
            found = standing(catalogue, run)
        except NotFound:
            found = ListedStanding(NOT_STARTED)
        _write(session, learner_id, sitting_id, found)


lifecycle.register_watcher(keep)
