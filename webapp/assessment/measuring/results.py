"""What a sitting says about the person, in terms of domains, zones and evidence. No number leaves.

The posterior is exact and depends on the set of answers only, never on their order; a result read
twice is the same twice. Recommendations are made elsewhere (``guidance``) from what is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from webapp import psychometrics as psy
from webapp.assessment.measuring import engine, mercy, screening
from webapp.assessment.measuring.model import domains_of, plan_of
from webapp.assessment.measuring.replacement import set_aside
from webapp.assessment.measuring.skills import (
    SeenSkill,
    SkillEvidence,
    SkillStanding,
    evidence_by_domain,
    seen_skills,
)
from webapp.assessment.sitting import reading
from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue
from webapp.content.typography import french

FEW_ANSWERS = 6


@dataclass(frozen=True)
class DomainResult:
    """Where the person stands in one domain.

    ``said`` is about the person alone; ``helped`` is what may be said with somebody beside, when
    somebody helped here.
    """

    id: str
    label: str
    said: psy.Statement
    mean: float
    evidence: tuple[SkillEvidence, ...]
    helped: psy.Statement | None = None

    @property
    def asked(self) -> int:
        """How much was done here."""
        return len(self.evidence)

    @property
    def known(self) -> bool:
        """Whether a level is named here."""
        return self.said.kind is not psy.Kind.UNSURE

    @cached_property
    def skills(self) -> tuple[SeenSkill, ...]:
        """Each skill met here, with its one standing."""
        return seen_skills(self.evidence)

    @property
    def direct(self) -> bool:
        """Whether something was answered alone here."""
        return any(not piece.helped for piece in self.evidence)


@dataclass(frozen=True)
class Result:
    """A whole result. ``strength`` is the one domain that stands apart, where there is one.

    ``lessons`` are the modules finished before this sitting, one entry each time; ``corrected``
    the titles of exercises graded again since, each with the reason; ``returning`` when earlier tests
    are taken into account; ``longest_miss`` the most answers in a row without a success; ``set_aside``
    the domains whose exercises could not be done here; ``screening`` the verdict of a test that is one.
    """

    learner_id: UUID
    sitting_id: UUID
    parcours_id: str
    title: str
    overall: psy.Statement
    domains: tuple[DomainResult, ...]
    strength: DomainResult | None
    answered: int
    stopped_early: bool
    ended_at: datetime | None
    started_at: datetime
    harms: tuple[str, ...]
    lessons: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    helped: psy.Statement | None = None
    returning: bool = False
    longest_miss: int = 0
    set_aside: tuple[str, ...] = ()
    screening: str | None = None

    @property
    def skills(self) -> tuple[SeenSkill, ...]:
        """Every skill met, those of the strongest domain first."""
        ranked = sorted(self.domains, key=lambda domain: -domain.mean)
        return tuple(skill for domain in ranked for skill in domain.skills)

    @property
    def few_answers(self) -> bool:
        """A first idea only."""
        return self.answered < FEW_ANSWERS


def result(session: Session, catalogue: Catalogue, *, learner_id: UUID, sitting_id: UUID) -> Result:
    """The result of one sitting. Raises ``NotFound`` for another person's sitting."""
    run = reading.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    before = [
        other
        for other in reading.of_learner(session, learner_id=learner_id)
        if other.purpose == reading.TRAINING and other.ended_at and other.ended_at <= run.started_at
    ]
    return replace(of_run(catalogue, run), lessons=tuple(lesson.rules for lesson in before))


def of_run(catalogue: Catalogue, run: SittingView) -> Result:
    """The result of a run already read."""
    posterior, helped = engine.levels(catalogue, run)
    domains = tuple(_domains(catalogue, run, posterior, helped))
    asked = [domain.code for domain in domains_of(catalogue, run.parcours_id)]
    overall = engine.overall(
        catalogue, posterior, asked, direct=any(domain.direct for domain in domains)
    )
    parcours = catalogue.parcours.get(run.parcours_id)
    return Result(
        learner_id=run.learner_id,
        sitting_id=run.sitting_id,
        parcours_id=run.parcours_id,
        title=french(parcours.title) if parcours else run.parcours_id,
        overall=agreeing(overall, [domain.said for domain in domains if domain.known]),
        helped=_with_help(catalogue, helped, domains, asked) if helped else None,
        domains=domains,
        strength=_strength(catalogue, posterior, domains),
        answered=len(run.answered),
        stopped_early=run.end_reason == "person",
        ended_at=run.ended_at,
        started_at=run.started_at,
        harms=tuple(a.item_id for a in run.answered if a.answer and a.answer.harms),
        corrected=tuple(corrected(catalogue, run)),
        longest_miss=mercy.longest(run),
        screening=screening.verdict_of(
            catalogue, run.parcours_id, posterior, answered=len(run.answered)
        ),
        set_aside=_set_aside(catalogue, run, domains),
        returning=any(entry.weight for entry in engine.start(catalogue, run).answers),
    )


