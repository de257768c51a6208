"""What an author writes for a ``sim_chatbot`` exercise.

With a ``question``, ``reply`` holds the sentences the AI answered, to compare with the ``source``.
Without a ``question``, ``reply`` holds the messages the person may send to the AI.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.exercises.contract import Strict
from webapp.exercises.options import Option


class Source(Strict):
    """A page that can be trusted, on the same screen."""

    title: str = Field(min_length=1)
    url: str = Field(min_length=1)
    text: str = Field(min_length=1)
    say: str | None = None


class World(Strict):
    """A fixed conversation with an AI."""

    question: str | None = None
    reply: tuple[Option, ...] = Field(min_length=3, max_length=6)
    source: Source | None = None
    actions: tuple[Literal["choose_sentence", "open_source", "choose_request"], ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """What the shared single-choice room reads."""
        return self.reply
