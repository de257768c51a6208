"""Grading of ``sort``: the share of cards in the right box."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.exercises.contract import Spec
from webapp.exercises.mapping import MapExercise, chance_with_repeats
from webapp.exercises.paper import Block, Grid
from webapp.exercises.sort.spec import World


class Sort(MapExercise):
    """One radio group a card; no dragging."""

    type = "sort"
    as_written = False
    World = World
    missing_message = "Choisissez une réponse pour"

    def things(self, spec: Spec) -> Mapping[str, str]:
        return {card.id: card.text for card in spec.world.cards}

    def labels(self, spec: Spec) -> Mapping[str, str]:
        return {category.id: category.label for category in spec.world.categories}

    def asked(self, spec: Spec) -> tuple[Block, ...]:
        things, labels = self.things(spec), self.labels(spec)
        legend = "Cochez une case sur chaque ligne."
        return (Grid(legend, tuple(things.values()), tuple(labels.values())),)

    def chance(self, spec: Spec) -> float | None:
        world = spec.world
        return chance_with_repeats(len(world.cards), len(world.categories), self.needed(spec))
