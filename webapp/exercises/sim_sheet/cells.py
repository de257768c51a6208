"""What each cell of a sheet holds once everything is computed.

A formula may read another formula; a chain that comes back to itself is said, as in any spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from webapp.exercises.sim_sheet.formula import FormulaError, compute, reads_cells
from webapp.exercises.text_rules import number

EMPTY, NUMBER, FORMULA, TEXT = "empty", "number", "formula", "text"
LONGEST_CHAIN = 5
"""Formulas reading formulas: enough for a bill, short enough for the Python stack."""
DECIMALS = 10
Cell = dict[str, Any]


def evaluate(texts: Mapping[str, str], wanted: Iterable[str]) -> dict[str, Cell]:
    """The ``wanted`` cells of a sheet given as ``address → what is written``."""
    sheet = _Sheet(texts)
    return {name: sheet.cell(name) for name in wanted}


def plain(value: Decimal) -> str:
    """A number as a cell shows it: no exponent, no useless zero, French comma."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


class _Sheet:
    """One reading of the sheet: each formula is computed once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts, self.done, self.waiting = texts, dict[str, Cell](), list[str]()

    def cell(self, name: str) -> Cell:
        if name not in self.done:
            self.done[name] = self._computed(name)
        return self.done[name]

    def look(self, name: str) -> Decimal | str:
        """What a formula sees in another cell."""
        if name in self.waiting:
            raise FormulaError(f"La formule se lit elle-même : case {name}.")
        cell = self.cell(name)
        if cell["problem"]:
            raise FormulaError(f"La case {name} est à corriger d'abord.")
        value = number(cell["value"])
        return cell["value"] if value is None else value

    def _computed(self, name: str) -> Cell:
        text = self.texts.get(name, "")
        if text.startswith("="):
            return self._formula(name, text)
        value = number(text)
        kind = EMPTY if not text else TEXT if value is None else NUMBER
        return _cell(text, text if value is None else plain(value), kind)

    def _formula(self, name: str, text: str) -> Cell:
        if len(self.waiting) >= LONGEST_CHAIN:
            raise FormulaError("Trop de formules se suivent.")
        self.waiting.append(name)
        try:
            value = plain(compute(text, self.look))
            return _cell(text, value, FORMULA if reads_cells(text) else NUMBER)
        except FormulaError as problem:
            return _cell(text, "", TEXT, str(problem))
        finally:
            self.waiting.pop()


def _cell(text: str, value: str, kind: str, problem: str = "") -> Cell:
    return {"text": text, "value": value, "kind": kind, "problem": problem}
