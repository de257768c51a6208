"""Working in a small spreadsheet, graded on what the cells hold, or on how the rows are sorted.

An author writes the expected total as an expression of the drawn values (``= loyer + elec``): it is
computed once, when the variant is drawn, so that every variant has its own right number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from webapp.exercises.conditions import MISSING, grade_goal, same
from webapp.exercises.contract import (
    Action,
    ActionRefused,
    Exercise,
    FieldError,
    FormData,
    Grade,
    InvalidResponse,
    Probe,
    Response,
    Spec,
    State,
    Step,
    action_form,
    answer_form,
    first,
)
from webapp.exercises.paper import Blank, Paper, Table
from webapp.exercises.sim_sheet.cells import FORMULA, NUMBER, Cell, evaluate, plain
from webapp.exercises.sim_sheet.formula import CELL, compute
from webapp.exercises.sim_sheet.sorting import DOWN, SAID, UP, body, sorted_rows
from webapp.exercises.sim_sheet.spec import SORT, Answer, World
from webapp.exercises.simulation import solved
from webapp.exercises.solving import nearest, ways
from webapp.exercises.text_rules import number

NOTHING_DONE = "Écrivez dans la case, ou appuyez sur « Je ne sais pas »."
NOTHING_SORTED = "Triez d'abord le tableau, ou appuyez sur « Je ne sais pas »."
NO_SUCH = "Ce bouton n'existe pas dans ce tableur."
LONGEST = 200
FORMULA_TOO = "Écrivez le calcul ou le nombre."
SUM = "=SOMME"


class SimSheet(Exercise):
    """A few cells to fill in, or rows to sort."""

    type = "sim_sheet"
    World = World
    Answer = Answer

    def spec(
        self,
        world: Mapping[str, Any],
        answer: Mapping[str, Any],
        params: Mapping[str, Any] | None = None,
    ) -> Spec:
        return super().spec(world, _resolved(answer, _numbers(params or {})), params)

    def has_actions(self, spec: Spec) -> bool:
        return True

    def begin(self, spec: Spec) -> State:
        cells = evaluate(spec.world.cells, spec.world.editable)
        return {"cells": cells, "sort": {"column": "", "order": ""}, "rows": body(spec.world)}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        if action.verb == SORT and spec.world.sortable:
            return _sorted(spec, state, action.target)
        typed = _typed(spec, state, action.fields)
        cell = action.target
        if cell not in spec.world.editable or action.verb not in ("compute", *spec.world.tools):
            raise ActionRefused(FieldError("", NO_SUCH))
        if action.verb == "sum":
            typed[cell] = sum_above(spec.world, cell)
        elif action.verb == "clear":
            typed[cell] = ""
        after = _written(spec, state, typed)
        return Step(after, f"Case {cell} : {_spoken(after['cells'][cell])}.")

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        after = _written(spec, state, _typed(spec, state, form))
        if after != self.begin(spec):
            return after
        if spec.world.sortable:
            raise InvalidResponse(FieldError("", NOTHING_SORTED))
        raise InvalidResponse(FieldError(spec.world.editable[0], NOTHING_DONE))

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(_keys(spec, response)))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        right = probe is Probe.CORRECT
        roads = _roads(spec) if right else _detours(spec)
        return next(road for road in roads if self._right(spec, road) is right)

    def _right(self, spec: Spec, road: Sequence[FormData]) -> bool:
        """Whether a road, its last form being the answer, reaches the goal."""
        state = self.begin(spec)
        for form in road[:-1]:
            state = self.apply(spec, state, Action.from_form(form)).state
        return self.grade(spec, _written(spec, state, _typed(spec, state, road[-1]))).right

    def problems(self, spec: Spec) -> Iterable[str]:
        if self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
        elif not any(self._right(spec, road) for road in _roads(spec)):
            yield "Aucune action ne mène au but."
        elif all(self._right(spec, road) for road in _detours(spec)):
            yield "Aucune action ne manque le but."

    def chance(self, spec: Spec) -> float | None:
        return 1 / (2 * len(spec.world.columns)) if spec.world.sortable else None

    def paper(self, spec: Spec) -> Paper | None:
        """Cells are filled in by hand; sorting needs a screen."""
        world = spec.world
        if world.sortable:
            return None
        rows = tuple(tuple(str(cell) for cell in row) for row in world.rows)
        shown = Table("Le tableau", world.columns, rows, letters=True)
        asked = tuple(Blank(f"Case {name}", FORMULA_TOO) for name in world.editable)
        cells = solved(self, spec)["cells"]
        right = tuple(f"Case {name} : {_key_of(cells[name])}" for name in world.editable)
        return Paper(asked, right, (shown,))

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(spec.world.cells) | frozenset(spec.world.columns)

    def sorting(self, sort: Mapping[str, str]) -> str:
        """How the rows are sorted, in words, for the templates."""
        order = SAID.get(sort["order"])
        return order.format(name=sort["column"]) if order else "pas trié"

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset(
            {"column", "order"} if spec.world.sortable else {"number", "range", "empty"}
        )


def _sorted(spec: Spec, state: State, column: str) -> Step:
    """Smallest first; pressing the same column again turns the order round."""
    if column not in spec.world.columns:
        raise ActionRefused(FieldError("", NO_SUCH))
    order = DOWN if state["sort"] == {"column": column, "order": UP} else UP
    after = {
        "cells": dict(state["cells"]),
        "sort": {"column": column, "order": order},
        "rows": sorted_rows(spec.world, column, order),
    }
    return Step(after, SAID[order].format(name=column))


def _typed(spec: Spec, state: State, fields: FormData) -> dict[str, str]:
    """What each cell holds: the field when it was sent, else what it held."""
    return {
        name: first(fields, name)[:LONGEST] if name in fields else state["cells"][name]["text"]
        for name in spec.world.editable
    }


def _written(spec: Spec, state: State, typed: Mapping[str, str]) -> State:
    cells = evaluate({**spec.world.cells, **typed}, spec.world.editable)
    return {"cells": cells, "sort": dict(state["sort"]), "rows": list(state["rows"])}


def _spoken(cell: Cell) -> str:
    if cell["problem"]:
        return "formule à corriger"
    value = str(cell["value"])
    return " ".join(value.split()[:4])[:40] or "vide"


def sum_above(world: World, cell: str) -> str:
    """What the « Somme » button of any spreadsheet writes: the numbers just above."""
    match = CELL.match(cell)
    column, row = (match[1], int(match[2])) if match else ("A", 1)
    top = row
    while top > 1 and number(world.cells.get(f"{column}{top - 1}", "")) is not None:
        top -= 1
    return f"=SOMME({column}{top}:{column}{row - 1})" if top < row else "=0"


def _key_of(cell: Cell) -> str:
    return f"{cell['text']}, cela fait {cell['value']}" if SUM in cell["text"] else cell["value"]


def _keys(spec: Spec, response: Response) -> Iterator[str]:
    """The kind of each cell that is not as wanted; the column sorted instead, or its order."""
    wanted, rule = nearest(spec.answer, response), spec.answer.text_rule
    for name in spec.world.editable:
        cell = response["cells"].get(name, {})
        asked = {word: wanted.get(f"cells.{name}.{word}", MISSING) for word in ("value", "kind")}
        if any(v is not MISSING and not same(cell.get(w, ""), v, rule) for w, v in asked.items()):
            yield _key(cell)
    if spec.world.sortable:
        column = wanted.get("sort.column", response["sort"]["column"])
        yield "order" if response["sort"]["column"] == column else "column"


def _key(cell: Cell) -> str:
    """« range » for a formula that misses, even one that cannot be computed."""
    if cell.get("kind") == NUMBER:
        return "number"
    return "range" if cell.get("text", "").startswith("=") else "empty"


def _roads(spec: Spec) -> Iterator[list[FormData]]:
    """Ways to do what the goal asks, the most natural one first."""
    if "sum" in spec.world.tools:
        yield [*(action_form(f"sum:{name}") for name in spec.world.editable), answer_form()]
    for wanted in ways(spec.answer.goal):
        if spec.world.sortable:
            times = 2 if wanted.get("sort.order") == DOWN else 1
            column = wanted.get("sort.column", spec.world.columns[0])
            yield [*[action_form(f"{SORT}:{column}")] * times, answer_form()]
        else:
            cells = {name: _writing(spec, wanted, name) for name in spec.world.editable}
            yield [answer_form(**cells)]


def _detours(spec: Spec) -> Iterator[list[FormData]]:
    """Plausible mistakes: another number, nothing computed, another column, the other order."""
    for text in ("987654", "=0", "mot") if spec.world.editable else ():
        yield [answer_form(**dict.fromkeys(spec.world.editable, text))]
    for column in spec.world.columns if spec.world.sortable else ():
        sort = action_form(f"{SORT}:{column}")
        yield [sort, answer_form()]
        yield [sort, sort, answer_form()]


def _writing(spec: Spec, wanted: Mapping[str, Any], name: str) -> str:
    """The simplest writing that gives the value, and the kind, a goal asks for."""
    value = str(wanted.get(f"cells.{name}.value", "1"))
    if wanted.get(f"cells.{name}.kind") != FORMULA:
        return value
    beside = next((n for n, text in spec.world.cells.items() if number(text) is not None), "A1")
    return f"={value}+{beside}-{beside}"


def _numbers(values: Mapping[str, Any]) -> dict[str, Decimal]:
    found = {name: number(str(value)) for name, value in values.items()}
    return {name: value for name, value in found.items() if value is not None}


def _resolved(data: Any, names: Mapping[str, Decimal]) -> Any:
    """The answer with every ``is: "= a + b"`` computed from the drawn values."""
    if isinstance(data, Mapping):
        return {
            key: plain(compute(value, names=names))
            if key == "is" and isinstance(value, str) and value.startswith("=")
            else _resolved(value, names)
            for key, value in data.items()
        }
    return [_resolved(part, names) for part in data] if isinstance(data, list | tuple) else data
