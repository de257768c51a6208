"""The solver: every drawn page is played by the grader of its room, without looking at the key.

What it can say. Closed types (one choice, several, boxes, order): every answer is given and exactly
one must earn everything; the choices must still differ once the values are drawn. Stories: every
path is walked. Simulations with a goal: the room finds a road to the goal, to a wrong end, and to
each dangerous end, and doing nothing is refused.

What it cannot say: whether the key is true in real life, whether a second end state of a simulation
would also be fair, nor anything of a text that is typed beyond what the author listed. People read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from webapp.content.presentation import Presented
from webapp.exercises import room
from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Exercise, Grade, InvalidResponse, Probe, Spec
from webapp.exercises.posting import FormData
from webapp.exercises.scenario.spec import END
from webapp.exercises.simulation import state_after

WHOLE = 1.0

CHOICES = (
    ("options", "text"),
    ("actions", "label"),
    ("reply", "text"),
    ("photos", "alt"),
    ("cards", "text"),
    ("left", "text"),
    ("right", "text"),
    ("steps", "text"),
    ("trips", None),
)
"""Lists of a world whose parts must differ once drawn, and what is read of each part."""


def play(room: Exercise, spec: Spec, forms: Sequence[FormData]) -> Grade:
    """The grade after posting these forms in order."""
    *actions, final = forms
    return room.grade(spec, room.parse(spec, final, state_after(room, spec, actions)))


def key_problems(page: Presented) -> Iterator[str]:
    """Why a page has not exactly one right answer."""
    yield from _same_twice(page)
    played = room(page.item.type).form(page.spec)
    answers = list(played.closed_responses(page.spec))
    whole = [a for a in answers if played.grade(page.spec, a).score >= WHOLE]
    if answers and len(whole) != 1:
        yield f"{len(whole)} bonnes réponses."
    found = played.solutions(page.spec)
    if found is not None and len(found) != 1:
        yield f"{len(found)} bonnes réponses."
    elif found is not None and found != _key(page):
        yield f"la bonne réponse est {found}."


def _same_twice(page: Presented) -> Iterator[str]:
    for name, part in CHOICES:
        listed = page.world.get(name, ())
        if all(isinstance(one, Mapping) and (part is None or part in one) for one in listed):
            read = Counter(_read(one, part) for one in listed)
            yield from (f"« {text} » est écrit deux fois." for text, n in read.items() if n > 1)


def _read(part: Mapping[str, Any], name: str | None) -> str:
    if name is not None:
        return str(part[name]).casefold()
    return " ".join(str(value) for key, value in part.items() if key != "id")


def _key(page: Presented) -> list[str]:
    answer = page.answer
    return [str(part) for part in answer.get("correct", [])] or [
        str(part["is"]) for part in answer["goal"]["all"] if part["at"] == "booked"
    ]


def play_problems(page: Presented) -> Iterator[str]:
    """Why a page cannot be won, can be won by doing nothing, or has a danger nobody can meet."""
    played, spec = room(page.item.type), page.spec
    for road in played.named_roads(spec):
        if not _right(partial(play, played, spec, road)):
            yield f"la bonne réponse est refusée ({as_played(road)})."
    for road in played.tempting_roads(spec):
        if _right(partial(play, played, spec, road)):
            yield f"une mauvaise réponse est acceptée ({as_played(road)})."
    if played.has_actions(spec) and _right(lambda: play(played, spec, [{"act": ["answer"]}])):
        yield "ne rien faire est accepté."
    if isinstance(spec.answer, GoalAnswer):
        yield from (f"le danger « {name} » n'arrive jamais." for name in unmet_harms(played, spec))


def as_played(road: Sequence[FormData]) -> str:
    """What was pressed and written, for the author: « sum:C5, answer C5=18 »."""
    return ", ".join(
        " ".join(
            [
                *form.get("act", ()),
                *(f"{name}={' '.join(values)}" for name, values in form.items() if name != "act"),
            ]
        )
        for form in road
    )


def _right(grade: Callable[[], Grade]) -> bool:
    try:
        return grade().right
    except InvalidResponse:
        return False


def unmet_harms(room: Exercise, spec: Spec) -> Iterator[str]:
    """Dangers that no action brings about: each is given to the room as a goal to reach."""
    for harm in spec.answer.harm:
        answer = spec.answer.model_copy(update={"goal": harm.when, "partial": (), "pass_at": 1.0})
        asked = Spec(spec.world, answer, spec.params)
        try:
            forms = room.sample(asked, Probe.CORRECT)
            met = harm.id in play(room, spec, forms).harms
        except (InvalidResponse, LookupError, StopIteration):
            met = False
        if not met:
            yield harm.id


def story_problems(page: Presented) -> Iterator[str]:
    """Why a story does not say clearly which way is right: every path is walked."""
    played, spec = room(page.item.type), page.spec
    worth = spec.answer.steps
    for step in spec.world.steps:
        best = Counter(worth.get(choice.id, 0.0) for choice in step.options)
        if max(best) > 0 and best[max(best)] > 1:
            yield f"à l'étape « {step.id} », deux choix valent autant."
    paths = list(_paths(spec, spec.world.start, ()))
    grades = [played.grade(spec, {"path": list(path)}) for path in paths]
    if any(grade.right and grade.harms for grade in grades):
        yield "un chemin avec un choix dangereux est accepté."
    met = {harm for grade in grades for harm in grade.harms}
    for name in sorted(set(spec.answer.harm) - met):
        yield f"le danger « {name} » n'arrive jamais."


def _paths(spec: Spec, name: str, done: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if name == END:
        yield done
        return
    step = next(step for step in spec.world.steps if step.id == name)
    for choice in step.options:
        yield from _paths(spec, choice.go, (*done, choice.id))
