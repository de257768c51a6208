"""Choices: tick the k right answers, k announced. Measures a set of reflexes."""

from __future__ import annotations

from webapp.exercises.choices.grading import Choices

EXERCISE = Choices()
