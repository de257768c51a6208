"""Grading of ``sim_trip``: one departure fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webapp.exercises.contract import Nature, Spec
from webapp.exercises.options import ONE_BOX, SingleChoice
from webapp.exercises.paper import Block, Paper, PaperTable
from webapp.exercises.sim_trip.spec import World
from webapp.exercises.sim_trip.timetable import latest_in_time


class SimTrip(SingleChoice):
    """A timetable with one radio a row."""

    type = "sim_trip"
    nature = Nature.SIMULATION
    chosen_from = "trips"
    prose_keys = frozenset({"from", "to", "name"})
    World = World

    def option_ids(self, spec: Spec) -> Sequence[str]:
        return [trip.id for trip in spec.world.trips]

    def names(self, spec: Spec) -> dict[str, str]:
        return {trip.id: f"{trip.name}, {trip.start}" for trip in spec.world.trips}

    def shown(self, spec: Spec) -> Iterable[Block]:
        return (self.table(spec),)

    def table(self, spec: Spec, *, ticks: bool = False) -> PaperTable:
        """The departures, with or without boxes to tick."""
        world = spec.world
        rows = tuple((trip.name, trip.start, trip.end, trip.walk) for trip in world.trips)
        way = f"{world.origin} – {world.to}"
        caption = f"{way}. {ONE_BOX}" if ticks else way
        return PaperTable(caption, world.columns, rows, ticks=ticks)

    def solutions(self, spec: Spec) -> list[str] | None:
        """Where the author drew an appointment (« rdv ») to arrive for."""
        appointment = spec.params.get("rdv")
        return None if appointment is None else latest_in_time(spec.world, appointment)

    def paper(self, spec: Spec) -> Paper | None:
        names = self.names(spec)
        asked = self.table(spec, ticks=True)
        return Paper((asked,), (names[spec.answer.correct[0]],), names=names)
