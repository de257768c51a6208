"""A person's own data: shown whole, taken away, erased. Each room registers what it keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from webapp.accounts.models import LEARNER, AuthSession, Learner, OneTimeLink, PersonalCard, Tries
from webapp.database import ERASED

Row = dict[str, Any]
Forgetter = Callable[[Session, datetime], None]


@dataclass(frozen=True)
class Holding:
    """One table that keeps something about learners, and how a person would call it."""

    name: str
    table: type[SQLModel]
    learner: Any


_HOLDINGS: list[Holding] = []
_REASONS_TO_KEEP: list[Any] = []
_FORGETTERS: list[Forgetter] = []

PERSON = "Vous"
"""The person's own row: in the file they take away, not a line of the page."""

KEPT_AFTER_LAST_SESSION = timedelta(days=400)
PURGED_AT_ONCE = 200


def register(name: str, table: type[SQLModel], learner: Any) -> None:
    """Declare a table, beside its model so that none is forgotten; ``learner`` is its column naming
    the person.
    """
    _HOLDINGS.append(Holding(name, table, learner))


def keep_while(learners: Any) -> None:
    """Declare people who are never purged: a ``select`` of their ids."""
    _REASONS_TO_KEEP.append(learners)


def at_each_purge(forget: Forgetter) -> None:
    """Declare what else goes with time, whoever it is about."""
    _FORGETTERS.append(forget)


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
    """Remove every row about a person, and end their sessions. Nothing can bring it back.

    Whatever is being written for this person is waited for, then removed too; whatever comes after
    finds nobody (``sessions.hold``).
    """
    session.info[ERASED] = True
    session.connection().execute(
        select(Learner.id).where(col(Learner.id) == learner_id).with_for_update()  # type: ignore[call-overload]
    )
    for holding in reversed(_HOLDINGS):
        session.connection().execute(delete(holding.table).where(holding.learner == learner_id))
    session.connection().execute(
        delete(AuthSession).where(
            col(AuthSession.kind) == LEARNER, col(AuthSession.person_id) == learner_id
        )
    )


def purge(session: Session, *, at: datetime) -> int:
    """Erase people nobody can come back as; how many, at most ``PURGED_AT_ONCE``.

    Without account, answers are reached through the session of a device or through a card. Once every
    session of a person ended long ago, no card of theirs opens, and nothing is shared with an adviser,
    nobody can read them any more.
    """
    oldest = at - KEPT_AFTER_LAST_SESSION
    with_a_card = select(PersonalCard.learner_id).where(  # type: ignore[call-overload]
        col(PersonalCard.ended_at).is_(None), col(PersonalCard.expires_at) > at
    )
    reachable = select(AuthSession.person_id).where(col(AuthSession.expires_at) > oldest)  # type: ignore[call-overload]
    gone = select(Learner.id).where(  # type: ignore[call-overload]
        col(Learner.created_at) < oldest,
        col(Learner.id).not_in(reachable),
        col(Learner.id).not_in(with_a_card),
        *(col(Learner.id).not_in(people) for people in _REASONS_TO_KEEP),
    )
    found = session.connection().execute(gone.limit(PURGED_AT_ONCE)).scalars().all()
    for forget in _FORGETTERS:
        forget(session, at)
    for learner_id in found:
        erase(session, learner_id=learner_id)
    for statement in (
        delete(AuthSession).where(col(AuthSession.expires_at) < oldest),
        delete(OneTimeLink).where(col(OneTimeLink.expires_at) < oldest),
        delete(Tries).where(col(Tries.first_at) < at - timedelta(days=2), _unlocked(at)),
    ):
        session.connection().execute(statement)
    return len(found)


def _unlocked(at: datetime) -> Any:
    locked = col(Tries.locked_until)
    return locked.is_(None) | (locked < at)


register(PERSON, Learner, col(Learner.id))
register("Cartes", PersonalCard, col(PersonalCard.learner_id))
