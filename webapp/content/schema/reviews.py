"""``reviews/*.yaml``: who read which exercise or lesson, in which way, what was answered and doubted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from webapp.content.schema.base import ItemId, ModuleId, Prose, StrictModel

Reader = Literal["machine", "professional", "public"]
READERS: tuple[Reader, ...] = get_args(Reader)
"""A program, a person whose work it is, a person of the public concerned."""


class Proofreading(StrictModel):
    """One reading of one version, by one reader. ``blind``: answered before anything told the answer.

    A reading by a person says where it took place, so that nobody can write « public » by habit;
    a machine has no place.
    """

    version: int = Field(ge=1)
    by: Reader
    date: dt.date
    blind: bool
    doubts: tuple[Prose, ...] = ()
    settled: Prose | None = None
    place: Prose | None = None

    @model_validator(mode="after")
    def _nothing_left_open(self) -> Self:
        if self.settled is None and self.doubts:
            raise ValueError("dites dans « settled » ce qui a été décidé")
        if (self.place is None) != (self.by == "machine"):
            raise ValueError("« place » dit où une personne a lu ; une machine n'en a pas")
        return self


class LessonReading(Proofreading):
    """One reading of a lesson: cards, words, drawings, facts, session plan.

    ``blind``: its exercises were answered before their keys were seen (those answers are readings too).
    """

    module: ModuleId


class Reading(Proofreading):
    """One reading of an exercise.

    ``agrees`` is written by « marchepied content readings », which executes the answer on the page of
    ``draw``; it is absent when the answer cannot be executed. ``played`` answers a simulation: the
    forms posted one after the other, the last one being the answer.
    """

    item: ItemId
    answer: str
    draw: int = Field(0, ge=0)
    played: tuple[dict[str, str | tuple[str, ...]], ...] | None = Field(None, min_length=1)
    agrees: bool | None = None

    @model_validator(mode="after")
    def _answered(self) -> Self:
        if self.settled is None and self.agrees is False:
            raise ValueError("dites dans « settled » ce qui a été décidé")
        if self.blind and not self.answer.strip():
            raise ValueError("une lecture à l'aveugle donne la réponse choisie dans « answer »")
        return self


class ReviewLog(StrictModel):
    """One batch of readings."""

    schema_: Literal["reviews/1"] = Field(alias="schema")
    readings: tuple[Reading, ...] = ()
    lessons: tuple[LessonReading, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.readings or self.lessons):
            raise ValueError("ce journal est vide")
        return self


def kinds(readings: Iterable[Proofreading]) -> tuple[Reader, ...]:
    """The kinds of readers, each once, always in the same order."""
    found = {reading.by for reading in readings}
    return tuple(reader for reader in READERS if reader in found)
