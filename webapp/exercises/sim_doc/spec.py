"""What an author writes for a ``sim_doc`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
Tool = Literal[
    "bold", "italic", "underline", "align_left", "align_center", "align_right", "title", "list",
    "undo",
]  # fmt: skip


class Block(Strict):
    """One line of the document, and how it looks at the start."""

    id: str
    text: str = Field(min_length=1)
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: Literal["left", "center", "right"] = "left"
    style: Literal["normal", "title", "list"] = "normal"


class World(Strict):
    """The lines and the buttons. ``undo`` is always there: the page brings it."""

    blocks: tuple[Block, ...] = Field(min_length=2, max_length=10)
    tools: tuple[Tool, ...] = Field(min_length=2)
    actions: tuple[str, ...] = ()
