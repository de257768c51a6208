"""Word processor: choose a line, then choose what to do with it."""

from __future__ import annotations

from webapp.exercises.sim_doc.grading import SimDoc

EXERCISE = SimDoc()
