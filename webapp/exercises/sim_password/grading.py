"""Grading of ``sim_password``: one candidate is right, and its length alone must not tell which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.exercises.contract import Nature, Spec
from webapp.exercises.options import SingleChoice
from webapp.exercises.paper import Block, Words
from webapp.exercises.sim_password.spec import World

LONG = 12
"""Signs from which a password looks long enough."""


class SimPassword(SingleChoice):
    """Choose the strongest password, or the best habit."""

    type = "sim_password"
    nature = Nature.SIMULATION
    needs_warning = True
    World = World

    def problems(self, spec: Spec) -> Iterable[str]:
        yield from super().problems(spec)
        if spec.world.kind != "passwords":
            return
        for option in spec.world.options:
            if not option.say:
                yield f"Le mot de passe « {option.id} » n'a pas de lecture à voix haute."
        wrong = [o for o in spec.world.options if o.id not in spec.answer.correct]
        if all(len(option.text) < LONG for option in wrong):
            yield "Il faut un mauvais mot de passe long : la longueur ne doit pas suffire."

    def verbatim(self, world: Mapping[str, Any], place: str) -> bool:
        """A password to judge; a habit is a sentence."""
        shown = place.startswith("world.options") and not place.endswith(".say")
        return shown and world.get("kind", "passwords") == "passwords"

    def shown(self, spec: Spec) -> Iterable[Block]:
        return (Words(spec.world.warning, strong=True),)
