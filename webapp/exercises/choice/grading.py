"""Grading of ``choice``: everything is shared with the other single-choice rooms."""

from __future__ import annotations

from webapp.exercises.choice.spec import World
from webapp.exercises.contract import Nature
from webapp.exercises.options import SingleChoice


class Choice(SingleChoice):
    """One right answer among the options."""

    type = "choice"
    as_written = False
    nature = Nature.PLAIN_CHOICE
    World = World
