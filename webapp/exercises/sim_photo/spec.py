"""What an author writes for a ``sim_photo`` exercise.

The pictures are drawn by ``drawings.html``: the file name chooses the drawing, the ``alt`` says
what is visible and is printed beside it, so that seeing and hearing people judge the same evidence.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.exercises.contract import Strict

Flaw = Literal[
    "ok", "coupe", "flou", "ombre", "reflet", "penche", "loin", "sombre", "doigt", "plie"
]
PREFIX, SUFFIX = "photo-papier-", ".svg"


class Photo(Strict):
    """One picture of the document."""

    id: str
    image: str = Field(pattern=r"^photo-papier-[a-z]+\.svg$")
    alt: str = Field(min_length=20, max_length=150)

    @property
    def drawing(self) -> str:
        """Which drawing shows this picture."""
        return self.image.removeprefix(PREFIX).removesuffix(SUFFIX)

    @property
    def text(self) -> str:
        """The name every other option carries its words under."""
        return self.alt


class World(Strict):
    """Three to six pictures."""

    photos: tuple[Photo, ...] = Field(min_length=3, max_length=6)

    @property
    def options(self) -> tuple[Photo, ...]:
        """What the shared single-choice room reads."""
        return self.photos
