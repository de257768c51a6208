"""Choice: one right answer among three to six. Measures recognition, or the choice of a reflex."""

from __future__ import annotations

from webapp.exercises.choice.grading import Choice

EXERCISE = Choice()
