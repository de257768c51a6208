"""The pages of a lesson a person has read. Exercises leave their own rows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from webapp.accounts import privacy
from webapp.assessment.models import COMPACT, key, moment
from webapp.database import Table


class StepRead(Table, table=True):
    """One step of a lesson, read to its end."""

    __tablename__ = "step_read"
    __table_args__ = (COMPACT,)

    learner_id: UUID = key()
    sitting_id: UUID = key()
    step: int = Field(primary_key=True)
    read_at: datetime = moment()


privacy.register("Pages de leçon lues", StepRead, StepRead.learner_id)
