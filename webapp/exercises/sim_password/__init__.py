"""Judging passwords that are already written. Nothing is ever typed: no real secret can leak."""

from __future__ import annotations

from webapp.exercises.sim_password.grading import SimPassword

EXERCISE = SimPassword()
