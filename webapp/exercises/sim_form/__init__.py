"""Form: fill in, understand what the site says, correct, read again, send."""

from __future__ import annotations

from webapp.exercises.sim_form.grading import SimForm

EXERCISE = SimForm()
