"""Sort: put each card in one of two or three boxes. Measures discrimination."""

from __future__ import annotations

from webapp.exercises.sort.grading import Sort

EXERCISE = Sort()
