"""What an author writes for a ``short_text`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from webapp.exercises.contract import Strict
from webapp.exercises.text_rules import EXACT, TextRule


class Table(Strict):
    """A real table: a caption, headings, rows of the same length."""

    caption: str = Field(min_length=1)
    head: tuple[str, ...] = Field(min_length=2)
    rows: tuple[tuple[str, ...], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _square(self) -> Table:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("chaque ligne du tableau doit avoir autant de cases que le titre")
        return self


class Note(Strict):
    """A text to read: a notice, a letter, a screen."""

    title: str = Field(min_length=1)
    text: str = Field(min_length=1)


class InputField(Strict):
    """Where the person writes."""

    label: str = Field(min_length=1)
    kind: Literal["text", "word", "time", "number", "email", "digits"] = "text"
    hint: str | None = None


class World(Strict):
    """What to read (a table or a text, if any) and the field."""

    table: Table | None = None
    note: Note | None = None
    field: InputField


class Answer(Strict):
    """Every accepted writing, compared by the text rule."""

    rule: str = Field("text", pattern="^text$")
    accept: tuple[str, ...] = Field(min_length=1)
    text_rule: TextRule = EXACT
