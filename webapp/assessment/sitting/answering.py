"""Recording what a person does: every action and every answer exactly once.

The key of an answer is the question shown, made by the server before the person ever taps. A second
tap, a retry, another tab or an offline replay carries the same key: the database keeps the first
and the person is simply shown where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from webapp.assessment.models import ActionEntry, Answer
from webapp.assessment.sitting.opening import Opened
from webapp.assessment.sitting.reading import (
    ALONE,
    ANSWERED,
    CANNOT,
    DONT_KNOW,
    WITHDRAWN,
    AskedQuestion,
    RecordedAnswer,
    SittingView,
)
from webapp.database import insert_new, now
from webapp.exercises.contract import Action, Grade, Step
from webapp.exercises.posting import FormData
from webapp.exercises.simulation import advance, replay

REASONS = ("device", "see_hear", "understand", "other")
"""Why an exercise cannot be done here: it reaches the author, never the person's result."""


@dataclass(frozen=True)
class Conditions:
    """How the exercise was shown, kept with the answer so that it can be read years later."""

    locale: str = "fr"
    hint: bool = False
    help: str = ALONE
    display: dict[str, Any] | None = None


@dataclass(frozen=True)
class Receipt:
    """``new`` is False when this answer was already in: nothing changed, nothing is wrong."""

    recorded: RecordedAnswer
    new: bool


def act(session: Session, opened: Opened, *, step: int, form: FormData) -> Step | None:
    """One action in a simulation; None when this step was already done (double tap, old tab).

    Raises ``ActionRefused`` when the action is impossible here.
    """
    if step != len(opened.log) or opened.asked.answer is not None:
        return None
    action = Action.from_form(form)
    result = advance(opened.room, opened.spec, opened.log, action)
    entry = {
        "learner_id": opened.run.learner_id,
        "question_id": opened.asked.id,
        "step": step,
        "action": action.as_json(),
        "done_at": now(),
    }
    return result if insert_new(session, ActionEntry, entry) else None


def answer(session: Session, opened: Opened, *, form: FormData, conditions: Conditions) -> Receipt:
    """Grade and record the final form. Raises ``InvalidResponse`` when it is incomplete."""
    if opened.asked.answer is not None:
        return Receipt(opened.asked.answer, new=False)
    state = replay(opened.room, opened.spec, opened.log).state
    response = opened.room.parse(opened.spec, form, state)
    grade = opened.room.grade(opened.spec, response)
    return _record(session, opened, conditions, ANSWERED, response=response, grade=grade)


def dont_know(session: Session, opened: Opened, *, conditions: Conditions) -> Receipt:
    """An honest « je ne sais pas »: an observation, never a guess counted as wrong."""
    return _record(session, opened, conditions, DONT_KNOW, grade=Grade(0.0, right=False))


def cannot(session: Session, opened: Opened, *, reason: str, conditions: Conditions) -> Receipt:
    """« Je ne peux pas faire cet exercice ici »: replaced, never counted."""
    kept = reason if reason in REASONS else "other"
    return _record(session, opened, conditions, CANNOT, reason=kept)


def withdraw(session: Session, run: SittingView, asked: AskedQuestion) -> Receipt:
    """The exercise changed while the person was on it: replaced, never counted."""
    recorded = _recorded(Conditions(), WITHDRAWN)
    return Receipt(recorded, insert_new(session, Answer, _row(run, asked, Conditions(), recorded)))


def _record(
    session: Session,
    opened: Opened,
    conditions: Conditions,
    outcome: str,
    *,
    reason: str | None = None,
    response: dict[str, Any] | None = None,
    grade: Grade | None = None,
) -> Receipt:
    recorded = _recorded(conditions, outcome, response, grade)
    row = _row(opened.run, opened.asked, conditions, recorded)
    row |= {"reason": reason, "grader_version": opened.room.grader_version}
    return Receipt(recorded, insert_new(session, Answer, row))


def _recorded(
    conditions: Conditions,
    outcome: str,
    response: dict[str, Any] | None = None,
    grade: Grade | None = None,
) -> RecordedAnswer:
    return RecordedAnswer(
        outcome=outcome,
        response=response,
        score=grade.score if grade else None,
        right=grade.right if grade else None,
        keys=grade.keys if grade else (),
        harms=grade.harms if grade else (),
        hint=conditions.hint,
        help=conditions.help,
        recorded_at=now(),
    )


def _row(
    run: SittingView, asked: AskedQuestion, conditions: Conditions, recorded: RecordedAnswer
) -> dict[str, Any]:
    return {
        "learner_id": run.learner_id,
        "id": asked.id,
        "sitting_id": run.sitting_id,
        "outcome": recorded.outcome,
        "response": recorded.response,
        "score": recorded.score,
        "right": recorded.right,
        "keys": list(recorded.keys),
        "harms": list(recorded.harms),
        "grader_version": 1,
        "hint": conditions.hint,
        "help": conditions.help,
        "locale": conditions.locale,
        "display": conditions.display,
        "recorded_at": recorded.recorded_at,
    }
