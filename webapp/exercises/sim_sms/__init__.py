"""A thread of text messages and what to do next. Measures spotting a scam and reacting to it."""

from __future__ import annotations

from webapp.exercises.sim_sms.grading import SimSms

EXERCISE = SimSms()
