"""One place that two lists describe is shown once: as the list that was updated last says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update
from sqlmodel import Session, col

from webapp.accounts import names
from webapp.database import Database, unhurried
from webapp.places.models import Place

BATCH = 500


def key(values: Mapping[str, Any]) -> str:
    """Same postcode, same name, same street: the same door."""
    name, address = names.key(values["name"]), names.key(values["address"])
    return f"{values['postcode']} {name} {address}"


def show_one_of_each(database: Database) -> None:
    """Found by reading, written by small batches: nobody waits for the lock while rows are compared."""
    with database.reading() as session:
        changes = _changes(session)
    for shown, ids in changes.items():
        for start in range(0, len(ids), BATCH):
            chosen = ids[start : start + BATCH]
            database.run(lambda session, ids=chosen, shown=shown: _show(session, ids, shown=shown))  # type: ignore[misc]


def _changes(session: Session) -> dict[bool, list[UUID]]:
    latest = func.row_number().over(
        partition_by=col(Place.twin_key), order_by=(col(Place.updated_on).desc(), col(Place.id))
    )
    columns = (Place.id, Place.shown, latest.label("rank"))
    ranked = select(*columns).where(col(Place.retired_at).is_(None)).subquery()  # type: ignore[call-overload]
    first, shown = ranked.c.rank == 1, ranked.c.shown
    wrong = select(ranked.c.id, shown).where(
        or_(and_(first, shown.is_(False)), and_(~first, shown.is_(True)))
    )
    changes: dict[bool, list[UUID]] = {True: [], False: []}
    for place_id, was_shown in unhurried(session.connection()).execute(wrong):
        changes[not was_shown].append(place_id)
    return changes


def _show(session: Session, ids: list[UUID], *, shown: bool) -> None:
    session.connection().execute(update(Place).where(col(Place.id).in_(ids)).values(shown=shown))
