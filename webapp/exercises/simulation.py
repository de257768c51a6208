"""Replaying what a person did in a simulated world.

The action log is the only thing stored; the state is what replaying it gives. « Annuler » and
« Recommencer » are entries like the others, so nothing a person did is ever lost for research, and
undo is exact in every room without any room knowing about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    Probe,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.posting import FormData

UNDO = "undo"
RESTART = "restart"
MAX_ACTIONS = 200
"""A person needs about ten; a log this long is a stuck key or a robot."""


@dataclass(frozen=True)
class Replay:
    """Where the log leads: the state now, and how many actions « Annuler » can take back."""

    state: State
    undoable: int


def effective(log: Sequence[Mapping[str, Any]]) -> list[Action]:
    """The actions that still count once every undo and restart has been obeyed."""
    kept: list[Action] = []
    for entry in log:
        action = Action.from_json(entry)
        if action.verb == UNDO:
            del kept[-1:]
        elif action.verb == RESTART:
            kept.clear()
        else:
            kept.append(action)
    return kept


def replay(room: Exercise, spec: Spec, log: Sequence[Mapping[str, Any]]) -> Replay:
    """The state after the whole log.

    An action that a newer grader refuses is skipped: an old log must always be readable.
    """
    state, count = room.begin(spec), 0
    for action in effective(log):
        try:
            state = room.apply(spec, state, action).state
        except ActionRefused:
            continue
        count += 1
    return Replay(state, count)


def advance(room: Exercise, spec: Spec, log: Sequence[Mapping[str, Any]], action: Action) -> Step:
    """One more action after the log: the new state and the sentence that says what changed.

    Raises ``ActionRefused`` when it is impossible here, or when the log is absurdly long.
    """
    if len(log) >= MAX_ACTIONS:
        raise ActionRefused(FieldError("", "Il y a trop d'actions. Choisissez « Recommencer »."))
    if action.verb in (UNDO, RESTART):
        state = replay(room, spec, [*log, action.as_json()]).state
        return Step(state, "Annulé." if action.verb == UNDO else "Retour au début.")
    return room.apply(spec, replay(room, spec, log).state, action)


def state_after(room: Exercise, spec: Spec, forms: Iterable[FormData]) -> State:
    """The state after these actions in order. Raises ``ActionRefused`` at the first one refused."""
    state = room.begin(spec)
    for form in forms:
        state = room.apply(spec, state, Action.from_form(form)).state
    return state


def solved(room: Exercise, spec: Spec) -> Response:
    """The right response, as the room itself plays it."""
    *actions, final = room.sample(spec, Probe.CORRECT)
    return room.parse(spec, final, state_after(room, spec, actions))


def reached(room: Exercise, spec: Spec, roads: Mapping[str, Sequence[FormData]]) -> list[str]:
    """Which of these short roads lead to a right end state, by name."""
    return [name for name, road in roads.items() if _leads(room, spec, road)]


def _leads(room: Exercise, spec: Spec, road: Sequence[FormData]) -> bool:
    try:
        return room.grade(spec, state_after(room, spec, road)).right
    except ActionRefused:
        return False
