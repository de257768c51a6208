"""Grading of ``sim_photo``: one picture is acceptable, and every picture can be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from webapp.exercises.contract import Nature, Spec
from webapp.exercises.options import SingleChoice
from webapp.exercises.paper import Tick
from webapp.exercises.sim_photo.spec import Flaw, World

DRAWN = frozenset(get_args(Flaw))


class SimPhoto(SingleChoice):
    """Choose the picture to send."""

    type = "sim_photo"
    nature = Nature.SIMULATION
    chosen_from = "photos"
    World = World

    def problems(self, spec: Spec) -> Iterable[str]:
        yield from super().problems(spec)
        for photo in spec.world.photos:
            if photo.drawing not in DRAWN:
                yield f"Aucun dessin ne s'appelle « {photo.image} »."

    def ticks(self, spec: Spec) -> Iterable[Tick]:
        return [Tick(photo.alt, picture=photo.drawing) for photo in spec.world.photos]
