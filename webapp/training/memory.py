"""What a person still remembers of a skill: one FSRS card a skill, replayed from the answers.

Nothing is stored: the card is what replaying the answers gives, like everything else a person did.
FSRS (Free Spaced Repetition Scheduler, version 6, default weights) keeps a stability, in days, and a
difficulty. Its learning steps are off, since an answer here is never a flash card of the minute
before; its fuzz is off, since a replay must give the same day each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fsrs import Card, Rating, Scheduler

from webapp.assessment.measuring import prior
from webapp.assessment.sitting.history import Past
from webapp.assessment.sitting.reading import GUIDED
from webapp.content import Catalogue, Item
from webapp.content.schema.base import BANDS
from webapp.content.schema.rules import ReviewRules

EXAMPLE = "example"
SHORTEST = 0.001
"""A stability that divides, in days."""


@dataclass(frozen=True)
class Memory:
    """One skill. ``stability`` is the time, in days, after which nine in ten still know."""

    skill: str
    due_at: datetime
    stability: float
    seen_at: datetime

    def age(self, at: datetime) -> float:
        """The time since it was last asked, in stabilities: the higher, the likelier it is forgotten."""
        return (at - self.seen_at) / timedelta(days=max(self.stability, SHORTEST))


def memories(catalogue: Catalogue, past: Sequence[Past]) -> list[Memory]:
    """The skills a person keeps up, the first to review first.

    A skill is kept up once something of it was done right: before that it is a lesson to take, not a
    memory to keep.
    """
    cards = _cards(scheduler_for(catalogue.rules.review), catalogue, past)
    found = [
        Memory(skill, card.due, card.stability or 0.0, card.last_review or card.due)
        for skill, card in cards
    ]
    return sorted(found, key=lambda memory: (memory.due_at, memory.skill))


def recall(catalogue: Catalogue, past: Sequence[Past], at: datetime) -> Mapping[str, float]:
    """The chance that each skill a person keeps up is still known at that moment."""
    scheduler = scheduler_for(catalogue.rules.review)
    return {
        skill: scheduler.get_card_retrievability(card, at)
        for skill, card in _cards(scheduler, catalogue, past)
    }


def _cards(
    scheduler: Scheduler, catalogue: Catalogue, past: Sequence[Past]
) -> Iterable[tuple[str, Card]]:
    for skill, entries in by_skill(catalogue, past).items():
        if any(entry.right for _, entry in entries):
            yield skill, replay(scheduler, catalogue, skill, entries)


def scheduler_for(rules: ReviewRules) -> Scheduler:
    """The scheduler of the rules in force."""
    return Scheduler(
        desired_retention=rules.retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=rules.longest_days,
        enable_fuzzing=False,
    )


def replay(
    scheduler: Scheduler, catalogue: Catalogue, skill: str, entries: Iterable[tuple[Item, Past]]
) -> Card:
    """The card of a skill after its answers, oldest first."""
    card = Card(card_id=1)
    level = catalogue.framework.skills[skill].level
    for number, (item, entry) in enumerate(entries):
        grade = rating(entry, above=BANDS.index(item.level) > BANDS.index(level), first=not number)
        card, _log = scheduler.review_card(card, grade, entry.recorded_at)
    return card


def rating(entry: Past, *, above: bool, first: bool) -> Rating:
    """Missed or not known: Again. Right with a hint or with somebody: Hard. Right at once, above the
    level of the skill: Easy. Right: Good.
    """
    if not entry.right:
        return Rating.Again
    if not entry.alone or entry.purpose.startswith(GUIDED):
        return Rating.Hard
    return Rating.Easy if above and first else Rating.Good


def by_skill(catalogue: Catalogue, past: Iterable[Past]) -> Mapping[str, list[tuple[Item, Past]]]:
    """Counted answers of each skill, oldest first; an exercise that left the bank is forgotten."""
    groups: dict[str, list[tuple[Item, Past]]] = {}
    for entry in past:
        item = catalogue.items.get(entry.item_id)
        if item is not None and entry.counted and not entry.purpose.startswith(EXAMPLE):
            groups.setdefault(item.skill, []).append((item, entry))
    return groups


prior.register_recall(recall)
