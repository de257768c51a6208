"""Pages of lessons that were read, and where reminders go. Exercises leave their own rows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, col

from webapp.accounts import privacy
from webapp.assessment.models import COMPACT, key, moment
from webapp.database import CompactUuid, Table


class StepRead(Table, table=True):
    """One step of a lesson, read to its end."""

    __tablename__ = "step_read"
    __table_args__ = (COMPACT,)

    learner_id: UUID = key()
    sitting_id: UUID = key()
    step: int = Field(primary_key=True)
    read_at: datetime = moment()


class Reminder(Table, table=True):
    """Where to write when a review is due. ``id`` is what links carry, signed; never the person's own.

    ``mailed_at`` is when the link to confirm left, ``reminded_at`` when the last reminder did.
    """

    learner_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    id: UUID = Field(sa_type=CompactUuid, unique=True)
    address: str = Field(max_length=254)
    asked_at: datetime = moment()
    mailed_at: datetime | None = moment(nullable=True)
    confirmed_at: datetime | None = moment(nullable=True)
    reminded_at: datetime | None = moment(nullable=True)


privacy.register("Pages de leçon lues", StepRead, StepRead.learner_id)
privacy.register("Adresse pour les rappels", Reminder, col(Reminder.learner_id))
