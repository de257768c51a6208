"""What an author writes for an ``order`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.options import Option


class World(Strict):
    """The steps, in the order first shown."""

    steps: tuple[Option, ...] = Field(min_length=3, max_length=6)


class Answer(Strict):
    """Pairs « this before that »: several orders may be right."""

    rule: str = Field("order", pattern="^order$")
    before: tuple[tuple[str, str], ...] = Field(min_length=1)
    pass_at: float = Field(1.0, gt=0, le=1)
