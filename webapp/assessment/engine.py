"""Between the bank and the psychometric package: answers become evidence, rules become choices.

What is costly is made once per catalogue: the tree of traits and the columns of the bank. A turn
then costs one exact posterior and one pass over the eligible exercises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from webapp import psychometrics as psy
from webapp.assessment.runs import DONT_KNOW, Asked, Run
from webapp.content import Catalogue, Item, Variant, draw
from webapp.content.schema.framework import Domain
from webapp.content.schema.parcours import Parcours


@dataclass(frozen=True)
class Next:
    """The exercise to show next. ``reason`` is a key the explain page puts in words."""

    item_id: str
    variant: Variant
    reason: str


@dataclass(frozen=True)
class Finished:
    """Nothing more to ask. ``reason``: precise, length or exhausted."""

    reason: str


@dataclass(frozen=True)
class Plan:
    """What never changes during a parcours: what it may ask, how it chooses, when it stops."""

    eligible: frozenset[str]
    selection: psy.SelectionRules
    stopping: psy.StoppingRules


@dataclass(frozen=True)
class Machine:
    """The measuring machine of one catalogue."""

    tree: psy.TraitTree
    bank: psy.ItemBank
    items: dict[str, psy.Item]
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
    """Answers the engine can read; an exercise that left the bank says nothing any more."""
    for asked in answered:
        item = made.items.get(asked.item_id)
        if item is not None and asked.answer is not None:
            yield psy.Evidence(item, outcome(asked), helped=asked.answer.help != "alone")


def outcome(asked: Asked) -> psy.Outcome:
    """« Je ne sais pas » is its own observation: neither an omission nor a wrong guess."""
    if asked.answer is None or not asked.answer.counted:
        return psy.Outcome.IGNORED
    if asked.answer.outcome == DONT_KNOW:
        return psy.Outcome.DONT_KNOW
    return psy.Outcome.RIGHT if asked.answer.right else psy.Outcome.WRONG


def next_question(catalogue: Catalogue, run: Run) -> Next | Finished:
    """The next exercise of a test, or why there is none.

    The draw depends on the sitting and the position only: asking twice gives the same exercise.
    """
    plan = plan_of(catalogue, catalogue.parcours[run.rules])
    seen = posterior(catalogue, run)
    decision = psy.decide(seen, len(run.answered), plan.stopping)
    if decision.stop:
        return Finished(decision.reason)
    choice = psy.select(
        machine(catalogue).bank,
        seen,
        administered=[asked.item_id for asked in run.asked],
        rules=plan.selection,
        eligible=plan.eligible,
        seed=_seed(run),
    )
    if choice is None:
        return Finished("exhausted")
    item = catalogue.items[choice.item_id]
    return Next(item.id, draw_for(item, run), choice.reason)


def plan_of(catalogue: Catalogue, parcours: Parcours) -> Plan:
    """The plan of a parcours, made once per process and catalogue."""
    plans = machine(catalogue).plans
    if parcours.id not in plans:
        plans[parcours.id] = Plan(
            eligible(catalogue, parcours),
            selection_rules(catalogue),
            stopping_rules(catalogue, parcours),
        )
    return plans[parcours.id]


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
    return psy.statement(
        known,
        catalogue.bands.cuts,
        trait or psy.ROOT,
        direct=direct,
        mass=claim.sure,
        rather=claim.rather,
    )


def draw_for(item: Item, run: Run) -> Variant:
    """The page of an exercise for this sitting and position: the same after a reload."""
    return draw(item, _key(run))


def _key(run: Run) -> bytes:
    return f"{run.learner_id}/{run.sitting_id}/{len(run.asked)}".encode()


def _seed(run: Run) -> int:
    """A whole number spread evenly, so that the best exercises share the exposure."""
    return int.from_bytes(hashlib.sha256(_key(run)).digest()[:8])


def _make(catalogue: Catalogue) -> Machine:
    tree = psy.TraitTree(
        {
            domain.code: [competence.code for competence in domain.competences]
            for domain in catalogue.framework.domains
        }
    )
    items = {item.id: _item(item) for item in catalogue.items.values()}
    return Machine(tree, psy.ItemBank(tree, list(items.values())), items)


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
