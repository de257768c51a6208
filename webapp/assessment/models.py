"""What a person was asked and what they did. Nothing a person did is ever overwritten.

Hot tables: keyed ``(learner_id, id)`` so that they can be partitioned or distributed by learner,
inserted if absent, never counted in place. The state of a sitting is what its rows say.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from webapp.accounts import privacy
from webapp.database import CompactUuid, Json, Table, UtcDateTime

COMPACT = {"sqlite_with_rowid": False}


def key(**options: Any) -> Any:
    """A UUID column of a primary key."""
    return Field(primary_key=True, sa_type=CompactUuid, **options)


def moment(*, nullable: bool = False) -> Any:
    """An instant, in UTC."""
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable)


def document() -> Any:
    """A JSON column."""
    return Field(default=None, sa_type=Json, nullable=True)


class Sitting(Table, table=True):
    """One run of a parcours or of a module by one person.

    ``purpose`` is ``test`` (counts for the result of this sitting) or ``training``. ``rules`` is the
    id of the parcours or module. ``channel`` sets where the prior starts (never age, sex, origin).
    ``before`` is what earlier tests say, as it was when this one began (``returning``); ``help`` how
    somebody helps from now on, kept with each answer.
    """

    __table_args__ = (Index("ix_sitting_started", "learner_id", "started_at"), COMPACT)

    learner_id: UUID = key()
    id: UUID = key()
    purpose: str = Field(max_length=16)
    rules: str = Field(max_length=40)
    channel: str = Field(max_length=20)
    catalogue_version: str = Field(max_length=64)
    started_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    end_reason: str | None = Field(default=None, max_length=20)
    before: str | None = Field(default=None, sa_type=Text)
    help: str = Field(default="alone", max_length=12)


class Question(Table, table=True):
    """One exercise shown to one person. Its id is the idempotency key of the answer.

    ``draft`` holds what is typed and not sent yet (``drafts``).
    """

    __table_args__ = (
        UniqueConstraint("learner_id", "sitting_id", "position"),
        COMPACT,
    )

    learner_id: UUID = key()
    id: UUID = key()
    sitting_id: UUID = Field(sa_type=CompactUuid)
    position: int
    item_id: str = Field(max_length=40)
    item_version: int
    item_hash: str = Field(max_length=64)
    variant: str = Field(max_length=80)
    purpose: str = Field(max_length=16)
    shown_at: datetime = moment()
    draft: dict[str, Any] | None = document()


class ActionEntry(Table, table=True):
    """One action in a simulation. A repeated step is the same action, sent twice."""

    __tablename__ = "action"
    __table_args__ = (COMPACT,)

    learner_id: UUID = key()
    question_id: UUID = key()
    step: int = Field(primary_key=True)
    action: dict[str, Any] = document()
    done_at: datetime = moment()


class Answer(Table, table=True):
    """What was answered, and everything needed to read it and grade it again years later."""

    __table_args__ = (Index("ix_answer_sitting", "learner_id", "sitting_id"), COMPACT)

    learner_id: UUID = key()
    id: UUID = key()
    sitting_id: UUID = Field(sa_type=CompactUuid)
    outcome: str = Field(max_length=16)
    reason: str | None = Field(default=None, max_length=20)
    response: dict[str, Any] | None = document()
    score: float | None = None
    right: bool | None = None
    keys: list[str] | None = document()
    harms: list[str] | None = document()
    grader_version: int = 1
    hint: bool = False
    help: str = Field(default="alone", max_length=12)
    locale: str = Field(default="fr", max_length=12)
    display: dict[str, Any] | None = document()
    recorded_at: datetime = moment()


class Correction(Table, table=True):
    """An answer graded again because the key of the exercise was wrong. The answer itself stays.

    A second correction takes the place of the first: see ``docs/decisions/0019``.
    """

    __table_args__ = (COMPACT,)

    learner_id: UUID = key()
    id: UUID = key()
    key_version: int
    score: float
    right: bool
    keys: list[str] | None = document()
    harms: list[str] | None = document()
    reason: str = Field(max_length=200)
    corrected_at: datetime = moment()


privacy.register("Parcours et leçons", Sitting, Sitting.learner_id)
privacy.register("Exercices vus", Question, Question.learner_id)
privacy.register("Gestes dans les exercices", ActionEntry, ActionEntry.learner_id)
privacy.register("Réponses", Answer, Answer.learner_id)
privacy.register("Réponses relues", Correction, Correction.learner_id)
