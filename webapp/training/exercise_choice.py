"""Which exercise somebody who trains does next: what they have not met, at the level wished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from webapp.assessment.sitting.reading import SittingView
from webapp.content import Catalogue, Item
from webapp.content.schema.base import BANDS
from webapp.content.schema.module import ExampleStep, GuidedStep, Module, Pick, TryStep

NEVER = datetime.min.replace(tzinfo=UTC)


def used_in(module: Module) -> frozenset[str]:
    """The exercises a lesson shows or asks for before its practice."""
    steps = (TryStep, ExampleStep, GuidedStep)
    return frozenset(step.item for step in module.steps if isinstance(step, steps))


def open_families(catalogue: Catalogue, skill: str) -> Sequence[Item]:
    """What may be drawn for somebody who trains. Retired and paused exercises never come back."""
    every = [i for i in catalogue.items_of(skill) if i.status not in ("paused", "retired")]
    return [item for item in every if "entrainement" in item.use] or every


def families_of(catalogue: Catalogue, pick: Pick) -> Sequence[Item]:
    """What may be practised: a band around the levels wished, every exercise of the skill otherwise."""
    every = open_families(catalogue, pick.skill)
    return [i for i in every if not pick.level or _away(i, pick.level) <= 1] or every


def unmet(
    catalogue: Catalogue, module: Module, pick: Pick, known: frozenset[str]
) -> Sequence[Item]:
    """What this person has not met: of the skill, else of the other skills of the lesson."""
    here = [item for item in open_families(catalogue, pick.skill) if item.id not in known]
    beside = (
        item
        for skill in module.skills
        for item in open_families(catalogue, skill)
        if item.id not in known
    )
    return here or list(beside)


def _away(item: Item, wished: Sequence[str]) -> int:
    """How many bands between an exercise and the levels wished."""
    level = BANDS.index(item.level)
    return min((abs(level - BANDS.index(band)) for band in wished), default=0)


def choose(
    run: SittingView,
    families: Sequence[Item],
    met: Mapping[str, datetime],
    *,
    wished: Sequence[str] = (),
    used: frozenset[str] = frozenset(),
) -> Item:
    """What was not seen in this sitting first, then what was never met, then the level wished.

    A lesson has few exercises of a level: before it shows the same ones again, it takes those beside.
    """
    refused = {a.item_id for a in run.asked if a.answer and not a.answer.counted}
    seen = Counter(a.item_id for a in run.asked) + Counter(used)
    possible = [item for item in families if item.id not in refused] or families
    last = {asked.item_id: asked.position for asked in run.asked}

    def order(item: Item) -> tuple[int, int, bool, int, datetime, str]:
        again = seen[item.id], last.get(item.id, -1), item.id in met
        return *again, _away(item, wished), met.get(item.id, NEVER), item.id

    return min(possible, key=order)
