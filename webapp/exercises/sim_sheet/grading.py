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
    Grade,
    InvalidResponse,
    Nature,
    Probe,
    Response,
    Spec,
    State,
    Step,
)
from webapp.exercises.paper import Blank, Paper, PaperTable
from webapp.exercises.posting import FormData, answer_form, first
from webapp.exercises.sim_sheet.cells import NUMBER, Cell, evaluate, plain
from webapp.exercises.sim_sheet.formula import compute
from webapp.exercises.sim_sheet.playing import detours, numbers_above, roads, short_sums, summing
from webapp.exercises.sim_sheet.sorting import DOWN, SAID, UP, body, shown_rows
from webapp.exercises.sim_sheet.spec import FILTER, SORT, Answer, World
from webapp.exercises.simulation import solved, state_after
from webapp.exercises.solving import nearest
from webapp.exercises.text_rules import number

NOTHING_DONE = "Écrivez dans la case, ou appuyez sur « Je ne sais pas »."
NOTHING_SORTED = "Triez d'abord le tableau, ou appuyez sur « Je ne sais pas »."
NOTHING_FILTERED = "Filtrez d'abord le tableau, ou appuyez sur « Je ne sais pas »."
NOT_APPLIED = "Ce filtre n'est pas encore appliqué. Appuyez sur « Appliquer le filtre »."
NO_VALUE = "Choisissez une valeur dans la liste."
OPEN = {"column": "", "row": ""}
"""No filter: every row is shown."""
NO_SUCH = "Ce bouton n'existe pas dans ce tableur."
LONGEST = 200
FORMULA_TOO = "Écrivez le calcul ou le nombre."
SUM = "=SOMME"


class SimSheet(Exercise):
    """A few cells to fill in, or rows to sort."""

    type = "sim_sheet"
    nature = Nature.SIMULATION
    computed_key = True
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

    def enter(self, spec: Spec, state: State) -> str:
        """The cells that changed are computed."""
        return "compute" if spec.world.editable else ""

    def begin(self, spec: Spec) -> State:
        cells = evaluate(spec.world.cells, spec.world.editable)
        return {
            "cells": cells,
            "sort": {"column": "", "order": ""},
            "filter": dict(OPEN),
            "rows": body(spec.world),
        }

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        if action.verb == SORT and spec.world.sortable:
            return _sorted(spec, state, action.target)
        if action.verb == FILTER and action.target in spec.world.filters:
            return _filtered(spec, state, action)
        typed = _typed(spec, state, action.fields)
        cell = (
            action.target or _changed(state, typed) if action.verb == "compute" else action.target
        )
        if cell not in spec.world.editable or action.verb not in ("compute", *spec.world.tools):
            raise ActionRefused(FieldError("", NO_SUCH))
        if action.verb == "sum":
            typed[cell] = sum_above(spec.world, cell)
        elif action.verb == "clear":
            typed[cell] = ""
        after = _written(spec, state, typed)
        return Step(after, f"Case {cell} : {_spoken(after['cells'][cell])}.")

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        for name in spec.world.filters:
            field = f"{FILTER}-{name}"
            if field in form and first(form, field) != _kept_row(state, name):
                raise InvalidResponse(FieldError(f"{FILTER}-{name}", NOT_APPLIED))
        after = _written(spec, state, _typed(spec, state, form))
        if after != self.begin(spec):
            return after
        if spec.world.arranged:
            said = NOTHING_SORTED if spec.world.sortable else NOTHING_FILTERED
            raise InvalidResponse(FieldError("", said))
        raise InvalidResponse(FieldError(spec.world.editable[0], NOTHING_DONE))

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(_keys(spec, response)))

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        right = probe is Probe.CORRECT
        played = roads(spec) if right else detours(spec)
        return next(road for road in played if self._right(spec, road) is right)

    def named_roads(self, spec: Spec) -> Iterable[Sequence[FormData]]:
        return [*summing(spec), self.sample(spec, Probe.CORRECT)]

    def tempting_roads(self, spec: Spec) -> Iterable[Sequence[FormData]]:
        return [*short_sums(spec), self.sample(spec, Probe.WRONG)]

    def _right(self, spec: Spec, road: Sequence[FormData]) -> bool:
        """Whether a road, its last form being the answer, reaches the goal."""
        *actions, final = road
        state = state_after(self, spec, actions)
        return self.grade(spec, _written(spec, state, _typed(spec, state, final))).right

    def problems(self, spec: Spec) -> Iterable[str]:
        if self.grade(spec, self.begin(spec)).right:
            yield "Le but est déjà atteint au départ."
        elif not any(self._right(spec, road) for road in roads(spec)):
            yield "Aucune action ne mène au but."
        elif all(self._right(spec, road) for road in detours(spec)):
            yield "Aucune action ne manque le but."

    def chance(self, spec: Spec) -> float | None:
        """Blind presses: one order of one column, one value of one filter."""
        world = spec.world
        if not world.arranged:
            return None
        orders = 2 * len(world.columns) if world.sortable else 1
        return 1 / (orders * max(1, sum(len(world.values(name)) for name in world.filters)))

    def paper(self, spec: Spec) -> Paper | None:
        """Cells are filled in by hand; sorting and filtering need a screen."""
        world = spec.world
        if world.arranged:
            return None
        rows = tuple(tuple(str(cell) for cell in row) for row in world.rows)
        shown = PaperTable("Le tableau", world.columns, rows, letters=True)
        asked = tuple(Blank(f"Case {name}", FORMULA_TOO) for name in world.editable)
        cells = solved(self, spec)["cells"]
        right = tuple(f"Case {name} : {_key_of(cells[name])}" for name in world.editable)
        return Paper(asked, right, (shown,))

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(spec.world.cells) | frozenset(spec.world.columns)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        world = spec.world
        keys = {"number", "range", "empty"} if world.editable else set()
        keys |= {"column", "order"} if world.sortable else set()
        return frozenset(keys | ({"all", "filter", "value"} if world.filters else set()))


