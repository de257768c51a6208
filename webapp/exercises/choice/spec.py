"""What an author writes for a ``choice`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.options import Option


class World(Strict):
    """Three to six options; three or four are usually enough."""

    options: tuple[Option, ...] = Field(min_length=3, max_length=6)
