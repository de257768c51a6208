"""What an author writes for a ``sim_password`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.options import Option


class World(Strict):
    """A warning, always, and the candidates: passwords, or habits written as sentences."""

    warning: str = Field(min_length=1)
    kind: Literal["passwords", "habits"] = "passwords"
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)