def _kept_row(state: State, column: str) -> str:
    kept: Mapping[str, str] = state["filter"]
    return kept["row"] if kept["column"] == column else ""


def _sorted(spec: Spec, state: State, column: str) -> Step:
    """Smallest first; pressing the same column again turns the order round."""
    if column not in spec.world.columns:
        raise ActionRefused(FieldError("", NO_SUCH))
    order = DOWN if state["sort"] == {"column": column, "order": UP} else UP
    sort = {"column": column, "order": order}
    return Step(_arranged(spec, state, sort, state["filter"]), SAID[order].format(name=column))


def _filtered(spec: Spec, state: State, action: Action) -> Step:
    """Only the rows with this value; an empty choice shows every row again."""
    row = first(action.fields, f"{FILTER}-{action.target}")
    if row not in ("", *spec.world.values(action.target)):
        raise ActionRefused(FieldError(f"{FILTER}-{action.target}", NO_VALUE))
    kept = {"column": action.target, "row": row} if row else OPEN
    after = _arranged(spec, state, state["sort"], kept)
    return Step(after, f"Lignes affichées : {len(after['rows'])}.")


def _arranged(spec: Spec, state: State, sort: Mapping[str, str], kept: Mapping[str, str]) -> State:
    rows = shown_rows(spec.world, sort, kept)
    return {"cells": dict(state["cells"]), "sort": dict(sort), "filter": dict(kept), "rows": rows}


def _typed(spec: Spec, state: State, fields: FormData) -> dict[str, str]:
    """What each cell holds: the field when it was sent, else what it held."""
    return {
        name: first(fields, name)[:LONGEST] if name in fields else state["cells"][name]["text"]
        for name in spec.world.editable
    }


def _changed(state: State, typed: Mapping[str, str]) -> str:
    """The cell where Enter was pressed, as far as a form can tell: the last one that changed."""
    cells = [name for name, text in typed.items() if text != state["cells"][name]["text"]]
    return cells[-1] if cells else next(iter(typed), "")


def _written(spec: Spec, state: State, typed: Mapping[str, str]) -> State:
    cells = evaluate({**spec.world.cells, **typed}, spec.world.editable)
    return {**state, "cells": cells}


def _spoken(cell: Cell) -> str:
    if cell["problem"]:
        return "formule à corriger"
    value = str(cell["value"])
    return " ".join(value.split()[:4])[:40] or "vide"


def sum_above(world: World, cell: str) -> str:
    """What the « Somme » button of any spreadsheet writes: the numbers just above."""
    block = numbers_above(world, cell)
    return f"=SOMME({block[0]}:{block[-1]})" if block else "=0"


def _key_of(cell: Cell) -> str:
    return f"{cell['text']}, cela fait {cell['value']}" if SUM in cell["text"] else cell["value"]


def _keys(spec: Spec, response: Response) -> Iterator[str]:
    """The kind of each cell not as wanted; the filter that is not; the column sorted, its order."""
    wanted, rule = nearest(spec.answer, response), spec.answer.text_rule
    for name in spec.world.editable:
        cell = response["cells"].get(name, {})
        asked = {word: wanted.get(f"cells.{name}.{word}", MISSING) for word in ("value", "kind")}
        if any(v is not MISSING and not same(cell.get(w, ""), v, rule) for w, v in asked.items()):
            yield _key(cell)
    yield from _filter_keys(response, wanted)
    if any(wanted.get(f"sort.{part}", value) != value for part, value in response["sort"].items()):
        column = wanted.get("sort.column", response["sort"]["column"])
        yield "order" if response["sort"]["column"] == column else "column"


def _filter_keys(response: Response, wanted: Mapping[str, Any]) -> Iterator[str]:
    """« all » when nothing is filtered, « filter » for another column, « value » for another value."""
    column, rows = response.get(FILTER, OPEN)["column"], wanted.get("rows")
    asked_column = wanted.get("filter.column", column)
    if not column and (rows or asked_column):
        yield "all"
    elif column != asked_column:
        yield FILTER
    elif rows and not same(response["rows"], rows):
        yield "value"


def _key(cell: Cell) -> str:
    """« range » for a formula that misses, even one that cannot be computed."""
    if cell.get("kind") == NUMBER:
        return "number"
    return "range" if cell.get("text", "").startswith("=") else "empty"


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
