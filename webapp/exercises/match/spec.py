"""What an author writes for a ``match`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.options import Option


class World(Strict):
    """Needs on the left; labels on the right, at least one too many."""

    left: tuple[Option, ...] = Field(min_length=2, max_length=6)
    right: tuple[Option, ...] = Field(min_length=3, max_length=8)
