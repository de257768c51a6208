"""The room of the mail box: assembles acting, explaining and playing behind the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    WORLD_FORM,
    Action,
    FieldError,
    Grade,
    InvalidResponse,
    Nature,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.paper import Paper
from webapp.exercises.posting import FormData
from webapp.exercises.sim_inbox import on_paper
from webapp.exercises.sim_inbox.acting import Mailbox, start
from webapp.exercises.sim_inbox.explaining import explain, known_keys
from webapp.exercises.sim_inbox.playing import detours, roads
from webapp.exercises.sim_inbox.spec import Answer, World
from webapp.exercises.solving import asks_to_send

NOT_SENT = "Le mail n'est pas encore envoyé. Envoyez-le, ou effacez-le."


class SimInbox(GoalExercise):
    """Use a mail box until it is as it should be."""

    type = "sim_inbox"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Ouvrez d'abord un mail, ou appuyez sur « Je ne sais pas »."

    def begin(self, spec: Spec) -> State:
        return start(spec.world)

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        return Mailbox(spec.world, state).do(action)

    def typed_form(self, spec: Spec, state: State) -> str:
        return WORLD_FORM

    def enter(self, spec: Spec, state: State) -> str:
        """Nothing: a message leaves by its own button."""
        return ""

    def finished(self, spec: Spec, state: State) -> bool:
        return bool(asks_to_send(spec.answer) and state["sent"])

    def can_validate(self, spec: Spec, state: State) -> bool:
        """When something is to be sent, sending is the end, unless the person put a mail away instead."""
        return not state["draft"] and (not asks_to_send(spec.answer) or _put_away(state))

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        if state["draft"]:
            raise InvalidResponse(FieldError("", NOT_SENT))
        return super().parse(spec, form, state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(explain(spec, response)))

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        return self.first_road(spec, roads(spec) if right else detours(spec), right=right)

    def problems(self, spec: Spec) -> Iterable[str]:
        twice = [name for name, count in Counter(own_names(spec.world)).items() if count > 1]
        if twice:
            return [f"L'identifiant « {twice[0]} » sert deux fois."]
        return super().problems(spec)

    def paper(self, spec: Spec) -> Paper | None:
        return on_paper.paper(spec, self.solution(spec))

    def ids(self, spec: Spec) -> frozenset[str]:
        parts = (f"{m.id}.{part}" for m in spec.world.mails for part in ("from", "subject", "body"))
        return frozenset((*own_names(spec.world), *parts))

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return known_keys(spec)


def _put_away(state: State) -> bool:
    kept = ("unread", "read")
    return bool(state["opened_links"]) or any(
        m["state"] not in kept for m in state["mails"].values()
    )


def own_names(world: World) -> Iterable[str]:
    """Every id an author gave in the box."""
    yield from (mail.id for mail in world.mails)
    yield from (file.id for file in world.files)
    for mail in world.mails:
        yield from (link.id for link in mail.links)
        yield from (file.id for file in mail.attachments)
