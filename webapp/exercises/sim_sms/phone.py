"""The second form of ``sim_sms``: use a phone until it is as it should be. Graded on its end state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from webapp.exercises.conditions import GoalAnswer, grade_goal
from webapp.exercises.contract import WORLD_FORM, Action, Grade, Response, Spec, State, Step
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.posting import FormData, action_form
from webapp.exercises.searching import find_road
from webapp.exercises.sim_sms.acting import Handset, start
from webapp.exercises.sim_sms.explaining import explain, known_keys
from webapp.exercises.sim_sms.spec import Phone, same_names, unwritten_links
from webapp.exercises.solving import asks_to_send, ways


class PhoneRoom(GoalExercise):
    """Choose a person, send, report, delete."""

    type = "sim_sms"
    World = Phone
    Answer = GoalAnswer
    nothing_done = "Ouvrez d'abord une conversation, ou appuyez sur « Je ne sais pas »."

    def begin(self, spec: Spec) -> State:
        return start()

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        return Handset(spec.world, state).do(action)

    def typed_form(self, spec: Spec, state: State) -> str:
        return WORLD_FORM

    def enter(self, spec: Spec, state: State) -> str:
        """Nothing: a message leaves by its own button."""
        return ""

    def finished(self, spec: Spec, state: State) -> bool:
        return bool(asks_to_send(spec.answer) and state["sent"])

    def can_validate(self, spec: Spec, state: State) -> bool:
        """When something is to be sent, sending is the end, unless something else was done."""
        return not (state["open"] and "send" in spec.world.actions) and (
            not asks_to_send(spec.answer)
            or bool(state["reported"] or state["deleted"] or state["opened_links"])
        )

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(explain(spec, response)))

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        """The shortest road to the goal; or a plausible mistake: the right gestures with the wrong
        person, then only looking.
        """
        if right:
            return find_road(self, spec, lambda state: _moves(spec, state), right=True)
        return self.first_road(spec, _detours(spec), right=False)

    def problems(self, spec: Spec) -> Iterable[str]:
        messages = [message for talk in spec.world.talks for message in talk.messages]
        faults = [*same_names(spec.world.names()), *unwritten_links(messages)]
        return faults or super().problems(spec)

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(spec.world.names())

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return known_keys(spec)


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
