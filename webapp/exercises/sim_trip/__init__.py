"""Trip: read times and walking time, choose the right departure. No map is needed."""

from __future__ import annotations

from webapp.exercises.sim_trip.grading import SimTrip

EXERCISE = SimTrip()
