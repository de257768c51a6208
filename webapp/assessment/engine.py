"""Between the bank and the psychometric package: answers become evidence, rules become choices.

What is costly is made once per catalogue: the tree of traits and the columns of the bank. A turn
then costs one exact posterior and one pass over the eligible exercises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from webapp import psychometrics as psy
from webapp.assessment.runs import DONT_KNOW, TEST, Asked, Run
from webapp.content import Catalogue, Item, Variant, draw
from webapp.content.schema.framework import Domain
from webapp.content.schema.parcours import Parcours


@dataclass(frozen=True)
class Next:
    """The exercise to show next. ``reason`` is a key the explain page puts in words."""

    item_id: str
    reason: str


@dataclass(frozen=True)
class Finished:
    """Nothing more to ask. ``reason``: precise, length or exhausted."""

    reason: str


@dataclass(frozen=True)
class Plan:
    """What never changes during a parcours: what it may ask, how it chooses, when it stops.

    ``screening`` is the cut of a yes-or-no question and how sure its answer must be.
    """

    eligible: frozenset[str]
    selection: psy.SelectionRules
    stopping: psy.StoppingRules
    screening: tuple[float, float] | None = None


@dataclass(frozen=True)
class Machine:
    """The measuring machine of one catalogue."""

    tree: psy.TraitTree
    bank: psy.ItemBank
    items: dict[str, psy.Item]
    old: dict[tuple[str, int], psy.Item] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)


_MACHINES: dict[str, Machine] = {}


def machine(catalogue: Catalogue) -> Machine:
    """The machine of a catalogue, made once per process."""
    if catalogue.version not in _MACHINES:
        _MACHINES[catalogue.version] = _make(catalogue)
    return _MACHINES[catalogue.version]


def domains_of(catalogue: Catalogue, rules: str) -> Sequence[Domain]:
    """The domains a parcours asks about, in framework order; all of them for an unknown one."""
    parcours = catalogue.parcours.get(rules)
    if parcours is None:
        return catalogue.framework.domains
    asked = {skill.domain for skill in catalogue.framework.matching(parcours.entry.skills)}
    return [domain for domain in catalogue.framework.domains if domain.code in asked]


def posterior(catalogue: Catalogue, run: Run) -> psy.Posterior:
    """What the answers of this run say about the person, exactly."""
    made = machine(catalogue)
    mean = catalogue.rules.assessment.prior.mean(run.channel)
    return psy.posterior(made.tree, list(evidence(made, run.answered)), prior_mean=mean)


def evidence(made: Machine, answered: Iterable[Asked]) -> Iterable[psy.Evidence]:
    """Answers the engine can read, each with the figures of its version; a lost one says nothing."""
    for asked in answered:
        old = made.old.get((asked.item_id, asked.item_version))
        item = old or made.items.get(asked.item_id)
        if item is not None and asked.answer is not None:
            yield psy.Evidence(item, outcome(asked), helped=asked.answer.help != "alone")


def outcome(asked: Asked) -> psy.Outcome:
    """« Je ne sais pas » is its own observation: neither an omission nor a wrong guess."""
    if asked.answer is None or not asked.answer.counted:
        return psy.Outcome.IGNORED
    if asked.answer.outcome == DONT_KNOW:
        return psy.Outcome.DONT_KNOW
    return psy.Outcome.RIGHT if asked.answer.right else psy.Outcome.WRONG


def next_question(
    catalogue: Catalogue, run: Run, *, met_before: frozenset[str] = frozenset()
) -> Next | Finished:
    """The next exercise of a test, or why there is none.

    It depends on the sitting and the position only: asking twice gives the same exercise.
    ``met_before`` are families of earlier tests, left out as long as others are there.
    """
    plan = plan_of(catalogue, catalogue.parcours[run.parcours_id])
    seen = posterior(catalogue, run)
    if (reason := _enough(plan, seen, run)) is not None:
        return Finished(reason)
    possible = possible_here(catalogue, plan, run)
    choice = psy.select(
        machine(catalogue).bank,
        seen,
        administered=[asked.item_id for asked in run.asked],
        rules=plan.selection,
        eligible=(possible - met_before) or possible,
        seed=_seed(run),
    )
    if choice is None:
        return Finished("exhausted")
    return Next(choice.item_id, choice.reason)


def _enough(plan: Plan, seen: psy.Posterior, run: Run) -> str | None:
    """Why to stop now; None to go on. A screening stops as soon as its question is answered."""
    asked = len(run.answered)
    if plan.screening is None:
        decision = psy.decide(seen, asked, plan.stopping)
        return decision.reason if decision.stop else None
    cut, sure = plan.screening
    below = float(seen.masses((cut,))[0])
    if asked >= plan.stopping.shortest and max(below, 1 - below) >= sure:
        return "precise"
    return "length" if asked >= plan.stopping.longest else None


def possible_here(catalogue: Catalogue, plan: Plan, run: Run) -> frozenset[str]:
    """What this person can do on this device, from what they said they could not.

    « Mon appareil ne le permet pas » leaves out the exercises of that type; « je ne peux pas voir,
    entendre ou toucher », those that need the same sense. Nothing is counted, nothing is guessed.
    """
    refused = [
        (catalogue.items[asked.item_id], asked.answer.reason)
        for asked in run.asked
        if asked.answer is not None and asked.answer.reason and asked.item_id in catalogue.items
    ]
    if not refused:
        return plan.eligible
    types = {item.type for item, reason in refused if reason == "device"}
    senses = {item.a11y.sensory for item, reason in refused if reason == "see_hear"} - {"none"}
    kept = frozenset(
        item_id for item_id in plan.eligible
        if catalogue.items[item_id].type not in types
        and catalogue.items[item_id].a11y.sensory not in senses
    )  # fmt: skip
    return kept or plan.eligible


def why(catalogue: Catalogue, run: Run, question_id: UUID) -> str:
    """Why this question was chosen: the reason found again from what was known just before."""
    position = run.question(question_id).position
    before = replace(run, asked=tuple(a for a in run.asked if a.position < position))
    if run.purpose != TEST or before.parcours_id not in catalogue.parcours:
        return "lesson"
    again = next_question(catalogue, before)
    return again.reason if isinstance(again, Next) else "other"


def plan_of(catalogue: Catalogue, parcours: Parcours) -> Plan:
    """The plan of a parcours, made once per process and catalogue."""
    plans = machine(catalogue).plans
    if parcours.id not in plans:
        plans[parcours.id] = Plan(
            eligible(catalogue, parcours),
            selection_rules(catalogue),
            stopping_rules(catalogue, parcours),
            _screening(catalogue, parcours),
        )
    return plans[parcours.id]


def _screening(catalogue: Catalogue, parcours: Parcours) -> tuple[float, float] | None:
    entry = parcours.entry
    if entry.cut is None or entry.decided is None:
        return None
    start = catalogue.bands.by_code(entry.cut).theta_from
    return None if start is None else (start, entry.decided)


def stopping_rules(catalogue: Catalogue, parcours: Parcours) -> psy.StoppingRules:
    """The parcours' own length and precision, with the bands of the framework."""
    domains = {domain.code for domain in domains_of(catalogue, parcours.id)}
    return psy.StoppingRules(
        shortest=parcours.entry.shortest,
        longest=parcours.entry.longest,
        sd=parcours.entry.stop_se,
        cuts=catalogue.bands.cuts,
        mass=catalogue.rules.assessment.stop.band_mass,
        domains=domains,
    )


