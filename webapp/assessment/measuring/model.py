"""What is made once per catalogue: the tree of traits, the bank in columns, the plan of each parcours.

Numbers come from ``content/``: figures of exercises, rules of choice, lengths and precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from webapp import psychometrics as psy
from webapp.content import Catalogue, Item
from webapp.content.schema.calibration import Calibrated
from webapp.content.schema.framework import Domain
from webapp.content.schema.parcours import Parcours


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
class MeasurementModel:
    """The measuring machine of one catalogue. ``named``: every version, for what is kept as a text."""

    tree: psy.TraitTree
    bank: psy.ItemBank
    items: dict[str, psy.CalibratedItem]
    old: dict[tuple[str, int], psy.CalibratedItem] = field(default_factory=dict)
    named: dict[str, psy.CalibratedItem] = field(default_factory=dict)
    starts: dict[str, psy.SessionState] = field(default_factory=dict)
    banks: dict[int, psy.ItemBank] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)


AT = "@"
GUESSING_STEPS = 5
MOST_STARTS = 500
"""Read once for the whole of a test: a process serves no more people at a time."""
_MACHINES: dict[str, MeasurementModel] = {}


def measurement_model(catalogue: Catalogue) -> MeasurementModel:
    """The machine of a catalogue, made once per process."""
    if catalogue.version not in _MACHINES:
        _MACHINES[catalogue.version] = _make(catalogue)
    return _MACHINES[catalogue.version]


def _make(catalogue: Catalogue) -> MeasurementModel:
    tree = tree_of(catalogue)
    items = {item.id: _calibrated(catalogue, item) for item in catalogue.items.values()}
    old = {met: _calibrated(catalogue, item) for met, item in catalogue.archive.items()}
    kept = old | {(name, catalogue.items[name].version): item for name, item in items.items()}
    named = {versioned(*met): replace(item, id=versioned(*met)) for met, item in kept.items()}
    return MeasurementModel(tree, psy.ItemBank(tree, list(items.values())), items, old, named)


def bank_for(made: MeasurementModel, answers: Sequence[psy.Evidence]) -> psy.ItemBank:
    """The bank as this person would answer it: who says « je ne sais pas » is not expected to be lucky.

    A lucky right answer has chance γc, γ being the propensity to guess that scores the answers, to the
    nearest fifth: the comfort promised is then theirs, not that of people who always guess.
    """
    step = round(psy.guessing_propensity(answers) * GUESSING_STEPS)
    found = made.banks.get(step)
    if found is None:
        share = step / GUESSING_STEPS
        items = [replace(item, c=item.c * share) for item in made.bank.items]
        made.banks[step] = found = psy.ItemBank(made.tree, items)
    return found


def versioned(item_id: str, version: int) -> str:
    """An exercise and its version, as one name: ``SEC-2-SMS-001@2``."""
    return f"{item_id}{AT}{version}"


def beginning(catalogue: Catalogue, text: str) -> psy.SessionState | None:
    """What a test started from; None when the text is of another version or another framework."""
    made = measurement_model(catalogue)
    found = made.starts.get(text)
    if found is None:
        try:
            found = psy.decode(text, made.named, scale(catalogue), without_lost=True)
        except psy.UnreadableState:
            return None
        # Another thread may forget everything at any moment: nothing is read back.
        if len(made.starts) >= MOST_STARTS:
            made.starts.clear()
        made.starts[text] = found
    return found


def scale(catalogue: Catalogue) -> str:
    """What a kept text must agree with: the tree of traits."""
    return f"framework/{catalogue.framework.version}"


def tree_of(catalogue: Catalogue) -> psy.TraitTree:
    """Domains and their competences, as the framework has them."""
    return psy.TraitTree(
        {
            domain.code: [competence.code for competence in domain.competences]
            for domain in catalogue.framework.domains
        }
    )


def expert_items(catalogue: Catalogue) -> list[psy.CalibratedItem]:
    """Every exercise as its author judged it."""
    return [_item(item) for item in catalogue.items.values()]


def _calibrated(catalogue: Catalogue, item: Item) -> psy.CalibratedItem:
    """With the committed difficulty of this very version, where there is one."""
    made, known = _item(item), catalogue.calibration.of(item.id, item.version)
    return made if known is None else calibrated(made, known)


def calibrated(item: psy.CalibratedItem, known: Calibrated) -> psy.CalibratedItem:
    """With what was found from answers, and how well it is known."""
    return replace(
        item, a=known.a, b=known.b, b_se=known.b_se, slope_se=known.slope_se, slope_b=known.slope_b
    )


def _item(item: Item) -> psy.CalibratedItem:
    meta = item.meta
    return psy.CalibratedItem(
        id=item.id,
        competence=item.competence,
        skill=item.skill,
        a=meta.a,
        b=meta.b,
        c=meta.c,
        b_se=meta.b_se,
        family=item.family,
        features=frozenset({item.type}),
        slope_se=psy.SLOPE_SE,
    )


def plan_of(catalogue: Catalogue, parcours: Parcours) -> Plan:
    """The plan of a parcours, made once per process and catalogue."""
    plans = measurement_model(catalogue).plans
    if parcours.id not in plans:
        plans[parcours.id] = Plan(
            eligible(catalogue, parcours),
            selection_rules(catalogue, parcours),
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


def selection_rules(catalogue: Catalogue, parcours: Parcours) -> psy.SelectionRules:
    """The numbers of ``rules/assessment.yaml``; a screening has no question to spare for slopes."""
    rules = catalogue.rules.assessment
    return psy.SelectionRules(
        comfort_first=rules.comfort.first,
        comfort_first_count=rules.comfort.first_count,
        comfort=rules.comfort.then,
        family_gap=rules.selection.family_gap,
        randomesque=rules.selection.randomesque,
        slopes=rules.selection.slopes if parcours.entry.decided is None else 0.0,
    )


def eligible(catalogue: Catalogue, parcours: Parcours) -> frozenset[str]:
    """What this parcours may ask. Retired and paused exercises are never drawn again."""
    return frozenset(
        item.id
        for item in catalogue.items_for(parcours)
        if item.status not in ("paused", "retired")
    )


def domains_of(catalogue: Catalogue, rules: str) -> Sequence[Domain]:
    """The domains a parcours asks about, in framework order; all of them for an unknown one."""
    parcours = catalogue.parcours.get(rules)
    if parcours is None:
        return catalogue.framework.domains
    asked = {skill.domain for skill in catalogue.framework.matching(parcours.entry.skills)}
    return [domain for domain in catalogue.framework.domains if domain.code in asked]
