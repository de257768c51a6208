"""What an author writes for a ``sim_call`` exercise: who is there, what is said, which buttons."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict


class Remark(Strict):
    """One written message of the call."""

    sender: str = Field(alias="from", min_length=1)
    text: str = Field(min_length=1)


class Control(Strict):
    """A button. A ``toggle`` is on or off, in words; an ``action`` leaves the call."""

    id: str
    label: str = Field(min_length=1)
    active: bool = False
    kind: Literal["toggle", "action"] = "toggle"
    when_on: str | None = None
    when_off: str | None = None


class OwnImage(Strict):
    """What the other person sees of the room of the person: the toggles that show it and blur it.

    ``text``: what is behind, in words (« du linge qui sèche »).
    """

    camera: str
    blur: str
    text: str = Field(min_length=1)


class World(Strict):
    """A call with one other person. ``left``: the exercise starts outside the call."""

    other: str = Field(min_length=1)
    chat: tuple[Remark, ...] = Field((), max_length=6)
    controls: tuple[Control, ...] = Field(min_length=2, max_length=8)
    actions: tuple[Literal["toggle", "leave", "join", "finish"], ...] = ("toggle", "leave", "join")
    left: bool = False
    own_image: OwnImage | None = None


Answer = GoalAnswer
