"""« Je ne peux pas faire cet exercice ici »: what takes its place, and what is left aside.

In its place comes the same skill, no harder, in another form; else the same domain, no harder, in
another form. With none left the domain is left aside, and the result says so. Nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webapp.assessment.measuring.model import Plan
from webapp.assessment.sitting.reading import AskedQuestion, SittingView
from webapp.content import Catalogue, Item
from webapp.content.schema.base import BANDS


def possible_here(catalogue: Catalogue, plan: Plan, run: SittingView) -> frozenset[str]:
    """What this person can do on this device, from what they said they could not.

    « Mon appareil ne le permet pas » leaves out the exercises of that type; « je ne peux pas voir,
    entendre ou toucher », those that need the same sense; a domain left aside, all of it.
    """
    aside = set_aside(catalogue, plan, run)
    possible = _allowed(catalogue, plan, run)
    return frozenset(name for name in possible if catalogue.items[name].domain not in aside)


def set_aside(catalogue: Catalogue, plan: Plan, run: SittingView) -> frozenset[str]:
    """The domains in which nothing could take the place of what was impossible."""
    return frozenset(
        catalogue.items[asked.item_id].domain
        for asked in _refused(catalogue, run)
        if not _instead(catalogue, plan, _until(run, asked), asked)
    )


def replacements(catalogue: Catalogue, plan: Plan, run: SittingView) -> frozenset[str]:
    """What may take the place of the latest question; nothing when it was not impossible."""
    latest = next(reversed(run.asked), None)
    if latest is None or latest not in _refused(catalogue, run):
        return frozenset()
    return _instead(catalogue, plan, run, latest)


def _instead(
    catalogue: Catalogue, plan: Plan, run: SittingView, refused: AskedQuestion
) -> frozenset[str]:
    item = catalogue.items[refused.item_id]
    shown = {asked.item_id for asked in run.asked}
    left = [catalogue.items[name] for name in _allowed(catalogue, plan, run) - shown]
    other = [one for one in left if one.domain == item.domain and _no_harder(one, item)]
    same = [one for one in other if one.skill == item.skill]
    return frozenset(one.id for one in same or other)


def _no_harder(one: Item, item: Item) -> bool:
    return one.type != item.type and BANDS.index(one.level) <= BANDS.index(item.level)


def _allowed(catalogue: Catalogue, plan: Plan, run: SittingView) -> frozenset[str]:
    refused = list(_refused(catalogue, run))
    if not refused:
        return plan.eligible
    items = [(catalogue.items[asked.item_id], asked.answer) for asked in refused]
    types = {item.type for item, answer in items if answer and answer.reason == "device"}
    senses = {item.a11y.sensory for item, answer in items if answer and answer.reason == "see_hear"}
    return frozenset(
        name
        for name in plan.eligible
        if catalogue.items[name].type not in types
        and catalogue.items[name].a11y.sensory not in senses - {"none"}
    )


def _refused(catalogue: Catalogue, run: SittingView) -> Iterator[AskedQuestion]:
    for asked in run.asked:
        if asked.answer is not None and asked.answer.reason and asked.item_id in catalogue.items:
            yield asked


def _until(run: SittingView, asked: AskedQuestion) -> SittingView:
    """The run as it was when this question was left."""
    return replace(run, asked=tuple(a for a in run.asked if a.position <= asked.position))
