"""Writing in a small spreadsheet, graded on what the cells hold at the end.

An author writes the expected total as an expression of the drawn values (``= loyer + elec``): it is
computed once, when the variant is drawn, so that every variant has its own right number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from webapp.exercises.conditions import grade_goal
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
from webapp.exercises.sim_sheet.formula import CELL, FormulaError, compute
from webapp.exercises.sim_sheet.spec import Answer, World
from webapp.exercises.solving import ways
from webapp.exercises.text_rules import number

EMPTY, NUMBER, FORMULA, TEXT = "empty", "number", "formula", "text"
NOTHING_DONE = "Écrivez dans la case, ou appuyez sur « Je ne sais pas »."
LONGEST = 200


class SimSheet(Exercise):
    """One or a few cells to fill in."""

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
        cells = {name: _cell(spec, text, {}) for name, text in spec.world.cells.items()}
        return {"cells": {name: cells[name] for name in spec.world.editable}}

    def apply(self, spec: Spec, state: State, action: Action) -> Step:
        typed = _typed(spec, state, action.fields)
        cell = action.target or spec.world.editable[0]
        if cell not in spec.world.editable or action.verb not in ("compute", *spec.world.tools):
            raise ActionRefused(FieldError("", "Ce bouton n'existe pas dans ce tableur."))
        if action.verb == "sum":
            typed[cell] = _sum_above(spec, cell)
        elif action.verb == "clear":
            typed[cell] = ""
        after = _state(spec, typed)
        return Step(after, f"Case {cell} : {_spoken(after['cells'][cell])}.")

    def parse(self, spec: Spec, form: FormData, state: State) -> Response:
        after = _state(spec, _typed(spec, state, form))
        if after == self.begin(spec):
            raise InvalidResponse(FieldError(spec.world.editable[0], NOTHING_DONE))
        return deepcopy(after)

    def grade(self, spec: Spec, response: Response) -> Grade:
        return grade_goal(spec.answer, response, list(self._keys(spec, response)))

    def _keys(self, spec: Spec, response: Response) -> Iterator[str]:
        for name in spec.world.editable:
            kind = response["cells"].get(name, {}).get("kind", EMPTY)
            yield {EMPTY: "empty", NUMBER: "number", TEXT: "empty"}.get(kind, "range")

    def sample(self, spec: Spec, probe: Probe) -> Sequence[FormData]:
        if probe is Probe.INVALID:
            return [answer_form()]
        if probe is Probe.WRONG:
            wrong = (dict.fromkeys(spec.world.editable, text) for text in ("987654", "=0", "mot"))
            return [answer_form(**next(t for t in wrong if not self._right(spec, t)))]
        return next(road for road in self._roads(spec) if self._reaches(spec, road))

    def _roads(self, spec: Spec) -> Iterator[list[FormData]]:
        if "sum" in spec.world.tools:
            yield [*(action_form(f"sum:{name}") for name in spec.world.editable), answer_form()]
        for wanted in ways(spec.answer.goal):
            yield [answer_form(**{n: _writing(wanted, n) for n in spec.world.editable})]

    def _reaches(self, spec: Spec, road: Sequence[FormData]) -> bool:
        state = self.begin(spec)
        for form in road[:-1]:
            state = self.apply(spec, state, Action.from_form(form)).state
        final = _state(spec, _typed(spec, state, road[-1]))
        return self.grade(spec, final).right

    def _right(self, spec: Spec, typed: Mapping[str, str]) -> bool:
        return self.grade(spec, _state(spec, dict(typed))).right

    def problems(self, spec: Spec) -> Iterable[str]:
        if not any(self._reaches(spec, road) for road in self._roads(spec)):
            yield "Aucune écriture ne mène au but."

    def ids(self, spec: Spec) -> frozenset[str]:
        return frozenset(spec.world.cells)

    def feedback_keys(self, spec: Spec) -> frozenset[str]:
        return frozenset({"number", "range", "empty"})


def _numbers(values: Mapping[str, Any]) -> dict[str, Decimal]:
    found = {name: number(str(value)) for name, value in values.items()}
    return {name: value for name, value in found.items() if value is not None}


def _resolved(data: Any, names: Mapping[str, Decimal]) -> Any:
    """The answer with every ``is: "= a + b"`` computed from the drawn values."""
    if isinstance(data, Mapping):
        return {
            key: _plain(compute(value, {}, names))
            if key == "is" and isinstance(value, str) and value.startswith("=")
            else _resolved(value, names)
            for key, value in data.items()
        }
    return [_resolved(part, names) for part in data] if isinstance(data, list | tuple) else data


def _plain(value: Decimal) -> str:
    """A number as a cell shows it: no exponent, no useless zero, French comma."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _typed(spec: Spec, state: State, fields: FormData) -> dict[str, str]:
    """What each cell holds: the field when it was sent, else what it held."""
    return {
        name: first(fields, name)[:LONGEST] if name in fields else state["cells"][name]["text"]
        for name in spec.world.editable
    }


def _state(spec: Spec, typed: Mapping[str, str]) -> State:
    known = _numbers({n: t for n, t in {**spec.world.cells, **typed}.items() if t[:1] != "="})
    return {"cells": {name: _cell(spec, text, known) for name, text in typed.items()}}


def _cell(spec: Spec, text: str, known: Mapping[str, Decimal]) -> dict[str, Any]:
    cell: dict[str, Any] = {"text": text, "value": "", "kind": EMPTY, "problem": ""}
    if text.startswith("="):
        try:
            cell |= {"value": _plain(compute(text, known)), "kind": FORMULA}
        except FormulaError as error:
            cell |= {"kind": TEXT, "problem": str(error)}
    elif text:
        value = number(text)
        cell |= {"value": text if value is None else _plain(value),
                 "kind": TEXT if value is None else NUMBER}  # fmt: skip
    return cell


def _sum_above(spec: Spec, cell: str) -> str:
    """What the « Somme » button of any spreadsheet writes: the numbers just above."""
    match = CELL.match(cell)
    column, row = (match[1], int(match[2])) if match else ("A", 1)
    top = row
    while top > 1 and number(spec.world.cells.get(f"{column}{top - 1}", "")) is not None:
        top -= 1
    return f"=SOMME({column}{top}:{column}{row - 1})" if top < row else "=0"


def _spoken(cell: Mapping[str, Any]) -> str:
    if cell["problem"]:
        return "formule à corriger"
    return str(cell["value"]) or "vide"


def _writing(wanted: Mapping[str, Any], name: str) -> str:
    """The simplest writing that gives the value a goal asks for."""
    value = str(wanted.get(f"cells.{name}.value", "1"))
    formula = wanted.get(f"cells.{name}.kind") == FORMULA
    return f"={value.replace(',', '.')}" if formula else value
