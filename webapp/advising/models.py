"""What an organisation prescribes, and who agreed to share what with it.

Every table here is a *tenant* table: keyed by organisation, read only through ``scope``.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlmodel import Field, col

from webapp.accounts import names, privacy
from webapp.database import CompactUuid, Table, UtcDateTime, now

PRIVATE = "private"
"""The progress of somebody who does not share."""
NAMELESS, SOMEBODY = "Sans prénom", "Une personne"
"""What a list calls who gave no first name, and who does not share."""
LONGEST_FIRST_NAME, LONGEST_NOTE = 40, 200
# One order on both databases, whatever the locale PostgreSQL was installed with.
NAME_KEY = String(names.LONGEST_KEY).with_variant(
    String(names.LONGEST_KEY, collation="C"), "postgresql"
)


class Prescription(Table, table=True):
    """A parcours an adviser offers, opened by a short code. ``note`` is for the team only."""

    TENANT: ClassVar[bool] = True
    __table_args__ = (Index("ix_prescription_code", "code", unique=True),)

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    adviser_id: UUID = Field(sa_type=CompactUuid)
    parcours_id: str = Field(max_length=40)
    title: str = Field(max_length=80)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    code: str = Field(max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Participation(Table, table=True):
    """One person in one prescription. Nothing of theirs is shown without ``consent_at``.

    ``progress``, ``line``, ``next_action`` and ``answered_at`` say where they stand (``standing``);
    a ``progress`` of None is one to work out. ``name_key`` finds and orders what the list shows;
    ``namesake`` tells those it shows under the same name apart: 1, 2, 3 as they agreed.
    ``covers_follow_up``: they agreed to show what comes after the test too, not its result only.
    """

    TENANT: ClassVar[bool] = True
    __table_args__ = (
        Index("ix_participation_learner", "learner_id"),
        Index("ix_participation_latest", "organisation_id", "prescription_id", "created_at"),
        Index(
            "ix_participation_progress",
            "organisation_id",
            "prescription_id",
            "progress",
            "created_at",
        ),
        Index(
            "ix_participation_name", "organisation_id", "prescription_id", "name_key", "namesake"
        ),
    )

    organisation_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    prescription_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    learner_id: UUID = Field(primary_key=True, sa_type=CompactUuid)
    sitting_id: UUID = Field(sa_type=CompactUuid)
    first_name: str = Field(default="", max_length=LONGEST_FIRST_NAME)
    name_key: str = Field(default=names.key(SOMEBODY), sa_type=NAME_KEY)
    namesake: int = 1
    consent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    covers_follow_up: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    progress: str | None = Field(default=None, max_length=12)
    line: str = Field(default="", sa_type=Text)
    next_action: str = Field(default="", sa_type=Text)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def shared(self) -> bool:
        """True while the person agrees."""
        return self.consent_at is not None and self.revoked_at is None

    @property
    def shown_name(self) -> str:
        """As the adviser's list says it; nobody else in it has the same while they share."""
        if not self.shared:
            return SOMEBODY
        name = self.first_name or NAMELESS
        return name if self.namesake == 1 else f"{name} ({self.namesake})"

    def agree(self, first_name: str, namesake: int) -> None:
        """From now on, under this name."""
        self.consent_at, self.revoked_at, self.covers_follow_up = now(), None, True
        self.first_name, self.namesake = first_name, namesake
        self.name_key = names.key(first_name or NAMELESS)
        self.progress = None if self.progress == PRIVATE else self.progress

    def withdraw(self) -> None:
        """No more, whichever road was taken: first name and standing go with the agreement."""
        self.revoked_at, self.first_name = now(), ""
        self.covers_follow_up = False
        self.name_key, self.namesake = names.key(SOMEBODY), 1
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


privacy.register("Partages", Participation, col(Participation.learner_id))
privacy.register("Consultations", Consultation, col(Consultation.learner_id))
