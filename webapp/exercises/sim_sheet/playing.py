"""How the room plays its own sheets: what the goal asks for, and plausible mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from webapp.exercises.contract import FormData, Spec, action_form, answer_form
from webapp.exercises.sim_sheet.cells import FORMULA
from webapp.exercises.sim_sheet.spec import FILTER, SORT
from webapp.exercises.solving import ways
from webapp.exercises.text_rules import number


def roads(spec: Spec) -> Iterator[list[FormData]]:
    """Ways to do what the goal asks, the most natural one first."""
    if spec.world.arranged:
        yield from _arrangings(spec)
        return
    if "sum" in spec.world.tools:
        yield [*(action_form(f"sum:{name}") for name in spec.world.editable), answer_form()]
    for wanted in ways(spec.answer.goal):
        cells = {name: _writing(spec, wanted, name) for name in spec.world.editable}
        yield [answer_form(**cells)]


def _arrangings(spec: Spec) -> Iterator[list[FormData]]:
    """Every way to filter and sort: few enough to try them all, the shortest first."""
    world = spec.world
    filters: list[list[FormData]] = [[]] + [
        [action_form(f"{FILTER}:{name}", **{f"{FILTER}-{name}": row})]
        for name in world.filters
        for row in world.values(name)
    ]
    buttons = [action_form(f"{SORT}:{name}") for name in world.columns if world.sortable]
    sorts = [[], *([button] * times for button in buttons for times in (1, 2))]
    for kept, sort in product(filters, sorts):
        if kept or sort:
            yield [*kept, *sort, answer_form()]


def detours(spec: Spec) -> Iterator[list[FormData]]:
    """Plausible mistakes: another number, nothing computed, another arrangement."""
    for text in ("987654", "=0", "mot") if spec.world.editable else ():
        yield [answer_form(**dict.fromkeys(spec.world.editable, text))]
    if spec.world.arranged:
        yield from _arrangings(spec)


def _writing(spec: Spec, wanted: Mapping[str, Any], name: str) -> str:
    """The simplest writing that gives the value, and the kind, a goal asks for."""
    value = str(wanted.get(f"cells.{name}.value", "1"))
    if wanted.get(f"cells.{name}.kind") != FORMULA:
        return value
    beside = next((n for n, text in spec.world.cells.items() if number(text) is not None), "A1")
    return f"={value}+{beside}-{beside}"
