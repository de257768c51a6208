"""What a sitting says about the person, in terms of domains, zones and evidence. No number leaves.

The posterior is exact and depends on the set of answers only, never on their order; a result read
twice is the same twice. Recommendations are made elsewhere (``guidance``) from what is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from webapp import psychometrics as psy
from webapp.assessment import engine, runs
from webapp.assessment.machine import domains_of
from webapp.assessment.runs import Asked, Run
from webapp.content import Catalogue
from webapp.content.typography import french

FEW_ANSWERS = 6


@dataclass(frozen=True)
class Evidence:
    """One thing the person did, or met for the first time."""

    skill: str
    label: str
    exercise: str
    right: bool
    heard: bool = False
    helped: bool = False


@dataclass(frozen=True)
class DomainResult:
    """Where the person stands in one domain.

    ``kind`` is one, between or unsure; ``low`` and ``high`` are positions in ``bands`` (0 to 3), and
    ``rather`` the likelier of two when it is clear enough to be said. All this is about the person
    alone; ``helped`` is what may be said with somebody beside, when somebody helped here.
    """

    id: str
    label: str
    kind: str
    low: int
    high: int
    rather: int | None
    mean: float
    asked: int
    evidence: tuple[Evidence, ...]
    helped: psy.Statement | None = None

    @property
    def done(self) -> tuple[Evidence, ...]:
        """What worked, alone."""
        return tuple(piece for piece in self.evidence if piece.right and not piece.helped)

    @property
    def done_helped(self) -> tuple[Evidence, ...]:
        """What worked with somebody."""
        return tuple(piece for piece in self.evidence if piece.right and piece.helped)

    @property
    def direct(self) -> bool:
        """Whether something was answered alone here."""
        return any(not piece.helped for piece in self.evidence)


@dataclass(frozen=True)
class Result:
    """A whole result. ``strengths`` and ``to_work`` name domains, the strongest first.

    ``lessons`` are the modules finished before this sitting, one entry each time; ``corrected``
    the titles of exercises graded again since, each with the reason; ``returning`` when earlier tests
    are taken into account.
    """

    learner_id: UUID
    sitting_id: UUID
    parcours_id: str
    title: str
    overall: psy.Statement
    domains: tuple[DomainResult, ...]
    strengths: tuple[DomainResult, ...]
    to_work: DomainResult | None
    answered: int
    stopped_early: bool
    ended_at: datetime | None
    started_at: datetime
    harms: tuple[str, ...]
    lessons: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    helped: psy.Statement | None = None
    returning: bool = False

    @property
    def few_answers(self) -> bool:
        """A first idea only."""
        return self.answered < FEW_ANSWERS


def result(session: Session, catalogue: Catalogue, *, learner_id: UUID, sitting_id: UUID) -> Result:
    """The result of one sitting. Raises ``NotFound`` for another person's sitting."""
    run = runs.of_sitting(session, learner_id=learner_id, sitting_id=sitting_id)
    before = [r for r in runs.of_learner(session, learner_id=learner_id)
              if r.purpose == runs.TRAINING and r.ended_at and r.ended_at <= run.started_at]  # fmt: skip
    return replace(of_run(catalogue, run), lessons=tuple(lesson.rules for lesson in before))


def of_run(catalogue: Catalogue, run: Run) -> Result:
    """The result of a run already read."""
    posterior, helped = engine.levels(catalogue, run)
    domains = tuple(_domains(catalogue, run, posterior, helped))
    known = sorted((d for d in domains if d.direct), key=lambda d: d.mean, reverse=True)
    strengths = tuple(d for d in known if d.done)[:2]
    weakest = known[-1] if len(known) > 1 and known[-1] not in strengths else None
    parcours = catalogue.parcours.get(run.parcours_id)
    return Result(
        learner_id=run.learner_id,
        sitting_id=run.sitting_id,
        parcours_id=run.parcours_id,
        title=french(parcours.title) if parcours else run.parcours_id,
        overall=engine.statement(catalogue, posterior, None, direct=any(d.direct for d in domains)),
        helped=engine.statement(catalogue, helped, None, direct=True) if helped else None,
        domains=domains,
        strengths=strengths,
        to_work=weakest,
        answered=len(run.answered),
        stopped_early=run.end_reason == "person",
        ended_at=run.ended_at,
        started_at=run.started_at,
        harms=tuple(a.item_id for a in run.answered if a.answer and a.answer.harms),
        corrected=tuple(corrected(catalogue, run)),
        returning=any(entry.weight for entry in engine.start(catalogue, run).answers),
    )


def corrected(catalogue: Catalogue, run: Run) -> Iterator[tuple[str, str]]:
    """The exercises of a run graded again since, each with the reason."""
    for asked in run.answered:
        item = catalogue.as_asked(asked.item_id, asked.item_version)
        if item is not None and asked.answer is not None and asked.answer.corrected:
            yield french(item.text.title), french(asked.answer.corrected)


def _domains(
    catalogue: Catalogue, run: Run, posterior: psy.Posterior, helped: psy.Posterior | None
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
    pieces: Sequence[Evidence],
) -> DomainResult:
    alone = any(not piece.helped for piece in pieces)
    said = engine.statement(catalogue, posterior, domain, direct=alone)
    return DomainResult(
        id=domain,
        label=label,
        kind=said.kind.value,
        low=said.low,
        high=said.high,
        rather=said.rather,
        mean=float(posterior.mean(domain)),
        asked=len(pieces),
        evidence=tuple(pieces),
    )


def evidence_by_domain(
    catalogue: Catalogue, answered: Sequence[Asked]
) -> Mapping[str, tuple[Evidence, ...]]:
    """What was done, domain by domain, in the order it was done; not what somebody else did."""
    found: dict[str, list[Evidence]] = {}
    for asked in answered:
        item = catalogue.as_asked(asked.item_id, asked.item_version)
        if item is None or asked.answer is None or asked.answer.help == runs.DONE_FOR:
            continue
        skill = catalogue.framework.skills[item.skill]
        piece = Evidence(
            item.skill, french(skill.label), french(item.text.title), bool(asked.answer.right),
            asked.answer.heard, asked.answer.helped,
        )  # fmt: skip
        found.setdefault(item.domain, []).append(piece)
    return {domain: tuple(pieces) for domain, pieces in found.items()}
