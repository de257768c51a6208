"""Grading of ``sim_trip``: one departure fits."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.exercises.contract import Spec
from webapp.exercises.options import ONE_BOX, SingleChoice
from webapp.exercises.paper import Paper, Table
from webapp.exercises.sim_trip.spec import World


class SimTrip(SingleChoice):
    """A timetable with one radio a row."""

    type = "sim_trip"
    World = World

    def option_ids(self, spec: Spec) -> Sequence[str]:
        return [trip.id for trip in spec.world.trips]

    def names(self, spec: Spec) -> dict[str, str]:
        return {trip.id: f"{trip.name}, {trip.start}" for trip in spec.world.trips}

    def paper(self, spec: Spec) -> Paper | None:
        world, names = spec.world, self.names(spec)
        rows = tuple((trip.name, trip.start, trip.end, trip.walk) for trip in world.trips)
        caption = f"{world.origin} – {world.to}. {ONE_BOX}"
        asked = Table(caption, world.columns, rows, ticks=True)
        return Paper((asked,), (names[spec.answer.correct[0]],), names=names)
