"""What an author writes for a ``sim_doc`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
Tool = Literal[
    "bold",
    "italic",
    "underline",
    "align_left",
    "align_center",
    "align_right",
    "title",
    "list",
    "undo",
]


FEWEST_TOOLS = 2


class Word(Strict):
    """One spelling that the corrector proposes."""

    id: str
    text: str = Field(min_length=1)


class Spelling(Strict):
    """A word underlined by the corrector, and the words it proposes instead."""

    word: str = Field(min_length=1)
    choices: tuple[Word, ...] = Field(min_length=2, max_length=5)


class Block(Strict):
    """One line of the document, and how it looks at the start."""

    id: str
    text: str = Field(min_length=1)
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: Literal["left", "center", "right"] = "left"
    style: Literal["normal", "title", "list"] = "normal"
    spelling: Spelling | None = None

    def corrected(self, name: str) -> str | None:
        """The line with this choice instead of the word; None for a choice that is not there."""
        found = (
            next((c for c in self.spelling.choices if c.id == name), None)
            if self.spelling
            else None
        )
        return (
            self.text.replace(self.spelling.word, found.text, 1)
            if found and self.spelling
            else None
        )


class World(Strict):
    """The lines and the buttons. ``undo`` is always there: the page brings it."""

    blocks: tuple[Block, ...] = Field(min_length=2, max_length=10)
    tools: tuple[Tool, ...] = ()
    actions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _something_to_do(self) -> World:
        marked = [block for block in self.blocks if block.spelling]
        if len(self.tools) < FEWEST_TOOLS and not marked:
            raise ValueError("il faut deux boutons, ou un mot à corriger (« spelling »)")
        if any(block.spelling and block.spelling.word not in block.text for block in marked):
            raise ValueError("le mot à corriger n'est pas écrit dans sa ligne")
        return self
