"""What an author writes for a ``sim_phone`` exercise."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
AMOUNT = re.compile(r"[^\w(]*\d")


class App(Strict):
    """An application of the store. A price that starts with an amount is to be paid."""

    id: str
    name: str = Field(min_length=1)
    maker: str
    price: str
    note: str = ""
    ad: bool = False

    @property
    def free(self) -> bool:
        """Whether it installs without paying: true in every language, as the price is translated."""
        return AMOUNT.match(self.price) is None


class Permission(Strict):
    """An access an application asks for, and the answers offered."""

    id: str
    label: str = Field(min_length=1)
    options: tuple[str, ...] = Field(min_length=2, max_length=4)


class Network(Strict):
    """A wifi network; ``code`` is the one that opens it, None when nobody here knows it."""

    id: str
    name: str = Field(min_length=1)
    locked: bool = True
    code: str | None = None


class Wifi(Strict):
    """The wifi of the phone at the start."""

    active: bool = False
    networks: tuple[Network, ...] = Field(min_length=1, max_length=6)


class Note(Strict):
    """Something near the person: a poster, a card."""

    title: str = Field(min_length=1)
    text: str = Field(min_length=1)


class Setting(Strict):
    """A switch (on or off) or a level (0 to ``top``)."""

    id: str
    label: str = Field(min_length=1)
    value: bool | int
    top: int = Field(1, ge=1, le=10)


class World(Strict):
    """One screen of a phone."""

    screen: Literal["store", "permissions", "settings"]
    query: str | None = None
    apps: tuple[App, ...] = ()
    app: str = ""
    permissions: tuple[Permission, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)
    note: Note | None = None
    wifi: Wifi | None = None
    settings: tuple[Setting, ...] = ()
    actions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> World:
        needed = {
            "store": self.apps,
            "permissions": self.permissions,
            "settings": self.wifi or self.settings,
        }[self.screen]
        if not needed:
            raise ValueError("il manque ce que montre cet écran")
        missing = {o for p in self.permissions for o in p.options} - set(self.labels)
        if missing:
            raise ValueError(f"« labels » doit dire en mots : {', '.join(sorted(missing))}")
        return self
