"""A lesson (*module*): try, short lesson, annotated example, guided, practice, recap."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from webapp.content.schema.base import Band, ItemId, ModuleId, Prose, SkillCode, StrictModel
from webapp.content.schema.item import Fact


class LessonCard(StrictModel):
    """One idea: its name, what to know, a drawing of one to three signs, the words that replace it."""

    title: Prose
    text: Prose
    picture: tuple[str, ...] = Field(min_length=1, max_length=3)
    alt: Prose


class Pick(StrictModel):
    """Which exercises to draw."""

    skill: SkillCode
    level: tuple[Band, ...] = ()
    count: int = Field(ge=1, le=6)


class TryStep(StrictModel):
    """A question before the lesson, never marked."""

    kind: Literal["try"]
    item: ItemId


class LessonStep(StrictModel):
    """At most six cards."""

    kind: Literal["lesson"]
    cards: tuple[LessonCard, ...] = Field(min_length=1, max_length=6)


class ExampleStep(StrictModel):
    """A solved exercise whose clues appear one by one; ``explain`` says what is done, and why."""

    kind: Literal["example"]
    item: ItemId
    reveal: Literal["clues"]
    explain: Prose


class GuidedStep(StrictModel):
    """An exercise with the help already open."""

    kind: Literal["guided"]
    item: ItemId
    help: Literal["open"]


class PracticeStep(StrictModel):
    """Exercises with new variants, counted."""

    kind: Literal["practice"]
    pick: Pick


class RecapStep(StrictModel):
    """What to keep in mind."""

    kind: Literal["recap"]
    remember: tuple[Prose, ...] = Field(min_length=1, max_length=4)


Step = Annotated[
    TryStep | LessonStep | ExampleStep | GuidedStep | PracticeStep | RecapStep,
    Field(discriminator="kind"),
]


class Mastery(StrictModel):
    """When a skill of the lesson is proven: ``need`` right of the last ``of`` answers."""

    need: int = Field(ge=1)
    of: int = Field(ge=1)
    min_families: int = Field(ge=1)
    min_days: int = Field(ge=0)
    max_mean_c: float = Field(gt=0, le=0.5)


class Memo(StrictModel):
    """The memo to print on half a page."""

    id: Prose
    title: Prose
    lines: tuple[Prose, ...] = Field(min_length=3, max_length=8)


class Moment(StrictModel):
    """One part of a session."""

    minutes: int = Field(ge=2, le=30)
    do: Prose


class AdviserNote(StrictModel):
    """The session plan of somebody who has never taught this lesson to a group.

    ``phone`` is the exercise on each person's own device, ``watch`` what goes wrong.
    """

    material: tuple[Prose, ...] = Field(min_length=1, max_length=6)
    plan: tuple[Moment, ...] = Field(min_length=3, max_length=7)
    say: Prose
    ask: Prose
    phone: Prose
    watch: tuple[Prose, ...] = Field(min_length=1, max_length=4)
    without_phone: Prose

    @property
    def minutes(self) -> int:
        """How long the session lasts."""
        return sum(moment.minutes for moment in self.plan)


class Module(StrictModel):
    """One file of ``modules/``."""

    schema_: Literal["module/1"] = Field(alias="schema")
    id: ModuleId
    version: int = Field(ge=1)
    title: Prose
    goal: Prose
    skills: tuple[SkillCode, ...] = Field(min_length=1)
    level: Band
    minutes: int = Field(ge=3, le=10)
    steps: tuple[Step, ...] = Field(min_length=1)
    mastery: Mastery
    paper: Memo
    adviser: AdviserNote
    facts: tuple[Fact, ...] = ()

    @property
    def domain(self) -> str:
        """The domain of its id: ``SEC`` for ``MOD-SEC-1``."""
        return self.id.split("-")[1]
