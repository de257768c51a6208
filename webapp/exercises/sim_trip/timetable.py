"""Reading a timetable: who leaves as late as possible and is still on time."""

from __future__ import annotations

from webapp.exercises.sim_trip.spec import Trip, World
from webapp.exercises.text_rules import minutes_of

COUNTED = "Dont"
"""How the heading of the walk begins when the arrival counts it already (« Dont marche »)."""


def latest_in_time(world: World, appointment: str) -> list[str]:
    """Ids of the last departures that arrive before ``appointment``, the walk added once."""
    on_top = not world.columns[-1].startswith(COUNTED)
    limit = minutes_of(appointment)
    on_time = [trip for trip in world.trips if _there(trip, on_top=on_top) <= limit]
    latest = max((minutes_of(trip.start) for trip in on_time), default=None)
    return [trip.id for trip in on_time if minutes_of(trip.start) == latest]


def _there(trip: Trip, *, on_top: bool) -> int:
    return minutes_of(trip.end) + (int(trip.walk.split()[0]) if on_top else 0)
