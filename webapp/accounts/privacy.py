"""A person's own data: shown whole, taken away, erased. Each room registers what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from webapp.accounts.models import LEARNER, AuthSession, Learner

Row = dict[str, Any]


@dataclass(frozen=True)
class Holding:
    """One table that keeps something about learners, and how a person would call it."""

    name: str
    table: type[SQLModel]
    learner: Any


_HOLDINGS: list[Holding] = []


def register(name: str, table: type[SQLModel], learner: Any) -> None:
    """Declare a table; ``learner`` is its column naming the person."""
    _HOLDINGS.append(Holding(name, table, learner))


def everything(session: Session, *, learner_id: UUID) -> dict[str, list[Row]]:
    """All that is kept about a person, table by table, as plain values."""
    return {
        holding.name: [
            {key: _plain(value) for key, value in row._mapping.items()}  # noqa: SLF001
            for row in session.connection().execute(
                select(*holding.table.__table__.columns).where(holding.learner == learner_id)  # type: ignore[attr-defined]
            )
        ]
        for holding in _HOLDINGS
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | bool | list | dict | None) else str(value)


def erase(session: Session, *, learner_id: UUID) -> None:
    """Remove every row about a person, and end their sessions. Nothing can bring it back."""
    for holding in reversed(_HOLDINGS):
        session.connection().execute(delete(holding.table).where(holding.learner == learner_id))
    session.connection().execute(
        delete(AuthSession).where(
            col(AuthSession.kind) == LEARNER, col(AuthSession.person_id) == learner_id
        )
    )


register("Vous", Learner, col(Learner.id))
