"""What an author writes for a ``sim_browser`` exercise."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer


class Result(Strict):
    """One result of a search; ``ad`` is written « Sponsorisé » in its heading, as search sites do."""

    id: str
    title: str = Field(min_length=1)
    url: str
    text: str
    ad: bool = False


class BannerButton(Strict):
    """A button of the message on cookies. ``style`` is how loud it looks: that is the trap."""

    id: str
    label: str = Field(min_length=1)
    style: Literal["main", "plain", "link"] = "plain"


class ConsentChoice(Strict):
    """Something the site asks for, on at first or not."""

    id: str
    label: str = Field(min_length=1)
    active: bool = True


class Banner(Strict):
    """The message. ``oui`` accepts all, ``non`` refuses all, ``choisir`` opens the choices."""

    text: str = Field(min_length=1)
    buttons: tuple[BannerButton, ...] = Field(min_length=2, max_length=4)
    choices: tuple[ConsentChoice, ...] = Field(min_length=1, max_length=5)


class Tab(Strict):
    """An open page."""

    id: str
    title: str = Field(min_length=1)
    url: str
    text: str = ""


class World(Strict):
    """A browser showing results, a page with a message, tabs, or waiting for an address."""

    screen: Literal["results", "page", "tabs", "address"]
    query: str | None = None
    results: tuple[Result, ...] = ()
    url: str = ""
    page_title: str = ""
    page_text: str = ""
    banner: Banner | None = None
    tabs: tuple[Tab, ...] = ()
    sites: tuple[Result, ...] = ()
    actions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> World:
        needed = {
            "results": self.results,
            "page": self.banner,
            "tabs": self.tabs,
            "address": self.sites,
        }[self.screen]
        if not needed:
            raise ValueError("il manque ce que montre cet écran")
        return self
