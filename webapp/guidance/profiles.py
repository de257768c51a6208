"""A profile written by an author, and what the rules of advice make of it.

Shown by ``marchepied rules try`` and by the authors' pages: nobody real is needed to read the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from uuid import UUID

from pydantic import Field, ValidationError, model_validator

from webapp import psychometrics as psy
from webapp.assessment.measuring.results import DomainResult, Result
from webapp.assessment.measuring.skills import SkillEvidence
from webapp.content import Catalogue, ContentError
from webapp.content.messages import in_french
from webapp.content.schema.base import BANDS, Band, StrictModel
from webapp.content.source import Source
from webapp.content.typography import french
from webapp.guidance.recommending import Offer, offers

AT = datetime(2026, 1, 1, tzinfo=UTC)
EXAMPLE = """\
# Une personne inventée.
bands: [N1, N2]      # la zone du résultat : une marche, ou plusieurs de suite
goal: emploi         # emploi, demarches, communiquer, proteger, enfants
domains: {ADM: -1.5, SEC: -0.4}   # où elle en est, sur l'échelle du moteur
answers:
  - {skill: SEC-2-SMS, right: false}
  - {skill: ADM-1-OUBLI, right: false}
  - {skill: EMP-2-CV, right: false}
  - {skill: COM-1-LIRE, right: true, heard: true}
"""


class ProfileAnswer(StrictModel):
    """One exercise of a skill: whether it worked, was listened to, was done with help."""

    skill: str
    right: bool
    heard: bool = False
    helped: bool = False


class Profile(StrictModel):
    """``bands`` is the zone of the whole; ``domains`` the ability in each, 0 when left out; ``harms``
    the exercises in which something dangerous was done; ``lessons`` those finished, once each time.
    """

    bands: tuple[Band, ...] = Field(min_length=1)
    parcours: str = "PAR-0-BILAN"
    goal: str | None = None
    domains: Mapping[str, float] = Field(default_factory=dict)
    answers: tuple[ProfileAnswer, ...] = ()
    harms: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    misses_in_a_row: int = Field(0, ge=0)
    stopped_early: bool = False

    @model_validator(mode="after")
    def _in_a_row(self) -> Profile:
        ranks = [BANDS.index(band) for band in self.bands]
        if ranks != list(range(ranks[0], ranks[0] + len(ranks))):
            raise ValueError("Les marches se suivent, de la plus basse à la plus haute")
        return self


def read_profile(catalogue: Catalogue, text: str, name: str = "profil") -> Profile:
    """The profile of a YAML (or JSON) text. Raises ``ContentError``, in French."""
    source = Source(PurePath(name), text)
    try:
        profile = Profile.model_validate(source.data)
    except ValidationError as error:
        problems = [source.problem(fault["loc"], in_french(fault)) for fault in error.errors()]
        raise ContentError(problems) from None
    unknown = [source.problem(*broken) for broken in _unknown(catalogue, profile)]
    if unknown:
        raise ContentError(unknown)
    return profile


def _unknown(catalogue: Catalogue, profile: Profile) -> Sequence[tuple[Sequence[str | int], str]]:
    """What the profile names and the content does not have."""
    domains = {domain.code for domain in catalogue.framework.domains}
    named: Sequence[tuple[str, Sequence[str], object]] = (
        ("parcours", [profile.parcours], catalogue.parcours),
        ("goal", [profile.goal] if profile.goal else [], catalogue.rules.reco.goals),
        ("domains", list(profile.domains), domains),
        ("answers", [answer.skill for answer in profile.answers], catalogue.framework.skills),
        ("harms", profile.harms, catalogue.items),
        ("lessons", profile.lessons, catalogue.modules),
    )
    return [
        ([key], f"{value} n'existe pas.")
        for key, values, known in named
        for value in values
        if value not in known  # type: ignore[operator]
    ]


def try_profile(catalogue: Catalogue, profile: Profile) -> tuple[Offer, ...]:
    """What this person would be offered."""
    return offers(catalogue, result_of(catalogue, profile), goal=profile.goal)


def result_of(catalogue: Catalogue, profile: Profile) -> Result:
    """The result such a person would have, as the rules see it."""
    overall = _statement(profile.bands)
    return Result(
        learner_id=UUID(int=0),
        sitting_id=UUID(int=0),
        parcours_id=profile.parcours,
        title="",
        overall=overall,
        domains=tuple(_domains(catalogue, profile, overall)),
        strength=None,
        answered=len(profile.answers),
        stopped_early=profile.stopped_early,
        ended_at=AT,
        started_at=AT,
        harms=profile.harms,
        lessons=profile.lessons,
        longest_miss=profile.misses_in_a_row,
    )


def _statement(bands: Sequence[Band]) -> psy.Statement:
    kinds = {1: psy.Kind.ONE, 2: psy.Kind.BETWEEN}
    low, high = BANDS.index(bands[0]), BANDS.index(bands[-1])
    return psy.Statement(kinds.get(len(bands), psy.Kind.UNSURE), low, high)


def _domains(
    catalogue: Catalogue, profile: Profile, overall: psy.Statement
) -> Iterator[DomainResult]:
    skills = catalogue.framework.skills
    done: dict[str, list[SkillEvidence]] = {}
    for answer in profile.answers:
        skill = skills[answer.skill]
        piece = SkillEvidence(
            skill.code, french(skill.label), "", answer.right, answer.heard, answer.helped
        )
        done.setdefault(skill.domain, []).append(piece)
    for domain in catalogue.framework.domains:
        if domain.code in done or domain.code in profile.domains:
            mean, pieces = profile.domains.get(domain.code, 0.0), done.get(domain.code, ())
            yield DomainResult(domain.code, french(domain.label), overall, mean, tuple(pieces))
