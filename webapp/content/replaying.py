"""A reader's answer, executed: only the grader says whether it agrees with the key.

An answer of the log is read when it can be read in one way only: letters or identifiers of a closed type,
a word that was typed, or ``played``, the forms a reader posts in a simulation (with either).
Prose is not executable, and then nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from webapp.content.item import Item
from webapp.content.lettering import posted_names, with_names
from webapp.content.presentation import Presented, present
from webapp.content.schema.reviews import Reading
from webapp.content.variants import draw
from webapp.exercises import room
from webapp.exercises.contract import InvalidResponse
from webapp.exercises.mapping import MapExercise
from webapp.exercises.posting import FormData, action_form, answer_form
from webapp.exercises.simulation import state_after

SEPARATORS = re.compile(r"[\s,;:.→]+")


def agreement(item: Item, reading: Reading) -> bool | None:
    """Whether the answer, posted to the grader, is right; None when it cannot be executed."""
    page = present(item, draw(item, f"lecture {reading.draw}".encode()))
    forms = _played(item, reading) or _forms(page, with_names(item, reading.answer))
    if not reading.blind or not forms:
        return None
    played, spec = room(item.type).form(page.spec), page.spec
    *actions, final = forms
    try:
        return played.grade(
            spec, played.parse(spec, final, state_after(played, spec, actions))
        ).right
    except InvalidResponse:
        return None if reading.played is None else False


def _played(item: Item, reading: Reading) -> list[FormData]:
    """The forms of a reader, who knows parts by their letters or by their identifiers."""
    named = posted_names(item)
    return [_form(form, named) for form in reading.played or ()]


def _form(given: Mapping[str, str | tuple[str, ...]], named: Callable[[str], str]) -> FormData:
    fields = {"act": "answer", **given}.items()
    lists = ((name, [value] if isinstance(value, str) else value) for name, value in fields)
    return {named(name): [named(value) for value in values] for name, values in lists}


def _forms(page: Presented, answer: str) -> list[FormData]:
    """The forms of a closed type; none for a simulation, or for an answer that is not only names."""
    rule, names = page.answer.get("rule"), [n for n in SEPARATORS.split(answer) if n]
    if rule == "text":
        return [answer_form(text=answer)]
    if rule == "exact":
        return [answer_form(choice=names[0])] if len(names) == 1 else []
    if rule == "set":
        return [answer_form(choices=names)]
    if rule == "order":
        steps = {str(step["id"]) for step in page.world["steps"]}
        whole = set(names) == steps and len(names) == len(steps)
        return [answer_form(**{name: str(n) for n, name in enumerate(names, 1)})] if whole else []
    if rule == "path":
        return list(_walk(page.world, names))
    return [answer_form(**pairs)] if rule == "map" and (pairs := _pairs(page, names)) else []


def _walk(world: Mapping[str, Any], names: Sequence[str]) -> Iterator[FormData]:
    """The choice named for each step that is met; a name that is not a choice is prose of the reader."""
    steps, here = {step["id"]: step for step in world["steps"]}, world["start"]
    while here in steps:
        chosen = next((c for c in steps[here]["options"] if c["id"] in names), None)
        if chosen is None:
            return
        yield action_form("next", choice=chosen["id"])
        here = chosen["go"]
    yield answer_form()


def _pairs(page: Presented, names: Sequence[str]) -> dict[str, str]:
    """« c1, c3 : oui » and « oui : c1, c3 » alike; nothing when that is not all there is."""
    played = room(page.item.type)
    if not isinstance(played, MapExercise):
        return {}
    things, labels = set(played.things(page.spec)), set(played.labels(page.spec))
    if things & labels or not {*names} <= things | labels:
        return {}
    ordered = names if names[0] in labels else list(reversed(names))
    found, label = dict[str, str](), ""
    for name in ordered:
        label = name if name in labels else label
        if name in things:
            found[name] = label
    return found if set(found) == things else {}
