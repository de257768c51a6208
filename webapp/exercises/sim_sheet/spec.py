"""What an author writes for a ``sim_sheet`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
Cell = str | int
SORT = "sort"


class World(Strict):
    """A sheet to fill in or to sort.

    The first row is the headings; ``editable`` are the cells that can be written. The tool ``sort``
    brings one button for each column, and sorts every row but the first.
    """

    columns: tuple[str, ...] = Field(min_length=1, max_length=6)
    rows: tuple[tuple[Cell, ...], ...] = Field(min_length=2, max_length=12)
    editable: tuple[str, ...] = ()
    tools: tuple[Literal["sum", "clear", "sort"], ...] = ()
    actions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> World:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("chaque ligne doit avoir autant de cases que de colonnes")
        if not set(self.editable) <= set(self.cells):
            raise ValueError("une case à remplir n'est pas dans le tableau")
        if bool(self.editable) == self.sortable:
            raise ValueError("un tableau se remplit (« editable ») ou se trie (« sort »)")
        return self

    @property
    def sortable(self) -> bool:
        """Whether rows can be put in order."""
        return SORT in self.tools

    @property
    def cells(self) -> dict[str, str]:
        """Every cell by address."""
        return {
            f"{column}{number}": str(row[index])
            for number, row in enumerate(self.rows, 1)
            for index, column in enumerate(self.columns)
        }

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, heading included."""
        index = self.columns.index(name)
        return tuple(str(row[index]) for row in self.rows)
