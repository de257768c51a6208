"""Communes: found as people type them, and a point of each to measure from.

The point is the commune's own when a public list of communes was imported; otherwise it is the middle of
the places known there, and the page says so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from webapp.database import Database, replace_rows, unhurried
from webapp.places import files, place_names
from webapp.places.models import Commune, Place
from webapp.places.records import plain_text, position

MOST_PROPOSED = 12
SAME_START = 2
ALIKE = 0.75
BATCH = 1000


@dataclass(frozen=True)
class Spot:
    """Where to search around. ``official``: its point is the commune's, not the middle of its places."""

    name: str
    postcodes: tuple[str, ...]
    point: tuple[float, float] | None
    official: bool

    @property
    def typed(self) -> str:
        """What finds this one and no other."""
        return f"{self.name} {self.postcodes[0]}".strip()


def find(session: Session, typed: str) -> Sequence[Spot]:
    """The communes of that name or postcode: one without a doubt, several to choose from, or none."""
    asked = place_names.read(typed)
    if asked.postcode:
        rows = _rows(session, col(Commune.postcode) == asked.postcode)
        named = [row for row in rows if asked.key and row.key == asked.key]
        return [_spot(named)] if named else [_around_postcode(asked.postcode, rows)]
    if not asked.key:
        return []
    exact = _by_commune(_rows(session, col(Commune.key) == asked.key))
    return exact or _by_commune(_rows(session, _starts(asked.key)))[:MOST_PROPOSED]


def alike(session: Session, typed: str) -> Sequence[Spot]:
    """Names close to one that was not found."""
    key = place_names.read(typed).key
    if len(key) <= SAME_START:
        return []
    known = session.connection().execute(
        select(Commune.key).where(_starts(key[:SAME_START])).distinct()  # type: ignore[call-overload]
    )
    close = difflib.get_close_matches(key, known.scalars(), n=MOST_PROPOSED // 2, cutoff=ALIKE)
    return _by_commune(_rows(session, col(Commune.key).in_(close)))[:MOST_PROPOSED]


def _starts(key: str) -> Any:
    return col(Commune.key).between(key, key + "\uffff")


def _rows(session: Session, condition: Any) -> list[Any]:
    statement = select(*Commune.__table__.columns).where(condition)  # type: ignore[attr-defined]
    ordered = statement.order_by(col(Commune.key), col(Commune.postcode)).limit(2000)
    return list(session.connection().execute(ordered))


def _by_commune(rows: list[Any]) -> list[Spot]:
    """Several postcodes of one commune are one; two communes of one name are two."""

    def same(row: Any) -> tuple[str, str]:
        return row.key, place_names.area(row.postcode)

    return [_spot(list(group)) for _same, group in groupby(rows, same)]


def _spot(rows: list[Any]) -> Spot:
    located = [row for row in rows if row.latitude is not None]
    official = [row for row in located if row.official]
    return Spot(
        name=rows[0].name,
        postcodes=tuple(row.postcode for row in rows),
        point=_middle(official or located),
        official=bool(official),
    )


def _around_postcode(postcode: str, rows: list[Any]) -> Spot:
    spot = _spot(rows) if rows else Spot("", (postcode,), None, official=False)
    return Spot("", (postcode,), spot.point, spot.official)


def _middle(rows: list[Any]) -> tuple[float, float] | None:
    if not rows:
        return None
    return (
        sum(row.latitude for row in rows) / len(rows),
        sum(row.longitude for row in rows) / len(rows),
    )


def place_from_their_places(session: Session) -> None:
    """Communes that only the directory names, each in the middle of its places."""
    connection = unhurried(session.connection())
    connection.execute(delete(Commune).where(col(Commune.official).is_(False)))
    found = (
        select(
            Place.postcode,  # type: ignore[call-overload]
            Place.commune_key,
            func.min(Place.commune),
            func.avg(Place.latitude),
            func.avg(Place.longitude),
            literal(False),
        )
        .where(col(Place.shown), col(Place.commune_key) != "")
        .group_by(col(Place.postcode), col(Place.commune_key))
    )
    postgres = connection.dialect.name == "postgresql"
    into: Any = (postgresql.insert if postgres else sqlite.insert)(Commune)
    columns = ["postcode", "key", "name", "latitude", "longitude", "official"]
    connection.execute(into.from_select(columns, found).on_conflict_do_nothing())


def import_official(database: Database, file: Path) -> int:
    """A public list of communes, as geo.api.gouv.fr and decoupage-administratif write it; how many.

    Each has ``nom``, ``codesPostaux`` and ``centre``, a GeoJSON point; one without a centre is left out.
    """
    count, batch = 0, list[dict[str, Any]]()
    for _number, row in files.rows(file):
        batch += _official(row)
        if len(batch) >= BATCH:
            count += _keep(database, batch)
            batch = []
    count += _keep(database, batch)
    return count


def _official(row: files.Fields) -> list[dict[str, Any]]:
    written = str(row.get("codesPostaux") or "")  # a list, or the cell of a spreadsheet
    codes = re.findall(r"(?<!\d)\d{5}(?!\d)", written)
    name = plain_text(row, "nom", 80)
    if not (codes and name):
        return []
    try:
        longitude, latitude = row["centre"]["coordinates"][:2]
    except (KeyError, TypeError, ValueError):
        return []
    point = position({"latitude": latitude, "longitude": longitude}, codes[0])
    if point[0] is None:
        return []
    return [
        {
            "postcode": code,
            "key": place_names.key(name),
            "name": name,
            "latitude": point[0],
            "longitude": point[1],
            "official": True,
        }
        for code in codes
    ]


def _keep(database: Database, batch: list[dict[str, Any]]) -> int:
    with database.writing() as session:
        replace_rows(session, Commune, batch)
    return len(batch)
