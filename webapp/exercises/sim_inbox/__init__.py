"""A mail box: open, check a link, report, answer, forward, write, attach, send, file away."""

from __future__ import annotations

from webapp.exercises.sim_inbox.grading import SimInbox

EXERCISE = SimInbox()
