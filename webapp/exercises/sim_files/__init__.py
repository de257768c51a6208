"""File explorer: find, create a folder, rename, move, put in the bin and take out."""

from __future__ import annotations

from webapp.exercises.sim_files.grading import SimFiles

EXERCISE = SimFiles()
