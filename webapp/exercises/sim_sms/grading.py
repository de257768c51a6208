"""The two forms of ``sim_sms``: a thread to react to, a phone to use. A world says which it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from webapp.exercises.contract import (
    Action,
    Exercise,
    Grade,
    Layout,
    Nature,
    Probe,
    Response,
    Schema,
    Spec,
    State,
    Step,
)
from webapp.exercises.options import SingleChoice
from webapp.exercises.paper import Block, Bubble, Frame, Paper, Words
from webapp.exercises.posting import FormData
from webapp.exercises.sim_sms.phone import PhoneRoom
from webapp.exercises.sim_sms.spec import Phone, Thread, World, same_names, unwritten_links
from webapp.exercises.twin import Twin


class Reacting(SingleChoice):
    """Read the thread, then choose what to do."""

    type = "sim_sms"
    World = World

    def problems(self, spec: Spec) -> Iterable[str]:
        messages = spec.world.thread.messages
        shown = [link.id for message in messages for link in message.links]
        yield from super().problems(spec)
        yield from same_names([*(message.id for message in messages), *shown])
        yield from unwritten_links(messages)

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


THREAD, PHONE = Reacting(), PhoneRoom()


class SimSms(Exercise):
    """A thread and one reaction, or a phone and a goal: everything is asked of the form it is."""

    type = "sim_sms"
    nature = Nature.SIMULATION
    chosen_from = "actions"
    World = World
    Answer = SingleChoice.Answer

    def schemas(self, world: Mapping[str, Any]) -> tuple[Schema, Schema]:
        form = PHONE if "talks" in world else THREAD
        return form.World, form.Answer

    def form(self, spec: Spec) -> Exercise:
        return PHONE if isinstance(spec.world, Phone) else THREAD

    def problems(self, spec: Spec) -> Iterable[str]:
        return self.form(spec).problems(spec)

    def layout(self, spec: Spec) -> Layout:
        return self.form(spec).layout(spec)

    def has_actions(self, spec: Spec) -> bool:
        return self.form(spec).has_actions(spec)

    def begin(self, spec: Spec) -> State:
        return self.form(spec).begin(spec)

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        return self.form(spec).apply(spec, state, action)

    def typed_form(self, spec: Spec, state: State) -> str:
        return self.form(spec).typed_form(spec, state)

    def enter(self, spec: Spec, state: State) -> str:
        return self.form(spec).enter(spec, state)

    def finished(self, spec: Spec, state: State) -> bool:
        return self.form(spec).finished(spec, state)

    def can_validate(self, spec: Spec, state: State) -> bool:
        return self.form(spec).can_validate(spec, state)

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        return self.form(spec).parse(spec, form, state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return self.form(spec).grade(spec, response)

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        return self.form(spec).sample(spec, probe)

    def paper(self, spec: Spec) -> Paper | None:
        return self.form(spec).paper(spec)

    def twin(self, spec: Spec) -> Twin | None:
        return self.form(spec).twin(spec)

    def chance(self, spec: Spec) -> float | None:
        return self.form(spec).chance(spec)

    def ids(self, spec: Spec) -> frozenset[str]:
        return self.form(spec).ids(spec)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return self.form(spec).feedback_keys(spec)

    def solution(self, spec: Spec) -> State:
        """The end state expected of a phone, for the review."""
        return PHONE.solution(spec)


def _who(thread: Thread) -> str:
    if thread.known_contact:
        return "contact enregistré"
    return "numéro inconnu" if thread.is_number else "contact inconnu"
