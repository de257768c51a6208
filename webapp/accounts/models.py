"""Who is who. A learner is a random id and nothing else; an adviser has a name and a password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from webapp.database import CompactUuid, Table, UtcDateTime

LEARNER, ADVISER = "learner", "adviser"
ADMINISTRATOR = "administrator"


class Learner(Table, table=True):
    """A person who does exercises. No name, no e-mail, no birth date: nothing to leak.

    ``goal`` is what they want, as they said it: None before it was asked, empty when they said none.
    """

    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    channel: str = Field(max_length=20)
    created_at: datetime = Field(sa_type=UtcDateTime)
    goal: str | None = Field(default=None, max_length=16)


class Organisation(Table, table=True):
    """A mission locale, an agency, a town: it sees its own people only."""

    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    name: str = Field(max_length=120)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Adviser(Table, table=True):
    """Someone who accompanies people. ``email`` is lower case and unique in the service."""

    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=80)
    password_hash: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Membership(Table, table=True):
    """An adviser in an organisation, until ``ended_at``. Checked at every request."""

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    adviser_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    role: str = Field(max_length=16)
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuthSession(Table, table=True):
    """An open session. The token is only on the device: the table keeps its SHA-256."""

    __tablename__ = "auth_session"
    __table_args__ = (Index("ix_auth_session_person", "kind", "person_id"),)

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary(32))
    kind: str = Field(max_length=8)
    person_id: UUID = Field(sa_type=CompactUuid)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PersonalCard(Table, table=True):
    """What opens a person's work on another device. ``adviser_id`` is who made it for them, if anyone."""

    __tablename__ = "personal_card"
    __table_args__ = (
        Index("ix_personal_card_code", "code_key", unique=True),
        Index("ix_personal_card_learner", "learner_id"),
    )

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary(32))
    code_key: bytes = Field(sa_type=LargeBinary(32))
    learner_id: UUID = Field(sa_type=CompactUuid)
    adviser_id: UUID | None = Field(default=None, sa_type=CompactUuid)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OneTimeLink(Table, table=True):
    """A link that works once: first installation, invitation of a colleague, new password.

    ``adviser_id`` is whose password the link sets; none for the other purposes.
    """

    __tablename__ = "one_time_link"

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary(32))
    purpose: str = Field(max_length=12)
    organisation_id: UUID | None = Field(default=None, sa_type=CompactUuid)
    role: str = Field(max_length=16)
    adviser_id: UUID | None = Field(default=None, sa_type=CompactUuid)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Tries(Table, table=True):
    """Failed tries of one key (an account, an address, a code), for slowing guesses down."""

    key: str = Field(primary_key=True, max_length=64)
    count: int
    first_at: datetime = Field(sa_type=UtcDateTime)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
