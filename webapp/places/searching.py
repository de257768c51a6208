"""Searching the directory: around a spot, what says it suits, the nearest first.

Nothing of a search is written anywhere. Distances are as the crow flies, from the point of the spot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, literal, or_, select
from sqlmodel import Session, col

from webapp.errors import NotFound
from webapp.places import nearness, place_names
from webapp.places.communes import Spot
from webapp.places.models import Directory, Feature, Place

PAGE = 10
NOTHING = Feature(0)
ZONES_KM = (5, 15, 50)
"""The smallest zone that fills a page is the one shown."""


@dataclass(frozen=True)
class Wish:
    """What is asked of a place besides being near. ``km`` 0: as far as a page needs."""

    features: Feature = NOTHING
    km: int = 0
    page: int = 1


@dataclass(frozen=True)
class NearPlace:
    """A place and how far it is; no distance when one of the two points is unknown."""

    place: Place
    km: float | None


@dataclass(frozen=True)
class PlacesFound:
    """One page of them. ``km`` is the zone, 0 if nothing could be measured: ``around`` is then the start
    of the postcodes that were looked at, empty for the very postcodes that were asked.
    """

    shown: Sequence[NearPlace]
    total: int
    page: int
    pages: int
    km: int
    around: str = ""


def search(session: Session, spot: Spot, wish: Wish) -> PlacesFound:
    """Places around, by distance; by name, in the postcodes of the spot, when it has no point."""
    if spot.point is None:
        return _without_distance(session, spot, wish)
    near: list[tuple[float, UUID]] = []
    km = 0
    for km in (wish.km,) if wish.km in ZONES_KM else ZONES_KM:
        near = _near(session, spot.point, km, wish.features)
        if len(near) >= PAGE:
            break
    if not near and not wish.km:
        return _without_distance(session, spot, wish)
    return _page(session, near, wish.page, km)


def _near(
    session: Session, point: tuple[float, float], km: int, features: Feature
) -> list[tuple[float, UUID]]:
    """Ids by distance, of all that is inside the circle."""
    squares = (col(Place.cell).between(a, b) for a, b in nearness.ranges(*point, km))
    statement = select(Place.id, Place.latitude, Place.longitude).where(  # type: ignore[call-overload]
        or_(*squares), *_asked(features)
    )
    measured = (
        (nearness.distance_km(point, (latitude, longitude)), id_)
        for id_, latitude, longitude in session.connection().execute(statement)
    )
    return sorted(one for one in measured if one[0] <= km)


def _asked(features: Feature) -> Iterable[Any]:
    yield col(Place.shown)
    if features:
        wanted = literal(int(features))
        yield col(Place.features).bitwise_and(wanted) == wanted


def _page(session: Session, near: list[tuple[float, UUID]], page: int, km: int) -> PlacesFound:
    pages = max(1, -(-len(near) // PAGE))
    page = min(max(1, page), pages)
    chosen = near[(page - 1) * PAGE : page * PAGE]
    places = {place.id: place for place in by_ids(session, [id_ for _km, id_ in chosen])}
    shown = [NearPlace(places[id_], far) for far, id_ in chosen]
    return PlacesFound(shown, len(near), page, pages, km)


def _without_distance(session: Session, spot: Spot, wish: Wish) -> PlacesFound:
    """The same postcodes; else the same beginning of postcode, said as such on the page."""
    here = col(Place.postcode).in_(spot.postcodes)
    area = place_names.area(spot.postcodes[0])
    around = col(Place.postcode).between(area.ljust(5, "0"), area.ljust(5, "9"))
    conditions = [and_(zone, *_asked(wish.features)) for zone in (here, around)]
    start, condition = "", conditions[0]
    total = _count(session, condition)
    if not total:
        start, condition = area, conditions[1]
        total = _count(session, condition)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wish.page), pages)
    statement = select(Place).where(condition).order_by(col(Place.postcode), col(Place.name))
    rows = session.execute(statement.offset((page - 1) * PAGE).limit(PAGE)).scalars().all()
    return PlacesFound([NearPlace(row, None) for row in rows], total, page, pages, 0, start)


def _count(session: Session, condition: Any) -> int:
    return session.connection().scalar(select(func.count()).where(condition)) or 0


def by_ids(session: Session, ids: Sequence[UUID]) -> Sequence[Place]:
    """Places by id, in no order; unknown ids are left out."""
    return session.execute(select(Place).where(col(Place.id).in_(ids))).scalars().all()


def place(session: Session, place_id: UUID) -> Place:
    """One place, retired or not. Raises ``NotFound``."""
    found = session.get(Place, place_id)
    if found is None:
        raise NotFound("Cette page n’existe pas.")
    return found


def directories(session: Session) -> Sequence[tuple[str, datetime]]:
    """Each list that was imported and when; none while the directory is empty."""
    statement = select(Directory.name, Directory.imported_at).order_by(col(Directory.name))  # type: ignore[call-overload]
    return [(name, at) for name, at in session.connection().execute(statement)]
