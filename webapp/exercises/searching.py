"""Finds a road through a small world by trying: the shortest one that grades as wanted.

Used by rooms whose worlds have a handful of buttons (``sim_browser``, ``sim_phone``, ``sim_sms``) to play
their own exercises, and to refuse a goal that no button reaches. A page is validated each time it is
opened, so what was found is kept by what the page holds, not by the object that holds it.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from webapp.exercises.contract import Action, ActionRefused, Exercise, Spec, State
from webapp.exercises.posting import FormData

MAX_STATES = 3000
# Far more than the pages of a bank have roads; past that, what is remembered is not worth its memory.
MOST_ROADS = 4096
Moves = Callable[[State], Iterable[FormData]]
Road = Sequence[FormData]

_roads: dict[bytes, Road | None] = {}


def find_road(room: Exercise, spec: Spec, moves: Moves, *, right: bool) -> Road | None:
    """The shortest list of action forms after which the state grades right (or not).

    At least one action is done. None when no road of ``MAX_STATES`` states grades so.
    """
    name = _name(room, spec, right=right)
    if name in _roads:
        return _roads[name]
    found = _search(room, spec, moves, right=right)
    if len(_roads) >= MOST_ROADS:
        _roads.clear()
    _roads[name] = found
    return found


def _name(room: Exercise, spec: Spec, *, right: bool) -> bytes:
    """Two pages with the same words and the same goal have the same roads."""
    parts = (
        room.type,
        spec.world.model_dump_json(),
        spec.answer.model_dump_json(exclude_unset=True),
    )
    return sha256("\0".join((*parts, str(right))).encode()).digest()


def _search(room: Exercise, spec: Spec, moves: Moves, *, right: bool) -> Road | None:
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
