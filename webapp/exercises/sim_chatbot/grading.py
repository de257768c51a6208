"""Grading of ``sim_chatbot``: one sentence to find; an answer always comes with its source."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.exercises.contract import Nature, Spec
from webapp.exercises.options import SingleChoice
from webapp.exercises.paper import Block, Bubble, Frame, Words
from webapp.exercises.sim_chatbot.spec import World


class SimChatbot(SingleChoice):
    """Choose one sentence of the AI, or one message to send to it."""

    type = "sim_chatbot"
    nature = Nature.SIMULATION
    chosen_from = "reply"
    World = World

    def problems(self, spec: Spec) -> Iterable[str]:
        yield from super().problems(spec)
        if spec.world.question and not spec.world.source:
            yield "Une réponse d'IA se vérifie : il faut une page « source »."

    def shown(self, spec: Spec) -> Iterable[Block]:
        source, question = spec.world.source, spec.world.question
        if source:
            yield Frame(source.title, (Words(source.url), Words(source.text)))
        if question:
            yield Bubble("Votre question à l’IA", question, mine=True)
            yield Words("La réponse de l’IA :", strong=True)
        else:
            yield Words("Les messages que vous pouvez envoyer :", strong=True)

    def ids(self, spec: Spec) -> frozenset[str]:
        source = {"source"} if spec.world.source else set()
        return super().ids(spec) | source
