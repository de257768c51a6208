"""Grading of ``sim_trip``: one departure fits."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.exercises.contract import Spec
from webapp.exercises.options import SingleChoice
from webapp.exercises.sim_trip.spec import World


class SimTrip(SingleChoice):
    """A timetable with one radio a row."""

    type = "sim_trip"
    World = World

    def option_ids(self, spec: Spec) -> Sequence[str]:
        return [trip.id for trip in spec.world.trips]