def selection_rules(catalogue: Catalogue) -> psy.SelectionRules:
    """The numbers of ``rules/assessment.yaml``."""
    rules = catalogue.rules.assessment
    return psy.SelectionRules(
        comfort_first=rules.comfort.first,
        comfort_first_count=rules.comfort.first_count,
        comfort=rules.comfort.then,
        family_gap=rules.selection.family_gap,
        randomesque=rules.selection.randomesque,
    )


def eligible(catalogue: Catalogue, parcours: Parcours) -> frozenset[str]:
    """What this parcours may ask. Retired and paused exercises are never drawn again."""
    return frozenset(
        item.id
        for item in catalogue.items_for(parcours)
        if item.status not in ("paused", "retired")
    )


def statement(
    catalogue: Catalogue, known: psy.Posterior, trait: str | None, *, direct: bool
) -> psy.Statement:
    """What may be said of a domain, or of the whole (``trait=None``)."""
    claim = catalogue.rules.assessment.band_claim
    return psy.statement(known, catalogue.bands.cuts, trait or psy.ROOT, direct=direct,
                         mass=claim.sure, rather=claim.rather)  # fmt: skip


def draw_for(item: Item, run: Run, *, avoid: Sequence[str] = ()) -> Variant:
    """The page of an exercise for this sitting and position, unlike those of ``avoid``."""
    return draw(item, _key(run), avoid=avoid)


def _key(run: Run) -> bytes:
    return f"{run.learner_id}/{run.sitting_id}/{len(run.asked)}".encode()


def _seed(run: Run) -> int:
    """A whole number spread evenly, so that the best exercises share the exposure."""
    return int.from_bytes(hashlib.sha256(_key(run)).digest()[:8])


def _make(catalogue: Catalogue) -> Machine:
    tree = tree_of(catalogue)
    items = {item.id: _calibrated(catalogue, item) for item in catalogue.items.values()}
    old = {met: _calibrated(catalogue, item) for met, item in catalogue.archive.items()}
    return Machine(tree, psy.ItemBank(tree, list(items.values())), items, old)


def tree_of(catalogue: Catalogue) -> psy.TraitTree:
    """Domains and their competences, as the framework has them."""
    return psy.TraitTree(
        {
            domain.code: [competence.code for competence in domain.competences]
            for domain in catalogue.framework.domains
        }
    )


def expert_items(catalogue: Catalogue) -> list[psy.Item]:
    """Every exercise as its author judged it."""
    return [_item(item) for item in catalogue.items.values()]


def _calibrated(catalogue: Catalogue, item: Item) -> psy.Item:
    """With the committed difficulty of this very version, where there is one."""
    made, known = _item(item), catalogue.calibration.of(item.id, item.version)
    return made if known is None else replace(made, a=known.a, b=known.b, b_se=known.b_se)


def _item(item: Item) -> psy.Item:
    meta = item.meta
    return psy.Item(
        id=item.id,
        competence=item.competence,
        skill=item.skill,
        a=meta.a,
        b=meta.b,
        c=meta.c,
        b_se=meta.b_se,
        family=item.family,
        features=frozenset({item.type}),
    )
