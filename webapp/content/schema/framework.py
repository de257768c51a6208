"""Domains, competences, skills and bands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from webapp.content.schema.base import BANDS, Band, FrozenMap, Prose, SkillCode, StrictModel

BEFORE_DIGCOMP = "prérequis"
DIGCOMP = {"1": 3, "2": 6, "3": 4, "4": 4, "5": 4}
CRCN = {"1": 3, "2": 4, "3": 4, "4": 3, "5": 2}
"""How many competences each area has: 21 in DigComp (same numbers in 2.2 and 3.0), 16 in the CRCN,
the national frame that Pix follows."""


def _numbered(areas: Mapping[str, int]) -> frozenset[str]:
    return frozenset(f"{area}.{n}" for area, count in areas.items() for n in range(1, count + 1))


def _in_digcomp(number: str) -> str:
    if number not in _numbered(DIGCOMP) | {BEFORE_DIGCOMP}:
        raise ValueError(f"DigComp n'a pas de compétence « {number} »")
    return number


def _in_crcn(number: str) -> str:
    if number not in _numbered(CRCN):
        raise ValueError(f"le CRCN n'a pas de compétence « {number} »")
    return number


class Skill(StrictModel):
    """A *savoir-faire*: the smallest thing that can be proven.

    ``bands`` are those it spans, without a gap; ``level`` is where it is usual. ``digcomp`` and
    ``pix`` (a number of the CRCN) are references declared by judgement.
    """

    code: SkillCode
    label: Prose
    level: Band
    bands: tuple[Band, ...] = Field(min_length=1)
    digcomp: Annotated[Prose, AfterValidator(_in_digcomp)]
    pix: Annotated[Prose, AfterValidator(_in_crcn)]

    @model_validator(mode="after")
    def _bands_hold(self) -> Self:
        first = BANDS.index(self.bands[0])
        if self.bands != BANDS[first : first + len(self.bands)]:
            raise ValueError("les niveaux de « bands » se suivent")
        if self.level not in self.bands:
            raise ValueError("« level » est un des niveaux de « bands »")
        return self

    @property
    def competence(self) -> str:
        """Code of the competence this skill belongs to."""
        return self.code.rsplit("-", 1)[0]

    @property
    def domain(self) -> str:
        """Code of the domain this skill belongs to."""
        return self.code.split("-", 1)[0]


class Competence(StrictModel):
    """A group of skills."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}-[1-3]$")]
    label: Prose
    skills: tuple[Skill, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_its_skills(self) -> Self:
        if any(skill.competence != self.code for skill in self.skills):
            raise ValueError(f"chaque savoir-faire commence par « {self.code}- »")
        return self


class Domain(StrictModel):
    """A part of digital life."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]
    label: Prose
    competences: tuple[Competence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_its_competences(self) -> Self:
        if any(not competence.code.startswith(f"{self.code}-") for competence in self.competences):
            raise ValueError(f"chaque compétence commence par « {self.code}- »")
        return self

    @property
    def skills(self) -> tuple[Skill, ...]:
        """Skills of the domain, in framework order."""
        return tuple(skill for competence in self.competences for skill in competence.skills)


class Framework(StrictModel):
    """The whole framework."""

    schema_: Literal["framework/1"] = Field(alias="schema")
    version: int
    domains: tuple[Domain, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        codes = [skill.code for skill in self._each_skill()]
        codes += [competence.code for d in self.domains for competence in d.competences]
        codes += [domain.code for domain in self.domains]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"le code « {twice[0]} » sert deux fois")
        return self

    def _each_skill(self) -> Iterator[Skill]:
        for domain in self.domains:
            yield from domain.skills

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """Every skill by code, in framework order."""
        return MappingProxyType({skill.code: skill for skill in self._each_skill()})

    @cached_property
    def competences(self) -> Mapping[str, Competence]:
        """Every competence by code."""
        found = (competence for domain in self.domains for competence in domain.competences)
        return MappingProxyType({competence.code: competence for competence in found})

    def domain(self, code: str) -> Domain:
        """A domain by code."""
        return next(domain for domain in self.domains if domain.code == code)

    def matching(self, patterns: tuple[str, ...]) -> tuple[Skill, ...]:
        """Skills named by patterns: ``SEC-2-SMS``, ``SEC-2-*``, ``SEC-*`` or ``*``."""
        return tuple(
            skill
            for skill in self.skills.values()
            if any(_matches(skill.code, pattern) for pattern in patterns)
        )


def _matches(code: str, pattern: str) -> bool:
    return code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern


class BandInfo(StrictModel):
    """One band, its place on the scale, what is said to the person (``result``) and, with their
    agreement, what is said of them to their adviser (``about``)."""

    code: Band
    name: Prose
    theta_from: float | None = None
    can_do: Prose
    digcomp: Prose
    pix: Prose
    result: Prose
    about: Prose


class Bands(StrictModel):
    """The four bands, lowest first, and the sentences of the result page."""

    schema_: Literal["bands/1"] = Field(alias="schema")
    version: int
    bands: tuple[BandInfo, ...] = Field(min_length=4, max_length=4)
    messages: FrozenMap[Prose]

    @property
    def cuts(self) -> tuple[float, ...]:
        """Where a band begins on the scale, lowest first: three numbers."""
        return tuple(band.theta_from for band in self.bands if band.theta_from is not None)

    def at(self, theta: float) -> BandInfo:
        """The band of a point of the scale."""
        return self.bands[sum(theta >= cut for cut in self.cuts)]

    def by_code(self, code: str) -> BandInfo:
        """A band by code."""
        return next(band for band in self.bands if band.code == code)
