"""The advisers of an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select, update
from sqlmodel import Session, col

from webapp.accounts import names, sessions
from webapp.accounts.models import ADVISER, Adviser, Membership, Organisation
from webapp.database import now
from webapp.errors import NotFound


@dataclass(frozen=True)
class Member:
    """An adviser of the organisation."""

    id: UUID
    name: str
    email: str
    role: str


def members(session: Session, *, organisation_id: UUID) -> Sequence[Member]:
    """Everyone whose membership has not ended, by name."""
    statement = (
        select(Adviser.id, Adviser.name, Adviser.email, Membership.role)  # type: ignore[call-overload]
        .join(Membership, col(Membership.adviser_id) == col(Adviser.id))
        .where(
            col(Membership.organisation_id) == organisation_id, col(Membership.ended_at).is_(None)
        )
    )
    found = (Member(**row._asdict()) for row in session.connection().execute(statement))
    return sorted(found, key=lambda member: names.key(member.name))


def who_proposes(session: Session, organisation_id: UUID, adviser_id: UUID) -> tuple[str, str]:
    """The adviser's name, empty once they left this organisation, and the organisation's."""
    here = (
        col(Membership.adviser_id) == adviser_id,
        col(Membership.ended_at).is_(None),
        col(Membership.organisation_id) == organisation_id,
    )
    statement = (
        select(Organisation.name, Adviser.name)  # type: ignore[call-overload]
        .outerjoin(Membership, and_(*here, col(Organisation.id) == organisation_id))
        .outerjoin(Adviser, col(Adviser.id) == col(Membership.adviser_id))
        .where(col(Organisation.id) == organisation_id)
    )
    organisation, adviser = session.connection().execute(statement).one()
    return adviser or "", organisation


def end_membership(session: Session, *, organisation_id: UUID, adviser_id: UUID) -> None:
    """End a membership and every session of that person. Raises ``NotFound`` outside the team."""
    ended = session.connection().execute(
        update(Membership)
        .where(
            col(Membership.organisation_id) == organisation_id,
            col(Membership.adviser_id) == adviser_id,
            col(Membership.ended_at).is_(None),
        )
        .values(ended_at=now())
    )
    if ended.rowcount != 1:
        raise NotFound("Cette personne n’est pas dans votre équipe.")
    sessions.revoke_all(session, kind=ADVISER, person_id=adviser_id)
