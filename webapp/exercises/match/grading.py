"""Grading of ``match``: the share of needs with the right label."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.exercises.contract import Spec
from webapp.exercises.mapping import MapExercise, chance_without_repeats
from webapp.exercises.match.spec import World
from webapp.exercises.paper import Block, Boxes, Frame, Words, lettered


class Match(MapExercise):
    """One list a need."""

    type = "match"
    as_written = False
    World = World
    missing_message = "Choisissez une réponse pour"

    def things(self, spec: Spec) -> Mapping[str, str]:
        return {need.id: need.text for need in spec.world.left}

    def labels(self, spec: Spec) -> Mapping[str, str]:
        return {label.id: label.text for label in spec.world.right}

    def asked(self, spec: Spec) -> tuple[Block, ...]:
        labels = tuple(Words(line) for line in lettered(self.labels(spec).values()))
        things = tuple(self.things(spec).values())
        return Frame("Les réponses possibles", labels), Boxes("Écrivez une lettre.", things)

    def chance(self, spec: Spec) -> float | None:
        """People do not use a label twice: a draw without repeats."""
        if self.needed(spec) < len(spec.world.left):
            return None
        return chance_without_repeats(len(spec.world.left), len(spec.world.right))
