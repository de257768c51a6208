"""Acting in a video call and grading it on the end state: which buttons are on, who is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from webapp.exercises.conditions import grade_goal
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    FieldError,
    Grade,
    Nature,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.goal import GoalExercise, Road
from webapp.exercises.paper import Paper, Words, ticks
from webapp.exercises.posting import FormData, action_form
from webapp.exercises.sim_call.spec import Answer, Control, World
from webapp.exercises.simulation import reached
from webapp.exercises.solving import certain, nearest, ways

PRESS = {"toggle": "toggle", "action": "leave"}
UNKNOWN = "Ce bouton n'existe pas ici. Choisissez un bouton de la visio."


class SimCall(GoalExercise):
    """Press the right buttons of a call."""

    type = "sim_call"
    nature = Nature.SIMULATION
    World = World
    Answer = Answer
    nothing_done = "Appuyez d'abord sur un bouton de la visio, ou sur « Je ne sais pas »."

    def begin(self, spec: Spec) -> State:
        toggles = {c.id: {"active": c.active} for c in spec.world.controls if c.kind == "toggle"}
        return {"controls": toggles, "left": spec.world.left}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        after = deepcopy(state)
        if action.verb == "join" and state["left"]:
            after["left"] = False
            return Step(after, "Vous êtes de nouveau dans la visio.")
        control = self._control(spec, action.target)
        if state["left"] or control is None:
            raise ActionRefused(FieldError("", UNKNOWN))
        if (action.verb, control.kind) == ("leave", "action"):
            after["left"] = True
            return Step(after, "Vous quittez la visio.")
        if (action.verb, control.kind) != ("toggle", "toggle"):
            raise ActionRefused(FieldError("", UNKNOWN))
        active = after["controls"][control.id]["active"] = not self.active(state, control)
        return Step(after, f"{control.label} : {words(control, active=active)}.")

    def _control(self, spec: Spec, name: str) -> Control | None:
        return next((control for control in spec.world.controls if control.id == name), None)

    def active(self, state: State, control: Control) -> bool:
        """Whether a toggle is on; its value at the start when the state does not know it."""
        return bool(state["controls"].get(control.id, {}).get("active", control.active))

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(self._keys(spec, response)))

    def _keys(self, spec: Spec, response: Response) -> Iterator[str]:
        """The leave button if it should not be, buttons pressed in vain, then buttons forgotten."""
        wanted = nearest(spec.answer, response)
        pressed: list[str] = []
        forgotten: list[str] = []
        for control in spec.world.controls:
            if control.kind == "action":
                if response["left"] and wanted.get("left") is not True:
                    yield control.id
                continue
            now, goal = self.active(response, control), wanted.get(f"controls.{control.id}.active")
            if goal not in (None, now):
                (forgotten if now is control.active else pressed).append(control.id)
            elif goal is None and now is not control.active:
                pressed.append(control.id)
        yield from (*pressed, *forgotten)

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        """The road each way of the goal asks for; toggles are pressed only where they differ."""
        for wanted in ways(spec.answer.goal):
            yield [*self._joining(spec), *self._presses(spec, wanted), *self._leaving(spec, wanted)]

    def _presses(self, spec: Spec, wanted: dict[str, object]) -> Iterator[FormData]:
        for control in spec.world.controls:
            if wanted.get(f"controls.{control.id}.active", control.active) is not control.active:
                yield action_form(f"toggle:{control.id}")

    def _joining(self, spec: Spec) -> list[FormData]:
        return [action_form("join")] if spec.world.left else []

    def _leaving(self, spec: Spec, wanted: dict[str, object]) -> list[FormData]:
        doors = [c.id for c in spec.world.controls if c.kind == "action"]
        return [action_form(f"leave:{doors[0]}")] if wanted.get("left") is True and doors else []

    def _detours(self, spec: Spec) -> Iterator[list[FormData]]:
        """Plausible mistakes: one wrong button, or only coming in, or coming in and leaving."""
        start = self._joining(spec)
        for control in spec.world.controls:
            verb = "toggle" if control.kind == "toggle" else "leave"
            yield [*start, action_form(f"{verb}:{control.id}")]
        yield start

    def road(self, spec: Spec, *, right: bool) -> Road | None:
        roads = self._roads(spec) if right else self._detours(spec)
        return self.first_road(spec, roads, right=right)

    def problems(self, spec: Spec) -> Iterable[str]:
        names = [control.id for control in spec.world.controls]
        if len(set(names)) < len(names):
            return ["Deux boutons ont le même identifiant."]
        image = spec.world.own_image
        toggles = {control.id for control in spec.world.controls if control.kind == "toggle"}
        if image and not {image.camera, image.blur} <= toggles:
            return ["« own_image » nomme deux boutons qui s'activent : la caméra, et le flou."]
        return super().problems(spec)

    def paper(self, spec: Spec) -> Paper | None:
        """One button to press is a question for paper; several gestures need a call."""
        names = {control.id: _named(control) for control in spec.world.controls}
        presses = {
            control.id: [action_form(f"{PRESS[control.kind]}:{control.id}")]
            for control in spec.world.controls
        }
        right = reached(self, spec, presses)
        if not right:
            return None
        shown = [Words(f"{remark.sender} écrit : « {remark.text} »") for remark in spec.world.chat]
        asked = ticks("Sur quel bouton appuyez-vous ? Cochez une seule case.", names.values())
        return Paper((asked,), tuple(names[name] for name in right), tuple(shown), names)

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset({control.id for control in spec.world.controls} | {"chat"})

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        leaving = certain(spec.answer).get("left") is True
        return frozenset(c.id for c in spec.world.controls if c.kind == "toggle" or not leaving)


def words(control: Control, *, active: bool) -> str:
    """The state of a button in words: the author's, or « activé » and « désactivé »."""
    return (control.when_on or "activé") if active else (control.when_off or "désactivé")


def _named(control: Control) -> str:
    if control.kind == "action":
        return control.label
    return f"{control.label}, {words(control, active=control.active)}"
