"""What an author writes for a ``sim_sheet`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
Cell = str | int
SORT, FILTER = "sort", "filter"


class World(Strict):
    """A sheet to fill in, or to arrange: sort it, filter it.

    The first row is the headings; ``editable`` are the cells that can be written. The tool ``sort``
    brings one button for each column, and sorts every row but the first. ``filters`` are the columns
    that can be filtered by one of their values. A value is known by the first row that has it: that
    stays true in every language.
    """

    columns: tuple[str, ...] = Field(min_length=1, max_length=6)
    rows: tuple[tuple[Cell, ...], ...] = Field(min_length=2, max_length=12)
    editable: tuple[str, ...] = ()
    tools: tuple[Literal["sum", "clear", "sort"], ...] = ()
    filters: tuple[str, ...] = Field((), max_length=3)
    actions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> World:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("chaque ligne doit avoir autant de cases que de colonnes")
        if not set(self.editable) <= set(self.cells):
            raise ValueError("une case à remplir n'est pas dans le tableau")
        if bool(self.editable) == self.arranged:
            raise ValueError("un tableau se remplit (« editable »), ou se trie et se filtre")
        if not set(self.filters) <= set(self.columns):
            raise ValueError("« filters » nomme une colonne qui n'existe pas")
        return self

    @property
    def arranged(self) -> bool:
        """Whether rows move or hide, instead of being written."""
        return self.sortable or bool(self.filters)

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

    def values(self, name: str) -> dict[str, str]:
        """What a column can be filtered by: each value once, by the number of its first row."""
        found: dict[str, str] = {}
        for row, text in enumerate(self.column(name)[1:], 2):
            if text and text not in found.values():
                found[str(row)] = text
        return found
