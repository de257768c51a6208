"""Grading of ``sim_sms``: one reaction is right; the thread only has to hold together."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.exercises.contract import Spec
from webapp.exercises.options import SingleChoice
from webapp.exercises.paper import Block, Bubble, Frame, Words
from webapp.exercises.sim_sms.spec import Thread, World


class SimSms(SingleChoice):
    """Read the thread, then choose what to do."""

    type = "sim_sms"
    World = World

    def problems(self, spec: Spec) -> Iterable[str]:
        yield from super().problems(spec)
        messages = spec.world.thread.messages
        shown = [link for message in messages for link in message.links]
        ids = [part.id for part in (*messages, *shown)]
        if len(set(ids)) < len(ids):
            yield "Deux messages ou deux liens ont le même identifiant."
        for message in messages:
            for link in message.links:
                if link.shown not in message.text:
                    yield f"Le lien « {link.id} » n'est pas écrit dans son message."

    def shown(self, spec: Spec) -> Iterable[Block]:
        thread, parts = spec.world.thread, list[Block]()
        for message in thread.messages:
            who = ", ".join(filter(None, ("Vous" if message.mine else "", message.when)))
            parts.append(Bubble(who, message.text, message.mine))
            parts.extend(Words(f"Adresse du lien : {link.target}") for link in message.links)
        return (Frame(f"{thread.sender} – {_who(thread)}", tuple(parts)),)

    def ids(self, spec: Spec) -> frozenset[str]:
        messages = spec.world.thread.messages
        links = {link.id for message in messages for link in message.links}
        return super().ids(spec) | {"from"} | {message.id for message in messages} | links


def _who(thread: Thread) -> str:
    if thread.known_contact:
        return "contact enregistré"
    return "numéro inconnu" if thread.is_number else "contact inconnu"
