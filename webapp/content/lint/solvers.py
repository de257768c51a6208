"""Solving an exercise from what is shown, without its key.

Only where the stimulus holds numbers that a program can read: timetables and appointments. The
parameter names (``rdv``, ``libre1``, ``libre2``) are the convention of these two types.
"""

from __future__ import annotations

from typing import Any

from webapp.content.presentation import Presented
from webapp.exercises.text_rules import minutes

NOON = 12 * 60
COUNTED = "Dont"
"""How the heading of the walk begins when the arrival counts it already (« Dont marche »)."""


def solutions(page: Presented) -> list[str] | None:
    """Ids of all right answers of a page, or None when no solver fits."""
    params = page.variant.params
    if page.item.type == "sim_trip" and "rdv" in params:
        on_top = 0 if page.world["columns"][-1].startswith(COUNTED) else 1
        return _latest_in_time(page.world["trips"], _time(params["rdv"]), on_top)
    if page.item.type == "sim_booking" and "libre1" in params:
        return _free_for_both(page.world["days"], [params["libre1"], params["libre2"]])
    return None


def _latest_in_time(trips: list[dict[str, Any]], appointment: int, on_top: int) -> list[str]:
    """Leaving as late as possible and still on time; ``on_top``: the walk is added once, or not."""
    on_time = [trip for trip in trips if _time(trip["end"]) + on_top * _walk(trip) <= appointment]
    latest = max((_time(trip["start"]) for trip in on_time), default=None)
    return [trip["id"] for trip in on_time if _time(trip["start"]) == latest]


def _free_for_both(days: list[dict[str, Any]], free: list[str]) -> list[str]:
    """Slots still free in a half-day when the person is free (« mardi matin »)."""
    return [
        slot["id"]
        for day in days
        for slot in day["slots"]
        if slot["free"] and f"{day['day']} {_half(slot['time'])}" in free
    ]


def _half(time: str) -> str:
    return "matin" if _time(time) < NOON else "après-midi"


def _walk(trip: dict[str, Any]) -> int:
    return int(str(trip["walk"]).split()[0])


def _time(text: str) -> int:
    found = minutes(str(text))
    if found is None:
        raise ValueError(f"heure illisible : {text}")
    return int(found)
