"""What an author writes for a ``scenario`` exercise."""

from __future__ import annotations

from pydantic import Field

from webapp.exercises.contract import Strict

END = "end"


class Choice(Strict):
    """One thing to do, and the step it leads to (``end`` ends the story)."""

    id: str
    text: str = Field(min_length=1)
    go: str
    harm: bool = False
    say: str | None = None


class StoryStep(Strict):
    """What happens, and what can be done."""

    id: str
    text: str = Field(min_length=1)
    options: tuple[Choice, ...] = Field(min_length=2, max_length=4)


class World(Strict):
    """Two to five steps, from ``start``."""

    start: str
    steps: tuple[StoryStep, ...] = Field(min_length=2, max_length=5)


class Answer(Strict):
    """Worth of each good choice; a path passes when its worth reaches ``pass_at``."""

    rule: str = Field("path", pattern="^path$")
    steps: dict[str, float] = Field(min_length=1)
    pass_at: float = Field(gt=0, le=1)
    harm: tuple[str, ...] = ()
