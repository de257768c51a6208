"""Grading of ``sim_sms``: one reaction is right, and the thread only has to hold together.

A world with several conversations is a phone to use (see ``phone``): each method hands it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from webapp.exercises.contract import (
    Action,
    FormData,
    Grade,
    Layout,
    Probe,
    Response,
    Schema,
    Spec,
    State,
    Step,
)
from webapp.exercises.options import SingleChoice
from webapp.exercises.paper import Block, Bubble, Frame, Paper, Words
from webapp.exercises.sim_sms.phone import PhoneRoom
from webapp.exercises.sim_sms.spec import Phone, Thread, World
from webapp.exercises.twin import Twin

PHONE = PhoneRoom()


def on_phone(spec: Spec) -> bool:
    """Whether this exercise is a phone to use, not a thread to react to."""
    return isinstance(spec.world, Phone)


class Reacting(SingleChoice):
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


class SimSms(Reacting):
    """A thread and one reaction, or a phone and a goal."""

    def schemas(self, world: Mapping[str, Any]) -> tuple[Schema, Schema]:
        return (PHONE.World, PHONE.Answer) if "talks" in world else (self.World, self.Answer)

    def option_ids(self, spec: Spec) -> Sequence[str]:
        return [] if on_phone(spec) else super().option_ids(spec)

    def problems(self, spec: Spec) -> Iterable[str]:
        return PHONE.problems(spec) if on_phone(spec) else super().problems(spec)

    def layout(self, spec: Spec) -> Layout:
        return PHONE.layout(spec) if on_phone(spec) else super().layout(spec)

    def has_actions(self, spec: Spec) -> bool:
        return on_phone(spec)

    def begin(self, spec: Spec) -> State:
        return PHONE.begin(spec) if on_phone(spec) else super().begin(spec)

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        one = PHONE.apply if on_phone(spec) else super().apply
        return one(spec, state, action)

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        one = PHONE.parse if on_phone(spec) else super().parse
        return one(spec, form, state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return PHONE.grade(spec, response) if on_phone(spec) else super().grade(spec, response)

    def solution(self, spec: Spec) -> State:
        """The end state expected of a phone, for the review."""
        return PHONE.solution(spec)

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        return PHONE.sample(spec, probe) if on_phone(spec) else super().sample(spec, probe)

    def paper(self, spec: Spec) -> Paper | None:
        return PHONE.paper(spec) if on_phone(spec) else super().paper(spec)

    def twin(self, spec: Spec) -> Twin | None:
        return PHONE.twin(spec) if on_phone(spec) else super().twin(spec)

    def chance(self, spec: Spec) -> float | None:
        return PHONE.chance(spec) if on_phone(spec) else super().chance(spec)

    def ids(self, spec: Spec) -> frozenset[str]:
        return PHONE.ids(spec) if on_phone(spec) else super().ids(spec)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return PHONE.feedback_keys(spec) if on_phone(spec) else super().feedback_keys(spec)


def _who(thread: Thread) -> str:
    if thread.known_contact:
        return "contact enregistré"
    return "numéro inconnu" if thread.is_number else "contact inconnu"
