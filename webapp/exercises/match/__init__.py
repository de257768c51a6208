"""Match: choose a label for each need. Measures vocabulary in use."""

from __future__ import annotations

from webapp.exercises.match.grading import Match

EXERCISE = Match()
