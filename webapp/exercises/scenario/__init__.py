"""Scenario: a short story with consequences. Measures a reaction under pressure, without a clock."""

from __future__ import annotations

from webapp.exercises.scenario.grading import Scenario

EXERCISE = Scenario()
