"""Phone: the store, permissions, wifi and a few settings."""

from __future__ import annotations

from webapp.exercises.sim_phone.grading import SimPhone

EXERCISE = SimPhone()
