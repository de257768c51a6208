"""Answers of tests, read for the exercises' sake: people are numbers that mean nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from webapp.assessment.models import Answer, Correction, Question, Sitting
from webapp.assessment.sitting.answer_joins import (
    CORRECTION_OF_ANSWER,
    QUESTION_OF_ANSWER,
    RIGHT,
    SITTING_OF_ANSWER,
)
from webapp.assessment.sitting.reading import ALONE, ANSWERED, COUNTED, DONT_KNOW, TEST
from webapp.content import Catalogue
from webapp.database import unhurried
from webapp.psychometrics import Outcome

FRENCH = "fr"
AIDS = frozenset({"text", "space", "contrast", "font", "motion", "pictures", "voice"})
BATCH = 5000

Display = Mapping[str, Any]

GROUPS: Mapping[str, Callable[[Display, str], bool]] = {
    "téléphone": lambda display, _language: display.get("device") == "phone",
    "clavier": lambda display, _language: display.get("input") == "keyboard",
    "« Écouter »": lambda display, _language: display.get("heard") == "yes",
    "aide d'affichage": lambda display, _language: bool(AIDS & display.keys()),
    "consignes dans une autre langue": lambda _display, language: language != FRENCH,
}
"""Groups about access, from what is kept with each answer. Nobody's age, sex or origin is known."""


@dataclass(frozen=True)
class Given:
    """One answer. ``groups`` are names of ``GROUPS``."""

    item_id: str
    outcome: Outcome
    helped: bool
    groups: frozenset[str]


@dataclass(frozen=True)
class Test:
    """The answers of one test. ``person`` is the same number in two tests of one person.

    ``week`` is that of the first answer, counted from an arbitrary Monday.
    """

    person: int
    channel: str
    week: int
    answers: tuple[Given, ...]


COLUMNS = (
    Answer.learner_id,
    Answer.sitting_id,
    Sitting.channel,
    Question.item_id,
    Question.item_version,
    Answer.outcome,
    RIGHT,
    Answer.help,
    Answer.locale,
    Answer.display,
    Answer.recorded_at,
)


def tests(session: Session, catalogue: Catalogue) -> list[Test]:
    """Every test with a counted answer to an exercise as it is today; older versions are left out."""
    rows = unhurried(session.connection()).execute(_statement())
    numbers: dict[Any, int] = {}
    ticket = count()
    found = []
    for (learner, _sitting), group in groupby(rows, key=lambda row: (row[0], row[1])):
        taken = list(group)
        answers = tuple(_given(row) for row in taken if _current(catalogue, row))
        if answers:
            person = numbers.setdefault(learner, -1)
            if person < 0:
                person = numbers[learner] = next(ticket)
            found.append(Test(person, taken[0][2], _week(taken[0][-1]), answers))
    return found


def _statement() -> Any:
    return (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Question, QUESTION_OF_ANSWER)
        .join(Sitting, SITTING_OF_ANSWER)
        .outerjoin(Correction, CORRECTION_OF_ANSWER)
        .where(col(Sitting.purpose) == TEST, col(Answer.outcome).in_(COUNTED))
        .order_by(col(Answer.learner_id), col(Answer.sitting_id), col(Answer.id))
        .execution_options(yield_per=BATCH)
    )


def _current(catalogue: Catalogue, row: Sequence[Any]) -> bool:
    item = catalogue.items.get(row[3])
    return item is not None and item.version == row[4]


def _given(row: Sequence[Any]) -> Given:
    item_id, _version, outcome, right, help_, language, display, _at = row[3:]
    return Given(
        item_id,
        _outcome(outcome, right=bool(right)),
        help_ != ALONE,
        frozenset(name for name, member in GROUPS.items() if member(display or {}, language)),
    )


def _outcome(outcome: str, *, right: bool) -> Outcome:
    if outcome == DONT_KNOW:
        return Outcome.DONT_KNOW
    return Outcome.RIGHT if outcome == ANSWERED and right else Outcome.WRONG


def _week(at: datetime) -> int:
    """Weeks since a Monday."""
    return (at.toordinal() - 1) // 7


def by_week(taken: Iterable[Test]) -> list[list[Test]]:
    """The tests of each week that has some, in order."""
    ordered = sorted(taken, key=attrgetter("week"))
    return [list(group) for _week, group in groupby(ordered, key=attrgetter("week"))]
