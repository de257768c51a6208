"""What a person wants, as they said it: asked once, theirs to change and to take back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from webapp.accounts.models import Learner

NOT_SAID = ""
"""They were asked, and chose not to say."""


def goal_of(session: Session, *, learner_id: UUID) -> str | None:
    """The goal, empty when they said none; None when they were never asked."""
    goal: str | None = (
        session.connection()
        .execute(select(Learner.goal).where(col(Learner.id) == learner_id))  # type: ignore[call-overload]
        .scalar()
    )
    return goal


def keep(session: Session, *, learner_id: UUID, goal: str) -> None:
    """The goal said now takes the place of the one before; empty erases it."""
    session.connection().execute(
        update(Learner).where(col(Learner.id) == learner_id).values(goal=goal)
    )
