"""The second form of ``sim_sms``: use a phone until it is as it should be. Graded on its end state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from webapp.exercises.conditions import GoalAnswer, grade_goal
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
    action_form,
    answer_form,
    copied,
)
from webapp.exercises.searching import find_road
from webapp.exercises.sim_sms.acting import Handset, start
from webapp.exercises.sim_sms.explaining import explain, known_keys
from webapp.exercises.sim_sms.spec import Phone
from webapp.exercises.solving import ways

NOTHING_DONE = "Ouvrez d'abord une conversation, ou appuyez sur « Je ne sais pas »."
Road = Sequence[FormData]


class PhoneRoom(Exercise):
    """Choose a person, send, report, delete."""

    type = "sim_sms"
    World = Phone
    Answer = GoalAnswer

    def layout(self, spec: Spec) -> Layout:
        return Layout.OWN_FORMS

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        return start()

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        return Handset(spec.world, state).do(action)

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        if state == start():
            raise InvalidResponse(FieldError("", NOTHING_DONE))
        return copied(state)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(explain(spec, response)))

    def solution(self, spec: Spec) -> State:
        """The end state expected, for the review."""
        return self._after(spec, self._right_road(spec) or ()) or start()

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        road = self._right_road(spec) if probe is Probe.CORRECT else self._wrong_road(spec)
        return [*(road or ()), answer_form()]

    def problems(self, spec: Spec) -> Iterable[str]:
        twice = [name for name, count in Counter(spec.world.names()).items() if count > 1]
        if twice:
            yield f"L'identifiant « {twice[0]} » sert deux fois."
        for talk in spec.world.talks:
            for message in talk.messages:
                for link in message.links:
                    if link.shown not in message.text:
                        yield f"Le lien « {link.id} » n'est pas écrit dans son message."
        if not twice:
            yield from self._unreachable(spec)

    def _unreachable(self, spec: Spec) -> Iterator[str]:
        if self.grade(spec, start()).right:
            yield "Le but est déjà atteint au départ."
        elif self._right_road(spec) is None:
            yield "Aucune action permise ne mène au but."
        elif self._wrong_road(spec) is None:
            yield "Toutes les actions permises mènent au but."

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(spec.world.names())

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return known_keys(spec)

    def _right_road(self, spec: Spec) -> Road | None:
        return find_road(self, spec, lambda state: _moves(spec, state), right=True)

    def _wrong_road(self, spec: Spec) -> Road | None:
        """A plausible mistake: the right gestures with the wrong person, then only looking."""
        for road in _detours(spec):
            state = self._after(spec, road)
            if state is not None and not self.grade(spec, state).right:
                return road
        return None

    def _after(self, spec: Spec, road: Road) -> State | None:
        state = start()
        try:
            for form in road:
                state = self.apply(spec, state, Action.from_form(form)).state
        except ActionRefused:
            return None
        return state


def _moves(spec: Spec, state: State) -> Iterator[FormData]:
    """Every button of the screen, the gestures before the ways out."""
    world, shown = spec.world, state["open"]
    if not shown:
        yield from (action_form(f"open:{talk.id}") for talk in world.talks)
        return
    yield from (action_form(f"open_link:{link}") for link in world.links())
    yield from _sendings(spec, shown)
    yield from (action_form(f"{verb}:{shown}") for verb in ("report", "delete"))
    yield action_form("back")


def _detours(spec: Spec) -> Iterator[Road]:
    for talk in spec.world.talks:
        opening = action_form(f"open:{talk.id}")
        gestures = [
            *_sendings(spec, talk.id),
            *(action_form(f"{verb}:{talk.id}") for verb in ("report", "delete")),
        ]
        yield from ([opening, gesture] for gesture in gestures)
        yield [opening]


def _sendings(spec: Spec, to: str) -> Iterator[FormData]:
    """Messages worth trying: each text with what some way to the goal joins, one photo, or none."""
    world = spec.world
    if "send" not in world.actions:
        return
    asked = [way.get("sent.files") for way in ways(spec.answer.goal)]
    joined = [files for files in asked if isinstance(files, list)]
    joined += [[photo.id] for photo in world.photos] + [[]]
    texts = [text.id for text in world.texts] or [""]
    for text, files in product(texts, joined):
        yield action_form(f"send:{to}", text=text, file=files)
