"""A video call: microphone, camera, sharing, leaving. The cue is written, so everybody gets it."""

from __future__ import annotations

from webapp.exercises.sim_call.grading import SimCall

EXERCISE = SimCall()
