"""A *parcours*: assess, train on the gaps, assess again, recognise."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from webapp.content.schema.base import Band, ModuleId, ParcoursId, Prose, SkillCode, StrictModel


class EntryTest(StrictModel):
    """The adaptive assessment at the door. ``skills`` are codes or patterns (``SEC-2-*``);
    ``seconds`` keeps only the exercises that take no longer.
    """

    kind: Literal["adaptive", "screening"]
    skills: tuple[str, ...] = Field(min_length=1)
    length: tuple[int, int]
    seconds: int | None = Field(None, ge=40)
    stop_se: float = Field(gt=0)
    cut: Band | None = None
    decided: float | None = Field(None, gt=0.5, lt=1)
    form: int | None = Field(None, ge=5, le=20)

    @model_validator(mode="after")
    def _screening_asks_one_thing(self) -> Self:
        if (self.kind == "screening") != (self.cut is not None and self.decided is not None):
            raise ValueError("un repérage, et lui seul, a « cut » (un niveau) et « decided »")
        if self.form is not None and self.kind != "screening":
            raise ValueError("seul un repérage a une version sur papier (« form »)")
        return self

    @property
    def shortest(self) -> int:
        """Fewest questions asked."""
        return self.length[0]

    @property
    def longest(self) -> int:
        """Most questions asked."""
        return self.length[1]


class Train(StrictModel):
    """The lessons offered after the assessment; no list means every open lesson."""

    modules: tuple[ModuleId, ...] = ()


class Exit(StrictModel):
    """The assessment after training."""

    new_families: bool
    min_days_after_train: int = Field(ge=0)


class Recognise(StrictModel):
    """The badge: ``need`` proven skills of the parcours, all of ``including`` among them."""

    badge: Prose
    need: int = Field(ge=1)
    including: tuple[SkillCode, ...]


class Parcours(StrictModel):
    """One file of ``parcours/``."""

    schema_: Literal["parcours/1"] = Field(alias="schema")
    id: ParcoursId
    version: int = Field(ge=1)
    title: Prose
    for_: Prose = Field(alias="for")
    minutes: int = Field(ge=1)
    available: bool
    reason: Prose | None = None
    entry: EntryTest
    train: Train
    exit: Exit
    recognise: Recognise | None = None

    @model_validator(mode="after")
    def _closed_says_why(self) -> Self:
        if self.available == bool(self.reason):
            raise ValueError("un parcours fermé dit pourquoi (« reason »), un parcours ouvert non")
        return self
