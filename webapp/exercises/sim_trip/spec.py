"""What an author writes for a ``sim_trip`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict


class Trip(Strict):
    """One departure."""

    id: str
    name: str
    start: str
    end: str
    walk: str


class World(Strict):
    """From, to, the four headings, and three to six departures."""

    model_config = Strict.model_config | {"populate_by_name": True}

    origin: str = Field(alias="from", min_length=1)
    to: str = Field(min_length=1)
    columns: tuple[str, str, str, str]
    trips: tuple[Trip, ...] = Field(min_length=3, max_length=6)
    actions: tuple[str, ...] = ()
