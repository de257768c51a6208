"""How the room plays its own sheets: what the goal asks for, and plausible mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from webapp.exercises.contract import Spec
from webapp.exercises.posting import FormData, action_form, answer_form
from webapp.exercises.sim_sheet.cells import FORMULA
from webapp.exercises.sim_sheet.formula import CELL
from webapp.exercises.sim_sheet.spec import FILTER, SORT, World
from webapp.exercises.solving import ways
from webapp.exercises.text_rules import number


def roads(spec: Spec) -> Iterator[list[FormData]]:
    """Ways to do what the goal asks, the most natural one first."""
    if spec.world.arranged:
        yield from _arrangings(spec)
        return
    yield from summing(spec)
    for wanted in ways(spec.answer.goal):
        cells = {name: _writing(spec, wanted, name) for name in spec.world.editable}
        yield [answer_form(**cells)]


def summing(spec: Spec) -> Iterator[list[FormData]]:
    """With a « Somme » button the task is a sum: by the button, and by the two ways to write it."""
    if "sum" not in spec.world.tools:
        return
    names = spec.world.editable
    yield [*(action_form(f"sum:{name}") for name in names), answer_form()]
    blocks = {name: numbers_above(spec.world, name) for name in names}
    yield [answer_form(**{n: f"=SOMME({b[0]}:{b[-1]})" for n, b in blocks.items() if b})]
    yield [answer_form(**{n: f"={'+'.join(b)}" for n, b in blocks.items() if b})]


def short_sums(spec: Spec) -> Iterator[list[FormData]]:
    """A sum that leaves out the first or the last number."""
    if "sum" in spec.world.tools:
        for name in spec.world.editable:
            block = numbers_above(spec.world, name)
            for part in (block[1:], block[:-1]):
                yield [answer_form(**{name: f"=SOMME({part[0]}:{part[-1]})"})]


def numbers_above(world: World, cell: str) -> list[str]:
    """The cells just above that hold numbers: what « Somme » takes in any spreadsheet."""
    match = CELL.match(cell)
    column, row = (match[1], int(match[2])) if match else ("A", 1)
    top = row
    while top > 1 and number(world.cells.get(f"{column}{top - 1}", "")) is not None:
        top -= 1
    return [f"{column}{n}" for n in range(top, row)]


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
    yield from short_sums(spec)
    if spec.world.arranged:
        yield from _arrangings(spec)


def _writing(spec: Spec, wanted: Mapping[str, Any], name: str) -> str:
    """The simplest writing that gives the value, and the kind, a goal asks for."""
    value = str(wanted.get(f"cells.{name}.value", "1"))
    if wanted.get(f"cells.{name}.kind") != FORMULA:
        return value
    beside = next((n for n, text in spec.world.cells.items() if number(text) is not None), "A1")
    return f"={value}+{beside}-{beside}"
