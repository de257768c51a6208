"""Between the bank and the psychometric package: answers become evidence, rules become choices.

What is costly is made once per catalogue: the tree of traits and the columns of the bank. A turn
then costs one exact posterior and one pass over the eligible exercises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from webapp import psychometrics as psy
from webapp.assessment.measuring import mercy
from webapp.assessment.measuring.model import (
    AT,
    MeasurementModel,
    Plan,
    bank_for,
    beginning,
    measurement_model,
    plan_of,
    scale,
)
from webapp.assessment.measuring.replacement import possible_here, replacements, set_aside
from webapp.assessment.sitting.reading import DONE_FOR, DONT_KNOW, TEST, AskedQuestion, SittingView
from webapp.content import Catalogue, Item, Variant, draw


@dataclass(frozen=True)
class Next:
    """The exercise to show next. ``reason`` is a key the explain page puts in words."""

    item_id: str
    reason: str


@dataclass(frozen=True)
class Finished:
    """Nothing more to ask. ``reason``: precise, length or exhausted."""

    reason: str


def posterior(catalogue: Catalogue, run: SittingView, *, with_help: bool = False) -> psy.Posterior:
    """What the answers of this run say about the person alone, exactly; or with help."""
    tree, mean = measurement_model(catalogue).tree, start(catalogue, run).prior_mean
    return psy.posterior(tree, _told(catalogue, run), mean, with_help=with_help)


def _told(catalogue: Catalogue, run: SittingView) -> list[psy.Evidence]:
    """Earlier answers, then those of this run."""
    return [*start(catalogue, run).answers, *evidence(measurement_model(catalogue), run.answered)]


def start(catalogue: Catalogue, run: SittingView) -> psy.SessionState:
    """What was known before the first question: what earlier tests left, else the door's prior."""
    found = beginning(catalogue, run.before) if run.before else None
    if found is None:
        mean = catalogue.rules.assessment.prior.mean(run.channel)
        found = psy.SessionState(prior_mean=mean, bank=scale(catalogue))
    return found


def levels(catalogue: Catalogue, run: SittingView) -> tuple[psy.Posterior, psy.Posterior | None]:
    """What the person does alone, and with somebody when somebody helped in this test."""
    told = (asked.answer for asked in run.answered if outcome(asked) is not psy.Outcome.IGNORED)
    helped = any(answer is not None and answer.helped for answer in told)
    if not helped:
        return posterior(catalogue, run), None
    mean = start(catalogue, run).prior_mean
    both = psy.two_levels(measurement_model(catalogue).tree, _told(catalogue, run), mean)
    return both.alone, both.helped


def evidence(made: MeasurementModel, answered: Iterable[AskedQuestion]) -> Iterable[psy.Evidence]:
    """Answers the engine can read, each with the figures of its version; a lost one says nothing."""
    for asked in answered:
        old = made.old.get((asked.item_id, asked.item_version))
        item = old or made.items.get(asked.item_id)
        if item is not None and asked.answer is not None:
            yield psy.Evidence(item, outcome(asked), helped=asked.answer.helped)


def outcome(asked: AskedQuestion) -> psy.Outcome:
    """« Je ne sais pas » is its own observation: neither an omission nor a wrong guess.

    What somebody else did for the person says nothing of them.
    """
    if asked.answer is None or not asked.answer.counted or asked.answer.help == DONE_FOR:
        return psy.Outcome.IGNORED
    if asked.answer.outcome == DONT_KNOW:
        return psy.Outcome.DONT_KNOW
    return psy.Outcome.RIGHT if asked.answer.right else psy.Outcome.WRONG


