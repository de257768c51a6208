"""A workshop, and who asked for a place in it. Both are read through ``advising.scope`` only.

Nothing says who has a place: the first ``seats`` who asked and did not cancel have one, the others wait.
So nobody can be counted twice, and a place that is given back goes to the next one in the same moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, col

from webapp.accounts import privacy
from webapp.database import CompactUuid, Table, UtcDateTime, now

LONGEST_TITLE, LONGEST_WHERE, LONGEST_BRING, LONGEST_NAME = 80, 200, 200, 40
CAME, EXCUSED, ABSENT = "seen", "excused", "noshow"
"""Attendance, in the words of RDV Service Public."""


class Workshop(Table, table=True):
    """One session at one date. A workshop that is repeated is several."""

    TENANT: ClassVar[bool] = True
    __table_args__ = (Index("ix_workshop_date", "organisation_id", "starts_at"),)

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    adviser_id: UUID = Field(sa_type=CompactUuid)
    title: str = Field(max_length=LONGEST_TITLE)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    minutes: int
    venue: str = Field(max_length=LONGEST_WHERE)
    bring: str = Field(max_length=LONGEST_BRING)
    seats: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def open(self) -> bool:
        """Whether somebody may still ask for a place, or give theirs back."""
        return self.cancelled_at is None and self.starts_at > now()

    @property
    def over(self) -> bool:
        """Whether nobody can come any more."""
        return self.ends_at <= now()


class Registration(Table, table=True):
    """Somebody who asked for a place. Its ``id`` is the person's own when they asked themselves: asking
    twice is asking once. ``learner_id`` is None for a first name that an adviser wrote.
    """

    TENANT: ClassVar[bool] = True
    __table_args__ = (Index("ix_registration_learner", "learner_id"),)

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    workshop_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    learner_id: UUID | None = Field(default=None, sa_type=CompactUuid)
    first_name: str = Field(max_length=LONGEST_NAME)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attendance: str = Field(default="", max_length=8)


privacy.register("Ateliers", Registration, col(Registration.learner_id))
