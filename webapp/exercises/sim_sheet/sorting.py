"""Putting the rows of a sheet in order, or keeping some of them, without touching what is written.

The state keeps the numbers of the rows shown, in order: a filter only keeps fewer of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from webapp.exercises.sim_sheet.spec import World
from webapp.exercises.text_rules import normalise, number

UP, DOWN = "up", "down"
SAID = {
    UP: "Colonne {name} : du plus petit au plus grand.",
    DOWN: "Colonne {name} : du plus grand au plus petit.",
}


def shown_rows(world: World, sort: Mapping[str, str], kept: Mapping[str, str]) -> list[int]:
    """Row numbers once sorted, then filtered."""
    rows = sorted_rows(world, sort["column"], sort["order"]) if sort["column"] else body(world)
    if not kept["column"]:
        return rows
    cells, value = world.column(kept["column"]), world.values(kept["column"])[kept["row"]]
    return [row for row in rows if cells[row - 1] == value]


def body(world: World) -> list[int]:
    """Row numbers under the headings, as written."""
    return list(range(2, len(world.rows) + 1))


def sorted_rows(world: World, column: str, order: str) -> list[int]:
    """Row numbers once sorted; equal rows keep their order, empty cells go last."""
    cells = world.column(column)
    filled = [row for row in body(world) if cells[row - 1].strip()]
    empty = [row for row in body(world) if not cells[row - 1].strip()]
    filled.sort(key=lambda row: _rank(cells[row - 1]), reverse=order == DOWN)
    return [*filled, *empty]


def _rank(text: str) -> tuple[int, Decimal, str]:
    """Numbers first, by value; words then, in the order of the alphabet."""
    value = number(text)
    return (1, Decimal(0), normalise(text)) if value is None else (0, value, "")
