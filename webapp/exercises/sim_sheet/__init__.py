"""Spreadsheet: read, add up, write a formula in a real table with letters and numbers."""

from __future__ import annotations

from webapp.exercises.sim_sheet.grading import SimSheet

EXERCISE = SimSheet()
