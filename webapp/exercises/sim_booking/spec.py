"""What an author writes for a ``sim_booking`` exercise: days, hours, what is still free."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict


class Slot(Strict):
    """One hour of one day."""

    id: str
    time: str = Field(min_length=1)
    free: bool = True


class Day(Strict):
    """A day and its hours."""

    day: str = Field(min_length=1)
    slots: tuple[Slot, ...] = Field(min_length=1, max_length=6)


class World(Strict):
    """A service with its hours. ``booked``: the appointment already taken, to move or cancel."""

    service: str = Field(min_length=1)
    days: tuple[Day, ...] = Field(min_length=1, max_length=6)
    actions: tuple[Literal["choose_slot", "confirm", "cancel"], ...] = ()
    booked: str = ""

    def slots(self) -> dict[str, tuple[Day, Slot]]:
        """Every hour by id, with its day."""
        return {slot.id: (day, slot) for day in self.days for slot in day.slots}

    def words(self, slot: str) -> str:
        """An hour as people say it; empty for no hour."""
        if slot not in self.slots():
            return ""
        day, found = self.slots()[slot]
        return f"{day.day}, {found.time}"


Answer = GoalAnswer
