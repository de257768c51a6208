"""What an author writes for a ``choices`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.options import Option


class World(Strict):
    """Four to six options; ``pick`` of them are right, and the person is told how many."""

    options: tuple[Option, ...] = Field(min_length=4, max_length=6)
    pick: int = Field(ge=2)


class Answer(Strict):
    """The right options."""

    rule: str = Field("set", pattern="^set$")
    correct: tuple[str, ...] = Field(min_length=2)
    pass_at: float = Field(1.0, gt=0, le=1)
