"""Finds a road through a small world by trying: the shortest one that grades as wanted.

Used by rooms whose worlds have a handful of buttons (``sim_browser``, ``sim_phone``) to play their own
exercises, and to refuse a goal that no button reaches.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from webapp.exercises.contract import Action, ActionRefused, Exercise, FormData, Spec, State

MAX_STATES = 3000
Moves = Callable[[State], Iterable[FormData]]


def find_road(
    room: Exercise, spec: Spec, moves: Moves, *, right: bool
) -> Sequence[FormData] | None:
    """The shortest list of action forms after which the state grades right (or not).

    At least one action is done. None when no road of ``MAX_STATES`` states grades so. What was found
    is kept with the spec: a room looks for the same road to accept an exercise and to play it.
    """
    found: dict[bool, Sequence[FormData] | None] = vars(spec).setdefault("roads_found", {})
    if right not in found:
        found[right] = _search(room, spec, moves, right=right)
    return found[right]


def _search(room: Exercise, spec: Spec, moves: Moves, *, right: bool) -> Sequence[FormData] | None:
    start = room.begin(spec)
    seen = {_key(start)}
    waiting: deque[tuple[State, tuple[FormData, ...]]] = deque([(start, ())])
    while waiting and len(seen) < MAX_STATES:
        state, road = waiting.popleft()
        for form in moves(state):
            try:
                after = room.apply(spec, state, Action.from_form(form)).state
            except ActionRefused:
                continue
            if _key(after) in seen:
                continue
            seen.add(_key(after))
            walked = (*road, form)
            if room.grade(spec, after).right is right:
                return walked
            waiting.append((after, walked))
    return None


def _key(state: State) -> str:
    return json.dumps(state, sort_keys=True)
