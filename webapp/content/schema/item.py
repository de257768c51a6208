"""The envelope of an exercise file. World and answer belong to the room of the type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from webapp.content.schema.base import (
    Band,
    FrozenMap,
    ItemId,
    ModuleId,
    Prose,
    SkillCode,
    StrictModel,
)
from webapp.content.schema.reviews import Reader

Whole = int
Step = Annotated[int, Field(ge=1)]
Status = Literal["draft", "review", "pilot", "validated", "paused", "retired"]
Use = Literal["bilan", "entrainement", "certification"]
Device = Literal["phone", "tablet", "computer"]
Rule = Literal["exact", "set", "map", "order", "text", "goal", "path"]


class ItemText(StrictModel):
    """What is read before the stimulus."""

    title: Prose
    situation: Prose
    task: Prose
    help: Prose | None = None


class Clue(StrictModel):
    """Something to notice, tied to a part of the stimulus."""

    at: Prose
    text: Prose


class NextStep(StrictModel):
    """Where to learn more."""

    module: ModuleId


class Feedback(StrictModel):
    """What is said after the answer; ``by`` holds one reason for each mistake."""

    right: Prose
    wrong: Prose
    by: FrozenMap[Prose] = Field(min_length=1)
    clues: tuple[Clue, ...]
    remember: Prose
    next: NextStep


class RowSet(StrictModel):
    """Values that only make sense together."""

    rows: tuple[FrozenMap[Any], ...] = Field(min_length=3)

    @model_validator(mode="after")
    def _same_names(self) -> Self:
        if any(left.keys() != right.keys() for left, right in pairwise(self.rows)):
            raise ValueError("chaque ligne de « rows » doit avoir les mêmes noms")
        return self


class Values(StrictModel):
    """A free choice among values."""

    values: tuple[str | int | float, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _unique(self) -> Self:
        if len(set(self.values)) != len(self.values):
            raise ValueError("une valeur est écrite deux fois")
        return self


class PoolName(StrictModel):
    """A list shared by many exercises (``pools/fr.yaml``)."""

    pool: Prose


class IntRange(StrictModel):
    """Whole numbers from the first to the last, both included."""

    int: tuple[Whole, Whole]
    step: Step = 1


Param = RowSet | Values | PoolName | IntRange


def _rows_are_called_set(params: Mapping[str, Param]) -> Mapping[str, Param]:
    for name, param in params.items():
        if isinstance(param, RowSet) != (name == "set"):
            raise ValueError("« rows » va sous le nom « set », et seulement là")
    return params


class Vary(StrictModel):
    """What changes from one page to the next without changing what is measured."""

    shuffle: tuple[str, ...]
    params: Annotated[FrozenMap[Param], AfterValidator(_rows_are_called_set)]


class A11y(StrictModel):
    """The sense the construct needs, and what a blind person gets."""

    sensory: Literal["none", "vision", "hearing"]
    blind: Annotated[
        str,
        StringConstraints(pattern=r"^(same|alt:[A-Z]{2,3}-[1-3]-[A-Z]{2,14}-[0-9]{3}|none)$"),
    ]
    notes: str = ""


class Fact(StrictModel):
    """A claim about the real world, where it comes from, and until when we believe it."""

    claim: Prose
    source: Annotated[str, StringConstraints(pattern=r"^https://")]
    evidence: Literal["official_page", "stored_copy", "secondary", "to_verify"]
    checked: date
    review_by: date


class Meta(StrictModel):
    """Numbers of the item response model, devices, words to explain, facts, kinds of readings."""

    seconds: int = Field(ge=20, le=300)
    devices: tuple[Device, ...] = Field(min_length=1)
    stimulus: Literal["fixed_fr", "localisable"]
    a: float = Field(ge=0.4, le=2.5)
    b: float = Field(ge=-3.5, le=3.5)
    b_se: float = Field(gt=0)
    c: float = Field(ge=0, le=0.5)
    glossary: tuple[str, ...]
    facts: tuple[Fact, ...]
    readings: tuple[Reader, ...] = ()

    @model_validator(mode="after")
    def _phone_first(self) -> Self:
        if "phone" not in self.devices:
            raise ValueError("« phone » est obligatoire dans « devices »")
        return self


class ItemFile(StrictModel):
    """One file of ``items/``."""

    schema_: Literal["item/1"] = Field(alias="schema")
    id: ItemId
    version: int = Field(ge=1)
    status: Status
    type: Prose
    skill: SkillCode
    level: Band
    use: tuple[Use, ...] = Field(min_length=1)
    lang: Literal["fr"]
    text: ItemText
    world: dict[str, Any]
    answer: dict[str, Any]
    feedback: Feedback
    vary: Vary
    a11y: A11y
    meta: Meta
