"""Which places are near: a grid of squares that any database can index, then the distance itself.

A square is a tenth of a degree each way: 11 km from north to south, 7 to 8 km from west to east in
France. Squares of one row have numbers that follow, so that a zone is a few ranges of one plain index
(``docs/decisions/0044``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

SQUARES_A_DEGREE = 10
SQUARES_A_ROW = 360 * SQUARES_A_DEGREE
KM_A_DEGREE = 111.2
EARTH_RADIUS_KM = 6371.0


def cell(latitude: float, longitude: float) -> int:
    """The number of the square that a point is in."""
    return _row(latitude) * SQUARES_A_ROW + _column(longitude)


def _row(latitude: float) -> int:
    return math.floor((latitude + 90) * SQUARES_A_DEGREE)


def _column(longitude: float) -> int:
    return math.floor((longitude + 180) * SQUARES_A_DEGREE)


def ranges(latitude: float, longitude: float, km: float) -> Iterator[tuple[int, int]]:
    """First and last square of each row that a circle meets."""
    height = km / KM_A_DEGREE
    width = height / math.cos(math.radians(latitude))
    first, last = _column(longitude - width), _column(longitude + width)
    for row in range(_row(latitude - height), _row(latitude + height) + 1):
        yield row * SQUARES_A_ROW + first, row * SQUARES_A_ROW + last


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """As the crow flies (haversine)."""
    (lat_1, lon_1), (lat_2, lon_2) = ([math.radians(angle) for angle in p] for p in (here, there))
    half = (
        math.sin((lat_2 - lat_1) / 2) ** 2
        + math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))
