"""The room of the mail box: assembles acting, explaining and playing behind the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    FormData,
    Grade,
    InvalidResponse,
    Layout,
    Probe,
    Response,
    Spec,
    State,
    Step,
    answer_form,
)
from webapp.exercises.paper import Paper
from webapp.exercises.sim_inbox import on_paper
from webapp.exercises.sim_inbox.acting import Mailbox, start
from webapp.exercises.sim_inbox.explaining import explain, known_keys
from webapp.exercises.sim_inbox.playing import Road, detours, roads
from webapp.exercises.sim_inbox.spec import Answer, World
from webapp.exercises.simulation import state_after

NOTHING_DONE = "Ouvrez d'abord un mail, ou appuyez sur « Je ne sais pas »."


class SimInbox(Exercise):
    """Use a mail box until it is as it should be."""

    type = "sim_inbox"
    World = World
    Answer = Answer

    def layout(self, spec: Spec) -> Layout:
        return Layout.OWN_FORMS

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        return start(spec.world)

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        return Mailbox(spec.world, state).do(action)

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        if state == self.begin(spec):
            raise InvalidResponse(FieldError("", NOTHING_DONE))
        return deepcopy(state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(explain(spec, response)))

    def _after(self, spec: Spec, road: Road) -> State | None:
        try:
            state = state_after(self, spec, road)
        except ActionRefused:
            return None
        return None if state == self.begin(spec) else state

    def _road(self, spec: Spec, *, right: bool) -> Road | None:
        for road in roads(spec) if right else detours(spec):
            state = self._after(spec, road)
            if state is not None and self.grade(spec, state).right is right:
                return road
        return None

    def solution(self, spec: Spec) -> State:
        """The end state expected, for the review."""
        return self._after(spec, self._road(spec, right=True) or []) or self.begin(spec)

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        return [*(self._road(spec, right=probe is Probe.CORRECT) or []), answer_form()]

    def problems(self, spec: Spec) -> Iterable[str]:
        twice = [name for name, count in Counter(own_names(spec.world)).items() if count > 1]
        if twice:
            yield f"L'identifiant « {twice[0]} » sert deux fois."
        elif self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
        elif self._road(spec, right=True) is None:
            yield "Aucune action permise ne mène au but."
        elif self._road(spec, right=False) is None:
            yield "Toutes les actions permises mènent au but."

    def paper(self, spec: Spec) -> Paper | None:
        return on_paper.paper(spec, self.solution(spec))

    def ids(self, spec: Spec) -> frozenset[str]:
        parts = (f"{m.id}.{part}" for m in spec.world.mails for part in ("from", "subject", "body"))
        return frozenset((*own_names(spec.world), *parts))

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return known_keys(spec)


def own_names(world: World) -> Iterable[str]:
    """Every id an author gave in the box."""
    yield from (mail.id for mail in world.mails)
    yield from (file.id for file in world.files)
    for mail in world.mails:
        yield from (link.id for link in mail.links)
        yield from (file.id for file in mail.attachments)
