"""One place that two lists describe is shown once: as the list that was updated last says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlmodel import Session, col

from webapp.accounts import names
from webapp.database import unhurried
from webapp.places.models import Place


def key(values: Mapping[str, Any]) -> str:
    """Same postcode, same name, same street: the same door."""
    name, address = names.key(values["name"]), names.key(values["address"])
    return f"{values['postcode']} {name} {address}"


def show_one_of_each(session: Session) -> None:
    """Only rows that change are written."""
    latest = func.row_number().over(
        partition_by=col(Place.twin_key), order_by=(col(Place.updated_on).desc(), col(Place.id))
    )
    ranked = select(Place.id, latest.label("rank")).where(col(Place.retired_at).is_(None))  # type: ignore[call-overload]
    chosen = ranked.subquery()
    first = select(chosen.c.id).where(chosen.c.rank == 1)
    connection, shown = unhurried(session.connection()), col(Place.shown)
    for value, condition in (
        (True, col(Place.id).in_(first)),
        (False, col(Place.id).not_in(first)),
    ):
        connection.execute(
            update(Place).where(and_(shown.is_(not value), condition)).values(shown=value)
        )
