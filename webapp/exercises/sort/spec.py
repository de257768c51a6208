"""What an author writes for a ``sort`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict


class Category(Strict):
    """A box."""

    id: str
    label: str = Field(min_length=1)


class Card(Strict):
    """Something to put in a box."""

    id: str
    text: str = Field(min_length=1)
    say: str | None = None


class World(Strict):
    """Two or three boxes, three to eight cards."""

    categories: tuple[Category, ...] = Field(min_length=2, max_length=3)
    cards: tuple[Card, ...] = Field(min_length=3, max_length=8)
