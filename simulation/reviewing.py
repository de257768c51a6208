"""A year of an invented learner: what spaced reviews keep, against fixed ones in the same minutes.

Each person learns ``SKILLS`` skills, two a week, and comes most weeks for one review. FSRS decides how
many questions each visit has; every other way asks as many on the same days: minutes are the same.
Memory follows one of three worlds. ``power``: the curve FSRS assumes, with stabilities that are wrong by
a factor for each person and skill. ``half-life 30`` and ``10``: a curve it does not assume, exponential,
whose half-life (in days, at first) grows with each success, more when it was nearly forgotten, and falls
with each miss; at 10, more is forgotten than the visits can bring back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from fsrs import Card, Rating, Scheduler

SKILLS, A_WEEK, DAYS = 24, 2, 364
COMES = 0.75
MOST_QUESTIONS = 3
"""What holds in a review of five minutes, by the seconds of the exercises."""
STABILITY_ERROR = 0.5
HALF_LIFE_SPREAD = 0.6
FIXED_DAYS = (7, 30, 90, 180)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass
class TracedSkill:
    """One skill of one person: the card the service keeps, and what is true of it."""

    learnt: int
    card: Card
    factor: float
    half_life: float
    last: int
    reviews: int = 0


Recall = Callable[[Scheduler, TracedSkill, int], float]


def power(scheduler: Scheduler, skill: TracedSkill, day: int) -> float:
    """The curve of FSRS, at a stability that it has wrong by ``factor``."""
    real = timedelta(days=(day - skill.last) / skill.factor)
    seen = skill.card.last_review or START
    return scheduler.get_card_retrievability(skill.card, seen + real)


def half_life(_scheduler: Scheduler, skill: TracedSkill, day: int) -> float:
    """Half of what was known is gone after a half-life."""
    return float(0.5 ** ((day - skill.last) / skill.half_life))


WORLDS: dict[str, tuple[Recall, float]] = {
    "power": (power, 1.0),
    "half-life 30": (half_life, 30.0),
    "half-life 10": (half_life, 10.0),
}
"""The curve of each, and the half-life a skill starts from."""


@dataclass
class ReviewingLearner:
    """One person under one way of reviewing. Luck comes from the seed alone: ways differ by choices."""

    scheduler: Scheduler
    recall: Recall
    half_life: float
    seed: int
    skills: list[TracedSkill] = field(default_factory=list)
    questions: int = 0

    def learn(self, day: int) -> None:
        """A lesson that ended on a success."""
        luck = np.random.default_rng([self.seed, len(self.skills)])
        factor, life = luck.lognormal(0, STABILITY_ERROR), luck.lognormal(0, HALF_LIFE_SPREAD)
        card, _log = self.scheduler.review_card(Card(card_id=1), Rating.Good, _at(day))
        self.skills.append(TracedSkill(day, card, factor, self.half_life * life, day))

    def review(self, skill: TracedSkill, day: int) -> None:
        """One question: right with the chance of what is known."""
        known = self.recall(self.scheduler, skill, day)
        luck = np.random.default_rng([self.seed, self.skills.index(skill), day])
        right = bool(luck.random() < known)
        grade = Rating.Good if right else Rating.Again
        skill.card, _log = self.scheduler.review_card(skill.card, grade, _at(day))
        skill.half_life *= 1.3 + 2.5 * (1 - known) if right else 0.5
        skill.last, skill.reviews = day, skill.reviews + 1
        self.questions += 1

    def known(self, day: int) -> float:
        """The share of what was learnt that is still known."""
        return float(np.mean([self.recall(self.scheduler, skill, day) for skill in self.skills]))


Choice = Callable[[ReviewingLearner, int, int], Sequence[TracedSkill]]


def by_fsrs(learner: ReviewingLearner, day: int, most: int) -> Sequence[TracedSkill]:
    """Whose day has come, the likeliest still known first: the rule of the service."""

    def age(skill: TracedSkill) -> float:
        return (day - skill.last) / max(skill.card.stability or 0.0, 0.001)

    return sorted(_due(learner, day), key=age)[:most]


def by_fsrs_oldest_first(learner: ReviewingLearner, day: int, most: int) -> Sequence[TracedSkill]:
    """The same days; what waited longest first."""
    return sorted(_due(learner, day), key=lambda skill: skill.card.due)[:most]


def _due(learner: ReviewingLearner, day: int) -> list[TracedSkill]:
    return [skill for skill in learner.skills if skill.card.due <= _at(day)]


def by_fixed_days(learner: ReviewingLearner, day: int, most: int) -> Sequence[TracedSkill]:
    """Each skill 7, 30, 90 and 180 days after it was learnt, the latest first; then in turn."""

    def late(skill: TracedSkill) -> tuple[int, int]:
        left = FIXED_DAYS[skill.reviews :]
        return (-max(0, day - skill.learnt - left[0]) if left else 0), skill.last

    return sorted(learner.skills, key=late)[:most]


def in_turn(learner: ReviewingLearner, _day: int, most: int) -> Sequence[TracedSkill]:
    """The one left alone for longest."""
    return sorted(learner.skills, key=lambda skill: skill.last)[:most]


def never(_learner: ReviewingLearner, _day: int, _most: int) -> Sequence[TracedSkill]:
    """No review."""
    return ()


WAYS: dict[str, Choice] = {
    "fsrs": by_fsrs,
    "fsrs_oldest_first": by_fsrs_oldest_first,
    "fixed_days": by_fixed_days,
    "in_turn": in_turn,
    "none": never,
}


@dataclass(frozen=True)
class YearKept:
    """One way in one world: the mean over people, and its standard error."""

    over_the_year: float
    at_the_end: float
    end_error: float
    questions: float

    def as_json(self) -> dict[str, float]:
        """Rounded for the page."""
        return {name: round(value, 3) for name, value in vars(self).items()}


def year(scheduler: Scheduler, world: str, people: int, seed: int) -> dict[str, YearKept]:
    """Every way, on the same people, visits and minutes."""
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in WAYS}
    for person in range(people):
        budget: dict[int, int] = {}
        for name, choice in WAYS.items():
            learner = ReviewingLearner(scheduler, *WORLDS[world], seed + person)
            shares = _lived(learner, choice, budget, first=name == "fsrs")
            found[name].append((float(np.mean(shares)), shares[-1], learner.questions))
    return {name: _summary(rows) for name, rows in found.items()}


def _lived(
    learner: ReviewingLearner, choice: Choice, budget: dict[int, int], *, first: bool
) -> list[float]:
    """Week after week; ``budget`` is what FSRS asked on each visit, written by the ``first`` way."""
    visits = np.random.default_rng([learner.seed, 1_000_003]).random(DAYS // 7 + 1) < COMES
    shares = []
    for week, comes in enumerate(visits):
        day = week * 7
        if len(learner.skills) < SKILLS:
            for _ in range(A_WEEK):
                learner.learn(day)
        if comes:
            most = MOST_QUESTIONS if first else budget[week]
            chosen = choice(learner, day, most)
            if first:
                budget[week] = len(chosen)
            for skill in chosen:
                learner.review(skill, day)
        shares.append(learner.known(day))
    return shares


def _summary(rows: Sequence[tuple[float, float, int]]) -> YearKept:
    whole, end, questions = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    error = float(end.std(ddof=1) / np.sqrt(len(rows)))
    return YearKept(float(whole.mean()), float(end.mean()), error, float(questions.mean()))


def _at(day: int) -> datetime:
    return START + timedelta(days=day)
