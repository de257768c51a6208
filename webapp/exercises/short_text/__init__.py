"""Short text: find a fact and type it."""

from __future__ import annotations

from webapp.exercises.short_text.grading import ShortText

EXERCISE = ShortText()
