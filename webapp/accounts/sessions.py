"""Server-side sessions: revocable at once, with an idle and an absolute end.

``seen_at`` moves on POST only, because a GET never writes. An adviser who only reads for half an hour
is therefore asked to sign in again: on a shared desk that is the right side to fail on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from webapp.accounts.models import ADVISER, LEARNER, Adviser, AuthSession, Learner, Membership
from webapp.accounts.tokens import new_token, token_hash
from webapp.database import insert_new, new_id, now

IDLE = {LEARNER: timedelta(days=30), ADVISER: timedelta(minutes=30)}
ABSOLUTE = {LEARNER: timedelta(days=90), ADVISER: timedelta(hours=12)}
ON_A_SHARED_DEVICE = timedelta(hours=4)
SEEN_STEP = {LEARNER: timedelta(days=1), ADVISER: timedelta(minutes=1)}


@dataclass(frozen=True)
class SignedIn:
    """An adviser behind a valid session. The role comes from the table, never from the cookie."""

    id: UUID
    organisation_id: UUID
    role: str
    name: str
    email: str
    seen_at: datetime


def start_learner(session: Session, *, channel: str) -> tuple[UUID, str]:
    """A new person without account: their id, and the token for their device."""
    learner_id = new_id()
    insert_new(session, Learner, {"id": learner_id, "channel": channel, "created_at": now()})
    return learner_id, open_session(session, kind=LEARNER, person_id=learner_id)


def open_session(
    session: Session, *, kind: str, person_id: UUID, lasts: timedelta | None = None
) -> str:
    """A new session and its token; called at every sign-in, so that a token never survives one.

    It ends after ``lasts``, or as sessions of its kind do.
    """
    token, at = new_token(), now()
    values = {
        "token_hash": token_hash(token),
        "kind": kind,
        "person_id": person_id,
        "created_at": at,
        "seen_at": at,
        "expires_at": at + (lasts or ABSOLUTE[kind]),
        "revoked_at": None,
    }
    insert_new(session, AuthSession, values)
    return token


# Written once: these two run at every request.
VALID = (
    col(AuthSession.token_hash) == bindparam("token_hash"),
    col(AuthSession.kind) == bindparam("kind"),
    col(AuthSession.revoked_at).is_(None),
    col(AuthSession.expires_at) > bindparam("at"),
    col(AuthSession.seen_at) > bindparam("idle_since"),
)
LEARNER_OF = select(AuthSession.person_id, AuthSession.seen_at).where(*VALID)  # type: ignore[call-overload]
HELD = {"read": True, "key_share": True, "of": Learner}
"""A share of the learner's row until the end of the transaction: erasing waits for it, and whoever
comes after an erasure finds nobody. SQLite has one writer at a time and needs no lock."""
HELD_LEARNER_OF = LEARNER_OF.join(
    Learner, col(Learner.id) == col(AuthSession.person_id)
).with_for_update(**HELD)
ADVISER_OF = (
    select(  # type: ignore[call-overload]
        Adviser.id,
        Membership.organisation_id,
        Membership.role,
        Adviser.name,
        Adviser.email,
        AuthSession.seen_at,
    )
    .join(Adviser, col(Adviser.id) == col(AuthSession.person_id))
    .join(Membership, col(Membership.adviser_id) == col(Adviser.id))
    .where(col(Membership.ended_at).is_(None), *VALID)
    .limit(1)
)


def _bound(token: str, kind: str) -> dict[str, object]:
    at = now()
    return {"token_hash": token_hash(token), "kind": kind, "at": at, "idle_since": at - IDLE[kind]}


def find_learner(
    session: Session, token: str, *, to_write: bool = False
) -> tuple[UUID, datetime] | None:
    """The person behind a learner's token, and when they were last seen; None when it ended.

    ``to_write`` holds the person: nothing of theirs is written once they are erased.
    """
    statement = HELD_LEARNER_OF if to_write else LEARNER_OF
    row = session.connection().execute(statement, _bound(token, LEARNER)).first()
    return None if row is None else (row[0], row[1])


def hold(session: Session, learner_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those who are still there, held until the end of the transaction: for whoever writes about a
    person without their session.
    """
    statement = (
        select(Learner.id)  # type: ignore[call-overload]
        .where(col(Learner.id).in_(set(learner_ids)))
        .order_by(col(Learner.id))
        .with_for_update(**HELD)
    )
    return frozenset(session.connection().execute(statement).scalars())


def find_adviser(session: Session, token: str) -> SignedIn | None:
    """The adviser behind a token, with a membership that has not ended."""
    row = session.connection().execute(ADVISER_OF, _bound(token, ADVISER)).first()
    return None if row is None else SignedIn(**row._asdict())


def touch(session: Session, token: str, *, kind: str, seen_at: datetime) -> None:
    """The session was used. Written rarely: a day for a learner, a minute for an adviser."""
    at = now()
    if seen_at < at - SEEN_STEP[kind]:
        session.connection().execute(
            update(AuthSession)
            .where(col(AuthSession.token_hash) == token_hash(token))
            .values(seen_at=at)
        )


def revoke(session: Session, token: str) -> None:
    """End one session."""
    session.connection().execute(
        update(AuthSession)
        .where(col(AuthSession.token_hash) == token_hash(token))
        .values(revoked_at=now())
    )


def revoke_all(session: Session, *, kind: str, person_id: UUID) -> None:
    """End every session of a person, on every device."""
    session.connection().execute(
        update(AuthSession)
        .where(col(AuthSession.kind) == kind, col(AuthSession.person_id) == person_id)
        .values(revoked_at=now())
    )
