"""What an author writes for a ``sim_form`` exercise."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
Kind = Literal["text", "email", "digits", "phone", "number", "yesno", "date", "choice"]


class Choice(Strict):
    """One value of a list."""

    id: str
    text: str = Field(min_length=1)


class Input(Strict):
    """A field. ``error`` is what the site says while it is not right; ``show_if``: ``other=oui``."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1)
    kind: Kind
    value: str = ""
    required: bool = False
    hint: str | None = None
    error: str | None = None
    show_if: str | None = None
    options: tuple[Choice, ...] = ()

    @field_validator("options", mode="before")
    @classmethod
    def _words(cls, options: Any) -> Any:
        """A plain word is both the value and what is shown."""
        return [{"id": o, "text": o} if isinstance(o, str) else o for o in options]

    @property
    def name(self) -> str:
        """Name and id of the HTML control: never that of the page's own fields."""
        return f"f-{self.id}"

    @property
    def condition(self) -> tuple[str, str] | None:
        """The field and the value this one depends on."""
        if self.show_if is None:
            return None
        name, _, value = self.show_if.partition("=")
        return name.strip(), value.strip()


class Form(Strict):
    """The form itself; ``review`` adds a page to read before sending."""

    title: str = Field(min_length=1)
    fields: tuple[Input, ...] = Field(min_length=1, max_length=10)
    submit: str = Field(min_length=1)
    review: bool = False

    def field(self, name: str) -> Input:
        """The field of this id."""
        return next(field for field in self.fields if field.id == name)

    def shown(self, name: str, value: str) -> str:
        """A value as the person reads it: the words of a list, not its id."""
        texts = {choice.id: choice.text for choice in self.field(name).options}
        return texts.get(value, value)


class Card(Strict):
    """Invented information to copy: nobody writes their own."""

    title: str = Field(min_length=1)
    rows: tuple[tuple[str, str], ...] = Field(min_length=1)


class World(Strict):
    """A form that says it is an exercise."""

    warning: str = Field(min_length=1)
    card: Card | None = None
    form: Form
    actions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> World:
        names = [field.id for field in self.form.fields]
        if len(set(names)) < len(names):
            raise ValueError("deux cases ont le même identifiant")
        conditions = [field.condition for field in self.form.fields if field.condition]
        if not {name for name, _value in conditions} <= set(names):
            raise ValueError("« show_if » nomme une case qui n'existe pas")
        if any(field.kind == "choice" and not field.options for field in self.form.fields):
            raise ValueError("une liste a besoin de « options »")
        return self