def next_question(
    catalogue: Catalogue, run: SittingView, *, met_before: frozenset[str] = frozenset()
) -> Next | Finished:
    """The next exercise of a test, or why there is none.

    It depends on the sitting and the position only: asking twice gives the same exercise.
    Families of earlier tests (``met_before``, and those the start tells of) are left out as long as a
    domain has others. While somebody helps, questions suit the two of them: the helped level chooses
    and stops.
    """
    plan = plan_of(catalogue, catalogue.parcours[run.parcours_id])
    seen = posterior(catalogue, run, with_help=run.with_help)
    if (reason := _enough(catalogue, plan, seen, run)) is not None:
        return Finished(reason)
    kind = mercy.surest(catalogue.rules.assessment.mercy, run, plan.selection)
    choice = psy.select(
        bank_for(measurement_model(catalogue), _told(catalogue, run)),
        seen,
        administered=[asked.item_id for asked in run.asked],
        rules=kind or plan.selection,
        eligible=_eligible(catalogue, plan, run, met_before),
        seed=_seed(run),
    )
    if choice is None:
        return Finished("exhausted")
    return Next(choice.item_id, mercy.SUREST if kind else choice.reason)


def _eligible(
    catalogue: Catalogue, plan: Plan, run: SittingView, met_before: frozenset[str]
) -> frozenset[str]:
    """What takes the place of an impossible question, else what is possible and was never met."""
    instead = replacements(catalogue, plan, run)
    if instead:
        return instead
    return _fresh(catalogue, possible_here(catalogue, plan, run), run, met_before)


def _fresh(
    catalogue: Catalogue, possible: frozenset[str], run: SittingView, met_before: frozenset[str]
) -> frozenset[str]:
    """Families never met, domain by domain; all of a domain once it has no other."""
    answers = start(catalogue, run).answers
    met = met_before | {entry.item.id.partition(AT)[0] for entry in answers}
    if not met:
        return possible
    unseen = possible - met
    left = {
        catalogue.items[name].domain for name in unseen - {asked.item_id for asked in run.asked}
    }
    return unseen | {name for name in possible if catalogue.items[name].domain not in left}


def _enough(catalogue: Catalogue, plan: Plan, seen: psy.Posterior, run: SittingView) -> str | None:
    """Why to stop now; None to go on. A screening stops as soon as its question is answered."""
    asked = len(run.answered)
    if plan.screening is None:
        left = set(plan.stopping.domains or ()) - set_aside(catalogue, plan, run)
        decision = psy.decide(seen, asked, replace(plan.stopping, domains=left))
        return decision.reason if decision.stop else None
    cut, sure = plan.screening
    below = float(seen.masses((cut,))[0])
    if asked >= plan.stopping.shortest and max(below, 1 - below) >= sure:
        return "precise"
    return "length" if asked >= plan.stopping.longest else None


def why(
    catalogue: Catalogue,
    run: SittingView,
    question_id: UUID,
    *,
    met_before: frozenset[str] = frozenset(),
) -> str:
    """Why this question was chosen: the reason found again from what was known just before."""
    position = run.question(question_id).position
    before = replace(run, asked=tuple(a for a in run.asked if a.position < position))
    if run.purpose != TEST or before.parcours_id not in catalogue.parcours:
        return "training"
    again = next_question(catalogue, before, met_before=met_before)
    return again.reason if isinstance(again, Next) else "other"


def statement(
    catalogue: Catalogue, known: psy.Posterior, domain: str, *, direct: bool
) -> psy.Statement:
    """What may be said of a domain."""
    claim = catalogue.rules.assessment.band_claim
    return psy.statement(
        known, catalogue.bands.cuts, domain, direct=direct, mass=claim.sure, rather=claim.rather
    )


def overall(
    catalogue: Catalogue, known: psy.Posterior, domains: Sequence[str], *, direct: bool
) -> psy.Statement:
    """What may be said of the whole: the domains a parcours asks about, taken together."""
    claim = catalogue.rules.assessment.band_claim
    return psy.overall(
        known, catalogue.bands.cuts, domains, direct=direct, mass=claim.sure, rather=claim.rather
    )


def draw_for(item: Item, run: SittingView, *, avoid: Sequence[str] = ()) -> Variant:
    """The page of an exercise for this sitting and position, unlike those of ``avoid``."""
    return draw(item, _key(run), avoid=avoid)


def _key(run: SittingView) -> bytes:
    return f"{run.learner_id}/{run.sitting_id}/{len(run.asked)}".encode()


def _seed(run: SittingView) -> int:
    """A whole number spread evenly, so that the best exercises share the exposure."""
    return int.from_bytes(hashlib.sha256(_key(run)).digest()[:8])
