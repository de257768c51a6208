"""Numbers read by the assessment engine, and rules of recommendation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.content.schema.base import Band, FrozenMap, Prose, StrictModel
from webapp.content.schema.framework import Skill


class Comfort(StrictModel):
    """Least chance of success offered: ``first`` for the first questions, ``then`` after."""

    first: float
    first_count: int
    then: float


class Length(StrictModel):
    """Number of questions, and where a pause is offered."""

    max: int
    pause_at: int


class Stop(StrictModel):
    """When enough is known: posterior SD per domain, or posterior mass in one band."""

    sd: float
    band_mass: float


class BandClaim(StrictModel):
    """Posterior mass needed to say « c'est » and « plutôt »."""

    sure: float
    rather: float


class Mercy(StrictModel):
    """Answers in a row without a success before the surest question, and before an end is proposed."""

    surest_after: int = Field(ge=1)
    stop_after: int = Field(ge=1)


class Selection(StrictModel):
    """Draw among the best ``randomesque``; a family rests ``family_gap`` questions.

    ``slopes``: how much it counts that an answer would teach how well the exercise tells people apart.
    """

    randomesque: int
    family_gap: int
    slopes: float = Field(ge=0)


class Prior(StrictModel):
    """Mean ability before the first answer, by the door through which a person comes."""

    default: float
    by_channel: FrozenMap[float]

    def mean(self, channel: str | None) -> float:
        """Prior mean of a channel, the default one when it is unknown."""
        return self.by_channel.get(channel or "", self.default)


class Forgetting(StrictModel):
    """How doubt grows between two tests: variance added by a year, and by a memory wholly lost; how many
    earlier answers a test starts from.
    """

    per_year: float = Field(ge=0)
    memory: float = Field(ge=0)
    answers: int = Field(ge=0)


class AssessmentRules(StrictModel):
    """``rules/assessment.yaml``."""

    schema_: Literal["assessment/1"] = Field(alias="schema")
    version: int
    comfort: Comfort
    length: Length
    stop: Stop
    band_claim: BandClaim
    mercy: Mercy
    selection: Selection
    prior: Prior
    forgetting: Forgetting


class ReviewRules(StrictModel):
    """``rules/review.yaml``: how likely a person still knows on the day of a review, how far that day
    may be, and how long a review lasts at most.
    """

    schema_: Literal["review/1"] = Field(alias="schema")
    version: int
    retention: float = Field(gt=0.5, lt=1)
    longest_days: int = Field(ge=1)
    minutes: int = Field(ge=3, le=10)


class DomainsBelow(StrictModel):
    """At least ``count`` domains under a point of the scale."""

    count: int
    theta: float


class Listening(StrictModel):
    """Success with « Écouter » beside success without, each on enough answers."""

    answers_each: int = Field(ge=1)
    heard_right: float = Field(ge=0, le=1)
    read_right: float = Field(ge=0, le=1)


class When(StrictModel):
    """All conditions written must hold. ``band_in``: the whole result is within these bands, some of them
    in a row; ``band_from``: every band of it is this one or above; ``bands_at_least``: it is that wide;
    ``goal_in``: the person's goal is one of these, or they said none.
    """

    goal_in: tuple[str, ...] | None = None
    harm_in: tuple[str, ...] | None = None
    band_in: tuple[Band, ...] = ("N1", "N2", "N3", "N4")
    band_from: Band | None = None
    bands_at_least: int | None = Field(None, ge=2, le=4)
    domains_below: DomainsBelow | None = None
    domain_below: FrozenMap[float] | None = None
    same_gap_after_modules: int | None = None
    misses_in_a_row: int | None = Field(None, ge=1)
    listening: Listening | None = None


class OfferRule(StrictModel):
    """What is proposed: a lesson, a person, more questions, exercises to practise, a next step."""

    module: str | None = None
    human: str | None = None
    next: str | None = None
    questions: int | None = None
    practice: Literal["weak", "hard"] | None = None


class RecoRule(StrictModel):
    """One rule, with the sentence that tells the person why, and the same said about them.

    Without ``about``, the rule rests on something that advisers are not told.
    """

    id: Prose
    when: When
    offer: OfferRule
    why: Prose
    about: Prose | None = None


class PersonalGoal(StrictModel):
    """What a person may want. ``wish`` ends « Vous voulez… »; ``domains`` and ``skills`` serve it."""

    wish: Prose
    picture: str
    domains: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    def serves(self, skill: Skill) -> bool:
        """Whether this skill brings the person closer to what they want."""
        return skill.code in self.skills or skill.domain in self.domains


class RecoSettings(StrictModel):
    """Limits common to all rules. ``max_human`` places of ``max_offers`` are kept for a person."""

    max_offers: int
    max_human: int


class RecoRules(StrictModel):
    """``rules/reco.yaml``."""

    schema_: Literal["rules/1"] = Field(alias="schema")
    version: int
    settings: RecoSettings
    goals: FrozenMap[PersonalGoal]
    rules: tuple[RecoRule, ...]


class Rules(StrictModel):
    """Everything under ``rules/``."""

    assessment: AssessmentRules
    reco: RecoRules
    review: ReviewRules
