"""What an organisation prescribes, and who agreed to share what with it.

Every table here is a *tenant* table: keyed by organisation, read only through ``scope``.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from webapp.database import CompactUuid, Table, UtcDateTime, now

PRIVATE = "private"
"""The progress of somebody who does not share."""


class Prescription(Table, table=True):
    """A parcours an adviser offers, opened by a short code."""

    TENANT: ClassVar[bool] = True
    __table_args__ = (Index("ix_prescription_code", "code", unique=True),)

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    adviser_id: UUID = Field(sa_type=CompactUuid)
    parcours_id: str = Field(max_length=40)
    title: str = Field(max_length=80)
    code: str = Field(max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Participation(Table, table=True):
    """One person in one prescription. Nothing of theirs is shown without ``consent_at``.

    ``progress``, ``line``, ``next_action`` and ``answered_at`` say where they stand (``standing``);
    a ``progress`` of None is one to work out.
    """

    TENANT: ClassVar[bool] = True
    __table_args__ = (
        Index("ix_participation_learner", "learner_id"),
        Index("ix_participation_latest", "organisation_id", "prescription_id", "created_at"),
        Index("ix_participation_progress", "organisation_id", "prescription_id", "progress",
              "created_at"),
    )  # fmt: skip

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    prescription_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    learner_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    sitting_id: UUID = Field(sa_type=CompactUuid)
    first_name: str = Field(default="", max_length=40)
    consent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    progress: str | None = Field(default=None, max_length=12)
    line: str = Field(default="", sa_type=Text)
    next_action: str = Field(default="", sa_type=Text)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def shared(self) -> bool:
        """True while the person agrees."""
        return self.consent_at is not None and self.revoked_at is None

    def agree(self, first_name: str = "") -> None:
        """From now on; a first name given before stays when none is given now."""
        self.consent_at, self.revoked_at = now(), None
        self.first_name = first_name or self.first_name
        self.progress = None if self.progress == PRIVATE else self.progress

    def withdraw(self) -> None:
        """No more, whichever road was taken: first name and standing go with the agreement."""
        self.revoked_at, self.first_name = now(), ""
        self.progress, self.line, self.next_action, self.answered_at = PRIVATE, "", "", None


class Consultation(Table, table=True):
    """An adviser opened a person's result: the person can see it."""

    TENANT: ClassVar[bool] = True
    __table_args__ = (Index("ix_consultation_learner", "learner_id", "at"),)

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    adviser_id: UUID = Field(sa_type=CompactUuid)
    learner_id: UUID = Field(sa_type=CompactUuid)
    at: datetime = Field(sa_type=UtcDateTime)