def agreeing(overall: psy.Statement, domains: Sequence[psy.Statement]) -> psy.Statement:
    """The whole as it may stand above its domains: nothing where it would be below or above them all.

    A domain still unknown counts in the whole and is not on the page: what is read must hold together.
    """
    bands = [said.band for said in domains]
    if overall.kind is psy.Kind.UNSURE or not bands or min(bands) <= overall.band <= max(bands):
        return overall
    unclear = overall.maybe is not None and overall.rather is None
    if unclear and min(bands) <= overall.high <= max(bands):
        return replace(overall, rather=overall.high)
    return psy.Statement(psy.Kind.UNSURE, overall.low, overall.high)


def _with_help(
    catalogue: Catalogue,
    helped: psy.Posterior,
    domains: Sequence[DomainResult],
    asked: Sequence[str],
) -> psy.Statement:
    """The whole with somebody beside, as it may stand above what is said of each domain."""
    said = [domain.helped or domain.said for domain in domains]
    overall = engine.overall(catalogue, helped, asked, direct=True)
    return agreeing(overall, [one for one in said if one.kind is not psy.Kind.UNSURE])


def _strength(
    catalogue: Catalogue, posterior: psy.Posterior, domains: Sequence[DomainResult]
) -> DomainResult | None:
    """The domain that stands apart: its level is above every other, with the mass statements ask for."""
    met = [domain for domain in domains if domain.direct]
    if len(met) < 2:
        return None
    best, *others = sorted(met, key=lambda domain: -domain.mean)
    higher = best.known and all(_higher(best.said, other.said) for other in others)
    done = any(skill.standing is SkillStanding.DONE for skill in best.skills)
    sure = catalogue.rules.assessment.band_claim.sure
    apart = psy.stands_apart(posterior, best.id, [other.id for other in others], sure)
    return best if higher and done and apart else None


def _higher(one: psy.Statement, other: psy.Statement) -> bool:
    """Never said of two zones that are the same, or that a wide one hides."""
    return (
        one.low >= other.low
        and one.high >= other.high
        and (one.low, one.high) != (other.low, other.high)
    )


def _set_aside(
    catalogue: Catalogue, run: SittingView, domains: Sequence[DomainResult]
) -> tuple[str, ...]:
    """The domains in which what was impossible had nothing to take its place."""
    parcours = catalogue.parcours.get(run.parcours_id)
    if parcours is None:
        return ()
    aside = set_aside(catalogue, plan_of(catalogue, parcours), run)
    return tuple(domain.label for domain in domains if domain.id in aside)


def corrected(catalogue: Catalogue, run: SittingView) -> Iterator[tuple[str, str]]:
    """The exercises of a run graded again since, each with the reason."""
    for asked in run.answered:
        item = catalogue.as_asked(asked.item_id, asked.item_version)
        if item is not None and asked.answer is not None and asked.answer.corrected:
            yield french(item.text.title), french(asked.answer.corrected)


def _domains(
    catalogue: Catalogue, run: SittingView, posterior: psy.Posterior, helped: psy.Posterior | None
) -> Iterator[DomainResult]:
    pieces = evidence_by_domain(catalogue, run.answered)
    for domain in domains_of(catalogue, run.parcours_id):
        here = pieces.get(domain.code, ())
        found = _domain(catalogue, posterior, domain.code, french(domain.label), here)
        if helped and any(piece.helped for piece in here):
            said = engine.statement(catalogue, helped, domain.code, direct=True)
            found = replace(found, helped=said)
        yield found


def _domain(
    catalogue: Catalogue,
    posterior: psy.Posterior,
    domain: str,
    label: str,
    pieces: Sequence[SkillEvidence],
) -> DomainResult:
    alone = any(not piece.helped for piece in pieces)
    said = engine.statement(catalogue, posterior, domain, direct=alone)
    mean = float(posterior.mean(domain))
    return DomainResult(domain, label, said, mean, tuple(pieces))
