"""The learner's side: who sees my results, who looked, and stopping it at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from webapp.accounts import privacy, sessions, teams
from webapp.accounts.models import Adviser, Organisation
from webapp.advising import agreeing
from webapp.advising.models import Consultation, Participation, Prescription
from webapp.advising.scope import owned_by, within
from webapp.database import insert_new, new_id, now
from webapp.errors import NotFound

SHOWN_LOOKS = 20
LOOK_LASTS = timedelta(minutes=1)


@dataclass(frozen=True)
class Share:
    """One prescription the person joined."""

    prescription_id: UUID
    title: str
    adviser: str
    organisation: str
    first_name: str
    shared: bool
    follow_up: bool
    possible: bool
    """False once the parcours was deleted: nobody is there to share with."""


@dataclass(frozen=True)
class Look:
    """Someone opened the person's result."""

    adviser: str
    organisation: str
    at: datetime


def shares(session: Session, *, learner_id: UUID) -> Sequence[Share]:
    """Everything this person joined, newest first."""
    statement = select(Participation).order_by(col(Participation.created_at).desc())
    rows = session.execute(statement, execution_options=owned_by(learner_id)).scalars().all()
    return [_share(session, row) for row in rows]


def _share(session: Session, row: Participation) -> Share:
    found = _prescription(session, row)
    adviser, organisation = teams.who_proposes(session, found.organisation_id, found.adviser_id)
    return Share(
        found.id,
        found.title,
        adviser,
        organisation,
        row.first_name,
        row.shared,
        row.covers_follow_up,
        possible=found.deleted_at is None,
    )


def _prescription(session: Session, row: Participation) -> Prescription:
    """The prescription this person joined, deleted or not."""
    statement = select(Prescription).where(col(Prescription.id) == row.prescription_id)
    found: Prescription = session.execute(
        statement, execution_options=within(row.organisation_id)
    ).scalar_one()
    return found


def organisations(session: Session, *, learner_id: UUID) -> Sequence[UUID]:
    """Who gave this person a code, the latest first."""
    statement = select(Participation).order_by(col(Participation.created_at).desc())
    rows = session.execute(statement, execution_options=owned_by(learner_id)).scalars()
    return list(dict.fromkeys(row.organisation_id for row in rows))


def looks(session: Session, *, learner_id: UUID) -> Sequence[Look]:
    """The latest consultations of this person's results."""
    statement = select(Consultation).order_by(col(Consultation.at).desc()).limit(SHOWN_LOOKS)
    rows = session.execute(statement, execution_options=owned_by(learner_id)).scalars().all()
    return [
        Look(
            session.get_one(Adviser, row.adviser_id).name,
            session.get_one(Organisation, row.organisation_id).name,
            row.at,
        )
        for row in rows
    ]


def set_shared(session: Session, *, learner_id: UUID, prescription_id: UUID, shared: bool) -> None:
    """Stop or start sharing; effective at the adviser's next click."""
    statement = select(Participation).where(col(Participation.prescription_id) == prescription_id)
    row = session.execute(statement, execution_options=owned_by(learner_id)).scalar_one_or_none()
    if row is None:
        raise NotFound("Cette page n’existe pas.")
    if shared:
        if _prescription(session, row).deleted_at is not None:
            raise NotFound("Ce parcours n’existe plus.")
        agreeing.agree(session, row)
    else:
        row.withdraw()


def record_look(
    session: Session, *, organisation_id: UUID, adviser_id: UUID, learner_id: UUID
) -> UUID:
    """Written before the result is shown, so that no look goes unseen; the id of the look.

    Raises ``NotFound`` for a person who was erased meanwhile.
    """
    if not sessions.hold(session, [learner_id]):
        raise NotFound("Cette page n’existe pas.")
    look_id = new_id()
    values = {
        "organisation_id": organisation_id,
        "id": look_id,
        "adviser_id": adviser_id,
        "learner_id": learner_id,
        "at": now(),
    }
    insert_new(session, Consultation, values)
    return look_id


def look_is_fresh(
    session: Session, look_id: UUID, *, organisation_id: UUID, adviser_id: UUID, learner_id: UUID
) -> bool:
    """True for a look that this adviser wrote a moment ago: the page it was written for may be shown."""
    statement = select(Consultation).where(
        col(Consultation.id) == look_id,
        col(Consultation.adviser_id) == adviser_id,
        col(Consultation.learner_id) == learner_id,
        col(Consultation.at) > now() - LOOK_LASTS,
    )
    found = session.execute(statement, execution_options=within(organisation_id)).first()
    return found is not None


privacy.keep_while(
    select(col(Participation.learner_id)).where(
        col(Participation.consent_at).is_not(None), col(Participation.revoked_at).is_(None)
    )
)
