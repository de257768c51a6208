"""Choosing the picture of a document that a service will accept: whole, sharp, lit."""

from __future__ import annotations

from webapp.exercises.sim_photo.grading import SimPhoto

EXERCISE = SimPhoto()
